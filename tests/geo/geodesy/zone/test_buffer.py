"""The zone against a truth of its own, and what must hold for any zone."""

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import area, buffer, densify, destination, distance, edge_lengths, length
from ceaseline.geo.geodesy.zone import exposed, outline
from ceaseline.geo.geodesy.zone.thin import thinned
from tests.geo.geodesy.zone.zone_truth import Truth, faults, hard_case, rim

ROUGH = np.array(
    [
        [33.0, 46.6], [33.4, 46.9], [33.9, 47.1], [33.95, 47.3], [34.4, 47.2], [34.8, 47.4],
        [34.7, 47.6], [35.2, 47.5], [35.3, 47.2], [35.6, 47.6], [36.2, 47.5], [36.3, 47.9],
    ]
)  # fmt: skip
LINE = shapely.LineString(ROUGH)
DEPTHS = st.floats(2, 5).map(lambda p: 10.0**p)
KM2 = 1e6


def gap(one, other):
    """Return the area, m², that two zones do not share."""
    return area(shapely.symmetric_difference(one, other))


def rim_of(zone):
    return length(shapely.boundary(zone))


@st.composite
def lines(draw):
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    steps = random.normal(0, 0.15, (draw(st.integers(2, 12)), 2))
    return np.array([30 + random.uniform(-20, 20), random.uniform(-60, 60)]) + np.cumsum(steps, 0)


@pytest.mark.parametrize("depth", [100.0, 2_000.0, 15_000.0, 150_000.0])
@pytest.mark.parametrize("tolerance", [0.1, 1.0])
def test_a_zone_is_within_tolerance(depth, tolerance):
    zone = buffer(LINE, depth, tolerance=tolerance)
    assert faults(zone, [ROUGH], [depth], tolerance, np.random.default_rng(0)) == []


def test_a_disk_has_its_area():
    dot = np.array([[30.0, 48.0], [30.0, 48.000001]])
    zone = buffer(shapely.LineString(dot), 15_000, tolerance=0.01)
    # of a geodesic disk: π d² (1 - K d² / 12), K the curvature
    assert area(zone) == pytest.approx(
        np.pi * 15_000**2 * (1 - 15_000**2 / 6.37e6**2 / 12), rel=1e-5
    )


def test_no_edge_of_the_rim_is_long():
    lonlat = shapely.get_coordinates(buffer(LINE, 60_000, 5_000, tolerance=1.0))
    assert edge_lengths(*np.ascontiguousarray(lonlat.T)).max() < 1001


@settings(max_examples=6, deadline=None)
@given(lines(), DEPTHS, st.floats(1.01, 3))
def test_a_wider_zone_contains_a_narrower(line, depth, wider):
    depth, line = min(depth, 60_000), shapely.LineString(line)
    narrow, wide = buffer(line, depth), buffer(line, depth * wider)
    assert shapely.contains_properly(wide, narrow)


@settings(max_examples=6, deadline=None)
@given(lines(), DEPTHS)
def test_a_zone_does_not_depend_on_direction(line, depth):
    forth, back = (buffer(shapely.LineString(v), depth) for v in (line, line[::-1]))
    assert gap(forth, back) < 0.2 * rim_of(forth)


@settings(max_examples=6, deadline=None)
@given(lines(), DEPTHS, st.floats(300, 20_000))
def test_a_zone_does_not_depend_on_extra_vertices(line, depth, step):
    line = shapely.LineString(line)
    whole, dense = buffer(line, depth), buffer(densify(line, step), depth)
    assert gap(whole, dense) < 0.2 * rim_of(whole)


@settings(max_examples=6, deadline=None)
@given(lines(), DEPTHS, st.data())
def test_a_zone_does_not_depend_on_where_the_line_is_cut(line, depth, data):
    cut = data.draw(st.integers(1, max(1, len(line) - 2)))
    parts = shapely.MultiLineString([p for p in (line[: cut + 1], line[cut:]) if len(p) > 1])
    whole, cut_up = buffer(shapely.LineString(line), depth), buffer(parts, depth)
    assert gap(whole, cut_up) < 0.2 * rim_of(whole)


@settings(max_examples=6, deadline=None)
@given(lines(), DEPTHS, st.integers(-360, 360))
def test_a_zone_moves_with_the_line_along_the_parallel(line, depth, shift):
    here = buffer(shapely.LineString(line), depth)
    there = buffer(shapely.LineString(line + np.array([shift, 0.0])), depth)
    assert area(there) == pytest.approx(area(here), rel=1e-6, abs=0.1 * rim_of(here))
    assert gap(shapely.transform(there, lambda v: v - np.array([shift, 0.0])), here) < 0.2 * rim_of(
        here
    )


@pytest.mark.parametrize(("left", "right"), [(15e3, 5e3), (2e3, 30e3), (15e3, 0), (0, 15e3)])
def test_each_side_has_its_own_depth(left, right):
    zone = buffer(LINE, left, right)
    assert zone.is_valid
    for depth, side in ((left, 1), (right, -1)):
        only = buffer(LINE, *((depth, 0) if side > 0 else (0, depth))) if depth else None
        whole = buffer(LINE, depth) if depth else shapely.Polygon()
        share = shapely.intersection(zone, only) if depth else shapely.Polygon()
        if depth:
            assert gap(share, only) < 0.1 * rim_of(only)
            assert shapely.within(only, shapely.buffer(whole, 1e-6))


def test_the_two_sides_make_up_the_zone_and_share_nothing():
    both, left, right = buffer(LINE, 15e3), buffer(LINE, 15e3, 0), buffer(LINE, 0, 15e3)
    assert area(left) + area(right) == pytest.approx(area(both), rel=1e-9)
    assert area(shapely.intersection(left, right)) < 1.0
    north, south = shapely.Point(34.0, 47.35), shapely.Point(34.4, 47.1)
    for place, here, there in ((north, left, right), (south, right, left)):
        assert here.contains(place)
        assert not there.contains(place)


def test_nothing_lies_on_the_wrong_side_of_a_rough_line():
    random = np.random.default_rng(5)
    line = np.column_stack([np.linspace(33, 36, 400), 47 + np.cumsum(random.normal(0, 0.02, 400))])
    left = buffer(shapely.LineString(line), 30_000, 0)
    upper = np.vstack([[32.0, line[0, 1]], line, [37.0, line[-1, 1]], [37, 60], [32, 60]])
    middle = shapely.box(33.5, 40, 35.5, 60)  # clear of the ends
    below = shapely.difference(left, shapely.make_valid(shapely.Polygon(upper)))
    assert area(shapely.intersection(below, middle)) < 0.1 * KM2


def test_depths_vary_along_the_line():
    depth = np.linspace(2_000, 20_000, len(ROUGH))
    zone = buffer(LINE, depth)
    assert faults(zone, [ROUGH], [depth], 0.1, np.random.default_rng(1), 300) == []


def test_sections_have_their_own_depths():
    sections = [ROUGH[:5], ROUGH[4:9], ROUGH[9:]]
    depths = [5_000.0, np.array([5_000, 9_000, 9_000, 8_000, 1_000.0]), 12_000.0]
    zone = buffer(shapely.MultiLineString(sections), depths)
    assert faults(zone, sections, depths, 0.1, np.random.default_rng(2), 300) == []
    one = buffer(shapely.MultiLineString(sections), [0, 10_000, 0])
    assert gap(one, buffer(shapely.LineString(sections[1]), 10_000)) < 0.1 * rim_of(one)


def test_a_pocket_keeps_its_hole_until_the_depth_fills_it():
    ring = shapely.LinearRing(destination(36, 48, np.arange(0, 360, 3), 20_000))
    pocket = shapely.LineString(ring.coords)
    zone = buffer(pocket, 5_000)
    [hole] = zone.interiors
    assert area(shapely.Polygon(hole)) == pytest.approx(np.pi * 15_000**2, rel=2e-3)
    assert len(buffer(pocket, 20_100).interiors) == 0
    inside = buffer(pocket, 5_000, 0) if ring.is_ccw else buffer(pocket, 0, 5_000)
    assert inside.within(shapely.Polygon(ring).buffer(1e-6))


def test_far_sections_make_several_polygons():
    far = shapely.MultiLineString([ROUGH[:3], ROUGH[-3:]])
    assert buffer(far, 5_000).geom_type == "MultiPolygon"


def test_an_island_in_a_hole_is_a_polygon_of_its_own():
    ring = destination(36, 48, np.arange(0, 361, 3), 40_000)
    zone = buffer(shapely.MultiLineString([ring, [(36, 48), (36.01, 48)]]), 5_000)
    assert sorted(len(part.interiors) for part in zone.geoms) == [0, 1]


def test_flat_ends_stop_at_the_perpendicular():
    line = shapely.LineString([(36, 48), (36.5, 48)])
    metres = length(line)
    zone = buffer(line, 10_000, ends="flat")
    assert area(zone) == pytest.approx(metres * 20_000, rel=1e-4)
    west = zone.bounds[0]
    assert distance(west, 48, 36, 48) < 35  # the line sets out a little north of east
    assert area(buffer(line, 10_000, 4_000, ends="flat")) == pytest.approx(
        metres * 14_000, rel=1e-4
    )


def test_a_flat_end_keeps_what_another_stretch_reaches():
    hook = shapely.LineString([(36, 48), (36.4, 48), (36.4, 48.1), (35.8, 48.1)])
    round_, flat = buffer(hook, 5_000), buffer(hook, 5_000, ends="flat")
    assert flat.is_valid
    assert flat.contains(shapely.Point(35.9, 48.1))
    assert not flat.contains(shapely.Point(35.96, 47.99))
    assert round_.contains(shapely.Point(35.96, 47.99))


def test_a_closed_line_has_no_flat_end():
    ring = shapely.LineString(destination(36, 48, np.arange(0, 361, 5), 20_000))
    assert gap(buffer(ring, 3_000), buffer(ring, 3_000, ends="flat")) < 1.0


@pytest.mark.parametrize("lons", [(179.5, 180.5), (179.5, -179.5), (-180.5, -179.5)])
def test_the_antimeridian_is_crossed(lons):
    line = np.array([[lons[0], 50.0], [lons[1], 50.2]])
    zone = buffer(shapely.LineString(line), 15_000)
    assert area(zone) == pytest.approx(
        area(buffer(shapely.LineString([(29.5, 50), (30.5, 50.2)]), 15_000)), rel=1e-6
    )
    assert zone.is_valid
    assert zone.bounds[2] - zone.bounds[0] < 2


def test_near_the_pole_the_zone_is_right_while_it_does_not_hold_it():
    line = np.array([[20.0, 86.0], [60.0, 87.0]])
    zone = buffer(shapely.LineString(line), 100_000)
    assert faults(zone, [line], [100_000.0], 0.1, np.random.default_rng(3)) == []


def test_a_zone_that_holds_a_pole_is_refused():
    with pytest.raises(GeometryError, match=r"comes to 30.0000, 89.5000, within .* of the pole"):
        buffer(shapely.LineString([(30, 89), (30, 89.5)]), 100_000)


def test_a_zone_around_a_pole_is_refused():
    ring = np.column_stack([np.arange(-180, 181, 10), np.full(37, 85.0)])
    with pytest.raises(GeometryError, match="goes around a pole"):
        buffer(shapely.LineString(ring), 10_000)


def test_a_line_around_the_earth_is_refused():
    with pytest.raises(GeometryError, match=r"more than 80° from its middle; .* shorter parts"):
        buffer(shapely.LineString([(0, 0), (90, 0), (170, 5)]), 10_000)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (shapely.LineString(), "The line has no length: it is empty"),
        (shapely.LineString([(30, 48), (30, 48)]), "all its vertices are one place"),
        (shapely.LineString([(30, 48), (30, 98)]), "No place on the Earth"),
    ],
)
def test_a_line_without_length_is_refused(line, message):
    with pytest.raises(GeometryError, match=message):
        buffer(line, 1_000)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"left": -5}, "The depth on the left is -5 m; give metres from 0 to 200,000"),
        ({"left": 250_000}, "The depth on the left is 250000 m"),
        ({"left": float("nan")}, "The depth on the left is nan m"),
        ({"left": 0}, "The depth is 0 m on both sides"),
        ({"left": 1, "right": "wide"}, "The depth on the right is 'wide'; give a number of metres"),
        ({"left": [1, 2]}, "There are 2 depths on the left for 12 vertices"),
        ({"left": 1_000, "tolerance": 0}, "The tolerance is 0 m; give 0.01 m or more"),
        ({"left": 1_000, "ends": "square"}, "The ends are 'square'; give 'round' or 'flat'"),
    ],
)
def test_what_is_no_depth_is_refused(arguments, message):
    with pytest.raises(InputError, match=message):
        buffer(LINE, **arguments)


def test_depths_of_another_number_of_sections_are_refused():
    with pytest.raises(InputError, match="There are 3 depths on the left for 2 sections"):
        buffer(shapely.MultiLineString([ROUGH[:3], ROUGH[3:]]), [1, 2, 3])
    with pytest.raises(InputError, match="2 depths on the left, section 1 for 3 vertices"):
        buffer(shapely.MultiLineString([ROUGH[:3], ROUGH[3:]]), [[1, 2], 3])


def test_what_is_no_line_is_refused():
    with pytest.raises(InputError, match="Found Polygon where a LineString"):
        buffer(shapely.box(0, 0, 1, 1), 1_000)


@pytest.mark.parametrize("seed", range(24))
def test_hard_lines(seed):
    line, depth, tolerance = hard_case(seed)
    zone = buffer(shapely.LineString(line), depth, tolerance=tolerance)
    assert faults(zone, [line], [depth], tolerance, np.random.default_rng(seed)) == []


@pytest.mark.parametrize("seed", range(12))
def test_one_side_of_hard_lines(seed):
    line, depth, _ = hard_case(seed)
    line = shapely.LineString(line)
    both = buffer(line, depth, tolerance=1.0)
    left, right = buffer(line, depth, 0, tolerance=1.0), buffer(line, 0, depth, tolerance=1.0)
    assert left.is_valid
    assert right.is_valid
    assert gap(shapely.union(left, right, grid_size=1e-10), both) < 0.2 * rim_of(both)


@pytest.mark.parametrize("seed", range(12))
def test_hard_lines_with_sides_flat_ends_and_changing_depths(seed):
    line, depth, tolerance = hard_case(seed)
    random = np.random.default_rng(seed)
    left, right = depth * random.uniform(0, 1, (2, len(line)))
    left[0] = depth
    zone = buffer(
        shapely.LineString(line), left, right, tolerance, ends=("flat", "round")[seed % 2]
    )
    assert zone.is_valid
    assert not zone.is_empty
    widest = buffer(shapely.LineString(line), depth, tolerance=tolerance)
    assert area(shapely.difference(zone, widest)) < tolerance * rim_of(widest)


def test_a_line_that_runs_back_on_itself_has_both_sides_on_each():
    there_and_back = shapely.LineString([(36, 48), (36.3, 48.2), (36, 48)])
    both = buffer(there_and_back, 5_000)
    assert gap(buffer(there_and_back, 5_000, 0), both) < rim_of(both)
    assert gap(buffer(there_and_back, 1_000, 5_000), both) < rim_of(both)


def test_the_overlay_of_last_resort_is_as_right(monkeypatch):
    monkeypatch.setattr(outline, "_rings", lambda *_: None)
    for line, depth in ((ROUGH, 15_000.0), hard_case(10)[:2]):
        zone = buffer(shapely.LineString(line), depth, tolerance=1.0)
        assert faults(zone, [line], [depth], 1.0, np.random.default_rng(4)) == []


@pytest.mark.slow
def test_spikes_that_share_their_ground_take_little_memory():
    line, depth, tolerance = hard_case(51)  # 31,000 km of spikes, each in the zone of many others
    tracemalloc.start()
    try:
        zone = buffer(shapely.LineString(line), depth, tolerance=tolerance)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 200e6
    assert faults(zone, [line], [depth], tolerance, np.random.default_rng(51)) == []


@pytest.fixture
def pairs(monkeypatch):
    """Count the pairs of a curve and a neighbour that are looked at: what a zone costs."""
    found, near = [], exposed._pairs

    def counted(*arguments):
        out = near(*arguments)
        found.append(len(out[0]))
        return out

    monkeypatch.setattr(exposed, "_pairs", counted)
    return found


def parallel_arms(count, gap_m):
    north = 48 + np.repeat(np.arange(count), 2) * gap_m / 111_200
    return np.column_stack([np.tile([36, 36.5, 36.5, 36], count // 2), north])


def circle_as_wide_as_deep(count):
    angle = np.linspace(0, 6.28, count)
    return [36, 48] + 0.1 * np.column_stack([np.cos(angle) / np.cos(np.radians(48)), np.sin(angle)])


@pytest.mark.slow
def test_a_thousand_parallel_arms_a_centimetre_apart(pairs):
    line = parallel_arms(1_000, 0.01)
    zone = buffer(shapely.LineString(line), 15_000)
    assert faults(zone, [line], [15_000.0], 0.1, np.random.default_rng(7)) == []
    assert sum(pairs) < 20e6  # 56 million where every tangent is compared with every arm


@pytest.mark.slow
@pytest.mark.parametrize(("count", "depth"), [(10_000, 11_100.0), (10_000, 11_122.0)])
def test_a_circle_of_many_vertices_as_deep_as_its_radius(count, depth, pairs):
    line = circle_as_wide_as_deep(count)
    zone = buffer(shapely.LineString(line), depth)
    assert faults(zone, [line], [depth], 0.1, np.random.default_rng(5)) == []
    assert sum(pairs) < 40e6  # 140 million with all vertices


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-3, 1))
def test_thinning_moves_nothing_by_more_than_its_allowance(seed, power):
    random = np.random.default_rng(seed)
    turn = np.cumsum(random.normal(0, 0.02, 400))
    path = np.cumsum(random.uniform(0, 50, (400, 1)) * np.stack([np.cos(turn), np.sin(turn)], 1), 0)
    radius = 1000 + np.cumsum(random.normal(0, 10.0**power / 10, 400))
    ends = np.isin(np.arange(400), [0, 149, 150, 399])
    kept = thinned(path, radius, ends, 10.0**power)
    assert np.isin(np.flatnonzero(ends), kept).all()
    assert np.hypot(*np.diff(path[kept], axis=0).T).max() < max(50, radius.max() / 4)
    share = np.linspace(0, 1, 400)[:, None, None]
    for a, c in pairwise(kept.tolist()):
        off = path[a] + share * (path[c] - path[a]) - path[a : c + 1]
        depth = radius[a] + share[..., 0] * (radius[c] - radius[a]) - radius[a : c + 1]
        worst = (np.hypot(off[..., 0], off[..., 1]) + np.abs(depth)).min(axis=0).max()
        assert worst <= 10.0**power + np.hypot(*(path[c] - path[a])) / 400


@pytest.mark.slow
def test_a_smooth_loop_as_deep_as_its_radius():
    line = circle_as_wide_as_deep(100_000)
    zone = buffer(shapely.LineString(line), 11_100)
    assert len(shapely.get_rings(zone)) == 2
    assert faults(zone, [line], [11_100.0], 0.1, np.random.default_rng(5)) == []


@pytest.mark.parametrize("lat", [89.8, -89.8])
def test_a_zone_that_just_misses_a_pole_is_within_tolerance(lat):
    line = np.array([[0.0, lat], [30.0, lat]])
    zone = buffer(shapely.LineString(line), 15_000)
    assert faults(zone, [line], [15_000.0], 0.1, np.random.default_rng(6)) == []


def test_a_line_of_less_than_a_millimetre_has_a_zone():
    dot = shapely.LineString([(30, 48), (30 + 1e-9, 48)])
    far = shapely.LineString([(30.1, 48), (30.2, 48)])
    assert area(buffer(dot, 100.0)) == pytest.approx(np.pi * 100**2, rel=0.01)
    assert len(shapely.get_parts(buffer(shapely.MultiLineString([dot, far]), 100.0))) == 2


def test_the_truth_is_not_blind():
    truth = Truth([ROUGH], [15_000.0], 0.1)
    zone = buffer(LINE, 15_010)
    off = truth.below(rim(zone))
    assert off.max() < -9.9
    assert (
        "the rim is off by 10"
        in faults(zone, [ROUGH], [15_000.0], 0.1, np.random.default_rng(0))[0]
    )


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_two_thousand_hard_lines(block):
    for seed in range(100 * block, 100 * block + 100):
        line, depth, tolerance = hard_case(seed)
        zone = buffer(shapely.LineString(line), depth, tolerance=tolerance)
        assert faults(zone, [line], [depth], tolerance, np.random.default_rng(seed)) == [], seed


@pytest.mark.slow
@pytest.mark.parametrize("count", [100_000, 1_000_000])
def test_a_very_rough_line(count):
    random = np.random.default_rng(8)
    walk = np.cumsum(random.normal(0, 1, (count, 2)), axis=0)
    line = np.array([30.0, 48.0]) + walk / np.abs(walk).max() * 4
    zone = buffer(shapely.LineString(line), 15_000)
    bound = 0.1 if count <= 100_000 else 1.0
    assert faults(zone, [line], [15_000.0], bound, random, points=2_000_000) == []
