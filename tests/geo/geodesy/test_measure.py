"""Length and area against GeographicLib's own Python, and what must not change them."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import area, densify, length

ORACLE = Geodesic.WGS84
EXACT = 1e-11
NOISE = 1e-5  # m² a vertex: rounding, below the 0.1 m² that GeographicLib states for itself
SCALES = st.floats(-5, 1).map(lambda p: 10.0**p)  # degrees between vertices: 1 m to 1,000 km


def true_length(lonlat):
    return sum(ORACLE.Inverse(b, a, d, c)["s12"] for (a, b), (c, d) in pairwise(lonlat))


def true_area(lonlat):
    polygon = ORACLE.Polygon()
    for lon, lat in lonlat:
        polygon.AddPoint(lat, lon)
    return abs(polygon.Compute(False, True)[2])


@st.composite
def walks(draw, least=2, most=60, latitude=69.0):
    seed, scale = draw(st.integers(0, 2**32 - 1)), draw(SCALES)
    random = np.random.default_rng(seed)
    start = [random.uniform(-170, 170), random.uniform(-latitude, latitude)]
    steps = random.normal(0, scale, (draw(st.integers(least, most)) - 1, 2))
    walk = np.vstack([start, start + np.cumsum(steps, axis=0)])
    walk[:, 1] = np.clip(walk[:, 1], -89, 89)
    return walk


@st.composite
def stars(draw):
    """Rings that do not cross themselves: radii around a centre, 10 m to 2,000 km across."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.floats(-4, 1).map(lambda p: 10.0**p))
    count = draw(st.integers(3, 80))
    angle = np.sort(random.uniform(0, 2 * np.pi, count))
    radius = size * random.uniform(0.3, 1, count)
    centre = [random.uniform(-160, 160), random.uniform(-65, 65)]
    ring = np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None] + centre
    ring[:, 1] = np.clip(ring[:, 1], -85, 85)
    return ring


@settings(max_examples=60, deadline=None)
@given(walks())
def test_length_agrees_with_geographiclib(walk):
    truth = true_length(walk)
    assert length(walk) == pytest.approx(truth, rel=EXACT, abs=2e-8 * len(walk))


@settings(max_examples=60, deadline=None)
@given(stars())
def test_area_agrees_with_geographiclib(ring):
    truth = true_area(ring)
    edge = truth**0.5
    assert area(ring) == pytest.approx(truth, rel=EXACT, abs=NOISE * len(ring) + 1e-9 * edge)


@pytest.mark.parametrize("edge", [12.1, 500.0, 2_999.0, 3_001.0, 9_999.0, 10_001.0])
@pytest.mark.parametrize("latitude", [0.0, 35.0, 50.0, 69.5])
def test_a_dense_ring_on_either_side_of_a_bound_is_exact(edge, latitude):
    count = 400
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius = edge * count / (2 * np.pi * 111_000)
    squeeze = np.cos(np.radians(latitude))
    ring = np.column_stack([20 + radius * np.cos(angle) / squeeze, np.sin(angle) * radius])
    ring[:, 1] = np.clip(ring[:, 1] + latitude, -80, 80)
    closed = np.vstack([ring, ring[:1]])
    assert length(closed) == pytest.approx(true_length(closed), rel=EXACT)
    assert area(ring) == pytest.approx(true_area(ring), rel=EXACT, abs=NOISE * count)


@settings(max_examples=40, deadline=None)
@given(walks(), st.floats(-180, 180))
def test_length_does_not_change_with_direction_or_longitude(walk, shift):
    whole = length(walk)
    assert length(walk[::-1]) == pytest.approx(whole, rel=EXACT)
    turned = np.round(walk * 2**20) / 2**20  # so that the shift is exact
    shift = round(shift * 2**10) / 2**10
    assert length(turned + np.array([shift, 0])) == pytest.approx(length(turned), rel=EXACT)


@settings(max_examples=30, deadline=None)
@given(walks(least=3), st.data())
def test_the_parts_of_a_line_sum_to_the_whole(walk, data):
    cut = data.draw(st.integers(1, len(walk) - 2))
    assert length(walk[: cut + 1]) + length(walk[cut:]) == pytest.approx(length(walk), rel=EXACT)


@settings(max_examples=30, deadline=None)
@given(stars(), st.floats(2.0, 5.0).map(lambda p: 10.0**p))
def test_densifying_changes_neither_length_nor_area(ring, step):
    polygon = shapely.Polygon(ring)
    step = max(step, length(polygon) / 5000)
    dense = densify(polygon, step)
    assert length(dense) == pytest.approx(length(polygon), rel=EXACT)
    assert area(dense) == pytest.approx(area(polygon), rel=2e-11, abs=1e-2)


@settings(max_examples=30, deadline=None)
@given(stars(), st.integers(0, 79))
def test_area_does_not_depend_on_orientation_or_start(ring, start):
    whole = area(ring)
    noise = NOISE * len(ring)
    assert area(ring[::-1]) == pytest.approx(whole, rel=EXACT, abs=noise)
    assert area(np.roll(ring, start, axis=0)) == pytest.approx(whole, rel=EXACT, abs=noise)


def test_holes_are_taken_off_and_counted_in_the_perimeter():
    shell, hole = shapely.box(30, 48, 32, 49), shapely.box(30.5, 48.2, 31, 48.6)
    for inner in (hole.exterior.coords, hole.exterior.coords[::-1]):
        holed = shapely.Polygon(shell.exterior.coords, [inner])
        assert area(holed) == pytest.approx(area(shell) - area(hole), rel=EXACT)
        assert length(holed) == pytest.approx(length(shell) + length(hole), rel=EXACT)


def test_every_geometry_type_is_measured():
    point, line, box = (
        shapely.Point(30, 48),
        shapely.LineString([(30, 48), (31, 48)]),
        shapely.box(30, 48, 31, 49),
    )
    other = shapely.box(32, 48, 33, 49)
    many = [
        point, shapely.MultiPoint([(30, 48)]), line, shapely.MultiLineString([line, line]),
        shapely.LinearRing(box.exterior), box, shapely.MultiPolygon([box, other]),
        shapely.GeometryCollection([point, line, shapely.GeometryCollection([box])]),
        shapely.Polygon(), shapely.LineString(), None,
    ]  # fmt: skip
    edge, around, inside = length(line), length(box), area(box)
    lengths = [0, 0, edge, 2 * edge, around, around, around + length(other), edge + around, 0, 0, 0]
    areas = [0, 0, 0, 0, 0, inside, inside + area(other), inside, 0, 0, 0]
    np.testing.assert_allclose(length(many), lengths, rtol=EXACT)
    np.testing.assert_allclose(area(many), areas, rtol=EXACT)
    for geometry, metres, squares in zip(many[:-1], lengths, areas, strict=False):
        assert length(geometry) == pytest.approx(metres, rel=EXACT)
        assert area(geometry) == pytest.approx(squares, rel=EXACT)


def test_a_geoseries_is_reprojected_on_entry():
    box = shapely.box(30, 48, 31, 49)
    series = gpd.GeoSeries([box, shapely.LineString([(30, 48), (31, 48)])], crs="EPSG:4326")
    np.testing.assert_allclose(area(series.to_crs(3035)), area(series), rtol=1e-9)
    assert isinstance(area(series), np.ndarray)


def test_a_series_without_a_crs_is_refused():
    with pytest.raises(InputError, match="has no CRS; set the one it is in"):
        length(gpd.GeoSeries([shapely.Point(0, 0)]))


def test_something_else_is_refused():
    with pytest.raises(InputError, match="Found str where a geometry"):
        area(["a polygon"])


@pytest.mark.parametrize("place", [(36.2, 95.0), (4_000_000.0, 50.0), (30.0, np.nan)])
def test_no_place_on_the_earth_is_refused(place):
    with pytest.raises(GeometryError, match="No place on the Earth: longitude"):
        length(np.array([(30, 50), place]))


def test_known_figures():
    assert length([[0, 0], [0, 90]]) == pytest.approx(10_001_965.729, abs=1e-3)
    assert length([[0, 0], [180, 0]]) == pytest.approx(20_003_931.459, abs=1e-3)
    octant = area([[0, 0], [90, 0], [0, 90]])
    assert octant == pytest.approx(510_065_621_724_088.5 / 8, rel=1e-12)


@pytest.mark.parametrize("lons", [(179, 181), (179, -179), (-181, -179)])
def test_the_antimeridian_does_not_matter(lons):
    west, east = lons
    here = shapely.Polygon([(west, 60), (east, 60), (east, 61), (west, 61)])
    assert area(here) == pytest.approx(area(shapely.box(10, 60, 12, 61)), rel=EXACT)
    assert length(here) == pytest.approx(length(shapely.box(10, 60, 12, 61)), rel=EXACT)


def test_a_ring_around_the_pole_takes_the_smaller_side():
    lon = np.arange(0, 360, 1.0) - 180
    ring = np.column_stack([lon, np.full(360, 80.0)])
    assert area(ring) == pytest.approx(true_area(ring), rel=EXACT)


def test_repeated_vertices_add_nothing():
    line = np.array([[30, 48], [30, 48], [31, 49], [31, 49]], dtype=float)
    assert length(line) == pytest.approx(length(line[[0, 2]]), rel=EXACT)
    assert length(np.array([[30.0, 48.0]])) == 0
    assert area([[30, 48], [31, 49]]) == pytest.approx(0, abs=1e-3)
