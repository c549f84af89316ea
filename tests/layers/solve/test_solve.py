"""Answers are checked by measuring what they give."""

import dataclasses

import geopandas as gpd
import pytest
import shapely

from ceaseline.geo.country.boundaries import Boundaries
from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area, buffer, length
from ceaseline.layers.edits import edit, replay
from ceaseline.layers.edits.context import default_ground
from ceaseline.layers.placement.store import dumps, read
from ceaseline.layers.solve import Answer, solve_length, solve_share, solve_zone_area
from ceaseline.layers.solve.files import write_answers
from tests.layers.edits import drawn


@pytest.fixture(scope="module")
def ground():
    return drawn.ground()


@pytest.fixture(scope="module")
def trial():
    return drawn.trial()


@pytest.fixture(scope="module")
def sixty(ground, trial):
    return solve_share(trial, 0.60, None, ground)


@pytest.mark.parametrize(("share", "party"), [(0.60, None), (0.53, "ukraine")])
def test_a_share_by_shift_and_by_flips(ground, trial, sixty, share, party):
    shift, flips = solve_share(trial, share, party, ground) if party else sixty
    side = 0 if party else 1
    assert (shift.way, flips.way) == ("shift", "flips")
    assert ground.shares(shift.placement)[side] == pytest.approx(share, abs=5e-5)
    assert ground.shares(flips.placement)[side] == pytest.approx(share, abs=0.02)
    assert shift.value == ground.shares(shift.placement)[side]
    for answer in (shift, flips):
        assert len(answer.placement.history) == 1
        assert dumps(replay(answer.placement, None, ground)) == dumps(answer.placement)


def test_flips_are_the_nearest_and_one_less_or_more_is_farther_off(ground, trial, sixty):
    _, flips = sixty
    chosen = flips.placement.history[0].arguments["settlements"]
    lonlat = ground.lonlat
    side = ground.division(trial).side(*lonlat.T)
    own = [k for k in range(len(lonlat)) if side[k] > 0]
    gap = {
        int(ground.places["id"].iloc[k]): length(
            shapely.shortest_line(shapely.Point(lonlat[k]), trial.line)
        )
        for k in own
    }
    assert set(chosen) == set(sorted(gap, key=gap.get)[: len(chosen)])
    other = edit(trial, "flips", ground, settlements=chosen[:-1], to="Russia")
    assert abs(ground.shares(other)[1] - 0.6) >= abs(flips.value - 0.6)


def test_a_share_that_is_there_already(ground, trial):
    now = ground.shares(trial)[1]
    (answer,) = solve_share(trial, now, None, ground)
    assert answer.placement is trial
    assert "already; nothing has to move" in answer.statement


@pytest.mark.slow
def test_a_share_that_flips_cannot_reach(ground, trial):
    shift, flips = solve_share(trial, 0.999, "Ukraine", ground)
    assert ground.shares(shift.placement)[0] == pytest.approx(0.999, abs=5e-5)
    assert flips.placement is None
    assert "No flips give Ukraine 99.900 %: its share goes from" in flips.statement
    assert flips.reachable[0] < flips.reachable[1] < 0.999


def test_locks_stay(ground, trial):
    locked = edit(trial, "lock", ground, between=["20", "25"])
    fixed = {
        e for s in locked.sections if s.locked for e in zip(s.coords, s.coords[1:], strict=False)
    }
    for answer in solve_share(locked, 0.53, None, ground):
        now = {
            e for s in answer.placement.sections for e in zip(s.coords, s.coords[1:], strict=False)
        }
        assert fixed <= now
        assert answer.value == pytest.approx(0.53, abs=0.03)


@pytest.mark.slow
def test_locks_bound_what_can_be_reached(ground, trial):
    locked = edit(trial, "lock", ground, between=["20", "25"])
    for answer in solve_share(locked, 0.98, None, ground):
        assert answer.placement is None
        assert answer.reachable[1] < 0.98


def test_a_line_that_is_locked_all_along(ground, trial):
    shift, _ = solve_share(edit(trial, "lock", ground), 0.60, None, ground)
    assert shift == Answer("shift", "No uniform shift is possible: the line is locked.")


@pytest.mark.parametrize("share", [0, 1, 1.5, -0.1, float("nan")])
def test_shares_that_are_none(ground, trial, share):
    with pytest.raises(InputError, match=r"The share is .* %; give a percentage above 0"):
        solve_share(trial, share, None, ground)


def test_a_length_by_going_on_along_the_border(ground, trial):
    *along, detail = solve_length(trial, 70e3, ground)
    assert [a.way for a in along] == [
        "border-start-ukraine",
        "border-start-russia",
        "border-end-ukraine",
        "border-end-russia",
    ]
    for answer in along:
        assert length(ground.division(answer.placement).line) == pytest.approx(70e3, abs=10)
        assert {s.basis for s in answer.placement.sections} == {"drawn", "state border"}
    assert detail.placement is None
    assert "At no detail has the line alone 70.0 km" in detail.statement


def test_a_way_goes_on_behind_a_stretch_that_begins_on_the_border(ground):
    south = drawn.at((7, -2), (6, 2), (3, 2), (2, -2))
    two = drawn.trial().replaced(
        sections=(
            drawn.trial().sections[0],
            dataclasses.replace(drawn.trial(south).sections[0], name="south"),
        )
    )
    answers = solve_length(two, 130e3, ground)
    best = {a.way: a for a in answers}["border-start-russia"]
    assert len([e for e in best.placement.history if e.verb == "extend"]) > 1
    assert best.value == pytest.approx(130e3, abs=10)


def test_a_length_that_is_too_much_or_too_little(ground, trial):
    for answer in solve_length(trial, 470e3, ground):
        assert answer.placement is None
        assert "km at most" in answer.statement or "as it is drawn" in answer.statement
        assert answer.reachable[1] < 470e3
    for answer in solve_length(trial, 20e3, ground):
        assert answer.placement is None


def test_a_length_by_less_detail(ground, trial):
    moved = edit(trial, "smooth", ground, detail_m=2000)
    now = length(ground.division(moved).line)
    detail = solve_length(moved, now - 200, ground)[-1]
    assert detail.placement.detail_m > 0
    assert detail.value < now
    before, after = (
        ground.division(one).side(*ground.lonlat.T) for one in (moved, detail.placement)
    )
    assert (before == after).all()
    assert f"{detail.placement.detail_m:,.0f} m" in detail.statement


@pytest.mark.parametrize("metres", [0, -1, float("nan")])
def test_lengths_that_are_none(ground, trial, metres):
    with pytest.raises(InputError, match=r"The length is .* km; give a number above 0"):
        solve_length(trial, metres, ground)


@pytest.fixture(scope="module")
def bounded(ground):
    units = gpd.GeoDataFrame(
        {"code": list(ground.divider.labels)},
        geometry=list(ground.divider.coverage.polygons),
        crs=4326,
    )
    return dataclasses.replace(ground, boundaries=Boundaries("drawn", "Drawn", (), units))


def test_a_zone_area_by_depth(bounded, trial):
    (answer,) = solve_zone_area(trial, 300e6, bounded)
    depth = answer.placement.sections[0].depth_m
    assert depth[0] == depth[1]
    line = bounded.division(trial).line
    zone = shapely.intersection(buffer(line, depth[0]), bounded.country)
    assert area(zone) == pytest.approx(300e6, rel=2e-3)
    assert answer.value == pytest.approx(300e6, rel=1e-3)


def test_a_zone_area_beyond_the_country(bounded, trial):
    (answer,) = solve_zone_area(trial, 1e12, bounded)
    assert answer.placement is None
    assert "No depth gives a zone of 1,000,000 km²" in answer.statement
    with pytest.raises(InputError, match="The zone's area is -1 km²; give a number above 0"):
        solve_zone_area(trial, -1e6, bounded)


def test_answers_are_written_under_their_names(tmp_path, trial):
    moved = trial.replaced(notes="moved")
    answers = (Answer("shift", "a", moved), Answer("flips", "none"), Answer("same", "b", trial))
    found = write_answers(answers, trial, "share-20", tmp_path)
    assert [path and path.name for _, path in found] == ["trial-share-20-shift.geojson", None, None]
    own = read(found[0][1])
    assert (own.name, own.origin) == ("trial-share-20-shift", "trial")
    with pytest.raises(InputError, match=r"trial-share-20-shift\.geojson exists; --overwrite"):
        write_answers(answers, trial, "share-20", tmp_path)
    write_answers(answers, trial, "share-20", tmp_path, overwrite=True)


@pytest.mark.slow
def test_coast_is_no_more_of_the_continuation_than_all_of_it():
    """Also where the line begins beyond the coast, as imported lines do."""
    line = drawn.trial([(32.4266551, 46.4989631), (32.4338132, 46.496681), (35, 47.5), (39, 51)])
    now = float(length(default_ground().division(line).line))
    answers = {a.way: a for a in solve_length(line, now + 90_000)}
    for party in ("ukraine", "russia"):
        answer = answers[f"border-start-{party}"]
        assert answer.value == pytest.approx(now + 90_000, abs=10)
        assert "Carried on by 90.0 km along" in answer.statement
        assert ", 90.0 km of it coast," in answer.statement
    assert "of it coast" not in answers["border-end-ukraine"].statement
