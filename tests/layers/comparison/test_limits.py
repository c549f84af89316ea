"""Measures just at their limits, on subjects made up for it: at least, no farther, less than."""

from itertools import pairwise
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from ceaseline.layers.comparison.pieces import _Names, _Towns
from ceaseline.layers.measures import line as of_line
from ceaseline.layers.measures import people as of_people
from ceaseline.layers.measures import select
from ceaseline.layers.measures import territory as of_ground
from ceaseline.layers.measures import zone as of_zone
from ceaseline.layers.measures.view import CountryView, Stretches
from ceaseline.layers.placement.placement import Section

GEOD = Geod(ellps="WGS84")
PARTIES = ("North", "South")
KM2 = 1e6


def measure(ident):
    return select([ident])[0].rule


class Namespace(SimpleNamespace):
    """What a measure reads of a subject; each its own, as the caches want it."""

    __hash__ = object.__hash__


def subject(**plan):
    return Namespace(plan=SimpleNamespace(parties=PARTIES, **plan), figure=lambda _name: 0.0)


def test_people_no_farther_than():
    one = subject()
    one.away_m = np.array([25_000.0, 25_000.1, 50_000.0, 50_000.1])
    one.towns_left = np.array([True, False, False, True])
    one.population = np.array([1, 2, 4, 8])
    assert measure("people_within_25_km")(one) == {"North": 1, "South": 0}
    assert measure("people_within_50_km")(one) == {"North": 1, "South": 6}


@pytest.mark.parametrize(
    ("areas", "whole", "divided"),
    [
        # of each unit, the first party's and the second's, km2
        ([[5.0], [0.999_999_9]], (1, 0), 0), ([[5.0], [1.0]], (0, 0), 1),
        ([[0.999_999_9], [5.0]], (0, 1), 0), ([[1.0], [5.0]], (0, 0), 1),
        ([[1.0, 2.0, 0.0], [0.0, 2.0, 3.0]], (1, 1), 1),
    ],
)  # fmt: skip
def test_units_held_whole_or_divided(areas, whole, divided):
    one = subject(division=SimpleNamespace(areas=np.array(areas) * KM2))
    assert tuple(measure("units_whole")(one).values()) == whole
    assert measure("units_divided")(one) == divided


def test_pieces_of_at_least_a_square_kilometre(monkeypatch):
    sizes = np.array([1.0, 0.999_999_9, 3.0]) * KM2
    monkeypatch.setattr(of_ground, "area", lambda _shapes: sizes)
    ground = shapely.MultiPolygon([shapely.box(k, 0, k + 0.5, 1) for k in range(3)])
    one = subject(territories={"North": ground, "South": shapely.MultiPolygon()})
    assert measure("territory_pieces")(one) == {"North": 2}
    assert measure("territory_detached")(one) == {"North": pytest.approx(1.999_999_9 * KM2)}
    monkeypatch.setattr(of_zone, "area", lambda _shapes: sizes)
    assert measure("zone_pieces")(subject(zone=ground)) == 2
    rows = pd.DataFrame({
        "unit_code": ["A", "A", "B", "C"], "area_m2": np.array([0.5, 0.5, 0.999_999_9, 1.0]) * KM2,
    })  # fmt: skip
    assert measure("zone_units")(subject(zone_parts=rows)) == 2


def places(**columns):
    return pd.DataFrame(columns)


def gazetteer(rows):
    return SimpleNamespace(lonlat=rows[["lon", "lat"]].to_numpy())


def test_towns_have_20_000_people():
    rows = places(in_zone=[True, True, False], population=[20_000, 19_999, 50_000])
    assert measure("towns_in_zone")(subject(settlements=rows)) == 1


@pytest.mark.parametrize(
    ("rank", "people", "cities"),
    [(0, 0, 1), (1, 0, 1), (2, 249_999, 0), (2, 250_000, 1), (5, 250_000, 1)],
)
def test_cities_are_centres_or_have_250_000_people(rank, people, cities):
    row = places(rank=[rank], population=[people], lon=[30.0], lat=[0.0], name=["City"])
    deep = SimpleNamespace(depth_m=(5.0, 7.0), distances=lambda spots: np.full(len(spots), 10.0))
    for left, metres in ((True, 5.0), (False, 3.0)):
        one = subject(settlements=row, gazetteer=gazetteer(row), deep_lines=[deep])
        one.towns_left = np.array([left])
        assert list(measure("zone_to_city")(one).values()) == [metres] * cities
        assert measure("nearest_city")(one) == (metres if cities else None)


def test_cities_by_name_and_the_nearest_of_several_stretches():
    rows = places(rank=[1, 1], population=[0, 0], lon=[30.0, 31.0], lat=[0.0, 0.0],
                  name=["Zeta", "Alfa"])  # fmt: skip
    near = SimpleNamespace(depth_m=(4.0, 4.0), distances=lambda _spots: np.array([10.0, 3.0]))
    far = SimpleNamespace(depth_m=(1.0, 1.0), distances=lambda _spots: np.array([8.0, 30.0]))
    one = subject(settlements=rows, gazetteer=gazetteer(rows), deep_lines=[near, far])
    one.towns_left = np.array([True, True])
    found = measure("zone_to_city")(one)
    assert list(found.items()) == [("Alfa", 0.0), ("Zeta", 6.0)]
    assert measure("nearest_city")(one) == 0.0


@pytest.mark.parametrize(("ranks", "metres"), [([0, 1], 7.0), ([1, 2], None), ([0, 0], 5.0)])
def test_the_capital_is_of_rank_0(ranks, metres):
    one = subject(settlements=places(rank=ranks))
    one.away_m = np.array([7.0, 5.0])
    assert measure("capital_distance")(one) == metres


def test_what_a_zone_of_nothing_has():
    one = subject()
    for ident in ("zone_width", "zone_density"):
        assert measure(ident)(one) is None
    one.runs = []
    assert measure("sinuosity")(one) is None
    assert measure("deepest_salient")(one) == {"North": 0.0, "South": 0.0}


def bulge(*spots):
    one = subject()
    one.runs = [np.array(spots, dtype=float)]
    return measure("deepest_salient")(one)


def test_a_salient_is_measured_over_100_km_and_on_its_own_side():
    """At 60 north, where a degree of longitude is 55.8 km: a right angle, turned either way.

    From a window that begins 50 km before the corner to 50 km behind it: 50 km over root 2, within
    the 250 m of a window's place and what the parallel is no geodesic.
    """
    corner = [(30.0, 61.0), (30.0, 60.0), (32.0, 60.0)]
    left = bulge(*corner)
    assert left["North"] == pytest.approx(50_000 / np.sqrt(2), abs=500)
    assert left["South"] == pytest.approx(0, abs=500)
    right = bulge(*corner[::-1])
    assert (right["North"], right["South"]) == pytest.approx(
        (left["South"], left["North"]), abs=500
    )
    # 89.3 km long: no stretch of 100 km
    assert bulge((30.0, 60.0), (31.6, 60.0)) == {"North": 0.0, "South": 0.0}
    assert of_line._WINDOW_M == 100_000


def test_a_salient_is_looked_for_within_the_line():
    """100 km along the equator, then 39.9 km north: windows begin every kilometre up to 39 km.

    The last one's middle, 89 km along, lies 50 by 39 over the root of 61 squared and 39 squared
    from its chord; one that went beyond the end would find 31 km.
    """
    corner = 30 + 100_000 / 111_319.49
    found = bulge((30.0, 0.0), (corner, 0.0), (corner, 39_900 / 110_574.3))
    assert found["North"] == pytest.approx(50_000 * 39_000 / np.hypot(61_000, 39_000), abs=10)


def test_a_corridor_s_area_goes_by_the_length_of_each_edge():
    """Two edges off the equator and off the meridian, 4 and 10 km wide in the mean."""
    spots = [(36.0, 48.0), (36.3, 48.4), (36.2, 48.7)]
    widths = [(1_000, 2_000), (2_000, 3_000), (7_000, 8_000)]
    section = Section.of("front", "settlements", spots, widths)
    line = subject(placement=SimpleNamespace(sections=(section, Section.of("x", "drawn", spots))))
    edges = [GEOD.inv(*a, *b)[2] for a, b in pairwise(spots)]
    area = edges[0] * 4_000 + edges[1] * 10_000
    assert measure("corridor_known")(line) == pytest.approx(sum(edges), rel=1e-9)
    assert measure("corridor_area")(line) == pytest.approx(area, rel=1e-9)
    assert measure("corridor_width")(line) == pytest.approx(area / sum(edges), rel=1e-9)


def test_a_border_is_coast_more_than_3_km_from_a_neighbour():
    """Edges of the border at 2.99 and 3.01 km from the neighbour's, across water."""

    def degrees(metres):
        return metres / 111_319.49

    land = gpd.GeoDataFrame({"name": ["Land"]}, geometry=[shapely.box(28, -1, 30, 1)], crs=4326)
    for metres, coast in ((2_990.0, False), (3_010.0, True)):
        lon = 30 + degrees(metres)
        cover = SimpleNamespace(
            tail=np.array([[lon, 0.004]]), head=np.array([[lon, -0.004]]), border=np.array([True])
        )
        base = Namespace(divider=SimpleNamespace(coverage=cover), neighbours=land)
        ground = CountryView(base, None)
        assert ground.coastal.tolist() == [coast]
        assert (ground.state is None) == coast


def test_a_country_without_neighbours_is_all_coast():
    cover = SimpleNamespace(
        tail=np.array([[30.0, 0.0]]), head=np.array([[30.01, 0.0]]), border=np.array([True])
    )
    none = gpd.GeoDataFrame({"name": []}, geometry=[], crs=4326)
    base = Namespace(divider=SimpleNamespace(coverage=cover), neighbours=none, rivers=none)
    ground = CountryView(base, None)
    assert ground.coastal.tolist() == [True]
    assert (ground.state, ground.rivers) == (None, None)


def test_stretches_are_no_longer_than_half_a_kilometre():
    for degrees, count in ((0.0449, 10), (0.04496, 11)):  # 4,998 and 5,005 m
        cut = Stretches.of([shapely.LineString([(30, 0), (30 + degrees, 0)])])
        metres = degrees * 111_319.49 / count
        assert len(cut.length_m) == count
        assert cut.total(np.arange(count) < 3) == pytest.approx(3 * metres, abs=0.1)
        assert cut.middle[0].tolist() == pytest.approx([30 + degrees / count / 2, 0.0])


def test_the_centre_of_a_settlement_is_its_unit_s_capital_by_name():
    """The first of two of a name; none where it is not listed, or the unit is another country's."""
    rows = places(name=["Uno", "Duo", "Uno", "Tri", "Tri"], rank=[1, 0, 1, 2, 2],
                  unit_code=["B", "A", "A", "C", "Z"])  # fmt: skip
    units = pd.DataFrame({"code": ["A", "B", "C"], "capital": ["Duo", "Uno", "Tri"]})
    ground = CountryView(SimpleNamespace(units=units), SimpleNamespace(settlements=rows))
    assert ground.centre.tolist() == [0, 1, 1, -1, -1]


UNITS = gpd.GeoDataFrame(
    {"code": ["A", "B", "C"], "name": ["Alba", "Odesa Oblast", "Kapo"],
     "kind": ["oblast", "oblast", "city"]},
    geometry=[shapely.box(30, 0, 31, 1), shapely.box(31, 0, 32, 1), shapely.box(33, 0, 34, 1)],
    crs=4326,
)  # fmt: skip
TOWNS = gpd.GeoDataFrame({"name": ["Uno", "Duo"], "lon": [30.5, 31.5], "lat": [0.5, 0.5]})


def names():
    return _Names(SimpleNamespace(units=UNITS), TOWNS)


def towns(*rows):
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    name, unit, people = (np.array(column) for column in columns)
    none = np.zeros(len(rows), bool)
    return _Towns(name, unit, people, none, np.zeros(len(rows), object), ~none)


def test_a_piece_is_named_by_its_largest_settlement_or_the_nearest():
    shape = shapely.box(30.1, 0.1, 30.2, 0.2)
    own = names()
    assert own.titles == {"A": "Alba oblast", "B": "Odesa Oblast", "C": "Kapo"}
    inside = towns(("Small", "A", 5), ("Large", "B", 50), ("Middle", "A", 20))
    assert own.name(shape, inside, ("A",)) == "Large, Odesa Oblast"
    assert own.name(shape, towns(("Lost", "Z", 5)), ("A",)) == "Lost, "
    assert own.name(shape, towns(), ("A",)) == "near Uno, Alba oblast"


@pytest.mark.parametrize(
    ("shape", "size", "codes"),
    [
        (shapely.box(30.1, 0.1, 30.2, 0.2), 1e8, ("A",)),
        # across a border: the larger part first; a hundredth or less is not told
        (shapely.box(30.7, 0.1, 31.1, 0.2), 4.92e8, ("A", "B")),
        (shapely.box(30.9, 0.1, 31.3, 0.2), 4.92e8, ("B", "A")),
        (shapely.box(30.1, 0.1, 31.005, 0.2), 1.1126e9, ("A",)),
        (shapely.box(30.1, 0.1, 31.015, 0.2), 1.1249e9, ("A", "B")),
        # under a square kilometre, by a place in it; beyond the border, by the nearest unit
        (shapely.box(30.995, 0.1, 31.004, 0.101), 1.1e5, ("A",)),
        (shapely.box(32.1, 0.1, 32.101, 0.101), 1.2e4, ("B",)),
        (shapely.box(32.9, 0.1, 32.901, 0.101), 1.2e4, ("C",)),
    ],
)
def test_a_piece_lies_in_the_oblasts_that_it_covers(shape, size, codes):
    assert names().oblasts(shape, size) == codes


def test_people_cut_off_are_those_on_another_side_than_their_centre():
    one = subject(settlements=places(name=list("abcdef")))
    one.country = SimpleNamespace(centre=np.array([0, 0, 0, -1, 4, 4]))
    one.towns_left = np.array([True, True, False, False, False, True])
    one.population = np.array([1, 2, 4, 8, 16, 32])
    assert measure("settlements_cut_off")(one) == 2
    assert measure("people_cut_off")(one) == 36
    assert of_people._cut_off(one).tolist() == [False, False, True, False, False, True]
