"""What hangs on where in its corridor the line lies, against closed forms and by brute force."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.gazetteer import Gazetteer
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.geo.sources import source
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.plan.uncertainty import is_uncertain, known_of, resolution
from ceaseline.layers.plan.zone import ZoneSettings
from ceaseline.layers.provisions import proposal
from ceaseline.maps.tables.measure import known_notes
from ceaseline.maps.text.describe import words
from ceaseline.maps.text.language import tongue
from tests.drawn import ellipsoid
from tests.drawn.country import PARTIES, country

NORTH_M, SOUTH_M, DEPTH_M = 4_000.0, -6_000.0, 15_000.0
CHAIN = [round(30.1 + 0.1 * k, 1) for k in range(19)]
TOWNS = {
    # metres north of the equator at lon 31.05: people, surely in the zone, maybe in the zone
    8_000.0: (1, True, True),  # 14 km from the southern edge
    14_000.0: (20, False, True),  # within 15 km of the line, 20 km from the southern edge
    17_000.0: (300, False, True),  # beyond 15 km of the line, 13 km from the northern edge
    22_000.0: (4_000, False, False),  # 18 km from the northern edge
    -10_000.0: (50_000, True, True),  # 14 km from the northern edge
    -12_000.0: (600_000, False, True),  # 16 km from the northern edge
    -20_000.0: (7_000_000, False, True),  # 14 km from the southern edge
    -23_000.0: (80_000_000, False, False),
}


def frame(rows):
    columns = "id name name_uk name_ru other_names population part_of unit_code rank lon lat"
    full = [
        (100 + k, f"T{k}", f"T{k}", f"T{k}", "", n, 0, "D-A", 5, *at)
        for k, (n, at) in enumerate(rows)
    ]
    table = gpd.GeoDataFrame(full, columns=columns.split())
    points = gpd.points_from_xy(table["lon"], table["lat"])
    return Gazetteer(table.set_geometry(points, crs=4326), (source("user-boundaries"),))


def places():
    chain = [(0, (lon, ellipsoid.latitude(y))) for lon in CHAIN for y in (NORTH_M, SOUTH_M)]
    towns = [(n, (31.05, ellipsoid.latitude(y))) for y, (n, *_) in TOWNS.items()]
    return frame([*chain, *towns])


def front(basis="settlements"):
    """The equator from border to border, with the distances to the nearest places either side."""
    spots = [(round(30 + 0.05 * k, 2), 0.0) for k in range(41)]
    widths = [
        tuple(
            min(ellipsoid.between(spot, (lon, ellipsoid.latitude(y))) for lon in CHAIN)
            for y in (NORTH_M, SOUTH_M)
        )
        for spot in spots
    ]
    section = Section.of("front", basis, spots, widths)
    return Placement("trial", "A trial", (section,), parties=PARTIES)


@pytest.fixture(scope="module")
def drawn():
    zone = ZoneSettings((DEPTH_M, DEPTH_M), assumption=False, tolerance_m=0.1)
    return plan(front(), country(), zone, places())


@pytest.fixture(scope="module")
def figures(drawn):
    return drawn.figures


def edge(metres):
    """The rim of the corridor: the ends stay, every place between goes to a settlement."""
    return [(30.0, 0.0), *((lon, ellipsoid.latitude(metres)) for lon in CHAIN), (32.0, 0.0)]


def test_edges_run_through_the_settlements_and_keep_the_ends(drawn):
    for found, metres in zip(drawn.uncertainty.edges, (NORTH_M, SOUTH_M), strict=True):
        assert np.allclose(shapely.get_coordinates(found[0]), edge(metres), atol=1e-12)


def test_territory_lies_between_the_edges_by_geographiclib(figures):
    north, south = (find(figures, "territory_area", party=party) for party in PARTIES)
    gained = ellipsoid.polygon(*edge(NORTH_M))
    lost = ellipsoid.polygon(*edge(SOUTH_M))
    assert north.value - north.low == pytest.approx(gained, rel=1e-6)
    assert north.high - north.value == pytest.approx(lost, rel=1e-6)
    assert south.value - south.low == pytest.approx(lost, rel=1e-6)
    assert south.high - south.value == pytest.approx(gained, rel=1e-6)


def test_shares_have_the_range_of_their_areas(drawn, figures):
    whole = float(drawn.division.areas.sum())
    for party in PARTIES:
        area, share = (find(figures, f"territory_{k}", party=party) for k in ("area", "share"))
        assert (share.low, share.high) == pytest.approx((area.low / whole, area.high / whole))


@pytest.mark.parametrize(("party", "sign"), [(None, 0), (PARTIES[0], 1), (PARTIES[1], -1)])
def test_people_and_settlements_in_the_zone_by_hand(figures, party, sign):
    own = [row for y, row in TOWNS.items() if sign * y >= 0]
    chain = len(CHAIN) * (2 if sign == 0 else 1)
    people = find(figures, "people_in_zone", party)
    assert people.low == sum(n for n, surely, _ in own if surely)
    assert people.high == sum(n for n, _, maybe in own if maybe)
    assert people.low <= people.value <= people.high
    towns = find(figures, "settlements_in_zone", party)
    assert towns.low == chain + sum(surely for _, surely, _ in own)
    assert towns.high == chain + sum(maybe for *_, maybe in own)


def test_settlements_and_people_of_a_side_have_no_range(figures):
    for name in ("settlements", "people"):
        for party in PARTIES:
            assert (find(figures, name, party).low, find(figures, name, party).high) == (None, None)


def test_those_that_decide_are_named_the_largest_first(drawn):
    found = drawn.uncertainty.deciding
    assert found["people"].tolist() == [7_000_000, 600_000, 300, 20]
    assert found["in_zone"].tolist() == [False, True, False, True]
    first = found.iloc[0]
    assert first["party"] == PARTIES[1]
    assert first["distance_m"] == pytest.approx(20_000, abs=0.5)
    assert first["nearest_m"] == pytest.approx(14_000, abs=0.5)
    assert first["farthest_m"] == pytest.approx(24_000, abs=0.5)


@pytest.mark.parametrize("depths", [(15_000.0, 15_000.0), (5_000.0, 20_000.0), (0.0, 9_000.0)])
def test_area_of_the_zone_at_the_edges_in_the_plane_of_the_equator(depths):
    own = plan(front(), country(), ZoneSettings(depths, assumption=False), places())
    found = {party: find(own.figures, "zone_area", party) for party in (None, *PARTIES)}

    def flat(spots):
        return [((lon - 31) * ellipsoid.DEGREE, ellipsoid.arc(abs(lat)) * np.sign(lat))
                for lon, lat in spots]  # fmt: skip

    sides = [flat([(30, s * 1), (32, s * 1), (32, 0), (30, 0)]) for s in (1, -1)]
    ground = [shapely.Polygon(side) for side in sides]
    every = []
    for spots in (edge(0.0), edge(NORTH_M), edge(SOUTH_M)):
        line = shapely.LineString(flat(spots))
        band = shapely.Polygon(flat(spots)) if not line.is_empty and line.bounds[3] else None
        south_edge = line.bounds[1] < -1
        taken = shapely.Polygon(flat(spots)) if band or south_edge else shapely.Polygon()
        north = ground[0].union(taken) if south_edge else ground[0].difference(taken)
        south = ground[1].difference(taken) if south_edge else ground[1].union(taken)
        parts = [
            shapely.intersection(one, shapely.buffer(line, depth, quad_segs=64)).area
            if depth else 0.0
            for one, depth in zip((north, south), depths, strict=True)
        ]  # fmt: skip
        every.append((sum(parts), *parts))
    for (party, measure), column in zip(found.items(), zip(*every, strict=True), strict=True):
        assert measure.low == pytest.approx(min(column), rel=1e-3, abs=1), party
        assert measure.high == pytest.approx(max(column), rel=1e-3, abs=1), party


@pytest.mark.parametrize("basis", ["drawn", "imported", "river", "admin border", "state border"])
def test_what_does_not_follow_settlements_has_no_range(basis):
    own = plan(front(basis), country(), None, places())
    assert own.uncertainty is None
    for figure in own.figures:
        assert (figure.low, figure.high, figure.resolution_m) == (None, None, None)


def test_a_pocket_shrinks_to_the_one_place_in_it():
    middle = (31.05, ellipsoid.latitude(-20_000.0))
    ring = [ellipsoid.beside(*middle, azimuth, 5_000) for azimuth in (0, 270, 180, 90, 0)]
    around = Section.of("pocket", "settlements", ring, [(5_000, 9_000)] * 5)
    line = front()
    both = Placement("trial", "A trial", (*line.sections, around), parties=PARTIES)
    own = plan(both, country(), None, places())
    assert own.settlements.iloc[-2]["party"] == PARTIES[0]
    shrunk = shapely.get_coordinates(own.uncertainty.edges[0][1])
    assert np.abs(shrunk - middle).max() < 0.05
    assert (np.abs(shrunk - middle).max(axis=1) < 1e-9).any()
    assert find(own.figures, "people_in_zone", PARTIES[0]).high >= 7_000_000


def test_no_edge_crosses_a_river():
    beyond = (31.02, ellipsoid.latitude(1_000.0))
    near = frame([(5, (30.5, 0.1)), (7, (30.5, -0.1)), (9, beyond)])
    spots = [(round(30 + 0.05 * k, 2), 0.0) for k in range(21)]
    widths = [(20_000, ellipsoid.between(spot, beyond)) for spot in spots]
    line = (
        Section.of("front", "settlements", spots, widths),
        Section.of("river", "river", [(31.0, 0.0), (31.0, 1.0)]),
    )
    own = plan(Placement("trial", "A trial", line, parties=PARTIES), country(), None, near)
    assert own.settlements["party"].tolist() == [PARTIES[0], PARTIES[1], PARTIES[1]]
    south = shapely.get_coordinates(own.uncertainty.edges[1][0])
    # those nearest to the place beyond the river stop at the river, 0.02 degrees before it
    assert south[:, 0].max() == pytest.approx(31.0, abs=1e-9)
    assert (south[:, 1] > 1e-4).sum() >= 3
    assert own.uncertainty.edges[1][1] is own.lines[1]


def test_resolution_is_the_median_by_length():
    spots = [(30.0, 0.0), (30.1, 0.0), (30.3, 0.0), (30.4, 0.0)]
    widths = [(1_000, 1_000), (2_000, 4_000), (3_000, 5_000), (50_000, 50_000)]
    # edges of 1, 2 and 1 tenths of a degree, (2 + 6)/2, (6 + 8)/2 and (8 + 100)/2 km wide
    section = Section.of("front", "settlements", spots, widths)
    assert resolution([section]) == 7_000
    other = Section.of("other", "river", spots, [(9, 9)] * 4)
    assert resolution([section, other]) == 7_000
    assert resolution([other]) is None
    endless = Section.of("front", "settlements", spots, [(np.inf, 1)] * 4)
    assert resolution([endless]) is None


def test_the_library_says_its_resolution(default_plan):
    figures = default_plan.figures
    for name in ("line_length", "zone_length"):
        assert find(figures, name).resolution_m == pytest.approx(16_944, abs=1)
    assert resolution(load("four-oblasts").sections) is None


def test_the_corridor_is_that_of_the_facts_whoever_is_counted(default_plan):
    three = frame([(10, (38.05, 48.3)), (20, (32.6, 46.6)), (30, (37.2, 48.3))])
    own = plan(load("contact-2024-11-20"), None, None, three).figures
    theirs = default_plan.figures
    for name in ("territory_area", "zone_area"):
        for party in default_plan.parties:
            here, there = (find(figures, name, party) for figures in (own, theirs))
            assert (here.low, here.high) == pytest.approx((there.low, there.high), rel=1e-9)
    assert find(own, "people_in_zone").high <= 60


GEOD = Geod(ellps="WGS84")


def brute_nearest(spots, targets):
    """The nearest of places to each of others, over all pairs."""
    out = []
    for lon, lat in spots:
        close = np.argsort(np.hypot((targets[:, 0] - lon) * 0.66, targets[:, 1] - lat))[:12]
        away = GEOD.inv(*np.broadcast_to([[lon], [lat]], (2, 12)), *targets[close].T)[2]
        out.append(targets[close[np.argmin(away)]])
    return np.array(out)


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["contact-2024-11-20", "contact-2026-08-22"])
def test_lines_within_the_corridor_never_go_outside_the_range(plan_of, name):
    own = plan_of(name)
    table = own.settlements
    lonlat = np.column_stack([table["lon"], table["lat"]])
    left = (table["party"] == own.parties[0]).to_numpy()
    listed = (table["id"] > 0).to_numpy()
    people = table["population"].to_numpy()
    goals = {}
    for section in filter(is_uncertain, own.placement.sections):
        pair = [brute_nearest(section.array, lonlat[side & listed]) for side in (left, ~left)]
        goals[section.name] = pair
    figures = own.figures
    bounds = {party: find(figures, "people_in_zone", party) for party in (None, *own.parties)}
    random = np.random.default_rng(20241120)
    for _ in range(12):
        chains = []
        for section in own.placement.sections:
            if section.name not in goals:
                chains.append(section.array)
                continue
            spots, (first, second) = section.array, goals[section.name]
            # a share of the way for each 40 places or so, evenly between
            knots = random.uniform(-1, 1, len(spots) // 40 + 2)
            share = np.interp(
                np.linspace(0, len(knots) - 1, len(spots)), np.arange(len(knots)), knots
            )
            share[[0, -1]] = 0
            goal = np.where(share[:, None] > 0, first, second)
            chains.append(spots + (goal - spots) * np.abs(share)[:, None])
        away = NearestOnLine.of(chains).find(lonlat)[2]
        inside = away <= own.zone_settings.depth_m[0]
        for party, bound in bounds.items():
            held = np.ones(len(table), bool) if party is None else table["party"] == party
            assert bound.low <= people[inside & held].sum() <= bound.high


def pieces(*rows):
    """Stretches of the equator: basis, first lon, last lon, whether their corridor is known."""
    return [
        Section.of(f"s{k}", basis, [(a, 0.0), (b, 0.0)], [(3_000, 5_000)] * 2 if known else None)
        for k, (basis, a, b, known) in enumerate(rows)
    ]


FEW = [("settlements", 30.0, 30.2, True), ("settlements", 30.2, 31.0, False)]
MORE = [("settlements", 30.0, 30.6, True), ("drawn", 30.6, 31.0, False)]
FIXED = [("river", 31.0, 31.5, False), ("state border", 31.5, 32.0, False)]


@pytest.mark.parametrize(
    ("rows", "known", "line", "enough"),
    [
        (FEW + FIXED, 0.2, 1.0, False),
        (MORE + FIXED, 0.6, 1.0, True),
        ([("settlements", 30.0, 31.0, True), *FIXED], 1.0, 1.0, True),
        (FIXED, 0.0, 0.0, False),
        ([("imported", 30.0, 31.0, False)], 0.0, 1.0, False),
    ],
)
def test_a_line_has_a_resolution_where_half_of_it_has_a_corridor(rows, known, line, enough):
    sections = pieces(*rows)
    found = known_of(sections)
    assert found.known_m == pytest.approx(known * ellipsoid.DEGREE, abs=0.1)
    assert found.line_m == pytest.approx(line * ellipsoid.DEGREE, abs=0.1)
    assert found.enough is enough
    assert resolution(sections) == (8_000 if enough else None)


@pytest.mark.parametrize(("rows", "ranges"), [(FEW + FIXED, False), (MORE + FIXED, True)])
def test_a_line_has_ranges_where_half_of_it_has_a_corridor(rows, ranges):
    own = Placement("trial", "A trial", tuple(pieces(*rows)), parties=PARTIES)
    drawn = plan(own, country(), None, places())
    assert (drawn.uncertainty is not None) is ranges
    assert (find(drawn.figures, "people_in_zone").low is not None) is ranges
    (note,) = known_notes(drawn)
    said = tuple(load_words(drawn, tongue(code)).known for code in ("en", "uk", "ru"))
    if ranges:
        assert note.startswith("A corridor is known for 66.8 km of 111.3 km of the line")
        assert all("66" in one and "111" in one for one in said)
    else:
        assert "22.3 km of 111.3 km" in note
        assert note.endswith("less than half: no figure has a range, and no length a resolution.")
        assert ["less than half" in said[0], "менше" in said[1], "менее" in said[2]] == [True] * 3


def test_a_line_with_all_of_its_corridor_needs_no_word(default_plan):
    assert known_notes(default_plan) == []
    assert load_words(default_plan, tongue("en")).known == ""


def load_words(own, language):
    return words(own, proposal(), language)
