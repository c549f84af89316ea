"""The editor in a notebook: a kernel answers its page, and Python has what the hand did."""

from __future__ import annotations

import base64
import json
import threading

import pytest

import ceaseline as cl
from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import dumps, load, read
from ceaseline.maps import notebook
from ceaseline.maps.assets import element
from tests.maps.drawing.conftest import LINE
from tests.maps.hand import Hand


@pytest.fixture
def edited(tmp_path, monkeypatch):
    """An editor in a folder of its own, and what it sent."""
    monkeypatch.chdir(tmp_path)
    made = cl.plan(LINE).draw()
    sent = []
    monkeypatch.setattr(made, "send", sent.append)
    yield made, sent
    made.close()


def ask(made, sent, op, **fields):
    """What a page is told when it asks something."""
    sent.clear()
    text = json.dumps({"op": op, "n": 1, **fields})
    made._handle_custom_msg({"text": text, "view": "a"}, [])
    return [(one.get("view"), json.loads(one["text"])) for one in sent]


def test_the_kernel_answers_a_page(edited):
    made, sent = edited
    ((view, state),) = ask(made, sent, "state")
    assert (view, state["op"], state["file"]) == ("a", "state", f"{LINE}-drawn.geojson")
    words = {"settlement": "Pokrovsk", "to": "Russia"}
    (_, done), (everyone, state) = ask(made, sent, "edit", verb="flip", words=words)
    assert done["op"] == "done"
    assert (everyone, state["op"], state["can_undo"]) == (None, "state", True)
    assert made.placement.history[-1].arguments["name"] == "Pokrovsk"
    assert made.plan.placement is made.placement
    ((_, fault),) = ask(made, sent, "eat")
    assert fault["op"] == "fault"
    assert "There is nothing called 'eat' to do" in fault["text"]


@pytest.mark.parametrize("content", [None, 5, {}, {"text": 5}, {"text": "x" * (1 << 21)}])
def test_what_is_no_message_is_not_answered(edited, content):
    made, sent = edited
    made._handle_custom_msg(content, [])
    assert sent == []


def test_what_python_does_is_told_to_the_page(edited):
    made, sent = edited
    assert made.edit("flip", settlement="Pokrovsk", to="Russia").verb == "flip"
    made.undo()
    made.redo()
    path = made.save()
    assert path == made.file
    assert dumps(read(path)) == dumps(made.placement)
    states = [json.loads(one["text"]) for one in sent]
    assert [one["can_undo"] for one in states] == [True, False, True, True]
    assert [one["unsaved"] for one in states] == [True, True, True, False]
    with pytest.raises(InputError, match="not a party"):
        made.edit("flip", settlement="Pokrovsk", to="Mars")


def test_a_file_is_handed_out_on_the_wire(edited):
    made, sent = edited
    ((_, told),) = ask(made, sent, "hand_out", what="placement.geojson")
    assert (told["op"], told["name"]) == ("handed", f"{LINE}-drawn.geojson")
    assert base64.b64decode(told["content"]) == dumps(made.placement).encode()
    ((_, told),) = ask(made, sent, "hand_out", what="../x")
    assert told["text"].startswith("There is no such file; there are map.html")


def test_a_cell_that_is_run_again_goes_on(edited):
    made, _ = edited
    made.edit("flip", settlement="Pokrovsk", to="Russia")
    again = cl.plan(LINE).draw()
    assert again.placement == made.placement
    again.close()


def test_what_cannot_be_drawn(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cl.save(load("four-oblasts"), "mine.geojson")
    with pytest.raises(InputError, match=r"mine.geojson exists and does not come from contact-2"):
        cl.plan(LINE).draw("mine.geojson")
    monkeypatch.setattr(notebook, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"needs anywidget, not installed here; install the extra"):
        cl.plan(LINE).draw()


HOST = """<!doctype html><meta charset="utf-8"><body><div id="cell"></div><script type="module">
import widget from "data:text/javascript;base64,%s";
const listeners = [];
const model = {
  get: (name) => ({ page: window.page, height: 700 })[name],
  on: (name, told) => listeners.push(told),
  off: () => {},
  send: (content) => window.kernel(JSON.stringify(content)),
};
window.tell = (text) => listeners.forEach((told) => told(JSON.parse(text)));
window.begin = () => widget.render({ model, el: document.getElementById("cell") });
document.body.dataset.ready = "yes";
</script>"""


class Cell(Hand):
    """A page that does for the widget what a notebook does."""

    def __init__(self, browser, path, made):
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 760}, accept_downloads=True
        )
        self.host = self.context.new_page()
        self.complaints = []
        self.host.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.host.on(
            "console",
            lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        self.asked = []
        self.host.expose_function("kernel", lambda text: self.asked.append(text))  # noqa: PLW0108 - a method of a list cannot be wrapped
        script = base64.b64encode(element("widget.js").encode()).decode()
        path.write_text(HOST % script, encoding="utf-8")
        self.host.goto(path.as_uri())
        self.host.wait_for_selector("body[data-ready]", state="attached")
        self.made = made
        made.send = lambda content: self.told.append(json.dumps(content))
        self.told = []
        self.host.evaluate("page => { window.page = page; window.begin(); }", made.page)
        self.frame = self.host.frame_locator("iframe")
        self.until("html[data-sequence='0']")

    def until(self, selector):
        """Pass messages on until the page shows something."""
        for _ in range(600):
            while self.asked:
                self.made._handle_custom_msg(json.loads(self.asked.pop(0)), [])
            while self.told:
                self.host.evaluate("text => window.tell(text)", self.told.pop(0))
            if self.frame.locator(selector).count():
                return
            self.host.wait_for_timeout(20)
        raise AssertionError(f"there is no {selector}")


@pytest.mark.browser
def test_the_line_is_moved_in_a_cell(chromium, tmp_path, edited):
    assert threading.current_thread() is threading.main_thread()
    made, _ = edited
    cell = Cell(chromium, tmp_path / "host.html", made)
    cell.frame.locator("[data-tool=flip]").click()
    cell.host.frames[1].evaluate("() => { location.hash = '10/48.2817/37.1817'; }")
    box = cell.frame.locator("#map").bounding_box()
    cell.host.wait_for_timeout(500)
    cell.host.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    cell.until("html[data-sequence='1']")
    assert made.placement.history[-1].arguments["name"] == "Pokrovsk"
    made.undo()
    cell.until("html[data-sequence='2']")
    with cell.host.expect_download() as waited:
        cell.frame.locator("details:has(> p > a[href])").last.evaluate("e => { e.open = true; }")
        cell.frame.locator("a[href='/export/placement.geojson']").click()
        cell.until("#draw-fault[hidden]")
        cell.host.wait_for_timeout(300)
        cell.until("#draw-fault[hidden]")
    waited.value.save_as(tmp_path / "handed.geojson")
    assert read(tmp_path / "handed.geojson") == made.placement
    assert cell.complaints == []
    cell.context.close()
