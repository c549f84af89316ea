"""Places prepared for many lines: each is led west to the border of its unit, once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import shapely

from ceaseline.geo.partition.grid import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.partition.coverage import Coverage

__all__ = ["Places"]

_STRIDE = 1000.0
_ON = 1e-12
"""Degrees: a place this near to the line is on it."""


@dataclass(frozen=True, eq=False)
class Places:
    """Places, each with where a ray to the west leaves its unit; by unit, in order of latitude.

    The side of a place is that of the border where the ray ends, changed by each crossing of the
    ray with the line.

    Attributes
    ----------
    lon, lat : (n,) array
        Degrees.
    key : (n,) array
        The unit times 1000 and the latitude, ascending.
    boxes : (4, units) array
        Around the rays of each unit: west, south, east, north.
    place : (n,) array
        Where the ray ends: the number of a coverage edge and the share along it.
    west : (n,) array
        Longitude there; infinite for a place outside the country, which has the side of the
        nearest place of the border.
    order : (n,) int array
        Position of each in what was given.
    by_place : (n,) int array
        The order of `place`.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    key: NDArray[np.float64]
    boxes: NDArray[np.float64]
    place: NDArray[np.float64]
    west: NDArray[np.float64]
    order: NDArray[np.int64]
    by_place: NDArray[np.int64]

    @property
    def lonlat(self) -> NDArray[np.float64]:
        """The places as they were given, (n, 2) longitude and latitude."""
        out = np.empty((len(self.lon), 2))
        out[self.order] = np.column_stack([self.lon, self.lat])
        return out

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The places as they were given, as points in a tree."""
        return shapely.STRtree(np.asarray(shapely.points(self.lonlat)))

    @classmethod
    def of(
        cls,
        coverage: Coverage,
        spots: NDArray[np.float64],
        unit: NDArray[np.int64],
        *,
        strictly: bool = False,
    ) -> Self:
        """Lead places west.

        Parameters
        ----------
        coverage : Coverage
        spots : (n, 2) array
            Longitude, latitude in degrees.
        unit : (n,) int array
            The unit each lies in, -1 outside the country.
        strictly : bool
            Whether the border that a place lies on does not count as the end of its ray.

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> country = Coverage.of([shapely.box(30, 48, 30.01, 48.005)])
        >>> places = Places.of(country, np.array([[30.005, 48.001]]), np.array([0]))
        >>> places.west.tolist()
        [30.0]
        """
        order = np.argsort(spots[:, 1], kind="stable")
        lon, lat = spots[order].T
        place, west = _rays(coverage, lon, lat, unit[order], strictly=strictly)
        lost = ~np.isfinite(west)
        place[lost] = _nearest(coverage, spots[order][lost])
        back = np.lexsort((lat, unit[order]))
        lon, lat, place, west = (value[back] for value in (lon, lat, place, west))
        order = order[back]
        own, count = unit[order], len(coverage.labels)
        ruled = np.isfinite(west) & (own >= 0)
        boxes = np.array([[np.inf], [np.inf], [-np.inf], [-np.inf]]) * np.ones(count)
        for row, value in enumerate((west, lat, lon, lat)):
            keep = np.minimum if row < 2 else np.maximum
            keep.at(boxes[row], own[ruled], value[ruled])
        key = own * _STRIDE + lat
        return cls(lon, lat, key, boxes, place, west, order, np.argsort(place, kind="stable"))

    def sides(
        self,
        tail: NDArray[np.float64],
        head: NDArray[np.float64],
        breaks: NDArray[np.float64],
        values: NDArray[np.int8],
    ) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        """Return the side of each place for one line.

        Parameters
        ----------
        tail, head : (m, 2) array
            Edges of the line.
        breaks : (k,) array
            Where the side of the rings changes, ascending, as `place`.
        values : (k,) int8 array
            The side from there on: +1 left, -1 right.

        Returns
        -------
        side : (n,) int8 array
            In the order of the places given; a place on the line is on its left.
        sure : (n,) bool array
            False where crossings contradict each other.
        """
        side = np.empty(len(self.lon), np.int64)
        ends = np.searchsorted(self.place[self.by_place], breaks)
        side[self.by_place] = np.repeat(values, np.diff(ends, append=len(side)))
        turned, on = self.turned(tail, head)
        side += turned
        sure = np.abs(side) == 1
        side[on], sure[on] = 1, True
        out, known = np.empty(len(side), np.int8), np.empty(len(side), bool)
        out[self.order], known[self.order] = np.sign(side), sure
        return out, known

    def turned(
        self, tail: NDArray[np.float64], head: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
        """Return by how much a line changes the side along each ray: 2, 0 or -2.

        Parameters
        ----------
        tail, head : (m, 2) array
            Edges of the line.

        Returns
        -------
        turned : (n,) int array
            In the order of `lon` and `lat`.
        on : (k,) int array
            Which places lie on the line.

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> country = Coverage.of([shapely.box(30, 48, 30.01, 48.005)])
        >>> places = Places.of(country, np.array([[30.005, 48.001]]), np.array([0]))
        >>> places.turned(np.array([[30.001, 47.0]]), np.array([[30.001, 49.0]]))[0].tolist()
        [-2]
        """
        # rays run along parallels: an edge meets those of its latitudes, found in the sorted keys
        low, high = np.minimum(tail[:, 1], head[:, 1]), np.maximum(tail[:, 1], head[:, 1])
        unit, busy = self.near(tail, head)
        first = np.searchsorted(self.key, unit * _STRIDE + low[busy])
        count = np.searchsorted(self.key, unit * _STRIDE + high[busy], side="right") - first
        busy, first, count = busy[count > 0], first[count > 0], count[count > 0]
        run, spot = spread(first, count)
        edge = busy[run]
        # each edge as lon = start + slope * lat; level ones apart
        climb = (head - tail)[busy]
        level = climb[:, 1] == 0
        slope = np.where(level, 0.0, climb[:, 0] / np.where(level, 1.0, climb[:, 1]))
        start = tail[busy, 0] - slope * tail[busy, 1]
        x = start[run] + slope[run] * self.lat[spot]
        gap = self.lon[spot] - x
        lat = self.lat[spot]
        # west of the place, before the ray leaves its unit; of an edge the lower end counts
        hit = (gap > 0) & (x > self.west[spot]) & (lat < high[edge]) & (lat >= low[edge])
        hit &= ~level[run]
        turn = np.where(climb[run[hit], 1] > 0, -2.0, 2.0)
        turned = np.bincount(spot[hit], turn, len(self.lon)).astype(np.int64)
        # places on the line: on a slanting edge by the gap, on a level one between its ends
        on = np.abs(gap) <= _ON
        flat = np.flatnonzero(level[run])
        between = np.sort(np.column_stack([tail[edge[flat], 0], head[edge[flat], 0]]), axis=1)
        at = self.lon[spot[flat]]
        on[flat] = (at >= between[:, 0]) & (at <= between[:, 1])
        on &= np.isfinite(self.west[spot])
        return turned, spot[on]

    def near(
        self, tail: NDArray[np.float64], head: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which edges of a line come near the rays of which unit.

        Parameters
        ----------
        tail, head : (m, 2) array
            Edges of the line; at least one.

        Returns
        -------
        unit, edge : (k,) int arrays

        Examples
        --------
        >>> from ceaseline.geo.partition.coverage import Coverage
        >>> country = Coverage.of([shapely.box(30, 48, 30.01, 48.005)])
        >>> places = Places.of(country, np.array([[30.005, 48.001]]), np.array([0]))
        >>> path = np.array([[29.0, 48.0], [30.001, 48.0], [30.001, 48.002]])
        >>> [value.tolist() for value in places.near(path[:-1], path[1:])]
        [[0], [1]]
        """
        west, east = np.minimum(tail[:, 0], head[:, 0]), np.maximum(tail[:, 0], head[:, 0])
        south, north = np.minimum(tail[:, 1], head[:, 1]), np.maximum(tail[:, 1], head[:, 1])
        left, bottom, right, top = self.boxes
        some = (west.min() <= right) & (east.max() >= left)
        some &= (south.min() <= top) & (north.max() >= bottom)
        units = np.flatnonzero(some)
        busy = [
            np.flatnonzero(
                (west <= right[k]) & (east >= left[k]) & (south <= top[k]) & (north >= bottom[k])
            )
            for k in units.tolist()
        ]
        unit = np.repeat(units, [len(edges) for edges in busy])
        return unit, np.concatenate([np.zeros(0, np.int64), *busy])


def _rays(
    coverage: Coverage,
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    unit: NDArray[np.int64],
    *,
    strictly: bool,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where rays west first meet the border of their unit, and that longitude."""
    tail, head = coverage.tail, coverage.head
    low, high = np.minimum(tail[:, 1], head[:, 1]), np.maximum(tail[:, 1], head[:, 1])
    # every edge with the rays whose latitude it spans, of its own unit
    first = np.searchsorted(lat, low)
    count = np.searchsorted(lat, high) - first
    edge, spot = spread(first, count)
    own = unit[spot] == coverage.unit[edge]
    edge, spot = edge[own], spot[own]
    # where each meets its ray
    t = (lat[spot] - tail[edge, 1]) / (head[edge, 1] - tail[edge, 1])
    x = tail[edge, 0] + t * (head[edge, 0] - tail[edge, 0])
    met = (x < lon[spot]) if strictly else (x <= lon[spot])
    edge, spot, t, x = edge[met], spot[met], t[met], x[met]
    # of each ray the easternmost, the last of its own in order
    order = np.lexsort((x, spot))
    last = np.append(spot[order][1:] != spot[order][:-1], True) if len(order) else order > 0
    best = order[last]
    place, west = np.zeros(len(lon)), np.full(len(lon), np.inf)
    place[spot[best]] = edge[best] + np.clip(t[best], 0, 1 - 1e-12)
    west[spot[best]] = x[best]
    return place, west


def _nearest(coverage: Coverage, spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the place of the country's border nearest in longitude and latitude."""
    if not len(spots):
        return np.zeros(0)
    edge = np.flatnonzero(coverage.border)
    tail, head = coverage.tail[edge], coverage.head[edge]
    lines = np.asarray(shapely.linestrings(np.stack([tail, head], axis=1)))
    near = shapely.STRtree(lines).nearest(shapely.points(spots))
    along = head[near] - tail[near]
    t = ((spots - tail[near]) * along).sum(axis=1) / (along * along).sum(axis=1)
    return np.asarray(edge[near] + np.clip(t, 0, 1 - 1e-12))
