"""The planes that a country is drawn and reckoned in: cones through its parallels."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

import pyproj

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.country_file import in_force

if TYPE_CHECKING:
    from ceaseline.geo.country_file import CountryFile

__all__ = ["Kind", "transformer"]

Kind = Literal["conformal", "equal-area"]

_CONES: dict[Kind, str] = {"conformal": "lcc", "equal-area": "aea"}
_CYLINDERS: dict[Kind, str] = {"conformal": "merc", "equal-area": "cea"}
"""For a country astride the equator, where the cone is a cylinder."""
_LEAST = 0.5
"""Degrees from the equator of the middle parallel, below which the cylinder is taken."""


def transformer(kind: Kind, of: CountryFile | None = None) -> pyproj.Transformer:
    """Return the way from longitude and latitude into a country's plane, in metres.

    Parameters
    ----------
    kind : str
        ``"conformal"``, in which nearness is judged, or ``"equal-area"``, in which maps are drawn.
    of : CountryFile, optional
        The country; the one that is studied if not given.

    Examples
    --------
    >>> [round(v, 3) for v in transformer("conformal").transform(32.0, 48.5)]
    [0.0, 0.0]
    """
    return _made(kind, of if of is not None else in_force())


@functools.lru_cache(maxsize=8)
def _made(kind: Kind, country: CountryFile) -> pyproj.Transformer:
    table = country.table
    given = table.plane if kind == "conformal" else table.map_plane
    low, high, lat, lon = given or _cone(country)
    if abs(low + high) / 2 < _LEAST:
        crs = f"+proj={_CYLINDERS[kind]} +lon_0={lon:g} +datum=WGS84 +units=m"
    else:
        cone = f"+lat_1={low:g} +lat_2={high:g} +lat_0={lat:g} +lon_0={lon:g}"
        crs = f"+proj={_CONES[kind]} {cone} +datum=WGS84 +units=m"
    return pyproj.Transformer.from_crs(4326, pyproj.CRS(crs), always_xy=True)


def _cone(country: CountryFile) -> tuple[float, float, float, float]:
    """Return two parallels a sixth of the height from either end, and the middle of the country."""
    west, south, east, north = boundaries(of=country).units.total_bounds.tolist()
    sixth = (north - south) / 6
    return (
        round(south + sixth, 2),
        round(north - sixth, 2),
        round((south + north) / 2, 2),
        round((west + east) / 2, 2),
    )
