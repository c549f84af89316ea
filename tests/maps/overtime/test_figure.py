"""The chart over time on paper: its texts lie apart at every size, and say what it rests on."""

from __future__ import annotations

import re
from itertools import combinations

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.overtime import figure as charted
from ceaseline.maps.print.figure import Sheet
from ceaseline.maps.print.size import PAGES
from ceaseline.maps.print.text import PLAIN

SIX = (
    "line_length", "territory_share", "zone_area", "people_in_zone", "zone_length",
    "settlements_in_zone",
)  # fmt: skip
SETS = {1: ("zone_area",), 3: SIX[1:4], 6: SIX}
SIZES = (
    *(name + way for name in PAGES for way in ("", "-portrait")),
    "1200x675", "600x400", "800x450", "800x600", "1080x1920", "180mmx120mm",
)  # fmt: skip
TIGHT = {("600x400", 6)}
"""What has no room."""


@pytest.fixture(scope="module")
def plans():
    return [plan(load(f"contact-{day}")) for day in ("2022-02-23", "2024-11-20", "2026-08-22")]


def drawn(plans, sheet, measures):
    return charted._figure(plans, proposal(), sheet, measures)


def boxes(page):
    """Return each visible text with the box of its letters, in pixels."""
    canvas = FigureCanvasAgg(page)
    with mpl.rc_context(PLAIN):
        canvas.draw()
        pen = canvas.get_renderer()
        texts = [*page.texts]
        for axes in page.axes:
            texts += [*axes.texts, axes.title, *axes.get_xticklabels(), *axes.get_yticklabels()]
        shown = [one for one in texts if one.get_text() and one.get_visible()]
        return [(one.get_text(), one.get_window_extent(pen)) for one in shown]


def faults(page):
    wide, high = page.get_size_inches() * page.dpi
    found = boxes(page)
    off = [
        text for text, box in found
        if box.x0 < 0 or box.y0 < 0 or box.x1 > wide or box.y1 > high
    ]  # fmt: skip
    over = [
        (one, other)
        for (one, a), (other, b) in combinations(found, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]
    return off, over


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
@pytest.mark.parametrize("count", SETS)
def test_no_text_lies_over_another_nor_off_the_page_at_any_size(plans, count, lang):
    for size in SIZES:
        if (size, count) in TIGHT:
            with pytest.raises(InputError, match=r"^6 measures have no room on .*; give a larger"):
                drawn(plans, Sheet(size, 100, lang), SETS[count])
            continue
        page = drawn(plans, Sheet(size, 100, lang), SETS[count])
        assert faults(page) == ([], []), (size, count, lang)
        assert [axes.get_label() for axes in page.axes] == list(SETS[count])
        said = " ".join(text for text, _ in boxes(page))
        assert re.search(r"15 (km|км)[^.]*\((assumption|припущення|допущение)\)", said)


def test_what_has_no_room_is_refused_with_what_would_do(plans):
    with pytest.raises(InputError) as told:
        drawn(plans, Sheet("600x400"), SIX)
    assert str(told.value) == (
        "6 measures have no room on 600x400; give a larger --size, or fewer of them with --measure."
    )
