"""Fronts of squares and strips in the plane, their ends carried over the border, by hand."""

import numpy as np
import pytest
import shapely

from ceaseline.layers.importing.front import _inside, _onward, carried, front
from ceaseline.layers.importing.region import Region

SQUARE = shapely.box(0, 0, 1_000, 1_000)
HALF = [(500, 500), (1_000, 500), (1_000, 0), (0, 0), (0, 500)]


def ring(spots, start=0):
    """A closed ring that begins with one of its places."""
    turned = [*spots[start:], *spots[:start]]
    return np.array([*turned, turned[0]], dtype=float)


def chains(spots, start=0):
    found = _inside(ring(spots, start), shapely.boundary(SQUARE))
    return [chain.tolist() for chain in found]


@pytest.mark.parametrize("start", range(5))
def test_a_front_is_one_wherever_its_ring_begins(start):
    assert chains(HALF, start) == [[[0, 500], [500, 500], [1_000, 500]]]


@pytest.mark.parametrize("start", range(4))
def test_a_strip_has_two_fronts_and_a_pocket_is_one_ring(start):
    strip = [(0, 400), (0, 600), (1_000, 600), (1_000, 400)]
    assert sorted(chains(strip, start)) == [
        [[0, 600], [1_000, 600]], [[1_000, 400], [0, 400]],
    ]  # fmt: skip
    pocket = [(400, 400), (400, 600), (600, 600), (600, 400)]
    assert chains(pocket, start) == [ring(pocket, start).tolist()]


def test_an_edge_is_along_the_border_with_its_ends_and_its_middle_within_3_m():
    assert chains([(0, 0), (1_000, 1_000), (1_000, 0)]) == [[[0, 0], [1_000, 1_000]]]
    assert chains([(2.9, 400), (2.9, 600), (500, 600), (500, 400)]) == [
        [[2.9, 600], [500, 600], [500, 400], [2.9, 400]],
    ]  # fmt: skip
    off = [(3.1, 400), (3.1, 600), (500, 600), (500, 400)]
    assert chains(off) == [ring(off).tolist()]


def test_an_end_is_carried_to_the_nearest_border_and_30_m_on():
    chain, end = carried(np.array([(500.0, 500.0), (480.0, 20.0)]), SQUARE)
    assert chain.tolist() == [[500, 500], [480, 20], [480, 0], [480, pytest.approx(-30)]]
    assert end.metres == pytest.approx(20, rel=0.01)


def test_an_end_on_the_border_goes_on_as_it_came():
    """5 cm off it is on it; farther off it goes straight to it, however it came."""
    past = 1_000 + 30 / np.sqrt(2)
    chain, end = carried(np.array([(900.0, 900.0), (1_000.0, 500.0 + 500.0)]), SQUARE)
    assert chain[-1] == pytest.approx((past, past))
    assert end.metres == 0
    near, _ = carried(np.array([(900.0, 400.0), (999.96, 499.96)]), SQUARE)
    assert near[-1] == pytest.approx((past, 499.96 + 30 / np.sqrt(2)), abs=0.05)
    short, _ = carried(np.array([(900.0, 400.0), (999.94, 499.94)]), SQUARE)
    assert short[-1] == pytest.approx((1_030, 499.94))


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize(("width", "eighths"), [(28, 1), (25, 2), (12, 3), (10, 4)])
def test_an_end_at_a_crack_is_carried_into_it(width, eighths, side):
    """A crack that ends 5 m to one side: 30 m on, across it, the country goes on."""
    crack = shapely.box(0, -1_000, width, 5)
    flip = np.array([1, side])
    whole = shapely.box(-1_000, -1_000, 1_000, 1_000).difference(crack)
    country = shapely.transform(whole, lambda spots: spots * flip)
    chain, _ = carried(np.array([(-100.0, 0.0), (-20.0, 0.0)]), country)
    turn = eighths * np.pi / 8
    assert chain[-1] == pytest.approx((30 * np.cos(turn), -30 * side * np.sin(turn)), abs=1e-6)


def region(country, raw, held=None):
    return Region(country, raw, raw if held is None else held, 0.0, ())


LOOP = [(-1_000, 0), (0, 0), (0, 4_000), (1_000, 4_000), (1_000, -1_000), (-1_000, -1_000)]
"""From the origin it comes nearer to the border for 4 km, then runs level with it."""


@pytest.mark.parametrize("turn", [1, -1])
def test_the_polygon_is_followed_as_long_as_it_comes_nearer(turn):
    country = shapely.box(-5_000, -5_000, 5_000, 5_000)
    chain = np.array([(-1_000.0, 0.0), (0.0, 0.0)])
    found = _onward(chain, region(country, shapely.Polygon(LOOP[::turn])))
    assert found == pytest.approx(np.array([(0, 100 * k) for k in range(1, 41)]), abs=1e-6)


def test_the_polygon_is_followed_to_the_border_and_no_farther_than_10_km():
    country = shapely.box(-50_000, -50_000, 50_000, 50_000)
    tall = shapely.Polygon([(-1_000, 30_000), (0, 30_000), (0, 60_000), (-1_000, 60_000)])
    chain = np.array([(-1_000.0, 30_000.0), (0.0, 30_000.0)])
    found = _onward(chain, region(country, tall))
    assert found == pytest.approx(np.array([(0, 30_000 + 100 * k) for k in range(1, 100)]))
    low = shapely.box(-50_000, -50_000, 50_000, 35_050)
    out = _onward(chain, region(low, tall))
    assert out == pytest.approx(np.array([(0, 30_000 + 100 * k) for k in range(1, 51)]))


def test_ends_are_told_from_100_m_and_the_held_ground_is_on_the_right():
    """A half of a country of 20 km; drawn 5 km short of its border on one side, 99 m on the other.

    Its corner is drawn to both sides of the front, as the polygon is itself.
    """
    country = shapely.box(0, 0, 20_000, 20_000)
    half = shapely.box(0, 0, 20_000, 10_000)
    drawn = shapely.box(99, -100, 15_000, 10_000)
    ((chain,), ends) = front(region(country, drawn, half), follow=False)
    assert ends == []
    west, east = chain[[0, -1], 0]
    assert west < east  # the south is held
    (pocket,) = front(region(country, drawn, shapely.box(5_000, 5_000, 9_000, 9_000)))[0]
    assert not shapely.LinearRing(pocket).is_ccw
    assert (pocket[0] == pocket[-1]).all()
