"""The map in a frame of another page, and the link to a view."""

import re

import pytest

from ceaseline.maps.page.render import render

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOST = """<!doctype html><title>Host</title><body style="margin: 0">
<iframe src="{}" style="width: 100%; height: {}px; border: 0" allow="clipboard-write"></iframe>
<p style="height: 4000px">Below</p>"""


@pytest.fixture(scope="module", params=["option", "address"])
def address(request, default_plan, tmp_path_factory):
    path = tmp_path_factory.mktemp("frame") / "map.html"
    path.write_text(render([default_plan], embed=request.param == "option"), encoding="utf-8")
    return path.as_uri() + ("" if request.param == "option" else "#embed")


@pytest.fixture
def framed(chromium, address, tmp_path):
    contexts = []

    def open_(width=900, height=480):
        host = tmp_path / "host.html"
        host.write_text(HOST.format(address, height), encoding="utf-8")
        context = chromium.new_context(
            offline=True, viewport={"width": width, "height": 700}, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(host.as_uri())
        frame = page.frames[1]
        frame.wait_for_selector("html[data-complete=yes]", state="attached")
        page.wait_for_timeout(300)
        return page, frame

    yield open_
    for context in contexts:
        context.close()


def zoom(frame):
    frame.wait_for_timeout(900)
    found = re.search(r"#([\d.]+)/", frame.url)
    return float(found[1]) if found else None


@pytest.mark.parametrize("size", [(900, 480), (350, 420), (1600, 600)])
def test_the_map_fills_the_frame_without_a_panel(framed, size):
    page, frame = framed(*size)
    box = frame.locator("#map").bounding_box()
    assert (round(box["width"]), round(box["height"])) == size
    assert not frame.locator("#panel").is_visible()
    assert not frame.locator("#legend[open]").count()
    assert frame.locator("#caption").is_visible()
    # what is drawn reaches the corners
    sheet = frame.locator("canvas.sheet").bounding_box()
    assert sheet["x"] + sheet["width"] >= size[0]
    assert sheet["y"] + sheet["height"] >= size[1]
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]


def test_the_wheel_is_the_pages_until_the_map_is_asked_for(framed):
    page, frame = framed()
    frame.click("#home")
    before = zoom(frame)
    page.mouse.move(450, 240)
    for _ in range(3):
        page.mouse.wheel(0, 100)
        page.wait_for_timeout(250)
    assert page.evaluate("scrollY") > 0
    assert zoom(frame) == before
    assert "Ctrl" in frame.locator("#toast").inner_text()
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    closer = zoom(frame)
    assert closer > before
    assert page.evaluate("scrollY") == 0
    page.mouse.click(450, 240)
    page.mouse.wheel(0, -200)
    assert zoom(frame) > closer
    assert page.evaluate("scrollY") == 0


def test_the_link_to_the_view_is_copied_and_brings_it_back(opened, default_map):
    one = opened(
        default_map,
        "#8/47.5/35&layers=line,zone",
        permissions=["clipboard-read", "clipboard-write"],
    )
    one.page.click("#share")
    one.resolve(200)
    assert one.page.locator("#toast").inner_text() == "Link copied"
    link = one.page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(one.address + "#8/47.5000/35.0000")
    assert "layers=line,zone" in link


def test_where_copying_is_not_allowed_the_link_is_shown(opened, default_map):
    one = opened(default_map, "#8/47.5/35")
    one.page.evaluate(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });"
        "document.execCommand = () => false"
    )
    one.page.click("#share")
    one.resolve(100)
    assert one.page.locator("#toast input").input_value().startswith(one.address + "#8/47.5")


def test_the_slider_stands_in_the_caption(opened, dated_plans):
    one = opened(render(dated_plans, embed=True))
    assert one.page.locator("#caption #timeline").is_visible()
    one.page.locator("#timeline").press("Home")
    assert one.page.locator("#timeline-value").inner_text() == "23 February 2022"
