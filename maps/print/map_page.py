"""Lay a map, its legend, figures and sources out on one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import shapely
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from ceaseline.maps.charts.comparison import stroke
from ceaseline.maps.print.arrange import arrange, edge_of, write
from ceaseline.maps.print.declared import paint_declared
from ceaseline.maps.print.draw import (
    paint_country,
    paint_line,
    paint_plan,
    paint_towns,
    path_of,
    zoom_of,
)
from ceaseline.maps.print.extent import Extent, shown
from ceaseline.maps.print.labels import corner, frame, inset, name_waters, scale_bar, set_labels
from ceaseline.maps.print.legend import ground_rows, rows_of
from ceaseline.maps.print.projection import flat, window
from ceaseline.maps.print.text import PLAIN, column, depth, heading
from ceaseline.maps.print.texts import Texts
from ceaseline.maps.text.describe import catalogue, credit_line, titles, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.style import Palette
    from ceaseline.maps.text.describe import Words
    from ceaseline.maps.text.language import Tongue

    Box = tuple[float, float, float, float]
    Label = tuple[str, float, float, float, bool]

__all__ = ["footnotes", "lay_out", "map_axes", "subtitle"]

_SCALE = (1.6, 0.42)
"""The scale bar's box, inches."""
_LEAST_INSET = 3.6
"""Inches of a map beside which the country fits into a corner."""
_UNDER, _SOURCES = 8.0, 6.5
"""Points of the subtitle and of the sources."""
_EDGE = 0.2
_MOST_FOOT = 0.14
"""Share of the height that sources take at most; above it the short credit stands."""


@mpl.rc_context(PLAIN)
def lay_out(
    plans: Sequence[Plan],
    study: Proposal,
    tongue: Tongue,
    palette: Palette,
    size: tuple[float, float],
    title: str | None = None,
    extent: Extent | None = None,
) -> Figure:
    """Return the figure of a page: the map, what it means beside or below it, and its sources.

    What has no room is left out in this order: provisions, figures of less weight, rows of the
    legend that say what the ground is, all figures, the legend. Heading, map, sources and
    disclaimer stand on every size.

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
    extent : Extent, optional
        What the map shows; the zone if not given.
    """
    page = Figure(figsize=size, facecolor=palette.paper)
    names = titles(plans, tongue)
    said = replace(words(plans[0], study, tongue), title=names[0])
    edge, (wide, high) = edge_of(size), size
    top = _head(page, said, title or said.title, names, tongue, palette)
    foot = _foot(plans, tongue, study, size)
    points = (wide - 2 * edge) * 72
    bottom = depth(foot, points, _SOURCES) + _EDGE
    column(page, (edge / wide, bottom / high), foot, points, _SOURCES, palette.ink_soft)
    rows, texts = rows_of(plans, said.zone, tongue, palette), Texts(said, tongue)
    plan = arrange(size, (top, bottom), rows, ground_rows(plans[0]), texts)
    axes = map_axes(page, plan.map, plans, tongue, palette, extent=extent)
    rows = rows_of(plans, said.zone, tongue, palette, _zoom(axes))
    write(page, plan, texts, rows[: plan.rows], tongue, palette)
    return page


def _head(
    page: Figure, said: Words, title: str, names: Sequence[str], tongue: Tongue, palette: Palette
) -> float:
    """Set title and subtitle, and the names of all placements; return how deep, inches."""
    wide, high = page.get_figwidth(), page.get_figheight()
    edge = edge_of((wide, high))
    points, size = (wide - 2 * edge) * 72, 14 if edge > _EDGE else 11
    y = edge - 0.05
    heading(page, (edge / wide, 1 - y / high), title, points, size, palette.ink, bold=True)
    y += 1.6 * size / 72
    lines = [subtitle(said, title)]
    if len(names) > 1:
        with_it = tongue["others_drawn"].format(names="; ".join(names[1:]))
        first = lines[0] if names[0] in title else f"{names[0]} · {lines[0]}"
        lines = [first, with_it]
    column(page, (edge / wide, 1 - y / high), lines, points, _UNDER, palette.ink_soft)
    return y + depth(lines, points, _UNDER) + 0.05


def _foot(
    plans: Sequence[Plan], tongue: Tongue, study: Proposal, size: tuple[float, float]
) -> list[str]:
    """Return the sources in full, or, where they would take too much of a figure, the credit."""
    full = footnotes(plans, tongue, study)
    points = (size[0] - 2 * edge_of(size)) * 72
    if depth(full, points, _SOURCES) <= _MOST_FOOT * size[1]:
        return full
    return [credit_line(catalogue(plans, tongue, study), study), full[1]]


def map_axes(
    sheet: Figure,
    box: Box,
    plans: Sequence[Plan],
    tongue: Tongue,
    palette: Palette,
    numbers: Sequence[int] = (),
    extent: Extent | None = None,
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
    extent : Extent, optional
        What the map shows, zones and lines of all plans among it; the zone of the first if not
        given.
    """
    plan = plans[0]
    axes = sheet.add_axes(box, label="map")
    wide, high = sheet.get_figwidth() * box[2], sheet.get_figheight() * box[3]
    own = plans if extent is not None and extent.name else plans[:1]
    shape, margin = shown(extent or Extent(), own, "zone")
    view = window(flat([shape]), wide / high, margin)
    frame(axes, view, palette)
    paint_country(axes, plan.boundaries, palette)
    paint_plan(axes, plan, palette)
    paint_declared(axes, plan, palette)
    for other, number in zip(plans[1:], numbers or range(1, len(plans)), strict=True):
        _thin(axes, other, number, palette)
    paint_line(axes, plan, palette)
    labels = paint_towns(axes, plan, palette, tongue, _zoom(axes))
    seen = [one for one in labels if view[0] < one[1] < view[2] and view[1] < one[2] < view[3]]
    small = _inset(axes, view, plan, seen, palette)
    size = (min(0.6, _SCALE[0] / wide), _SCALE[1] / high)
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


def _inset(
    axes: Axes, view: Box, plan: Plan, seen: Sequence[Label], palette: Palette
) -> shapely.Polygon:
    """Draw the country small where the map shows a part of it and is wide enough; return its box.

    Empty where it is not drawn.
    """
    country = shapely.box(*shapely.bounds(flat([plan.boundaries.country])[0]))
    whole = shapely.contains(shapely.box(*view), country)
    page = axes.get_figure(root=True)
    wide = axes.get_position().width * (page.get_figwidth() if page else 1.0)
    return shapely.Polygon() if whole or wide < _LEAST_INSET else inset(axes, view, plan, seen,
                                                                       palette)  # fmt: skip


def _zoom(axes: Axes) -> float:
    """Return the web-map zoom of about the same detail as a drawn map."""
    left, right = axes.get_xlim()
    page = axes.get_figure(root=True)
    wide = axes.get_position().width * (page.get_figwidth() if page else 1.0)
    return zoom_of(right - left, wide * 72)


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


def footnotes(plans: Sequence[Plan], tongue: Tongue, study: Proposal) -> list[str]:
    """Return what stands at the foot of every figure: its sources, and what it is not."""
    sources = "; ".join(_credit(source) for source in catalogue(plans, tongue, study).values())
    return [f"{tongue['sources']}: {sources}.", tongue["disclaimer"]]


def _credit(source: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (source["title"], source["publisher"], source["date"],
                                   source["licence"])))  # fmt: skip
