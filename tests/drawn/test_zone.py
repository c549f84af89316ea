"""The zone of the drawn country where depths differ along the line, or it is not clipped."""

import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import ZoneSettings, plan
from tests.drawn import country
from tests.drawn import values as v
from tests.drawn.ellipsoid import cell, latitude, quarter, segment, strip

ALIKE = ZoneSettings(v.EQUAL, assumption=False, tolerance_m=0.01)


def drawn(placement, zone=ALIKE):
    return plan(placement, country.country(), zone, country.gazetteer())


def test_a_section_s_own_depths_reach_round_its_end():
    """West of lon 31 the depths are 5 and 20 km, east of it 10 and 10.

    On each side the deeper stretch reaches round the end of the shallower: a quarter of its disk,
    of which the shallower strip has what lies within it.
    """
    west, east = country.along().sections
    line = country.along().replaced(sections=(west.replaced(depth_m=v.UNEQUAL), east))
    figures = drawn(line).figures
    north, south = (find(figures, "zone_area", party).value for party in (v.NORTH, v.SOUTH))
    up = cell(30, 31, 0, latitude(5_000)) + cell(31, 32, 0, latitude(10_000))
    down = cell(30, 31, 0, latitude(20_000)) + cell(31, 32, 0, latitude(10_000))
    assert north == pytest.approx(up + segment(10_000, 5_000), rel=2e-6)  # 1,669.79 + 30.71 km2
    assert south == pytest.approx(down + segment(20_000, 10_000), rel=2e-6)
    inside = {party: find(figures, "people_in_zone", party).value for party in (v.NORTH, v.SOUTH)}
    # Metro, 6 km off the western stretch, is out; Dudek and Dudeko are 5 km off the eastern.
    assert inside == {v.NORTH: 20_000 + 19_999, v.SOUTH: 15_000}


def test_a_stretch_without_depth_has_no_zone():
    west, east = country.along().sections
    line = country.along().replaced(sections=(west.replaced(depth_m=(0.0, 0.0)), east))
    figures = drawn(line).figures
    assert find(figures, "line_length").value == pytest.approx(v.TWO, abs=1e-3)
    assert find(figures, "zone_length").value == pytest.approx(v.DEGREE, abs=0.5)
    both = 2 * (cell(31, 32, 0, latitude(10_000)) + quarter(10_000))
    assert find(figures, "zone_area").value == pytest.approx(both, rel=2e-6)


@pytest.mark.parametrize("depths", [(10_000.0, 0.0), (0.0, 10_000.0)])
def test_a_depth_of_nothing_leaves_the_other_side(depths):
    figures = drawn(country.along(), ZoneSettings(depths, tolerance_m=0.01)).figures
    wide, bare = (v.NORTH, v.SOUTH) if depths[0] else (v.SOUTH, v.NORTH)
    strip_ = cell(30, 32, 0, latitude(10_000))
    assert find(figures, "zone_area").value == pytest.approx(strip_, rel=2e-6)
    assert find(figures, "zone_area", wide).value == pytest.approx(strip_, rel=2e-6)
    assert find(figures, "zone_area", bare).value == 0.0
    assert find(figures, "zone_length").value == pytest.approx(v.TWO, abs=0.5)


def test_a_zone_that_is_not_clipped_goes_round_the_ends():
    """Half a disk beyond each end of the equator: 5 km to the north, 20 to the south."""
    free = ZoneSettings(v.UNEQUAL, clip=False, tolerance_m=0.01)
    both = [drawn(country.along(), zone) for zone in (free, ALIKE)]
    ends = 2 * (quarter(5_000) + quarter(20_000))
    inside = v.sums(v.zone("along", v.UNEQUAL))
    past = 2 * 0.2226 * (5_000 + 20_000)  # the line is kept 22 cm past the border, at either end
    assert area(both[0].zone) == pytest.approx(inside + ends + past, rel=2e-6)
    assert area(both[1].zone) == pytest.approx(v.sums(v.zone("along", v.EQUAL)), rel=2e-6)


def test_a_settlement_just_at_the_depth_is_in_the_zone():
    """40,000 m from Kapo to the last bit of the number that is measured."""
    away = drawn(country.along()).settlements.set_index("name").loc["Kapo", "distance_m"]
    for depth, inside in ((away, True), (away * (1 - 1e-12), False)):
        places = drawn(country.along(), ZoneSettings((depth, 1.0))).settlements
        assert bool(places.set_index("name").loc["Kapo", "in_zone"]) is inside


def test_parts_of_a_zone_are_a_table_and_none_where_there_is_no_depth():
    columns = ["party", "unit_code", "area_m2", "geometry"]
    parts = drawn(country.along()).zone_parts
    assert (list(parts.columns), len(parts), parts.crs.to_epsg()) == (columns, 4, 4326)
    bare = [s.replaced(depth_m=(0.0, 0.0)) for s in country.along().sections]
    plan_ = drawn(country.along(sections=tuple(bare)))
    assert (list(plan_.zone_parts.columns), len(plan_.zone_parts)) == (columns, 0)
    assert plan_.zone.is_empty
    assert find(plan_.figures, "zone_area").value == 0.0
    assert find(plan_.figures, "zone_length").value == 0.0
    assert not plan_.settlements["in_zone"].any()


@pytest.mark.parametrize("depths", [(-0.5, 10.0), (10.0, 150_000.5), (0.0, 0.0)])
def test_depths_beyond_the_limits_are_refused(depths):
    with pytest.raises(InputError, match="give a depth from 0 to 150 km on each side"):
        ZoneSettings(depths)


def test_depths_that_nobody_states_are_an_assumption():
    assert ZoneSettings().assumption
    assert ZoneSettings((150_000.0, 0.0)).clip


def test_a_plan_is_shown_without_its_geometry():
    assert "LINESTRING" not in repr(drawn(country.along()))
    assert "Division(" not in repr(drawn(country.along()))


def test_a_hole_in_the_zone_stays_open():
    """The salient, with depths of 2 and 4 km, leaves its middle free; so does the pocket."""
    zone = drawn(country.salient(), ZoneSettings(v.NARROW, tolerance_m=0.01)).zone
    holes = [shapely.Polygon(ring) for part in zone.geoms for ring in part.interiors]
    # Within the pocket: its ground less what lies within 2 km of its walls.
    free = v.ENCLAVE - (strip(v.RING, 2_000) - 4 * 2_000**2)  # 857.5 km2
    assert area(holes) == pytest.approx([free], rel=2e-6)
    assert len(zone.geoms) == 2
    assert area(zone) == pytest.approx(v.sums(v.zone("salient", v.NARROW)), rel=2e-6)
