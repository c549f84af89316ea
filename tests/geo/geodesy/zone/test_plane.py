"""The plane in which geodesic disks are circles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from ceaseline.geo.geodesy.zone.plane import ConformalPlane

GEOD = Geod(ellps="WGS84")


def off_circle(plane, place, depth):
    """Return how far, in metres on the ground, a geodesic circle is off its circle in the plane."""
    azimuth = np.arange(0, 360, 5.0)
    count = len(azimuth)
    lon, lat, _ = GEOD.fwd(
        np.full(count, place[0]), np.full(count, place[1]), azimuth, np.full(count, depth)
    )
    centre, radius = plane.disks(place[None], depth)
    there = plane.forward(np.column_stack([lon, lat])) - centre
    return np.abs(np.hypot(*there.T) - radius).max() * depth / radius[0]


@pytest.mark.parametrize(
    ("depth", "bound"),
    [(100.0, 1e-6), (15_000.0, 1e-4), (50_000.0, 1e-3), (150_000.0, 0.025), (200_000.0, 0.06)],
)
@pytest.mark.parametrize("latitude", [0.0, 30.0, 48.0, 65.0, -48.0])
def test_disks_are_circles_within_the_bound_stated(latitude, depth, bound):
    span = np.array([[-9.0, -9.0], [9.0, 9.0], [9.0, -9.0], [0.0, 0.0], [4.0, -6.0]])
    places = span / [np.cos(np.radians(latitude)), 1] + [35.0, latitude]
    plane = ConformalPlane.around(places, depth)
    assert max(off_circle(plane, place, depth) for place in places) < bound


@settings(max_examples=50, deadline=None)
@given(st.floats(-180, 180), st.floats(-85, 85), st.floats(-15, 15), st.floats(-4, 4))
def test_there_and_back(lon, lat, east, north):
    plane = ConformalPlane.around(np.array([[lon, lat], [lon + 1, lat]]))
    place = np.array([[lon + east, lat + north]])
    back = plane.inverse(plane.forward(place))
    assert (back[0, 0] - place[0, 0] + 180) % 360 - 180 == pytest.approx(0, abs=1e-10)
    assert back[0, 1] == pytest.approx(place[0, 1], abs=1e-10)


def test_over_the_gauss_sphere_it_is_the_oblique_stereographic_projection_of_proj():
    plane = ConformalPlane.around(np.array([[32.0, 46.0], [38.0, 50.0]]))
    proj = Transformer.from_crs(
        4326,
        f"+proj=sterea +lat_0={plane.lat!r} +lon_0={plane.lon!r} +k=1 +ellps=WGS84",
        always_xy=True,
    )
    places = np.array([[33.0, 46.5], [36.0, 49.0], [41.0, 44.0]])
    np.testing.assert_allclose(
        plane.forward(places), np.column_stack(proj.transform(*places.T)), atol=1e-3
    )
