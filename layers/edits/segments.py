"""Pieces of a chain that follow one another, as stretches of it."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["SAME", "Stretch", "carried_out", "pins_of", "runs_of"]

Stretch: TypeAlias = tuple[float, float, NDArray[np.float64]]
"""From and to, in vertices along the chain (2.5 is halfway from vertex 2 to 3), and the places."""

SAME = 1e-3
"""Of an edge: cuts nearer than this to a vertex are at it."""


def pins_of(tail: NDArray[np.float64]) -> set[tuple[float, float]]:
    """Return the places where the line touches itself: they stay vertices."""
    spots, count = np.unique(tail, axis=0, return_counts=True)
    return {(float(x), float(y)) for x, y in spots[count > 1]}


def runs_of(
    coords: NDArray[np.float64],
    ends: tuple[NDArray[np.float64], NDArray[np.float64]],
    spots: tuple[NDArray[np.float64], NDArray[np.float64]],
    pins: set[tuple[float, float]],
) -> list[Stretch]:
    """Join the pieces of one chain that follow one another; only pins and ends are new vertices."""
    (low, high), (first, last) = ends, spots
    runs: list[Stretch] = []
    group: list[int] = []
    order = np.lexsort((high, low))
    for at, k in enumerate(order):
        group.append(int(k))
        after = order[at + 1] if at + 1 < len(order) else None
        if after is not None and (first[after] == last[k]).all() and low[after] <= high[k] + SAME:
            continue
        own = np.array(group)
        pinned = own[[tuple(spot) in pins for spot in first[own]]]
        runs.append(_run(coords, (low[own[0]], high[k]), first[own[0]], last[k],
                         low[pinned], first[pinned]))  # fmt: skip
        group = []
    return runs


def _run(
    coords: NDArray[np.float64],
    ends: tuple[float, float],
    first: NDArray[np.float64],
    last: NDArray[np.float64],
    at: NDArray[np.float64],
    pinned: NDArray[np.float64],
) -> Stretch:
    low, high = float(ends[0]), float(ends[1])
    inner = np.arange(int(np.floor(low)) + 1, int(np.ceil(high)))
    new = (at > low) & (at < high) & (at != np.round(at))
    where = np.concatenate([[low], inner, at[new], [high]])
    spots = np.vstack([first, coords[inner], pinned[new],
                       last])  # fmt: skip
    return low, high, spots[np.argsort(where, kind="stable")]


def carried_out(
    coords: NDArray[np.float64], runs: list[Stretch], inland: shapely.Geometry
) -> list[Stretch]:
    """Give stretches back what the chain has on the border or outside the country beside them."""
    end = float(len(coords) - 1)
    if not runs:
        outside = not shapely.intersects(inland, shapely.LineString(coords))
        return [(0.0, end, coords)] if outside else []
    out: list[Stretch] = []
    for low, high, spots in runs:
        before = out[-1][1] if out else 0.0
        gap = _between(coords, before, low, out[-1][2][-1] if out else coords[0], spots[0])
        if low <= before or shapely.intersects(inland, gap):
            out.append((low, high, spots))
        elif out:
            start, _, head = out.pop()
            inner = shapely.get_coordinates(gap)[1:-1]
            head = head if before == int(before) else head[:-1]
            tail = spots if low == int(low) else spots[1:]
            out.append((start, high, np.vstack([head, inner, tail])))
        else:
            inner = shapely.get_coordinates(gap)[:-1]
            out.append((0.0, high, np.vstack([inner, spots if low == int(low) else spots[1:]])))
    low, high, spots = out[-1]
    gap = _between(coords, high, end, spots[-1], coords[-1])
    if high < end and not shapely.intersects(inland, gap):
        head = spots if high == int(high) else spots[:-1]
        out[-1] = (low, end, np.vstack([head, shapely.get_coordinates(gap)[1:]]))
    return out


def _between(
    coords: NDArray[np.float64],
    low: float,
    high: float,
    first: NDArray[np.float64],
    last: NDArray[np.float64],
) -> shapely.LineString:
    inner = np.arange(int(np.floor(low)) + 1, int(np.ceil(high)))
    return shapely.LineString(np.vstack([first, coords[inner], last]))
