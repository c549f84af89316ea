"""Measures of settlements and the people in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.gazetteer.people import is_settlement, listed_people
from ceaseline.layers.measures.registry import PLACES, measure, rows
from ceaseline.layers.plan.figure import Figure, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ceaseline.layers.measures.view import PlanView
    from ceaseline.layers.plan.plan import Plan


@measure("settlements", "Settlements", "count", per="party", source=PLACES)
def settlements(view: PlanView) -> dict[str, float]:
    """Listed settlements on each party's side."""
    return view.by_party("settlements")


@measure("people", "People", "count", per="party", source=PLACES)
def people(view: PlanView) -> dict[str, float]:
    """People of the settlements on each party's side."""
    return view.by_party("people")


@measure("people_share", "Share of people", "1", per="party", source=PLACES, everywhere=False)
def people_share(view: PlanView) -> dict[str, float]:
    """People on a party's side, of all people."""
    held = view.by_party("people")
    return {party: value / sum(held.values()) for party, value in held.items()}


@measure("people_within_25_km", "People within 25 km of the line", "count", per="party",
          source=PLACES, everywhere=False)  # fmt: skip
def people_within_25_km(view: PlanView) -> dict[str, float]:
    """People of a party's settlements no farther than 25 km from the line."""
    return _within(view, 25_000.0)


@measure("people_within_50_km", "People within 50 km of the line", "count", per="party",
          source=PLACES, everywhere=False)  # fmt: skip
def people_within_50_km(view: PlanView) -> dict[str, float]:
    """People of a party's settlements no farther than 50 km from the line."""
    return _within(view, 50_000.0)


def _within(view: PlanView, metres: float) -> dict[str, float]:
    near = view.away_m <= metres
    sides = (near & view.towns_left, near & ~view.towns_left)
    people = (int(view.population[side].sum()) for side in sides)
    return dict(zip(view.plan.parties, people, strict=True))


@measure(
    "settlements_cut_off",
    "Settlements cut off from their centre",
    "count",
    source=PLACES,
    everywhere=False,
)
def settlements_cut_off(view: PlanView) -> float:
    """Settlements on another side of the line than the centre of their oblast."""
    return int((_cut_off(view) & is_settlement(view.plan.settlements)).sum())


@measure(
    "people_cut_off", "People cut off from their centre", "count", source=PLACES, everywhere=False
)
def people_cut_off(view: PlanView) -> float:
    """People of the settlements on another side than the centre of their oblast."""
    return int(view.population[_cut_off(view)].sum())


def _cut_off(view: PlanView) -> NDArray[np.bool_]:
    centre, left = view.country.centre, view.towns_left
    return np.asarray((centre >= 0) & (left[centre] != left), dtype=bool)


@measure("capital_distance", "From the capital to the line", "m", source=PLACES, everywhere=False)
def capital_distance(view: PlanView) -> float | None:
    """Geodesic distance from the capital to the nearest place of the line."""
    found = view.away_m[view.plan.settlements["rank"].to_numpy() == 0]
    return float(found.min()) if len(found) else None


def counted(plan: Plan) -> list[tuple[str, NDArray[np.int64]]]:
    """Return what of settlements is summed: a measure's name, and how much of it each has, (n,).

    Rows that stand for villages of which none is listed are no settlements; what the gazetteer
    itself says of people stands under its own name.
    """
    places = plan.gazetteer.settlements
    listed = listed_people(places)
    return [
        ("settlements", is_settlement(places).astype(np.int64)),
        ("people", np.asarray(places["population"], dtype=np.int64)),
        *([] if listed is None else [("people_listed", listed)]),
    ]


@rows("settlements", "people", "people_listed", needs="sides")
def _settlements(plan: Plan) -> Iterator[Figure]:
    for party, own in zip(plan.parties, (plan.left, ~plan.left), strict=True):
        for name, weight in counted(plan):
            yield Figure(name, int(weight[own].sum()), "count", party=party)


@rows("settlements_in_zone", "people_in_zone", "people_listed_in_zone", needs="places")
def _settlements_in_zone(plan: Plan) -> Iterator[Figure]:
    places, may = plan.settlements, plan.uncertainty
    inside = places["in_zone"].to_numpy(dtype=bool)
    for party in (None, *plan.parties):
        held = (
            np.ones(len(places), bool) if party is None else (places["party"] == party).to_numpy()
        )
        for name, weight in counted(plan):
            counts = [
                int(weight[held & chosen].sum())
                for chosen in (inside, *((may.surely_in_zone, may.maybe_in_zone) if may else ()))
            ]
            interval = (counts[1], counts[2]) if may else None
            figure = Figure(f"{name}_in_zone", counts[0], "count", party=party)
            yield within(figure, interval)
