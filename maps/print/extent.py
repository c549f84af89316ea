"""What part of the country a map shows: all of it, the line, the zone, a unit, around a place."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.gazetteer.hromadas import RAION, units_called
from ceaseline.geo.gazetteer.settlements import match, settlements
from ceaseline.geo.gazetteer.unit_codes import unit_code, unit_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.plan.plan import Plan

__all__ = ["Extent", "box_of", "shown"]

NAMED = ("country", "line", "zone")
_KM = (1.0, 1500.0)
_USUAL_KM = 60.0
_SPOT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")
_ROUND = 0.05
"""Degrees about the settlements of a unit that has no outline."""
_KINDS = "country, line, zone, or an oblast, raion or hromada by name or code"
_LEAST_DEGREES, _MOST_DEGREES = 0.02, 40.0
_GEOD = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True)
class Extent:
    """What a map shows; one of the three ways, or none for what is usual.

    Attributes
    ----------
    name : str, optional
        ``"country"``, ``"line"``, ``"zone"``, or an oblast, raion or hromada by name or code.
    around : str, optional
        A settlement by name or id, as ``Terny, Lymanska hromada`` where the name is not enough, or
        ``LATITUDE,LONGITUDE``.
    km : float, optional
        How far around it; 60 if not given.
    bbox : str, optional
        ``WEST,SOUTH,EAST,NORTH``, degrees.

    Raises
    ------
    InputError
        If two ways are given, or `km` without a place.

    Examples
    --------
    >>> Extent("zone", around="Bakhmut")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: A map has one extent; give one of --extent, --around and...
    """

    name: str | None = None
    around: str | None = None
    km: float | None = None
    bbox: str | None = None

    def __post_init__(self) -> None:
        """Refuse what asks for two things at once."""
        if sum(one is not None for one in (self.name, self.around, self.bbox)) > 1:
            raise InputError("A map has one extent; give one of --extent, --around and --bbox.")
        if self.km is not None and self.around is None:
            raise InputError("--km says how far around a place; give the place with --around.")
        if self.km is not None and not _KM[0] <= self.km <= _KM[1]:
            raise InputError(
                f"{self.km:g} km around a place make no map; give {_KM[0]:g} to {_KM[1]:,.0f}."
            )

    @property
    def usual(self) -> bool:
        """Tell whether nothing was asked for."""
        return self == Extent()


def shown(extent: Extent, plans: Sequence[Plan], usual: str) -> tuple[shapely.Geometry, float]:
    """Return the shape that a map is to show, and the margin around it as a share of its size.

    Parameters
    ----------
    extent : Extent
    plans : sequence of Plan
        On the same boundaries.
    usual : str
        What is shown where nothing was asked for.

    Returns
    -------
    (Geometry, float)
        Longitude and latitude, degrees.

    Raises
    ------
    InputError
        If there is no such place or unit, or the box is none or lies outside the country.
    """
    if extent.bbox is not None:
        return _boxed(extent.bbox, plans[0]), 0.0
    if extent.around is not None:
        return _circle(_spot(extent.around), extent.km or _USUAL_KM, plans[0]), 0.0
    name = extent.name or usual
    if name == "country":
        return plans[0].boundaries.country, 0.03
    zone = shapely.union_all([plan.zone for plan in plans])
    if name == "line" or (name == "zone" and zone.is_empty):
        return shapely.union_all([plan.line for plan in plans]), 0.06
    return (zone, 0.06) if name == "zone" else (_unit(name, plans[0]), 0.04)


def box_of(
    extent: Extent, plans: Sequence[Plan]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Return the box that a page opens at, ((south, west), (north, east)); None for what is usual.

    Raises
    ------
    InputError
        As `shown`.
    """
    if extent.usual:
        return None
    shape, _ = shown(extent, plans, "country")
    west, south, east, north = (round(float(v), 4) for v in shapely.bounds(shape))
    return (south, west), (north, east)


def _boxed(text: str, plan: Plan) -> shapely.Geometry:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(
            f"The box {text!r:.80} is not four numbers; give WEST,SOUTH,EAST,NORTH in degrees, as "
            "36,46,39,49."
        ) from None
    if not (all(map(math.isfinite, (west, south, east, north))) and abs(south) < 90 > abs(north)):
        raise InputError(f"The box {text!r:.80} is not on the earth; give degrees.")
    if east - west < _LEAST_DEGREES or north - south < _LEAST_DEGREES:
        raise InputError(
            f"The box {text!r:.80} has no inside: its west is not west of its east, or its south "
            "not south of its north; give WEST,SOUTH,EAST,NORTH."
        )
    if east - west > _MOST_DEGREES or north - south > _MOST_DEGREES:
        raise InputError(
            f"The box {text!r:.80} is larger than the map is drawn; give {_MOST_DEGREES:g} degrees "
            "at most."
        )
    box = shapely.box(west, south, east, north)
    if not box.intersects(plan.boundaries.country):
        raise InputError(
            f"The box {text!r:.80} lies outside the country; give WEST,SOUTH,EAST,NORTH, longitude "
            "before latitude."
        )
    return box


def _spot(text: str) -> tuple[float, float]:
    """Return the longitude and latitude of a place."""
    if found := _SPOT.fullmatch(text):
        lat, lon = float(found[1]), float(found[2])
        if abs(lat) < 90 and abs(lon) <= 180:
            return lon, lat
        raise InputError(f"{text!r:.60} is no place on the earth; give LATITUDE,LONGITUDE.")
    name, _, unit = (part.strip() for part in text.partition(","))
    row = match(name, unit or None)
    return float(row["lon"]), float(row["lat"])


def _circle(spot: tuple[float, float], km: float, plan: Plan) -> shapely.Geometry:
    bearings = np.linspace(0.0, 360.0, 72, endpoint=False)
    lon, lat, _ = _GEOD.fwd(
        np.full_like(bearings, spot[0]), np.full_like(bearings, spot[1]), bearings,
        np.full_like(bearings, 1000.0 * km),
    )  # fmt: skip
    circle = shapely.Polygon(np.column_stack([lon, lat]))
    if not circle.intersects(plan.boundaries.country):
        raise InputError(
            f"Nothing of the country lies within {km:g} km of {spot[1]:g},{spot[0]:g}; give "
            "LATITUDE,LONGITUDE."
        )
    return circle


def _unit(name: str, plan: Plan) -> shapely.Geometry:
    """Return the shape of an oblast, or the box of the settlements of a raion or hromada."""
    code = unit_code(name)
    if code is not None:
        units = plan.boundaries.units
        shape: shapely.Geometry = units.geometry[units["code"] == code].iloc[0]
        return shape
    found = units_called(name)
    if not found:
        near = nearest_names(name, [*NAMED, *unit_names().values()])
        meant = f"did you mean {', '.join(near)}?" if near else f"give {_KINDS}."
        raise InputError(f"There is no extent '{name:.60}'; {meant}")
    found = tuple(unit for unit in found if unit.kind == RAION) or found
    if len(found) > 1:
        told = ", ".join(f"{unit.title} ({unit.code})" for unit in found)
        raise InputError(f"{len(found)} units are called '{name:.60}'; give the code: {told}.")
    places = settlements()
    own = places[(places["raion"] == found[0].code) | (places["hromada"] == found[0].code)]
    west, east, south, north = (float(f(own[c])) for c in ("lon", "lat") for f in (min, max))
    box: shapely.Geometry = shapely.box(
        west - _ROUND, south - _ROUND, east + _ROUND, north + _ROUND
    )
    return box
