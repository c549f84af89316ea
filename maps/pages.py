"""A comparison on printed pages: the map, charts, and tables set in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from maps.figure import INCH, PAGES
from maps.i18n import tongue
from maps.layout import map_axes
from maps.lettering import FONT, wrapped
from maps.plots import plot
from maps.style import LIGHT
from maps.tables import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from layers.comparison import Comparison
    from maps.charts import Chart
    from maps.tables import Table

__all__ = ["pages"]

_MONO = "DejaVu Sans Mono"
_LETTERS = 5.6
_LINES = 78
_COLUMNS = 215


def pages(
    held: Comparison, title: str, tables: Sequence[Table], charts: Sequence[Chart]
) -> Iterator[Figure]:
    """Yield the pages of a comparison, A4 lying.

    Parameters
    ----------
    held : Comparison
    title : str
    tables : sequence of Table
    charts : sequence of Chart
    """
    yield _cover(held, title)
    for first in range(0, len(charts), 2):
        yield _charts(charts[first : first + 2])
    lines = to_text(tables, _COLUMNS).split("\n")
    for first in range(0, len(lines), _LINES):
        yield _table_page(lines[first : first + _LINES])


def _page() -> Figure:
    width, height = (side / INCH for side in PAGES["A4"])
    return Figure(figsize=(width, height), facecolor=LIGHT.paper)


def _cover(held: Comparison, title: str) -> Figure:
    page = _page()
    y = 0.96
    for line in wrapped(title, 740, 13):
        page.text(0.04, y, line, size=13, weight="bold", va="top", family=FONT, color=LIGHT.ink)
        y -= 0.035
    for sentence in held.basis.words:
        page.text(0.04, y, sentence, size=6.5, va="top", family=FONT, color=LIGHT.ink_soft)
        y -= 0.02
    words = tongue("en")
    map_axes(page, (0.04, 0.08, 0.92, y - 0.1), held.plans, words, LIGHT)
    page.text(0.04, 0.06, words["disclaimer"], size=6, va="top", family=FONT, color=LIGHT.ink_soft)
    return page


def _charts(charts: Sequence[Chart]) -> Figure:
    page = _page()
    for k, chart in enumerate(charts):
        axes = page.add_axes((0.08, 0.58 - 0.48 * k, 0.86, 0.34))
        plot(chart, axes, LIGHT)
        axes.text(0, -0.2, chart.words, transform=axes.transAxes, size=6.5, family=FONT,
                  color=LIGHT.ink_soft)  # fmt: skip
    return page


def _table_page(lines: Sequence[str]) -> Figure:
    page = _page()
    page.text(0.03, 0.97, "\n".join(lines), size=_LETTERS, va="top", family=_MONO, linespacing=1.0,
              color=LIGHT.ink)  # fmt: skip
    return page
