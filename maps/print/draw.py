"""Paint a plan on matplotlib axes in the style of the page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.path import Path

from ceaseline.geo.gazetteer.people import own_people
from ceaseline.maps.print.projection import flat, flat_points
from ceaseline.maps.style import DASHES, TOWNS, people_radius, town
from ceaseline.maps.text.wording import place_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.comparison import Piece
    from ceaseline.layers.placement.placement import Basis, Section
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.style import Palette
    from ceaseline.maps.text.language import Tongue

__all__ = [
    "CORRIDOR",
    "HATCH",
    "HATCHES",
    "POINT",
    "ZOOM",
    "draw",
    "line_style",
    "paint_changes",
    "paint_country",
    "paint_line",
    "paint_plan",
    "paint_towns",
    "path_of",
    "zone_radius",
    "zoom_of",
]

POINT = 0.75
"""Points in a CSS pixel."""

HATCHES = ("\\\\\\\\", "////")
"""Of what passes to the first and to the second party."""
ZOOM = 7.0
"""Web-map zoom of about the scale of the usual figure, which decides the towns that appear."""

_METRES_AT_0 = 103_700.0
"""Metres in a CSS pixel at zoom 0 in the middle of the country."""
_FINER = 0.5
"""Paper is read from nearer than a screen."""

HATCH = "///"
"""Hatching of the zone."""

CORRIDOR = 0.2
"""Opacity of the corridor."""

_CUT = 1e-4
"""Degrees to either side of the edge of what is drawn in full."""
_HOLD = 0.08
"""Corners nearer than this to their chord, in points, are not drawn: a third of a dot."""


def path_of(shape: shapely.Geometry) -> Path:
    """Return a shape as a path, every ring closed.

    Examples
    --------
    >>> len(path_of(shapely.box(0, 0, 1, 1)).vertices)
    5
    """
    rings = shapely.get_rings(shapely.get_parts(shape))
    lines = rings if len(rings) else shapely.get_parts(shape)
    vertices = [shapely.get_coordinates(line) for line in lines]
    if not vertices:
        return Path(np.empty((0, 2)))
    codes = []
    for ring in vertices:
        own = np.full(len(ring), Path.LINETO, dtype=Path.code_type)
        own[0] = Path.MOVETO
        if len(rings):
            own[-1] = Path.CLOSEPOLY
        codes.append(own)
    return Path(np.concatenate(vertices), np.concatenate(codes))


def draw(
    axes: Axes, shapes: Iterable[shapely.Geometry], *, linewidths: float = 0.0, **style: Any
) -> None:
    """Draw shapes; line widths are in CSS pixels."""
    style["linewidths"] = linewidths * POINT
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    out = 0.05 * (right - left)
    box = (left - out, bottom - out, right + out, top + out)
    held = [
        shapely.clip_by_rect(shapely.simplify(shape, _hold(axes)), *box) for shape in flat(shapes)
    ]
    paths = [path_of(shape) for shape in held if not shapely.is_empty(shape)]
    axes.add_collection(PathCollection(paths, **style), autolim=False)


def _hold(axes: Axes) -> float:
    left, right = axes.get_xlim()
    page = axes.get_figure(root=True)
    wide = axes.get_position().width * (page.get_figwidth() if page else 1.0) * 72
    return _HOLD * (right - left) / wide


def paint_country(axes: Axes, base: Boundaries, palette: Palette) -> None:
    """Draw what lies around the country: sea, neighbours."""
    axes.set_facecolor(palette.sea)
    drawn = shapely.box(*base.land.total_bounds)
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    if shapely.contains(flat([drawn])[0], shapely.box(left, bottom, right, top)):
        draw(axes, base.land.geometry, facecolors=palette.land, edgecolors=palette.border,
             linewidths=0.5)  # fmt: skip
        return
    # Where the map reaches farther than the land is drawn in full, coarse land carries it on, and
    # the cut between the two is no border.
    for shapes in (base.beyond.geometry, base.land.geometry):
        draw(axes, shapes, facecolors=palette.land, edgecolors=palette.land, linewidths=0.5)
        rims = shapely.difference(
            shapely.boundary(shapes.to_numpy()), shapely.buffer(shapely.boundary(drawn), _CUT)
        )
        draw(axes, rims, facecolors="none", edgecolors=palette.border, linewidths=0.5)


def paint_plan(axes: Axes, plan: Plan, palette: Palette) -> None:
    """Draw territories, waters and borders, the zone and the corridor."""
    base = plan.boundaries
    for side, party in enumerate(plan.parties):
        draw(axes, [plan.territories[party]], facecolors=palette.fill[side], zorder=1.5)
    rivers, lakes = base.rivers, base.lakes
    for rank, width in ((0, 1.6), (1, 1.0), (2, 0.7)):
        own = rivers[rivers["rank"].clip(upper=2) == rank]
        draw(axes, own.geometry, facecolors="none", edgecolors=palette.water, linewidths=width,
             zorder=2)  # fmt: skip
    drained = (lakes["historic"].fillna("") != "").to_numpy()
    draw(axes, lakes.geometry[~drained], facecolors=palette.water, zorder=2.1)
    draw(axes, lakes.geometry[drained], facecolors=palette.land, alpha=0.6, zorder=2.1)
    draw(axes, lakes.geometry[drained], facecolors="none", edgecolors=palette.drained,
         hatch="......", linewidths=0.8, zorder=2.65)  # fmt: skip
    draw(axes, base.units.geometry, facecolors="none", edgecolors=palette.oblast, linewidths=0.6,
         linestyles=[(0, (4, 2))], zorder=2.2)  # fmt: skip
    draw(axes, [base.country], facecolors="none", edgecolors=palette.border, linewidths=1.4,
         zorder=2.3)  # fmt: skip
    _corridor(axes, plan, palette)
    draw(axes, [plan.zone], facecolors=palette.zone, alpha=0.1, zorder=2.5)
    draw(axes, [plan.zone], facecolors="none", edgecolors=palette.zone, linewidths=1.3,
         hatch=HATCH, zorder=2.6)  # fmt: skip


def paint_changes(
    axes: Axes, pieces: Sequence[Piece], parties: Sequence[str], palette: Palette
) -> None:
    """Draw the pieces that change hands, hatched in the hue of the party that gets them."""
    for side, party in enumerate(parties):
        own = [piece.geometry for piece in pieces if piece.taker == party]
        draw(axes, own, facecolors=palette.fill[side], edgecolors=palette.strong[side],
             hatch=HATCHES[side], linewidths=1.2, zorder=2.8)  # fmt: skip


def _corridor(axes: Axes, plan: Plan, palette: Palette) -> None:
    bands = [
        _band(section, side)
        for section in plan.placement.sections
        if section.corridor_m is not None
        for side in (0, 1)
    ]
    if not bands:
        return
    ground = [shapely.union_all(flat([plan.territories[p]])) for p in plan.parties]
    halves = [
        shapely.intersection(ground[k % 2], band)
        for k, band in enumerate(bands)
        if not shapely.is_empty(band)
    ]
    whole = shapely.union_all(halves)
    axes.add_collection(
        PathCollection(
            [path_of(shapely.simplify(whole, _hold(axes)))], facecolors=palette.corridor,
            linewidths=0, alpha=CORRIDOR, zorder=2.4,
        ),
        autolim=False,
    )  # fmt: skip


def _band(section: Section, side: int) -> shapely.Geometry:
    """Return the ground within the corridor's reach on one side, in the plane."""
    width = np.array(section.corridor_m)[:, side]
    spots = flat_points(*section.array.T)
    discs = shapely.buffer(
        shapely.points(spots), np.where(np.isfinite(width), width, 0.0), quad_segs=8
    )
    pairs = [shapely.GeometryCollection([a, b]) for a, b in pairwise(discs)]
    return shapely.union_all(shapely.convex_hull(pairs))


def paint_line(axes: Axes, plan: Plan, palette: Palette) -> None:
    """Draw the line by what it follows, on a light casing."""
    lines = plan.placement.sections
    draw(axes, [s.line for s in lines], facecolors="none", edgecolors=palette.halo,
         linewidths=5.5, zorder=3, capstyle="round")  # fmt: skip
    for section in lines:
        draw(axes, [section.line], facecolors="none", edgecolors=palette.line, linewidths=2.4,
             linestyles=[line_style(section.basis)], zorder=3.1)  # fmt: skip


def line_style(basis: Basis) -> Any:
    """Return the dashes of a section as matplotlib takes them.

    Examples
    --------
    >>> line_style("settlements"), line_style("imported")[0]
    ('-', 0)
    """
    dash = DASHES[basis]
    return (0, tuple(d / 2.4 for d in dash)) if dash else "-"


def zoom_of(metres: float, points: float) -> float:
    """Return the web-map zoom at which a page has about as much detail as a printed map.

    Parameters
    ----------
    metres, points : float
        Width of the map on the ground, and on paper.

    Examples
    --------
    >>> round(zoom_of(810e3, 600), 1), zoom_of(1e3, 600)
    (7.2, 12.0)
    """
    pixel = metres / (points / POINT)
    return float(np.clip(np.log2(_METRES_AT_0 / pixel) + _FINER, 5.0, 12.0))


def zone_radius(people: float, zoom: float = ZOOM) -> float:
    """Return the radius in points of a settlement in the zone, as the page has it at a zoom.

    Examples
    --------
    >>> round(zone_radius(10_000), 2)
    1.95
    """
    return people_radius(people) * min(1.0, max(0.4, 0.25 * (zoom - 4.4))) * POINT


def paint_towns(
    axes: Axes, plan: Plan, palette: Palette, tongue: Tongue, zoom: float = ZOOM
) -> list[tuple[str, float, float, float, bool]]:
    """Draw settlements in the zone by their people, and towns; return the labels to set.

    Parameters
    ----------
    axes, plan, palette, tongue
    zoom : float
        Web-map zoom that decides which towns appear, and how large.

    Returns
    -------
    list of (text, x, y, size, bold)
        The most important first; x and y in the plane, size in points.
    """
    places = plan.settlements
    inside = places[places["in_zone"]].sort_values("population", ascending=False)
    spots = flat_points(inside["lon"].to_numpy(float), inside["lat"].to_numpy(float))
    radii = np.array([zone_radius(people, zoom) for people in inside["population"]])
    colours = [palette.strong[plan.parties.index(party)] for party in inside["party"]]
    axes.scatter(spots[:, 0], spots[:, 1], s=(2 * radii) ** 2, c=colours, alpha=0.85,
                 linewidths=0.4, edgecolors=palette.halo, zorder=3.2)  # fmt: skip
    ranks = [town(r, p) for r, p in zip(places["rank"], own_people(places), strict=True)]
    shown = places.assign(place=ranks)
    shown = shown[[TOWNS[rank].zoom <= zoom for rank in ranks]]
    shown = shown.sort_values(["place", "population", "id"], ascending=[True, False, True])
    spots = flat_points(shown["lon"].to_numpy(float), shown["lat"].to_numpy(float))
    sizes = np.array([2 * TOWNS[rank].dot * POINT for rank in shown["place"]])
    axes.scatter(spots[:, 0], spots[:, 1], s=sizes**2, c=palette.paper, edgecolors=palette.ink,
                 linewidths=(sizes / 4).tolist(), zorder=3.4)  # fmt: skip
    names = place_names(shown, tongue)
    return [
        (name, float(x), float(y), TOWNS[rank].text * POINT, TOWNS[rank].bold)
        for name, (x, y), rank in zip(names, spots, shown["place"], strict=True)
    ]
