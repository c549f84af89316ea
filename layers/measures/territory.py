"""Measures of territory, borders and water."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import area
from ceaseline.layers.measures.registry import measure, rows
from ceaseline.layers.measures.view import ALONG_M
from ceaseline.layers.plan.figure import COUNTRY_BASIS, UNIT_BASIS, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ceaseline.layers.measures.view import PlanView
    from ceaseline.layers.plan.plan import Plan

_SMALL_M2 = 1e6


@measure("territory_area", "Territory", "m2", per="party", source="boundaries used")
def territory_area(view: PlanView) -> dict[str, float]:
    """Geodesic area of the country on each party's side of the line."""
    return view.by_party("territory_area")


@measure("territory_share", "Share of the country", "1", per="party", source=COUNTRY_BASIS)
def territory_share(view: PlanView) -> dict[str, float]:
    """Territory of a party over the area of the country as drawn in the boundaries used."""
    return view.by_party("territory_share")


@measure("unit_share", "Share of each oblast", "1", per="unit", source=UNIT_BASIS, everywhere=False)
def unit_share(view: PlanView) -> dict[str, float]:
    """Share of each oblast on the second party's side, of its area as drawn."""
    areas, labels = view.plan.division.areas, view.plan.division.coverage.labels
    return dict(zip(labels, (areas[1] / areas.sum(axis=0)).tolist(), strict=True))


@measure(
    "unit_area", "Area in each oblast", "m2", per="unit", source="boundaries used", everywhere=False
)
def unit_area(view: PlanView) -> dict[str, float]:
    """Geodesic area of each oblast on the second party's side."""
    labels = view.plan.division.coverage.labels
    return dict(zip(labels, view.plan.division.areas[1].tolist(), strict=True))


@measure(
    "units_whole",
    "Oblasts held whole",
    "count",
    per="party",
    source="boundaries used",
    everywhere=False,
)
def units_whole(view: PlanView) -> dict[str, float]:
    """Oblasts of which the other party holds less than 1 km²."""
    other = view.plan.division.areas[::-1]
    return dict(zip(view.plan.parties, (other < _SMALL_M2).sum(axis=1).tolist(), strict=True))


@measure("units_divided", "Oblasts divided", "count", source="boundaries used", everywhere=False)
def units_divided(view: PlanView) -> float:
    """Oblasts of which each party holds at least 1 km²."""
    return int((view.plan.division.areas >= _SMALL_M2).all(axis=0).sum())


@measure("territory_pieces", "Pieces of territory", "count", per="party", everywhere=False)
def territory_pieces(view: PlanView) -> dict[str, float]:
    """Connected pieces of a party's territory of at least 1 km², islands included."""
    return {party: int((sizes >= _SMALL_M2).sum()) for party, sizes in _pieces(view).items()}


@measure(
    "territory_detached", "Territory off the largest piece", "m2", per="party", everywhere=False
)
def territory_detached(view: PlanView) -> dict[str, float]:
    """Area of a party's territory that is not connected with its largest piece."""
    return {party: float(sizes.sum() - sizes.max()) for party, sizes in _pieces(view).items()}


@lru_cache(maxsize=4)
def _pieces(view: PlanView) -> dict[str, NDArray[np.float64]]:
    return {
        party: np.asarray(area(shapely.get_parts(shape)), dtype=float)
        for party, shape in view.plan.territories.items()
        if not shape.is_empty
    }


@measure("coast", "Coast", "m", per="party", source="boundaries used", everywhere=False)
def coast(view: PlanView) -> dict[str, float]:
    """Length of the country's outer border on a party's side farther than 3 km from a neighbour."""
    return _outer(view, view.country.coastal)


@measure(
    "state_border",
    "Border with neighbours",
    "m",
    per="party",
    source="boundaries used",
    everywhere=False,
)
def state_border(view: PlanView) -> dict[str, float]:
    """Length of the country's outer border on a party's side within 3 km of a neighbour."""
    return _outer(view, ~view.country.coastal)


def _outer(view: PlanView, kind: NDArray[np.bool_]) -> dict[str, float]:
    outer = view.country.outer
    left = view.outer_left
    sides = (outer.total(kind & left), outer.total(kind & ~left))
    return dict(zip(view.plan.parties, sides, strict=True))


@measure(
    "dnipro",
    "The dividing river by who holds its banks",
    "m",
    per="holder",
    source="rivers used",
    everywhere=False,
)
def dnipro(view: PlanView) -> dict[str, float]:
    """Length of the river that parts the country on each party's side, and "the line" where the
    line is within 2 km of it; nothing where no river does.
    """  # noqa: D205 - one sentence
    course = view.country.river
    if not len(course.middle):
        return {}
    shared = view.near.within(course.middle, ALONG_M)
    left = view.plan.division.sides(view.country.course) > 0
    first, second = view.plan.parties
    return {
        first: course.total(left & ~shared),
        second: course.total(~left & ~shared),
        "the line": course.total(shared),
    }


@rows("territory_area", "territory_share", needs="areas")
def _territory(plan: Plan) -> Iterator[Figure]:
    areas = plan.division.areas
    units = areas.sum(axis=0)
    whole = float(units.sum())
    for side, party in enumerate(plan.parties):
        metres = float(areas[side].sum())
        yield Figure("territory_area", metres, "m2", party=party)
        yield Figure("territory_share", metres / whole, "1", party=party, basis=COUNTRY_BASIS)
        for k, code in enumerate(plan.division.coverage.labels):
            value = float(areas[side, k])
            part = value / float(units[k])
            yield Figure("territory_area", value, "m2", party=party, unit_code=code)
            yield Figure("territory_share", part, "1", party, code, basis=UNIT_BASIS)
