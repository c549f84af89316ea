"""The basis of a comparison: settlements stay on their sides, depths are kept, and it is said."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from ceaseline.geo.gazetteer.people import is_settlement
from ceaseline.geo.lines import generalise
from ceaseline.geo.readers import read
from ceaseline.layers.comparison import compare, same_basis
from ceaseline.layers.importing import bring
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import ZoneSettings, plan

FLIPS = Path(__file__).parents[4] / "shared/cases/figures/compare-flip-20241120.geojson"
TRADE = Path(__file__).parents[4] / "shared/cases/edits/trade.geojson"
FINE, LATER = "contact-2024-11-20", "contact-2026-08-22"


def deep(line, name, *depths):
    """A line whose sections state depths by turns."""
    sections = (
        section.replaced(depth_m=depths[k % len(depths)]) for k, section in enumerate(line.sections)
    )
    return line.replaced(name=name, sections=tuple(sections))


@pytest.fixture(scope="module")
def coarse():
    """Two lines at a detail at which generalising as such would move settlements across."""
    return compare([load(FINE), load(LATER)], detail_m=20_000.0)


def test_generalising_as_such_would_move_settlements(coarse):
    for given, made in zip(coarse.basis.given, coarse.plans, strict=True):
        plain = generalise(given.lines, 20_000.0).geometry
        loose = given.replaced(
            sections=tuple(
                section.replaced(coords=tuple(line.coords), corridor_m=None)
                for section, line in zip(given.sections, plain.geoms, strict=True)
            )
        )
        assert (plan(loose).settlements["party"] != made.settlements["party"]).sum() >= 10


@pytest.mark.slow
def test_settlements_and_people_are_those_of_each_line_by_itself(coarse):
    for number, given in enumerate(coarse.basis.given):
        alone = plan(given).figures
        for name in ("settlements", "people"):
            for party in given.parties:
                value = coarse.values[number][name, party]
                assert value == find(alone, name, party).value


def test_the_line_drawn_for_the_comparison_leaves_them_there_too(coarse):
    for made in coarse.plans:
        lonlat = made.gazetteer.lonlat
        left = made.division.side(*lonlat.T) > 0
        assert (left == (made.settlements["party"] == made.parties[0])).all()
        assert made.placement.detail_m == 20_000.0


def test_pieces_and_ledger_count_what_changes_between_the_given_lines(coarse):
    before, after = (plan(given).settlements for given in coarse.basis.given)
    moved = before[before["party"] != after["party"]]
    own = is_settlement(moved)
    assert sum(piece.settlements for piece in coarse.pieces[0]) == own.sum() > 50
    assert sum(piece.people for piece in coarse.pieces[0]) == moved["population"].sum()
    gained = {account.party: account.gained[1:] for account in coarse.ledgers[0]}
    lost = moved[moved["party"] == "Ukraine"]
    assert gained["Russia"] == (is_settlement(lost).sum(), lost["population"].sum())
    told = coarse.changed_settlements[0]
    assert {one.id: one.people for one in told} == moved.set_index("id")["population"].to_dict()
    assert sum(one.is_settlement for one in told) == own.sum() < len(told)


def test_the_given_line_is_the_truth_where_a_made_one_strays():
    fine = load(FINE)
    told, held = plan(fine), plan(load("contact-2022-02-23"))
    strayed = replace(held, as_given=told.division)
    assert (strayed.settlements["party"] == told.settlements["party"]).all()
    assert strayed.division is held.division


@pytest.mark.slow
@pytest.mark.skipif(not FLIPS.exists(), reason="the polygon of that day is not here")
def test_the_public_polygon_of_the_day_moves_no_settlement():
    brought = bring(read(FLIPS), "polygon")
    held = compare([load(FINE), brought.placement])
    assert held.basis.detail_m == 2000.0
    assert all(account.balance[1:] == (0, 0) for account in held.ledgers[0])
    assert sum(piece.settlements for piece in held.pieces[0]) == 0
    assert sum(piece.area_m2 for piece in held.pieces[0]) > 1e9
    before, after = (p.settlements for p in held.plans)
    assert (before["party"] == after["party"]).all()
    parties = plan(brought.placement).settlements["party"]
    for metres in (2_000.0, 10_000.0):
        drawn = bring(read(FLIPS), "polygon", detail_m=metres).placement
        assert (plan(drawn).settlements["party"] == parties).all()


@pytest.mark.slow
def test_an_import_to_a_detail_moves_no_settlement(tmp_path):
    made = plan(load(LATER))
    shape = made.territories["Russia"]
    file = tmp_path / "held.geojson"
    file.write_text(shapely.to_geojson(shape))
    fine = plan(bring(read(file), "fine").placement).settlements
    for metres in (5_000.0, 20_000.0):
        done = bring(read(file), "coarse", detail_m=metres)
        assert (plan(done.placement).settlements["party"] == fine["party"]).all()
        assert any("no settlement did" in note for note in done.notes)


@pytest.mark.slow
def test_depths_that_a_placement_states_are_kept_and_said():
    line = load("contact-2022-02-23")
    own, mixed = deep(line, "own", (20e3, 5e3)), deep(line, "mixed", (20e3, 5e3), None)
    held = compare([line, own, mixed], measures=["zone_area", "zone_area_by_party"])
    alone = [plan(one).figures for one in (line, own, mixed)]
    for values, figures in zip(held.values, alone, strict=True):
        assert values["zone_area", ""] == find(figures, "zone_area").value
    assert held.values[1]["zone_area_by_party", "Ukraine"] > (
        1.2 * held.values[0]["zone_area_by_party", "Ukraine"]
    )
    stated = "20 km on the side of Ukraine, 5 km on that of Russia"
    half = f"along {(len(line.sections) + 1) // 2} of {len(line.sections)} sections"
    assumed = "15 km on each side, an assumption"
    assert held.basis.words[:3] == (
        f"Zone of contact-2022-02-23: {assumed}.",
        f"Zone of own: {stated}, as it states.",
        f"Zone of mixed: {stated} {half}, as it states; {assumed}, along the rest.",
    )


def test_no_assumption_is_said_where_every_depth_is_stated():
    line = load("four-oblasts")
    assert len(line.sections) >= 7
    own = [deep(line, "a", (20e3, 5e3)), deep(line, "b", *((k * 1e3, 2e3) for k in range(1, 8)))]
    words = same_basis(own)[1].words
    assert not any("assumption" in one for one in words)
    assert words[1] == (
        "Zone of b: depths of its own, 1 to 7 km on the side of Ukraine, 2 km on that of Russia."
    )


def test_the_same_depth_sets_them_aside_and_says_so_first():
    line = load("contact-2022-02-23")
    own = deep(line, "own", (20e3, 5e3))
    settings = ZoneSettings((10e3, 30e3), assumption=False)
    held = compare([line, own], zone=settings, same_depth=True, measures=["zone_area"])
    assert held.values[0] == held.values[1]
    assert held.basis.words[0] == (
        "Zone: 10 km on the side of Ukraine, 30 km on that of Russia, for every placement; of own, "
        "the depths that it states itself are set aside."
    )
    nothing = compare([line, line], same_depth=True, measures=["zone_area"])
    assert nothing.basis.words[0] == "Zone: 15 km on each side, an assumption."


def test_depths_turn_with_the_parties():
    line = load("contact-2022-02-23")
    own = deep(line, "own", (20e3, 5e3))
    turned = own.replaced(
        name="turned",
        parties=line.parties[::-1],
        sections=tuple(
            s.replaced(coords=s.coords[::-1], depth_m=(5e3, 20e3), corridor_m=None)
            for s in own.sections[::-1]
        ),
    )
    held = compare([own, turned], measures=["zone_area_by_party"])
    for party in line.parties:
        one, two = (values["zone_area_by_party", party] for values in held.values)
        assert two == pytest.approx(one, rel=1e-6)


def test_sections_that_cross_are_said_and_compared():
    base = Placement("base", "Base", (Section.of("front", "drawn", [(31, 40), (31, 60)]),))
    crossed = base.replaced(
        name="crossed",
        sections=(
            *base.sections,
            Section.of("aside", "drawn", [(30, 41.5), (32, 41.5)]),
            Section.of("loop", "drawn", [(20, 41), (22, 42), (22, 41), (20, 42)]),
        ),
    )
    held = compare([base, crossed], measures=["territory_area"])
    remedy = "`ceaseline layers check` on its file says what to do."
    where = "section 1 (front) crosses section 2 (aside) at 31.00000, 41.50000 (lon, lat)"
    assert held.basis.crossed == (
        f"crossed: section 3 (loop) crosses itself; {remedy}",
        f"crossed: {where}; {remedy}",
    )
    assert held.basis.words[-2:] == held.basis.crossed
    assert held.pieces == ((),)


@pytest.mark.slow
@pytest.mark.skipif(not TRADE.exists(), reason="the traded line is not here")
def test_lines_that_nearly_repeat_each_other_are_compared():
    held = compare([load(LATER), load(TRADE)], measures=["territory_area"])
    assert len(held.pieces[0]) > 4000
    assert 1.0 < abs(held.gaps_m2[0]) < 0.001 * len(held.pieces[0])
    (said,) = held.basis.crossed
    assert said.startswith("trade: section 20 (border from the start (7)) crosses section 28")
    assert "at 32.59873, 46.63037 (lon, lat)" in said


@pytest.mark.slow
def test_no_length_is_told_finer_than_the_line():
    names = ["line_length", "line_length_at_5_km", "line_length_at_10_km"]
    for detail, told in ((2e3, 3), (5e3, 3), (7e3, 2), (20e3, 1)):
        held = compare([load(FINE), load(LATER)], detail_m=detail, measures=names)
        for values in held.values:
            known = [values[name, ""] for name in names if values[name, ""] is not None]
            assert len(known) == told
            assert (np.diff(known) < 1e-3).all()
    assert np.isclose(held.values[0]["line_length", ""], held.lengths[0].length_m[-2])
