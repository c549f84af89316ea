"""The Fréchet distance against the discrete one of finely densified lines."""

import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import densify, distance
from ceaseline.geo.lines import frechet, hausdorff
from ceaseline.geo.lines.freespace import arc

CASES = Path(__file__).parents[3].parent / "shared/cases/figures"
GEOD = pyproj.Geod(ellps="WGS84")
WGS84 = Geodesic.WGS84


def walk(seed, count=12, spread=0.12):
    random = np.random.default_rng(seed)
    step = random.normal(0, spread, (count, 2)) * [1, 0.6] + [0.06, 0.02]
    return shapely.LineString(np.add([31, 47], np.cumsum(step, axis=0)))


def dense(line, step):
    """Places on the geodesics of a line's edges, in steps."""
    out = [line.coords[0]]
    for tail, head in pairwise(line.coords):
        many = int(np.ceil(GEOD.inv(*tail, *head)[2] / step))
        out += [*GEOD.npts(*tail, *head, many - 1)] if many > 1 else []
        out.append(head)
    return np.array(out)


def discrete(a, b, step):
    """Eiter and Mannila's recurrence on geodesic distances of vertices, row by row."""
    p, q = dense(a, step), dense(b, step)
    i, j = (part.ravel() for part in np.mgrid[: len(p), : len(q)])
    table = np.asarray(GEOD.inv(*p[i].T, *q[j].T)[2]).reshape(len(p), len(q))
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


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(300, 1200), st.floats(0, 360), st.floats(-75, 75))
def test_far_apart_it_is_that_of_dense_lines_too(seed, km, azimuth, latitude):
    random = np.random.default_rng(seed)

    def drawn(lon, lat):
        steps = random.normal(0, 0.15, (4, 2)) * [1 / np.cos(np.radians(lat)), 1]
        return shapely.LineString(np.add([lon, lat], np.cumsum(steps, axis=0)))

    there = WGS84.Direct(latitude, 0, azimuth, km * 1000)
    step = 400.0  # places between steps miss the distance by step² / 8 / distance at most: 7 cm
    a, b = drawn(0, latitude), drawn(there["lon2"], there["lat2"])
    truth = discrete(a, b, step)
    assert truth - step**2 / 8 / (km * 500) - 0.1 <= frechet(a, b) <= truth + 0.1


@pytest.mark.parametrize(("lat", "km"), [(0, 300), (45, 500), (68, 450), (80, 1000), (48, 1200)])
@pytest.mark.parametrize("azimuth", [0, 37, 90, 141])
def test_two_short_lines_are_as_far_apart_as_geodesics_say(lat, km, azimuth):
    # both run away from each other, so that the farther pair of ends decides
    line = WGS84.DirectLine(lat, 20, azimuth, (km + 40) * 1000)
    spots = [line.Position(at * 1000) for at in (20, 0, 20 + km, 40 + km)]
    ends = [(spot["lon2"], spot["lat2"]) for spot in spots]
    found = frechet(shapely.LineString(ends[:2]), shapely.LineString(ends[2:]))
    assert found == pytest.approx((km + 40) * 1000, abs=0.1)


def test_a_chord_has_no_shorter_and_no_longer_geodesic():
    random = np.random.default_rng(3)
    least, most = arc(450e3, most=False), arc(450e3, most=True)
    for lat, azimuth in zip(random.uniform(-90, 90, 200), random.uniform(0, 360, 200), strict=True):
        for metres, within in ((least, 450e3), (most, 450e3)):
            end = WGS84.Direct(lat, 0, azimuth, metres)
            places = [_space(lat, 0), _space(end["lat2"], end["lon2"])]
            chord = np.linalg.norm(places[0] - places[1])
            assert chord <= within + 0.01 if metres == least else chord >= within - 0.01


def _space(lat, lon):
    transformer = pyproj.Transformer.from_crs(4979, 4978, always_xy=True)
    return np.array(transformer.transform(lon, lat, 0))


@pytest.mark.skipif(not CASES.exists(), reason="the cases are not here")
@pytest.mark.parametrize("name", ["3-63", "9-29", "9-49", "9-54"])
def test_lines_that_once_came_out_too_high(name):
    told = json.loads((CASES / f"frechet-{name}.json").read_text())
    found = frechet(shapely.LineString(told["a"]), shapely.LineString(told["b"]))
    assert found == pytest.approx(told["brute"], abs=0.1)
    assert told["f"] > told["brute"] + 0.2


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
