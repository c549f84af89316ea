"""The faces between edges in a country, and which of them are neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from ceaseline.geo.partition.coverage import vertex_ids
from ceaseline.geo.partition.noding import with_shared_vertices

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground

__all__ = ["EdgeFaces"]


@dataclass(frozen=True, eq=False)
class EdgeFaces:
    """Faces that tile a country, as one table of directed edges with the face on the left.

    Attributes
    ----------
    faces : (n,) array of Polygon
        Longitude, latitude.
    tail, head : (m, 2) array
        Ends of every face's edges.
    face : (m,) int array
        The face on the left of each edge.
    twin : (m,) int array
        The same edge of the face on its right; -1 on the border.
    thin : (n,) bool array
        Faces no wider than the coordinates are exact: what rounding leaves along the border.
    """

    faces: NDArray[np.object_]
    tail: NDArray[np.float64]
    head: NDArray[np.float64]
    face: NDArray[np.int64]
    twin: NDArray[np.int64]
    thin: NDArray[np.bool_]

    @classmethod
    def of(cls, ground: Ground, edges: NDArray[np.float64]) -> Self:
        """Return the faces of a country between edges, (n, 2, 2) longitude and latitude."""
        (_, line), (_, border) = with_shared_vertices(
            edges.reshape(-1, 4), ground.border.reshape(-1, 4)
        )
        linework = shapely.linestrings(np.concatenate([line, border]).reshape(-1, 2, 2))
        noded = shapely.get_parts(shapely.unary_union(linework))
        found = shapely.get_parts(shapely.polygonize(noded))
        inside = shapely.intersects(ground.country, shapely.point_on_surface(found))
        faces = np.asarray(shapely.orient_polygons(found[inside]))
        coords, ring = shapely.get_coordinates(shapely.get_rings(faces), return_index=True)
        same = ring[1:] == ring[:-1]
        tail, head = coords[:-1][same], coords[1:][same]
        count = shapely.get_num_interior_rings(faces) + 1
        face = np.repeat(np.arange(len(faces)), count)[ring[:-1][same]]
        thin = ~np.asarray(shapely.intersects(ground.inland, faces))
        return cls(faces, tail, head, face, _twins(tail, head), thin)

    @cached_property
    def inner(self) -> NDArray[np.object_]:
        """A point inside each face, (n,)."""
        return np.asarray(shapely.point_on_surface(self.faces))

    @cached_property
    def spots(self) -> NDArray[np.float64]:
        """The points inside the faces, (n, 2): longitude, latitude."""
        return shapely.get_coordinates(self.inner)

    def without_thin(self, left: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Give thin faces to the party that holds the most of what lies beside them.

        Parameters
        ----------
        left : (n,) bool array
            Whether the first party holds each face.
        """
        beside = np.flatnonzero(self.twin >= 0)
        beside = beside[self.thin[self.face[beside]] & ~self.thin[self.face[self.twin[beside]]]]
        size = np.hypot(*(self.head[beside] - self.tail[beside]).T)
        votes = np.zeros(len(left))
        sign = np.where(left[self.face[self.twin[beside]]], 1.0, -1.0)
        np.add.at(votes, self.face[beside], size * sign)
        return np.where(self.thin & (votes != 0), votes > 0, left)

    def line(self, left: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the edges with the first party on their left and the second on their right."""
        here = (self.twin >= 0) & left[self.face]
        here[here] = ~left[self.face[self.twin[here]]]
        return self.tail[here], self.head[here]


def _twins(tail: NDArray[np.float64], head: NDArray[np.float64]) -> NDArray[np.int64]:
    a, b = vertex_ids(tail, head)
    top = max(a.max(), b.max()) + 1
    ahead, back = a * top + b, b * top + a
    order = np.argsort(ahead)
    spot = np.minimum(np.searchsorted(ahead[order], back), len(order) - 1)
    return np.where(ahead[order][spot] == back, order[spot], -1)
