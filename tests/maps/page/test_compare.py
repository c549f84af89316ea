"""The comparison map: swipe, two maps in step, what changes hands; every shape once."""

from __future__ import annotations

import math

import pytest

from ceaseline.layers.comparison import as_frame, pieces
from ceaseline.maps.page.render import compare, render

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def frame(dated_plans):
    return as_frame(pieces(dated_plans[1], dated_plans[2]))


@pytest.fixture(scope="module")
def comparison(dated_plans, frame):
    return compare(dated_plans[1:], [frame])


def test_every_shape_is_stored_once(dated_plans, comparison, payload_of):
    def arcs(html):
        document, data = payload_of(html)
        return len(data["arc_steps"]), document

    both, document = arcs(comparison)
    first, second = (arcs(render([plan]))[0] for plan in dated_plans[1:])
    ground = 0.75 * first
    assert both < first + second - ground
    assert len(document["plans"]) == 2


def test_the_pieces_are_those_of_the_engine(comparison, frame, payload_of):
    rows = payload_of(comparison)[0]["pieces"][0]
    assert [(r["name"], r["settlements"], r["people"]) for r in rows] == list(
        zip(frame["name"], frame["settlements"], frame["people"], strict=True)
    )
    assert sum(r["area_m2"] for r in rows) == pytest.approx(frame["area_m2"].sum(), abs=50)


def test_each_view_opens_and_shows_something_else(opened, comparison):
    one = opened(comparison)
    page = one.page
    seen = set()
    for mode in ("single", "swipe", "side", "pieces"):
        page.check(f"[name=mode][value={mode}]")
        one.resolve(300)
        seen.add(page.screenshot())
        assert page.locator("#swipe").is_visible() == (mode == "swipe")
        assert page.locator("#map-other").is_visible() == (mode == "side")
        assert page.locator("[data-layer=pieces]").is_enabled() == (mode == "pieces")
        legend = page.locator("#legend-rows").text_content()
        assert ("Passes to Russia" in legend) == (mode == "pieces")
    assert len(seen) == 4
    assert one.complaints == []
    assert one.requests == [one.address]


def test_the_divider_moves_by_keyboard_and_by_hand(opened, comparison):
    one = opened(comparison, "#7/48.3/37&mode=swipe")
    page = one.page
    page.focus("#swipe")
    start = int(page.get_attribute("#swipe", "aria-valuenow"))
    page.keyboard.press("ArrowLeft")
    assert int(page.get_attribute("#swipe", "aria-valuenow")) == start - 2
    box = page.locator("#swipe span").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(600, 450)
    page.mouse.up()
    assert int(page.get_attribute("#swipe", "aria-valuenow")) == round(100 * (600 - 390) / 1050)
    clip = page.evaluate("() => document.querySelector('.leaflet-second-pane').style.clip")
    assert clip == "rect(0px, 210px, 900px, 0px)"


def test_the_divider_starts_over_the_middle_of_the_line(opened, comparison):
    page = opened(comparison).page
    start = int(page.get_attribute("#swipe", "aria-valuenow"))
    assert 55 < start < 85


def test_two_maps_move_in_step(opened, comparison):
    one = opened(comparison, "#7/48.3/37&mode=side", reduced_motion="reduce")
    page = one.page
    page.focus("#map-other")
    page.keyboard.press("ArrowRight")
    one.resolve(600)
    assert "/37.0000" not in page.evaluate("() => location.hash")


@pytest.mark.parametrize("mode", ["swipe", "side", "pieces"])
def test_axe_finds_nothing(opened, comparison, axe, mode):
    one = opened(comparison, f"#7/48.3/37&mode={mode}")
    assert one.violations(axe) == []


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_side_by_side_shows_all_of_both_lines_until_the_hand_moves_them(
    opened, comparison, dated_plans, size
):
    one = opened(comparison, viewport={"width": size[0], "height": size[1]})
    page = one.page

    def view():
        one.resolve(400)
        return page.evaluate("() => location.hash").split("&")[0]

    page.check("[name=mode][value=single]")
    country = view()
    page.check("[name=mode][value=side]")
    zoom, lat, lon = map(float, view().lstrip("#").split("/"))
    for pane in ("#map", "#map-other"):
        box = page.locator(pane).bounding_box()
        for plan in dated_plans[1:]:
            west, south, east, north = plan.line.bounds
            world = 256 * 2**zoom / 360
            assert (east - lon) * world < box["width"] / 2
            assert (lon - west) * world < box["width"] / 2
            assert (mercator(lat) - mercator(south)) * world < box["height"] / 2
            assert (mercator(north) - mercator(lat)) * world < box["height"] / 2
    page.check("[name=mode][value=single]")
    zooms, lats, lons = zip(*(map(float, v[1:].split("/")) for v in (country, view())), strict=True)
    assert zooms[0] == zooms[1]
    assert abs(lons[0] - lons[1]) < 0.2
    assert abs(lats[0] - lats[1]) < 2  # the legend closes for two maps and leaves more room


def mercator(lat):
    """Degrees of latitude on the map's projection."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def test_on_a_phone_the_credit_covers_neither_of_two_maps(opened, comparison):
    one = opened(comparison, "#6/48.3/37&mode=side", viewport={"width": 390, "height": 844})
    boxes = [one.page.locator(name).bounding_box() for name in ("#map-other", ".credit")]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1
    assert boxes[0]["height"] > 150


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_the_base_stands_left_and_no_title_slides_under_the_buttons(opened, comparison, size):
    viewport = dict(zip(("width", "height"), size, strict=True))
    one = opened(comparison, "#6/48/35&mode=swipe&with=0&plan=1", viewport=viewport)
    page = one.page
    bar = page.locator(".toolbar").bounding_box()
    page.locator(".swipe").focus()
    for key in ("PageUp",) * 10 + ("PageDown",) * 10:
        page.keyboard.press(key)
        base, plan = (page.locator(f"#badge-{n}").bounding_box() for n in ("other", "plan"))
        for badge in (base, plan):
            beside = (
                badge["x"] + badge["width"] <= bar["x"] or bar["y"] + bar["height"] <= badge["y"]
            )
            assert beside
            assert badge["x"] >= page.locator("#map").bounding_box()["x"]
        assert base["x"] + base["width"] <= plan["x"] or base["y"] + base["height"] <= plan["y"]
    assert page.locator("#badge-other").inner_text() == "Line of contact, 20 November 2024"


def test_what_is_left_of_the_divider_is_the_base(opened, comparison):
    shots = []
    for fragment, keys in (("&mode=swipe&with=0&plan=1", 12), ("&mode=single&plan=0", 0)):
        one = opened(comparison, f"#6.5/48/36&layers=territories,line{fragment}")
        if keys:
            one.page.locator(".swipe").focus()
        for _ in range(keys):
            one.page.keyboard.press("PageUp")
        one.resolve(300)
        shots.append(one.page.screenshot(clip={"x": 500, "y": 150, "width": 500, "height": 450}))
    assert shots[0] == shots[1]


def test_what_changes_hands_is_named_the_largest_first(opened, comparison, frame, dated_plans):
    one = opened(comparison)
    page = one.page
    for side, party in enumerate(dated_plans[1].parties):
        names = page.locator(f"[data-plan='1'] [data-to='{side}'] li")
        count = int(frame.loc[frame["to"] == party, "settlements"].sum())
        more = page.locator(f"[data-plan='1'] [data-to='{side}'] > button")
        if count > 8:
            assert names.count() == 8
            assert more.inner_text() == f"and {count - 8} more"
            more.click()
        assert names.count() == count
        people = [int(t.split("\u2069 ")[-1].split(" ")[-1].replace(",", ""))
                  for t in names.all_inner_texts()]  # fmt: skip
        assert people == sorted(people, reverse=True)
    first = page.locator("[data-plan='1'] [data-to] li button").first
    name, view = first.inner_text(), page.evaluate("() => location.hash")
    first.click()
    one.resolve(900)
    assert page.locator("#card-title").inner_text() == name
    assert page.evaluate("() => location.hash") != view
