"""The discrete Fréchet distance against all ways of walking two rows of steps."""

from functools import cache

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import GeometryError, InputError
from geo.lines import discrete_frechet, frechet

GEOD = Geod(ellps="WGS84")
WALKS = st.lists(st.tuples(st.floats(29, 33), st.floats(46, 50)), min_size=1, max_size=5)


def every_way(one, two):
    """The least over every coupling of the greatest distance, one coupling at a time."""

    def ways(i, j):
        if (i, j) == (len(one) - 1, len(two) - 1):
            yield [(i, j)]
            return
        for k, m in ((i + 1, j), (i, j + 1), (i + 1, j + 1)):
            if k < len(one) and m < len(two):
                for rest in ways(k, m):
                    yield [(i, j), *rest]

    @cache
    def leash(i, j):
        return GEOD.inv(*one[i], *two[j])[2]

    return min(max(leash(i, j) for i, j in way) for way in ways(0, 0))


@given(WALKS, WALKS)
def test_is_the_best_of_all_ways(one, two):
    found = discrete_frechet(one, two)
    assert found == pytest.approx(every_way(one, two), rel=1e-5, abs=1e-3)
    assert discrete_frechet(two, one) == pytest.approx(found, rel=1e-12, abs=1e-6)
    assert discrete_frechet(one[::-1], two[::-1]) == pytest.approx(found, rel=1e-12, abs=1e-6)


def test_comes_near_the_continuous_distance_with_short_steps():
    lon = np.linspace(30, 31, 300)
    one = np.column_stack([lon, 48 + 0.1 * np.sin(9 * lon)])
    two = np.column_stack([lon, 48.2 + 0.1 * np.cos(7 * lon)])
    lines = shapely.LineString(one), shapely.LineString(two)
    step = GEOD.inv(*one[:-1].T, *one[1:].T)[2].max()
    assert frechet(*lines) - 0.1 <= discrete_frechet(one, two) <= frechet(*lines) + step


def test_refuses_what_is_no_walk():
    with pytest.raises(InputError, match="A walk has no step; give at least one place for each"):
        discrete_frechet(np.empty((0, 2)), [(30, 50)])
    with pytest.raises(GeometryError, match="95"):
        discrete_frechet([(30, 95)], [(30, 50)])
