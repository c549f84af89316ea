"""Pieces of ground in the plane: where they lie, how large they are, what they are called."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import area
from ceaseline.geo.lines.chains import place
from ceaseline.layers.derive.cells import from_plane, to_plane
from ceaseline.layers.importing.report import SHOWN, Change, Spot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

__all__ = ["abroad", "areas_m2", "beside", "change", "placed", "polygons_of"]

OFFSHORE_M = 100_000.0
"""Farther from the coast than this, ground outside the country lies off another one's."""
_TOLD_M2 = 1e3
"""Smaller pieces count but are not listed: they are the roughness of an overlay."""
_NAMED_M2 = 1e6
_NEAR_M = 50_000.0


def polygons_of(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return an overlay's polygons, without the points and lines of mere touching.

    Examples
    --------
    >>> both = shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)])
    >>> len(polygons_of(both).geoms)
    1
    """
    parts = shapely.get_parts(shape)
    if (shapely.get_type_id(parts) == shapely.GeometryType.GEOMETRYCOLLECTION).any():
        parts = shapely.get_parts(parts)
    return shapely.MultiPolygon(parts[shapely.get_type_id(parts) == 3].tolist())


def areas_m2(shapes: Shapes) -> NDArray[np.float64]:
    """Return the geodesic areas of polygons of the plane.

    Examples
    --------
    >>> areas_m2(np.array([shapely.box(0, 0, 1e4, 1e4)])).round(-6).tolist()
    [100000000.0]
    """
    return np.asarray(area(shapely.transform(shapes, from_plane))).reshape(-1)


def change(what: str, sign: int, shapes: Iterable[shapely.Geometry]) -> Change:
    """Return what some ground adds or takes away, its pieces the largest first.

    Parameters
    ----------
    what : str
        In a few words.
    sign : int
        1 for a gain, -1 for a loss.
    shapes : iterable of geometry
        In the plane.

    Examples
    --------
    >>> change("found", 1, [shapely.box(0, 0, 1e4, 1e4)]).area_m2 // 1e6
    100.0
    """
    parts = shapely.get_parts([polygons_of(shape) for shape in shapes])
    sizes = areas_m2(parts)
    told = np.flatnonzero(sizes >= _TOLD_M2)
    inside = from_plane(shapely.get_coordinates(shapely.point_on_surface(parts[told])))
    spots = [
        Spot(float(lon), float(lat), float(size))
        for (lon, lat), size in zip(inside, sizes[told], strict=True)
    ]
    spots.sort(key=lambda spot: -spot.area_m2)
    return Change(what, sign * float(sizes.sum()), tuple(spots))


def beside(
    beyond: shapely.Geometry, country: shapely.Geometry, land: shapely.Geometry, border_m: float
) -> tuple[Shapes, Shapes, Shapes]:
    """Part what lies outside the country: across its land border, off its coast, far from it.

    Parameters
    ----------
    beyond, country, land : Polygon or MultiPolygon
        In the plane: what is to be parted, the country, and its neighbours' land.
    border_m : float
        How far two drawings of one border may lie apart, metres.

    Returns
    -------
    across, off, far : arrays of Polygon
        The sea is this country's within 100 km of its coast; a narrow piece between two drawings of
        a land border belongs to it.

    Examples
    --------
    >>> own, land = shapely.box(0, 0, 1e4, 1e4), shapely.box(-1e4, 0, 0, 1e4)
    >>> beyond = shapely.MultiPolygon(
    ...     [shapely.box(-9e3, 4e3, -1e3, 6e3), shapely.box(2e4, 0, 3e4, 1e4),
    ...      shapely.box(2e6, 0, 3e6, 1e6)]
    ... )
    >>> [len(part) for part in beside(beyond, own, land, 3000.0)]
    [1, 1, 1]
    """
    across = shapely.get_parts(polygons_of(shapely.intersection(beyond, land)))
    rest = shapely.get_parts(polygons_of(shapely.difference(beyond, land)))
    if not len(rest):
        return across, rest, rest
    coast = shapely.difference(shapely.boundary(country), shapely.buffer(land, border_m))
    narrow = shapely.is_empty(shapely.buffer(rest, -border_m / 2))
    by_land = shapely.dwithin(land, rest, border_m)
    seam = by_land & narrow & ~shapely.dwithin(coast, rest, border_m)
    off = ~seam & shapely.dwithin(coast, rest, OFFSHORE_M)
    far = ~seam & ~off & ~by_land
    near, beyond_it = _split(rest[off], coast)
    return (
        np.concatenate([across, rest[~off & ~far]]),
        near,
        np.concatenate([rest[far], beyond_it]),
    )


def _split(sea: Shapes, coast: shapely.Geometry) -> tuple[Shapes, Shapes]:
    """Part pieces of the sea at the distance to which it is this country's."""
    reach = shapely.buffer(coast, OFFSHORE_M)
    shapely.prepare(reach)
    whole = shapely.covers(reach, sea)
    if whole.all():
        return sea, sea[:0]
    cut = [
        shapely.get_parts([polygons_of(part) for part in how(sea[~whole], reach)])
        for how in (shapely.intersection, shapely.difference)
    ]
    return np.concatenate([sea[whole], cut[0]]), cut[1]


def abroad(raw: shapely.Geometry, country: shapely.Geometry) -> tuple[str, ...]:
    """Return a note on the polygons that do not meet the country, where there are others.

    Parameters
    ----------
    raw, country : Polygon or MultiPolygon
        In the plane.

    Examples
    --------
    >>> two = shapely.MultiPolygon([shapely.box(0, 0, 1e4, 1e4), shapely.box(4e4, 0, 5e4, 1e4)])
    >>> abroad(two, shapely.box(0, 0, 2e4, 2e4))[0][:66]
    '1 polygon outside the country was left out: 100.2 km², 20 km away '
    """
    parts = shapely.get_parts(raw)
    sizes = areas_m2(parts)
    off = ~shapely.intersects(country, parts) & (sizes >= _TOLD_M2)
    if not off.any() or off.all():
        return ()
    away = np.asarray(shapely.distance(parts[off], country))
    far = int(np.argmax(away))
    spot = from_plane(shapely.get_coordinates(shapely.point_on_surface(parts[off][far])))[0]
    where = place(float(spot[0]), float(spot[1]))
    km2, told = float(sizes[off].sum()) / 1e6, f"{away[far] / 1000:,.0f} km away at {where}"
    if off.sum() == 1:
        return (f"1 polygon outside the country was left out: {km2:,.1f} km², {told}.",)
    told = f"{km2:,.1f} km² in all, the farthest {told}"
    return (f"{off.sum():,} polygons outside the country were left out: {told}.",)


def placed(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes with the nearest settlement to their largest pieces, from 1 km² on.

    Examples
    --------
    >>> spot = Spot(36.23, 49.99, 2e6)
    >>> placed([Change("found", 2e6, (spot,))])[0].spots[0].near
    'Kharkiv'
    """
    table = settlements()
    spots = to_plane(np.column_stack([table["lon"], table["lat"]]))
    names = table["name"].to_numpy()

    def named(spot: Spot) -> Spot:
        here = to_plane([[spot.lon, spot.lat]])[0]
        away = np.hypot(*(spots - here).T)
        nearest = int(np.argmin(away))
        return replace(spot, near=str(names[nearest])) if away[nearest] < _NEAR_M else spot

    return tuple(
        replace(
            one,
            spots=tuple(
                named(spot) if k < SHOWN and spot.area_m2 >= _NAMED_M2 else spot
                for k, spot in enumerate(one.spots)
            ),
        )
        for one in changes
    )
