"""Measures of territory, borders and water."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import area
from ceaseline.layers.comparison.registry import quantity
from ceaseline.layers.comparison.subject import ALONG_M
from ceaseline.layers.measures import COUNTRY_BASIS, UNIT_BASIS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.comparison.subject import Subject

_SMALL_M2 = 1e6


@quantity("territory_area", "Territory", "m2", per="party", source="boundaries used")
def territory_area(subject: Subject) -> dict[str, float]:
    """Geodesic area of the country on each party's side of the line."""
    return subject.by_party("territory_area")


@quantity("territory_share", "Share of the country", "1", per="party", source=COUNTRY_BASIS)
def territory_share(subject: Subject) -> dict[str, float]:
    """Territory of a party over the area of the country as drawn in the boundaries used."""
    return subject.by_party("territory_share")


@quantity("unit_share", "Share of each oblast", "1", per="unit", source=UNIT_BASIS)
def unit_share(subject: Subject) -> dict[str, float]:
    """Share of each oblast on the second party's side, of its area as drawn."""
    areas, labels = subject.plan.division.areas, subject.plan.division.coverage.labels
    return dict(zip(labels, (areas[1] / areas.sum(axis=0)).tolist(), strict=True))


@quantity("unit_area", "Area in each oblast", "m2", per="unit", source="boundaries used")
def unit_area(subject: Subject) -> dict[str, float]:
    """Geodesic area of each oblast on the second party's side."""
    labels = subject.plan.division.coverage.labels
    return dict(zip(labels, subject.plan.division.areas[1].tolist(), strict=True))


@quantity("units_whole", "Oblasts held whole", "count", per="party", source="boundaries used")
def units_whole(subject: Subject) -> dict[str, float]:
    """Oblasts of which the other party holds less than 1 km²."""
    other = subject.plan.division.areas[::-1]
    return dict(zip(subject.plan.parties, (other < _SMALL_M2).sum(axis=1).tolist(), strict=True))


@quantity("units_divided", "Oblasts divided", "count", source="boundaries used")
def units_divided(subject: Subject) -> float:
    """Oblasts of which each party holds at least 1 km²."""
    return int((subject.plan.division.areas >= _SMALL_M2).all(axis=0).sum())


@quantity("territory_pieces", "Pieces of territory", "count", per="party")
def territory_pieces(subject: Subject) -> dict[str, float]:
    """Connected pieces of a party's territory of at least 1 km², islands included."""
    return {party: int((sizes >= _SMALL_M2).sum()) for party, sizes in _pieces(subject).items()}


@quantity("territory_detached", "Territory off the largest piece", "m2", per="party")
def territory_detached(subject: Subject) -> dict[str, float]:
    """Area of a party's territory that is not connected with its largest piece."""
    return {party: float(sizes.sum() - sizes.max()) for party, sizes in _pieces(subject).items()}


@lru_cache(maxsize=4)
def _pieces(subject: Subject) -> dict[str, NDArray[np.float64]]:
    return {
        party: np.asarray(area(shapely.get_parts(shape)), dtype=float)
        for party, shape in subject.plan.territories.items()
        if not shape.is_empty
    }


@quantity("coast", "Coast", "m", per="party", source="boundaries used")
def coast(subject: Subject) -> dict[str, float]:
    """Length of the country's outer border on a party's side farther than 3 km from a neighbour."""
    return _outer(subject, subject.ground.coastal)


@quantity("state_border", "Border with neighbours", "m", per="party", source="boundaries used")
def state_border(subject: Subject) -> dict[str, float]:
    """Length of the country's outer border on a party's side within 3 km of a neighbour."""
    return _outer(subject, ~subject.ground.coastal)


def _outer(subject: Subject, kind: NDArray[np.bool_]) -> dict[str, float]:
    outer = subject.ground.outer
    left = subject.outer_left
    sides = (outer.total(kind & left), outer.total(kind & ~left))
    return dict(zip(subject.plan.parties, sides, strict=True))


@quantity("dnipro", "The Dnipro by who holds its banks", "m", per="holder", source="rivers used")
def dnipro(subject: Subject) -> dict[str, float]:
    """Length of the Dnipro within the country on each party's side, and "the line" where the line
    is within 2 km of it.
    """  # noqa: D205 - one sentence
    course = subject.ground.dnipro
    shared = subject.near.within(course.middle, ALONG_M)
    left = subject.plan.division.sides(subject.ground.course) > 0
    first, second = subject.plan.parties
    return {
        first: course.total(left & ~shared),
        second: course.total(~left & ~shared),
        "the line": course.total(shared),
    }
