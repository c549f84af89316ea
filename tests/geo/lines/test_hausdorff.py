"""Distances between lines against finely densified truth."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import densify, distance
from ceaseline.geo.lines import deviation, directed_hausdorff, hausdorff, locate


def walk(seed, count=25, spread=0.12):
    random = np.random.default_rng(seed)
    step = random.normal(0, spread, (count, 2)) * [1, 0.6] + [0.1, 0.02]
    return shapely.LineString(np.add([31, 47], np.cumsum(step, axis=0)))


def truth(a, b, step=200.0):
    """Directed distance from a sample every `step` metres, each to the nearest of such a sample."""
    p, q = (shapely.get_coordinates(densify(x, step)) for x in (a, b))
    return max(distance(x, y, q[:, 0], q[:, 1]).min() for x, y in p)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_agrees_with_brute_force(seed):
    a, b = walk(seed, 10), walk(seed + 1, 8)
    there, back = truth(a, b, 500.0), truth(b, a, 500.0)
    assert there - 150 <= directed_hausdorff(a, b).metres <= there + 260
    found = hausdorff(a, b)
    assert max(there, back) - 150 <= found.metres <= max(there, back) + 260


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_no_place_of_the_line_is_farther(seed):
    a, b = walk(seed), walk(seed + 1, 15)
    found = directed_hausdorff(a, b)
    sample = shapely.get_coordinates(densify(a, 100.0))
    offsets = np.abs(locate(b, sample[:, 0], sample[:, 1])[1])
    assert offsets.max() <= found.metres + 0.1
    assert found.metres == pytest.approx(abs(locate(b, *found.place)[1]), abs=0.05)
    assert abs(locate(a, *found.place)[1]) < 0.05
    assert abs(locate(b, *found.nearest)[1]) < 1e-3


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_symmetric_and_unmoved_by_reversal_and_densification(seed):
    a, b = walk(seed), walk(seed + 1)
    found = hausdorff(a, b).metres
    assert hausdorff(b, a).metres == pytest.approx(found, abs=0.1)
    assert hausdorff(a.reverse(), b).metres == pytest.approx(found, abs=0.1)
    assert hausdorff(densify(a, 2000.0), b).metres == pytest.approx(found, abs=0.1)
    ends = max(directed_hausdorff(a, b).metres, directed_hausdorff(b, a).metres)
    assert found == pytest.approx(ends, abs=0.1)


def test_the_farthest_place_may_lie_between_vertices():
    roof = shapely.LineString([(30, 48), (32, 48)])
    ends = shapely.MultiLineString([[(30, 48), (30, 48.01)], [(32, 48), (32, 48.01)]])
    found = directed_hausdorff(roof, ends)
    assert found.place[0] == pytest.approx(31, abs=1e-5)
    edge = np.linspace(48, 48.01, 2000)
    assert found.metres == pytest.approx(distance(30, edge, *found.place).min(), abs=0.05)


def test_a_line_is_no_distance_from_itself_and_a_shift_is_everywhere():
    a = walk(4, 200)
    assert hausdorff(a, a).metres < 1e-3
    shifted = shapely.transform(a, lambda xy: np.add(xy, [0, 0.05]))
    assert hausdorff(a, shifted).metres <= distance(51, 51.6, 51, 51.65) + 1


def test_lines_far_apart():
    a, b = shapely.LineString([(10, 48), (11, 48)]), shapely.LineString([(36, 48), (37, 48)])
    assert hausdorff(a, b).metres == pytest.approx(distance(10, 48, 36, 48), rel=1e-5)


def test_deviation_tells_the_side_and_the_place():
    a = shapely.LineString([(30, 48.1), (31, 48.1), (31, 47.8), (32, 47.8)])
    b = shapely.LineString([(30, 48), (32, 48)])
    strip = deviation(a, b, step=500)
    assert np.sign(strip.offset_m[[0, -1]]).tolist() == [1, -1]
    assert strip.other_m[0] < strip.other_m[-1]
    assert np.abs(strip.offset_m).max() <= directed_hausdorff(a, b).metres + 0.1
    assert strip.percentiles(100) == pytest.approx(np.abs(strip.offset_m).max())
    back = deviation(a, b.reverse(), step=500)
    assert back.offset_m == pytest.approx(-strip.offset_m, abs=1e-3)
    assert np.diff(strip.station_m).max() <= 500


@pytest.mark.parametrize("call", [hausdorff, directed_hausdorff])
def test_tolerances_have_to_be_above_zero(call):
    with pytest.raises(InputError, match=r"The tolerance is 0 m; give metres above 0"):
        call(walk(1), walk(2), tolerance=0)


def test_steps_have_to_be_above_zero():
    with pytest.raises(InputError, match=r"The step is -1 m; give metres above 0"):
        deviation(walk(1), walk(2), step=-1)


def test_a_step_longer_than_the_line_is_one_step_and_too_many_are_refused():
    line = shapely.LineString([(30, 48), (31, 48)])
    assert len(deviation(line, line, step=np.inf).offset_m) == 1
    with pytest.raises(InputError, match=r"A step of 1e-06 m makes 74,\d{3},\d{3},\d{3} steps"):
        deviation(line, line, step=1e-6)
