"""What a straight edge of a file is on the ellipsoid: in its own plane, or in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import azimuth, distance
from ceaseline.geo.lines.chains import place

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Turn = Callable[[NDArray[np.float64]], NDArray[np.float64]]

__all__ = ["MOST", "TOLERANCE_M", "straightened", "told"]

TOLERANCE_M = 0.1
"""A straight edge of a projected file is followed to within this on the ellipsoid."""
MOST = 4_000_000
"""More places than this are not added."""
TOLD_M = 100.0
"""An edge in degrees is told where a straight one would lie this far from its geodesic."""
_PASSES = 12
_SHARES = (0.25, 0.5, 0.75)
_SHORT_M = 1000.0
"""Shorter edges bend by 3 cm at most in any usual projection."""
_LONG_M = 20_000.0
_DEGREE_M = 111_320.0


def straightened(shapes: NDArray[np.object_], turn: Turn) -> tuple[NDArray[np.object_], int]:
    """Return geometries with places added on their edges, so that these bend as they should.

    Between two vertices everything here follows the geodesic, while in a file the edge is straight
    in the file's own plane. Places are added on that straight edge until the two are within
    `TOLERANCE_M` of each other.

    Parameters
    ----------
    shapes : (n,) array of LineString or Polygon
        In the file's plane.
    turn : callable
        From that plane to longitude and latitude, (n, 2) arrays.

    Returns
    -------
    shapes : (n,) array
    added : int
        How many places.

    Raises
    ------
    OverflowError
        If they are more than `MOST`.

    Examples
    --------
    >>> import pyproj
    >>> mercator = pyproj.Transformer.from_crs(3857, 4326, always_xy=True)
    >>> line = shapely.LineString([(3.4e6, 6.2e6), (4.4e6, 6.2e6)])
    >>> turn = lambda xy: np.column_stack(mercator.transform(*xy.T))
    >>> straightened(np.array([line]), turn)[1] > 100
    True
    """
    coords, which = shapely.get_coordinates(shapes, return_index=True)
    if len(coords) < 2:
        return shapes, 0
    if not _needed(coords[:-1], coords[1:], turn).max() > TOLERANCE_M:
        return shapes, 0
    out = np.empty(len(shapes), dtype=object)
    added = -len(which)
    for k, shape in enumerate(shapes):
        out[k] = _one(shape, turn)
        added += int(shapely.get_num_coordinates(out[k]))
        if added > MOST:
            raise OverflowError
    return out, added


def _one(shape: shapely.Geometry, turn: Turn) -> shapely.Geometry:
    if shapely.get_type_id(shape) == shapely.GeometryType.POLYGON:
        rings = [
            shapely.LinearRing(_path(shapely.get_coordinates(ring), turn))
            for ring in shapely.get_rings(shape)
        ]
        return shapely.Polygon(rings[0], rings[1:])
    return shapely.LineString(_path(shapely.get_coordinates(shape), turn))


def _path(spots: NDArray[np.float64], turn: Turn) -> NDArray[np.float64]:
    for _ in range(_PASSES):
        start, end = spots[:-1], spots[1:]
        # in one direction, so that two neighbours get the same places on the edge that they share
        back = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
        low, high = np.where(back[:, None], end, start), np.where(back[:, None], start, end)
        aside = _needed(low, high, turn)
        # a bend grows with the square of the edge; half the tolerance, for what is between samples
        cuts = np.ceil(np.sqrt(aside / (TOLERANCE_M / 2))).clip(1, 1000).astype(np.intp)
        cuts[aside <= TOLERANCE_M] = 1
        if (cuts == 1).all():
            break
        if cuts.sum() - len(cuts) > MOST:
            raise OverflowError
        edge = np.repeat(np.arange(len(cuts)), cuts)
        step = np.arange(len(edge)) - np.repeat(np.cumsum(cuts) - cuts, cuts)
        share = np.where(back[edge], cuts[edge] - step, step) / cuts[edge]
        between = low[edge] + share[:, None] * (high[edge] - low[edge])
        between[step == 0] = spots[edge[step == 0]]
        spots = np.vstack([between, spots[-1:]])
    return spots


def _needed(
    start: NDArray[np.float64], end: NDArray[np.float64], turn: Turn
) -> NDArray[np.float64]:
    """Return how far straight edges of the plane lie from the geodesics of their ends, metres."""
    return _aside(turn(start), turn(end), lambda own, share: turn(
        start[own] + share * (end[own] - start[own])
    ))  # fmt: skip


def _aside(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    spot: Callable[[NDArray[np.intp], float], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return the greatest distance from the geodesic of places along each edge, metres."""
    worst = np.zeros(len(a))
    own = np.flatnonzero(_on_earth(a) & _on_earth(b))
    own = own[np.abs(_in_metres(a[own], b[own])) > _SHORT_M]
    if not len(own):
        return worst
    ahead = azimuth(*a[own].T, *b[own].T)
    for share in _SHARES:
        between = spot(own, share)
        on = _on_earth(between)
        way = (own[on], between[on])
        turned = np.radians(azimuth(*a[way[0]].T, *way[1].T) - np.asarray(ahead)[on])
        far = np.abs(np.asarray(distance(*a[way[0]].T, *way[1].T)) * np.sin(turned))
        worst[way[0]] = np.fmax(worst[way[0]], far)
    return worst


def _on_earth(lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (np.abs(lonlat[:, 0]) <= 360) & (np.abs(lonlat[:, 1]) <= 90)


def _in_metres(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return about how long edges are."""
    east, north = (b - a).T
    across = east * np.cos(np.radians((a + b)[:, 1] / 2))
    return np.asarray(_DEGREE_M * np.hypot(across, north))


def told(shapes: NDArray[np.object_]) -> tuple[str, ...]:
    """Return the note on edges so long that it matters how "straight" is meant in degrees.

    Parameters
    ----------
    shapes : (n,) array of LineString or Polygon
        Longitude, latitude.

    Examples
    --------
    >>> told(np.array([shapely.LineString([(30, 49), (37, 49)])]))[0][:74]
    'The longest edge is 512 km, from 30.00000, 49.00000 (lon, lat): between it'
    >>> told(np.array([shapely.LineString([(30, 49), (30.5, 49)])]))
    ()
    """
    parts = shapely.get_parts(shapes)
    ground = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    ways = np.concatenate([parts[~ground], shapely.get_rings(parts[ground])])
    coords, which = shapely.get_coordinates(ways, return_index=True)
    same = np.flatnonzero(which[:-1] == which[1:]) if len(coords) else np.empty(0, int)
    a, b = coords[same], coords[same + 1]
    long = np.flatnonzero(_in_metres(a, b) > _LONG_M) if len(a) else np.empty(0, int)
    if not len(long):
        return ()
    a, b = a[long], b[long]
    aside = _aside(a, b, lambda own, share: a[own] + share * (b[own] - a[own]))
    if aside.max() < TOLD_M:
        return ()
    metres = np.asarray(distance(*a.T, *b.T))
    k = int(np.argmax(aside))
    which_one = "The longest edge" if metres[k] == metres.max() else "The edge that bends most"
    note = (
        f"{which_one} is {metres[k] / 1000:,.0f} km, from {place(*a[k])}: between its ends "
        "the shortest way (the geodesic) is taken; a line straight in longitude and latitude "
        f"would lie up to {_far(aside[k])} from it."
    )
    return (note,)


def _far(metres: float) -> str:
    return f"{metres / 1000:,.1f} km" if metres >= 1000 else f"{metres:,.0f} m"
