"""The quick way to divide: areas by boundary integrals with sums prepared along the rings.

A part of a unit is bounded by pieces of the line and pieces of the unit's rings. The integrals of
the latter are differences of sums made once, those of the former of sums along the line, so that
a line costs what its own vertices and its crossings cost. A line that follows a border, ends on
it, lies within one unit or is at fault is left to :mod:`ceaseline.geo.partition.overlay`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ceaseline.geo.geodesy import edge_lengths
from ceaseline.geo.partition.area_integrals import Arches, crossing, step_under
from ceaseline.geo.partition.segments import Crossings, Segments
from ceaseline.geo.partition.unreached import unreached_sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.partition.ray_casting import Places
    from ceaseline.geo.partition.rings import Rings

__all__ = ["BoundaryIntegrals"]

_SLACK_M2 = 1.0


@dataclass(frozen=True, eq=False)
class _Events:
    """The crossings once more for each ring, in order of line and place on the rings."""

    line: NDArray[np.int64]
    ring: NDArray[np.int64]
    place: NDArray[np.float64]
    leaves: NDArray[np.bool_]
    swept: NDArray[np.float64]

    @classmethod
    def of(cls, rings: Rings, segments: Segments, found: Crossings) -> Self:
        arches = Arches.of(segments.coords, segments.tail, rings.lat0)
        under = arches.under()
        along = np.cumsum(under) - under
        mine, own = arches.taken(found.edge), rings.arches.taken(found.cover)
        s, t = crossing(mine, own, found.s, found.t)
        line_sum = along[found.edge] + mine.under(s) + step_under(mine, own, s, t)
        twin = rings.coverage.twin[found.cover]
        inner = twin >= 0
        edge = np.concatenate([found.cover, twin[inner]])
        share = np.concatenate([t, 1 - t[inner]])
        place = edge + np.concatenate([found.t, 1 - found.t[inner]])
        ring_sum = rings.before[edge] + rings.arches.taken(edge).under(share)
        leaves = np.concatenate([found.leaves, ~found.leaves[inner]])
        line = segments.line[np.concatenate([found.edge, found.edge[inner]])]
        swept = np.concatenate([line_sum, line_sum[inner]]) - ring_sum
        order = np.lexsort((edge, place, line))
        return cls(
            line[order], rings.coverage.ring[edge[order]], place[order], leaves[order],
            swept[order],
        )  # fmt: skip

    def firsts(self) -> NDArray[np.bool_]:
        """Tell which events are the first of their line on their ring."""
        out = np.ones(len(self.line), bool)
        out[1:] = (self.line[1:] != self.line[:-1]) | (self.ring[1:] != self.ring[:-1])
        return out

    def side_at(self, rings: Rings, line: int, start: NDArray[np.int8], place: float) -> int:
        """Return the side at a place of a ring, given those at the first vertices of the rings."""
        ring = rings.coverage.ring[int(place)]
        mine = (self.line == line) & (self.ring == ring) & (self.place <= place)
        last = np.flatnonzero(mine)[-1:]
        return int(start[ring]) if not len(last) else int(np.where(self.leaves[last[0]], 1, -1))


@dataclass(frozen=True, eq=False)
class BoundaryIntegrals:
    """Several lines on one coverage.

    Attributes
    ----------
    sure : (lines,) bool array
        For which lines the rest holds.
    areas : (lines, 2, units) array
        m², on the left and on the right.
    length_m : (lines,) array
        How long each line is within the country, along geodesics.
    """

    rings: Rings
    segments: Segments
    events: _Events
    start: NDArray[np.int8]
    sure: NDArray[np.bool_]
    areas: NDArray[np.float64]
    length_m: NDArray[np.float64]

    @classmethod
    def of(cls, rings: Rings, lines: Sequence[Sequence[NDArray[np.float64]]]) -> Self:
        """Divide a coverage by several lines, each a sequence of (n, 2) chains.

        Examples
        --------
        >>> import shapely
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> from ceaseline.geo.partition.rings import Rings
        >>> country = Rings(Coverage.of([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)]))
        >>> quick = BoundaryIntegrals.of(country, [[np.array([[29, 48.5], [33.0, 48.5]])]])
        >>> (quick.areas[0] / 1e6).round().tolist()
        [[3964.0, 3964.0], [4254.0, 4254.0]]
        """
        segments = Segments.of(lines, rings)
        found = Crossings.of(rings, segments)
        events = _Events.of(rings, segments, found)
        sure = segments.simple() & ~found.odd & _in_order(rings, segments, found)
        start = _starts(rings, events, segments.lines)
        sure &= _alternate(events, segments.lines)
        sure &= _propagate(rings, segments, events, start)
        far = np.flatnonzero(sure & (start == 0).any(axis=1))
        known = start[far]
        start[far] = unreached_sides(
            rings,
            [lines[k] for k in far.tolist()],
            known,
            lambda row, place: events.side_at(rings, far[row], known[row], place),
        )
        areas = _areas(rings, events, start)
        sure &= (areas >= -_SLACK_M2).all(axis=(1, 2))
        inside = _lengths(rings, segments, found)
        return cls(rings, segments, events, start, sure, np.clip(areas, 0, rings.whole), inside)

    def sides(self, line: int, places: Places) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        """Return the side of places for one of the lines, and for which of them it is sure.

        Examples
        --------
        >>> import shapely
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> from ceaseline.geo.partition.ray_casting import Places
        >>> from ceaseline.geo.partition.rings import Rings
        >>> country = Rings(Coverage.of([shapely.box(30, 48, 31, 49)]))
        >>> quick = BoundaryIntegrals.of(country, [[np.array([[29, 48.5], [33.0, 48.5]])]])
        >>> spots = np.array([[30.5, 48.9], [30.5, 48.1]])
        >>> quick.sides(0, Places.of(country.coverage, spots, np.array([0, 0])))[0].tolist()
        [1, -1]
        """
        segments, events = self.segments, self.events
        low, high = np.searchsorted(events.line, [line, line + 1])
        turned = np.where(events.leaves[low:high], 1, -1).astype(np.int8)
        breaks = np.concatenate([self.rings.coverage.first[:-1], events.place[low:high]])
        order = np.argsort(breaks, kind="stable")
        values = np.concatenate([self.start[line], turned])[order]
        low, high = np.searchsorted(segments.line, [line, line + 1])
        tail = segments.tail[low:high]
        return places.sides(segments.coords[tail], segments.coords[tail + 1], breaks[order], values)


def _in_order(rings: Rings, segments: Segments, found: Crossings) -> NDArray[np.bool_]:
    """Tell which lines come from outside, go from unit to unit as they adjoin, and leave again."""
    cover = rings.coverage
    twin = cover.twin[found.cover]
    own, other = cover.unit[found.cover], np.where(twin < 0, -1, cover.unit[twin])
    source, target = np.where(found.leaves, own, other), np.where(found.leaves, other, own)
    chain = segments.chain[found.edge]
    out = np.ones(segments.lines, bool)
    owner = segments.line[segments.first[:-1]]
    low = np.searchsorted(chain, np.arange(len(segments.closed)))
    high = np.searchsorted(chain, np.arange(len(segments.closed)), side="right")
    out[owner[low == high]] = False
    low, high, closed = low[low < high], high[low < high], segments.closed[low < high]
    head, end = source[low], target[high - 1]
    wrong = np.where(closed, head != end, (head >= 0) | (end >= 0))
    out[segments.line[found.edge[low[wrong]]]] = False
    torn = (chain[1:] == chain[:-1]) & (target[:-1] != source[1:])
    out[segments.line[found.edge[1:][torn]]] = False
    return out


def _alternate(events: _Events, lines: int) -> NDArray[np.bool_]:
    """Tell for which lines every ring is left and entered by turns."""
    first = events.firsts()
    out = np.ones(lines, bool)
    same = ~first[1:] & (events.leaves[1:] == events.leaves[:-1])
    out[events.line[1:][same]] = False
    begin = np.flatnonzero(first)
    last = np.append(begin, len(first))[1:] - 1
    out[events.line[begin[events.leaves[begin] == events.leaves[last]]]] = False
    return out


def _starts(rings: Rings, events: _Events, lines: int) -> NDArray[np.int8]:
    """Return the side at the first vertex of each ring that is crossed, 0 for the others."""
    out = np.zeros((lines, len(rings.unit)), np.int8)
    first = np.flatnonzero(events.firsts())
    out[events.line[first], events.ring[first]] = np.where(events.leaves[first], -1, 1)
    return out


def _propagate(
    rings: Rings, segments: Segments, events: _Events, start: NDArray[np.int8]
) -> NDArray[np.bool_]:
    """Carry sides over to rings that are not crossed, in place; tell for which lines they agree."""
    links, edges = rings.links, len(rings.coverage.tail)
    crossed = start != 0
    # of each line the last event before the place where a ring hangs on another
    key = events.line * np.float64(edges) + events.place
    wanted = np.arange(len(start))[:, None] * np.float64(edges) + links.place
    last = np.searchsorted(key, wanted) - 1
    there = np.maximum(last, 0)
    after = np.zeros(wanted.shape, np.int8)
    if len(key):
        same = (last >= 0) & (events.ring[there] == links.source)
        same &= events.line[there] == np.arange(len(start))[:, None]
        after = np.where(same, np.where(events.leaves[there], 1, -1), 0).astype(np.int8)
    # from ring to ring until nothing more is learned: each pass carries sides one link on
    turn = _turns(rings, segments)
    while True:
        given = np.where(after != 0, after, start[:, links.source]) * turn
        row, link = np.nonzero((given != 0) & (start[:, links.target] == 0))
        if not len(row):
            break
        start[row, links.target[link]] = given[row, link]
    # a ring that is not crossed has one side, whichever link leads to it
    open_ = ~crossed[:, links.target]
    return np.asarray((~open_ | (given == start[:, links.target])).all(axis=1))


def _turns(rings: Rings, segments: Segments) -> NDArray[np.int8]:
    """Return for each line and link whether a ray that it stands for changes sides: -1, else 1."""
    out = np.ones((segments.lines, len(rings.links.ray)), np.int8)
    ray = rings.links.ray
    if not (ray >= 0).any():
        return out
    ends = np.searchsorted(segments.line, np.arange(segments.lines + 1))
    near = rings.holes.near(segments.coords[segments.tail], segments.coords[segments.tail + 1])[1]
    for k in np.unique(segments.line[near]).tolist():
        tail = segments.tail[ends[k] : ends[k + 1]]
        turned = rings.holes.turned(segments.coords[tail], segments.coords[tail + 1])[0]
        out[k, ray >= 0] = np.where(turned[ray[ray >= 0]] != 0, -1, 1)
    return out


def _lengths(rings: Rings, segments: Segments, found: Crossings) -> NDArray[np.float64]:
    """Return the length of each line within the country: where it leaves less where it enters."""
    metres = edge_lengths(*segments.coords.T.copy())[segments.tail]
    along = np.cumsum(metres) - metres
    # only the outer border counts: within it a unit is left where the next is entered
    outer = rings.coverage.twin[found.cover] < 0
    edge, sign = found.edge[outer], np.where(found.leaves[outer], 1.0, -1.0)
    at = along[edge] + found.s[outer] * metres[edge]
    out = np.bincount(segments.line[edge], sign * at, segments.lines)
    # a closed chain that starts inside is outside between its crossings
    chain = segments.chain[found.edge]
    first = np.flatnonzero(np.diff(chain, prepend=-1) > 0)
    inside = found.leaves[first] | (rings.coverage.twin[found.cover[first]] >= 0)
    inner = chain[first][inside]
    whole = np.bincount(segments.chain, metres, len(segments.closed))[inner]
    np.add.at(out, segments.line[segments.first[inner]], whole)
    return np.asarray(out)


def _areas(rings: Rings, events: _Events, start: NDArray[np.int8]) -> NDArray[np.float64]:
    lines, units = len(start), len(rings.whole)
    unit = rings.unit[events.ring]
    swept = np.where(events.leaves, events.swept, -events.swept)
    left = np.bincount(events.line * units + unit, swept, lines * units).reshape(lines, units)
    row, ring = np.nonzero(start > 0)
    np.add.at(left, (row, rings.unit[ring]), rings.size[ring])
    return np.stack([left, rings.whole - left], axis=1)
