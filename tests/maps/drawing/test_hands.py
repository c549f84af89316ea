"""The editor in a browser, taken in hand with mouse, finger and keys."""

from __future__ import annotations

import json
import math
import random
import time

import numpy as np
import pytest
import shapely

from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.layers.edits.files import edit_file
from ceaseline.layers.placement.store import dumps, load, read, write
from tests.maps.drawing.conftest import LINE
from tests.maps.hand import Hand

pytestmark = [pytest.mark.browser, pytest.mark.allow_hosts(["127.0.0.1"])]


class Hands(Hand):
    """A page of the editor, and where places are on it."""

    def __init__(self, editor, browser, **context):
        self.editor = editor
        context.setdefault("viewport", {"width": 1280, "height": 900})
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on(
            "console",
            lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        self.page.goto(f"{editor.origin}/#{editor.gate.token}")
        self.page.wait_for_selector("html[data-sequence]", state="attached", timeout=60_000)
        self.cdp = self.context.new_cdp_session(self.page)

    @property
    def sequence(self):
        return int(self.page.evaluate("() => document.documentElement.dataset.sequence"))

    @property
    def fault(self):
        return self.page.inner_text("#draw-fault") if self.page.is_visible("#draw-fault") else ""

    def until(self, sequence, seconds=30):
        end = time.monotonic() + seconds
        while self.sequence < sequence:
            assert time.monotonic() < end, self.fault or "the page did not follow"
            assert not self.fault, self.fault
            self.page.wait_for_timeout(20)

    def close(self):
        self.context.close()
        assert self.complaints == []


@pytest.fixture
def hands(editor, chromium):
    made = []

    def open_(**context):
        made.append(Hands(editor, chromium, **context))
        return made[-1]

    yield open_
    for one in made:
        one.close()


def longest(placement):
    return max((s for s in placement.sections if not s.locked), key=lambda s: len(s.coords))


def drag_a_vertex(hand, vertex, east=30, north=25, *, finger=False):
    """Drag a vertex by some pixels; return where it was and where it was let go."""
    coords = longest(hand.editor.desk.session.placement).coords
    spot = coords[vertex % (len(coords) - 2) + 1]
    hand.go(*spot)
    x, y = hand.at(spot)
    done = hand.sequence + 1
    hand.drag((x, y), (x + east / 2, y - north / 2), (x + east, y - north), finger=finger)
    hand.until(done)
    return spot


def test_a_vertex_is_dragged_with_the_mouse(hands, editor):
    hand = hands()
    spot = drag_a_vertex(hand, 150)
    made = editor.desk.session.placement.history[-1]
    assert made.verb == "draw"
    x, y = hand.at(spot)
    off = [math.dist(hand.at(place), (x + 30, y - 25)) for place in made.arguments["path"]]
    assert min(off) < 2
    told = hand.page.inner_text("#draw-figures")
    assert "Territory of Ukraine" in told
    assert "±0" not in told.splitlines()[0]
    assert hand.page.inner_text("#draw-state") == "edited, not saved"


def test_a_vertex_is_dragged_with_a_finger(hands, editor):
    hand = hands(has_touch=True, viewport={"width": 412, "height": 850}, is_mobile=True)
    drag_a_vertex(hand, 150, finger=True)
    assert editor.desk.session.placement.history[-1].verb == "draw"


def test_keys_undo_redo_and_save(hands, editor):
    hand = hands()
    drag_a_vertex(hand, 150)
    edited = editor.desk.session.placement
    hand.page.keyboard.press("Control+z")
    hand.until(2)
    assert editor.desk.session.placement.history == ()
    hand.page.keyboard.press("Control+Shift+z")
    hand.until(3)
    assert editor.desk.session.placement == edited
    hand.page.keyboard.press("Control+s")
    hand.page.wait_for_selector("#draw-state:text('saved')")
    hand.page.wait_for_timeout(300)
    assert dumps(read(editor.file)) == dumps(edited)


def test_a_vertex_is_taken_away_with_the_delete_key(hands, editor):
    hand = hands()
    coords = longest(editor.desk.session.placement).coords
    bend = max(range(100, 200), key=lambda k: shapely.Polygon(coords[k - 1 : k + 2]).area)
    hand.go(*coords[bend])
    hand.page.mouse.click(*hand.at(coords[bend]))
    hand.page.keyboard.press("Delete")
    hand.until(1)
    path = editor.desk.session.placement.history[-1].arguments["path"]
    assert path == [list(coords[bend - 1]), list(coords[bend + 1])]


def test_a_settlement_changes_sides_by_a_click(hands, editor):
    hand = hands()
    hand.go(37.181, 48.281, 10)
    hand.tool("flip")
    hand.page.mouse.click(*hand.at((37.1817, 48.2817)))
    hand.until(1)
    made = editor.desk.session.placement.history[-1]
    assert (made.verb, made.arguments["name"]) == ("flip", "Pokrovsk")
    assert "Pokrovsk" in hand.page.inner_text("#draw-cost")
    hand.page.click("#draw-cost button:text('Pokrovsk')")
    assert hand.page.inner_text("#card-title") == "Pokrovsk"


def test_a_stretch_is_chosen_locked_and_refused(hands, editor):
    hand = hands()
    coords = longest(editor.desk.session.placement).coords
    hand.go(*coords[150], 10)
    hand.tool("stretch")
    hand.drag(hand.at(coords[146]), hand.at(coords[150]), hand.at(coords[154]))
    low, high = (float(hand.page.input_value(f"#draw-{end}")) for end in ("from", "until"))
    assert 0 < low < high
    hand.page.click("[data-stretch=lock]")
    hand.until(1)
    assert [s.locked for s in editor.desk.session.placement.sections].count(True) == 1
    hand.tool("draw")
    hand.drag(hand.at(coords[140]), hand.at((coords[150][0] + 0.1, coords[150][1])),
              hand.at(coords[160]))  # fmt: skip
    hand.page.wait_for_selector("#draw-fault:not([hidden])")
    assert "which is locked" in hand.fault
    assert hand.sequence == 1


def test_the_zone_follows_the_slider(hands, editor):
    hand = hands()
    before = hand.page.inner_text("#draw-figures")
    slider = hand.page.locator("#draw-depth-0")
    slider.focus()
    for _ in range(4):
        hand.page.keyboard.press("ArrowLeft")
    hand.page.keyboard.press("Tab")
    hand.until(1)
    assert {s.depth_m for s in editor.desk.session.placement.sections} == {
        (13_000.0, 15_000.0)
    } or (editor.desk.session.placement.history[-1].verb == "depth")
    assert hand.page.inner_text("#draw-figures") != before


def test_the_slider_leaves_the_other_side_as_it_is(hands, editor):
    hand = hands()
    editor.open().answer("edit", verb="depth", words={"km": [7.3, 60.0]})
    hand.until(1)
    assert "60" in hand.page.inner_text("#draw-depth-1-value")
    hand.page.locator("#draw-depth-1").focus()
    hand.page.keyboard.press("ArrowRight")
    hand.page.keyboard.press("Tab")
    hand.until(2)
    assert editor.desk.session.placement.history[-1].arguments["km"] == [7.3, 60.5]


def test_the_zone_is_as_deep_as_the_hand_is_away(hands, editor):
    hand = hands()
    coords = longest(editor.desk.session.placement).coords
    hand.go(*coords[150], 10)
    hand.tool("depth")
    x, y = hand.at(coords[150])
    hand.drag((x - 20, y - 60), (x - 30, y - 70), (x - 40, y - 90))
    hand.until(1)
    made = editor.desk.session.placement.history[-1]
    assert made.verb == "depth"
    one, two = made.arguments["km"]
    assert {15.0} < {one, two}
    side = 0 if one != 15.0 else 1
    path = np.array(coords)
    place = hand.place((x - 40, y - 90))
    away = NearestOnLine.of([path]).metres(np.array([place]))[0] / 1000
    assert (one, two)[side] == pytest.approx(away, rel=0.03)
    hand.tool("stretch")
    hand.drag(hand.at(coords[146]), hand.at(coords[150]), hand.at(coords[154]))
    hand.tool("depth")
    hand.drag((x - 20, y - 60), (x - 30, y - 70), (x - 60, y - 120))
    hand.until(2)
    assert len({s.depth_m for s in editor.desk.session.placement.sections}) == 2


def test_keys_are_those_of_any_layout(hands, editor):
    hand = hands()
    drag_a_vertex(hand, 150)
    press = """() => document.body.dispatchEvent(new KeyboardEvent("keydown",
        { key: "я", code: "KeyZ", ctrlKey: true, bubbles: true }))"""
    hand.page.evaluate(press)
    hand.until(2)
    assert editor.desk.session.placement.history == ()


def pressed(hand, vertex=150):
    """Take a vertex in hand and move it, without letting go; return where it is on the screen."""
    spot = longest(hand.editor.desk.session.placement).coords[vertex]
    hand.go(*spot)
    return hand.at(spot)


def idle(hand):
    return hand.page.evaluate("() => !document.body.dataset.gesture")


def test_a_finger_that_slips_moves_nothing(hands):
    hand = hands(has_touch=True, viewport={"width": 412, "height": 850}, is_mobile=True)
    x, y = pressed(hand)
    hand.drag((x, y), (x + 5, y + 4), finger=True)
    hand.page.wait_for_timeout(500)
    assert hand.sequence == 0


def test_a_second_finger_ends_what_the_first_began(hands):
    hand = hands(has_touch=True, viewport={"width": 412, "height": 850}, is_mobile=True)
    x, y = pressed(hand)
    hand._touch("touchStart", (x, y))
    hand._touch("touchMove", (x + 30, y - 20))
    assert not idle(hand)
    hand._touch("touchStart", (x + 30, y - 20), (x + 90, y + 60))
    assert idle(hand)
    hand._touch("touchEnd")
    hand.page.wait_for_timeout(500)
    assert hand.sequence == 0


def test_a_change_of_another_page_ends_what_the_hand_does(hands, editor):
    hand = hands()
    x, y = pressed(hand)
    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    hand.page.mouse.move(x + 30, y - 25, steps=4)
    assert not idle(hand)
    editor.open().answer("edit", verb="lock", words={})
    hand.until(1)
    assert idle(hand)
    hand.page.mouse.up()
    hand.page.wait_for_timeout(500)
    assert hand.sequence == 1


def keep(hand, name):
    """Keep the line as it is under a name."""
    done = hand.sequence + 1
    for box in ("#draw-beside-box", "details:has(> #draw-marks)"):
        hand.page.evaluate(f"() => {{ document.querySelector('{box}').open = true; }}")
    hand.page.fill("#draw-mark-name", name)
    hand.page.press("#draw-mark-name", "Enter")
    hand.until(done)


def columns(hand):
    """What stands side by side: heads, and the row of the line's length."""
    heads = hand.page.locator("#draw-beside thead th").all_inner_texts()
    first = hand.page.locator("#draw-beside tbody tr").first
    return [one.strip() for one in heads[1:]], first.locator("td").all_inner_texts()


def test_lines_stand_side_by_side(hands, editor):
    hand = hands()
    keep(hand, "as it was")
    hand.page.wait_for_selector("#draw-beside tbody tr")
    heads, first = columns(hand)
    assert heads == ["Now", "as it was"]
    assert first[0] == first[1]
    drag_a_vertex(hand, 150)
    heads, moved = columns(hand)
    assert moved[1] == first[1] != moved[0]
    keep(hand, "moved")
    hand.page.wait_for_selector("#draw-beside thead button:text('moved')")
    x, y = pressed(hand, 180)
    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    hand.page.mouse.move(x + 60, y - 50, steps=6)
    hand.page.wait_for_function(
        "was => document.querySelector('#draw-beside tbody td').innerText !== was", arg=moved[0]
    )
    heads, live = columns(hand)  # while the hand is down
    assert heads == ["Now", "as it was", "moved"]
    assert live[1:] == [first[1], moved[0]]
    hand.page.mouse.up()
    hand.until(4)
    with hand.page.expect_download() as waited:
        hand.page.click("#draw-compared")
    assert waited.value.suggested_filename == "trial-compared.html"
    hand.page.click("#draw-beside thead button:text('as it was')")
    hand.until(5)
    assert editor.desk.session.placement.history == ()
    hand.page.locator("#draw-marks input").first.click()
    assert columns(hand)[0] == ["Now", "moved"]


@pytest.mark.slow
def test_five_lines_stand_beside_one_at_most(hands):
    hand = hands()
    for turn in range(6):
        keep(hand, f"line {turn}")
    hand.page.wait_for_selector("#draw-beside thead button:text('line 4')")
    assert columns(hand)[0] == ["Now", *(f"line {turn}" for turn in range(5))]
    assert hand.page.locator("#draw-marks input").last.is_disabled()


def test_two_pages_stay_in_step(hands):
    one, two = hands(), hands()
    drag_a_vertex(one, 150)
    two.until(1)
    assert one.page.inner_text("#draw-figures") == two.page.inner_text("#draw-figures")


def test_a_file_that_was_changed_is_told_and_merged(hands, editor):
    hand = hands()
    hand.page.click("[data-do=save]")
    hand.page.wait_for_selector("#draw-state:text('saved')")
    hand.page.wait_for_timeout(300)
    drag_a_vertex(hand, 150)
    edit_file(editor.file, "flip", settlement="Pokrovsk", to="Russia")
    hand.page.wait_for_selector("#draw-changed:not([hidden])", timeout=10_000)
    hand.page.click("[data-do=save]")
    hand.page.wait_for_selector("#draw-fault:not([hidden])")
    assert "was changed on disk since it was read" in hand.fault
    hand.page.click("#draw-changed [data-do=merge]")
    hand.page.wait_for_selector("#draw-changed[hidden]", state="attached")
    verbs = [made.verb for made in editor.desk.session.placement.history]
    assert verbs == ["flip", "draw"]


def test_the_page_can_be_used_by_everybody(hands, axe):
    hand = hands()
    hand.page.evaluate(f"() => {{ {axe} }}")
    found = hand.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    assert [
        (rule["id"], [n["target"] for n in rule["nodes"]]) for rule in found["violations"]
    ] == []


@pytest.mark.slow
def test_a_hundred_edits_by_hand_are_those_of_the_verbs(hands, editor, tmp_path):
    hand = hands(has_touch=True)
    chance = random.Random(8)  # noqa: S311 - places, not secrets
    for turn in range(100):
        east, north = (chance.choice((-1, 1)) * chance.randint(12, 40) for _ in range(2))
        drag_a_vertex(hand, chance.randrange(20, 270), east, north, finger=bool(turn % 2))
    edited = editor.desk.session.placement
    assert len(edited.history) == 100
    hand.page.keyboard.press("Control+s")
    hand.page.wait_for_selector("#draw-state:text('saved')")
    hand.page.wait_for_timeout(500)
    file = tmp_path / "by-verbs" / "trial.geojson"
    file.parent.mkdir()
    write(load(LINE).replaced(name="trial", origin=LINE), file)
    for made in edited.history:
        edit_file(file, made.verb, **made.arguments)
    assert file.read_bytes() == editor.file.read_bytes()
    names = [s.name for s in edited.sections]
    assert len(set(names)) == len(names)
    waits = [
        int(ms)
        for ms in hand.page.evaluate("() => document.documentElement.dataset.waits").split(",")
    ]
    print(json.dumps({"ms": sorted(waits)}))  # noqa: T201 - a histogram is read from it
