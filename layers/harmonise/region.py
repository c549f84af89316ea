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

from geo.errors import InputError
from geo.geodesy import area
from geo.partition.coverage import densified_polygons
from layers.cells import from_plane, to_plane
from layers.harmonise.report import Change, Spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from geo.boundaries import Boundaries

    Shapes = NDArray[np.object_]

__all__ = ["BORDER_M", "SLIVER_M2", "Region", "ground", "in_plane", "on_ellipsoid", "region"]

BORDER_M = 3000.0
"""Two drawings of one border or coast lie within this of each other: against OpenStreetMap the
embedded base is 1.1 km off on average, 2.3 km at the 90th percentile."""
SLIVER_M2 = 1e6
"""Pieces of control and pockets smaller than this are left out and listed."""
_TOUCH_M = 1.0
_THREAD_M = 1.0
_DENSE = 20_000
"""More vertices than a front of 1,000 km drawn to 50 m has; denser polygons are thinned first."""
_COARSEST_M = 200.0
_TOLD_M2 = 1e3
"""Smaller pieces count but are not listed: they are the roughness of an overlay."""


@dataclass(frozen=True, eq=False)
class Region:
    """Control polygons on our boundaries, in the plane of :mod:`layers.cells`.

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
    """

    country: shapely.Geometry
    raw: shapely.Geometry
    held: shapely.Geometry
    raw_m2: float
    changes: tuple[Change, ...]


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
    whole = _polygons(shapely.union_all(list(polygons)))
    given, country = ground(whole), ground(boundaries.country)
    thin, tolerance = _thinned(given)
    raw = _without_threads(thin)
    inside = _polygons(shapely.intersection(raw, country))
    beyond = _polygons(shapely.difference(raw, country))
    free = _polygons(shapely.difference(country, raw))
    living = shapely.transform(np.asarray(places, dtype=object), to_plane)
    strips, enclosed = _border_ground(free, raw, country, living, border_m)
    land = in_plane(shapely.union_all(boundaries.neighbours.geometry.to_numpy()))
    held = _polygons(shapely.union_all([inside, *strips, *enclosed], grid_size=1e-6))
    whole_held, dropped, filled = _without_slivers(held, country, sliver_m2)
    ashore = shapely.dwithin(strips, land, border_m / 2) if len(strips) else np.zeros(0, bool)
    across = _polygons(shapely.intersection(beyond, land))
    given_m2, raw_m2 = _areas(np.array([given, raw]))
    changes = (
        Change(_cleaned(tolerance), float(raw_m2 - given_m2)),
        _change("outside the country, across the state border", -1, [across]),
        _change("outside the country, off the coast", -1, [shapely.difference(beyond, land)]),
        _change("between the polygon and the state border", 1, strips[ashore]),
        _change("between the polygon and the coast", 1, strips[~ashore]),
        _change("cut off from the rest of the country, without a settlement", 1, enclosed),
        _change(f"slivers of control under {sliver_m2 / 1e6:g} km²", -1, dropped),
        _change(f"pockets under {sliver_m2 / 1e6:g} km²", 1, filled),
    )
    told = tuple(change for change in changes if abs(change.area_m2) >= 1)
    return Region(country, raw, whole_held, float(area(whole)), told)


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
        shape = _polygons(shapely.make_valid(shape))
    return shape, tolerance


def _cleaned(tolerance: float) -> str:
    thinned = f"thinned to {tolerance:g} m, and " if tolerance else ""
    return f"{thinned}threads narrower than {2 * _THREAD_M:g} m"


def _without_threads(raw: shapely.Geometry) -> shapely.Geometry:
    """Return polygons without spikes, necks and cracks, which rounding turns into crossings."""
    shape: shapely.Geometry = raw
    for metres in (-_THREAD_M, 2 * _THREAD_M, -_THREAD_M):
        shape = shapely.buffer(shape, metres, join_style="mitre", mitre_limit=10.0)
    return _polygons(shape)


def _border_ground(
    free: shapely.Geometry,
    raw: shapely.Geometry,
    country: shapely.Geometry,
    living: Shapes,
    border_m: float,
) -> tuple[Shapes, Shapes]:
    """Return the thin ground along the border that is the polygons', and what it encloses."""
    deep = shapely.buffer(free, -border_m / 2, quad_segs=32)
    wide = shapely.buffer(deep, border_m / 2 * 1.0001, quad_segs=32)
    core = shapely.get_parts(_polygons(shapely.intersection(wide, free)))
    border = shapely.boundary(country)
    shapely.prepare(raw)
    shapely.prepare(border)
    near_raw = shapely.dwithin(raw, core, _TOUCH_M)
    near_border = shapely.dwithin(border, core, _TOUCH_M)
    lived = np.zeros(len(core), bool)
    lived[np.unique(shapely.STRtree(living).query(core, predicate="intersects")[0])] = True
    narrow = shapely.is_empty(shapely.buffer(core, -border_m))
    enclosed = core[near_raw & near_border & narrow & ~lived]
    band = shapely.buffer(border, border_m)
    thin = shapely.difference(free, shapely.union_all(core)) if len(core) else free
    strips = shapely.get_parts(_polygons(shapely.intersection(thin, band)))
    kept = shapely.dwithin(raw, strips, _TOUCH_M) & shapely.dwithin(border, strips, _TOUCH_M)
    return strips[kept], enclosed


def _without_slivers(
    held: shapely.Geometry, country: shapely.Geometry, sliver_m2: float
) -> tuple[shapely.Geometry, Shapes, Shapes]:
    """Return the ground without small pieces and pockets, the pieces left out, the pockets."""
    free = shapely.get_parts(_polygons(shapely.difference(country, held)))
    shapely.prepare(held)
    pockets = free[(_areas(free) < sliver_m2) & shapely.dwithin(held, free, _TOUCH_M)]
    parts = shapely.get_parts(_without_threads(shapely.union_all([held, *pockets])))
    rest = shapely.difference(country, shapely.MultiPolygon(parts.tolist()))
    small = (_areas(parts) < sliver_m2) & shapely.dwithin(rest, parts, _TOUCH_M)
    return shapely.MultiPolygon(parts[~small].tolist()), parts[small], pockets


def _change(what: str, sign: int, shapes: Iterable[shapely.Geometry]) -> Change:
    parts = shapely.get_parts([_polygons(shape) for shape in shapes])
    sizes = _areas(parts)
    told = np.flatnonzero(sizes >= _TOLD_M2)
    inside = from_plane(shapely.get_coordinates(shapely.point_on_surface(parts[told])))
    spots = [
        Spot(float(lon), float(lat), float(size))
        for (lon, lat), size in zip(inside, sizes[told], strict=True)
    ]
    spots.sort(key=lambda spot: -spot.area_m2)
    return Change(what, sign * float(sizes.sum()), tuple(spots))


def _areas(shapes: Shapes) -> NDArray[np.float64]:
    return np.asarray(area(shapely.transform(shapes, from_plane))).reshape(-1)


def _polygons(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return an overlay's polygons, without the points and lines of mere touching."""
    parts = shapely.get_parts(shape)
    if (shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION).any():
        parts = shapely.get_parts(parts)
    return shapely.MultiPolygon(parts[shapely.get_type_id(parts) == 3].tolist())
