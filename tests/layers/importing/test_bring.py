"""Foreign lines, polygons and tables become lines that divide the country as they say."""

import datetime as dt
import pathlib

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.readers import Held, Reading, read
from ceaseline.layers.derive.facts import facts
from ceaseline.layers.importing import DETAILS_M, bring
from ceaseline.layers.importing.region import ground, on_ellipsoid
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan

GEOD = Geod(ellps="WGS84")
SAMPLES = pathlib.Path(__file__).parents[3].parent / "shared" / "samples"
FILE = pathlib.Path("front.geojson")


def reading(*shapes, **rest):
    return Reading(FILE, "GeoJSON", gpd.GeoDataFrame(geometry=list(shapes), crs=4326), **rest)


def area_km2(shape):
    turned = shapely.orient_polygons(shape)
    return sum(GEOD.geometry_area_perimeter(p)[0] for p in shapely.get_parts(turned)) / 1e6


def held(done):
    return plan(done.placement).division.areas.sum(axis=1) / 1e6


@pytest.fixture(scope="module")
def base():
    return boundaries()


@pytest.fixture(scope="module")
def unit(base):
    frame = base.units.set_index("code")
    return lambda *codes: shapely.coverage_union_all(frame.geometry[list(codes)].to_numpy())


def shrunk(shape, metres):
    return on_ellipsoid(shapely.buffer(ground(shape), -metres))


def test_a_unit_of_the_base_comes_back_whole(unit):
    done = bring(reading(unit("UA-14")), "donetsk")
    assert done.raw_m2 / 1e6 == pytest.approx(area_km2(unit("UA-14")), abs=0.1)
    assert done.held_m2 == pytest.approx(done.raw_m2, abs=2e6)
    russian = plan(done.placement).parts.query("party == 'Russia'")
    assert russian.loc[russian["area_m2"].idxmax(), "unit_code"] == "UA-14"


def test_a_coarser_border_snaps_out_to_ours_and_the_account_closes(unit):
    """Crimea drawn 1 km short of its coast everywhere: only the way to the mainland is front."""
    drawn = shrunk(unit("UA-43", "UA-40"), 1000)
    done = bring(reading(drawn), "short")
    whole = area_km2(unit("UA-43", "UA-40"))
    assert area_km2(drawn) < whole - 700
    assert done.held_m2 / 1e6 == pytest.approx(whole, abs=160)  # the mainland side
    assert sum(c.area_m2 for c in done.changes) == pytest.approx(done.held_m2 - done.raw_m2, abs=1)
    gained = {c.what: c.area_m2 for c in done.changes}
    assert gained["between the polygon and the coast"] > 700e6
    assert dict(done.lengths)[0.0] < 160e3


def test_ground_beyond_the_border_counts_apart(unit):
    drawn = shapely.union_all([unit("UA-09"), shapely.box(39.9, 48.4, 41.0, 49.9)])
    done = bring(reading(drawn), "beyond")
    across = next(c for c in done.changes if "across the state border" in c.what)
    assert across.area_m2 < -5000e6
    assert done.held_m2 / 1e6 == pytest.approx(area_km2(unit("UA-09")), abs=3)


@pytest.mark.slow
def test_pockets_are_kept_and_slivers_dropped_and_listed(unit):
    south = unit("UA-23", "UA-65", "UA-14", "UA-09", "UA-43", "UA-40")
    pocket, speck = shapely.Point(36.2, 47.4).buffer(0.1), shapely.Point(35.9, 47.2).buffer(0.002)
    island, crumb = shapely.Point(33.0, 49.0).buffer(0.1), shapely.Point(32.0, 49.0).buffer(0.002)
    drawn = shapely.union_all([south.difference(shapely.union_all([pocket, speck])), island, crumb])
    done = bring(reading(drawn), "pockets")
    rings = [s for s in done.placement.sections if s.closed]
    assert len(rings) == 2
    division = plan(done.placement).division
    assert division.side([36.2, 35.9, 33.0, 32.0, 36.0], [47.4, 47.2, 49, 49, 47]).tolist() == [
        1, -1, -1, 1, -1,
    ]  # fmt: skip
    listed = {c.what: c.spots for c in done.changes}
    (spot,) = listed["slivers of control under 1 km²"]
    assert (spot.lon, spot.lat) == pytest.approx((32.0, 49.0), abs=0.01)
    hole, *_ = listed["pockets under 1 km²"]
    assert hole.area_m2 / 1e6 == pytest.approx(area_km2(speck), rel=0.02)
    bigger = bring(reading(drawn), "pockets", sliver_m2=400e6)
    assert not [s for s in bigger.placement.sections if s.closed]


@pytest.mark.slow
def test_the_other_partys_ground_turns_the_line(unit):
    theirs, around = unit("UA-14", "UA-09"), shapely.box(20, 40, 45, 55)
    one = bring(reading(theirs), "one")
    two = bring(reading(shapely.difference(around, theirs)), "two", holder="Ukraine")
    assert held(two) == pytest.approx(held(one), abs=15)


@pytest.mark.parametrize(("turn", "cut"), [(True, False), (False, True)])
def test_lines_are_joined_carried_and_turned(turn, cut):
    spots = [(36.5, 50.0), (36.5, 49.0), (35.0, 47.4), (34.0, 46.5), (33.7, 46.25)]
    line = shapely.LineString(spots[::-1] if turn else spots)
    parts = [line]
    if cut:
        a, b = shapely.LineString(spots[:3]), shapely.LineString([(35.0003, 47.4), *spots[3:]])
        parts = [b.reverse(), a] if turn else [a, b]
    done = bring(reading(*parts), "mine")
    (section,) = done.placement.sections
    assert section.basis == "imported"
    assert len(done.ends) >= 1
    assert plan(done.placement).division.side([30.5, 37.8], [50.4, 48.0]).tolist() == [1, -1]
    assert sum(held(done)) == pytest.approx(599_094.6, abs=0.1)


def test_a_ring_is_a_pocket_of_the_other_party():
    ring = shapely.box(33, 48, 34, 49).exterior
    for given in (ring, ring.reverse()):
        done = bring(reading(shapely.LineString(given)), "ring")
        assert done.placement.sections[0].closed
        assert plan(done.placement).division.side([33.5, 30.5], [48.5, 50.4]).tolist() == [-1, 1]


@pytest.mark.parametrize(
    ("shapes", "error", "message"),
    [
        ([shapely.LineString([(10, 48), (11, 48)])], InputError, "No line meets the country"),
        ([shapely.LineString([(36, 48), (36, 48)])], InputError, "No line meets the country"),
        ([shapely.LineString([(30, 49), (31, 49)])], GeometryError, "ends .* km inside the count"),
        (
            [
                shapely.LineString([(36.6, 51.5), (36.5, 49.0), (34.0, 46.5), (33.6, 45.9)]),
                shapely.LineString([(36.5, 49.0), (37.2, 49.0)]),
            ],
            GeometryError,
            r"A branch of 51.2 km .* ends inside the country at 37\.20000, 49\.00000",
        ),
        ([shapely.box(10, 48, 11, 49)], InputError, "leaves no front"),
        ([shapely.box(10, 40, 50, 60)], InputError, "leaves no front"),
        (
            [shapely.box(36, 46, 38, 48), shapely.LineString([(30, 49), (31, 49)])],
            InputError,
            "both lines and polygons; keep the lines",
        ),
    ],
)
def test_what_cannot_become_a_line_is_refused(shapes, error, message):
    with pytest.raises(error, match=message):
        bring(reading(*shapes), "none")


def test_a_bad_name_and_party_are_refused():
    line = shapely.LineString([(36.5, 51), (36.5, 44)])
    with pytest.raises(InputError, match=r"'My Line' cannot name a placement; give lower-case"):
        bring(reading(line), "My Line")
    with pytest.raises(InputError, match="'Narnia' is not a party"):
        bring(reading(line), "mine", holder="Narnia")


def test_generalising_says_what_it_moved(unit):
    done = bring(reading(unit("UA-14", "UA-09")), "coarse", detail_m=2000)
    assert done.placement.detail_m == 2000
    assert any("Generalised to 2,000 m: moved by" in note for note in done.notes)
    assert len(done.placement.sections[0].coords) < 200
    details, lengths = zip(*done.lengths, strict=True)
    assert details == DETAILS_M
    assert np.all(np.diff(lengths) <= 0)


@pytest.mark.slow
def test_a_table_of_the_facts_gives_the_line_of_that_date(tmp_path):
    rows = [f"{i},{party}" for i, party in facts().held["2022-02-23"].items()]
    path = tmp_path / "facts.csv"
    path.write_text("\n".join(["geonameid,held_by_2022-02-23", *rows]))
    done = bring(read(path), "facts")
    assert done.placement.control.date == "2022-02-23"
    assert done.placement.control.flips == ()
    assert done.placement.detail_m == 2000
    assert done.placement.sections == load("contact-2022-02-23").sections


def test_a_table_by_name_flips_what_differs():
    rows = (
        Held(2, "RU", None, "Покровськ", "Donetsk"),
        Held(3, "Ukraine", 708841),
        Held(4, "CONTESTED", 704250),
        Held(5, "UA", 1),
    )
    given = Reading(FILE, "CSV", held=rows, date=dt.date(2024, 12, 1))
    done = bring(given, "table")
    assert done.placement.control.date == "2024-11-20"
    assert done.placement.control.flips[-1] == (708841, "Ukraine")
    assert [party for _, party in done.placement.control.flips] == ["Russia", "Ukraine"]
    assert any("1 places are contested" in note for note in done.notes)
    assert any("1 places are not in the gazetteer" in note for note in done.notes)


def test_faults_of_a_table_are_told_together():
    rows = (
        Held(2, "Narnia", 708841),
        Held(3, "Russia", None, "=HYPERLINK(1)"),
        Held(4, "Russia", 704250),
        Held(5, "Ukraine", 704250),
    )
    with pytest.raises(InputError) as told:
        bring(Reading(FILE, "CSV", held=rows), "table")
    lines = str(told.value).splitlines()
    assert "'Narnia' is no party; give Ukraine or Russia." in lines[0]
    assert "line 3" in lines[1]
    assert "HYPERLINK" in lines[1]
    assert any("settlement 704250 is given to both parties" in line for line in lines)


@pytest.mark.parametrize(
    ("day", "raw", "here", "length", "sections"),
    [
        ("2024-11-07", 110_884, 110_109, 1107, 3),
        pytest.param("2025-10-15", 115_129, 114_267, 1344, 7, marks=pytest.mark.slow),
    ],
)
def test_the_samples(day, raw, here, length, sections):
    """The raw figure is a geodesic area by pyproj; the account tells of the 0.7 % that go."""
    path = SAMPLES / f"deepstate-{day}.geojson"
    if not path.exists():
        pytest.skip(f"no sample at {path}")
    done = bring(read(path), "deepstate")
    raw_m2 = area_km2(shapely.union_all(read(path).frame.geometry.to_numpy())) * 1e6
    assert done.raw_m2 == pytest.approx(raw_m2, abs=1e5)
    assert done.raw_m2 / 1e6 == pytest.approx(raw, abs=1)
    assert done.held_m2 / 1e6 == pytest.approx(here, abs=20)
    assert sum(c.area_m2 for c in done.changes) == pytest.approx(done.held_m2 - done.raw_m2, abs=1)
    assert abs(done.changes[-1].area_m2) < 10e6
    assert dict(done.lengths)[0.0] / 1000 == pytest.approx(length, abs=15)
    assert len(done.placement.sections) == sections
    assert done.source.id == "deepstate"
    assert not done.source.redistributable
    assert done.placement.date.isoformat() == done.placement.sources[0].date == day
    assert any("not to be passed on" in line for line in done.lines())


def rose(vertices, waves):
    turn = np.linspace(0, 2 * np.pi, vertices + 1)
    wave = 1 + 0.05 * np.sin(waves * turn)
    ring = np.column_stack([36.5 + 2.2 * wave * np.cos(turn), 48 + 1.2 * wave * np.sin(turn)])
    ring[-1] = ring[0]
    return shapely.Polygon(ring)


@pytest.mark.slow
def test_a_million_vertices_are_thinned_and_told():
    done = bring(reading(rose(1_000_000, 50)), "dense")
    assert any("thinned to" in change.what for change in done.changes)
    assert sum(c.area_m2 for c in done.changes) == pytest.approx(done.held_m2 - done.raw_m2, abs=1)


@pytest.mark.slow
def test_a_saw_that_no_thinning_helps_is_refused():
    with pytest.raises(InputError, match=r"more than 20,000 vertices even when .* to 160 m"):
        bring(reading(rose(60_000, 15_000)), "saw")
