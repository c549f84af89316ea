"""Geodesy on WGS84: length, area, points along geodesics, and the zone around a line.

Everything here is true of any place on the Earth. Lines with a direction and a side, countries and
units do not live here.
"""

from ceaseline.geo.geodesy._edges import (
    azimuth,
    densify,
    destination,
    distance,
)
from ceaseline.geo.geodesy._measure import area, length
from ceaseline.geo.geodesy._series import edge_lengths
from ceaseline.geo.geodesy.zone.buffer import buffer

__all__ = [
    "area",
    "azimuth",
    "buffer",
    "densify",
    "destination",
    "distance",
    "edge_lengths",
    "length",
]
