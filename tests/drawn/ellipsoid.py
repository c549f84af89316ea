"""Closed forms on WGS84, not from `ceaseline.geo.geodesy`: what the values by hand are made of.

The drawn country lies on the equator. The equator and every meridian are geodesics, they meet at
right angles, and the places within a distance of the equator fill a cell of the graticule: so
lengths are meridian arcs, and areas are cells, strips and sectors.
"""

from math import acos, atanh, cos, pi, radians, sin, sqrt

from geographiclib.geodesic import Geodesic

WGS84 = Geodesic.WGS84
A, F = 6_378_137.0, 1 / 298.257223563
E = sqrt(F * (2 - F))
B = A * (1 - F)
DEGREE = A * pi / 180
"""A degree of the equator: 111,319.49 m."""
CURVATURE = 1 / B**2
"""Of the ellipsoid at the equator: 1/(MN), where M = a(1 - e2) and N = a; so 1/b2."""


def arc(lat):
    """Metres along a meridian from the equator to a latitude."""
    return WGS84.Inverse(0, 0, lat, 0)["s12"]


def latitude(metres):
    """The latitude to which a meridian arc from the equator leads; below 0 to the south."""
    return WGS84.Direct(0, 0, 0, metres)["lat2"]


def between(one, two):
    """Metres between two places (lon, lat)."""
    return WGS84.Inverse(one[1], one[0], two[1], two[0])["s12"]


def beside(lon, lat, azimuth, metres):
    """The place (lon, lat) at a distance from another: 90 from a meridian is square to it."""
    there = WGS84.Direct(lat, lon, azimuth, metres)
    return there["lon2"], there["lat2"]


def middle(one, two):
    """The place (lon, lat) half way along the geodesic between two."""
    line = WGS84.InverseLine(one[1], one[0], two[1], two[0])
    there = line.Position(line.s13 / 2)
    return there["lon2"], there["lat2"]


def parallel(lat, degrees):
    """Metres along a parallel."""
    phi = radians(lat)
    return A * cos(phi) / sqrt(1 - (E * sin(phi)) ** 2) * radians(degrees)


def cell(west, east, south, north):
    """Square metres of a cell of the graticule (Snyder 1987, equation 3-12, authalic)."""

    def zone(lat):
        s = sin(radians(lat))
        return s / (1 - (E * s) ** 2) + atanh(E * s) / E

    return radians(east - west) * B**2 / 2 * (zone(north) - zone(south))


def polygon(*spots):
    """Square metres of a polygon with geodesic edges, by GeographicLib."""
    ring = WGS84.Polygon()
    for lon, lat in spots:
        ring.AddPoint(lat, lon)
    return abs(ring.Compute()[2])


def strip(metres, depth):
    """Square metres of what lies square to a geodesic within a depth, on one side of it."""
    return metres * sin(depth * sqrt(CURVATURE)) / sqrt(CURVATURE)


def quarter(radius):
    """Square metres of a quarter of a disk."""
    return (1 - cos(radius * sqrt(CURVATURE))) / CURVATURE * pi / 2


def segment(radius, height):
    """Square metres of the half of a disk's cap that lies on one side of its axis."""
    return (radius**2 * acos(height / radius) - height * sqrt(radius**2 - height**2)) / 2
