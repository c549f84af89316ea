"""The figures of a plan: once, quickly where a division gives them, and new ones everywhere."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.geodesy import length
from ceaseline.geo.partition import Division
from ceaseline.layers.comparison import compare
from ceaseline.layers.figures import as_json
from ceaseline.layers.measures import REGISTRY, figures, find, measure, quick_figures
from ceaseline.layers.measures.batch import measure_lines, measured_lines
from ceaseline.layers.measures.figures import told_in_rows
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.plan.ends import carry_ends
from ceaseline.layers.plan.plan import Plan, plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.page.render import render
from ceaseline.maps.reports.report import report
from ceaseline.maps.tables.compare import comparison_tables
from ceaseline.maps.tables.measure import figure_tables

GEOD = Geod(ellps="WGS84")
_number = itertools.count()


def fresh(name="contact-2024-11-20"):
    """A plan that nobody has measured."""
    return plan(replace(load(name), name=f"fresh-{next(_number)}"))


@pytest.fixture
def roads():
    @measure("roads", "Roads, a trial", "m", per="party", source="a trial")
    def rule(view):
        """As long as the party's territory is large."""
        return {party: 1000.0 * (1 + k) for k, party in enumerate(view.plan.parties)}

    yield rule
    del REGISTRY["roads"]


def text(tables):
    return "\n".join(str(cell) for table in tables for row in table.rows for cell in row)


@pytest.mark.usefixtures("roads")
def test_a_measure_in_one_function_stands_everywhere():
    made, other = fresh(), fresh("four-oblasts")
    assert find(made.figures, "roads", "Russia").value == 2000.0
    study = proposal()
    (record,) = as_json([made], study)["placements"]
    assert [m for m in record["measures"] if m["id"] == "roads"] == [
        {"id": "roads", "value": 1000.0, "unit": "m", "party": "Ukraine"},
        {"id": "roads", "value": 2000.0, "unit": "m", "party": "Russia"},
    ]
    assert "Roads, a trial" in text(figure_tables(made, study))
    held = compare([made.placement, other.placement])
    assert "Roads, a trial, Russia" in text(comparison_tables(held))
    assert "roads" in json.dumps(held.as_json(study))
    assert "Roads, a trial" in render([made])
    assert b"Roads, a trial" in report(made, study, "html")


def test_measures_without_rows_of_their_own_stand_under_further_measures():
    titles = [table.title for table in figure_tables(fresh("four-oblasts"), proposal())]
    further = any(m.everywhere for name, m in REGISTRY.items() if name not in told_in_rows())
    own = ["Territories", "By oblast", *["Further measures"] * further, "Provisions"]
    assert sorted(titles[1:]) == sorted(own)


def test_a_plan_is_measured_once(monkeypatch):
    calls = []
    monkeypatch.setattr(
        "ceaseline.layers.measures.figures", lambda one: calls.append(one) or figures(one)
    )
    made, study = fresh(), proposal()
    render([made])
    report(made, study, "html")
    as_json([made], study)
    figure_tables(made, study)
    assert calls == [made]


@pytest.mark.parametrize("name", library())
def test_quick_figures_are_the_full_ones(name):
    made = fresh(name)
    for one in quick_figures(made):
        full = find(made.figures, one.id, one.party, one.unit_code)
        assert one.value == pytest.approx(full.value, abs=1.0 if one.unit == "m" else 1e-9, rel=0)
        assert (one.unit, one.basis, one.detail_m) == (full.unit, full.basis, full.detail_m)


def test_quick_figures_build_no_polygon(monkeypatch):
    made = fresh()

    def forbidden(_self):
        raise AssertionError("a polygon was built")

    monkeypatch.setattr(Division, "_faces", property(forbidden))
    monkeypatch.setattr(Plan, "zone_parts", property(forbidden))
    monkeypatch.setattr(Plan, "settlements", property(forbidden))
    assert find(quick_figures(made), "territory_share", "Russia").value > 0.18


@settings(max_examples=40)
@given(
    st.floats(23.5, 38.5),
    st.lists(st.floats(-1.2, 1.2), min_size=3, max_size=12),
    st.booleans(),
)
def test_the_length_within_the_country_is_what_the_country_leaves_of_the_line(lon, bends, closed):
    base = boundaries()
    if closed:
        turn = np.linspace(0, 2 * np.pi, len(bends) + 3)[:-1]
        size = 1.5 + np.resize(np.array(bends), len(turn)) / 2
        spots = np.column_stack([lon + size * np.cos(turn), 48.5 + size * np.sin(turn)])
        spots = np.vstack([spots, spots[:1]])
    else:
        spots = np.column_stack(
            [lon + np.array([0.0, *bends]), np.linspace(43, 54, len(bends) + 1)]
        )
    try:
        division = base.divider.divide(shapely.LineString(spots))
    except CeaselineError:
        return
    assert division.length_m == pytest.approx(float(length(division.line)), abs=1.0)


def test_a_line_through_a_box_is_as_long_as_its_inner_part():
    from ceaseline.geo.partition import Divider  # noqa: PLC0415 - here alone

    country = Divider([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)])
    crossing = country.divide(shapely.LineString([(30.5, 47), (30.5, 50)]))
    # from the middle of the geodesic that is the lower edge to that of the upper one
    south, north = (GEOD.npts(30, lat, 31, lat, 1)[0] for lat in (48, 49))
    assert crossing.length_m == pytest.approx(GEOD.inv(*south, *north)[2], abs=0.05)
    ring = [(30.8, 48.3), (31.2, 48.3), (31.2, 48.6), (30.8, 48.6), (30.8, 48.3)]
    around = country.divide(shapely.LineString(ring))
    sides = sum(GEOD.inv(*a, *b)[2] for a, b in itertools.pairwise(ring))
    assert around.length_m == pytest.approx(sides, abs=0.01)


def test_many_lines_come_to_what_each_comes_to():
    base = boundaries()
    names = ["contact-2024-11-20", "four-oblasts", "contact-2026-08-22"]
    lines = [carry_ends(load(name).lines, base)[0] for name in names]
    table = measure_lines(lines)
    for name, row in zip(names, table.to_dict("records"), strict=True):
        full = fresh(name).figures
        left, right = load(name).parties
        assert row["line_length"] == pytest.approx(find(full, "line_length").value, abs=1.0)
        assert row["left_area"] == pytest.approx(find(full, "territory_area", left).value)
        assert row["right_area"] == pytest.approx(find(full, "territory_area", right).value)
        assert row["right_share"] == pytest.approx(find(full, "territory_share", right).value)
        assert row["left_people"] == find(full, "people", left).value
        assert row["right_settlements"] == find(full, "settlements", right).value


def test_tables_come_a_thousand_lines_at_a_time(monkeypatch):
    monkeypatch.setattr("ceaseline.layers.measures.batch._ROWS", 2)
    line, _ = carry_ends(load("contact-2024-11-20").lines, boundaries())
    assert [len(table) for table in measured_lines([line] * 5)] == [2, 2, 1]


def test_no_lines():
    with pytest.raises(CeaselineError, match="There is no line to measure; give one or more"):
        measure_lines([])
