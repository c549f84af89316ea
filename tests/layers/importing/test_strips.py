"""Two drawings of one border are no territory; what lies off, far and moved names its place."""

import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area
from ceaseline.layers.importing.doubts import LONGEST_M, doubts
from ceaseline.layers.importing.report import Imported, Spot
from ceaseline.layers.placement.placement import Placement, Section
from tests.drawn import values as v
from tests.drawn.country import box, country, row
from tests.drawn.ellipsoid import cell, latitude
from tests.layers.importing.test_drawn import BEYOND, CORNER, OFF, brought, changes

STRIPS = "strips along the state border, of ground across it"
FAR = "outside the country, over 100 km from its coast"


def test_ground_across_the_border_that_reaches_over_ours_leaves_no_front():
    strip = cell(30, 30.005, -1, 1) / 1e6
    message = (
        rf"leaves no front on these boundaries: .* only strips along its border, {strip:,.2f} km²"
    )
    with pytest.raises(InputError, match=message):
        brought(box(29, -1, 30.005, 1))
    with pytest.raises(InputError, match="leaves no front"):
        brought(box(29, -1, 30, 1))


def test_a_strip_that_hangs_on_held_ground_is_left_out_of_it():
    """The southern half, and Westland with half a kilometre of the North."""
    done = brought(shapely.union_all([box(30, -1, 32, 0), box(29, -1, 30.005, 1)]))
    found = changes(done)
    assert found[STRIPS] == pytest.approx(-cell(30, 30.005, 0, 1), abs=CORNER)
    assert done.held_m2 == pytest.approx(v.NORTHERN, abs=CORNER)


def test_a_pocket_across_the_border_stays_though_it_is_narrow():
    """Of a width within the tolerance on both sides: nothing deep lies across."""
    drawn = box(29.985, -0.5, 30.015, -0.3)
    done = brought(drawn)
    assert STRIPS not in changes(done)
    assert done.held_m2 == pytest.approx(cell(30, 30.015, -0.5, -0.3), abs=CORNER)


def test_ground_far_from_the_country_is_neither_across_nor_off_its_coast():
    away = shapely.box(60, 20, 60.1, 20.1)
    done = brought(box(30, -1, 32.1, 0), away)
    found = changes(done)
    assert found[FAR] == pytest.approx(-float(area(away)), rel=1e-3)
    assert found[OFF] == pytest.approx(-cell(32, 32.1, -1, 0), abs=10)
    assert BEYOND not in found
    (note,) = done.notes
    assert note.startswith("1 polygon outside the country was left out: 115.8 km², 4,")
    assert "km away at 60.0" in note
    (spot,) = next(change.spots for change in done.changes if change.what == FAR)
    assert (spot.lon, spot.lat) == pytest.approx((60.05, 20.05), abs=0.05)


def test_the_sea_is_the_country_s_to_100_km_from_its_coast():
    """On the equator the plane stretches by 1.4: 100 km of it are about 71."""
    found = changes(brought(box(30, -1, 34, 0)))
    whole = cell(32, 34, -1, 0)
    assert found[OFF] + found[FAR] == pytest.approx(-whole, abs=100)
    assert -found[OFF] == pytest.approx(71 / 222.6 * whole, rel=0.15)


def test_what_generalising_moved_names_its_place():
    """A tooth of 3 km and 33 km2 is cut off, and the line to the border beside it."""
    tooth = shapely.Polygon(
        [*row(0, 30, 30.7), (30.8, latitude(3_000)), *row(0, 30.9, 32), (32, -1), (30, -1)]
    )
    last = brought(tooth, detail_m=5_000.0).changes[-1]
    assert last.what.startswith("at the ends carried to the border")
    assert last.area_m2 < -0.1 * v.DEGREE * 3_000
    assert last.spots[0].area_m2 == pytest.approx(-last.area_m2, rel=0.05)
    assert (last.spots[0].lon, last.spots[0].lat) == pytest.approx((30.8, 0.01), abs=0.02)


def test_a_spot_names_the_settlement_where_one_is_near():
    assert str(Spot(36.2, 50.0, 2e6, "Kharkiv")) == (
        "2.00 km² near Kharkiv at 36.20000, 50.00000 (lon, lat)"
    )
    assert str(Spot(36.2, 50.0, 2e6)) == "2.00 km² at 36.20000, 50.00000 (lon, lat)"


def imported(chain, held_m2=1e11, metres=2e5):
    section = Section.of("a", "imported", chain)
    return Imported(
        Placement("mine", "Mine", (section,)), "GeoJSON", held_m2, lengths=((0.0, metres),)
    )


def test_a_plain_front_raises_no_doubt():
    assert doubts(imported(row(0, 30, 32)), country()) == []


def test_a_line_longer_than_any_front_is_doubted():
    (note,) = doubts(imported(row(0, 30, 32), 1e13, LONGEST_M + 1e6), country())
    assert note.startswith("Doubtful: the line is 3,500 km long, and a front is not longer than")


def test_a_line_along_the_border_is_doubted():
    along = [(30.01, -0.9), (30.01, 0.5), (31, 0.5)]
    (note,) = doubts(imported(along), country())
    assert note.startswith(
        "Doubtful: 59 % of the line runs within 3 km of the country's own border"
    )


def test_thin_ground_and_thin_rings_are_doubted():
    (note,) = doubts(imported(row(0, 30, 32), 2e8, 2e5), country())
    assert note.startswith("Doubtful: what is held is 2.0 km wide on average along 200 km of line")
    ring = shapely.get_coordinates(shapely.box(30.5, -0.5, 31.5, -0.49).exterior)
    (note,) = doubts(imported(ring), country())
    assert "is 112 km long and 1.09 km wide; this looks like a line drawn twice" in note


def test_the_ground_of_a_zone_is_doubted():
    done = brought(shapely.Polygon([*row(-0.01, 29.9, 32.1), *row(0.01, 32.1, 29.9)]))
    assert any("looks like a strip along a line" in note for note in done.notes)
    assert done.held_m2 == pytest.approx(cell(30, 32, -0.01, 0.01), rel=0.01)
