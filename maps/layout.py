"""Lay a map, its legend, figures and sources out on one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import shapely
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from maps.charts import stroke
from maps.document import catalogue, titles, words
from maps.ink import paint_country, paint_line, paint_plan, paint_towns, path_of
from maps.legend import legend, rows_of
from maps.lettering import PLAIN, column, heading
from maps.placing import corner, frame, inset, name_waters, scale_bar, set_labels
from maps.plane import flat, window

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.document import Words
    from maps.i18n import Tongue
    from maps.style import Palette

    Box = tuple[float, float, float, float]

__all__ = ["footnotes", "lay_out", "map_axes", "subtitle"]

_SCALE = (1.6, 0.42)
"""The scale bar's box, inches."""
_ASIDE = 2.5 * 72
"""Width of the text beside the map, points."""
_KEY = ("line_length", "zone_length", "zone_area", "settlements_in_zone", "people_in_zone")


@mpl.rc_context(PLAIN)
def lay_out(
    plans: Sequence[Plan],
    study: Proposal,
    tongue: Tongue,
    palette: Palette,
    size: tuple[float, float],
    title: str | None = None,
) -> Figure:
    """Return the figure of a page: the map on the left, what it means on the right.

    Parameters
    ----------
    plans : sequence of Plan
        The first is drawn in full, the lines of the others with it.
    study : Proposal
    tongue : Tongue
    palette : Palette
    size : (width, height)
        Inches.
    title : str, optional
    """
    sheet = Figure(figsize=size, facecolor=palette.paper)
    plan, width, height = plans[0], *size
    said = replace(words(plan, study, tongue), title=titles(plans, tongue)[0])
    room = (width - 0.7) * 72
    heading(sheet, (0.35 / width, 1 - 0.3 / height), title or said.title, room, 14, palette.ink,
            bold=True)  # fmt: skip
    under = subtitle(said, title or said.title)
    heading(sheet, (0.35 / width, 1 - 0.62 / height), under, room, 8, palette.ink_soft)
    box = (0.35 / width, 0.95 / height, (width - 3.35) / width, (height - 1.85) / height)
    map_axes(sheet, box, plans, tongue, palette)
    x = (width - 2.85) / width
    y = _figures(sheet, x, 1 - 0.9 / height, said, tongue, palette)
    rows = rows_of(plans, said.zone, tongue, palette)
    legend(sheet, (x, y - 0.15 / height), rows, _ASIDE, palette, tongue["legend"])
    foot = footnotes(plans, tongue, study)
    column(sheet, (0.35 / width, 0.85 / height), foot, room, 6.5, palette.ink_soft)
    return sheet


def map_axes(
    sheet: Figure,
    box: Box,
    plans: Sequence[Plan],
    tongue: Tongue,
    palette: Palette,
    numbers: Sequence[int] = (),
) -> Axes:
    """Draw the map of plans into a box of a figure, with inset, scale bar and north.

    Parameters
    ----------
    sheet : Figure
    box : (left, bottom, width, height)
        Shares of the figure.
    plans : sequence of Plan
    tongue : Tongue
    palette : Palette
    numbers : sequence of int
        By which the plans after the first have their strokes; 1, 2, … if not given.
    """
    plan = plans[0]
    axes = sheet.add_axes(box, label="map")
    wide, high = sheet.get_figwidth() * box[2], sheet.get_figheight() * box[3]
    view = window(flat([plan.zone]), wide / high, 0.06)
    frame(axes, view, palette)
    paint_country(axes, plan.boundaries, palette)
    paint_plan(axes, plan, palette)
    for other, number in zip(plans[1:], numbers or range(1, len(plans)), strict=True):
        _thin(axes, other, number, palette)
    paint_line(axes, plan, palette)
    labels = paint_towns(axes, plan, palette, tongue)
    seen = [one for one in labels if view[0] < one[1] < view[2] and view[1] < one[2] < view[3]]
    small = inset(axes, view, plan, seen, palette)
    size = (_SCALE[0] / wide, _SCALE[1] / high)
    bar = corner(view, size, plan, seen, clear_of=small)
    scale_bar(axes, bar, tongue, palette)
    line = shapely.union_all(flat([plan.line]))
    dots = shapely.multipoints([one[1:3] for one in seen]).buffer(0.01 * (view[2] - view[0]))
    taken = shapely.union_all([small, bar, dots, line])
    zone = shapely.union_all(
        shapely.make_valid(flat([plan.zone]), method="structure", keep_collapsed=False)
    )
    waters = name_waters(axes, plan.boundaries, taken, zone, palette, tongue)
    set_labels(axes, seen, palette, (small, bar, *waters), line)
    return axes


def subtitle(said: Words, title: str) -> str:
    """Return the line under a title: the date, where the title does not tell it, edits, zone.

    Of a line that goes by one of the library and is another, that instead of the zone, which the
    legend tells too.
    """
    date = "" if said.date in title else said.date
    return " · ".join(filter(None, (date, said.edits, said.claim or said.zone)))


def _thin(axes: Axes, plan: Plan, number: int, palette: Palette) -> None:
    """Draw the line of another plan by its number, on a light casing."""
    ink, dashes = stroke(number)
    paths = [path_of(s) for s in flat([plan.line])]
    look: tuple[tuple[str, float, Any], ...] = (
        (palette.halo, 2.8, "-"),
        (ink, 1.5, (0, dashes) if dashes else "-"),
    )
    for colour, wide, style in look:
        axes.add_collection(
            PathCollection(paths, facecolors="none", edgecolors=colour, linewidths=wide,
                           linestyles=[style], zorder=2.9), autolim=False,
        )  # fmt: skip


def _figures(
    sheet: Figure, x: float, y: float, said: Words, tongue: Tongue, palette: Palette
) -> float:
    rows = [f for f in said.figures if f["id"] == "territory_share"]
    rows += [f for name in _KEY for f in said.figures if f["id"] == name and f["side"] is None]
    high = sheet.get_figheight()
    for figure in rows:
        name = figure["name"]
        if figure["side"] is not None:
            name = tongue["held_by"].format(party=figure["party"])
        line = ", ".join(
            filter(None, (name, figure["short_basis"], figure["resolution"], figure["interval"]))
        )
        heading(sheet, (x, y), figure["shown"], _ASIDE, 10, palette.ink, bold=True)
        y = column(sheet, (x, y - 0.17 / high), [line], _ASIDE, 7, palette.ink_soft) - 0.05 / high
    for line in (f"{p['text']}: {p['verdict']}" for p in said.provisions if p["measured"]):
        y = column(sheet, (x, y - 0.03 / high), [line], _ASIDE, 7, palette.ink)
    return y


def footnotes(plans: Sequence[Plan], tongue: Tongue, study: Proposal) -> list[str]:
    """Return what stands at the foot of every figure: its sources, and what it is not."""
    sources = "; ".join(_credit(source) for source in catalogue(plans, tongue, study).values())
    return [f"{tongue['sources']}: {sources}.", tongue["disclaimer"]]


def _credit(source: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (source["title"], source["publisher"], source["date"],
                                   source["licence"])))  # fmt: skip
