"""Points that a simplified line must leave on the side they are on: obstacles to its shortcuts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.chains import all_densified

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

__all__ = ["Obstacles"]

_TOUCH_M = 0.1
"""A point so near a stretch or its shortcut counts as passed: rounding could put it on either side
(1 cm of a coordinate to 1e-7 degrees, 2.3 cm of an edge of 1 km drawn straight)."""

_DEGREE_M = 111_320.0


@dataclass(frozen=True, eq=False)
class Obstacles:
    """Points, and the arcs whose shortcuts must not pass them.

    Attributes
    ----------
    points : (k, 2) array
        Longitude, latitude.
    coords : (n, 2) array
        The vertices of all arcs, laid end to end.
    dense : (m, 2) array
        The same with places on the geodesics of long edges.
    at : (n,) int array
        Which row of `dense` each vertex is.
    """

    points: NDArray[np.float64]
    coords: NDArray[np.float64]
    dense: NDArray[np.float64]
    at: NDArray[np.int64]
    tree: shapely.STRtree

    @classmethod
    def of(cls, arcs: Sequence[NDArray[np.float64]], points: ArrayLike) -> Self:
        """Prepare points and arcs.

        Parameters
        ----------
        arcs : sequence of (n, 2) arrays
            Longitude, latitude.
        points : (k, 2) array
            Longitude, latitude.

        Raises
        ------
        InputError
            If the points are no table of longitudes and latitudes.
        """
        spots = np.asarray(points, dtype=np.float64)
        if spots.ndim != 2 or spots.shape[1] != 2 or not np.isfinite(spots).all():
            raise InputError(
                f"The places not to be passed are an array of shape {spots.shape}; give one of "
                "shape (n, 2): longitude, latitude, every number finite."
            )
        parts = all_densified(arcs)
        start = np.cumsum([0, *(len(dense) for dense, _ in parts[:-1])])
        at = np.concatenate([where + first for (_, where), first in zip(parts, start, strict=True)])
        dense = np.concatenate([dense for dense, _ in parts])
        tree = shapely.STRtree(np.asarray(shapely.points(spots)))
        return cls(spots, np.concatenate(arcs), dense, at, tree)

    def passed(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell which shortcuts pass a point: it lies between the shortcut and what it replaces.

        Method: the ring of the stretch and its shortcut, all edges geodesics, encloses the point by
        the parity of crossings of a ray; only points within the ring's box are tried.

        Parameters
        ----------
        low, high : (n,) int arrays
            The vertices that the shortcuts join, numbered through all arcs.

        Examples
        --------
        >>> arc = np.array([[30.0, 50.0], [30.5, 50.1], [31.0, 50.0]])
        >>> between, beyond = (Obstacles.of([arc], [[30.5, lat]]) for lat in (50.05, 50.15))
        >>> ends = np.array([0]), np.array([2])
        >>> between.passed(*ends).tolist(), beyond.passed(*ends).tolist()
        ([True], [False])
        """
        out = np.zeros(len(low), bool)
        long = np.flatnonzero(high - low > 1)
        if not len(long):
            return out
        low, high = low[long], high[long]
        ring, point = self.tree.query(self._boxes(low, high))
        # from here on only shortcuts with a point in the box of their ring
        busy, ring = np.unique(ring, return_inverse=True)
        if not len(busy):
            return out
        rings = self._rings(low[busy], high[busy])
        out[long[busy[_enclosed(rings, ring.ravel(), self.points[point])]]] = True
        return out

    def _boxes(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.object_]:
        """Return boxes that hold each stretch and its shortcut, geodesics that bulge included."""
        spans = np.column_stack([self.at[low], self.at[high] + 1]).ravel()
        padded = np.concatenate([self.dense, self.dense[-1:]])  # reduceat takes no end beyond
        least = np.minimum.reduceat(padded, spans)[::2]
        most = np.maximum.reduceat(padded, spans)[::2]
        # sagitta of a geodesic against the straight edge: s² tan(lat) / 8R, twice for safety
        lat = np.radians(np.minimum(np.abs([least[:, 1], most[:, 1]]).max(axis=0), 89.0))
        ends = self.coords[high] - self.coords[low]
        size = np.radians(np.hypot(ends[:, 0] * np.cos(lat * 0.5), ends[:, 1]))
        bulge = np.degrees(size * size * np.tan(lat) / 4 / np.cos(lat)) + 2 * _TOUCH_M / _DEGREE_M
        return np.asarray(
            shapely.box(*(least - bulge[:, None]).T, *(most + bulge[:, None]).T), dtype=object
        )

    def _rings(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> list[NDArray[np.float64]]:
        """Return each stretch, closed by its shortcut."""
        chords = all_densified([self.coords[[b, a]] for a, b in zip(low, high, strict=True)])
        return [
            np.concatenate([self.dense[a : b + 1], chord[1:]])
            for a, b, (chord, _) in zip(self.at[low], self.at[high], chords, strict=True)
        ]


def _enclosed(
    rings: Sequence[NDArray[np.float64]], ring: NDArray[np.int64], points: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return which rings enclose or touch one of the points tried on them."""
    tails = np.concatenate([one[:-1] for one in rings])
    heads = np.concatenate([one[1:] for one in rings])
    of_edge = np.repeat(np.arange(len(rings)), [len(one) - 1 for one in rings])
    trial, edge = _met(tails, heads, of_edge, ring, points)
    tail, head = tails[edge] - points[trial], heads[edge] - points[trial]
    over = (tail[:, 1] > 0) != (head[:, 1] > 0)
    rise = np.where(over, head[:, 1] - tail[:, 1], 1.0)
    right = tail[:, 0] - tail[:, 1] / rise * (head[:, 0] - tail[:, 0]) > 0
    odd = np.bincount(trial[over & right], minlength=len(ring)) % 2 == 1
    # metres from the point to each edge, on the plane that touches at the point
    squeeze = _DEGREE_M * np.column_stack([_cosine(points[trial]), np.ones(len(trial))])
    tail, step = tail * squeeze, (head - tail) * squeeze
    size2 = (step * step).sum(axis=1)
    share = np.clip(-(tail * step).sum(axis=1) / np.where(size2 > 0, size2, 1.0), 0.0, 1.0)
    gap = np.hypot(*(tail + share[:, None] * step).T)
    odd[trial[gap < _TOUCH_M]] = True
    return np.unique(ring[odd])


def _met(
    tails: NDArray[np.float64],
    heads: NDArray[np.float64],
    of_edge: NDArray[np.int64],
    ring: NDArray[np.int64],
    points: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of trial and edge where a ray eastwards may cross the edge, or begins near it.

    One tree serves all rings: each lies a turn of its own away from the others.
    """
    shift = 400.0 * of_edge
    low, high = np.minimum(tails, heads), np.maximum(tails, heads)
    edges = shapely.box(low[:, 0] + shift, low[:, 1], high[:, 0] + shift, high[:, 1])
    near = 2 * _TOUCH_M / _DEGREE_M
    x, y = points[:, 0] + 400.0 * ring, points[:, 1]
    west, east = x - near / _cosine(points), 400.0 * ring + 199.0
    rays = shapely.box(west, y - near, east, y + near)
    trial, edge = shapely.STRtree(np.asarray(edges)).query(np.asarray(rays))
    return trial, edge


def _cosine(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.cos(np.radians(np.minimum(np.abs(points[:, 1]), 89.9))))
