"""Places along geodesics against GeographicLib's own Python."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import (
    azimuth,
    densify,
    destination,
    distance,
    edge_lengths,
    length,
)

ORACLE = Geodesic.WGS84
LONS, LATS = st.floats(-180, 180), st.floats(-89.9, 89.9)
LINE = shapely.LineString([(30, 50), (30, 51), (31, 51), (31, 51), (36.5, 48)])


@settings(max_examples=80, deadline=None)
@given(LONS, LATS, LONS, LATS)
def test_distance_and_azimuth_agree_with_geographiclib(lon1, lat1, lon2, lat2):
    truth = ORACLE.Inverse(lat1, lon1, lat2, lon2)
    assert distance(lon1, lat1, lon2, lat2) == pytest.approx(truth["s12"], rel=1e-11, abs=2e-8)
    if 1.0 < truth["s12"] < 19_900_000:
        off = (azimuth(lon1, lat1, lon2, lat2) - truth["azi1"] + 180) % 360 - 180
        assert abs(off) * truth["s12"] < 1e-3


@settings(max_examples=50, deadline=None)
@given(LONS, LATS, st.floats(0, 360), st.floats(0, 1e7))
def test_a_destination_lies_at_its_distance(lon, lat, bearing, metres):
    there = destination(lon, lat, bearing, metres)
    truth = ORACLE.Direct(lat, lon, bearing, metres)
    assert distance(*there, truth["lon2"], truth["lat2"]) < 1e-6


def test_arrays_broadcast():
    assert distance([30, 31], 50, 30, [[50], [51]]).shape == (2, 2)
    assert azimuth(30, 50, [31, 32], 50).shape == (2,)
    assert destination([30, 31], 50, 90, 1000).shape == (2, 2)


@pytest.mark.parametrize("step", [100.0, 1_000.0, 50_000.0, 1e7])
def test_densify_leaves_no_long_edge_and_keeps_the_vertices(step):
    dense = densify(LINE, step)
    lonlat = shapely.get_coordinates(dense)
    assert edge_lengths(*np.ascontiguousarray(lonlat.T)).max() <= step * (1 + 1e-9)
    kept = {tuple(p) for p in lonlat.tolist()}
    assert set(LINE.coords) <= kept
    assert length(dense) == pytest.approx(length(LINE), rel=1e-11)


def test_densified_points_lie_on_the_geodesic():
    lonlat = densify(np.array([[0.0, 10.0], [80.0, 60.0]]), 100_000.0)
    truth = ORACLE.InverseLine(10, 0, 60, 80)
    for k, (lon, lat) in enumerate(lonlat):
        at = truth.Position(truth.s13 * k / (len(lonlat) - 1))
        assert distance(lon, lat, at["lon2"], at["lat2"]) < 1e-3


def test_densify_keeps_every_type():
    box = shapely.box(30, 48, 31, 49)
    holed = shapely.Polygon(box.exterior, [shapely.box(30.2, 48.2, 30.4, 48.4).exterior])
    for geometry in (
        shapely.Point(1, 2), LINE, box.exterior, holed, shapely.MultiLineString([LINE]),
        shapely.MultiPolygon([holed]), shapely.GeometryCollection([LINE, box]),
        shapely.LineString(), shapely.Polygon(),
    ):  # fmt: skip
        dense = densify(geometry, 5_000)
        assert dense.geom_type == geometry.geom_type
        assert length(dense) == pytest.approx(length(geometry), rel=1e-11)
        assert dense.is_valid
    both = densify(gpd.GeoSeries([LINE, None], crs=4326), 5_000)
    assert both[0].equals(densify(LINE, 5_000))
    assert both[1] is None


def test_a_step_of_nothing_is_refused():
    with pytest.raises(InputError, match="longest edge is 0 m; give a length above 0"):
        densify(LINE, 0)


def test_densify_over_the_antimeridian_stays_on_its_sheet():
    lonlat = densify(np.array([[179.0, 10.0], [181.0, 10.0]]), 10_000.0)
    assert lonlat[:, 0].min() >= 179
    assert lonlat[:, 0].max() <= 181


@pytest.mark.parametrize("call", [distance, azimuth])
def test_no_place_on_the_earth_is_refused(call):
    with pytest.raises(GeometryError, match="latitude 91"):
        call(30, 50, 30, 91)
