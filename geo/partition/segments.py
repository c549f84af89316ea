"""Lines laid out for dividing many at once, and where they cross the edges of a coverage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from ceaseline.geo.lines.chains import all_densified, joined
from ceaseline.geo.partition.noding import TOUCH, on_edges, orientation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.partition.rings import Rings

__all__ = ["Crossings", "Segments"]

_OVER = 1e-6
"""Degrees: how far an end on the border is carried over it."""

_BENT = 2 * 0.5 / 111_400.0**2
"""Square degrees: twice the ground, 0.5 m², that the exact way may give the other side where it
bends a line by up to 3 cm to the vertices and edges that it touches; beyond it that way decides."""


@dataclass(frozen=True, eq=False)
class Segments:
    """The chains of several lines, joined, densified and laid end to end.

    Attributes
    ----------
    coords : (m, 2) array
        Longitude, latitude.
    tail : (n,) int array
        The vertex each edge starts at; it ends at the next.
    chain, line : (n,) int array
        The chain and the line of each edge.
    first : (chains + 1,) int array
        First edge of each chain.
    closed : (chains,) bool array
    lines : int
        How many lines there are.
    """

    coords: NDArray[np.float64]
    tail: NDArray[np.int64]
    chain: NDArray[np.int64]
    line: NDArray[np.int64]
    first: NDArray[np.int64]
    closed: NDArray[np.bool_]
    lines: int

    @classmethod
    def of(cls, lines: Sequence[Sequence[NDArray[np.float64]]], rings: Rings | None = None) -> Self:
        """Lay out lines, each a sequence of (n, 2) chains.

        An end that lies on the border of the country whose rings are given is carried over it.

        Examples
        --------
        >>> short = np.array([[30, 48], [30.005, 48]])
        >>> segments = Segments.of([[short], [short + 1]])
        >>> segments.tail.tolist(), segments.line.tolist()
        ([0, 2], [0, 1])
        """
        chains, owner = [], []
        for k, line in enumerate(lines):
            joint = joined(line)
            chains += joint
            owner += [k] * len(joint)
        chains = [chain for chain, _ in all_densified(chains)]
        if rings is not None:
            chains = _carried_over(rings, chains)
        size = np.array([len(part) - 1 for part in chains])
        chain = np.repeat(np.arange(len(chains)), size)
        closed = np.array([bool((part[0] == part[-1]).all()) for part in chains])
        return cls(
            np.concatenate(chains),
            np.arange(len(chain)) + chain,
            chain,
            np.array(owner)[chain],
            np.concatenate([[0], np.cumsum(size)]).astype(np.int64),
            closed,
            len(lines),
        )

    def simple(self) -> NDArray[np.bool_]:
        """Tell which lines do not cross or touch themselves.

        Examples
        --------
        >>> eight = np.array([[0, 0], [0.01, 0.01], [0.01, 0], [0, 0.01]])
        >>> Segments.of([[eight], [eight[:2]]]).simple().tolist()
        [False, True]
        """
        vertex_chain = np.repeat(np.arange(len(self.closed)), np.diff(self.first) + 1)
        parts = np.asarray(shapely.linestrings(self.coords, indices=vertex_chain))
        whole = shapely.multilinestrings(parts, indices=self.line[self.first[:-1]])
        return np.asarray(shapely.is_simple(whole))


def _carried_over(rings: Rings, chains: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Put open ends that lie on the border right on it, and a vertex 10 cm outside behind each.

    The exact way puts them there too, so that both ways divide along the same line.
    """
    ends = np.array([chain[[0, -1]] for chain in chains]).reshape(-1, 2)
    i, j = rings.grid.pairs(ends, ends, TOUCH)
    cover = rings.once[j]
    c, d = rings.coverage.tail[cover], rings.coverage.head[cover]
    along = d - c
    size = np.hypot(*along.T)
    on = np.abs(orientation(c, d, ends[i])) <= TOUCH * size
    on &= _within(_along(c, d, ends[i]), size) & (rings.coverage.twin[cover] < 0)
    if not on.any():
        return chains
    ends = ends.copy()
    i, c, d = i[on], c[on], d[on]
    ends[i] = on_edges(c, d, ends[i])
    for corner in (c, d):
        near = np.hypot(*(ends[i] - corner).T) <= TOUCH
        ends[i[near]] = corner[near]
    normal = np.column_stack([along[:, 1], -along[:, 0]])[on] / size[on, None]
    out = np.zeros((len(ends), 2))
    np.add.at(out, i, normal)
    reach = np.hypot(*out.T)
    beyond = ends + _OVER * out / np.where(reach > 0, reach, 1.0)[:, None]
    carried = []
    for chain, put, spots, far in zip(
        chains, ends.reshape(-1, 2, 2), beyond.reshape(-1, 2, 1, 2), reach.reshape(-1, 2) > 0,
        strict=True,
    ):  # fmt: skip
        loose = far & bool((chain[0] != chain[-1]).any())
        moved = chain.copy()
        moved[[0, -1]] = np.where(loose[:, None], put, chain[[0, -1]])
        carried.append(np.concatenate([spots[0][loose[:1]], moved, spots[1][loose[1:]]]))
    return carried


@dataclass(frozen=True, eq=False)
class Crossings:
    """Where segments cross the edges of a coverage, in order along them.

    Attributes
    ----------
    edge : (n,) int array
        The edge of the segments.
    cover : (n,) int array
        The edge of the coverage, of twins the first.
    s, t : (n,) array
        The share along either, as drawn straight in longitude and latitude.
    leaves : (n,) bool array
        Whether the line goes from the left of the coverage's edge, its own unit, to the right.
    odd : (lines,) bool array
        Lines that follow the border, end on it or touch it where the exact way bends them, for
        which crossings do not tell all.
    """

    edge: NDArray[np.int64]
    cover: NDArray[np.int64]
    s: NDArray[np.float64]
    t: NDArray[np.float64]
    leaves: NDArray[np.bool_]
    odd: NDArray[np.bool_]

    @classmethod
    def of(cls, rings: Rings, segments: Segments) -> Self:
        """Find the crossings.

        The tests are signs of :func:`ceaseline.geo.partition.noding.orientation`, computed once for
        each vertex and edge, so that a line through a vertex crosses as many edges there as it
        should.

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> from ceaseline.geo.partition.rings import Rings
        >>> country = Rings(Coverage.of([shapely.box(30, 48, 30.01, 48.005)]))
        >>> line = [np.array([[29.998, 48.001], [30.002, 48.001]])]
        >>> found = Crossings.of(country, Segments.of([line]))
        >>> found.s.round(6).tolist(), found.leaves.tolist()
        ([0.5], [False])
        """
        a, b = segments.coords[segments.tail], segments.coords[segments.tail + 1]
        i, j = rings.grid.pairs(a, b, TOUCH)
        cover = rings.once[j]
        c, d = rings.coverage.tail[cover], rings.coverage.head[cover]
        of_c, of_d = orientation(a[i], b[i], c), orientation(a[i], b[i], d)
        of_a, of_b = orientation(c, d, a[i]), orientation(c, d, b[i])
        odd = _odd(segments, i, np.stack([a[i], b[i], c, d]), np.stack([of_a, of_b, of_c, of_d]))
        over = ((of_c >= 0) != (of_d >= 0)) & ((of_a >= 0) != (of_b >= 0))
        of_a, of_b, of_c, of_d = (value[over] for value in (of_a, of_b, of_c, of_d))
        i, cover, s, t = i[over], cover[over], of_a / (of_a - of_b), of_c / (of_c - of_d)
        order = np.lexsort((s, i))
        return cls(i[order], cover[order], s[order], t[order], (of_b < 0)[order], odd)


def _odd(
    segments: Segments,
    i: NDArray[np.int64],
    corners: NDArray[np.float64],
    off: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Tell which lines touch an edge in two places, with an open end, or by more than a little."""
    out = np.zeros(segments.lines, bool)
    a, b, c, d = corners
    size = np.hypot(*(b - a).T), np.hypot(*(d - c).T)
    # which of the four ends lies on the other edge's line: off by less than a touch
    near = np.abs(off) <= TOUCH * np.stack([size[1], size[1], size[0], size[0]])
    some = np.flatnonzero(near.any(axis=0))
    if not len(some):
        return out
    i, near = i[some], near[:, some]
    a, b, c, d = a[some], b[some], c[some], d[some]
    size = size[0][some], size[1][some]
    # where along the first edge each touch is, and whether it is within the other
    places = np.stack([np.zeros(len(i)), size[0], _along(a, b, c), _along(a, b, d)])
    near[0] &= _within(_along(c, d, a), size[1])
    near[1] &= _within(_along(c, d, b), size[1])
    near[2] &= _within(places[2], size[0])
    near[3] &= _within(places[3], size[0])
    # an edge that is touched from one place to another is followed, not touched
    low, high = np.full(len(segments.tail), np.inf), np.full(len(segments.tail), -np.inf)
    for touch, place in zip(near, places, strict=True):
        np.minimum.at(low, i[touch], place[touch])
        np.maximum.at(high, i[touch], place[touch])
    out[segments.line[high - low > 4 * TOUCH]] = True
    # how far a line would swing if its touches were taken for crossings
    touches = (c, d, a), (c, d, b), (a, b, c), (a, b, d)
    bent = np.where(near, [_swung(b - a, *touch) for touch in touches], 0.0).max(axis=0)
    out |= np.bincount(segments.line[i], bent, segments.lines) > _BENT
    chain = segments.chain[i]
    # open ends that lie on an edge
    at_start = near[0] & (i == segments.first[chain])
    at_end = near[1] & (i == segments.first[chain + 1] - 1)
    out[segments.line[i[(at_start | at_end) & ~segments.closed[chain]]]] = True
    return out


def _swung(
    edge: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64],
    p: NDArray[np.float64],
) -> NDArray[np.float64]:  # fmt: skip
    """Return twice the ground, square degrees, that edges sweep while p is put on a to b."""
    move = on_edges(a, b, p) - p
    return np.asarray(np.abs(move[:, 0] * edge[:, 1] - move[:, 1] * edge[:, 0]))


def _along(
    a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]
) -> NDArray[np.float64]:
    size = np.hypot(*(b - a).T)
    return np.asarray(((p - a) * (b - a)).sum(axis=1) / np.where(size > 0, size, 1.0))


def _within(place: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((place >= -TOUCH) & (place <= size + TOUCH))
