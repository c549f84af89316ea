"""Which vertices of arcs to keep: none leaves the tolerance, none cross, no place is passed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.lines.nearest import ecef
from ceaseline.geo.lines.obstacles import Obstacles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["kept", "kept_at"]


def kept(
    arcs: Sequence[NDArray[np.float64]], tolerance: float, places: ArrayLike | None = None
) -> tuple[list[NDArray[np.bool_]], float]:
    """Choose vertices of arcs that meet at most in their ends.

    Method: Douglas and Peucker (1973, doi:10.3138/FM57-6770-U75U-7727) on distances from geodesics;
    then, as long as two chords cross or a chord has passed over a vertex that stays, the chords
    concerned take back their farthest vertex (as Saalfeld 1999, doi:10.1559/152304099782424901).
    So does a chord that has passed a place: one that lies between it and the stretch it replaces
    (:mod:`ceaseline.geo.lines.obstacles`), until none is left.

    Parameters
    ----------
    arcs : sequence of (n, 2) arrays
        Longitude, latitude.
    tolerance : float
        Metres.
    places : (n, 2) array, optional
        Longitude, latitude of places that stay on their side.

    Returns
    -------
    keep : list of (n,) bool arrays
    deviation : float
        Greatest distance in metres of a vertex from the chord that replaces it.

    Examples
    --------
    >>> arc = np.array([[30.0, 50.0], [30.5, 50.004], [31.0, 50.0]])
    >>> [kept([arc], metres)[0][0].tolist() for metres in (400, 300)]
    [[True, False, True], [True, True, True]]
    >>> kept([arc], 400, places=[[30.5, 50.003]])[0][0].tolist()
    [True, True, True]
    """
    return kept_at(arcs, [tolerance], places)[0]


def kept_at(
    arcs: Sequence[NDArray[np.float64]],
    tolerances: Sequence[float],
    places: ArrayLike | None = None,
) -> list[tuple[list[NDArray[np.bool_]], float]]:
    """Return what :func:`kept` does for each of several tolerances, for little more than the least.

    What a tolerance keeps before crossings are mended, every finer one keeps too: each goes on from
    the next coarser.

    Examples
    --------
    >>> arc = np.array([[30.0, 50.0], [30.5, 50.004], [31.0, 50.0]])
    >>> [keep[0].tolist() for keep, _ in kept_at([arc], [300, 400])]
    [[True, True, True], [True, False, True]]
    """
    coords = np.concatenate(arcs)
    first = np.concatenate([[0], np.cumsum([len(arc) for arc in arcs])])
    points = ecef(coords)
    guarded = None if places is None else Obstacles.of(arcs, places)
    keep = _ends(points, first)
    out: dict[float, tuple[list[NDArray[np.bool_]], float]] = {}
    for tolerance in sorted(set(tolerances), reverse=True):
        chords = _split(points, first, keep, tolerance)
        own = keep.copy()
        while (wrong := _tangled(coords, chords, guarded)).any():
            own[chords.far[wrong]] = True
            chords = _split(points, first, own, tolerance)
        split = [own[a:b] for a, b in pairwise(first.tolist())]
        out[tolerance] = split, float(chords.gap.max(initial=0.0))
    return [out[tolerance] for tolerance in tolerances]


def _split(
    points: NDArray[np.float64],
    first: NDArray[np.int64],
    keep: NDArray[np.bool_],
    tolerance: float,
) -> _Chords:
    """Keep the farthest vertices until no chord leaves the tolerance, and return the chords."""
    chords = _Chords.of(points, first, keep)
    while (wrong := chords.gap > tolerance).any():
        keep[chords.far[wrong]] = True
        chords = _Chords.of(points, first, keep)
    return chords


def _tangled(
    coords: NDArray[np.float64], chords: _Chords, guarded: Obstacles | None
) -> NDArray[np.bool_]:
    """Tell which chords that could take a vertex back are in conflict or have passed a place."""
    wrong = _conflicts(coords, chords.low, chords.high)
    if guarded is not None:
        wrong |= guarded.passed(chords.low, chords.high)
    return (chords.far > chords.low) & wrong


def _ends(points: NDArray[np.float64], first: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return the ends of each arc; of a closed one three vertices, so that it keeps an area."""
    keep = np.zeros(len(points), bool)
    keep[first[:-1]] = keep[first[1:] - 1] = True
    closed = (points[first[:-1]] == points[first[1:] - 1]).all(axis=1)
    for a, b in zip(first[:-1][closed], first[1:][closed], strict=True):
        spread = points[a:b] - points[a]
        away = int(np.linalg.norm(spread, axis=1).argmax())
        keep[a + away] = True
        keep[a + int(np.linalg.norm(np.cross(spread, spread[away]), axis=1).argmax())] = True
    return keep


@dataclass(frozen=True, eq=False)
class _Chords:
    """Chords between kept vertices, with the farthest vertex they replace and how far it is off.

    The distance is that from the plane of the chord and the centre of the ellipsoid, which holds
    the geodesic within a metre for chords of 500 km; beyond the ends, that from the end.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    far: NDArray[np.int64]
    gap: NDArray[np.float64]

    @classmethod
    def of(
        cls, points: NDArray[np.float64], first: NDArray[np.int64], keep: NDArray[np.bool_]
    ) -> _Chords:
        spots = np.flatnonzero(keep)
        arc = np.searchsorted(first, spots, side="right")
        same = arc[1:] == arc[:-1]
        low, high = spots[:-1][same], spots[1:][same]
        chord, vertex, begin = _between(low, high)
        far, gap = low.copy(), np.zeros(len(low))
        if len(chord):
            off = _off(points[vertex], points[low][chord], points[high][chord])
            busy = np.flatnonzero(high - low > 1)
            gap[busy] = np.maximum.reduceat(off, begin[busy])
            top = np.flatnonzero(off == gap[chord])[::-1]
            far[chord[top]] = vertex[top]
        return cls(low, high, far, gap)


def _between(
    low: NDArray[np.int64], high: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return the chord and the number of every vertex between ends, and where each chord begins."""
    count = high - low - 1
    begin = np.cumsum(count) - count
    chord = np.repeat(np.arange(len(low)), count)
    return chord, np.arange(len(chord)) - begin[chord] + low[chord] + 1, begin


def _off(
    p: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]
) -> NDArray[np.float64]:
    chord = b - a
    size2 = (chord * chord).sum(axis=1)
    along = ((p - a) * chord).sum(axis=1)
    normal = np.cross(a, b)
    size = np.linalg.norm(normal, axis=1)
    across = np.abs((p * normal).sum(axis=1)) / np.where(size > 0, size, 1.0)
    out = np.where(along > size2, np.linalg.norm(p - b, axis=1), across)
    return np.asarray(np.where(along <= 0, np.linalg.norm(p - a, axis=1), out))


def _conflicts(
    coords: NDArray[np.float64], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which chords cross or touch another, or have passed over a vertex that stays."""
    ends = np.stack([coords[low], coords[high]], axis=1)
    chords = np.asarray(shapely.linestrings(ends))
    i, j = shapely.STRtree(chords).query(chords, predicate="intersects")
    i, j = i[i < j], j[i < j]
    shared = (ends[i][:, :, None] == ends[j][:, None]).all(axis=3).sum(axis=(1, 2))
    fine = (shared == 1) & (shapely.get_type_id(shapely.intersection(chords[i], chords[j])) == 0)
    wrong = _passed_over(coords, low, high)
    wrong[i[~fine]] = wrong[j[~fine]] = True
    return wrong


def _passed_over(
    coords: NDArray[np.float64], low: NDArray[np.int64], high: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Tell which chords enclose, with the vertices they replace, a vertex that stays."""
    out = np.zeros(len(low), bool)
    long = np.flatnonzero(high - low > 1)
    if not len(long):
        return out
    ends = np.arange(len(long))
    chord, vertex, _ = _between(low[long], high[long])
    row = np.concatenate([ends, chord, ends, ends])
    spot = np.concatenate([low[long], vertex, high[long], low[long]])
    order = np.argsort(row, kind="stable")
    rings = shapely.linearrings(coords[spot[order]], indices=row[order])
    stay = np.unique(np.concatenate([low, high]))
    tree = shapely.STRtree(np.asarray(shapely.points(coords[stay])))
    i, j = tree.query(rings)  # by their boxes: rings with no vertex but their own are done
    own = (coords[stay[j]] == coords[low[long[i]]]).all(axis=1)
    own |= (coords[stay[j]] == coords[high[long[i]]]).all(axis=1)
    busy = np.unique(i[~own])
    areas = shapely.make_valid(shapely.polygons(rings[busy]))
    i, _ = tree.query(areas, predicate="contains_properly")
    out[long[busy[i]]] = True
    return out
