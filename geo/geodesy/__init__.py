"""Geodesy on WGS84: length, area, points along geodesics, and the zone around a line."""

from geo.geodesy._edges import azimuth, densify, destination, distance, geodesic_interpolate
from geo.geodesy._measure import area, length
from geo.geodesy._series import edge_lengths
from geo.geodesy._zone import buffer

__all__ = [
    "area",
    "azimuth",
    "buffer",
    "densify",
    "destination",
    "distance",
    "edge_lengths",
    "geodesic_interpolate",
    "length",
]
