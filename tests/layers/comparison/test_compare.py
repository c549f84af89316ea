"""A comparison: one basis forced, differences that are algebra, and what it refuses."""

import json

import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.gazetteer.people import is_settlement
from ceaseline.layers.audit import audit
from ceaseline.layers.comparison import compare, goal, same_basis, standings
from ceaseline.layers.measures import REGISTRY, select
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.provisions import proposal

GEOD = Geod(ellps="WGS84")
NAMES = ("contact-2024-11-20", "contact-2022-02-23", "four-oblasts")


@pytest.fixture(scope="module")
def held():
    return compare([load(NAMES[0]), load(NAMES[0]), *(load(n) for n in NAMES[1:])])


def changes(held, one, other):
    """Measures of one less those of another, by id and key."""
    rows = zip(held.differences(one), held.differences(other), strict=True)
    return {
        (a.measure.id, a.key): (a.value or 0.0) - (b.value or 0.0)
        for a, b in rows
        if a.value is not None and b.value is not None
    }


def test_there_are_at_least_25_measures_each_with_its_words():
    assert len(REGISTRY) >= 25
    for one in REGISTRY.values():
        assert one.unit in {"m", "m2", "1", "1/m2", "count"}
        assert one.definition.endswith(".")
        assert one.title
        assert one.source


@pytest.mark.slow
def test_a_placement_with_itself_is_zero_everywhere(held):
    rows = held.differences(1)
    assert len({row.measure.id for row in rows}) == len(REGISTRY)
    assert all(row.change == 0 for row in rows if row.change is not None)
    assert held.pieces[0] == ()
    assert held.apart[0].hausdorff_m == pytest.approx(0, abs=1e-3)
    assert held.apart[0].frechet_m == 0
    assert all(a.balance == (0.0, 0, 0) for a in held.ledgers[0])


def test_differences_are_antisymmetric_and_add_up(held):
    ab, bc, ac = changes(held, 2, 0), changes(held, 3, 2), changes(held, 3, 0)
    ba = changes(held, 0, 2)
    for key in ab.keys() & bc.keys() & ac.keys():
        assert ab[key] == pytest.approx(-ba[key])
        assert ab[key] + bc[key] == pytest.approx(ac[key], rel=1e-9, abs=1e-3)


def test_fixed_measures_are_those_of_measure(held):
    share = next(
        row
        for row in held.differences(0)
        if (row.measure.id, row.key) == ("territory_share", "Russia")
    )
    assert share.value == pytest.approx(0.1859, abs=5e-4)
    settlements = [row.value for row in held.differences(0) if row.measure.id == "settlements"]
    assert sum(settlements) == is_settlement(held.plans[0].settlements).sum()


def test_lengths_by_basis_and_parts_sum(held):
    for values in held.values:
        by_basis = sum(v for (name, _), v in values.items() if name == "line_by_basis")
        assert by_basis == pytest.approx(values["line_length", ""], rel=1e-6)
        zone = sum(v for (name, _), v in values.items() if name == "zone_area_by_party")
        assert zone == pytest.approx(values["zone_area", ""])


def test_coast_and_border_do_not_depend_on_the_line(held):
    for name in ("coast", "state_border", "dnipro"):
        sums = [
            sum(v for (ident, _), v in values.items() if ident == name) for values in held.values
        ]
        assert sums == pytest.approx([sums[0]] * len(sums))


def test_coast_and_border_belong_to_the_ground_that_they_bound(held):
    for one, values in zip(held.plans, held.values, strict=True):
        border = shapely.boundary(shapely.union_all(list(one.territories.values())))
        for party, ground in one.territories.items():
            own = shapely.intersection(shapely.boundary(ground), border)
            metres = sum(values[name, party] for name in ("coast", "state_border"))
            assert metres == pytest.approx(GEOD.geometry_length(own), abs=3_000)


def test_the_dnipro_is_counted_within_the_country(held):
    base = held.basis.boundaries
    inside = shapely.intersection(base.river, shapely.union_all(base.units.geometry))
    for values in held.values:
        metres = {key: v for (name, key), v in values.items() if name == "dnipro"}
        assert sum(metres.values()) == pytest.approx(GEOD.geometry_length(inside), rel=1e-3)
    before = held.values[2]
    assert (before["dnipro", "Russia"], before["dnipro", "the line"]) == (0, 0)


def test_basis_is_forced_and_said(held):
    assert {p.placement.detail_m for p in held.plans} == {2000.0}
    assert any(
        text.startswith("four-oblasts: generalised from 1,000 to 2,000 m")
        for text in held.basis.set_here
    )
    assert held.names[:2] == ("contact-2024-11-20", "contact-2024-11-20 (2)")


def test_parties_are_turned():
    line = load("contact-2022-02-23")
    turned = line.replaced(
        name="turned",
        parties=line.parties[::-1],
        sections=tuple(
            s.replaced(coords=s.coords[::-1], corridor_m=None) for s in line.sections[::-1]
        ),
    )
    plans, basis = same_basis([line, turned])
    assert "turned: turned round, so that Ukraine lies on the left." in basis.set_here
    shares = [p.division.areas[1].sum() for p in plans]
    assert shares == pytest.approx([shares[0]] * 2, abs=1.0)


@pytest.mark.slow
def test_json_is_plain_and_complete(held):
    document = json.loads(json.dumps(held.as_json(proposal()), allow_nan=False))
    assert {"tool", "version", "boundaries", "placements", "base", "differences", "pieces"} <= set(
        document
    )
    piece = document["pieces"][0]
    assert {"from", "to", "area", "settlements", "people", "name"} <= set(piece)
    assert {d["placement"] for d in document["differences"]} == set(held.names[1:])


def test_no_line_reaches_the_proposal_s_length_at_any_detail(held):
    for drawn in held.lengths:
        assert len(drawn.detail_m) >= 8
        assert list(drawn.length_m) == sorted(drawn.length_m, reverse=True)
        assert drawn.reaches(1_300e3) is None


def test_a_line_keeps_the_lengths_of_the_detail_it_was_given_at(held):
    drawn, finest = held.lengths[3], plan(load("four-oblasts"))
    assert held.plans[3].placement.detail_m == 2000.0
    assert drawn.detail_m[:3] == (1000.0, 2000.0, 3000.0)
    assert drawn.length_m[0] == pytest.approx(
        sum(GEOD.geometry_length(part) for part in finest.line.geoms), rel=1e-9
    )
    assert drawn.length_m[1] == pytest.approx(held.values[3]["line_length", ""], rel=1e-12)
    assert drawn.reaches(drawn.length_m[0]) == 1000.0


def test_distances_agree_with_each_other(held):
    for gap in held.apart[1:]:
        assert gap.mean_m <= gap.p95_m <= gap.hausdorff_m + 1
        assert len(gap.strip.offset_m) == pytest.approx(gap.strip.station_m[-1] / 1000, abs=2)


def test_nothing_is_weighted_in_trade_offs(held):
    goals = [goal("zone_area:min"), goal("zone_area:max")]
    assert {s.beaten_by for s in held.standings(goals)} == {()}
    least = held.standings([goal("zone_area:min")])
    values = [s.values[0] for s in least]
    assert [not s.beaten_by for s in least] == [v == min(values) for v in values]
    unknown = {("corridor_width", ""): None}
    assert standings([unknown, unknown], [goal("corridor_width:min")])[0].beaten_by == ()


def test_an_audit_says_what_would_have_to_change():
    plans = [plan(load(name)) for name in NAMES[1:]]
    held = audit(plans, proposal())
    share, length = held.rows[:2]
    assert share.remedies == ("60,688 km² more for Russia", "")
    before = plans[0].division.areas[1].sum()
    assert (before + 60_688e6) / plans[0].division.areas.sum() == pytest.approx(0.175, abs=1e-5)
    assert [f.met for f in length.findings] == [False, False]
    assert "at no detail coarser than 1,000 m" in length.remedies[1]
    terms = [row for row in held.rows if row.provision.kind == "term"]
    assert {f.verdict for row in terms for f in row.findings} == {"not measurable on a map"}
    record = held.as_dict()["provisions"]
    assert next(p for p in record if p["id"] == "nato-deferral")["years"] == 20
    assert [f["placement"] for f in record[0]["findings"]] == list(NAMES[1:])


@pytest.mark.slow
def test_the_columns_of_an_audit_are_by_date_undated_last():
    order = ("four-oblasts", "contact-2026-08-22", "contact-2022-02-23", "contact-2024-11-20")
    held = audit([plan(load(name)) for name in order], proposal())
    assert held.names == (
        "contact-2022-02-23", "contact-2024-11-20", "contact-2026-08-22", "four-oblasts",
    )  # fmt: skip
    shares = [f.measured for f in held.rows[0].findings]
    assert shares == pytest.approx([0.0737, 0.1859, 0.1962, 0.2224], abs=1e-4)


@pytest.mark.slow
def test_an_audit_may_look_for_the_line_that_meets_it():
    study = proposal()
    share = study.model_copy(update={"provision": study.provision[:1]})
    held = audit([plan(load("contact-2022-02-23"))], share, solve=True)
    assert "Moved 95" in held.rows[0].remedies[0]


def line(name, parties=("Ukraine", "Russia"), lon=31.0, **rest):
    return Placement(
        name, name, (Section.of("whole", "drawn", [(lon, 40), (lon, 60)]),), parties=parties, **rest
    )


@pytest.mark.parametrize(
    ("placements", "options", "error", "message"),
    [
        ([], {}, InputError, "nothing to compare with"),
        ([line("a")], {}, InputError, "nothing to compare with"),
        (
            [line("a"), line("b", ("North", "South")), line("c", ("Ukraine", "South"))],
            {},
            InputError,
            "b divides the country between North and South(.|\n)*c divides",
        ),
        ([line("a"), line("b", lon=10.0)], {}, GeometryError, "b cannot be compared. The line"),
        (
            [line("a", detail_m=5e3), line("b")],
            {"detail_m": 1e3},
            InputError,
            "a is drawn to a detail of 5,000 m and cannot be compared at 1,000 m",
        ),
        ([line("a"), line("b")], {"against": 2}, InputError, "no placement 2; give 0 to 1"),
        ([line("a"), line("b")], {"measures": ["sinuosty"]}, InputError, "near it: sinuosity"),
        (
            [line("a"), line("b")],
            {"measures": ["foo"]},
            InputError,
            r"'foo'; there are .*sinuosity",
        ),
        (
            [line("a"), line("b")],
            {"zone": ZoneSettings(depth_m=(1e3, 1e3)), "measures": ["merit", "worth"]},
            InputError,
            "'merit'(.|\n)*'worth'",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(placements, options, error, message):
    with pytest.raises(error, match=message):
        compare(placements, **options)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("zone_area", "does not say which way"),
        ("zone_area:less", "does not say which way"),
        (":min", "does not say which way"),
        ("people:min", "takes a party after a slash"),
        ("zone_area/Russia:min", "takes no slash"),
        ("zone_are:min", "near it: zone_area"),
    ],
)
def test_trade_offs_that_make_no_sense_are_refused(text, message):
    with pytest.raises(InputError, match=message):
        goal(text)


def test_a_party_misspelt_in_a_trade_off_is_refused():
    with pytest.raises(InputError, match="people has no 'Rusia'; it has Russia"):
        standings([{("people", "Russia"): 1.0}], [goal("people/Rusia:min")])


def test_all_measures_are_chosen_by_default():
    assert next(q.id for q in select()) == "line_length"
    assert len(select()) == len(REGISTRY)
