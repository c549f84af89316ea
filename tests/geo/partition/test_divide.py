"""Dividing small countries whose answer can be read off the drawing."""

import numpy as np
import pyproj
import pytest
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.partition import Divider, divide

GEOD = pyproj.Geod(ellps="WGS84")
EQUAL_AREA = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)

#   A | B        an island I east of B, with the gap at 32 to 32.5
#   -----
#   C | D
BOXES = {
    "A": shapely.box(30, 49, 31, 50),
    "B": shapely.box(31, 49, 32, 50),
    "C": shapely.box(30, 48, 31, 49),
    "D": shapely.box(31, 48, 32, 49),
    "I": shapely.box(32.5, 48.5, 32.7, 48.7),
}


@pytest.fixture(scope="module")
def country():
    return Divider(list(BOXES.values()), list(BOXES))


def exact(division, side):
    """Area by label from the parts, with an independent geodesic area."""
    parts = division.parts()
    own = parts[parts["side"] == side]
    return {
        u: abs(GEOD.geometry_area_perimeter(g)[0])
        for u, g in zip(own.unit, own.geometry, strict=True)
    }


def line(*coords):
    return shapely.LineString(coords)


def whole(country):
    return {
        k: abs(GEOD.geometry_area_perimeter(g)[0])
        for k, g in zip(country.labels, country.coverage.polygons, strict=True)
    }


def test_parts_sum_to_the_whole(country):
    division = country.divide(line((29, 48.3), (31.3, 49.4), (33, 49.7)))
    parts = division.parts()
    assert parts["area_m2"].sum() == pytest.approx(sum(whole(country).values()), abs=1e-2)
    assert division.areas.sum(axis=0) == pytest.approx(list(whole(country).values()), abs=0.05)
    for label, area in exact(division, 0).items():
        assert division.areas[0, country.labels.index(label)] == pytest.approx(area, abs=0.05)


def test_reversal_swaps_the_sides(country):
    given = line((29, 48.3), (31.3, 49.4), (33, 49.7))
    ahead, back = country.divide(given), country.divide(given.reverse())
    assert ahead.areas == pytest.approx(back.areas[::-1], abs=1e-3)


def test_unit_border_as_line_leaves_units_whole(country):
    division = country.divide(line((31, 47), (31, 48), (31, 49), (31, 50), (31, 51)))
    assert exact(division, 0).keys() == {"A", "C"}
    assert exact(division, 1).keys() == {"B", "D", "I"}
    assert division.areas[0, :2] == pytest.approx([whole(country)["A"], 0], abs=0.01)


def test_line_stored_at_seven_decimals_along_a_border_lies_on_it():
    south, north = (30.9, 48.0), (31.4, 49.0)
    units = [
        shapely.Polygon([(30, 48), south, north, (30, 49)]),
        shapely.Polygon([south, (32, 48), (32, 49), north]),
    ]
    lon, lat = np.transpose(GEOD.npts(*south, *north, 997))
    within = np.column_stack([lon, lat]).round(7)
    division = divide(units, shapely.LineString([(30.9, 47.9), south, *within, north, (31.4, 50)]))
    assert len(division.parts()) == 2
    assert division.areas[0, 1] == division.areas[1, 0] == 0


def test_line_through_the_vertex_of_four_units(country):
    division = country.divide(line((29, 47), (31, 49), (33, 51)))
    assert set(exact(division, 0)) >= {"A"}
    assert division.areas[1, country.labels.index("A")] < division.areas[0, 0]
    assert division.areas.sum() == pytest.approx(sum(whole(country).values()), abs=0.1)


def test_corner_touch_of_a_line_that_bends_in_a_shared_vertex(country):
    division = country.divide(line((30, 47), (30.5, 48), (31, 49), (30.5, 50), (30, 51)))
    assert division.side([30.1, 31.9, 31.01], [49, 49, 49]).tolist() == [1, -1, -1]


def test_pocket_inside_one_unit(country):
    ring = shapely.LinearRing([(30.4, 48.4), (30.6, 48.4), (30.6, 48.6), (30.4, 48.6)])
    division = country.divide(ring)
    assert exact(division, 0).keys() == {"C"}
    pocket = abs(GEOD.geometry_area_perimeter(shapely.Polygon(ring))[0])
    assert division.areas[0].sum() == pytest.approx(pocket, abs=0.5)
    assert division.side([30.5, 30.1, 32.6], [48.5, 48.5, 48.6]).tolist() == [1, -1, -1]


def test_pocket_around_a_junction_and_a_line(country):
    pocket = shapely.box(30.9, 48.9, 31.1, 49.1).exterior.reverse()
    across = line((29, 48.5), (33, 48.5))
    division = country.divide([across, pocket])
    assert division.side([31, 30.5, 30.5], [49, 49.5, 48.1]).tolist() == [-1, 1, -1]


def test_ring_along_the_state_border(country):
    division = country.divide(BOXES["D"].exterior)
    assert exact(division, 0).keys() | exact(division, 1).keys() == set("ABCDI")
    assert exact(division, 0 if shapely.is_ccw(BOXES["D"].exterior) else 1).keys() == {"D"}


def test_sections_in_any_order_share_their_ends(country):
    sections = [line((31, 48.5), (33, 48.4)), line((29, 48.5), (31, 48.5))]
    division = country.divide(sections)
    joined = country.divide(line((29, 48.5), (31, 48.5), (33, 48.4)))
    assert division.areas == pytest.approx(joined.areas, abs=1e-6)
    assert GEOD.geometry_length(division.line) == pytest.approx(
        GEOD.geometry_length(line((30, 48.5), (31, 48.5), (32, 48.45))), rel=0.01
    )


def test_border_crossed_many_times(country):
    lon = np.linspace(30.1, 31.9, 41)
    wave = shapely.LineString(np.column_stack([lon, np.where(np.arange(41) % 2, 49.9, 50.1)]))
    division = country.divide(wave)
    assert division.parts()["area_m2"].sum() == pytest.approx(
        sum(whole(country).values()), abs=0.01
    )
    assert division.side([31], [48.5]).tolist() == [-1]


def test_there_and_back_is_no_line(country):
    spur = line((29, 48.5), (30.5, 48.5), (30.5, 48.7), (30.5, 48.5), (33, 48.5))
    plain = line((29, 48.5), (30.5, 48.5), (33, 48.5))
    assert country.divide(spur).areas == pytest.approx(country.divide(plain).areas, abs=1e-3)


def test_island_takes_the_side_it_lies_on(country):
    north = country.divide(line((29, 48.6), (32.2, 48.6), (32.2, 48.2), (32.8, 48.2)))
    assert north.side(32.6, 48.6).tolist() == [1]
    south = country.divide(line((29, 48.6), (32.2, 48.6), (32.2, 49.2), (32.8, 49.2)))
    assert south.side(32.6, 48.6).tolist() == [-1]


def test_island_beyond_an_end_of_the_line_goes_with_the_nearest_ground(country):
    given = line((29, 48.4), (32, 48.4), (32.05, 48.45))
    assert country.divide(given).side(32.6, 48.6).tolist() == [1]
    assert country.divide(given.reverse()).side(32.6, 48.6).tolist() == [-1]


@pytest.mark.parametrize("back", [False, True])
def test_the_drawn_island_beyond_an_end_goes_with_the_nearest_ground_too(country, back):
    """By faces, exactly: the line's last end is nearest to the island, or its first."""
    given = line((29, 48.4), (32, 48.4), (32.05, 48.45))
    parts = country.divide(given.reverse() if back else given).parts()
    assert parts.loc[parts["unit"] == "I", "side"].tolist() == [1 if back else 0]


def test_outside_places_take_the_nearest_ground(country):
    division = country.divide(line((31, 47), (31, 51)))
    assert division.side([29.9, 33.0, 30.9], [49, 49, 47.9]).tolist() == [1, -1, 1]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (line((29, 48.5), (30.5, 48.5)), r"ends inside the country at 30\.50000, 48\.50000"),
        (line((30.2, 48.5), (30.5, 48.5)), "carry it on across the border"),
        (line((10, 48.5), (11, 48.5)), "never meets the country"),
        ([line((29, 48.5), (31, 48.5)), line((33, 48.5), (31, 48.5))], "contradicts itself at"),
        ([line((29, 48.3), (33, 48.3)), line((33, 48.6), (29, 48.6))], None),
        ([line((29, 48.3), (33, 48.3)), line((29, 48.6), (33, 48.6))], "on its left and on its"),
        ([line((29, 48.3), (30.5, 48.3)), line((30.50001, 48.3), (33, 48.3))], "ends inside"),
    ],
)
def test_faulty_lines_name_the_place(country, given, message):
    if message is None:
        assert (country.divide(given).areas > 0).any()
        return
    with pytest.raises(GeometryError, match=message):
        country.divide(given)


def test_line_that_crosses_itself_is_refused(country):
    loop = line((29, 48.5), (30.5, 48.5), (30.5, 48.8), (30.3, 48.8), (30.3, 48.2), (30.3, 47))
    with pytest.raises(GeometryError, match="contradicts itself"):
        country.divide(loop)


def test_units_that_overlap_are_refused():
    with pytest.raises(GeometryError, match=r"do not fit together at 3.*coverage_clean"):
        Divider([shapely.box(30, 48, 31, 49), shapely.box(30.5, 48, 32, 49)])


def test_faults_of_the_units_are_told_together():
    with pytest.raises(InputError, match=r"Unit 1 is a Point[\s\S]*2 units have 1 labels"):
        Divider([shapely.box(30, 48, 31, 49), shapely.Point(1, 2)], ["A"])


@pytest.mark.parametrize("wrong", [shapely.Point(30, 48), "line"])
def test_other_things_than_lines_are_refused(country, wrong):
    with pytest.raises(InputError, match=r"[lL]ine is expected"):
        country.divide(wrong)


def test_divide_is_divider_divide(country):
    given = line((29, 48.3), (33, 49.7))
    assert divide(country, given).areas == pytest.approx(
        divide(list(BOXES.values()), given).areas, abs=1e-6
    )


def test_a_border_stored_to_seven_decimals_is_the_border():
    slanted = [
        shapely.Polygon([(30, 48), (31.3333333333, 48), (31.0123456789, 49.5), (30, 49.5)]),
        shapely.Polygon([(31.3333333333, 48), (33, 48), (33, 49.5), (31.0123456789, 49.5)]),
    ]
    shared = Divider(slanted, ["A", "B"]).coverage
    border = np.unique(np.round(shared.tail[shared.twin >= 0], 7), axis=0)[::-1]
    drawn = np.vstack([[31.4, 47.5], border, [31.0, 50]])
    division = Divider(slanted, ["A", "B"]).divide(shapely.LineString(drawn))
    assert division.areas[1, 0] + division.areas[0, 1] < 2000


def test_a_country_over_the_antimeridian_is_divided_where_longitudes_run_on():
    here = [shapely.box(29, 0, 30, 1), shapely.box(30, 0, 31, 1)]
    there = [shapely.box(179, 0, 180, 1), shapely.box(180, 0, 181, 1)]
    for ends in ([(29, 0.3), (31, 0.6)], [(30, -1), (30, 2)], [(28, 0.5), (32, 0.5)]):
        moved = divide(there, shapely.LineString(np.add(ends, [150, 0])))
        assert moved.areas == pytest.approx(divide(here, shapely.LineString(ends)).areas, abs=1.0)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            [(178, 48.5), (-178, 48.5)],
            r"The line leaps over the antimeridian from 178\.000",
        ),
        ([(30, 48.5), (30, 90)], r"The line comes to 30\.00000, 90\.00000 \(lon, lat\), at a pole"),
    ],
)
def test_a_line_that_leaps_or_comes_to_a_pole_is_refused(country, line, message):
    with pytest.raises(GeometryError, match=message):
        country.divide(shapely.LineString(line))
    with pytest.raises(GeometryError, match=f"Line 0: {message}"):
        list(country.divide_all([shapely.LineString(line)]))


def test_units_that_leap_or_come_to_a_pole_are_refused():
    leaping = shapely.Polygon([(179, 0), (-179, 0), (-179, 1), (179, 1)])
    with pytest.raises(GeometryError, match="The border of a unit leaps over the antimeridian"):
        Divider([leaping])
    with pytest.raises(GeometryError, match="The border of a unit comes to"):
        Divider([shapely.box(0, 80, 90, 90)])
