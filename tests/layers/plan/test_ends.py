import numpy as np
import pytest
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.country.geometry import dense_ground
from ceaseline.geo.errors import GeometryError
from ceaseline.geo.geodesy import distance
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.plan.ends import carry_ends
from ceaseline.layers.plan.plan import plan


def test_a_line_that_crosses_the_border_is_left_alone():
    line = shapely.LineString([(36, 44), (36, 52)])
    assert carry_ends([line], boundaries()) == ([line], ())


def test_an_end_inside_is_carried_past_the_nearest_border_and_told():
    line = shapely.LineString([(36, 44), (36, 50.1)])
    (longer,), (told,) = carry_ends([line], boundaries())
    end = shapely.Point(longer.coords[-1])
    ground = dense_ground(boundaries())
    assert not ground.contains(end)
    away = distance(36, 50.1, *longer.coords[-1])
    nearest = shapely.shortest_line(shapely.Point(36, 50.1), ground.boundary)
    assert away == pytest.approx(distance(*np.array(nearest.coords).ravel()), rel=0.2)
    assert told.metres == pytest.approx(away)
    assert "ended inside the country at 36.00000, 50.10000 (lon, lat); carried" in str(told)
    plan(Placement("t", "t", (Section.of("a", "drawn", line.coords),)))


def test_a_gap_between_two_sections_is_closed_where_it_is_the_shorter_way():
    one = shapely.LineString([(36, 44), (36, 48.5)])
    two = shapely.LineString([(36, 48.51), (36, 52)])
    lines, told = carry_ends([one, two], boundaries())
    assert lines[0].coords[-1] == two.coords[0] or lines[1].coords[0] == one.coords[-1]
    assert len(told) >= 1


def test_an_end_far_inside_is_refused_with_its_place():
    line = shapely.LineString([(36, 44), (34, 49)])
    with pytest.raises(GeometryError, match=r"ends \d+ km inside the country, at 34\.00000, 49"):
        carry_ends([line], boundaries())


def test_an_end_far_inside_names_the_other_end_that_lies_near():
    """Two sections that run against one another cannot be joined: 1,112 m of a meridian."""
    one = shapely.LineString([(36, 44), (34, 49)])
    two = shapely.LineString([(30, 53), (34, 49.01)])
    with pytest.raises(
        GeometryError, match=r"; another end lies 1,112 m from it, at 34\.00000, 49"
    ):
        carry_ends([one, two], boundaries())


def test_closed_sections_have_no_ends():
    ring = shapely.LineString([(34, 49), (34.1, 49), (34.1, 49.1), (34, 49)])
    assert carry_ends([ring], boundaries()) == ([ring], ())
