"""Shapes stored once: what goes in comes back, and simplifying keeps neighbours together."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import InputError
from ceaseline.maps.page.fit import fitted, simplified, thinned
from ceaseline.maps.page.topology import SCALE, Topology

WEST, EAST = shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)


def test_a_shared_edge_is_one_arc():
    topology = Topology.of([WEST, EAST])
    assert len(topology.arcs) == 3
    assert topology.geometry(0).equals(WEST)
    assert topology.geometry(1).equals(EAST)


def test_a_pocket_and_its_hole_are_one_arc():
    pocket = shapely.Point(30.5, 48.5).buffer(0.1)
    topology = Topology.of([WEST.difference(pocket), pocket, pocket.exterior])
    assert len(topology.arcs) == 2
    assert topology.geometry(0).area == pytest.approx(WEST.area - pocket.area, abs=1e-5)


def test_a_line_along_a_border_uses_the_borders_arc():
    line = shapely.LineString([(31, 47), (31, 48), (31, 49), (31, 50)])
    topology = Topology.of([WEST, EAST, line])
    assert len(topology.arcs) == 5
    assert topology.geometry(2).geom_type == "MultiLineString"
    assert shapely.line_merge(topology.geometry(2)).equals(line)


def test_a_point_is_refused():
    with pytest.raises(InputError, match="A Point cannot be cut into arcs; give polygons or lines"):
        Topology.of([shapely.Point(30, 48)])


def test_rings_that_the_grid_swallows_are_left_out():
    speck = shapely.box(30, 48, 30 + 1e-7, 48 + 1e-7)
    assert Topology.of([speck]).shapes == ((),)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(1, 9), st.integers(1, 9)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_any_polygons_come_back(boxes):
    shapes = [
        shapely.box(30 + x / 10, 45 + y / 10, 30 + (x + w) / 10, 45 + (y + h) / 10)
        for x, y, w, h in boxes
    ]
    topology = Topology.of(shapes)
    for number, shape in enumerate(shapes):
        assert topology.geometry(number).symmetric_difference(shape).area < 1e-9


@pytest.fixture(scope="module")
def units():
    return Topology.of(boundaries().units.geometry)


def test_units_come_back_to_the_grid(units):
    for number, shape in enumerate(boundaries().units.geometry):
        gap = shapely.hausdorff_distance(units.geometry(number), shape)
        assert gap <= 1 / SCALE


@pytest.mark.parametrize("tolerance", [100.0, 1000.0])
def test_simplified_units_stay_a_coverage(units, tolerance):
    simple, loss = simplified(units, tolerance)
    shapes = np.array([simple.geometry(n) for n in range(27)])
    assert shapely.is_valid(shapes).all()
    assert simple.points < units.points * 0.7
    assert loss.moved_m <= tolerance * 1.001
    whole = shapely.union_all(np.array([units.geometry(n) for n in range(27)]))
    assert shapely.union_all(shapes).area == pytest.approx(shapely.area(shapes).sum(), rel=1e-9)
    change = shapely.union_all(shapes).symmetric_difference(whole)
    assert 0 < change.area * 111.2**2 * 0.66 * 1e6 <= 1.05 * loss.area_m2


def test_arcs_are_thinned_each_to_its_own_tolerance(units):
    tolerances = np.zeros(len(units.arcs))
    longest = int(np.argmax([len(arc) for arc in units.arcs]))
    tolerances[longest] = 5000.0
    thin = thinned(units, tolerances)
    lengths = [(len(a), len(b)) for a, b in zip(units.arcs, thin.arcs, strict=True)]
    assert lengths[longest][1] < lengths[longest][0] / 4
    straight = sum(b < a for n, (a, b) in enumerate(lengths) if n != longest)
    assert straight < len(lengths) / 2


def test_fitting_takes_the_finest_that_fits(units):
    def size(topology):
        return sum(map(len, topology.streams().values()))

    limit = size(units) // 3
    fit, loss = fitted(units, size, limit)
    assert 0.8 * limit < size(fit) <= limit
    assert loss.tolerance_m > 1
    assert fitted(units, size, size(units)) == (units, None)
    with pytest.raises(InputError, match=r"cannot be made smaller than \d+ kB; give at least"):
        fitted(units, size, 10)
