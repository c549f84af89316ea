"""Lines of the drawn country brought to one basis."""

import datetime as dt
import importlib
from dataclasses import replace
from types import SimpleNamespace

import pytest
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.gazetteer import Gazetteer
from ceaseline.layers.comparison import compare
from ceaseline.layers.comparison.basis import labels, same_basis
from ceaseline.layers.measures import PlanView, evaluate
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.plan.plan import ZoneSettings
from tests.drawn import country
from tests.drawn import values as v

ZONE = ZoneSettings(v.UNEQUAL, assumption=False, tolerance_m=0.01)


def turned(placement):
    """The same line, drawn from the other end with the South on its left."""
    sections = tuple(
        section.replaced(
            coords=section.coords[::-1],
            depth_m=section.depth_m and (section.depth_m[1], section.depth_m[0]),
            corridor_m=section.corridor_m
            and tuple((right, left) for left, right in reversed(section.corridor_m)),
        )
        for section in placement.sections[::-1]
    )
    return placement.replaced(name="turned", parties=country.PARTIES[::-1], sections=sections)


def deep(placement):
    sections = tuple(s.replaced(depth_m=(1_000.0, 3_000.0)) for s in placement.sections)
    return placement.replaced(sections=sections)


def test_a_line_with_the_parties_the_other_way_is_turned_round_whole():
    line = deep(country.salient())
    plans, basis = same_basis(
        [line, turned(line)], country.country(), ZONE, gazetteer=country.gazetteer()
    )
    own, other = (one.placement for one in plans)
    assert other.parties == country.PARTIES
    assert [s.name for s in other.sections] == [s.name for s in line.sections]
    assert [s.coords for s in other.sections] == [s.coords for s in line.sections]
    assert [s.corridor_m for s in other.sections] == [s.corridor_m for s in line.sections]
    assert [s.depth_m for s in other.sections] == [s.depth_m for s in own.sections]
    said = "turned: turned round, so that North lies on the left."
    assert basis.set_here.count(said) == 1
    one, two = (evaluate(PlanView(plan)) for plan in plans)
    assert one.keys() == two.keys()
    for key, value in one.items():
        assert two[key] == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-6))


def test_turned_as_the_base_every_figure_is_the_one_by_hand_too():
    """With the South as first party and left, on the North's figures by hand."""
    line = turned(country.salient())
    settings = ZoneSettings(v.UNEQUAL[::-1], tolerance_m=0.01)
    held = compare([line, line], boundaries=country.country(), zone=settings,
                   gazetteer=country.gazetteer())  # fmt: skip
    found = held.values[0]
    row = v.LINES.index("salient")
    for ident in ("territory_area", "people", "people_within_25_km", "territory_pieces"):
        for party, value in v.TABLE[ident][row].items():
            assert found[ident, party] == pytest.approx(value, rel=1e-8), (ident, party)
    for party, value in v.salients().items():
        assert found["deepest_salient", party] == pytest.approx(value, abs=1_000), party
    zones = v.zone("salient", v.UNEQUAL)
    for party in (v.NORTH, v.SOUTH):
        assert found["zone_area_by_party", party] == pytest.approx(v.sums(zones, party), rel=2e-5)
    # Units' shares are the second party's: here the North's.
    assert found["unit_share", "D-C"] == pytest.approx(v.ENCLAVE / v.UNIT, rel=1e-8)
    assert found["unit_share", "D-A"] == pytest.approx(1 - v.WEDGE / v.UNIT, rel=1e-8)


def test_differences_are_the_values_less_the_base_s():
    lines = [country.along(), country.salient()]
    zone = ZoneSettings(v.EQUAL, assumption=False, tolerance_m=0.01)
    held = compare(lines, boundaries=country.country(), zone=zone, gazetteer=country.gazetteer())
    rows = {(row.measure.id, row.key): row for row in held.differences(1)}
    change = rows["territory_area", v.SOUTH].change
    assert change == pytest.approx(v.WEDGE - v.ENCLAVE, abs=50)  # -123.0 km2
    assert rows["people", v.SOUTH].change == 824_999 - 675_599
    assert rows["line_length", ""].change == pytest.approx(v.OPEN + v.RING - v.TWO, abs=0.01)
    # A basis that the base has nothing of is zero there; a corridor that it leaves out, unknown.
    assert (rows["line_by_basis", "river"].base, rows["line_by_basis", "admin border"].value) == (
        0.0, 0.0,
    )  # fmt: skip
    assert rows["line_by_basis", "admin border"].change == pytest.approx(-v.DEGREE, abs=0.01)
    assert (rows["corridor_width", ""].base, rows["corridor_width", ""].change) == (None, None)
    back = compare(lines, 1, boundaries=country.country(), zone=zone, gazetteer=country.gazetteer())
    assert back.names == ("salient", "along")
    again = {(row.measure.id, row.key): row.change for row in back.differences(1)}
    for key, row in rows.items():
        if row.change is not None:
            assert again[key] == pytest.approx(-row.change, rel=1e-6, abs=1e-3), key
    assert [row.change for row in held.differences(0) if row.change] == []


def tooth(height):
    """A tooth 0.2 degrees wide: 33.4 km2 where it is 3 km high."""
    return 0.1 * v.DEGREE * height


@pytest.mark.parametrize(("detail", "gone"), [(2_000.0, 0), (5_000.0, 1), (10_000.0, 2)])
def test_generalising_takes_the_teeth_away_and_says_so(detail, gone):
    lines = [country.along(detail_m=detail), country.toothed()]
    plans, basis = same_basis(lines, country.country(), ZONE, gazetteer=country.gazetteer())
    assert (basis.detail_m, [p.placement.detail_m for p in plans]) == (detail, [detail] * 2)
    teeth = [tooth(height) for _, _, height in country.TEETH]
    left = v.NORTHERN + v.ISLE - sum(teeth[gone:])
    assert plans[1].division.areas[0].sum() == pytest.approx(left, rel=1e-6)
    moved = sum(teeth[:gone]) / 1e6
    (said,) = basis.set_here
    assert said == (
        f"toothed: generalised from 0 to {detail:,.0f} m, which moved {moved:,.1f} km² to the "
        "other side of the line, and no settlement."
    )


def test_generalising_passes_no_settlement():
    """With a settlement under each tooth neither can go."""
    frame = country.gazetteer().settlements.iloc[:2].copy()
    frame["lon"] = [lon for lon, _, _ in country.TEETH]
    frame["lat"] = [0.01, 0.02]
    places = Gazetteer(frame.set_geometry(_points(frame), crs=4326), country.gazetteer().sources)
    lines = [country.along(detail_m=10_000.0), country.toothed()]
    plans, _ = same_basis(lines, country.country(), ZONE, gazetteer=places)
    for one, party in zip(plans, (v.NORTH, v.SOUTH), strict=True):
        assert one.settlements["party"].tolist() == [party] * 2
        places_left = one.division.side(frame["lon"], frame["lat"]) > 0
        assert places_left.tolist() == [party == v.NORTH] * 2


def _points(frame):
    return [shapely.Point(x, y) for x, y in zip(frame["lon"], frame["lat"], strict=True)]


def test_of_two_lines_by_one_name_that_which_is_not_the_library_s_is_told(drawn_plan, monkeypatch):
    plans = [drawn_plan("along", v.EQUAL), drawn_plan("along", v.UNEQUAL)]
    module = importlib.import_module("ceaseline.layers.comparison.basis")
    other = SimpleNamespace(words="It is another.")
    monkeypatch.setattr(module, "claim", lambda one: other if one is plans[1] else None)
    assert labels(plans) == ("along", "along (not the library's line)")
    assert labels(plans[::-1]) == ("along (not the library's line)", "along")
    assert module._claims(plans) == ("along (not the library's line): It is another.",)
    edited = replace(plans[0], placement=plans[0].placement.replaced(date=dt.date(2025, 3, 1)))
    assert labels([plans[0], edited]) == ("along", "along (2025-03-01)")


def test_depths_that_sections_state_are_kept_or_set_aside():
    """1 km to the north and 3 to the south, against the setting of 5 and 20."""
    lines = [country.along(), deep(country.along()).replaced(name="deep")]
    for same, depths in ((False, (1_000.0, 3_000.0)), (True, v.UNEQUAL)):
        plans, basis = same_basis(
            lines, country.country(), ZONE, gazetteer=country.gazetteer(), same_depth=same
        )
        area = sum(plans[1].zone_parts["area_m2"])
        assert area == pytest.approx(v.sums(v.zone("along", depths)), rel=1e-5)
        assert sum(plans[0].zone_parts["area_m2"]) == pytest.approx(
            v.sums(v.zone("along", v.UNEQUAL)), rel=1e-5
        )
        assert basis.same_depth is same
        assert any("deep" in text for text in basis.depths)


def test_what_cannot_be_brought_to_one_basis_is_refused():
    rest = {"boundaries": country.country(), "zone": ZONE, "gazetteer": country.gazetteer()}
    with pytest.raises(InputError, match=r"^No placement was given; give at least one\.$"):
        same_basis([], **rest)
    other = country.along(parties=("North", "East"), name="other")
    with pytest.raises(InputError, match="other divides the country between North and East, along"):
        same_basis([country.along(), other], **rest)
    coarse = country.along(detail_m=2_000.0)
    with pytest.raises(InputError, match=r"along is drawn to a detail of 2,000 m .* at 1,999 m"):
        same_basis([country.salient(), coarse], detail_m=1_999.0, **rest)
    assert same_basis([country.along(), coarse], detail_m=2_000.0, **rest)[1].detail_m == 2_000.0
    away = country.along(name="away", sections=(_beyond(),))
    with pytest.raises(GeometryError, match="away cannot be compared"):
        same_basis([country.along(), away], **rest)


def _beyond():
    return country.along().sections[0].replaced(coords=((10.0, 0.0), (11.0, 0.0)))


def test_a_section_that_crosses_itself_or_another_is_said_and_compared():
    """A loop and a spur off the coast, where they divide nothing."""
    loop = [(33, -0.8), (33.4, -0.4), (33.4, -0.8), (33, -0.4)]
    extra = (
        Section.of("loop", "drawn", loop),
        Section.of("spur", "drawn", [(34, 0), (35, 0)]),
        Section.of("mast", "drawn", [(34.5, -0.2), (34.5, 0.8)]),
    )
    base = country.along()
    crossed = country.along(name="crossed", sections=(*base.sections, *extra))
    plans, basis = same_basis(
        [base, crossed, crossed], country.country(), ZONE, gazetteer=country.gazetteer()
    )
    remedy = "`ceaseline layers check` on its file says what to do."
    spot = "34.50000, 0.00000 (lon, lat)"
    assert basis.crossed == (
        f"crossed: section 3 (loop) crosses itself; {remedy}",
        f"crossed: section 4 (spur) crosses section 5 (mast) at {spot}; {remedy}",
    )
    assert basis.words[-2:] == basis.crossed
    for one in plans:
        assert one.division.areas[1].sum() == pytest.approx(v.NORTHERN, rel=1e-8)
    alone = same_basis([base, base], country.country(), ZONE, gazetteer=country.gazetteer())[1]
    assert alone.crossed == ()


@pytest.mark.parametrize(
    ("depths", "said"),
    [
        ([(1e3, 3e3)], "1 km on the side of North, 3 km on that of South, as it states"),
        (
            [(1e3, 3e3), (2e3, 2e3), (3e3, 1e3)],
            (
                "1 km on the side of North, 3 km on that of South along 1 of 3 sections, as it "
                "states; "
                "2 km on each side along 1 of 3 sections, as it states; "
                "3 km on the side of North, 1 km on that of South along 1 of 3 sections, as it "
                "states"
            ),
        ),
        (
            [(1e3, 3e3), (2e3, 3e3), (3e3, 3e3), (4e3, 3e3), None],
            (
                "depths of its own, 1 to 4 km on the side of North, 3 km on that of South; 5 km on "
                "the side of North, 20 km on that of South, along the rest"
            ),
        ),
        ([None], "5 km on the side of North, 20 km on that of South"),
    ],
)
def test_depths_are_told_one_by_one_up_to_three(depths, said):
    count = len(depths)
    sections = tuple(
        Section.of(f"s{k}", "drawn", [(30 + 2 * k / count, 0), (30 + 2 * (k + 1) / count, 0)])
        .replaced(depth_m=depth)
        for k, depth in enumerate(depths)
    )  # fmt: skip
    lines = [deep(country.along()), country.along(name="told", sections=sections)]
    basis = same_basis(lines, country.country(), ZONE, gazetteer=country.gazetteer())[1]
    assert basis.depths == (
        "Zone of along: 1 km on the side of North, 3 km on that of South, as it states.",
        f"Zone of told: {said}.",
    )


def test_a_comparison_for_json_is_its_pieces_ledger_distances_and_lengths():
    zone = ZoneSettings(v.EQUAL, assumption=False, tolerance_m=0.01)
    rest = {"boundaries": country.country(), "zone": zone, "gazetteer": country.gazetteer()}
    lines = [country.along(), country.salient()]
    held = compare(lines, measures=["people", "line_length", "unit_area"], **rest)
    record = held.record()
    rows = [{k: r[k] for k in ("id", "value", "base", "change")} for r in record["differences"]]
    assert rows[0] == {
        "id": "people", "value": 1_147_949, "base": 1_297_349, "change": -149_400,
    }  # fmt: skip
    told = [(r["id"], r.get("party"), r.get("key"), r["unit"]) for r in record["differences"]]
    assert told == [
        ("people", v.NORTH, None, "count"), ("people", v.SOUTH, None, "count"),
        ("line_length", None, None, "m"),
        *(("unit_area", None, code, "m2") for code in ("D-A", "D-B", "D-C", "D-I")),
    ]  # fmt: skip
    assert {r["placement"] for r in record["differences"]} == {"salient"}
    assert [(p["placement"], p["from"], p["to"], p["name"]) for p in record["pieces"]] == [
        ("salient", v.SOUTH, v.NORTH, "Cento, Centa oblast"),
        ("salient", v.NORTH, v.SOUTH, "Metro, Alba oblast"),
    ]
    north, south = record["ledger"]
    assert (north["party"], south["party"]) == (v.NORTH, v.SOUTH)
    assert (north["gained"]["people"], north["given"]["people"]) == (100_600, 250_000)
    assert (north["balance"]["settlements"], south["balance"]["settlements"]) == (1, -1)
    assert south["balance"]["area"] == pytest.approx(v.WEDGE - v.ENCLAVE, abs=2)
    told = [(r["placement"], r["name"], r["to"]) for r in record["changed_settlements"]]
    assert told == [
        ("salient", "Metro", v.SOUTH), ("salient", "Cento", v.NORTH),
        ("salient", "Enklavo", v.NORTH),
    ]  # fmt: skip
    assert held.gaps_m2 == (pytest.approx(0, abs=0.01),)
    (gap,) = record["distances"]
    assert gap["placement"] == "salient"
    assert gap["hausdorff"] == pytest.approx(88_460, abs=2)
    assert [row["placement"] for row in record["lengths"]] == ["along", "salient"]
    assert record["lengths"][0]["length_m"][0] == pytest.approx(v.TWO, abs=0.01)
    for against in (-1, 2):
        with pytest.raises(InputError, match=f"no placement {against}; give 0 to 1"):
            compare(lines, against, **rest)
    with pytest.raises(InputError, match="nothing to compare with; give two"):
        compare(lines[:1], **rest)


def test_a_line_made_coarser_keeps_the_lengths_of_the_line_as_given():
    lines = [country.along(detail_m=5_000.0), country.toothed()]
    held = compare(lines, boundaries=country.country(), zone=ZONE, gazetteer=country.gazetteer())
    base, drawn = held.lengths
    assert base.detail_m == (5_000.0, 7_000.0, 10_000.0, 15_000.0, 20_000.0, 30_000.0)
    assert drawn.detail_m == (0.0, 500.0, 1e3, 2e3, 3e3, 5e3, 7e3, 10e3, 15e3, 20e3, 30e3)
    assert drawn.length_m[0] > drawn.length_m[5] > drawn.length_m[-1]
    assert drawn.length_m[0] == pytest.approx(drawn.length_m[3], abs=0.01)
    assert drawn.length_m[-1] == pytest.approx(v.TWO, abs=0.01)
    assert held.values[0]["line_length_at_5_km", ""] == pytest.approx(v.TWO, abs=0.01)
    assert compare(
        [country.along(detail_m=7_000.0)] * 2, boundaries=country.country(), zone=ZONE,
        gazetteer=country.gazetteer(),
    ).values[0]["line_length_at_5_km", ""] is None  # fmt: skip
