"""What is known of the edges of a noded coverage: the unit on their left and the line's way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.partition.coverage import vertex_ids

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.partition.coverage import Coverage

__all__ = ["BACK", "EdgeTable", "FaceEdges"]

BACK = [2, 3, 0, 1]
"""Columns of an edge turned round."""

_CLOSE = 1e-11
"""Degrees (1 µm): a piece whose middle is this near to an edge was cut from it."""


@dataclass(frozen=True, eq=False)
class EdgeTable:
    """Directed edges by their ends: the unit on the left, and the line's direction."""

    edges: NDArray[np.float64]
    unit: NDArray[np.int64]
    way: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        coverage: Coverage,
        source: NDArray[np.int64],
        cover: NDArray[np.float64],
        line: NDArray[np.float64],
    ) -> EdgeTable:
        """Enter the pieces of coverage edges, with the edge each came from, and of the line."""
        other = np.where(coverage.border[source], -1, coverage.unit[coverage.twin[source]])
        edges = np.concatenate([cover, cover[:, BACK], line, line[:, BACK]])
        none = np.full(2 * len(line), -2)
        unit = np.concatenate([coverage.unit[source], other, none])
        way = np.zeros(len(edges), np.int64)
        way[2 * len(cover) :] = np.repeat([1, -1], len(line))
        return cls(edges, unit, way)

    def look_up(
        self, edges: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the unit on the left (-2 unknown), the line's way (0 none) and the twin edge."""
        a, b, c, d = vertex_ids(edges[:, :2], edges[:, 2:], self.edges[:, :2], self.edges[:, 2:])
        top = np.int64(max(x.max() for x in (a, b, c, d)) + 1)
        unit = np.full(len(edges), -2, np.int64)
        way = np.zeros(len(edges), np.int64)
        cover = self.unit > -2
        for rows, values, out in (
            (cover, self.unit, unit),
            (~cover, self.way, way),
        ):
            if rows.any():
                spot, found = _match(c[rows] * top + d[rows], a * top + b)
                out[found] = values[rows][spot[found]]
        unit, way = self._nearby(edges, unit, way)
        spot, found = _match(a * top + b, b * top + a)
        return unit, way, np.where(found, spot, -1)

    def _nearby(
        self, edges: NDArray[np.float64], unit: NDArray[np.int64], way: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Look up pieces that noding cut once more by the edge they lie on."""
        lost = np.flatnonzero((unit == -2) & (way == 0))
        if not len(lost):
            return unit, way
        middle = (edges[lost, :2] + edges[lost, 2:]) / 2
        tree = shapely.STRtree(np.asarray(shapely.linestrings(self.edges.reshape(-1, 2, 2))))
        points = np.asarray(shapely.points(middle))
        i, j = tree.query(points, predicate="dwithin", distance=_CLOSE)
        k = lost[i]
        ahead = self.edges[j, 2:] - self.edges[j, :2]
        along = ((edges[k, 2:] - edges[k, :2]) * ahead).sum(axis=1) > 0
        cover = along & (self.unit[j] > -2)
        unit[k[cover]] = self.unit[j[cover]]
        line = along & (self.way[j] != 0)
        way[k[line]] = self.way[j[line]]
        return unit, way


def _match(
    keys: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    order = np.argsort(keys)
    spot = order[np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)]
    return spot, keys[spot] == wanted


@dataclass(frozen=True, eq=False)
class FaceEdges:
    """The directed edges round every face, the face on the left."""

    edges: NDArray[np.float64]
    size: NDArray[np.float64]
    face: NDArray[np.int64]
    unit: NDArray[np.int64]
    way: NDArray[np.int64]
    twin: NDArray[np.int64]

    @classmethod
    def of(cls, polygons: NDArray[np.object_], table: EdgeTable) -> FaceEdges:
        """Take the edges round polygons and look them up."""
        coords, ring = shapely.get_coordinates(shapely.get_rings(polygons), return_index=True)
        same = ring[1:] == ring[:-1]
        edges = np.hstack([coords[:-1], coords[1:]])[same]
        rings = shapely.get_num_interior_rings(polygons) + 1
        face = np.repeat(np.arange(len(polygons)), rings)[ring[:-1][same]]
        size = np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1])
        return cls(edges, size, face, *table.look_up(edges))
