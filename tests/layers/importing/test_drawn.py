"""Foreign ground and lines brought onto the drawn country: every area by hand.

The plane in which importing judges nearness is not made for the equator: what is to be thin there
is drawn thinner. Where a strip meets the front, the opening rounds its corner, by 0.26 km2.
"""

import dataclasses
import datetime as dt
import pathlib

import geopandas as gpd
import numpy as np
import pytest
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import area
from ceaseline.geo.readers import Reading
from ceaseline.geo.sources import source
from ceaseline.layers.importing import bring
from ceaseline.layers.importing.region import _cleaned, on_ellipsoid, region
from ceaseline.layers.importing.report import Change, End, Imported, Spot
from ceaseline.layers.placement.placement import Placement
from ceaseline.layers.plan.plan import plan
from tests.drawn import values as v
from tests.drawn.country import box, country, row
from tests.drawn.ellipsoid import arc, cell, latitude, parallel

KM2 = 1e6
CORNER = 1.5 * KM2


def brought(*shapes, **rest):
    frame = gpd.GeoDataFrame(geometry=list(shapes), crs=4326)
    reading = Reading(pathlib.Path("mine.geojson"), "GeoJSON", frame)
    return bring(reading, "mine", boundaries=country(), **rest)


def changes(done):
    """What was gained and lost, by what it is called."""
    assert sum(c.area_m2 for c in done.changes) == pytest.approx(done.held_m2 - done.raw_m2, abs=1)
    return {change.what: change.area_m2 for change in done.changes}


BEYOND = "outside the country, across the state border"
OFF = "outside the country, off the coast"
LAND = "between the polygon and the state border"
COAST = "between the polygon and the coast"


def test_the_country_s_own_ground_comes_back():
    done = brought(box(30, -1, 32, 0))
    assert done.raw_m2 == pytest.approx(v.NORTHERN, abs=50)
    assert done.held_m2 == pytest.approx(v.NORTHERN, abs=0.01 * KM2)
    assert dict(done.lengths)[0.0] == pytest.approx(v.TWO, abs=200)
    assert done.ends == ()
    (section,) = done.placement.sections
    assert section.coords[0][0] <= 30  # the held ground on the right: from west to east
    assert section.coords[-1][0] >= 32


def test_the_other_party_s_ground_has_the_line_turned():
    done = brought(box(30, -1, 32, 0), holder="Ukraine")
    assert done.held_m2 == pytest.approx(v.NORTHERN, abs=0.01 * KM2)
    assert done.placement.sections[0].coords[0][0] >= 32
    areas = plan(done.placement, country()).division.areas.sum(axis=1)
    assert areas == pytest.approx([v.NORTHERN, v.NORTHERN + v.ISLE], abs=0.01 * KM2)


def test_whose_ground_it_is_turns_the_line_and_leaves_its_places():
    ground = shapely.Polygon([(30, -1), (32, -1), (32, 0), (31.4, 0.1), (30.7, 0.2), (30, 0)])
    (one,), (other,) = (
        brought(ground, holder=party).placement.sections for party in ("Russia", "Ukraine")
    )
    assert len(one.coords) >= 4
    assert other.coords == one.coords[::-1]


def test_ground_outside_the_country_is_lost_by_land_and_by_sea():
    """A third of a degree too far west and south, 11 km too far east."""
    done = brought(box(29.5, -1.2, 32.1, 0))
    found = changes(done)
    assert done.held_m2 == pytest.approx(v.NORTHERN, abs=0.01 * KM2)
    # 7,384.9 km2 of Westland; 6,399.7 km2 of sea
    assert found[BEYOND] == pytest.approx(-cell(29.5, 30, -1.2, 0), abs=10)
    sea = cell(30, 32.1, -1.2, -1) + cell(32, 32.1, -1, 0)
    assert found[OFF] == pytest.approx(-sea, abs=10)


@pytest.mark.parametrize(
    ("drawn", "what", "gained"),
    [
        (box(30.01, -1, 32, 0), LAND, cell(30, 30.01, -1, 0)),  # 123.1 km2
        (box(30, -1, 31.99, 0), COAST, cell(31.99, 32, -1, 0)),
    ],
)
def test_ground_that_falls_short_of_the_border_is_gained(drawn, what, gained):
    done = brought(drawn)
    found = changes(done)
    assert found[what] == pytest.approx(gained, abs=CORNER)
    assert found[{LAND: COAST, COAST: LAND}[what]] == pytest.approx(0, abs=CORNER)
    assert done.held_m2 == pytest.approx(v.NORTHERN, abs=0.01 * KM2)
    (end,) = done.ends
    assert end.metres == pytest.approx(0.01 * v.DEGREE, abs=0.1)  # 1,113.2 m
    assert "carried 1,113 m to the border" in str(end)
    assert any(str(end) in line for line in done.lines())


def test_a_strip_is_the_coast_s_that_begins_3_km_from_a_neighbour():
    """1.1 km of the southern coast, from 2.8 km east of Westland on: 0.975 of 2 degrees."""
    drawn = box(30, -1, 32, 0).difference(shapely.box(30.025, -1.1, 32.1, -0.99))
    found = changes(brought(drawn))
    assert found[COAST] == pytest.approx(cell(30.025, 32, -1, -0.99), abs=2 * CORNER)  # 243.0 km2
    assert found[LAND] == pytest.approx(0, abs=CORNER)


def test_thinning_is_told_only_where_there_was_some():
    assert _cleaned(0.0) == "threads narrower than 2 m"
    assert _cleaned(5.0) == "thinned to 5 m, and threads narrower than 2 m"


@pytest.mark.parametrize(("lived", "width"), [(False, 0.025), (True, 0.025), (False, 0.05)])
def test_a_bay_that_is_narrow_and_where_nobody_lives_is_gained(lived, width):
    """A bay in the east: 2.8 km by 11 km, and as wide again."""
    place = shapely.Point(32 - width / 2, -0.45) if lived else shapely.Point(31, 0.5)
    bay = cell(32 - width, 32, -0.5, -0.4)  # 30.8 km2, 61.5
    drawn = box(30, -1, 32, 0).difference(shapely.box(32 - width, -0.5, 32.1, -0.4))
    found = region([drawn], country(), np.array([place]))
    gained = {change.what: change.area_m2 for change in found.changes}
    what = "cut off from the rest of the country, without a settlement"
    stays = lived or width > 0.03
    assert gained.get(what, 0.0) == pytest.approx(0 if stays else bay, abs=CORNER)
    held = float(area(on_ellipsoid(found.held)))
    assert held == pytest.approx(v.NORTHERN - (bay if stays else 0), abs=2 * CORNER)


def test_slivers_and_pockets_under_a_square_kilometre_go_and_larger_ones_stay():
    """Control of 0.77 and 1.77 km2 in the North; pockets of the same sizes in the South."""

    def square(lon, lat, degrees):
        return shapely.box(lon, lat, lon + degrees, lat + degrees)

    small, large = 0.0079, 0.012
    drawn = box(30, -1, 32, 0).difference(
        shapely.union_all([square(30.5, -0.5, small), square(31.5, -0.5, large)])
    )
    drawn = shapely.union_all([drawn, square(30.5, 0.5, small), square(31.5, 0.5, large)])
    done = brought(drawn)
    found = changes(done)
    speck, patch = (cell(0, d, 0, d) for d in (small, large))
    assert found["slivers of control under 1 km²"] == pytest.approx(-speck, rel=1e-3)
    assert found["pockets under 1 km²"] == pytest.approx(speck, rel=1e-3)
    assert done.held_m2 == pytest.approx(v.NORTHERN - patch + patch, abs=CORNER)
    assert sum(section.closed for section in done.placement.sections) == 2
    wider = brought(drawn, sliver_m2=2e6)
    assert sum(section.closed for section in wider.placement.sections) == 0
    assert changes(wider)["pockets under 2 km²"] == pytest.approx(speck + patch, rel=1e-3)
    (pockets,) = (c for c in wider.changes if c.what.startswith("pockets"))
    assert [spot.area_m2 for spot in pockets.spots] == pytest.approx([patch, speck], rel=1e-3)
    assert pockets.spots[0].lon == pytest.approx(31.5 + large / 2, abs=large / 2)


SOUTH = cell(30, 32, -1, -0.5)  # 12,308.0 km2


@pytest.mark.parametrize("turn", [False, True])
@pytest.mark.parametrize("gap", [0.0, 0.0004])
def test_lines_are_joined_over_44_m_and_turned_to_the_largest_unit(turn, gap):
    """The largest unit, Besta, has its middle north of the line, which is to run from the west."""
    west = shapely.LineString(row(-0.5, 29.9, 31 - gap))
    east = shapely.LineString(row(-0.5, 31, 32.1))
    done = brought(*([west.reverse(), east] if turn else [west, east]))
    (section,) = done.placement.sections
    assert (section.coords[0][0], section.coords[-1][0]) == pytest.approx((30, 32), abs=1e-3)
    assert section.coords[0][0] < section.coords[-1][0]
    assert done.held_m2 == pytest.approx(SOUTH, abs=0.1 * KM2)
    assert done.ends == ()


def test_a_gap_of_223_m_is_no_slip_of_the_hand():
    west, east = row(-0.5, 29.9, 30.998), row(-0.5, 31, 32.1)
    with pytest.raises(GeometryError, match=r"lie 223 m from one another, at 30\.99800, -0\.5"):
        brought(shapely.LineString(west), shapely.LineString(east))


def test_an_end_short_of_the_border_is_carried_to_it():
    done = brought(shapely.LineString(row(-0.5, 30.1, 32.1)))
    (end,) = done.ends
    assert (end.lon, end.lat) == pytest.approx((30.1, -0.5), abs=1e-6)
    assert end.metres == pytest.approx(parallel(0.5, 0.1), abs=1)  # 11,131.5 m
    assert done.held_m2 == pytest.approx(SOUTH, abs=0.1 * KM2)


def test_lines_that_make_three_parts_of_a_crossing_are_refused():
    line = shapely.LineString(row(-0.5, 29.9, 32.1))
    with pytest.raises(GeometryError, match=r"do not part the country in two sides at 31\.2"):
        brought(line, shapely.LineString([(31.2, -0.5), (31.2, -1.1)]))


def test_a_line_that_parts_nothing_is_left_out_and_told():
    """It ends 22 cm short of the other, and goes on to the coast: half a degree of a meridian."""
    line = shapely.LineString(row(-0.5, 29.9, 32.1))
    spur = shapely.LineString([(31.2, -0.500002), (31.2, -1.1)])
    done = brought(line, spur)
    km = (arc(1) - arc(0.5)) / 1e3
    assert f"{km:,.1f} km of line in 1 pieces has one side on both hands and was left out." in (
        done.notes
    )
    assert len(done.placement.sections) == 1
    assert done.held_m2 == pytest.approx(SOUTH, abs=0.1 * KM2)


@pytest.mark.parametrize(("short", "told"), [(0.00089, 0), (0.0009, 1)])  # 99.1 m, 100.2 m
def test_an_end_carried_less_than_100_m_is_not_told(short, told):
    done = brought(shapely.LineString(row(-0.5, 30 + short, 32.1)))
    assert len(done.ends) == told
    assert done.held_m2 == pytest.approx(SOUTH, abs=0.1 * KM2)
    drawn = brought(box(30 + short, -1, 32, 0))
    assert len(drawn.ends) == told
    assert drawn.held_m2 == pytest.approx(v.NORTHERN, abs=0.1 * KM2)


def test_an_end_50_km_inside_is_too_far():
    """0.47 degrees south of the northern coast, 52 km, and 0.4 degrees, 44 km."""
    with pytest.raises(GeometryError, match=r"ends 5\d km inside .*within 50 km of it"):
        brought(shapely.LineString([(30.6, 0.53), (30.6, -1.1)]))
    done = brought(shapely.LineString([(30.6, 0.6), (30.6, -1.1)]))  # 44 km
    assert done.ends[0].metres == pytest.approx(arc(1) - arc(0.6), abs=50)


def test_the_capital_s_side_is_on_the_left():
    """Where a unit has the capital's code, not the largest: here Centa's, south of the line."""
    units = country().units.replace({"code": {"D-C": "UA-30"}})
    capital = dataclasses.replace(country(), units=units)
    frame = gpd.GeoDataFrame(geometry=[shapely.LineString(row(-0.3, 29.9, 32.1))], crs=4326)
    reading = Reading(pathlib.Path("mine.geojson"), "GeoJSON", frame)
    for base, ahead in ((country(), True), (capital, False)):
        (section,) = bring(reading, "mine", boundaries=base).placement.sections
        assert (section.coords[0][0] < section.coords[-1][0]) is ahead


@pytest.mark.parametrize("turn", [1, -1])
def test_a_line_from_coast_to_coast_runs_south_with_the_largest_unit_in_the_east(turn):
    done = brought(shapely.LineString([(31.3, -1.1), (31.3, 1.1)][::turn]))
    (section,) = done.placement.sections
    assert section.coords[0][1] > section.coords[-1][1]
    assert done.held_m2 == pytest.approx(cell(30, 31.3, -1, 1), abs=0.1 * KM2)


def test_whose_a_file_is_and_of_which_day_is_kept():
    line = shapely.LineString(row(-0.5, 29.9, 32.1))
    frame = gpd.GeoDataFrame(geometry=[line], crs=4326)
    day = dt.date(2024, 11, 7)
    file = pathlib.Path("mine.geojson")
    known = Reading(file, "GeoJSON", frame, source="deepstate", date=day, notes=("Read so.",))
    done = bring(known, "mine", boundaries=country())
    publisher = source("deepstate").publisher
    assert done.placement.title == f"{publisher} as of 2024-11-07"
    assert (done.placement.date, done.source.id, done.source.date) == (day, "deepstate", str(day))
    assert done.notes[0] == "Read so."
    assert done.raw_m2 is None
    assert done.lines()[2].endswith(", not to be passed on.")
    assert not any("as they came" in one for one in done.lines())
    unknown = bring(Reading(file, "GeoJSON", frame, date=day), "mine", boundaries=country())
    assert unknown.placement.title == "mine.geojson, brought in by the user"
    assert (unknown.source.id, unknown.source.date) == ("user-file", "2024-11-07")
    assert (unknown.source.licence, unknown.placement.sources) == (
        "Not stated; ask its publisher before passing it on", (unknown.source,),
    )  # fmt: skip
    undated = Reading(file, "GeoJSON", frame, source="deepstate")
    plain = bring(undated, "mine", boundaries=country(), title="My line")
    assert (plain.placement.title, plain.placement.date) == ("My line", None)
    assert plain.source.date == source("deepstate").date
    bare = bring(undated, "mine", boundaries=country())
    assert bare.placement.title == source("deepstate").title
    assert bring(Reading(file, "GeoJSON", frame), "mine", boundaries=country()).source.date == ""


@pytest.mark.parametrize(
    ("name", "good"),
    [("a" * 100, True), ("a" * 101, False), ("", False), ("-a", False), ("1-a", True)],
)
def test_a_name_is_of_1_to_100_letters_digits_and_hyphens(name, good):
    if good:
        frame = gpd.GeoDataFrame(geometry=[shapely.LineString(row(-0.5, 29.9, 32.1))], crs=4326)
        reading = Reading(pathlib.Path("mine.geojson"), "GeoJSON", frame)
        assert bring(reading, name, boundaries=country()).placement.name == name
        return
    with pytest.raises(InputError, match="cannot name a placement; give lower-case letters"):
        bring(Reading(pathlib.Path("mine.geojson"), "GeoJSON", gpd.GeoDataFrame()), name)


def test_generalising_tells_what_it_moved():
    """A tooth of 3 km, 0.2 degrees wide, goes at 5 km: 33.4 km2."""
    tooth = [*row(0, 29.9, 30.7), (30.8, latitude(3_000)), *row(0, 30.9, 32.1)]
    line, size = shapely.LineString(tooth), 0.1 * v.DEGREE * 3_000
    fine, coarse = (brought(line, detail_m=metres) for metres in (500.0, 5_000.0))
    assert fine.held_m2 == pytest.approx(v.NORTHERN + size, rel=1e-5)
    assert coarse.held_m2 == pytest.approx(v.NORTHERN, rel=1e-5)
    assert (fine.placement.detail_m, coarse.placement.detail_m) == (500.0, 5_000.0)
    assert [len(one.placement.sections[0].coords) for one in (fine, coarse)] == [5, 2]
    (note,) = coarse.notes
    assert note == (
        f"Generalised to 5,000 m: moved by 3,000 m at most, {size / 1e6:,.1f} km² changed sides, "
        "no settlement did."
    )
    assert fine.notes[0].startswith("Generalised to 500 m: moved by 0 m at most, 0.0 km² changed")
    assert brought(line).notes == ()


def test_what_is_no_front_is_refused():
    with pytest.raises(InputError, match="leaves no front on these boundaries: its polygons hold"):
        brought(box(30, -1, 32, 1), shapely.box(32.1, 0.3, 32.5, 0.7))
    with pytest.raises(InputError, match="No line meets the country"):
        brought(shapely.LineString([(20, 0), (21, 1)]))


def test_the_report_says_what_changed_largest_first():
    spots = tuple(Spot(31.0 + k, 0.5, area) for k, area in enumerate((9e6, 4e6, 2e6, 1e6)))
    change = Change("pockets", 16e6, spots)
    assert str(change) == (
        "+16.0 km²  pockets (4 pieces: 9.00 km² at 31.00000, 0.50000 (lon, lat); 4.00 km² at "
        "32.00000, 0.50000 (lon, lat); 2.00 km² at 33.00000, 0.50000 (lon, lat) …)"
    )
    assert str(Change("rounding", -1.5e6)) == "-1.5 km²  rounding"
    assert str(Change("all of it", 6e11)) == "+600,000.0 km²  all of it"
    assert not str(Change("three", 15e6, spots[:3])).endswith("…)")
    one = str(Change("one", 9e6, spots[:1]))
    assert one == "+9.0 km²  one (1 piece: 9.00 km² at 31.00000, 0.50000 (lon, lat))"
    line = Placement("mine", "Mine", (), detail_m=1_000.0)
    done = Imported(
        line, "KML", 2_549_999.0, 1e6, (change,), (End(30.0, 0.0, 1_234.4),),
        ((0.0, 111_000.0), (500.0, 110_000.0), (1_000.0, 109_000.0), (2_000.0, 108_000.0)),
        notes=("Two were left out.",),
    )  # fmt: skip
    assert done.lines() == [
        "Read as KML.",
        "Two were left out.",
        "Polygons as they came: 1.0 km² (geodesic, WGS84).",
        f"  {change}",
        "Held on these boundaries: 2.5 km².",
        "  end at 30.00000, 0.00000 (lon, lat) carried 1,234 m to the border",
        "Length at detail 1,000 m: 111 km.",
        "Length at detail 2,000 m: 108 km.",
    ]
