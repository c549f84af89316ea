"""The quick way against the exact one, and against what cannot change."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import densify
from ceaseline.geo.partition import Divider
from ceaseline.geo.partition.division import Division
from ceaseline.geo.partition.noding import TOUCH


def rough(start, end, count, seed, size=0.02):
    steps = np.linspace(0, 1, count)[:, None]
    push = np.random.default_rng(seed).normal(0, size, (count, 2)) * np.minimum(steps, 1 - steps)
    return np.add(start, np.subtract(end, start) * steps) + push * 4


@pytest.fixture(scope="module")
def country():
    """Four rough units round a node, an enclave in one, a hole in another and two islands."""
    corners = [(30, 47), (34, 47), (34, 50), (30, 50)]
    frame = [rough(corners[k - 1], corners[k], 30, k) for k in range(4)]
    spokes = [rough(corner, (32, 48.5), 40, 10 + k) for k, corner in enumerate(corners)]
    angle = np.linspace(0, 2 * np.pi, 60)[:-1]
    rings = [
        np.column_stack([x + 0.15 * np.cos(angle), y + 0.1 * np.sin(angle)])
        for x, y in ((30.7, 48.5), (33.3, 48.6))
    ]
    closed = [np.vstack([ring, ring[:1]]) for ring in rings]
    lines = [shapely.LineString(path) for path in (*frame, *spokes, *closed)]
    polygons = list(shapely.polygonize(lines).geoms)
    lake = shapely.Point(33.3, 48.6)
    units = [p for p in polygons if not p.contains(lake)]
    assert len(units) == 5
    islands = [shapely.box(34.5, 46.5, 34.8, 46.7), shapely.box(34.8, 46.7, 34.9, 46.8)]
    return Divider([*units, shapely.MultiPolygon([islands[0]]), islands[1]])


def exact(country, line):
    division = Division(country._rings, country.divide(line).chains)
    division.__dict__["_quick"] = None
    return division


def across(seed, count=60, size=0.05):
    random = np.random.default_rng(seed)
    start, end = (28.5, random.uniform(47.5, 49.5)), (35.5, random.uniform(47.5, 49.5))
    return shapely.LineString(rough(start, end, count, seed, size))


def simple_across(seed, **kind):
    for again in range(100):
        line = across(seed + 100_003 * again, **kind)
        if densify(line).is_simple:
            return line
    pytest.fail(f"No simple line among 100 tries: too rough a kind ({kind}).")


SEEDS = st.integers(0, 100_000)


def touches(country, line):
    """Whether a vertex of the line or of the coverage lies within 3 cm of the other's edges."""
    cover, path = country.coverage, densify(line)
    edges = shapely.linestrings(np.stack([cover.tail, cover.head], axis=1))
    near = shapely.STRtree(edges).query(
        shapely.points(path.coords), predicate="dwithin", distance=TOUCH
    )
    corners = shapely.dwithin(path, shapely.points(cover.tail), TOUCH)
    return bool(near.size or corners.any())


def agree(country, line):
    """Whether both ways agree; only a line that the exact way would bend is left to it."""
    quick = country.divide(line)
    assert quick._quick is not None or touches(country, line)
    slow = exact(country, line)
    assert quick.areas == pytest.approx(slow.areas, abs=1.0)
    random = np.random.default_rng(1)
    spots = random.uniform([29.5, 46], [35.5, 50.5], (800, 2))
    spots[:200] = np.array(line.coords)[random.integers(0, len(line.coords), 200)]
    spots[100:200] += random.normal(0, 1e-3, (100, 2))
    spots = spots[shapely.distance(shapely.points(spots), densify(line)) > 1e-9]
    places = country.places(*spots.T)
    assert quick.sides(places).tolist() == slow._by_faces(spots).tolist()
    parts = quick.parts()
    for unit, side, area in zip(parts.unit, parts.side, parts.area_m2, strict=True):
        assert quick.areas[side, country.labels.index(unit)] == pytest.approx(area, abs=1.0)


@pytest.mark.parametrize("seed", range(3))
def test_agrees_with_the_exact_way(country, seed):
    agree(country, simple_across(seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2000))
def test_agrees_with_the_exact_way_on_many_lines(country, seed):
    agree(country, simple_across(seed, count=20 + seed % 200, size=0.6 / (20 + seed % 200)))


@pytest.mark.parametrize("seed", range(6))
def test_a_line_with_vertices_a_hand_beside_borders(country, seed):
    """Such a vertex lies on the border for the exact way, a swing of its edges by up to 50 m²."""
    random, cover = np.random.default_rng(seed), country.coverage
    line = np.array(simple_across(seed, count=25, size=0.01).coords)
    border = shapely.linestrings(np.stack([cover.tail, cover.head], axis=1))
    hits = shapely.get_coordinates(
        shapely.intersection(shapely.LineString(line), shapely.union_all(border))
    )
    spots = hits + random.uniform(-1, 1, hits.shape) * TOUCH / 2
    along = shapely.line_locate_point(shapely.LineString(line), shapely.points(spots))
    place = shapely.line_locate_point(shapely.LineString(line), shapely.points(line))
    whole = np.concatenate([line, spots])[np.argsort(np.concatenate([place, along]))]
    division = country.divide(shapely.LineString(whole))
    assert division.areas == pytest.approx(exact(country, shapely.LineString(whole)).areas, abs=1.0)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_parts_sum_to_the_whole_and_reversal_swaps_sides(country, seed):
    line = simple_across(seed)
    ahead, back = country.divide(line), country.divide(line.reverse())
    whole = country._rings.whole
    assert ahead.areas.sum(axis=0) == pytest.approx(whole, abs=1e-3)
    assert ahead.areas == pytest.approx(back.areas[::-1], abs=1.0)
    spots = np.random.default_rng(seed).uniform([29.5, 46], [35.5, 50.5], (300, 2))
    assert (ahead.side(*spots.T) == -back.side(*spots.T)).all()


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.floats(200, 5000))
def test_densification_changes_nothing(country, seed, edge):
    line = simple_across(seed)
    assert country.divide(densify(line, edge)).areas == pytest.approx(
        country.divide(line).areas, abs=300.0
    )


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.integers(1, 58))
def test_splitting_changes_nothing(country, seed, at):
    line = simple_across(seed)
    sections = [shapely.LineString(line.coords[at:]), shapely.LineString(line.coords[: at + 1])]
    assert country.divide(sections).areas == pytest.approx(country.divide(line).areas, abs=1e-3)


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_side_agrees_with_containment(country, seed):
    division = country.divide(simple_across(seed))
    spots = np.random.default_rng(seed).uniform([30, 47], [34, 50], (300, 2))
    left = division.territory(0)
    side = division.side(*spots.T)
    near = np.array([division.line.distance(shapely.Point(spot)) < 1e-6 for spot in spots])
    inside = shapely.contains_xy(shapely.union_all(country.coverage.polygons), *spots.T)
    assert (shapely.contains_xy(left, *spots.T) == (side > 0))[inside & ~near].all()


def test_many_lines_are_the_lines_one_by_one(country):
    lines = [simple_across(seed) for seed in range(40)]
    places = country.places([31, 33, 34.7], [48, 49.5, 46.6])
    for line, division in zip(lines, country.divide_all(lines), strict=True):
        alone = country.divide(line)
        assert division.areas == pytest.approx(alone.areas, abs=1e-3)
        assert division.sides(places).tolist() == alone.sides(places).tolist()


def test_the_fault_of_one_line_among_many_names_it(country):
    ends = shapely.LineString([(28.5, 48.2), (31, 48.2)])
    with pytest.raises(GeometryError, match=r"Line 1: The line ends inside the country at 31\.0"):
        list(country.divide_all([simple_across(1), ends]))
    with pytest.raises(InputError, match=r"Line 0: A line is expected, not a Point"):
        list(country.divide_all([shapely.Point(30, 48)]))


def test_places_have_to_be_numbers(country):
    with pytest.raises(InputError, match=r"nan, 48\.0 is no place"):
        country.places([np.nan], [48])


def vertex(country, k=700):
    return country.coverage.tail[k]


def test_through_a_vertex_of_the_units(country):
    for k in range(0, len(country.coverage.tail), 301):
        x, y = vertex(country, k)
        line = shapely.LineString([(28.5, y - 0.3), (x, y), (36, y + 0.37)])
        assert country.divide(line).areas == pytest.approx(exact(country, line).areas, abs=40.0)


def test_straight_through_a_vertex_of_the_units():
    square = Divider([shapely.box(30, 48, 30.005, 48.005), shapely.box(30.005, 48, 30.01, 48.005)])
    line = shapely.LineString([(30, 47.995), (30.005, 48), (30.01, 48.005), (30.011, 48.006)])
    assert square.divide(line).areas == pytest.approx(exact(square, line).areas, abs=1.0)


def test_spikes_duplicates_and_returns(country):
    path = list(simple_across(7).coords)
    plain = country.divide(shapely.LineString(path)).areas
    doubled = [spot for spot in path for _ in range(3)]
    assert country.divide(shapely.LineString(doubled)).areas == pytest.approx(plain, abs=1e-6)
    spot = np.add(path[30], (0.05, 0.4))
    returned = [*path[:31], tuple(spot), *path[30:]]
    assert country.divide(shapely.LineString(returned)).areas == pytest.approx(plain, abs=1.0)
    spike = [*path[:31], tuple(spot), tuple(np.add(path[30], (1e-5, 0))), *path[31:]]
    line = shapely.LineString(spike)
    assert country.divide(line).areas == pytest.approx(exact(country, line).areas, abs=1.0)


def test_two_vertices(country):
    line = shapely.LineString([(28, 47.3), (36, 49.6)])
    agree(country, line)


def test_a_spiral_and_a_loop_that_nearly_closes(country):
    turn = np.linspace(0, 6 * np.pi, 300)
    spiral = np.column_stack([32 + turn / 12 * np.cos(turn), 48.5 + turn / 18 * np.sin(turn)])
    line = shapely.LineString(spiral)
    with pytest.raises(GeometryError, match="ends inside the country at 3"):
        country.divide(line)
    angle = np.linspace(-3.1, 3.1, 90)
    loop = np.column_stack([31.5 + 0.9 * np.cos(angle), 48.4 + 0.5 * np.sin(angle)])
    line = shapely.LineString([(28, 48.38), *loop, (28, 48.42)])
    agree(country, line)


@pytest.mark.slow
def test_a_hundred_thousand_vertices(country):
    path = rough((28.5, 48.1), (35.5, 48.9), 100_000, 3, size=2e-5)
    path[:, 0].sort()  # so rough a line is simple only where it never turns back
    agree(country, shapely.LineString(path))


def test_an_end_stored_on_the_border_is_carried_over_it(country):
    cover = country.coverage
    border = np.flatnonzero(cover.border & (cover.unit == cover.unit[0]))
    start = np.round((cover.tail[border[20]] * 0.3 + cover.head[border[20]] * 0.7), 7)
    line = shapely.LineString([start, (32, 48.4), (36, 48.9)])
    assert country.divide(line)._quick is not None
    assert country.divide(line).areas == pytest.approx(exact(country, line).areas, abs=0.5)


def test_several_holes_each_take_the_side_of_the_ground_around_them():
    spots = [(33.2, 48.2), (30.8, 48.8), (32.1, 48.4), (31.4, 48.6)]
    holes = [shapely.box(x, y, x + 0.1, y + 0.1) for x, y in spots]
    ground = shapely.difference(shapely.box(30, 48, 34, 49), shapely.union_all(holes))
    country = Divider([ground, *holes])
    for x in (30.5, 31.2, 31.8, 32.6, 33.7):
        division = country.divide(shapely.LineString([(x, 47), (x, 50)]))
        assert division._quick is not None
        want = [1 if spot[0] < x else -1 for spot in spots]
        middles = np.add(spots, 0.05)
        assert division.side(*middles.T).tolist() == want
        assert np.sign(division.areas[0, 1:] - division.areas[1, 1:]).tolist() == want
