"""The line moved by a reader, on a map that no program serves: the engine says the same of it."""

from __future__ import annotations

import json
import random

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.store import load, read
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.page import hand
from ceaseline.maps.page.render import render
from ceaseline.maps.style import LIGHT
from tests.maps.hand import Hand

pytestmark = pytest.mark.browser

LINE = "contact-2024-11-20"


class Reader(Hand):
    """A page opened from disk with the line in the hand."""

    def __init__(self, one, folder):
        self.one, self.page, self.folder = one, one.page, folder
        self.cdp = one.context.new_cdp_session(one.page)
        self.page.click("#move")

    @property
    def told(self):
        """The figures on the page, exactly."""
        found = json.loads(self.page.get_attribute("#move-box", "data-figures"))
        return found["line_m"], *found["territory_m2"]

    @property
    def fault(self):
        return self.page.inner_text("#draw-fault") if self.page.is_visible("#draw-fault") else ""

    def file(self):
        """The placement that is downloaded."""
        with self.page.expect_download() as waited:
            self.page.click("#move-save")
        path = self.folder / waited.value.suggested_filename
        waited.value.save_as(path)
        return read(path)


@pytest.fixture
def reader(opened, tmp_path):
    def open_(html, **context):
        return Reader(opened(html, **context), tmp_path)

    return open_


def longest(placement):
    return max(placement.sections, key=lambda s: len(s.coords))


def measured(placement):
    """The engine's figures of a placement, as the page tells them."""
    found = {(f.id, f.party): f.value for f in plan(placement).figures if f.unit_code is None}
    return (
        found["line_length", None],
        *(found["territory_area", party] for party in placement.parties),
    )


def agrees(told, placement):
    """Whether the page and the engine say the same: to 1e-6 of the figure, and much finer."""
    wanted = measured(placement)
    assert told == pytest.approx(wanted, rel=1e-6)
    assert told[0] == pytest.approx(wanted[0], abs=0.1)
    assert told[1:] == pytest.approx(wanted[1:], abs=2000)


def drag(hand, spot, east, north, **how):
    """Drag a place of the line by some pixels."""
    hand.go(*spot)
    x, y = hand.at(spot)
    hand.drag((x, y), (x + east / 2, y - north / 2), (x + east, y - north), **how)
    hand.one.resolve()


def drag_aside(hand, coords, vertex, pixels=60, **how):
    """Drag a vertex square to the line, to the left of it where pixels are above 0."""
    (x1, y1), (x2, y2) = coords[vertex - 4], coords[vertex + 4]
    along = np.array([(x2 - x1) * 0.66, y2 - y1])  # 0.66: the cosine of 48.5 degrees
    east, north = pixels * np.array([-along[1], along[0]]) / np.hypot(*along)
    drag(hand, coords[vertex], east, north, **how)


def test_what_is_told_is_what_the_engine_measures(reader, default_map):
    hand = reader(default_map)
    start = load(LINE)
    assert hand.told == measured(start)
    coords = longest(start).coords
    drag_aside(hand, coords, 150)
    file = hand.file()
    agrees(hand.told, file)
    fresh = next(s for s in file.sections if s.name == "drawn")
    ring = Geodesic.WGS84.Polygon()
    first, last = (coords.index(fresh.coords[end]) for end in (0, -1))
    for lon, lat in [*coords[first : last + 1], *fresh.coords[-2:0:-1]]:
        ring.AddPoint(lat, lon)
    moved = ring.Compute()[2]  # above 0 where the ring turns left: the line went to its left
    assert hand.told[1] - measured(start)[1] == pytest.approx(-moved, abs=1)
    assert hand.one.complaints == []
    assert hand.one.requests == [hand.one.address] or all(
        address.startswith("blob:") for address in hand.one.requests[1:]
    )


def test_the_file_is_a_copy_that_says_where_it_comes_from(reader, default_map):
    hand = reader(default_map)
    start = load(LINE)
    drag_aside(hand, longest(start).coords, 150)
    file = hand.file()
    assert (file.name, file.origin, file.history) == (f"{LINE}-moved", LINE, ())
    assert (file.title, file.date, file.sources) == (start.title, start.date, start.sources)
    assert file.control is None
    known = {s.name: s for s in start.sections}
    cut = longest(start)
    for section in file.sections:
        if section.name == "drawn":
            assert (section.basis, section.corridor_m) == ("drawn", None)
        elif section.name in known and section.name != cut.name:
            assert section == known[section.name]
        else:
            at = cut.coords.index(section.coords[0])
            assert section.coords == cut.coords[at : at + len(section.coords)]
            assert section.corridor_m == cut.corridor_m[at : at + len(section.coords)]
    assert len({s.name for s in file.sections}) == len(file.sections)


@pytest.mark.slow
@pytest.mark.parametrize("name", [LINE, "contact-2026-08-22"])
def test_many_moves_are_what_the_engine_measures(reader, name):
    hand = reader(render([plan(load(name))]))
    chance = random.Random(4)  # noqa: S311 - places, not secrets
    coords = longest(load(name)).coords
    made = 0
    for _ in range(14):
        before = hand.told
        vertex = chance.randrange(20, len(coords) - 20)
        drag_aside(hand, coords, vertex, chance.choice((-70, -30, 30, 70)))
        made += hand.told != before
        if chance.random() < 0.3:
            hand.page.keyboard.press("Control+z")
            hand.page.keyboard.press("Control+Shift+z")
    assert made >= 7
    file = hand.file()
    agrees(hand.told, file)
    assert shapely.union_all([s.line for s in file.sections]).is_valid


def test_undo_goes_back_to_the_line_as_it_was(reader, default_map):
    hand = reader(default_map)
    start = hand.told
    coords = longest(load(LINE)).coords
    drag_aside(hand, coords, 150)
    once = hand.told
    drag_aside(hand, coords, 190)
    hand.page.click("#move-undo")
    assert hand.told == once
    hand.page.click("#move-undo")
    assert hand.told == start
    assert hand.page.is_disabled("#move-undo")
    assert hand.page.is_disabled("#move-save")
    hand.page.click("#move-redo")
    assert hand.told == once


def test_a_new_course_is_drawn(reader, default_map):
    hand = reader(default_map)
    start = load(LINE)
    coords = longest(start).coords
    hand.go(*coords[150], 10)
    hand.tool("draw")
    ends = [hand.at(coords[140]), hand.at(coords[160])]
    (x1, y1), (x2, y2) = ends
    bow = ((x1 + x2) / 2 + (y2 - y1) / 3, (y1 + y2) / 2 - (x2 - x1) / 3)
    hand.drag(ends[0], bow, ends[1])
    hand.one.resolve()
    assert not hand.fault
    file = hand.file()
    agrees(hand.told, file)
    assert hand.told != measured(start)


def test_a_pocket_is_moved(reader):
    ring = [(36.6, 49.2), (36.9, 49.2), (36.9, 49.4), (36.6, 49.4), (36.6, 49.2)]
    start = load("four-oblasts")
    pocket = Section.of("a pocket", "drawn", ring[::-1])
    placement = start.replaced(name="trial", sections=(*start.sections, pocket))
    hand = reader(render([plan(placement)]))
    for spot in (ring[2], ring[0]):  # the second is the first vertex of the ring
        before = hand.told
        drag(hand, spot, -60, 30)
        assert hand.told != before, hand.fault
    file = hand.file()
    agrees(hand.told, file)
    assert len(file.sections) >= 2


def test_what_cannot_be_told_here_is_refused(reader, default_map):
    hand = reader(default_map)
    start = hand.told
    coords = longest(load(LINE)).coords
    hand.go(*coords[150], 10)
    hand.tool("draw")
    one, two = hand.at(coords[140]), hand.at(coords[160])
    loop = [(one[0] + 90, one[1] - 90), (one[0] - 90, one[1] - 60), (one[0] + 60, one[1] + 90)]
    hand.drag(one, *loop, two)
    assert "would cross the line or itself" in hand.fault
    assert hand.told == start
    northern = load(LINE).sections[2].coords  # around ground that ends at the state border
    hand.go(*northern[12], 10)
    hand.tool("draw")
    hand.drag(hand.at(northern[8]), hand.at((36.45, 50.5)), hand.at(northern[-4]))
    assert "over the border or the shore" in hand.fault
    assert hand.told == start


def test_a_locked_stretch_stays(reader):
    placement = load(LINE).replaced(name="trial")
    locked = tuple(s.replaced(locked=True) for s in placement.sections)
    hand = reader(render([plan(placement.replaced(sections=locked))]))
    start = hand.told
    drag_aside(hand, longest(placement).coords, 150)
    assert "locked" in hand.fault
    assert hand.told == start


def test_the_ground_that_changes_hands_is_in_the_colour_of_who_gains_it(reader, default_map):
    hand = reader(default_map)
    coords = np.array(longest(load(LINE)).coords)
    for sign in (1, -1):
        drag_aside(hand, coords, 150, 100 * sign)
        gains = 1 if hand.told[2] > measured(load(LINE))[2] else 0
        seen = hand.page.evaluate(
            "() => { const c = document.querySelector('.hands');"
            " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
            " const n = {}; for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 90"
            " && d[i + 3] < 140) { const k = [d[i], d[i + 1], d[i + 2]].join();"
            " n[k] = (n[k] || 0) + 1; } return Object.entries(n)"
            ".sort((a, b) => b[1] - a[1])[0]; }"
        )
        wanted = [int(LIGHT.strong[gains][k : k + 2], 16) for k in (1, 3, 5)]
        found = [int(one) for one in seen[0].split(",")]
        assert np.abs(np.subtract(found, wanted)).max() <= 3
        hand.page.click("#move-undo")


def test_a_finger_moves_the_line(reader, default_map):
    hand = reader(default_map, viewport={"width": 390, "height": 844}, has_touch=True,
                  is_mobile=True)  # fmt: skip
    start = hand.told
    spot = longest(load(LINE)).coords[150]
    hand.go(spot[0], spot[1] - 0.05)
    x, y = hand.at(spot)
    hand.drag((x, y), (x + 15, y - 15), (x + 40, y - 40), finger=True)
    hand.one.resolve()
    assert hand.told != start
    assert hand.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_everybody_can_use_it(reader, default_map, axe):
    hand = reader(default_map)
    assert hand.one.violations(axe) == []
    hand.page.click("#move-close")
    assert not hand.page.is_visible("#draw-bar")
    assert hand.page.get_attribute("#move", "aria-pressed") == "false"


def test_maps_without_the_hand(default_map, monkeypatch):
    alone = plan(load(LINE))
    assert 'id="move"' in default_map
    assert 'id="move"' not in render([alone, plan(load("contact-2026-08-22"))])
    assert 'id="move"' not in render([alone], embed=True)
    assert 'id="move"' not in render([alone], max_kb=790)
    monkeypatch.setattr(hand, "_MOST_VERTICES", 900)
    assert 'id="move"' not in render([alone])
