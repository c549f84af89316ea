"""A comparison on printed pages: the map, charts, and tables set in lines."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from maps.charts import COLOURS
from maps.document import words
from maps.figure import INCH, PAGES
from maps.i18n import tongue
from maps.ink import HATCHES, paint_changes
from maps.layout import map_axes
from maps.legend import rows_of, strip, strip_depth
from maps.lettering import FONT, column, wrapped
from maps.plots import plot
from maps.quantities import area
from maps.ruled import set_tables
from maps.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from layers.comparison import Comparison
    from layers.provisions import Proposal
    from maps.charts import Chart
    from maps.tables import Table

__all__ = ["pages"]


def pages(
    held: Comparison,
    study: Proposal,
    title: str,
    tables: Sequence[Table],
    charts: Sequence[Chart],
    limits: Sequence[str],
) -> Iterator[Figure]:
    """Yield the pages of a comparison, A4 lying, numbered.

    Parameters
    ----------
    held : Comparison
    study : Proposal
    title : str
    tables : sequence of Table
    charts : sequence of Chart
    limits : sequence of str
        What boundaries and sources say of themselves.
    """
    changed = (_changes(held, k) for k, found in enumerate(held.pieces) if found)
    drawn = (_charts(charts[first : first + 2]) for first in range(0, len(charts), 2))
    set_ = set_tables(tables, limits, _page, LIGHT)
    for number, page in enumerate(chain([_cover(held, title, study)], changed, drawn, set_), 1):
        page.text(0.96, 0.02, str(number), size=7, ha="right", family=FONT, color=LIGHT.ink_soft)
        yield page


def _page() -> Figure:
    width, height = (side / INCH for side in PAGES["A4"])
    return Figure(figsize=(width, height), facecolor=LIGHT.paper)


def _cover(held: Comparison, title: str, study: Proposal) -> Figure:
    page = _page()
    y = 0.96
    for line in wrapped(title, 740, 13):
        page.text(0.04, y, line, size=13, weight="bold", va="top", family=FONT, color=LIGHT.ink,
                  parse_math=False)  # fmt: skip
        y -= 0.035
    y = column(page, (0.04, y), held.basis.words, 760, 7.5, LIGHT.ink_soft)
    english, inks = tongue("en"), COLOURS[1:]
    rows = rows_of(held.plans[:1], words(held.plans[0], study, english).zone, english, LIGHT)
    wide = page.get_figwidth() * 0.92 * 72
    bottom = 0.12 + strip_depth(rows, wide, 4) / page.get_figheight()
    map_axes(page, (0.04, bottom, 0.92, y - bottom - 0.01), held.plans, english, LIGHT, inks)
    strip(page, (0.04, bottom - 0.01), rows, wide, LIGHT, 4)
    keys = [Line2D([], [], color=LIGHT.line, lw=2.2, label=f"{held.names[0]} (the base)")]
    keys += [
        Line2D([], [], color=inks[k % len(inks)], lw=1.2, label=name)
        for k, name in enumerate(held.names[1:])
    ]
    _key(page, keys)
    page.text(0.04, 0.04, english["disclaimer"], size=7, va="top", family=FONT,
              color=LIGHT.ink_soft)  # fmt: skip
    return page


def _changes(held: Comparison, number: int) -> Figure:
    """Return the map of what changes hands between the base and another placement."""
    page, found = _page(), held.pieces[number]
    base, other = held.plans[0], held.plans[number + 1]
    title = f"What changes hands: {held.names[0]} to {held.names[number + 1]}"
    page.text(0.04, 0.96, title, size=11, weight="bold", va="top", family=FONT, color=LIGHT.ink,
              parse_math=False)  # fmt: skip
    axes = map_axes(page, (0.04, 0.12, 0.92, 0.79), (base, other), tongue("en"), LIGHT)
    paint_changes(axes, found, held.basis.parties, LIGHT)
    keys = [
        Patch(
            facecolor=LIGHT.fill[side], edgecolor=LIGHT.strong[side], hatch=HATCHES[side],
            label=f"passes to {account.party}: {area(account.gained[0])}",
        )
        for side, account in enumerate(held.ledgers[number])
    ]  # fmt: skip
    _key(page, [*keys, Line2D([], [], color=LIGHT.line, lw=2.2, label=held.names[0])])
    return page


def _key(page: Figure, keys: Sequence[Line2D | Patch]) -> None:
    page.legend(
        handles=keys, loc="upper left", bbox_to_anchor=(0.035, 0.115), ncols=min(len(keys), 5),
        frameon=False, prop={"family": FONT, "size": 7},
    )  # fmt: skip


def _charts(charts: Sequence[Chart]) -> Figure:
    page = _page()
    for k, chart in enumerate(charts):
        axes = page.add_axes((0.08, 0.58 - 0.48 * k, 0.86, 0.34))
        plot(chart, axes, LIGHT)
        axes.text(0, -0.2, chart.words, transform=axes.transAxes, size=6.5, family=FONT,
                  color=LIGHT.ink_soft)  # fmt: skip
    return page
