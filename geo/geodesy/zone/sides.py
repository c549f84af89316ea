"""One side of a zone, and flat ends, in the plane.

A zone is cut by the line itself, carried on straight beyond its free ends; each piece belongs to
the side on which it lies of the nearest edge. (An offset curve of one side, as GEOS draws it with
`single_sided`, puts area on the wrong side of a rough line.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import shapely

from ceaseline.geo.geodesy.zone.outline import Zone, polygonal, union_of_capsules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["GRID", "flattened", "free_ends", "one_side"]

GRID: Final = 1e-4
"""Pieces of a zone are cut and joined on a grid this fine, m, so that their seams close."""

_BEYOND: Final = 1.05
_FACES_AT_ONCE: Final = 2_000_000
_TIE: Final = 1e-6


def free_ends(paths: list[Floats]) -> list[tuple[int, bool]]:
    """Return the ends at which no other end lies: (path, whether it is the last vertex).

    Examples
    --------
    >>> free_ends([np.array([[0.0, 0], [1, 0]]), np.array([[1.0, 0], [2, 0]])])
    [(0, False), (1, True)]
    """
    ends = [(k, last) for k in range(len(paths)) for last in (False, True)]
    places = [tuple(paths[k][-1 if last else 0].round(3).tolist()) for k, last in ends]
    return [end for end, place in zip(ends, places, strict=True) if places.count(place) == 1]


def _outward(path: Floats, *, last: bool) -> tuple[Floats, Floats]:
    """Return the end of a path and the unit vector that carries it on."""
    end, before = (path[-1], path[-2]) if last else (path[0], path[1])
    way = end - before
    return end, way / np.hypot(*way)


def one_side(zone: Zone, paths: list[Floats], reach: float, step: float, side: int) -> list[Any]:
    """Return the pieces of a zone on one side of its line.

    Parameters
    ----------
    zone
        In the plane.
    paths
        (n, 2) the line's sections, m.
    reach
        Greatest distance from the line to the zone's outline, m.
    step
        Between the vertices of the line carried on, m: the same for both sides of a zone, that
        their pieces may meet edge to edge.
    side
        +1 left, -1 right.

    Returns
    -------
    list of Polygon

    Examples
    --------
    >>> path = np.array([[-5.0, 0], [5, 0]])
    >>> [left] = one_side(shapely.box(-7, -2, 7, 3), [path], 9.0, 1.0, 1)
    >>> left.bounds
    (-7.0, 0.0, 7.0, 3.0)
    """
    cutters = [path.copy() for path in paths]
    for k, last in free_ends(paths):
        end, way = _outward(paths[k], last=last)
        tail = end + way * (step * np.arange(1, reach * _BEYOND / step + 2))[:, None]
        cutters[k] = np.vstack([cutters[k], tail] if last else [tail[::-1], cutters[k]])
    lines = [shapely.boundary(zone), *(shapely.LineString(cutter) for cutter in cutters)]
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))
    spots = shapely.point_on_surface(faces)
    shapely.prepare(zone)
    within = shapely.contains(zone, spots)
    chosen = _lies_on(shapely.get_coordinates(spots[within]), paths, side)
    return list(faces[within][chosen])


def _lies_on(points: Floats, paths: list[Floats], side: int) -> NDArray[np.bool_]:
    """Tell which points lie on a side (+1 left, -1 right) of the nearest edge.

    Beside an edge that runs both ways a point lies on both.
    """
    start = np.concatenate([path[:-1] for path in paths])
    step = np.concatenate([np.diff(path, axis=0) for path in paths])
    square = np.maximum((step * step).sum(axis=1), 1e-300)
    lies = np.empty(len(points), dtype=bool)
    at_once = max(1, _FACES_AT_ONCE // len(start))
    for low in range(0, len(points), at_once):
        off = points[low : low + at_once, None, :] - start
        foot = np.clip((off * step).sum(axis=2) / square, 0.0, 1.0)
        away = off - foot[:, :, None] * step
        distance = np.hypot(away[:, :, 0], away[:, :, 1])
        # of the two edges at a vertex, the one seen more squarely tells the side
        turn = (step[:, 0] * off[:, :, 1] - step[:, 1] * off[:, :, 0]) / np.sqrt(square)
        near = distance <= distance.min(axis=1, keepdims=True) + _TIE
        square_on = np.where(near, np.abs(turn), -1.0)
        tells = square_on >= square_on.max(axis=1, keepdims=True) - _TIE
        lies[low : low + at_once] = (tells & (turn * side >= 0)).any(axis=1)
    return lies


def flattened(
    zone: Zone,
    paths: list[Floats],
    radii: list[Floats],
    tolerance: float,
    max_edge: float,
) -> Zone:
    """Return the zone without what lies beyond the perpendiculars at the line's free ends.

    Where another stretch of the line reaches beyond such a perpendicular, its zone is kept.
    """
    for k, last in free_ends(paths):
        end, way = _outward(paths[k], last=last)
        reach = float(radii[k][-1 if last else 0]) + 2 * tolerance
        cap = _half_disk(end, way, reach)
        zone = polygonal(shapely.difference(zone, cap, grid_size=GRID))
        others = _beyond(end, way, 2 * reach, paths, radii, tolerance, max_edge)
        if others is not None:
            kept = shapely.intersection(others, cap, grid_size=GRID)
            zone = polygonal(shapely.union(zone, kept, grid_size=GRID))
    return zone


def _half_disk(end: Floats, way: Floats, reach: float) -> shapely.Polygon:
    """Return a half-disk's circumscribed polygon beyond an end."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, 33)
    radius = reach / np.cos(np.pi / 64)
    turn = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    across = np.array([-way[1], way[0]])
    return shapely.Polygon(end + radius * (turn[:, :1] * way + turn[:, 1:] * across))


def _beyond(
    end: Floats,
    way: Floats,
    reach: float,
    paths: list[Floats],
    radii: list[Floats],
    tolerance: float,
    max_edge: float,
) -> Zone | None:
    """Return the zone of the edges that reach beyond an end's perpendicular, if any do."""
    centre, radius = np.concatenate(paths), np.concatenate(radii)
    off = centre - end
    over = (off @ way > tolerance) & (np.hypot(off[:, 0], off[:, 1]) < reach)
    last = np.cumsum([len(path) for path in paths]) - 1
    first = np.flatnonzero(over[:-1] | over[1:])
    first = first[~np.isin(first, last)]
    if not len(first):
        return None
    return union_of_capsules(centre, radius, first, tolerance, max_edge)
