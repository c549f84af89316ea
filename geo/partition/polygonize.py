"""What is polygonised when a line divides a coverage: pieces where it passes, runs elsewhere.

Only the edges of the coverage that the line comes near are cut and noded. The others are strung
together into runs from node to node, which costs a small part of what thousands of single edges do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.partition.coverage import vertex_ids
from ceaseline.geo.partition.noding import TOUCH, with_shared_vertices
from ceaseline.geo.partition.table import BACK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.partition.rings import Rings

__all__ = ["Linework", "strung"]

_NEAR = 4 * TOUCH
"""Degrees: more than what moves the vertices of a line to an edge, and once more."""


@dataclass(frozen=True, eq=False)
class Linework:
    """A line and a coverage with common vertices wherever they meet.

    Attributes
    ----------
    source : (n,) int array
        The edge of the coverage that each piece came from.
    cover : (n, 4) array
        The pieces of the coverage's edges, each edge once: lon, lat of the tail and of the head.
    line : (m, 4) array
        The pieces of the line, without what runs there and back.
    lines : (k,) array of LineString
        All of it, noded, to be polygonised.
    """

    source: NDArray[np.int64]
    cover: NDArray[np.float64]
    line: NDArray[np.float64]
    lines: NDArray[np.object_]

    @classmethod
    def of(cls, rings: Rings, line: NDArray[np.float64]) -> Linework:
        """Cut the edges of a line, (n, 4), and those of a coverage where they meet.

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> from ceaseline.geo.partition.rings import Rings
        >>> square = Rings(Coverage.of([shapely.box(30, 48, 30.01, 48.005)]))
        >>> work = Linework.of(square, np.array([[30.005, 47.9, 30.005, 48.1]]))
        >>> len(work.cover), len(work.line), len(work.lines)
        (6, 3, 9)
        """
        once = rings.once
        edges = np.hstack([rings.coverage.tail[once], rings.coverage.head[once]])
        met = np.zeros(len(once), bool)
        met[rings.grid.pairs(line[:, :2], line[:, 2:], _NEAR)[1]] = True
        near, away = np.flatnonzero(met), np.flatnonzero(~met)
        pieces, who, cut = line, near[:0], edges[:0]
        if len(near):
            (_, pieces), (who, cut) = with_shared_vertices(line, edges[near])
        pieces = _net(pieces)
        runs = strung(edges[away], rings.joined[away] & (np.diff(away, append=-1) == 1))
        single = np.concatenate([cut, pieces])
        noded = shapely.get_parts(shapely.unary_union(strung(single, _goes_on(single, runs))))
        return cls(
            np.concatenate([once[away], once[near[who]]]),
            np.concatenate([edges[away], cut]),
            pieces,
            np.concatenate([runs, noded]),
        )


def _net(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Leave out what runs there and back, and what is given twice."""
    tail, head = vertex_ids(edges[:, :2], edges[:, 2:])
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    pair, index, inverse = np.unique(
        np.column_stack([low, high]), axis=0, return_index=True, return_inverse=True
    )
    net = np.bincount(inverse.ravel(), np.where(tail == low, 1.0, -1.0), len(pair))
    kept = edges[index]
    backward = (tail[index] == low[index]) != (net > 0)
    turned = np.where(backward[:, None], kept[:, BACK], kept)
    out: NDArray[np.float64] = turned[net != 0]
    return out


def _goes_on(edges: NDArray[np.float64], runs: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which edges go on into the next one, at a place where no run ends: there is a node."""
    ends = [shapely.get_coordinates(shapely.get_point(runs, k)) for k in (0, -1)]
    head, tail, *stops = vertex_ids(edges[:, 2:], np.roll(edges[:, :2], -1, axis=0), *ends)
    return np.asarray((head == tail) & ~np.isin(head, np.concatenate(stops)))


def strung(
    edges: NDArray[np.float64], joined: NDArray[np.bool_] | None = None
) -> NDArray[np.object_]:
    """Return edges as lines, those that go on into the next one strung together.

    Parameters
    ----------
    edges : (n, 4) array
        Lon, lat of the tail and of the head.
    joined : (n,) array of bool, optional
        Which edges go on into the next; those that end where it starts, if not given.

    Examples
    --------
    >>> edges = np.array([[0, 0, 1, 0], [1, 0, 1, 1], [5, 5, 6, 6.0]])
    >>> [line.wkt for line in strung(edges)]
    ['LINESTRING (0 0, 1 0, 1 1)', 'LINESTRING (5 5, 6 6)']
    """
    if not len(edges):
        return np.empty(0, dtype=object)
    last = np.ones(len(edges), bool)
    last[:-1] = (edges[:-1, 2:] != edges[1:, :2]).any(axis=1) if joined is None else ~joined[:-1]
    run: NDArray[np.int64] = np.cumsum(last) - last
    coords = np.empty((len(edges) + run[-1] + 1, 2))
    spot = np.arange(len(edges)) + run
    coords[spot] = edges[:, :2]
    coords[spot[last] + 1] = edges[last, 2:]
    index = np.repeat(np.arange(run[-1] + 1), np.bincount(run) + 1)
    return np.asarray(shapely.linestrings(coords, indices=index))
