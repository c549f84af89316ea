import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.gazetteer import Gazetteer
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import area, densify
from ceaseline.geo.sources import source
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import ZoneSettings, _polygons, _whole, plan

GEOD = pyproj.Geod(ellps="WGS84")
EQUAL_AREA = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
LAEA = pyproj.Transformer.from_crs(4326, 3035, always_xy=True)


def equal_area(shape, to=EQUAL_AREA):
    dense = densify(shape, 200.0)
    return shapely.transform(dense, lambda xy: np.column_stack(to.transform(*xy.T))).area


def drawn(*lines, **changes):
    sections = tuple(Section.of(f"s{k}", "drawn", line) for k, line in enumerate(lines))
    return Placement("drawn", "Drawn", sections).replaced(**changes)


ACROSS = [(30.0, 44.0), (38.5, 52.5)]


@pytest.mark.parametrize("name", library())
def test_parts_and_territories_sum_to_the_country_within_a_square_metre(name, plan_of):
    one = plan_of(name)
    whole = one.boundaries.area_m2
    assert one.parts["area_m2"].sum() == pytest.approx(whole, abs=1.0)
    assert sum(area(t) for t in one.territories.values()) == pytest.approx(whole, abs=1.0)
    assert one.division.areas.sum() == pytest.approx(whole, abs=1.0)


def test_the_default_figures(default_plan):
    figures = default_plan.figures
    assert find(figures, "line_length").value == pytest.approx(862_546, abs=50)
    assert find(figures, "line_length").detail_m == 2000
    assert find(figures, "territory_share", "Russia").value == pytest.approx(0.18594, abs=1e-5)
    assert find(figures, "zone_area").value == pytest.approx(25_120e6, rel=1e-3)
    official = find(figures, "territory_area", "Russia").value / 603_628e6
    assert official == pytest.approx(0.18455, abs=1e-4)


def test_share_again_by_two_equal_area_projections(default_plan):
    share = find(default_plan.figures, "territory_share", "Russia").value
    for projection in (EQUAL_AREA, LAEA):
        held, kept = (
            equal_area(default_plan.territories[p], projection) for p in ("Russia", "Ukraine")
        )
        assert held / (held + kept) == pytest.approx(share, rel=2e-7)


def test_length_again_by_geographiclib(default_plan):
    metres = sum(GEOD.geometry_length(part) for part in default_plan.line.geoms)
    assert find(default_plan.figures, "line_length").value == pytest.approx(metres, rel=1e-10)


def test_zone_again_by_an_equidistant_buffer_about_each_stretch(default_plan):
    """The union of disks, each drawn in an azimuthal equidistant plane about its own centre."""
    line = densify(default_plan.line, 400.0)
    spots = shapely.get_coordinates(line)
    n = 240  # sagittas of 1.3 m, where 96 would leave 8 m
    turn = np.linspace(0, 360, n, endpoint=False)
    lon, lat, _ = GEOD.fwd(
        np.repeat(spots[:, 0], n), np.repeat(spots[:, 1], n),
        np.tile(turn, len(spots)), np.full(n * len(spots), 15_000.0),
    )  # fmt: skip
    disks = shapely.polygons(np.stack([lon, lat], axis=-1).reshape(-1, n, 2))
    around = shapely.union_all(disks)
    inside = shapely.intersection(around, shapely.union_all(default_plan.parts.geometry))
    figure = find(default_plan.figures, "zone_area").value
    assert equal_area(inside) == pytest.approx(figure, rel=1e-4)


def test_zone_lies_within_its_depth_of_the_line_and_reaches_it(default_plan):
    line = densify(default_plan.line, 300.0)
    spots = shapely.get_coordinates(line)
    rng = np.random.default_rng(5)
    edge = shapely.get_coordinates(densify(default_plan.zone.boundary, 1000.0))
    edge = edge[rng.permutation(len(edge))[:300]]
    country = default_plan.boundaries.country
    free = shapely.distance(shapely.points(edge), country.boundary) > 1e-3
    for lon, lat in edge[free]:
        near = np.abs(spots - (lon, lat)).max(axis=1) < 0.35
        _, _, away = GEOD.inv(*[np.full(near.sum(), v) for v in (lon, lat)], *spots[near].T)
        assert away.min() == pytest.approx(15_000.0, abs=5.0)


def test_settlements_in_the_zone_are_those_the_polygon_contains(default_plan):
    places = default_plan.settlements
    inland = shapely.intersects(default_plan.boundaries.country, places.geometry.to_numpy())
    contained = shapely.intersects(default_plan.zone, places.geometry.to_numpy())
    clear = inland & (np.abs(places["distance_m"] - 15_000) > 2)
    assert (contained == places["in_zone"])[clear].all()
    assert len(places) == len(settlements(added=True))


def test_far_settlements_are_as_far_as_the_geodesic_is_long(default_plan):
    """A straight way through the ground is 72 m shorter from Kyiv, 620 m from Volyn."""
    spots = shapely.get_coordinates(densify(default_plan.line, 100.0))
    places = default_plan.settlements.sort_values("distance_m")
    for row in (places[places["rank"] == 0].iloc[0], places.iloc[-1]):
        here = np.full(len(spots), row["lon"]), np.full(len(spots), row["lat"])
        assert row["distance_m"] == pytest.approx(GEOD.inv(*here, *spots.T)[2].min(), abs=0.1)


def test_zone_parts_are_within_their_party_and_sum_to_the_zone(default_plan):
    parts = default_plan.zone_parts
    assert parts["area_m2"].sum() == pytest.approx(area(default_plan.zone), rel=1e-9)
    for party, own in parts.groupby("party"):
        beyond = shapely.difference(
            shapely.union_all(own.geometry.to_numpy()), default_plan.territories[party]
        )
        assert area(beyond) < 1.0


def test_depths_may_differ_by_side_and_by_section():
    line = [(30.0, 44.0), (34.0, 48.0)], [(34.0, 48.0), (38.5, 52.5)]  # edges of over 500 km
    even = plan(drawn(*line), zone=ZoneSettings((5000.0, 5000.0)))
    uneven = plan(drawn(*line), zone=ZoneSettings((5000.0, 10_000.0)))
    by = {p: g["area_m2"].sum() for p, g in even.zone_parts.groupby("party")}
    deeper = {p: g["area_m2"].sum() for p, g in uneven.zone_parts.groupby("party")}
    assert by["Ukraine"] == pytest.approx(by["Russia"], rel=0.02)
    assert deeper["Ukraine"] == pytest.approx(by["Ukraine"], rel=1e-9)
    assert deeper["Russia"] == pytest.approx(2 * by["Russia"], rel=0.02)
    one, two = drawn(*line).sections
    mixed = plan(drawn().replaced(sections=(one, two.replaced(depth_m=(0.0, 0.0)))))
    lengths = mixed.figures
    assert find(lengths, "zone_length").value < 0.6 * find(lengths, "line_length").value


def test_a_zone_that_is_not_clipped_goes_on_beyond_the_border():
    clipped = plan(drawn(ACROSS))
    free = plan(drawn(ACROSS), zone=ZoneSettings(clip=False))
    assert area(free.zone) > area(clipped.zone) * 1.02
    inside = shapely.intersection(free.zone, clipped.boundaries.country)
    assert area(inside) == pytest.approx(area(clipped.zone), rel=1e-5)


@settings(max_examples=3, deadline=None)
@given(st.floats(31, 38), st.floats(31, 38), st.floats(1000, 40_000), st.floats(1.05, 2))
def test_a_wider_zone_contains_the_narrower_and_reversal_swaps_the_sides(x, y, depth, factor):
    line = [(x, 44.0), (y, 53.0)]
    narrow = plan(drawn(line), zone=ZoneSettings((depth, depth)))
    wide = plan(drawn(line), zone=ZoneSettings((depth * factor, depth * factor)))
    assert area(shapely.difference(narrow.zone, wide.zone)) < 1.0
    back = plan(drawn(line[::-1]))
    assert back.division.areas[0] == pytest.approx(narrow.division.areas[1], abs=1.0)


def test_a_line_that_never_meets_the_country_is_refused():
    with pytest.raises(GeometryError, match=r"never|does not|outside"):
        plan(drawn([(0.0, 50.0), (10.0, 50.0)]))


@pytest.mark.parametrize(
    ("depth", "message"),
    [
        ((-5.0, 1.0), r"depth is -0\.005 km; give a depth from 0 to 150 km"),
        ((0.0, 0.0), r"depth is 0 km; .* more than 0 on one"),
        ((1.0, 1e9), r"depth is 1e\+06 km"),
        ((float("nan"), 1.0), r"depth is nan km"),
    ],
)
def test_depths_that_make_no_zone_are_refused(depth, message):
    with pytest.raises(InputError, match=message):
        ZoneSettings(depth)


def test_a_tolerance_of_nothing_is_refused():
    with pytest.raises(InputError, match=r"tolerance is 0 m"):
        ZoneSettings(tolerance_m=0.0)


def test_each_units_areas_sum_to_the_unit(default_plan):
    figures = default_plan.figures
    base = boundaries()
    for code, whole in zip(base.units["code"], base.unit_areas_m2, strict=True):
        parts = [find(figures, "territory_area", p, code).value for p in default_plan.parties]
        assert sum(parts) == pytest.approx(whole, abs=0.5)


def test_counts_of_both_parties_sum_to_all(default_plan):
    figures = default_plan.figures
    for name in ("settlements_in_zone", "people_in_zone"):
        parts = [find(figures, name, p).value for p in default_plan.parties]
        assert sum(parts) == find(figures, name).value
    everyone = sum(find(figures, "people", p).value for p in default_plan.parties)
    assert everyone == settlements(added=True)["population"].sum()
    listed = sum(find(figures, "people_listed", p).value for p in default_plan.parties)
    assert listed == settlements()["population_listed"].sum() == 36_017_108
    places = sum(find(figures, "settlements", p).value for p in default_plan.parties)
    assert places == 5265 + 107  # towns that the gazetteer does not list; no rows of villages


@pytest.mark.parametrize("name", library())
def test_the_quick_areas_are_those_of_the_drawn_parts(name, plan_of):
    one = plan_of(name)
    drawn_parts = one.parts.set_index(["party", "unit_code"])["area_m2"]
    for side, party in enumerate(one.parties):
        for code, quick in zip(one.division.coverage.labels, one.division.areas[side], strict=True):
            assert quick == pytest.approx(drawn_parts.get((party, code), 0.0), abs=0.5)


def test_a_plan_counts_the_settlements_of_its_own_gazetteer():
    frame = settlements()
    own = frame[frame["name"].isin(["Kyiv", "Simferopol"])].assign(population=[7, 11])
    made = plan(load("contact-2024-11-20"), gazetteer=Gazetteer(own, (source("user-boundaries"),)))
    figures = made.figures
    by_name = dict(zip(own["name"], own["population"], strict=True))
    for party, name in (("Ukraine", "Kyiv"), ("Russia", "Simferopol")):
        assert find(figures, "settlements", party).value == 1
        assert find(figures, "people", party).value == by_name[name]


def test_pinholes_close_and_holes_stay():
    """At the equator: holes of 0.49 and 1.21 m2, and one of 1,000 km2."""

    def box(x, y, metres):
        size = metres / 111_000
        return shapely.box(x, y, x + size, y + size)

    holes = [box(30.1, 0.1, 0.7), box(30.2, 0.2, 1.1), box(30.3, 0.3, 31_600)]
    ground = shapely.difference(shapely.box(30, 0, 31, 1), shapely.union_all(holes))
    (whole,) = _whole(ground).geoms
    kept = sorted(float(area(shapely.Polygon(ring))) for ring in whole.interiors)
    assert kept == pytest.approx([1.21, 1e9], rel=0.02)


def test_lines_and_points_of_touching_are_no_ground():
    square, edge = shapely.box(0, 0, 1, 1), shapely.LineString([(1, 0), (2, 0)])
    assert _polygons(shapely.GeometryCollection([square, edge])).wkt == (
        shapely.MultiPolygon([square]).wkt
    )
    assert _polygons(square) is square
    assert _polygons(edge).is_empty
