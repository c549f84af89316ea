"""Less detail: within the tolerance, without crossings, with shared borders."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area, densify, length
from ceaseline.geo.lines import generalise, length_at, locate


def rough(count, seed=0, size=0.06):
    random = np.random.default_rng(seed)
    lon = np.linspace(30, 34, count)
    lat = 48 + np.cumsum(random.normal(0, size, count)) / np.sqrt(count) * 3
    return shapely.LineString(np.column_stack([lon, lat]))


def tiles():
    """Four units around a node and an enclave, with rough shared borders."""
    random = np.random.default_rng(3)

    def border(start, end):
        steps = np.linspace(0, 1, 60)[:, None]
        path = np.array(start) + (np.array(end) - np.array(start)) * steps
        push = random.normal(0, 0.01, (60, 2)) * np.minimum(steps, 1 - steps) * 4
        return shapely.LineString(path + push)

    corners = {"a": (30, 47), "b": (34, 47), "c": (34, 50), "d": (30, 50)}
    frame = [border(corners[p], corners[q]) for p, q in ("ab", "bc", "cd", "da")]
    spokes = [border(corner, (32, 48.5)) for corner in corners.values()]
    angle = np.linspace(0, 2 * np.pi, 80)[:-1]
    ring = np.column_stack([30.5 + 0.1 * np.cos(angle), 48.5 + 0.1 * np.sin(angle)])
    island = shapely.LineString([*ring, ring[0]])
    return list(shapely.polygonize(frame + spokes + [island]).geoms)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([50.0, 500.0, 2000.0, 10_000.0]))
def test_nothing_left_out_is_farther_than_the_tolerance(seed, tolerance):
    line = rough(300, seed)
    coarse = generalise(line, tolerance)
    assert coarse.deviation_m <= tolerance
    off = np.abs(locate(coarse.geometry, *np.array(line.coords).T)[1])
    assert off.max() <= tolerance + 0.5
    assert coarse.geometry.is_simple == line.is_simple
    assert coarse.geometry.coords[0] == line.coords[0]
    assert coarse.geometry.coords[-1] == line.coords[-1]
    assert coarse.length_m == pytest.approx((length(line), length(coarse.geometry)))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000))
def test_a_line_that_winds_close_to_itself_is_never_made_to_cross(seed):
    random = np.random.default_rng(seed)
    turn = np.linspace(0, 8 * np.pi, 400)
    radius = (1 + turn / 10) * (1 + random.uniform(-0.02, 0.02, 400))
    spiral = shapely.LineString(
        np.column_stack([32 + radius * np.cos(turn) / 4, 48 + radius * np.sin(turn) / 6])
    )
    for tolerance in (1000.0, 10_000.0, 60_000.0):
        assert generalise(spiral, tolerance).geometry.is_simple == spiral.is_simple


def test_sections_do_not_cross_each_other():
    lon = np.linspace(30, 34, 200)
    wave = 0.05 * np.sin(lon * 12)
    both = shapely.MultiLineString(
        [np.column_stack([lon, 48 + wave]), np.column_stack([lon, 48.01 + wave])]
    )
    coarse = generalise(both, 20_000).geometry
    assert coarse.geom_type == "MultiLineString"
    assert not coarse.geoms[0].crosses(coarse.geoms[1])


def test_a_pocket_beside_the_line_stays_on_its_side():
    bay = [(30, 48), (31, 48), (31.02, 48.2), (31.04, 48), (32, 48)]
    pocket = [(31.015, 48.05), (31.025, 48.05), (31.02, 48.1), (31.015, 48.05)]
    coarse = generalise([shapely.LineString(bay), shapely.LineString(pocket)], 50_000).geometry
    outline = shapely.Polygon([*coarse.geoms[0].coords, (32, 47), (30, 47)])
    assert outline.contains(shapely.Point(31.02, 48.07))
    assert len(coarse.geoms[1].coords) == 4


def test_the_effect_is_told_in_metres_and_square_metres():
    line = shapely.LineString([(30, 48), (31, 48.05), (32, 48)])
    coarse = generalise(line, 20_000)
    triangle = area(
        shapely.Polygon([*densify(line).coords, *densify(coarse.geometry.reverse()).coords])
    )
    assert coarse.moved_m2 == pytest.approx(triangle, rel=1e-6)
    assert coarse.change_m2.tolist() == pytest.approx([triangle], rel=1e-6)
    assert coarse.length_m[1] < coarse.length_m[0]


def test_both_lobes_count_as_moved_and_cancel_in_the_change():
    line = shapely.LineString([(30, 0), (31, 0.1), (33, -0.1), (34, 0)])
    coarse = generalise(line, 50_000)
    assert abs(coarse.change_m2[0]) < coarse.moved_m2 / 100
    assert coarse.moved_m2 > 1e9


@pytest.mark.parametrize("tolerance", [100.0, 2000.0, 15_000.0])
def test_coverages_stay_coverages(tolerance):
    units = tiles()
    coarse = generalise(units, tolerance)
    assert shapely.coverage_is_valid(coarse.geometry)
    assert len(coarse.geometry) == len(units) == 5
    assert shapely.is_valid(coarse.geometry).all()
    assert coarse.change_m2 == pytest.approx(area(coarse.geometry) - area(units), abs=1.0)
    assert (np.asarray(area(coarse.geometry)) > 0).all()
    assert (
        shapely.get_num_coordinates(coarse.geometry).sum()
        < shapely.get_num_coordinates(units).sum()
    )


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_several_details_at_once_are_those_of_each_alone(seed):
    line = rough(400, seed, size=0.1)
    tolerances = [3000.0, 0.0, 20_000.0, 500.0, 3000.0]
    alone = [length(generalise(line, metres).geometry) for metres in tolerances]
    assert length_at(line, tolerances) == pytest.approx(alone, rel=1e-12)


def test_zero_tolerance_keeps_the_shape():
    line = rough(100, 4)
    assert generalise(line, 0).geometry.equals(line)


def test_length_grows_with_detail():
    lengths = length_at(rough(2000, 2), [0, 100, 1000, 10_000, 100_000])
    assert (np.diff(lengths) <= 0).all()
    assert lengths[0] == pytest.approx(length(rough(2000, 2)))


@pytest.mark.parametrize("tolerance", [-1, float("nan")])
def test_tolerances_below_zero_are_refused(tolerance):
    with pytest.raises(InputError, match=r"The tolerance is .* m; give metres, not below 0"):
        generalise(rough(5), tolerance)


def test_other_things_are_refused():
    with pytest.raises(InputError, match="A line is expected, not a Polygon"):
        generalise([shapely.box(0, 0, 1, 1), shapely.Point(0, 0)], 10)
