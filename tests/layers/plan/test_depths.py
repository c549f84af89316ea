"""The depths that a zone really has: on drawn lines, against distances on the ellipsoid."""

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.layers.figures import placement_record
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.plan.depths import depths_of, zone_by_depth
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.provisions import proposal

NORTH = Section.of("north", "drawn", [(31.0, 52.5), (32.0, 49.0)])
SOUTH = Section.of("south", "drawn", [(32.0, 49.0), (32.0, 45.5)])


def planned(north=None, south=None, settings=None):
    sections = (NORTH.replaced(depth_m=north), SOUTH.replaced(depth_m=south))
    return plan(Placement("two", "Two stretches", sections), boundaries(), settings)


def metres(section):
    """The length of a section in the country, by GeographicLib on 20,000 places of its edge."""
    (x1, y1), (x2, y2) = section.coords
    line = Geodesic.WGS84.InverseLine(y1, x1, y2, x2)
    spots = [line.Position(line.s13 * k / 20_000) for k in range(20_001)]
    inside = shapely.contains_xy(
        shapely.union_all(boundaries().units.geometry.to_numpy()),
        [p["lon2"] for p in spots],
        [p["lat2"] for p in spots],
    )
    return line.s13 * inside.mean()


def test_without_own_depths_the_setting_is_used_and_assumed():
    depths = depths_of(planned())
    assert [(d.depth_m, d.own) for d in depths.stretches] == [((15e3, 15e3), False)]
    assert (depths.used, depths.assumption, depths.own) == (True, True, ())


def test_a_setting_that_no_stretch_takes_is_no_depth_and_no_assumption():
    depths = depths_of(planned((20e3, 5e3), (0.0, 5e3)))
    assert not depths.used
    assert not depths.assumption
    assert {d.depth_m: d.length_m for d in depths.stretches} == pytest.approx(
        {(20e3, 5e3): metres(NORTH), (0.0, 5e3): metres(SOUTH)}, rel=1e-3
    )


def test_where_some_stretches_have_their_own_both_are_told():
    depths = depths_of(planned(south=(20e3, 5e3)))
    assert [(d.depth_m, d.own) for d in depths.stretches] == [
        ((20e3, 5e3), True),
        ((15e3, 15e3), False),
    ]
    assert depths.used
    assert depths.assumption
    told = depths_of(
        planned(south=(20e3, 5e3), settings=ZoneSettings((9e3, 9e3), assumption=False))
    )
    assert told.used
    assert not told.assumption


def test_an_own_depth_that_is_the_assumed_one_is_still_its_own():
    depths = depths_of(planned((15e3, 15e3)))
    assert [(d.depth_m, d.own) for d in depths.stretches] == [
        ((15e3, 15e3), True),
        ((15e3, 15e3), False),
    ]
    own, bare = planned((15e3, 15e3)), planned()
    assert find(own.figures, "zone_area").value == pytest.approx(
        find(bare.figures, "zone_area").value, rel=1e-6
    )


def test_the_record_tells_what_is_in_force():
    zone = placement_record(planned((20e3, 5e3), (20e3, 5e3)), proposal())["zone"]
    assert zone["depth_m"] == [15e3, 15e3]
    assert (zone["used"], zone["assumption"]) == (False, False)
    (one,) = zone["in_force"]
    assert (one["depth_m"], one["own"]) == ([20e3, 5e3], True)
    assert one["length_m"] == pytest.approx(metres(NORTH) + metres(SOUTH), rel=1e-3)


def test_the_parts_of_the_zone_are_as_deep_as_they_say_and_make_it_up():
    one = planned(north=(20e3, 5e3))
    frame = zone_by_depth(one)
    rows = list(frame[["party", "depth_m", "own", "assumption"]].itertuples(index=False, name=None))
    assert rows == [
        ("Ukraine", 20e3, 1, 0),
        ("Ukraine", 15e3, 0, 1),
        ("Russia", 15e3, 0, 1),
        ("Russia", 5e3, 1, 0),
    ]
    for party in one.parties:
        whole = find(one.figures, "zone_area", party=party).value
        assert frame["area_m2"][frame["party"] == party].sum() == pytest.approx(whole, rel=1e-6)
    shapes = frame.geometry.to_numpy()
    for k, shape in enumerate(shapes):
        for other in shapes[k + 1 :]:
            assert shapely.intersection(shape, other).area < 1e-9
    deep = {True: one.deep_lines[1], False: one.deep_lines[0]}
    assert {own: line.own for own, line in deep.items()} == {True: True, False: False}
    for row in frame.to_dict("records"):
        corners = shapely.get_coordinates(row["geometry"])
        away = deep[bool(row["own"])].distances(corners)
        assert np.max(away) <= row["depth_m"] + 2.0


def test_a_side_without_depth_has_no_part():
    frame = zone_by_depth(planned((20e3, 0.0), (20e3, 0.0)))
    assert frame["party"].tolist() == ["Ukraine"]
    assert frame["own"].tolist() == [1]
