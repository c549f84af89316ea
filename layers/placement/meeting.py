"""Where sections cross each other, told from where they only touch, and where one meets itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

__all__ = ["crossing", "crossings", "self_meeting"]

_NEAR = 1e-9
"""Degrees: a place nearer than this to an edge is on it."""


def crossing(one: NDArray[np.float64], two: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Return the first place where two lines pass from one side of each other to the other.

    Parameters
    ----------
    one, two : (n, 2) array
        Longitude, latitude; a line whose last place repeats its first is a ring.

    Returns
    -------
    (2,) array, optional
        None where they only touch: a pocket that shares a corner with the front.

    Examples
    --------
    >>> front = np.array([(0, 0), (1, 1), (2, 0)])
    >>> crossing(front, np.array([(0, 2), (1, 1), (2, 2)]))
    >>> crossing(front, np.array([(0, 1), (1, 0)])).tolist()
    [0.5, 0.5]
    """
    shared = shapely.intersection(shapely.LineString(one), shapely.LineString(two))
    for spot in shapely.get_coordinates(shared):
        if any(_between(a, b) for a in _passages(one, spot) for b in _passages(two, spot)):
            return np.asarray(spot, dtype=float)
    return None


def crossings(
    chains: Sequence[NDArray[np.float64]], only: Collection[int] | None = None
) -> Iterator[tuple[int, int, NDArray[np.float64]]]:
    """Yield which of several lines cross, the lesser number first, and the first place where.

    Parameters
    ----------
    chains : sequence of (n, 2) arrays
        Longitude, latitude.
    only : collection of int, optional
        The lines that are looked at, each against all; all of them if not given.

    Examples
    --------
    >>> across = [np.array([(0, 1), (1, 0)]), np.array([(0, 0), (1, 1), (2, 0)])]
    >>> [(one, two, spot.tolist()) for one, two, spot in crossings(across)]
    [(0, 1, [0.5, 0.5])]
    """
    lines = np.array([shapely.LineString(chain) for chain in chains])
    asked = np.arange(len(lines)) if only is None else np.array(sorted(only), dtype=np.int64)
    i, j = shapely.STRtree(lines).query(lines[asked], predicate="crosses")
    pairs = np.sort(np.column_stack([asked[i], j]), axis=1)
    for one, two in sorted({(int(a), int(b)) for a, b in pairs if a < b}):
        spot = crossing(chains[one], chains[two])
        if spot is not None:
            yield one, two, spot


def self_meeting(
    coords: NDArray[np.float64],
) -> tuple[int, int, NDArray[np.float64]] | None:
    """Return two edges of a line that are no neighbours and meet, and where; the first along it.

    Parameters
    ----------
    coords : (n, 2) array
        Longitude, latitude; a line whose last place repeats its first is a ring.

    Examples
    --------
    >>> first, last, spot = self_meeting(np.array([(0, 0), (2, 0), (2, 2), (1, 2), (1, -1)]))
    >>> first, last, spot.tolist()
    (0, 3, [1.0, 0.0])
    """
    line = shapely.LineString(coords)
    if shapely.is_simple(line):
        return None
    edges = np.asarray(shapely.linestrings(np.stack([coords[:-1], coords[1:]], axis=1)))
    i, j = shapely.STRtree(edges).query(edges, predicate="intersects")
    last = len(edges) - 1
    ring = bool((coords[0] == coords[-1]).all())
    apart = (j > i + 1) & ~(ring & (i == 0) & (j == last))
    if not apart.any():
        return None
    k = np.flatnonzero(apart)[np.lexsort((j[apart], i[apart]))[0]]
    shared = shapely.intersection(edges[i[k]], edges[j[k]])
    return int(i[k]), int(j[k]), np.round(shapely.get_coordinates(shared)[0], 7)


def _passages(coords: NDArray[np.float64], spot: NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return the directions, in radians, in which a line comes to a place and leaves it."""
    at = np.flatnonzero((coords == spot).all(axis=1))
    if not len(at):
        edges = shapely.linestrings(np.stack([coords[:-1], coords[1:]], axis=1))
        on = np.flatnonzero(shapely.distance(edges, shapely.Point(spot)) < _NEAR)
        return [_directions(coords[k], coords[k + 1], spot) for k in on]
    if (coords[0] == coords[-1]).all():
        ring = coords[:-1]
        top = len(ring)
        return [_directions(ring[k - 1], ring[(k + 1) % top], spot) for k in at if k < top]
    inner = at[(at > 0) & (at < len(coords) - 1)]
    return [_directions(coords[k - 1], coords[k + 1], spot) for k in inner]


def _directions(
    before: NDArray[np.float64], after: NDArray[np.float64], spot: NDArray[np.float64]
) -> tuple[float, float]:
    (x1, y1), (x2, y2) = before - spot, after - spot
    return float(np.arctan2(y1, x1)), float(np.arctan2(y2, x2))


def _between(one: tuple[float, float], two: tuple[float, float]) -> bool:
    """Whether just one direction of the second passage lies between those of the first."""
    turn = (one[1] - one[0]) % (2 * np.pi)
    inside = [0 < (angle - one[0]) % (2 * np.pi) < turn for angle in two]
    return inside[0] != inside[1]
