"""A comparison on printed pages: the map, charts, and tables set in lines."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from maps.document import words
from maps.i18n import tongue
from maps.ink import HATCHES, paint_changes
from maps.layout import map_axes
from maps.legend import other_line, rows_of, strip, strip_depth
from maps.lettering import FONT, column, heading
from maps.overtime.chart import charted, panels
from maps.overtime.drawing import stack
from maps.overtime.notes import notes
from maps.plots import plot
from maps.print.size import INCH, PAGES
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
    texts: Sequence[tuple[str, Sequence[str]]],
) -> Iterator[Figure]:
    """Yield the pages of a comparison, A4 lying, numbered.

    Parameters
    ----------
    held : Comparison
    study : Proposal
    title : str
    tables : sequence of Table
    charts : sequence of Chart
    texts : sequence of (heading, paragraphs)
        Set last: limits, sources.
    """
    changed = (_changes(held, k) for k, found in enumerate(held.pieces) if found)
    drawn = (_charts(charts[first : first + 2]) for first in range(0, len(charts), 2))
    times = [_over_time(held, study)] if charted(held.plans) else []
    set_ = set_tables(tables, texts, _page, LIGHT)
    for number, page in enumerate(
        chain([_cover(held, title, study)], changed, drawn, times, set_), 1
    ):
        page.text(0.96, 0.02, str(number), size=7, ha="right", family=FONT, color=LIGHT.ink_soft)
        yield page


def _page() -> Figure:
    width, height = (side / INCH for side in PAGES["A4"])
    return Figure(figsize=(width, height), facecolor=LIGHT.paper)


def _cover(held: Comparison, title: str, study: Proposal) -> Figure:
    page = _page()
    wide = page.get_figwidth() * 0.92 * 72
    heading(page, (0.04, 0.96), title, wide, 13, LIGHT.ink, bold=True)
    y = column(page, (0.04, 0.925), held.basis.words, wide, 7.5, LIGHT.ink_soft)
    english = tongue("en")
    rows = rows_of(held.plans[:1], words(held.plans[0], study, english).zone, english, LIGHT)
    bottom = 0.12 + strip_depth(rows, wide, 4) / page.get_figheight()
    map_axes(page, (0.04, bottom, 0.92, y - bottom - 0.01), held.plans, english, LIGHT)
    strip(page, (0.04, bottom - 0.01), rows, wide, LIGHT, 4)
    keys = [Line2D([], [], color=LIGHT.line, lw=2.2, label=f"{held.names[0]} (the base)")]
    keys += [_line_of(held, number) for number in range(1, len(held.names))]
    _key(page, keys)
    page.text(0.04, 0.04, english["disclaimer"], size=7, va="top", family=FONT,
              color=LIGHT.ink_soft)  # fmt: skip
    return page


def _changes(held: Comparison, number: int) -> Figure:
    """Return the map of what changes hands between the base and another placement."""
    page, found = _page(), held.pieces[number]
    base, other = held.plans[0], held.plans[number + 1]
    title = f"What changes hands: {held.names[0]} to {held.names[number + 1]}"
    wide = page.get_figwidth() * 0.92 * 72
    heading(page, (0.04, 0.96), title, wide, 11, LIGHT.ink, bold=True)
    axes = map_axes(page, (0.04, 0.12, 0.92, 0.79), (base, other), tongue("en"), LIGHT,
                    (number + 1,))  # fmt: skip
    paint_changes(axes, found, held.basis.parties, LIGHT)
    keys = [
        Patch(
            facecolor=LIGHT.fill[side], edgecolor=LIGHT.strong[side], hatch=HATCHES[side],
            label=f"passes to {account.party}: {area(account.gained[0])}",
        )
        for side, account in enumerate(held.ledgers[number])
    ]  # fmt: skip
    base_line = Line2D([], [], color=LIGHT.line, lw=2.2, label=held.names[0])
    _key(page, [*keys, base_line, _line_of(held, number + 1)])
    return page


def _line_of(held: Comparison, number: int) -> Line2D:
    sign = other_line(number)
    sign.set_label(held.names[number])
    return sign


def _key(page: Figure, keys: Sequence[Line2D | Patch]) -> None:
    page.legend(
        handles=keys, loc="upper left", bbox_to_anchor=(0.035, 0.115), ncols=min(len(keys), 5),
        frameon=False, prop={"family": FONT, "size": 7}, handlelength=4,
    )  # fmt: skip


def _over_time(held: Comparison, study: Proposal) -> Figure:
    page, english = _page(), tongue("en")
    wide = page.get_figwidth() * 0.92 * 72
    heading(page, (0.04, 0.96), english["over_time"], wide, 11, LIGHT.ink, bold=True)
    said = [words(plan, study, english) for plan in held.plans]
    found = panels(held.plans, said)
    stack(page, found, (0.1, 0.92), english)
    below = " ".join(notes(held.plans, found, english, people=False))
    column(page, (0.04, 0.08), [below], wide, 7, LIGHT.ink_soft)
    return page


def _charts(charts: Sequence[Chart]) -> Figure:
    page = _page()
    for k, chart in enumerate(charts):
        axes = page.add_axes((0.08, 0.58 - 0.48 * k, 0.86, 0.34))
        plot(chart, axes, LIGHT)
        axes.text(0, -0.2, chart.words, transform=axes.transAxes, size=6.5, family=FONT,
                  color=LIGHT.ink_soft)  # fmt: skip
    return page
