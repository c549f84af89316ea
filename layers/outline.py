"""The outline of a country, edge by edge: which neighbour lies beyond, and whose ground within."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.lines.nearest import NearestOnLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.boundaries import Boundaries
    from geo.partition import Division
    from geo.partition.places import Places

__all__ = ["COAST", "Outline", "outline"]

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
    def neighbour(self) -> NDArray[np.str_]:
        """The name of the country beyond each edge; `COAST` where none is within 3 km."""
        others = self.boundaries.neighbours
        names = np.array([COAST, *others["name"]])
        if not len(others):
            return np.full(len(self.tail), COAST)
        middle = (self.tail + self.head) / 2
        away = [_to_shape(shape, middle) for shape in others.geometry]
        # the first row stands for the coast: nothing farther than the limit is nearer than it
        every = np.vstack([np.full(len(middle), _COAST_M), *away])
        return np.asarray(names[every.argmin(axis=0)])

    @cached_property
    def inside(self) -> Places:
        """A place just within the country by the middle of each edge."""
        ahead = self.head - self.tail
        inward = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        inward *= _INSIDE / np.linalg.norm(inward, axis=1)[:, None]
        return self.boundaries.divider.places(*((self.tail + self.head) / 2 + inward).T)

    def held_by_first(self, division: Division) -> NDArray[np.bool_]:
        """Return which edges bound the first party's ground, (n,)."""
        return np.asarray(division.sides(self.inside) > 0)

    def lines(self, chosen: NDArray[np.bool_]) -> list[shapely.LineString]:
        """Return the chosen edges strung together."""
        if not chosen.any():
            return []
        edges = shapely.linestrings(np.stack([self.tail[chosen], self.head[chosen]], axis=1))
        merged = shapely.line_merge(shapely.multilinestrings(np.asarray(edges)))
        return [part for part in shapely.get_parts(merged).tolist() if part.length > 0]


def _to_shape(shape: shapely.Geometry, spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distance of places to the border of a country, m; far ones infinitely."""
    west, south = spots.min(axis=0) - 1.0
    east, north = spots.max(axis=0) + 1.0
    border = shapely.intersection(shapely.boundary(shape), shapely.box(west, south, east, north))
    chains = [shapely.get_coordinates(part) for part in shapely.get_parts(border)]
    if not chains:
        return np.full(len(spots), np.inf)
    return NearestOnLine.of(chains).find(spots)[2]


@lru_cache(maxsize=4)
def outline(boundaries: Boundaries) -> Outline:
    """Return the outline of a country.

    Examples
    --------
    >>> from geo.boundaries import boundaries
    >>> sorted(set(outline(boundaries()).neighbour.tolist()))[1:4]
    ['Belarus', 'Hungary', 'Moldova']
    """
    cover = boundaries.divider.coverage
    return Outline(boundaries, cover.tail[cover.border], cover.head[cover.border])
