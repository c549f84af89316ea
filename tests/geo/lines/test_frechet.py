"""The Fréchet distance against the discrete one of finely densified lines."""

import sys

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeometryError, InputError
from geo.geodesy import densify, distance
from geo.lines import frechet, hausdorff


def walk(seed, count=12, spread=0.12):
    random = np.random.default_rng(seed)
    step = random.normal(0, spread, (count, 2)) * [1, 0.6] + [0.06, 0.02]
    return shapely.LineString(np.add([31, 47], np.cumsum(step, axis=0)))


def discrete(a, b, step):
    """Eiter and Mannila's recurrence on geodesic distances of vertices, row by row."""
    p, q = (shapely.get_coordinates(densify(x, step)) for x in (a, b))
    table = distance(p[:, :1], p[:, 1:], q[:, 0], q[:, 1])
    row = np.maximum.accumulate(table[0])
    for near in table[1:]:
        fresh = np.empty_like(row)
        fresh[0] = max(row[0], near[0])
        for j in range(1, len(row)):
            fresh[j] = max(near[j], min(row[j], row[j - 1], fresh[j - 1]))
        row = fresh
    return row[-1]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_agrees_with_the_discrete_distance_of_dense_lines(seed):
    a, b = walk(seed, 9), walk(seed + 1, 7)
    truth = discrete(a, b, 1000.0)
    assert truth - 1100 <= frechet(a, b) <= truth + 0.1


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000))
def test_symmetric_and_unmoved_by_reversal_and_densification(seed):
    a, b = walk(seed), walk(seed + 1)
    found = frechet(a, b)
    assert frechet(b, a) == pytest.approx(found, abs=0.11)
    assert frechet(a.reverse(), b.reverse()) == pytest.approx(found, abs=0.11)
    assert frechet(densify(a, 3000.0), b) == pytest.approx(found, abs=0.11)
    assert found >= hausdorff(a, b).metres - 0.11


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_many_vertices_narrow_to_the_same(seed):
    a, b = walk(seed, 150, 0.02), walk(seed + 1, 120, 0.02)
    dense = densify(a, 150.0)
    assert len(dense.coords) > 2000
    assert frechet(dense, densify(b, 150.0)) == pytest.approx(frechet(a, b), abs=0.2)


def test_going_back_costs_what_hausdorff_does_not_see():
    there = shapely.LineString([(30, 48), (30.5, 48), (30.2, 48.0001), (31, 48)])
    plain = shapely.LineString([(30, 48), (31, 48)])
    assert frechet(there, plain) == pytest.approx(distance(30.2, 48, 30.5, 48) / 2, rel=1e-3)
    assert hausdorff(there, plain).metres < 250


def test_the_ends_are_a_lower_bound_and_may_decide():
    a, b = shapely.LineString([(30, 48), (31, 48)]), shapely.LineString([(30, 48.2), (31, 48)])
    assert frechet(a, b) == pytest.approx(distance(30, 48, 30, 48.2), abs=0.1)
    assert frechet(a, a) < 1e-6


def test_sections_that_make_one_line_are_read_as_one():
    whole = walk(5)
    two = [shapely.LineString(whole.coords[5:]), shapely.LineString(whole.coords[:6])]
    assert frechet(two, whole) < 1e-6
    apart = shapely.MultiLineString([[(30, 48), (31, 48)], [(32, 48), (33, 48)]])
    with pytest.raises(GeometryError, match="The sections make 2 lines"):
        frechet(apart, whole)
    with pytest.raises(InputError, match=r"The tolerance is 0 m; give metres above 0"):
        frechet(whole, whole, tolerance=0)


def test_hundreds_of_vertices_narrow_to_the_same():
    a, b = walk(0, 30, 0.02), walk(1, 25, 0.02)
    dense = densify(a, 100.0)
    assert len(dense.coords) > 192
    assert frechet(dense, densify(b, 100.0)) == pytest.approx(frechet(a, b), abs=0.2)


def test_the_whole_line_is_walked_a_few_times_only(monkeypatch):
    module = sys.modules[frechet.__module__]
    walked, sweep = [], module.sweep

    def counted(p, q, limit, reach, last, known=None):
        found = sweep(p, q, limit, reach, last, known)
        walked.append(found.row - reach.row)
        return found

    monkeypatch.setattr(module, "sweep", counted)
    random = np.random.default_rng(7)
    one = np.add([31, 47], np.cumsum(random.normal([0.003, 0.001], 0.002, (3000, 2)), axis=0))
    other = one + 0.05 * np.sin(np.linspace(0, 9, 3000))[:, None]
    frechet(shapely.LineString(one), shapely.LineString(other))
    assert sum(walked) < 4 * len(one)
