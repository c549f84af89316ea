"""Measures of the demilitarized zone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.gazetteer.names import named
from ceaseline.geo.gazetteer.people import own_people
from ceaseline.geo.geodesy import area
from ceaseline.layers.measures.registry import PLACES, measure, rows
from ceaseline.layers.plan.figure import COUNTRY_BASIS, Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceaseline.layers.measures.view import PlanView
    from ceaseline.layers.plan.plan import Plan

_LARGE = 250_000
_TOWN = 20_000
_SMALL_M2 = 1e6


@measure("zone_length", "Length of the zone", "m")
def zone_length(view: PlanView) -> float:
    """Length of the line along which the zone has a depth."""
    return view.figure("zone_length")


@measure("zone_area", "Area of the zone", "m2")
def zone_area(view: PlanView) -> float:
    """Geodesic area of the zone within the country."""
    return view.figure("zone_area")


@measure("zone_area_by_party", "Zone on each side", "m2", per="party", everywhere=False)
def zone_area_by_party(view: PlanView) -> dict[str, float]:
    """Geodesic area of each party's part of the zone."""
    return view.by_party("zone_area")


@measure(
    "zone_share", "Zone as a share of the country", "1", source=COUNTRY_BASIS, everywhere=False
)
def zone_share(view: PlanView) -> float:
    """Area of the zone over the area of the country as drawn in the boundaries used."""
    return view.figure("zone_area") / float(view.plan.division.areas.sum())


@measure("zone_width", "Mean width of the zone", "m", everywhere=False)
def zone_width(view: PlanView) -> float | None:
    """Area of the zone over its length; less than both depths together where the line winds."""
    metres = view.figure("zone_length")
    return view.figure("zone_area") / metres if metres else None


@measure("zone_pieces", "Pieces of the zone", "count", everywhere=False)
def zone_pieces(view: PlanView) -> float:
    """Connected pieces of the zone of at least 1 km²."""
    sizes = np.asarray(area(shapely.get_parts(view.plan.zone)), dtype=float)
    return int((sizes >= _SMALL_M2).sum())


@measure(
    "zone_units", "Oblasts the zone enters", "count", source="boundaries used", everywhere=False
)
def zone_units(view: PlanView) -> float:
    """Oblasts with at least 1 km² of the zone."""
    parts = view.plan.zone_parts
    sizes = parts["area_m2"].groupby(parts["unit_code"]).sum()
    return int((sizes >= _SMALL_M2).sum())


@measure("settlements_in_zone", "Settlements in the zone", "count", source=PLACES)
def settlements_in_zone(view: PlanView) -> float:
    """Listed settlements within the zone."""
    return view.figure("settlements_in_zone")


@measure("people_in_zone", "People in the zone", "count", source=PLACES)
def people_in_zone(view: PlanView) -> float:
    """People of the settlements within the zone."""
    return view.figure("people_in_zone")


@measure("people_in_zone_by_party", "People in the zone by side", "count", per="party",
          source=PLACES, everywhere=False)  # fmt: skip
def people_in_zone_by_party(view: PlanView) -> dict[str, float]:
    """People of the settlements within each party's part of the zone."""
    return view.by_party("people_in_zone")


@measure("zone_density", "People per area of the zone", "1/m2", source=PLACES, everywhere=False)
def zone_density(view: PlanView) -> float | None:
    """People within the zone over its area."""
    square = view.figure("zone_area")
    return view.figure("people_in_zone") / square if square else None


@measure("towns_in_zone", "Towns in the zone", "count", source=PLACES, everywhere=False)
def towns_in_zone(view: PlanView) -> float:
    """Settlements of at least 20,000 people within the zone."""
    inside = view.plan.settlements["in_zone"].to_numpy(bool)
    return int((inside & (own_people(view.plan.settlements) >= _TOWN)).sum())


@measure(
    "zone_to_city", "From the zone to the cities", "m", per="city", source=PLACES, everywhere=False
)
def zone_to_city(view: PlanView) -> dict[str, float]:
    """Geodesic distance from each oblast centre and city of at least 250,000 people to the
    zone; zero within it.
    """  # noqa: D205 - one sentence
    return dict(sorted(_to_cities(view).items()))


@measure("nearest_city", "From the zone to the nearest city", "m", source=PLACES, everywhere=False)
def nearest_city(view: PlanView) -> float | None:
    """Least of the distances from the zone to the cities."""
    return min(_to_cities(view).values(), default=None)


@lru_cache(maxsize=4)
def _to_cities(view: PlanView) -> dict[str, float]:
    places = view.plan.settlements
    cities = np.flatnonzero((places["rank"] <= 1) | (places["population"] >= _LARGE))
    if not len(cities):
        return {}
    lonlat = view.plan.gazetteer.lonlat[cities]
    left = view.towns_left[cities]
    away = np.full(len(cities), np.inf)
    for deep in view.plan.deep_lines:
        beyond = deep.distances(lonlat) - np.where(left, *deep.depth_m)
        away = np.minimum(away, np.maximum(beyond, 0.0))
    return dict(zip(named(places.iloc[cities]), away.tolist(), strict=True))


@rows("zone_area", needs="zone")
def _zone_area(plan: Plan) -> Iterator[Figure]:
    sizes, units, holder = (plan.zone_parts[key] for key in ("area_m2", "unit_code", "party"))
    yield Figure("zone_area", float(sizes.sum()), "m2")
    for party in plan.parties:
        own = sizes[holder == party]
        yield Figure("zone_area", float(own.sum()), "m2", party=party)
        for code, metres in own.groupby(units).sum().items():
            yield Figure("zone_area", float(metres), "m2", party=party, unit_code=str(code))
