"""The interval of a figure, where a stretch of the equator might lie elsewhere in its corridor.

From lon 30 to 31 the line follows settlements: the North's 8 km to the north, the South's 4 km to
the south, one square to each place of the line to which it is carried, so that the edges run level:

    8 km     +-----N-----N-----N-----+        edge towards the North's
             |                       |
    0     ---+-----------------------+=====   the line; fixed from lon 31 on
             |                       |
    -4 km    +-----S-----S-----S-----+        edge towards the South's
"""

import geopandas as gpd
import pytest

from ceaseline.geo.gazetteer import Gazetteer
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import ZoneSettings, plan
from tests.drawn import country
from tests.drawn import values as v
from tests.drawn.ellipsoid import cell, latitude

STEPS = 223
"""A degree in steps of at most 500 m: 499.2 m."""
TOWNS = {  # people, lon, metres north: which are in the zone of 10 km decides
    "Tri": (1_000, 30.5, 15_000.0),  # 15 km off, 7 from the northern edge: may be
    "Du": (200, 30.5, 9_000.0),  # 9 km off, 13 from the southern edge: is, and may not be
    "Kvin": (40, 30.5, -5_000.0),  # 5 km off, 13 from the northern edge: is, and may not be
    "Unu": (7, 31.5, 2_000.0),  # by the fixed stretch: is
    "For": (3, 30.5, 40_000.0),  # is not
}


@pytest.fixture(scope="module")
def figures():
    rows = [(people, lon, latitude(north)) for people, lon, north in TOWNS.values()]
    for k in range(STEPS + 1):
        rows += [(0, 30 + k / STEPS, latitude(north)) for north in (8_000.0, -4_000.0)]
    frame = gpd.GeoDataFrame(rows, columns=["population", "lon", "lat"])
    frame["id"] = range(1, len(rows) + 1)
    for column in ("name", "name_uk", "name_ru"):
        frame[column] = [*TOWNS, *(f"P{k}" for k in range(len(rows) - len(TOWNS)))]
    frame["other_names"], frame["part_of"], frame["unit_code"], frame["rank"] = "", 0, "D-A", 5
    points = gpd.points_from_xy(frame["lon"], frame["lat"])
    places = Gazetteer(frame.set_geometry(points, crs=4326), country.gazetteer().sources)
    west, east = country.along().sections
    doubtful = west.replaced(
        basis="settlements", coords=((30.0, 0.0), (31.0, 0.0)), corridor_m=((8_000.0, 4_000.0),) * 2
    )
    zone = ZoneSettings(v.EQUAL, assumption=False, tolerance_m=0.01)
    # a border is no part of what a corridor must be known for
    line = country.along(sections=(doubtful, east.replaced(basis="admin border")))
    return plan(line, country.country(), zone, places).figures


def band(north):
    """Between the line and an edge: the ends stay, so that half a step is left out at either."""
    return cell(0, (STEPS - 1) / STEPS, 0, latitude(north))


def interval(figures, *key):
    found = find(figures, *key)
    return found.low, found.value, found.high


def test_territories_reach_from_edge_to_edge(figures):
    up, down = band(8_000.0), band(4_000.0)  # 886.6 and 443.3 km2
    north = v.NORTHERN + v.ISLE
    for name, whole in (("territory_area", 1.0), ("territory_share", v.WHOLE)):
        assert interval(figures, name, v.NORTH) == pytest.approx(
            ((north - up) / whole, north / whole, (north + down) / whole), rel=1e-6
        )
        assert interval(figures, name, v.SOUTH) == pytest.approx(
            ((v.NORTHERN - down) / whole, v.NORTHERN / whole, (v.NORTHERN + up) / whole), rel=1e-6
        )


def test_people_may_be_in_the_zone_or_surely(figures):
    assert interval(figures, "people_in_zone", v.NORTH) == (7, 207, 1_207)
    assert interval(figures, "people_in_zone", v.SOUTH) == (0, 40, 40)
    assert interval(figures, "people_in_zone") == (7, 247, 1_247)
    low, value, high = interval(figures, "settlements_in_zone")
    assert low <= value <= high
    assert find(figures, "people", v.NORTH).low is None


def test_the_zone_moves_with_its_line(figures):
    """It stays two strips of 10 km, longer by the ways up and down at the ends: 2 percent."""
    for key in ((), (v.NORTH,), (v.SOUTH,)):
        low, value, high = interval(figures, "zone_area", *key)
        assert value == pytest.approx(v.sums(v.zone("along", v.EQUAL), *key), rel=2e-5)
        assert value * 0.9 < low <= value <= high < value * 1.1
    assert find(figures, "zone_area", v.NORTH, "D-A").low is None


def test_a_length_tells_how_far_apart_its_facts_lie(figures):
    for name in ("line_length", "zone_length"):
        found = find(figures, name)
        assert (found.resolution_m, found.detail_m, found.low) == (12_000.0, 0.0, None)
