"""Stationing against GeographicLib and against what the drawing says."""

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import densify, distance, length
from ceaseline.geo.lines import cut, join, locate, point_at
from ceaseline.geo.lines.nearest import NearestOnLine

WGS84 = Geodesic.WGS84
BENT = shapely.LineString([(30, 50), (30, 51), (31, 51), (31.2, 50.5)])
SECTIONS = shapely.MultiLineString([[(30, 50), (30, 51)], [(33, 48), (34, 48), (34, 49)]])

lons = st.floats(28, 36, allow_nan=False)
lats = st.floats(45, 52, allow_nan=False)


@st.composite
def paths(draw):
    count = draw(st.integers(2, 12))
    seed = draw(st.integers(0, 2**32 - 1))
    step = np.random.default_rng(seed).normal(0.15, 0.2, (count, 2)) * [1, 0.6]
    return shapely.LineString(np.add([30, 47], np.cumsum(step, axis=0)))


def test_point_at_agrees_with_geographiclib():
    edge = WGS84.InverseLine(51, 30, 51, 31)
    first = WGS84.Inverse(50, 30, 51, 30)["s12"]
    spot = edge.Position(40_000)
    assert point_at(BENT, first + 40_000) == pytest.approx([spot["lon2"], spot["lat2"]], abs=1e-10)


def test_points_at_vertices_and_beyond_the_ends_are_vertices():
    stations = np.cumsum(
        [0, *(length(shapely.LineString(BENT.coords[k : k + 2])) for k in (0, 1, 2))]
    )
    assert point_at(BENT, stations[:1]).tolist() == [[30, 50]]
    assert point_at(BENT, [-5, stations[-1] + 5]).tolist() == [[30, 50], [31.2, 50.5]]
    assert point_at(BENT, stations) == pytest.approx(np.array(BENT.coords), abs=1e-12)


def test_sections_follow_each_other():
    first = length(SECTIONS.geoms[0])
    assert point_at(SECTIONS, first).tolist() == [33, 48]
    assert locate(SECTIONS, 33, 48)[0] == pytest.approx(first, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(paths(), st.floats(0.01, 0.99))
def test_locating_a_place_of_the_line_gives_its_distance(line, share):
    m = share * length(line)
    lon, lat = point_at(line, m)
    along, offset = locate(line, lon, lat)
    assert abs(offset) < 1e-3
    assert point_at(line, along) == pytest.approx([lon, lat], abs=1e-8)


@settings(max_examples=30, deadline=None)
@given(paths(), lons, lats)
def test_locate_is_the_nearest_of_a_fine_sample(line, lon, lat):
    along, offset = locate(line, lon, lat)
    sample = shapely.get_coordinates(densify(line, max_edge=50.0))
    nearest = distance(lon, lat, sample[:, 0], sample[:, 1]).min()
    assert abs(offset) <= nearest + 0.01
    assert abs(offset) >= nearest - 25.0
    foot = point_at(line, along)
    assert distance(lon, lat, *foot) == pytest.approx(abs(offset), abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(paths(), lons, lats)
def test_reversal_turns_the_offset_and_mirrors_the_distance(line, lon, lat):
    along, offset = locate(line, lon, lat)
    back, other = locate(line.reverse(), lon, lat)
    assert abs(other) == pytest.approx(abs(offset), abs=1e-3)
    if abs(offset) > 1 and line.is_simple:
        assert np.sign(other) == -np.sign(offset)
    spots = point_at(line, along), point_at(line.reverse(), back)
    assert distance(*spots[0], lon, lat) == pytest.approx(distance(*spots[1], lon, lat), abs=1e-3)


@settings(max_examples=40, deadline=None)
@given(paths(), lons, lats)
def test_densification_changes_nothing(line, lon, lat):
    one, two = locate(line, lon, lat), locate(densify(line, 3000.0), lon, lat)
    assert abs(one[1]) == pytest.approx(abs(two[1]), abs=0.01)


@settings(max_examples=30, deadline=None)
@given(paths(), st.floats(0.02, 0.5), st.floats(0.52, 1))
def test_cuts_add_up(line, low, high):
    whole = length(line)
    pieces = cut(line, 0, low * whole), cut(line, low * whole, high * whole)
    assert length(pieces[0]) == pytest.approx(low * whole, abs=1e-5)
    assert length(pieces[1]) == pytest.approx((high - low) * whole, abs=1e-5)
    assert pieces[0].coords[-1] == pieces[1].coords[0]
    assert length(join(pieces)) == pytest.approx(high * whole, abs=1e-5)


def test_the_whole_is_cut_as_it_is():
    assert cut(BENT, 0, length(BENT)).equals(BENT)
    assert cut(SECTIONS, 0, length(SECTIONS)).equals(SECTIONS)
    assert cut(SECTIONS, length(SECTIONS.geoms[0]), length(SECTIONS)).equals(SECTIONS.geoms[1])


def test_a_cut_may_go_over_several_sections():
    first = length(SECTIONS.geoms[0])
    piece = cut(SECTIONS, first - 1000, first + 1000)
    assert [len(part.coords) for part in piece.geoms] == [2, 2]
    assert [length(part) for part in piece.geoms] == pytest.approx([1000, 1000], abs=1e-6)


@pytest.mark.parametrize(("low", "high"), [(-1, 5), (5, 5), (7, 5), (0, 1e9), (float("nan"), 5)])
def test_stretches_off_the_line_are_refused(low, high):
    with pytest.raises(InputError, match=r"is not on the line of \d+ m; give 0 <= from < to"):
        cut(BENT, low, high)


def test_join_carries_near_ends_on_and_leaves_far_ones():
    one = shapely.LineString([(30, 50), (31, 50)])
    two = shapely.LineString([(31.0001, 50), (32, 50)])
    assert join([one, two]).geom_type == "MultiLineString"
    assert len(join([two, one], tolerance=10).coords) == 4
    with pytest.raises(InputError, match="tolerance is -1 m"):
        join([one, two], tolerance=-1)


def test_many_far_places_are_located_in_one_go():
    random = np.random.default_rng(5)
    lon, lat = random.uniform(24, 40, 3000), random.uniform(44, 52, 3000)
    wave = np.linspace(0, 6, 1000)
    line = shapely.LineString(np.column_stack([30 + wave, 48 + np.sin(wave * 3) / 3]))
    along, offset = locate(line, lon, lat)
    spots = shapely.get_coordinates(densify(line, 500.0))
    for k in range(0, 3000, 300):
        nearest = distance(lon[k], lat[k], spots[:, 0], spots[:, 1]).min()
        assert nearest - 250 <= abs(offset[k]) <= nearest + 0.01
    assert along.shape == offset.shape == (3000,)


def test_points_and_nonsense_are_refused():
    with pytest.raises(InputError, match="A line is expected, not a Point"):
        point_at(shapely.Point(30, 50), 5)
    with pytest.raises(InputError, match="not a number"):
        point_at(BENT, float("nan"))
    with pytest.raises(GeometryError, match="all its vertices are one place"):
        locate(shapely.LineString([(30, 50), (30, 50)]), 30, 50)
    with pytest.raises(InputError, match="reproject the line"):
        locate(shapely.LineString([(500000, 5000000), (500010, 5000000)]), 30, 50)
    with pytest.raises(GeometryError, match="No place on the Earth"):
        locate(BENT, 30, 95)


@given(st.floats(0.0, 60_000.0), st.integers(0, 1000))
def test_within_says_what_the_distance_says(metres, seed):
    random = np.random.default_rng(seed)
    line = NearestOnLine.of([np.array([[30.0, 48.0], [30.4, 48.1], [30.5, 48.1]])])
    places = random.uniform([29.0, 47.5], [31.5, 48.6], (50, 2))
    away = line.find(places)[2]
    assert line.within(places, metres).tolist() == (away <= metres).tolist()
    assert line.within(places, away[0])[0]
