"""The outline of a country, edge by edge: which neighbour lies beyond, and whose ground within."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import distance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.partition import Division
    from ceaseline.geo.partition.ray_casting import Places

__all__ = ["COAST", "Outline", "outline", "strung"]

COAST = ""
"""What the name of the neighbour is where there is none."""

_COAST_M = 3_000.0
"""A stretch of border farther than this from every neighbour is coast."""

_INSIDE = 2e-6
"""Degrees, 20 cm: what lies this far within the border is surely one side's ground."""


@dataclass(frozen=True, eq=False)
class Outline:
    """The outline of a country in edges of at most 1 km, the country on their left.

    Attributes
    ----------
    boundaries : Boundaries
    tail, head : (n, 2) array
        Longitude, latitude in degrees.
    """

    boundaries: Boundaries
    tail: NDArray[np.float64]
    head: NDArray[np.float64]

    @cached_property
    def middle(self) -> NDArray[np.float64]:
        """The middle of each edge, (n, 2)."""
        return (self.tail + self.head) / 2

    def inside(self, chosen: NDArray[np.bool_] | slice = slice(None)) -> Places:
        """Return the ground just inside the middle of edges, prepared for asking whose it is."""
        ahead = (self.head - self.tail)[chosen]
        inward = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        inward *= _INSIDE / np.linalg.norm(inward, axis=1)[:, None]
        return self.boundaries.divider.places(*(self.middle[chosen] + inward).T)

    @cached_property
    def neighbour(self) -> NDArray[np.str_]:
        """The name of the country beyond each edge; `COAST` where none is within 3 km."""
        middle = self.middle
        around = shapely.box(*(middle.min(axis=0) - 1.0), *(middle.max(axis=0) + 1.0))
        others = self.boundaries.neighbours
        names, edges = [COAST], [np.empty((0, 2, 2))]
        for name, shape in zip(others["name"], others.geometry, strict=True):
            for part in shapely.get_parts(shapely.intersection(shapely.boundary(shape), around)):
                spots = shapely.get_coordinates(part)
                edges.append(np.stack([spots[:-1], spots[1:]], axis=1))
                names += [str(name)] * (len(spots) - 1)
        every = np.concatenate(edges)
        if not len(every):
            return np.full(len(middle), COAST)
        nearest, metres = _nearest(middle, every)
        return np.where(metres < _COAST_M, np.array(names[1:])[nearest], COAST)

    def held_by_first(
        self, division: Division, chosen: NDArray[np.bool_] | None = None
    ) -> NDArray[np.bool_]:
        """Return which edges bound the first party's ground, (n,); False where not `chosen`."""
        asked = np.ones(len(self.tail), dtype=bool) if chosen is None else chosen
        held = np.zeros(len(self.tail), dtype=bool)
        held[asked] = division.sides(self.inside(asked)) > 0
        return held

    def lines(self, chosen: NDArray[np.bool_]) -> list[shapely.LineString]:
        """Return the chosen edges strung together."""
        return strung(self.tail[chosen], self.head[chosen])


def strung(tail: NDArray[np.float64], head: NDArray[np.float64]) -> list[shapely.LineString]:
    """Return edges, from tail to head, strung together where just two meet.

    Parameters
    ----------
    tail, head : (n, 2) array
        Longitude, latitude in degrees.

    Examples
    --------
    >>> spots = np.array([[30.0, 48.0], [31.0, 48.0], [32.0, 48.0]])
    >>> [line.wkt for line in strung(spots[:-1], spots[1:])]
    ['LINESTRING (30 48, 31 48, 32 48)']
    """
    if not len(tail):
        return []
    edges = shapely.linestrings(np.stack([tail, head], axis=1))
    merged = shapely.line_merge(shapely.multilinestrings(np.asarray(edges)))
    return [part for part in shapely.get_parts(merged).tolist() if part.length > 0]


def _nearest(
    spots: NDArray[np.float64], edges: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the edge, of (m, 2, 2), nearest to each place, and how far it is in metres."""
    # longitudes shrunk to the scale of latitudes, so that what is nearest in degrees is nearest
    scale = np.array([np.cos(np.radians(spots[:, 1].mean())), 1.0])
    points = shapely.points(spots * scale)
    lines = np.asarray(shapely.linestrings(edges * scale))
    found = shapely.STRtree(lines).query_nearest(points, all_matches=False)[1]
    ways = shapely.shortest_line(points, lines[found])
    ends = shapely.get_coordinates(ways).reshape(-1, 2, 2) / scale
    return found, np.asarray(distance(*ends[:, 0].T, *ends[:, 1].T))


@lru_cache(maxsize=4)
def outline(boundaries: Boundaries) -> Outline:
    """Return the outline of a country.

    Examples
    --------
    >>> from ceaseline.geo.country.boundaries import boundaries
    >>> sorted(set(outline(boundaries()).neighbour.tolist()))[1:4]
    ['Belarus', 'Hungary', 'Moldova']
    """
    cover = boundaries.divider.coverage
    return Outline(boundaries, cover.tail[cover.border], cover.head[cover.border])
