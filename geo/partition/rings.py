"""The rings of a coverage, prepared for many lines: sums along them, a grid, and their links."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.nearest import ecef
from ceaseline.geo.partition.area_integrals import Arches
from ceaseline.geo.partition.coverage import vertex_ids
from ceaseline.geo.partition.grid import EdgeGrid
from ceaseline.geo.partition.ray_casting import Places

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ceaseline.geo.partition.coverage import Coverage

__all__ = ["Isle", "Links", "Rings"]


@dataclass(frozen=True, eq=False)
class Isle:
    """Ground that lines may pass by: its vertices, (n, 2) longitude and latitude."""

    spots: NDArray[np.float64]

    @cached_property
    def tree(self) -> cKDTree:
        """The vertices, geocentric, metres."""
        return cKDTree(ecef(self.spots))

    @cached_property
    def middle(self) -> NDArray[np.float64]:
        """The mean of the vertices, geocentric, metres."""
        return np.asarray(self.tree.data.mean(axis=0))

    @cached_property
    def spread(self) -> float:
        """How far the vertices are from the middle at most, metres."""
        return float(np.linalg.norm(self.tree.data - self.middle, axis=1).max())


@dataclass(frozen=True, eq=False)
class Links:
    """Pairs of rings of which the one's side at a place is the other's where no line meets it.

    Attributes
    ----------
    place : (n,) array
        Where on the first ring, as the number of an edge and the share along it.
    source, target : (n,) int array
        The rings.
    ray : (n,) int array
        The place of :attr:`Rings.holes` that lies on the target if a ray leads there; -1 if the
        rings share an edge.
    """

    place: NDArray[np.float64]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    ray: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Rings:
    """What is computed once for a coverage, each part when it is first needed."""

    coverage: Coverage

    @cached_property
    def lat0(self) -> float:
        """The latitude that areas are reckoned from, degrees."""
        return float(self.coverage.tail[:, 1].mean())

    @cached_property
    def once(self) -> NDArray[np.int64]:
        """The edges of the coverage, of each pair of twins the first."""
        twin = self.coverage.twin
        return np.flatnonzero((twin < 0) | (twin > np.arange(len(twin))))

    @cached_property
    def joined(self) -> NDArray[np.bool_]:
        """Which of the edges `once` go on into the next of them, and into no other."""
        once, cover = self.once, self.coverage
        spot = np.concatenate(vertex_ids(cover.tail[once], cover.head[once]))
        alone = np.bincount(spot)[spot[len(once) :]] == 2
        ahead = np.roll(spot[: len(once)], -1) == spot[len(once) :]
        ahead[-1] = False
        out: NDArray[np.bool_] = ahead & alone
        return out

    @cached_property
    def grid(self) -> EdgeGrid:
        """The grid of the edges `once`."""
        return EdgeGrid.of(self.coverage.tail[self.once], self.coverage.head[self.once])

    @cached_property
    def arches(self) -> Arches:
        """All edges, in ring order, in the equal-area plane."""
        coords = np.stack([self.coverage.tail, self.coverage.head], axis=1).reshape(-1, 2)
        return Arches.of(coords, np.arange(0, len(coords), 2), self.lat0)

    @cached_property
    def before(self) -> NDArray[np.float64]:
        """The sum of areas under the edges of a ring before each edge, m²."""
        under = self.arches.under()
        total = np.cumsum(under) - under
        return total - total[self.coverage.first[self.coverage.ring]]

    @cached_property
    def size(self) -> NDArray[np.float64]:
        """The area of each ring, m²: negative for holes."""
        return np.add.reduceat(self.arches.under(), self.coverage.first[:-1])

    @cached_property
    def unit(self) -> NDArray[np.int64]:
        """The unit of each ring."""
        return self.coverage.unit[self.coverage.first[:-1]]

    @cached_property
    def whole(self) -> NDArray[np.float64]:
        """The area of each unit, m²."""
        return np.bincount(self.unit, self.size, len(self.coverage.labels)).astype(np.float64)

    @cached_property
    def holes(self) -> Places:
        """The westernmost vertex of every hole, looking west at the ring next to it."""
        tops = self._hole_tops
        spots = self.coverage.tail[tops]
        return Places.of(self.coverage, spots, self.coverage.unit[tops], strictly=True)

    @cached_property
    def _hole_tops(self) -> NDArray[np.int64]:
        first, lon = self.coverage.first, self.coverage.tail[:, 0]
        holes = np.flatnonzero(self.size < 0)
        return np.array(
            [first[k] + int(lon[first[k] : first[k + 1]].argmin()) for k in holes], np.int64
        )

    @cached_property
    def links(self) -> Links:
        """Which rings are linked: over a shared edge, or a hole to the ring west of it."""
        cover = self.coverage
        edge = np.flatnonzero(cover.twin >= 0)
        pair = cover.ring[edge] * np.int64(len(cover.first)) + cover.ring[cover.twin[edge]]
        edge = edge[np.unique(pair, return_index=True)[1]]
        tops = self._hole_tops[self.holes.order]
        west, hole = self.holes.place, cover.ring[tops]
        found = cover.ring[west.astype(np.int64)]
        ray = np.arange(len(west))
        none = np.full(len(edge), -1)
        # a link by a ray holds both ways: back, its place is the vertex of the hole
        return Links(
            np.concatenate([edge + 0.5, west, tops.astype(float)]),
            np.concatenate([cover.ring[edge], found, hole]),
            np.concatenate([cover.ring[cover.twin[edge]], hole, found]),
            np.concatenate([none, ray, ray]),
        )

    @cached_property
    def touching(self) -> NDArray[np.bool_]:
        """Which rings share a vertex, (rings, rings)."""
        cover = self.coverage
        _, spot = np.unique(cover.tail, axis=0, return_inverse=True)
        count = len(cover.first) - 1
        order = np.lexsort((cover.ring, spot.ravel()))
        spots, rings = spot.ravel()[order], cover.ring[order]
        out = np.eye(count, dtype=bool)
        for step in range(1, 12):
            same = spots[step:] == spots[:-step]
            if not same.any():
                break
            out[rings[step:][same], rings[:-step][same]] = True
        return out | out.T

    def isles(self, rings: tuple[int, ...]) -> list[tuple[tuple[int, ...], Isle]]:
        """Group some rings by whether they touch each other, and return each group's vertices.

        Parameters
        ----------
        rings : tuple of int

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> pair = [shapely.box(30, 48, 30.01, 48.005), shapely.box(30.02, 48, 30.03, 48.005)]
        >>> [(own, len(isle.spots)) for own, isle in Rings(Coverage.of(pair)).isles((0, 1))]
        [((0,), 4), ((1,), 4)]
        """
        if rings not in self._isles:
            count, group = connected_components(self.touching[np.ix_(rings, rings)], directed=False)
            groups = [np.array(rings)[group == k] for k in range(count)]
            tails = np.split(self.coverage.tail, self.coverage.first[1:-1])
            self._isles[rings] = [
                (tuple(own.tolist()), Isle(np.concatenate([tails[ring] for ring in own])))
                for own in groups
            ]
        return self._isles[rings]

    @cached_property
    def _isles(self) -> dict[tuple[int, ...], list[tuple[tuple[int, ...], Isle]]]:
        return {}

    def nearest(self, own: tuple[int, ...], left_out: tuple[int, ...]) -> float:
        """Return the place of the other rings that is nearest to some, in degrees.

        Parameters
        ----------
        own, left_out : tuple of int
            The rings, and those that are not asked for.

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> pair = [shapely.box(30, 48, 30.01, 48.005), shapely.box(30.02, 48, 30.03, 48.005)]
        >>> rings = Rings(Coverage.of(pair))
        >>> rings.coverage.tail[int(rings.nearest((1,), (1,)))].tolist()[0]
        30.01
        """
        key = (own, left_out)
        if key not in self._nearest:
            cover = self.coverage
            ends = np.stack([cover.tail, cover.head], axis=1)
            mine = np.isin(cover.ring, own)
            other = np.flatnonzero(cover.border & ~np.isin(cover.ring, left_out))
            tree = shapely.STRtree(np.asarray(shapely.linestrings(ends[other])))
            lines = np.asarray(shapely.linestrings(ends[mine]))
            pair, metres = tree.query_nearest(lines, return_distance=True, all_matches=False)
            line, edge = pair[:, metres.argmin()]
            spot = shapely.shortest_line(tree.geometries[edge], lines[line])
            share = shapely.line_locate_point(
                tree.geometries[edge], shapely.get_point(spot, 0), normalized=True
            )
            self._nearest[key] = float(other[edge] + min(float(share), 1 - 1e-9))
        return self._nearest[key]

    @cached_property
    def _nearest(self) -> dict[tuple[tuple[int, ...], tuple[int, ...]], float]:
        return {}

    @cached_property
    def _tree(self) -> shapely.STRtree:
        shapely.prepare(self.coverage.polygons)
        return shapely.STRtree(self.coverage.polygons)

    def places(self, lon: ArrayLike, lat: ArrayLike) -> Places:
        """Prepare places: find the unit of each and lead it west to that unit's border.

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> country = Rings(Coverage.of([shapely.box(30, 48, 31, 49)]))
        >>> country.places([30.5, 33], [48.5, 48.5]).west.tolist()
        [inf, 30.0]
        """
        x, y = np.broadcast_arrays(np.atleast_1d(lon), np.atleast_1d(lat))
        spots = np.column_stack([x.ravel(), y.ravel()]).astype(np.float64)
        if not np.isfinite(spots).all():
            wrong = spots[~np.isfinite(spots).all(axis=1)][0]
            raise InputError(
                f"{wrong[0]}, {wrong[1]} is no place; give longitude and latitude in degrees."
            )
        unit = np.full(len(spots), -1)
        i, j = self._tree.query(np.asarray(shapely.points(spots)), predicate="intersects")
        unit[i] = j
        return Places.of(self.coverage, spots, unit)
