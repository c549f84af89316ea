"""Measures of the demilitarized zone."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.gazetteer.names import named
from ceaseline.geo.gazetteer.people import own_people
from ceaseline.geo.geodesy import area
from ceaseline.layers.comparison.registry import quantity
from ceaseline.layers.measures import COUNTRY_BASIS

if TYPE_CHECKING:
    from ceaseline.layers.comparison.subject import Subject

_PLACES = "registered on 1 January 2022 (State Statistics Service); Crimea: GeoNames"
_LARGE = 250_000
_TOWN = 20_000
_SMALL_M2 = 1e6


@quantity("zone_length", "Length of the zone", "m")
def zone_length(subject: Subject) -> float:
    """Length of the line along which the zone has a depth."""
    return subject.fixed("zone_length")


@quantity("zone_area", "Area of the zone", "m2")
def zone_area(subject: Subject) -> float:
    """Geodesic area of the zone within the country."""
    return subject.fixed("zone_area")


@quantity("zone_area_by_party", "Zone on each side", "m2", per="party")
def zone_area_by_party(subject: Subject) -> dict[str, float]:
    """Geodesic area of each party's part of the zone."""
    return subject.by_party("zone_area")


@quantity("zone_share", "Zone as a share of the country", "1", source=COUNTRY_BASIS)
def zone_share(subject: Subject) -> float:
    """Area of the zone over the area of the country as drawn in the boundaries used."""
    return subject.fixed("zone_area") / float(subject.plan.division.areas.sum())


@quantity("zone_width", "Mean width of the zone", "m")
def zone_width(subject: Subject) -> float | None:
    """Area of the zone over its length; less than both depths together where the line winds."""
    metres = subject.fixed("zone_length")
    return subject.fixed("zone_area") / metres if metres else None


@quantity("zone_pieces", "Pieces of the zone", "count")
def zone_pieces(subject: Subject) -> float:
    """Connected pieces of the zone of at least 1 km²."""
    sizes = np.asarray(area(shapely.get_parts(subject.plan.zone)), dtype=float)
    return int((sizes >= _SMALL_M2).sum())


@quantity("zone_units", "Oblasts the zone enters", "count", source="boundaries used")
def zone_units(subject: Subject) -> float:
    """Oblasts with at least 1 km² of the zone."""
    parts = subject.plan.zone_parts
    sizes = parts["area_m2"].groupby(parts["unit_code"]).sum()
    return int((sizes >= _SMALL_M2).sum())


@quantity("settlements_in_zone", "Settlements in the zone", "count", source=_PLACES)
def settlements_in_zone(subject: Subject) -> float:
    """Listed settlements within the zone."""
    return subject.fixed("settlements_in_zone")


@quantity("people_in_zone", "People in the zone", "count", source=_PLACES)
def people_in_zone(subject: Subject) -> float:
    """People of the settlements within the zone."""
    return subject.fixed("people_in_zone")


@quantity("people_in_zone_by_party", "People in the zone by side", "count", per="party",
          source=_PLACES)  # fmt: skip
def people_in_zone_by_party(subject: Subject) -> dict[str, float]:
    """People of the settlements within each party's part of the zone."""
    return subject.by_party("people_in_zone")


@quantity("zone_density", "People per area of the zone", "1/m2", source=_PLACES)
def zone_density(subject: Subject) -> float | None:
    """People within the zone over its area."""
    square = subject.fixed("zone_area")
    return subject.fixed("people_in_zone") / square if square else None


@quantity("towns_in_zone", "Towns in the zone", "count", source=_PLACES)
def towns_in_zone(subject: Subject) -> float:
    """Settlements of at least 20,000 people within the zone."""
    inside = subject.plan.settlements["in_zone"].to_numpy(bool)
    return int((inside & (own_people(subject.plan.settlements) >= _TOWN)).sum())


@quantity("zone_to_city", "From the zone to the cities", "m", per="city", source=_PLACES)
def zone_to_city(subject: Subject) -> dict[str, float]:
    """Geodesic distance from each oblast centre and city of at least 250,000 people to the
    zone; zero within it.
    """  # noqa: D205 - one sentence
    return dict(sorted(_to_cities(subject).items()))


@quantity("nearest_city", "From the zone to the nearest city", "m", source=_PLACES)
def nearest_city(subject: Subject) -> float | None:
    """Least of the distances from the zone to the cities."""
    return min(_to_cities(subject).values(), default=None)


@lru_cache(maxsize=4)
def _to_cities(subject: Subject) -> dict[str, float]:
    places = subject.plan.settlements
    cities = np.flatnonzero((places["rank"] <= 1) | (places["population"] >= _LARGE))
    if not len(cities):
        return {}
    lonlat = subject.plan.gazetteer.lonlat[cities]
    left = subject.towns_left[cities]
    away = np.full(len(cities), np.inf)
    for deep in subject.plan.deep_lines:
        beyond = deep.distances(lonlat) - np.where(left, *deep.depth_m)
        away = np.minimum(away, np.maximum(beyond, 0.0))
    return dict(zip(named(places.iloc[cities]), away.tolist(), strict=True))
