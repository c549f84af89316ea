"""Measures of settlements and the people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.gazetteer.people import is_settlement
from ceaseline.layers.comparison.registry import quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.comparison.subject import Subject

_PLACES = "registered on 1 January 2022 (State Statistics Service); Crimea: GeoNames"


@quantity("settlements", "Settlements", "count", per="party", source=_PLACES)
def settlements(subject: Subject) -> dict[str, float]:
    """Listed settlements on each party's side."""
    return subject.by_party("settlements")


@quantity("people", "People", "count", per="party", source=_PLACES)
def people(subject: Subject) -> dict[str, float]:
    """People of the settlements on each party's side."""
    return subject.by_party("people")


@quantity("people_share", "Share of people", "1", per="party", source=_PLACES)
def people_share(subject: Subject) -> dict[str, float]:
    """People on a party's side, of all people."""
    held = subject.by_party("people")
    return {party: value / sum(held.values()) for party, value in held.items()}


@quantity("people_within_25_km", "People within 25 km of the line", "count", per="party",
          source=_PLACES)  # fmt: skip
def people_within_25_km(subject: Subject) -> dict[str, float]:
    """People of a party's settlements no farther than 25 km from the line."""
    return _within(subject, 25_000.0)


@quantity("people_within_50_km", "People within 50 km of the line", "count", per="party",
          source=_PLACES)  # fmt: skip
def people_within_50_km(subject: Subject) -> dict[str, float]:
    """People of a party's settlements no farther than 50 km from the line."""
    return _within(subject, 50_000.0)


def _within(subject: Subject, metres: float) -> dict[str, float]:
    near = subject.away_m <= metres
    sides = (near & subject.towns_left, near & ~subject.towns_left)
    people = (int(subject.population[side].sum()) for side in sides)
    return dict(zip(subject.plan.parties, people, strict=True))


@quantity("settlements_cut_off", "Settlements cut off from their centre", "count", source=_PLACES)
def settlements_cut_off(subject: Subject) -> float:
    """Settlements on another side of the line than the centre of their oblast."""
    return int((_cut_off(subject) & is_settlement(subject.plan.settlements)).sum())


@quantity("people_cut_off", "People cut off from their centre", "count", source=_PLACES)
def people_cut_off(subject: Subject) -> float:
    """People of the settlements on another side than the centre of their oblast."""
    return int(subject.population[_cut_off(subject)].sum())


def _cut_off(subject: Subject) -> NDArray[np.bool_]:
    centre, left = subject.ground.centre, subject.towns_left
    return np.asarray((centre >= 0) & (left[centre] != left), dtype=bool)


@quantity("capital_distance", "From the capital to the line", "m", source=_PLACES)
def capital_distance(subject: Subject) -> float | None:
    """Geodesic distance from the capital to the nearest place of the line."""
    found = subject.away_m[subject.plan.settlements["rank"].to_numpy() == 0]
    return float(found.min()) if len(found) else None
