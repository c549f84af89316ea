"""Places stay on their side of a generalised line: against shapely on lines of many vertices."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import densify
from ceaseline.geo.lines import generalise, length_at
from ceaseline.geo.lines.obstacles import Obstacles
from tests.geo.lines.test_generalise import rough, tiles

TOLERANCES = st.sampled_from([500.0, 3000.0, 20_000.0, 100_000.0])


def below(line):
    """The ground south of a line that runs from west to east, every edge a geodesic."""
    coords = shapely.get_coordinates(densify(line, 50.0))
    ring = [*coords, (coords[-1, 0], 40), (coords[0, 0], 40)]
    return shapely.make_valid(shapely.Polygon(ring))


def within(shape, spots):
    return shapely.contains_xy(shape, *spots.T)


def around(line, random, count):
    """Places on both sides of a line, from a few metres to 50 km away."""
    at = random.uniform(0.01, 0.99, count)
    spots = shapely.get_coordinates(shapely.line_interpolate_point(line, at, normalized=True))
    away = random.choice([-1, 1], count) * 10 ** random.uniform(-4, -0.3, count)
    return spots + np.column_stack([random.uniform(-0.05, 0.05, count), away])


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), TOLERANCES, st.integers(0, 400))
def test_no_place_changes_sides(seed, tolerance, count):
    random = np.random.default_rng(seed)
    line = rough(200, seed)
    spots = around(line, random, count)
    coarse = generalise(line, tolerance, spots)
    assert (within(below(line), spots) == within(below(coarse.geometry), spots)).all()
    assert coarse.deviation_m <= tolerance
    assert coarse.geometry.is_simple == line.is_simple
    assert set(coarse.geometry.coords) <= set(line.coords)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), TOLERANCES)
def test_a_pocket_neither_loses_nor_gains_a_place(seed, tolerance):
    random = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 60)[:-1]
    radius = 0.2 * (1 + 0.4 * random.uniform(-1, 1, 59))
    ring = np.column_stack([32 + 1.5 * radius * np.cos(angle), 48 + radius * np.sin(angle)])
    pocket = shapely.LineString([*ring, ring[0]])
    spots = np.column_stack([random.uniform(31.4, 32.6, 80), random.uniform(47.6, 48.4, 80)])
    coarse = generalise([pocket], tolerance, spots).geometry.geoms[0]
    before, after = (shapely.Polygon(densify(one, 50.0).coords) for one in (pocket, coarse))
    assert coarse.coords[0] == coarse.coords[-1]
    assert (within(before, spots) == within(after, spots)).all()


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000), TOLERANCES)
def test_units_keep_their_places(seed, tolerance):
    units = tiles()
    spots = np.random.default_rng(seed).uniform((30, 47), (34, 50), (150, 2))
    coarse = generalise(units, tolerance, spots)
    assert shapely.coverage_is_valid(coarse.geometry)
    for before, after in zip(units, coarse.geometry, strict=True):
        fine, drawn = densify(before, 50.0), densify(after, 50.0)
        assert (within(fine, spots) == within(drawn, spots)).all()


def test_the_geodesic_of_a_shortcut_counts_not_its_chord_on_the_map():
    # the geodesic between two places at latitude 50 runs north of the parallel: 24 km at 35.5
    line = shapely.LineString([(30, 50), (35.5, 50.5), (41, 50)])
    north, south = [[35.5, 50.1]], [[35.5, 50.4]]
    assert generalise(line, 60_000, north).geometry.equals(shapely.LineString([(30, 50), (41, 50)]))
    assert generalise(line, 60_000, south).geometry.equals(line)


@pytest.mark.parametrize("spot", [(30.5, 50.004), (30.25, 50.002), (30.75, 50.0052)])
def test_a_place_on_the_line_keeps_the_line_there(spot):
    line = shapely.LineString([(30, 50), (30.5, 50.004), (31, 50)])
    near = shapely.Point(spot)
    touching = shapely.get_coordinates(
        shapely.line_interpolate_point(densify(line, 50.0), line.project(near))
    )
    assert len(generalise(line, 5_000, touching).geometry.coords) == 3
    assert len(generalise(line, 5_000, [(30.5, 50.1)]).geometry.coords) == 2


def test_a_place_on_the_shortcut_counts_as_passed():
    line = shapely.LineString([(30, 0), (30.5, 0.01), (31, 0)])
    ten_centimetres = 9e-7
    for lat, kept in ((0.0, 3), (-0.5 * ten_centimetres, 3), (-2 * ten_centimetres, 2)):
        assert len(generalise(line, 5_000, [(30.5, lat)]).geometry.coords) == kept


def test_places_far_from_the_line_change_nothing():
    line = rough(300, 5)
    far = np.random.default_rng(1).uniform((20, 52), (40, 60), (500, 2))
    plain = generalise(line, 3000)
    for spots in (far, np.empty((0, 2))):
        assert generalise(line, 3000, spots).geometry.equals(plain.geometry)


def test_lengths_at_details_are_those_of_the_lines_made():
    random = np.random.default_rng(7)
    line = rough(400, 7, size=0.1)
    spots = around(line, random, 200)
    tolerances = [20_000.0, 0.0, 3000.0]
    alone = [generalise(line, metres, spots).length_m[1] for metres in tolerances]
    assert length_at(line, tolerances, spots) == pytest.approx(alone, rel=1e-12)
    assert alone[0] > generalise(line, 20_000.0).length_m[1]


def test_shortcuts_are_judged_one_by_one():
    arc = np.array([[30.0, 50], [30.2, 50.1], [30.4, 50], [30.6, 50], [30.8, 49.9], [31, 50]])
    held = Obstacles.of([arc], [[30.2, 50.05], [30.8, 49.85]])
    low, high = np.array([0, 2, 3, 3]), np.array([2, 3, 5, 4])
    assert held.passed(low, high).tolist() == [True, False, False, False]


@pytest.mark.parametrize("places", [[30.0, 50.0], [[30.0, 50.0, 1.0]], [[np.nan, 50.0]]])
def test_places_that_are_none_are_refused(places):
    with pytest.raises(InputError, match=r"give one of shape \(n, 2\): longitude, latitude"):
        generalise(rough(5), 10, places)
