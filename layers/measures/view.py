"""What the measures share about one plan and about one country, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.country.geometry import dense_ground
from ceaseline.geo.geodesy import densify, distance, edge_lengths
from ceaseline.geo.lines.chains import densified
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.layers.measures.detail import lengths
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.outline import COAST, outline, strung

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.geo.partition.ray_casting import Places
    from ceaseline.layers.measures.detail import Lengths
    from ceaseline.layers.plan.plan import Plan

__all__ = ["ALONG_M", "CountryView", "PlanView", "Stretches", "country_view"]

ALONG_M = 2_000.0
"""A line runs along a river or border while it is no farther from it than this."""

_STEP_M = 500.0


@dataclass(frozen=True, eq=False)
class Stretches:
    """Short stretches of lines: where the middle of each is, and its length.

    Attributes
    ----------
    middle : (n, 2) array
        Longitude, latitude.
    length_m : (n,) array
    """

    middle: NDArray[np.float64]
    length_m: NDArray[np.float64]

    @classmethod
    def of(cls, lines: Iterable[shapely.Geometry], step_m: float = _STEP_M) -> Stretches:
        """Cut lines into stretches no longer than a step.

        Examples
        --------
        >>> cut = Stretches.of([shapely.LineString([(30, 50), (30, 50.09)])])
        >>> len(cut.length_m), round(float(cut.length_m.sum()))
        (21, 10011)
        """
        middles, lengths = [np.empty((0, 2))], [np.empty(0)]
        for line in lines:
            for part in shapely.get_parts(line):
                dense, _ = densified(shapely.get_coordinates(part), step_m)
                middles.append((dense[:-1] + dense[1:]) / 2)
                lengths.append(edge_lengths(dense[:, 0].copy(), dense[:, 1].copy()))
        return cls(np.concatenate(middles), np.concatenate(lengths))

    def total(self, chosen: NDArray[np.bool_]) -> float:
        """Return the length of the chosen stretches, m."""
        return float(self.length_m[chosen].sum())


@dataclass(frozen=True, eq=False)
class CountryView:
    """Rivers, borders, coast and centres of a country, prepared for nearest-place questions."""

    boundaries: Boundaries
    gazetteer: Gazetteer

    @cached_property
    def rivers(self) -> NearestOnLine | None:
        """All rivers of the boundaries."""
        return _nearest(self.boundaries.rivers.geometry)

    @cached_property
    def inner(self) -> NearestOnLine | None:
        """Borders between units."""
        cover = self.boundaries.divider.coverage
        once = cover.twin > np.arange(len(cover.twin))
        return _nearest(strung(cover.tail[once], cover.head[once]))

    @cached_property
    def outer(self) -> Stretches:
        """Border of the country, coast included, in edges of at most 1 km."""
        around = outline(self.boundaries)
        return Stretches(around.middle, np.asarray(distance(*around.tail.T, *around.head.T)))

    @cached_property
    def shore(self) -> Places:
        """The ground just inside the middle of each stretch of the outer border."""
        return outline(self.boundaries).inside()

    @cached_property
    def coastal(self) -> NDArray[np.bool_]:
        """Which stretches of the outer border are coast."""
        return np.asarray(outline(self.boundaries).neighbour == COAST)

    @cached_property
    def state(self) -> NearestOnLine | None:
        """Borders with neighbours, without the coast."""
        return _nearest(outline(self.boundaries).lines(~self.coastal))

    @cached_property
    def river(self) -> Stretches:
        """The river that parts the country, within it; of no length where none does."""
        if self.boundaries.river is None:
            return Stretches(np.empty((0, 2)), np.empty(0))
        course = densify(self.boundaries.river)
        return Stretches.of([shapely.intersection(course, dense_ground(self.boundaries))], 1000.0)

    @cached_property
    def centre(self) -> NDArray[np.int64]:
        """For each settlement, the row of the centre of its oblast; -1 where none is listed."""
        places, units = self.gazetteer.settlements, self.boundaries.units
        rows = np.flatnonzero(places["rank"] <= 1)
        known = dict(zip(places["name"].iloc[rows[::-1]], rows[::-1].tolist(), strict=True))
        by_unit = {
            code: known.get(name, -1)
            for code, name in zip(units["code"], units["capital"], strict=True)
        }
        return np.array([by_unit.get(code, -1) for code in places["unit_code"]], dtype=np.int64)

    @cached_property
    def course(self) -> Places:
        """The middle of each stretch of that river."""
        return self.boundaries.divider.places(*self.river.middle.T)


@lru_cache(maxsize=4)
def country_view(boundaries: Boundaries, gazetteer: Gazetteer) -> CountryView:
    """Return what the measures share about a country."""
    return CountryView(boundaries, gazetteer)


def _nearest(lines: Iterable[shapely.Geometry]) -> NearestOnLine | None:
    parts = [part for line in lines for part in shapely.get_parts(line)]
    chains = [shapely.get_coordinates(part) for part in parts if not shapely.is_empty(part)]
    return NearestOnLine.of(chains) if chains else None


@dataclass(frozen=True, eq=False)
class PlanView:
    """A plan with what its measures share.

    Attributes
    ----------
    plan : Plan
    """

    plan: Plan

    def figure(self, name: str, party: str | None = None) -> float:
        """Return a figure of the plan for the whole country."""
        return find(self.plan.figures, name, party).value

    def by_party(self, name: str) -> dict[str, float]:
        """Return a figure of the plan for the whole country by party."""
        return {party: self.figure(name, party) for party in self.plan.parties}

    @cached_property
    def population(self) -> NDArray[np.int64]:
        """People of each settlement."""
        return np.asarray(self.plan.settlements["population"], dtype=np.int64)

    @cached_property
    def away_m(self) -> NDArray[np.float64]:
        """Distance of each settlement from the line."""
        return np.asarray(self.plan.settlements["distance_m"], dtype=np.float64)

    @cached_property
    def towns_left(self) -> NDArray[np.bool_]:
        """Which settlements are on the first party's side."""
        return np.asarray(self.plan.settlements["party"] == self.plan.parties[0], dtype=bool)

    @property
    def country(self) -> CountryView:
        """What is shared about the country."""
        return country_view(self.plan.boundaries, self.plan.gazetteer)

    @cached_property
    def stretches(self) -> Stretches:
        """The line within the country, in short stretches."""
        return Stretches.of([self.plan.line])

    @cached_property
    def lengths(self) -> Lengths:
        """The length of the line at each detail."""
        return lengths(self.plan)

    @cached_property
    def near(self) -> NearestOnLine:
        """The line within the country, prepared."""
        return NearestOnLine.of([shapely.get_coordinates(p) for p in self.plan.line.geoms])

    @cached_property
    def outer_left(self) -> NDArray[np.bool_]:
        """Which stretches of the country's outer border are on the first party's side."""
        return np.asarray(self.plan.division.sides(self.country.shore) > 0)

    def along(self, feature: NearestOnLine | None) -> float:
        """Return the length of the line that runs along a feature, m."""
        if feature is None:
            return 0.0
        return self.stretches.total(feature.within(self.stretches.middle, ALONG_M))

    @cached_property
    def runs(self) -> list[NDArray[np.float64]]:
        """The open parts of the line within the country, each an (n, 2) array."""
        parts = (shapely.get_coordinates(part) for part in self.plan.line.geoms)
        return [part for part in parts if (part[0] != part[-1]).any()]

    @cached_property
    def straight_m(self) -> float:
        """Sum of the distances between the ends of the open parts."""
        return float(sum(distance(*run[0], *run[-1]) for run in self.runs))
