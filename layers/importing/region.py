"""Bring control polygons onto our boundaries: tell the front from coast and state border.

The border of a control polygon is of two kinds: the front, which is what it says, and stretches
along coast and state border, which are that publisher's drawing of lines that our boundaries draw
otherwise. The ground between the two drawings is thin, and it touches our border; morphological
opening of the ground outside the polygons finds it (Serra, 1982). Ground up to twice as wide that
the polygons cut off from the rest of the country, and in which nobody lives, is water or a worse
drawing of the coast, and goes the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area
from ceaseline.geo.partition.coverage import densified_polygons
from ceaseline.layers.derive.cells import from_plane, to_plane
from ceaseline.layers.importing.pieces import abroad, areas_m2, beside, change, polygons_of
from ceaseline.layers.importing.report import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries

    Shapes = NDArray[np.object_]

__all__ = [
    "BORDER_M",
    "OVERLAP",
    "SLIVER_M2",
    "Region",
    "ground",
    "in_plane",
    "on_ellipsoid",
    "region",
]

BORDER_M = 3000.0
"""Two drawings of one border or coast lie within this of each other: against OpenStreetMap the
embedded base is 1.1 km off on average, 2.3 km at the 90th percentile."""
SLIVER_M2 = 1e6
"""Pieces of control and pockets smaller than this are left out and listed."""
OVERLAP = "strips along the state border, of ground across it"
"""What the account calls ground of the country that is another drawing of its border."""
_TOUCH_M = 1.0
_DEEP = 3.0
"""Ground across the border that is this many times as wide as the tolerance lies across it."""
_LONG = 4.0
"""A narrow end is a strip along the border where its edge is this many times the tolerance."""
_THREAD_M = 1.0
_DENSE = 20_000
"""More vertices than a front of 1,000 km drawn to 50 m has; denser polygons are thinned first."""
_COARSEST_M = 200.0


@dataclass(frozen=True, eq=False)
class Region:
    """Control polygons on our boundaries, in the plane of :mod:`ceaseline.layers.derive.cells`.

    Attributes
    ----------
    country : Polygon or MultiPolygon
        Edges at most 1 km.
    raw : Polygon or MultiPolygon
        The polygons as they came, without threads narrower than 2 m.
    held : Polygon or MultiPolygon
        What they hold of the country.
    raw_m2 : float
        Geodesic area of `raw`.
    changes : tuple of Change
        From `raw` to `held`.
    notes : tuple of str
        Polygons that lie wholly outside the country.
    """

    country: shapely.Geometry
    raw: shapely.Geometry
    held: shapely.Geometry
    raw_m2: float
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()


def in_plane(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a longitude-latitude geometry in the plane, metres."""
    return shapely.transform(shape, to_plane)


def on_ellipsoid(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a geometry of the plane in longitude and latitude."""
    return shapely.transform(shape, from_plane)


def ground(shape: shapely.Polygon | shapely.MultiPolygon) -> shapely.Geometry:
    """Return polygons in the plane, their geodesic edges densified to 1 km."""
    return in_plane(shapely.union_all(densified_polygons([shape])))


def region(
    polygons: Iterable[shapely.Geometry],
    boundaries: Boundaries,
    places: Shapes,
    border_m: float = BORDER_M,
    sliver_m2: float = SLIVER_M2,
) -> Region:
    """Return what control polygons hold of the country.

    Parameters
    ----------
    polygons : iterable of Polygon or MultiPolygon
        Valid; longitude, latitude.
    boundaries : Boundaries
        The country.
    places : (n,) array of Point
        Where people live; longitude, latitude.
    border_m : float
        How far two drawings of one border may lie apart, metres.
    sliver_m2 : float
        Smaller pieces and pockets are left out, m².

    Returns
    -------
    Region
    """
    whole = polygons_of(shapely.union_all(list(polygons)))
    given, country = ground(whole), ground(boundaries.country)
    thin, tolerance = _thinned(given)
    raw = _without_threads(thin)
    land = in_plane(shapely.union_all(boundaries.neighbours.geometry.to_numpy()))
    beyond = polygons_of(shapely.difference(raw, country))
    across, off, far = beside(beyond, country, land, border_m)
    free = polygons_of(shapely.difference(country, raw))
    inside, overlap = _without_overlap(raw, country, across, border_m)
    living = shapely.transform(np.asarray(places, dtype=object), to_plane)
    strips, enclosed = _border_ground(free, inside, country, living, border_m)
    held = polygons_of(shapely.union_all([inside, *strips, *enclosed], grid_size=1e-6))
    whole_held, dropped, filled = _without_slivers(held, country, sliver_m2)
    ashore = shapely.dwithin(strips, land, border_m / 2) if len(strips) else np.zeros(0, bool)
    given_m2, raw_m2 = areas_m2(np.array([given, raw]))
    changes = (
        Change(_cleaned(tolerance), float(raw_m2 - given_m2)),
        change("outside the country, across the state border", -1, across),
        change("outside the country, off the coast", -1, off),
        change("outside the country, over 100 km from its coast", -1, far),
        change(OVERLAP, -1, overlap),
        change("between the polygon and the state border", 1, strips[ashore]),
        change("between the polygon and the coast", 1, strips[~ashore]),
        change("cut off from the rest of the country, without a settlement", 1, enclosed),
        change(f"slivers of control under {sliver_m2 / 1e6:g} km²", -1, dropped),
        change(f"pockets under {sliver_m2 / 1e6:g} km²", 1, filled),
    )
    told = tuple(one for one in changes if abs(one.area_m2) >= 1)
    if len(overlap):
        raw = polygons_of(shapely.difference(raw, shapely.union_all(overlap)))
    return Region(country, raw, whole_held, float(area(whole)), told, abroad(raw, country))


def _without_overlap(
    raw: shapely.Geometry, country: shapely.Geometry, across: Shapes, border_m: float
) -> tuple[shapely.Geometry, Shapes]:
    """Return what polygons hold of the country, and what of it is another drawing of its border.

    Ground across the border that is deeper than any drawing of it reaches over ours in strips:
    pieces that are narrow all over, or narrow ends of others that are long.
    """
    inside = polygons_of(shapely.intersection(raw, country))
    wide = ~shapely.is_empty(shapely.buffer(across, -_DEEP / 2 * border_m))
    if not wide.any() or inside.is_empty:
        return inside, np.array([], dtype=object)
    deep = shapely.union_all(across[wide])
    border = shapely.boundary(country)
    pieces = shapely.get_parts(inside)
    narrow = shapely.is_empty(shapely.buffer(pieces, -border_m / 2))
    rest = shapely.difference(pieces[~narrow], shapely.buffer(_opened(inside, border_m), _TOUCH_M))
    ends = shapely.get_parts([polygons_of(shape) for shape in rest])
    edge = shapely.intersection(shapely.boundary(ends), shapely.buffer(shapely.boundary(raw), 0.1))
    long = shapely.length(shapely.difference(edge, shapely.buffer(border, _TOUCH_M)))
    strips = np.concatenate([pieces[narrow], ends[long > _LONG * border_m]])
    near = shapely.dwithin(deep, strips, _TOUCH_M) & shapely.dwithin(border, strips, _TOUCH_M)
    found = strips[near]
    if len(found):
        inside = polygons_of(shapely.difference(inside, shapely.union_all(found)))
    return inside, found


def _opened(shape: shapely.Geometry, metres: float) -> shapely.Geometry:
    """Return a shape without what is narrower than some metres."""
    core = shapely.buffer(shape, -metres / 2, quad_segs=32)
    return shapely.buffer(core, metres / 2 * 1.0001, quad_segs=32)


def _thinned(given: shapely.Geometry) -> tuple[shapely.Geometry, float]:
    """Return polygons with at most `_DENSE` vertices, and the tolerance in metres that took."""
    tolerance, shape = 0.0, given
    while shapely.get_num_coordinates(shape) > _DENSE:
        tolerance = max(5.0, 2 * tolerance)
        if tolerance > _COARSEST_M:
            raise InputError(
                f"The polygons keep more than {_DENSE:,} vertices even when they are thinned to "
                f"{tolerance / 2:g} m; a front is drawn with fewer: simplify them first."
            )
        shape = shapely.simplify(given, tolerance, preserve_topology=False)
        shape = polygons_of(shapely.make_valid(shape))
    return shape, tolerance


def _cleaned(tolerance: float) -> str:
    thinned = f"thinned to {tolerance:g} m, and " if tolerance else ""
    return f"{thinned}threads narrower than {2 * _THREAD_M:g} m"


def _without_threads(raw: shapely.Geometry) -> shapely.Geometry:
    """Return polygons without spikes, necks and cracks, which rounding turns into crossings."""
    shape: shapely.Geometry = raw
    for metres in (-_THREAD_M, 2 * _THREAD_M, -_THREAD_M):
        shape = shapely.buffer(shape, metres, join_style="mitre", mitre_limit=10.0)
    return polygons_of(shape)


def _border_ground(
    free: shapely.Geometry,
    inside: shapely.Geometry,
    country: shapely.Geometry,
    living: Shapes,
    border_m: float,
) -> tuple[Shapes, Shapes]:
    """Return the thin ground along the border that is the polygons', and what it encloses."""
    core = shapely.get_parts(polygons_of(shapely.intersection(_opened(free, border_m), free)))
    border = shapely.boundary(country)
    shapely.prepare(inside)
    shapely.prepare(border)
    near_inside = shapely.dwithin(inside, core, _TOUCH_M)
    near_border = shapely.dwithin(border, core, _TOUCH_M)
    lived = np.zeros(len(core), bool)
    lived[np.unique(shapely.STRtree(living).query(core, predicate="intersects")[0])] = True
    narrow = shapely.is_empty(shapely.buffer(core, -border_m))
    enclosed = core[near_inside & near_border & narrow & ~lived]
    band = shapely.buffer(border, border_m)
    thin = shapely.difference(free, shapely.union_all(core)) if len(core) else free
    strips = shapely.get_parts(polygons_of(shapely.intersection(thin, band)))
    kept = shapely.dwithin(inside, strips, _TOUCH_M) & shapely.dwithin(border, strips, _TOUCH_M)
    return strips[kept], enclosed


def _without_slivers(
    held: shapely.Geometry, country: shapely.Geometry, sliver_m2: float
) -> tuple[shapely.Geometry, Shapes, Shapes]:
    """Return the ground without small pieces and pockets, the pieces left out, the pockets."""
    free = shapely.get_parts(polygons_of(shapely.difference(country, held)))
    shapely.prepare(held)
    pockets = free[(areas_m2(free) < sliver_m2) & shapely.dwithin(held, free, _TOUCH_M)]
    parts = shapely.get_parts(_without_threads(shapely.union_all([held, *pockets])))
    rest = shapely.difference(country, shapely.MultiPolygon(parts.tolist()))
    small = (areas_m2(parts) < sliver_m2) & shapely.dwithin(rest, parts, _TOUCH_M)
    return shapely.MultiPolygon(parts[~small].tolist()), parts[small], pockets
