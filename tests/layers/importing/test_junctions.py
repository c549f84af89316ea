"""Spurs and overshoots go first, near ends are joined or named: never carried past one another."""

import pathlib

import geopandas as gpd
import pytest
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.readers import Reading
from ceaseline.layers.importing import bring
from ceaseline.layers.importing.files import Choices
from tests.drawn import values as v
from tests.drawn.country import country, row
from tests.drawn.ellipsoid import cell, parallel

KM2 = 1e6
SOUTH = cell(30, 32, -1, -0.5)
WEST, EAST = row(-0.5, 29.9, 31), row(-0.5, 31, 32.1)


def brought(*lines, **rest):
    frame = gpd.GeoDataFrame(geometry=[shapely.LineString(line) for line in lines], crs=4326)
    reading = Reading(pathlib.Path("mine.geojson"), "GeoJSON", frame)
    return bring(reading, "mine", boundaries=country(), **rest)


def whole(done):
    """The line is the one along the parallel, in one piece and of its length."""
    assert len(done.placement.sections) == 1
    assert done.held_m2 == pytest.approx(SOUTH, abs=0.1 * KM2)
    assert dict(done.lengths)[0.0] == pytest.approx(parallel(0.5, 2), abs=2)
    assert done.ends == ()


@pytest.mark.parametrize(
    ("spur", "metres"),
    [
        ([(31, -0.5), (31, -0.4973)], 299),
        ([(31, -0.5), (31.002, -0.502), (31.001, -0.503)], 471),
    ],
)
def test_a_spur_is_taken_off_and_told(spur, metres):
    done = brought(WEST, EAST, spur)
    whole(done)
    (note,) = done.notes
    assert note == (
        f"1 spur or overshoot was left out: {metres} m at 31.00000, -0.50000 (lon, lat)."
    )


def test_pieces_that_cross_with_an_overshoot_each_lose_both():
    west = [*WEST, (31.0019, -0.5019)]
    east = [(30.998, -0.502), *EAST]
    done = brought(west, east)
    whole(done)
    assert done.notes[0].startswith("2 spurs or overshoots were left out: 3")


def test_pieces_drawn_past_one_another_a_little_aside_meet():
    """The east piece begins 222 m before the west one ends, 11 m south of it."""
    done = brought(WEST, [(30.998, -0.5001), (31, -0.5001), *EAST[1:]])
    assert len(done.placement.sections) == 1
    assert done.ends == ()
    assert "1 spur or overshoot was left out: 2" in done.notes[0]
    assert done.held_m2 == pytest.approx(SOUTH, abs=0.1 * KM2)


def test_a_spur_near_a_gap_does_not_take_the_end_of_the_line():
    """Three ends near one another: those of the long pieces are joined."""
    spur = [(30.9999, -0.4999), (30.9999, -0.495)]
    done = brought([*WEST[:-1], (30.9994, -0.5)], EAST, spur)
    whole(done)
    assert done.notes[0].startswith("1 stray line was left out: 54")
    assert done.notes[1].startswith("1 gap between two ends was closed: 6")


def test_much_ground_behind_two_lines_is_doubted():
    done = brought(row(-0.7, 29.9, 32.1), row(0.3, 29.9, 32.1))
    (note,) = [note for note in done.notes if note.startswith("Doubtful: ground of about")]
    assert "lies behind two lines and is on the capital's side again" in note
    pocket = [(30.2, -0.8), (30.5, -0.8), (30.5, -0.6), (30.2, -0.8)]
    assert brought(WEST + EAST[1:], pocket).notes == ()


def test_a_stray_line_is_left_out_and_told():
    done = brought(WEST + EAST[1:], [(31, 0.2), (31.003, 0.2)])
    whole(done)
    assert done.notes == ("1 stray line was left out: 334 m at 31.00000, 0.20000 (lon, lat).",)


def test_a_long_branch_is_named_with_both_its_ends():
    with pytest.raises(
        GeometryError, match=r"branch of 44\.2 km leaves .* at 31\.00000, -0\.5.*0\.1"
    ):
        brought(WEST, EAST, [(31, -0.5), (31, -0.1)])


@pytest.mark.parametrize("gap", [0.0008, 0.0013])
def test_ends_within_the_tolerance_are_joined_and_told(gap):
    metres = parallel(0.5, gap)
    west = [*WEST[:-1], (31 - gap, -0.5)]
    done = brought(west, EAST, join_m=200)
    whole(done)
    (note,) = done.notes
    assert note.startswith(f"1 gap between two ends was closed: {metres:.0f} m at {31 - gap:.5f}, ")


@pytest.mark.parametrize(
    ("gap", "wide"), [(0.0013, 150), (0.003, 350), (0.008, 900)]
)  # 145 m, 334 m, 890 m
def test_ends_beyond_the_tolerance_are_named_with_their_distance(gap, wide):
    """Also near the border, to which both would be carried past one another."""
    for at in (31.0, 30.2):
        with pytest.raises(GeometryError) as told:
            brought(row(-0.5, 29.9, at - gap), row(-0.5, at, 32.1))
        assert f"lie {parallel(0.5, gap):.0f} m from one another" in str(told.value)
        assert f"at {at - gap:.5f}, -0.50000 (lon, lat) and {at:.5f}, -0.5" in str(told.value)
        assert str(told.value).endswith(f"or join them with --join {wide}.")


def test_a_wider_gap_far_from_the_border_is_one_and_near_it_is_none():
    with pytest.raises(GeometryError, match=r"lie 11,132 m .*; draw the line between them\."):
        brought(row(-0.5, 29.9, 30.9), EAST)
    done = brought(row(-0.5, 29.9, 30.02), row(-0.5, 30.2, 32.1))
    assert [round(end.metres, -3) for end in done.ends] == [2_000, 22_000]


def test_ends_nearer_to_the_border_than_to_one_another_are_carried_to_it():
    """Two lines that leave the country 890 m apart."""
    done = brought([(29.9, -0.5), *row(-0.5, 30.002, 32.1)], [(30.002, -0.492), (30.002, 1.1)])
    assert done.ends
    assert done.notes == ()


def test_the_nearest_other_end_is_named_where_an_end_is_too_far_inside():
    lines = [(30.6, -0.2), (30.6, -1.1)], [(31.2, -0.2), (31.2, -1.1)]
    with pytest.raises(
        GeometryError, match=r"the nearest other end lies 66\.8 km from it, at 31\.2"
    ):
        brought(*lines)


def test_a_line_that_is_there_twice_is_taken_once():
    whole_line = WEST + EAST[1:]
    done = brought(whole_line, whole_line[::-1])
    whole(done)
    assert done.notes == ("1 line that is there twice was taken once.",)
    back = brought(whole_line + whole_line[-2::-1])
    whole(back)


def test_lines_outside_the_country_are_counted():
    done = brought(WEST + EAST[1:], [(40, 0), (41, 0)])
    km = v.DEGREE / 1000
    (note,) = done.notes
    assert note.startswith(f"1 line outside the country was left out: {km:.1f} km long, 84")
    assert note.endswith(" km away at 40.00000, 0.00000 (lon, lat).")  # from Insula, 7.6 degrees
    more = brought(WEST + EAST[1:], [(40, 0), (41, 0)], [(36, 0), (37, 0)])
    assert more.notes[0].startswith(
        f"2 lines outside the country were left out: {2 * km:.1f} km in all, the farthest 84"
    )


@pytest.mark.parametrize("metres", [-1.0, 10_001.0, float("nan")])
def test_the_tolerance_of_ends_has_limits(metres):
    with pytest.raises(InputError, match=r"tolerance of ends is .* m; give metres up to 10,000"):
        Choices(join_m=metres)
