"""Which stretch of which chain an edge of the new line came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from ceaseline.geo.lines.chains import densified, joined
from ceaseline.layers.edits.segments import SAME, Stretch, carried_out, pins_of, runs_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Cut", "Pieces", "Provenance"]

Cut: TypeAlias = tuple[int, float, NDArray[np.float64]]
"""A chain, where on it in vertices, and the place."""

_NEAR = 5e-7
"""Degrees (5 cm): an edge whose middle is this near to another was cut from it."""
_CUT = 4e-7
"""Degrees (4 cm): snapping to the border and rounding to the grid move a place by no more."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """The new line, by where its stretches came from.

    Attributes
    ----------
    kept : list of (chain, Stretch)
        Stretches of the old chains, in order; whole ones run from 0 to the last vertex.
    fresh : list of (other chain, (n, 2) array)
        Oriented chains that were not on the line before, and which of the others they came from;
        -1 for stretches of the old line that run the other way now.
    """

    kept: list[tuple[int, Stretch]]
    fresh: list[tuple[int, NDArray[np.float64]]]


@dataclass(frozen=True, eq=False)
class Provenance:
    """Chains as short edges that remember their chain.

    Attributes
    ----------
    chains : list of (n, 2) arrays
        The old line's first, then the others.
    old : int
        How many are the old line's.
    tail, head : (n, 2) array
        Ends of the edges, at most 1 km long; longitude, latitude.
    chain : (n,) int array
        The chain of each edge.
    start, stop : (n,) array
        Where on its chain each begins and ends, in vertices.
    """

    chains: list[NDArray[np.float64]]
    old: int
    tail: NDArray[np.float64]
    head: NDArray[np.float64]
    chain: NDArray[np.int64]
    start: NDArray[np.float64]
    stop: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        old: Sequence[NDArray[np.float64]],
        others: Sequence[NDArray[np.float64]],
        cuts: Sequence[Cut] = (),
    ) -> Self:
        """Prepare the chains of a line and others.

        Parameters
        ----------
        old, others : sequences of (n, 2) arrays
            Longitude, latitude.
        cuts : sequence of (chain, position in vertices, place)
            Where old chains are to have a vertex, because another chain ends there.

        Examples
        --------
        >>> provenance = Provenance.of([np.array([[30.0, 50.0], [30.0, 50.027]])], [])
        >>> provenance.start.round(2).tolist()
        [0.0, 0.25, 0.5, 0.75]
        """
        chains = [*old, *others]
        tails, heads, chain, starts, stops = [], [], [], [], []
        for k, coords in enumerate(chains):
            known = np.arange(len(coords), dtype=float)
            own = [(at, spot) for c, at, spot in cuts if c == k and at not in known]
            spots = np.vstack([coords, *(spot for _, spot in own)])
            known = np.concatenate([known, [at for at, _ in own]])
            order = np.argsort(known, kind="stable")
            dense, where = densified(spots[order])
            dense = np.round(dense, 7)
            at = np.interp(np.arange(len(dense)), where, known[order])
            moved = (dense[1:] != dense[:-1]).any(axis=1)
            tails.append(dense[:-1][moved])
            heads.append(dense[1:][moved])
            starts.append(at[:-1][moved])
            stops.append(at[1:][moved])
            chain.append(np.full(int(moved.sum()), k))
        return cls(
            chains, len(old), np.concatenate(tails), np.concatenate(heads), np.concatenate(chain),
            np.concatenate(starts), np.concatenate(stops),
        )  # fmt: skip

    def noded(self, grid: float) -> NDArray[np.float64]:
        """Return the edges, (n, 2, 2), cut where they meet, all vertices on a grid."""
        lines = shapely.linestrings(np.stack([self.tail, self.head], axis=1))
        noded = shapely.get_parts(shapely.union_all(lines, grid_size=grid))
        coords, part = shapely.get_coordinates(noded, return_index=True)
        same = part[1:] == part[:-1]
        return np.stack([coords[:-1][same], coords[1:][same]], axis=1)

    def pieces(
        self,
        tail: NDArray[np.float64],
        head: NDArray[np.float64],
        inland: shapely.Geometry,
    ) -> Pieces:
        """Tell where the edges of a new line came from and put them together.

        Parameters
        ----------
        tail, head : (n, 2) array
            Oriented edges, each a piece of one of the lines laid in.
        inland : Polygon or MultiPolygon
            The country without its border. What an old chain has elsewhere stays with the stretch
            that leads there.
        """
        edge, ahead = self._sources(tail, head)
        tail, low = self._settled(edge, tail)
        head, high = self._settled(edge, head)
        apart = (tail != head).any(axis=1)
        tail, head, edge, ahead = tail[apart], head[apart], edge[apart], ahead[apart]
        low, high = low[apart], high[apart]
        pins = pins_of(tail)
        kept: list[tuple[int, Stretch]] = []
        fresh: dict[int, list[NDArray[np.float64]]] = {}
        for k, coords in enumerate(self.chains):
            for forward in (True, False):
                own = (self.chain[edge] == k) & (ahead == forward)
                ends = (low[own], high[own]) if forward else (high[own], low[own])
                spots = (tail[own], head[own]) if forward else (head[own], tail[own])
                runs = runs_of(np.round(coords, 7), ends, spots, pins)
                if k < self.old and forward:
                    kept += [(k, run) for run in carried_out(coords, runs, inland)]
                else:
                    turned = [run[2] if forward else run[2][::-1] for run in runs]
                    fresh.setdefault(max(k - self.old, -1), []).extend(turned)
        return Pieces(kept, [(k, c) for k, own in fresh.items() for c in joined(own)])

    def _sources(
        self, tail: NDArray[np.float64], head: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the strand edge that each edge came from, and whether it runs the same way."""
        ends = np.hstack([self.tail, self.head])
        known = {tuple(ends[k]): k for k in range(len(ends) - 1, -1, -1)}
        edge = np.array([known.get(tuple(pair), -1) for pair in np.hstack([tail, head])])
        ahead = edge >= 0
        lost = np.flatnonzero(~ahead)
        if len(lost):
            edge[lost], ahead[lost] = self._nearby(tail[lost], head[lost])
        return edge, ahead

    def _nearby(
        self, tail: NDArray[np.float64], head: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Find the strand edges that edges were cut from: the old line first."""
        lines = np.asarray(shapely.linestrings(np.stack([self.tail, self.head], axis=1)))
        middle = np.asarray(shapely.points((tail + head) / 2))
        tree = shapely.STRtree(lines)
        i, j = tree.query(middle, predicate="dwithin", distance=_NEAR)
        alone = np.setdiff1d(np.arange(len(tail)), i)
        i = np.concatenate([i, alone])
        j = np.concatenate([j, tree.nearest(middle[alone])]).astype(np.int64)
        along = ((head[i] - tail[i]) * (self.head[j] - self.tail[j])).sum(axis=1)
        gap = np.maximum(
            shapely.distance(shapely.points(tail[i]), lines[j]),
            shapely.distance(shapely.points(head[i]), lines[j]),
        )
        order = np.lexsort((j, gap, along <= 0, self.chain[j] >= self.old, gap > _CUT, i))
        first = order[np.unique(i[order], return_index=True)[1]]
        return j[first], along[first] > 0

    def _settled(
        self, edge: NDArray[np.int64], spots: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return where places of edges are to be, and where on their chains, in vertices.

        A place next to a vertex of the old line is that vertex; any other is rounded to the grid.
        """
        tail, way = self.tail[edge], self.head[edge] - self.tail[edge]
        share = np.clip(((spots - tail) * way).sum(axis=1) / (way * way).sum(axis=1), 0, 1)
        at = self.start[edge] + share * (self.stop[edge] - self.start[edge])
        vertices = np.vstack(self.chains[: self.old])
        gap, near = cKDTree(vertices).query(spots, distance_upper_bound=_CUT)
        out = np.round(spots, 7)
        out[np.isfinite(gap)] = vertices[near[np.isfinite(gap)]]
        whole = np.round(at).astype(np.int64)
        own = np.array([self.chains[k][n] for k, n in zip(self.chain[edge], whole, strict=True)])
        here = (np.abs(at - whole) < SAME) & (np.round(own, 7) == out).all(axis=1)
        return out, np.where(here, whole, at)
