import numpy as np
import shapely

from ceaseline.layers.derive.barrier_regions import shared_borders


def test_each_pair_has_its_border_with_the_lower_number_on_the_left():
    parts = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(0, 1, 2, 2)]
    middle = shapely.Polygon([(0, 1), (1, 1), (2, 1), (2, 2), (0, 2)])
    borders = shared_borders([parts[0], parts[1], middle])
    assert sorted(borders) == [(0, 1), (0, 2), (1, 2)]
    assert borders[0, 1][0].tolist() == [[1, 0], [1, 1]]
    assert borders[0, 2][0].tolist() == [[1, 1], [0, 1]]


def test_a_hole_filled_by_another_is_a_closed_border():
    inner = shapely.box(1, 1, 2, 2)
    outer = shapely.box(0, 0, 3, 3).difference(inner)
    (chain,) = shared_borders([inner, outer])[0, 1]
    assert (chain[0] == chain[-1]).all()
    assert shapely.LinearRing(chain).is_ccw


def test_parts_that_only_touch_have_none():
    assert shared_borders([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)]) == {}


def test_edges_of_all_borders_and_outer_rings_are_the_rings():
    parts = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    inner = sum(len(c) - 1 for chains in shared_borders(parts).values() for c in chains)
    outer = len(shapely.get_coordinates(shapely.union_all(parts).normalize())) - 1
    total = sum(len(shapely.get_coordinates(p)) - 1 for p in parts)
    assert total - 2 * inner == outer
    assert isinstance(shared_borders(parts)[0, 1][0], np.ndarray)
