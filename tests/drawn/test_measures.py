"""All figures of `measure` on the drawn country, against the table by hand."""

import pytest

from ceaseline.layers.measures import REGISTRY
from ceaseline.layers.plan.figure import COUNTRY_BASIS, UNIT_BASIS, Figure, find
from tests.drawn import values as v

CASES = [(line, depths) for line in v.LINES for depths in (v.EQUAL, v.UNEQUAL, v.NARROW)]
LENGTH_M, ZONE = 1e-3, 2e-5
"""Lengths to a millimetre; areas of the zone to 20 millionths: corners are not quite square."""


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def case(request, drawn_plan):
    line, depths = request.param
    return line, depths, drawn_plan(line, depths).figures


def expected(line, depths):
    """Every figure by (id, party, unit)."""
    row = v.LINES.index(line)
    out = {("line_length", None, None): v.TABLE["line_length"][row]}
    out["zone_length", None, None] = v.TABLE["line_length"][row]
    zones = v.zone(line, depths)
    out["zone_area", None, None] = v.sums(zones)
    for party in (v.NORTH, v.SOUTH):
        out["zone_area", party, None] = v.sums(zones, party)
        out["territory_area", party, None] = v.TABLE["territory_area"][row][party]
        out["territory_share", party, None] = v.TABLE["territory_share"][row][party]
        out["settlements", party, None] = v.TABLE["settlements"][row][party]
        out["people", party, None] = v.TABLE["people"][row][party]
        out["settlements_in_zone", party, None] = len(v.INSIDE[line, depths][party])
    out |= {("zone_area", party, unit): size for (party, unit), size in zones.items()}
    for code, south in v.TABLE["unit_area"][row].items():
        whole = {"D-B": 2 * v.UNIT, "D-I": v.ISLE}.get(code, v.UNIT)
        out["territory_area", v.SOUTH, code] = south
        out["territory_area", v.NORTH, code] = whole - south
        out["territory_share", v.SOUTH, code] = south / whole
        out["territory_share", v.NORTH, code] = 1 - south / whole
    north, south = v.PEOPLE_INSIDE[line, depths]
    out["people_in_zone", v.NORTH, None], out["people_in_zone", v.SOUTH, None] = north, south
    out["people_in_zone", None, None] = north + south
    inside = v.INSIDE[line, depths]
    out["settlements_in_zone", None, None] = len(inside[v.NORTH]) + len(inside[v.SOUTH])
    return out


def test_every_figure_is_the_one_by_hand(case):
    line, depths, figures = case
    found = {(m.id, m.party, m.unit_code): m.value for m in figures}
    assert len(found) == len(figures)
    wanted = expected(line, depths)
    assert found.keys() == wanted.keys()
    for key, value in wanted.items():
        if (
            key[0] == "zone_length"
        ):  # it ends 22 cm past the border, so that what is along it counts
            assert found[key] == pytest.approx(value, abs=0.5), key
        elif key[0] == "zone_area":
            assert found[key] == pytest.approx(value, rel=ZONE), key
        elif key[0].startswith("territory"):
            assert found[key] == pytest.approx(value, rel=1e-8, abs=1e-9), key
        else:
            assert found[key] == pytest.approx(value, abs=LENGTH_M), key


def test_a_figure_for_json_leaves_out_what_does_not_apply():
    one = Figure("territory_share", 0.5, "1", "North", "D-A", basis=UNIT_BASIS)
    assert one.as_dict() == {
        "id": "territory_share", "value": 0.5, "unit": "1", "party": "North", "unit_code": "D-A",
        "basis": "area of the unit as drawn in the boundaries used",
    }  # fmt: skip


def test_figures_tell_their_detail_and_basis(drawn_plan):
    figures = drawn_plan("along", v.EQUAL).figures
    for one in figures:
        length = one.id in {"line_length", "zone_length"}
        assert one.detail_m == (0.0 if length else None)
        basis = UNIT_BASIS if one.unit_code else COUNTRY_BASIS
        assert one.basis == (basis if one.id == "territory_share" else None)
        assert one.unit == REGISTRY[one.id].unit
    with pytest.raises(KeyError, match="territory_area"):
        find(figures, "territory_area")
