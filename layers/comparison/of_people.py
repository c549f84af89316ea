"""Measures of settlements and the people in them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from layers.comparison.registry import quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from layers.comparison.subject import Subject

_PLACES = "GeoNames; mostly before 2022, some inflated; city districts counted with their city"


@quantity("settlements", "Settlements", "count", per="party", source=_PLACES)
def settlements(subject: Subject) -> dict[str, float]:
    """Listed settlements on each party's side."""
    return subject.by_party("settlements")


@quantity("people", "People", "count", per="party", source=_PLACES)
def people(subject: Subject) -> dict[str, float]:
    """Listed population of the settlements on each party's side."""
    return subject.by_party("people")


@quantity("people_share", "Share of people", "1", per="party", source=_PLACES)
def people_share(subject: Subject) -> dict[str, float]:
    """Listed population on a party's side, of all listed population."""
    held = subject.by_party("people")
    return {party: value / sum(held.values()) for party, value in held.items()}


@quantity("people_within_25_km", "People within 25 km of the line", "count", per="party",
          source=_PLACES)  # fmt: skip
def people_within_25_km(subject: Subject) -> dict[str, float]:
    """Listed population of a party's settlements no farther than 25 km from the line."""
    return _within(subject, 25_000.0)


@quantity("people_within_50_km", "People within 50 km of the line", "count", per="party",
          source=_PLACES)  # fmt: skip
def people_within_50_km(subject: Subject) -> dict[str, float]:
    """Listed population of a party's settlements no farther than 50 km from the line."""
    return _within(subject, 50_000.0)


def _within(subject: Subject, metres: float) -> dict[str, float]:
    places = subject.plan.settlements
    near = places[places["distance_m"] <= metres]
    return {
        party: int(near.loc[near["party"] == party, "population"].sum())
        for party in subject.plan.parties
    }


@quantity("settlements_cut_off", "Settlements cut off from their centre", "count", source=_PLACES)
def settlements_cut_off(subject: Subject) -> float:
    """Settlements on another side of the line than the centre of their oblast."""
    return int(_cut_off(subject).sum())


@quantity("people_cut_off", "People cut off from their centre", "count", source=_PLACES)
def people_cut_off(subject: Subject) -> float:
    """Listed population of the settlements on another side than the centre of their oblast."""
    population = subject.plan.settlements["population"].to_numpy()
    return int(population[_cut_off(subject)].sum())


@lru_cache(maxsize=4)
def _cut_off(subject: Subject) -> NDArray[np.bool_]:
    places = subject.plan.settlements
    units = subject.plan.boundaries.units
    centres = places[places["rank"] <= 1].drop_duplicates("name").set_index("name")["party"]
    holder = dict(zip(units["code"], units["capital"].map(centres), strict=True))
    own = places["unit_code"].map(holder)
    return np.asarray(own.notna() & (own != places["party"]), dtype=bool)


@quantity("capital_distance", "From the capital to the line", "m", source=_PLACES)
def capital_distance(subject: Subject) -> float | None:
    """Geodesic distance from the capital to the nearest place of the line."""
    places = subject.plan.settlements
    found = places.loc[places["rank"] == 0, "distance_m"]
    return float(found.min()) if len(found) else None
