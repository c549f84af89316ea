"""Each verb on the drawn country."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.lines import locate
from ceaseline.geo.sources import source
from ceaseline.layers.edits import VERBS, apply, edit, redo, replay, undo
from ceaseline.layers.edits.stretch import length_km
from ceaseline.layers.placement.placement import Edit, Section
from ceaseline.layers.placement.sources import rested_on
from ceaseline.layers.placement.store import dumps, loads
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at, edges

GEOD = pyproj.Geod(ellps="WGS84")
PLANE = pyproj.Transformer.from_crs(
    4326, "+proj=aeqd +lon_0=30.28 +lat_0=48.2 +datum=WGS84", always_xy=True
)

EVERY = {
    "depth": {"km": [5, 20], "between": ["20", "23"]},
    "draw": {"path": at((3, 5.3), (4, 7), (5, 4.8))},
    "extend": {"end": "end", "km": 5},
    "flip": {"settlement": "Chorb", "to": "Russia"},
    "flips": {"settlements": [1016, 1017], "to": "Russia"},
    "follow": {"feature": "river", "between": ["10", "30"]},
    "give": {"units": ["b"], "to": "Russia"},
    "lock": {"between": ["Bela", "15"]},
    "move": {"km": 1.5, "toward": "Russia"},
    "replace": {"other": drawn.trial(at((7, 3), (4, 3.5))), "between": ["10", "33"]},
    "simplify": {"detail_m": 20000},
    "smooth": {"detail_m": 500},
    "swap": {"to": "Russia", "given": {"units": ["A"]}, "back": {"units": ["D"]}},
    "withdraw": {"party": "Ukraine", "km": 3, "units": ["A"]},
}

WINDING = drawn.trial(at((-0.5, 4), (2.5, 5.5), (4, 5.05), (6, 4.5), (8.5, 6), (11.5, 5.5)))
START = {"simplify": WINDING}
"""What a verb is tried on where it would change nothing on the usual line."""


def plane(spots):
    """An azimuthal equidistant plane in the middle: true to 1e-5 within 30 km."""
    return np.column_stack(PLANE.transform(*spots.T))


def share(ground, placement):
    return ground.shares(placement)[1]


@pytest.mark.parametrize("verb", sorted(EVERY))
def test_every_edit_divides_the_country_and_is_undone_and_replayed_to_the_byte(ground, trial, verb):
    trial = START.get(verb, trial)
    after = edit(trial, verb, ground, **EVERY[verb])
    assert after.sections != trial.sections
    assert drawn.total(ground, after) == pytest.approx(ground.area_m2, abs=1)
    back = undo(after, ground)
    assert dumps(back.replaced(undone=())) == dumps(trial)
    assert back.undone == after.history
    assert dumps(redo(back, ground)) == dumps(after)
    assert dumps(replay(after, None, ground)) == dumps(after)


def test_every_verb_is_tried_here():
    assert set(EVERY) | {"unlock", "title"} == set(VERBS)  # a title is tried in test_title


def test_a_new_edit_forgets_what_was_undone(ground, trial):
    back = undo(edit(trial, "move", ground, km=1, toward="Russia"), ground)
    after = edit(back, "flip", ground, settlement="Chorb", to="Russia")
    assert after.undone == ()
    with pytest.raises(InputError, match="trial has no undone edits to make again"):
        redo(after, ground)


def test_nothing_to_undo(ground, trial):
    with pytest.raises(InputError, match="trial has no edits to undo"):
        undo(trial, ground)


def test_replay_on_another_line(ground, trial):
    after = edit(trial, "flip", ground, settlement="Chorb", to="Russia")
    other = drawn.trial(at((-1, 6), (12, 6))).replaced(name="other")
    there = replay(after, other, ground)
    assert there.origin == "other"
    assert there.history == after.history
    assert there == edit(other, "flip", ground, settlement="Chorb", to="Russia").replaced(
        name="trial", origin="other"
    )


def test_replay_names_the_edit_that_cannot_be_made(ground, trial):
    after = edit(trial, "flip", ground, settlement="Chorb", to="Russia")
    other = drawn.trial(at((-1, 9), (12, 9)))
    with pytest.raises(InputError, match=r"Edit 1 of 1 \(flip\): Chorb is held by Russia already"):
        replay(after, other, ground)


def test_unknown_verb(ground, trial):
    with pytest.raises(InputError, match="'turn' is not an edit; there are depth, draw, extend,"):
        edit(trial, "turn", ground)


def test_flip_puts_the_settlement_on_the_other_side_and_no_other(ground, trial):
    after = edit(trial, "flip", ground, settlement="chorb", to="russia")
    before = ground.division(trial).side(*ground.lonlat.T)
    now = ground.division(after).side(*ground.lonlat.T)
    assert np.flatnonzero(before != now).tolist() == [ground.position(1017)]
    assert dict(after.history[0].args) == {"name": "Chorb", "settlement": 1017, "to": "Russia"}


def test_flip_hands_over_what_is_nearest(ground, trial):
    after = edit(trial, "flip", ground, settlement="Chorb", to="Russia")
    changed = ground.division(trial).territory(0).difference(ground.division(after).territory(0))
    rng = np.random.default_rng(4)
    spots = rng.uniform((30, 48), (30.55, 48.42), (4000, 2))
    inside = shapely.contains_xy(changed, spots[:, 0], spots[:, 1])
    for lon, lat in spots[inside]:
        lons, lats = ground.lonlat.T
        gaps = GEOD.inv(np.full(32, lon), np.full(32, lat), lons, lats)[2]
        assert ground.places["name"].iloc[int(np.argmin(gaps))] == "Chorb"
    assert inside.sum() > 50


def test_flip_stops_at_the_barrier(trial):
    barrier = shapely.LineString(at((-1, 6.2), (12, 6.2)))
    ground = drawn.ground(barrier)
    after = edit(trial, "flip", ground, settlement="Chorb", to="Russia")
    changed = ground.division(trial).territory(0).difference(ground.division(after).territory(0))
    south = 48 + 0.04 * 6.2
    if ground.lonlat[ground.position(1017)][1] > south:
        assert changed.bounds[1] > south - 1e-3
    else:
        assert changed.bounds[3] < south + 1e-3


def test_flip_of_what_is_held_already(ground, trial):
    with pytest.raises(InputError, match="Aka is held by Russia already on trial"):
        edit(trial, "flip", ground, settlement="Aka", to="Russia")


def test_flip_to_nobody(ground, trial):
    with pytest.raises(
        InputError, match="'Poland' is not a party of trial; give Ukraine or Russia"
    ):
        edit(trial, "flip", ground, settlement="Aka", to="Poland")


@pytest.mark.parametrize(
    ("name", "message"),
    [("Chorz", "0 settlements are named 'Chorz'"), ("77", "No settlement has the id 77")],
)
def test_flip_of_a_settlement_that_is_not_there(ground, trial, name, message):
    with pytest.raises(InputError, match=message):
        edit(trial, "flip", ground, settlement=name, to="Russia")


@pytest.mark.parametrize("toward", ["Russia", "Ukraine"])
def test_move_lays_the_line_that_far_from_where_it_was(ground, trial, toward):
    after = edit(trial, "move", ground, km=2, toward=toward)
    inside = ground.division(after).line
    spots = shapely.transform(shapely.segmentize(inside, 0.002), plane)
    old = shapely.transform(shapely.segmentize(trial.line, 0.002), plane)
    gap = shapely.distance(shapely.points(shapely.get_coordinates(spots)), old)
    assert np.abs(gap - 2000).max() < 6
    more = share(ground, after) > share(ground, trial)
    assert more == (toward == "Ukraine")


def test_move_of_a_stretch_leaves_the_rest_bit_for_bit(ground, trial):
    after = edit(trial, "move", ground, km=1, toward="Ukraine", between=["Belf", "Belh"])
    ends = after.history[0].arguments["between"]
    untouched = {(*a, *b) for a, b in zip(drawn.FRONT[:3], drawn.FRONT[1:3], strict=False)}
    assert ends[0] > 25
    assert untouched <= edges(after)
    assert share(ground, trial) < share(ground, after) < share(ground, trial) + 0.03


@pytest.mark.parametrize("km", [0, -1, float("nan"), 151])
def test_move_by_a_distance_that_is_none(ground, trial, km):
    with pytest.raises(InputError, match=r"The distance is .* km; give a number above 0"):
        edit(trial, "move", ground, km=km, toward="Russia")


def test_move_that_leaves_nothing(ground, trial):
    with pytest.raises(InputError, match="one party would hold the whole country"):
        edit(trial, "move", ground, km=100, toward="Russia")


def test_lock_refuses_what_would_move_it_and_names_the_place(ground, trial):
    locked = edit(trial, "lock", ground, between=["10", "20"])
    with pytest.raises(
        InputError, match=r"move would move 'front \(2\)' of trial, which is locked"
    ):
        edit(locked, "move", ground, km=1, toward="Russia")
    clear = edit(locked, "move", ground, km=1, toward="Ukraine", between=["30", "40"])
    inner = next(s for s in locked.sections if s.locked)
    assert any(s.coords == inner.coords and s.locked for s in clear.sections)
    free = edit(locked, "unlock", ground)
    assert not any(s.locked for s in free.sections)
    edit(free, "move", ground, km=1, toward="Russia")


def test_lock_of_what_is_locked(ground, trial):
    locked = edit(trial, "lock", ground)
    with pytest.raises(InputError, match="This lock would change nothing on trial"):
        edit(locked, "lock", ground)


def test_depth_goes_on_the_stretch_alone_and_does_not_move_the_line(ground, trial):
    after = edit(trial, "depth", ground, km=[5, 20], between=["10", "20"])
    assert [s.depth_m for s in after.sections] == [None, (5000.0, 20000.0), None]
    assert GEOD.geometry_length(after.sections[1].line) == pytest.approx(10_000, abs=0.5)
    assert ground.shares(after) == pytest.approx(ground.shares(trial), abs=1e-7)
    assert length_km(after) == pytest.approx(length_km(trial), abs=1e-4)


@pytest.mark.parametrize("km", [[-1, 5], [200], [float("inf"), 1]])
def test_depths_that_are_none(ground, trial, km):
    with pytest.raises(InputError, match=r"The depths are .* km; give kilometres from 0 to 150"):
        edit(trial, "depth", ground, km=km)


def test_a_synonym_of_a_feature_is_recorded_by_its_own_name(ground, trial):
    for word in ("unit-border", "oblast-border"):
        made = VERBS["follow"].resolve(trial, ground, feature=word)
        assert made["feature"] == "oblast-border"


def test_three_depths(ground, trial):
    with pytest.raises(InputError, match="3 depths are given; give one for both sides, or two"):
        edit(trial, "depth", ground, km=[1, 2, 3])


@pytest.mark.parametrize(
    ("between", "message"),
    [
        (["10"], "A stretch has two ends, not 1"),
        (["10", "10"], "are the same place of the line, km 10"),
        (["10", "99"], r"Kilometre 99 is not on the line of trial, which is 52\.\d+ km long"),
        (["-1", "9"], "Kilometre -1 is not on the line"),
        (["10", "Nowhere"], "0 settlements are named 'Nowhere'"),
    ],
)
def test_stretches_that_are_none(ground, trial, between, message):
    with pytest.raises(InputError, match=message):
        edit(trial, "lock", ground, between=between)


def test_a_recorded_stretch_off_the_line_is_refused(ground, trial):
    with pytest.raises(InputError, match="The stretch from km 60 to km 70 is not on the line"):
        apply(trial, Edit.of("lock", {"between": [60, 70]}), ground)


def test_follow_lays_the_stretch_on_the_feature(ground, trial):
    after = edit(trial, "follow", ground, feature="oblast-border", between=["10", "33"])
    border = next(s for s in after.sections if s.basis == "admin border")
    inner = border.array[2:-2]
    assert np.abs(inner[:, 1] - 48.2).max() < 1e-4  # a geodesic, not the parallel
    assert after.sections[0].name == "front"


def test_follow_the_state_border_keeps_it_as_a_section(ground, trial):
    after = edit(trial, "follow", ground, feature="state-border", between=["0", "10"])
    assert any(s.basis == "state border" for s in after.sections)
    assert share(ground, after) > share(ground, trial)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"feature": "road"}, "'road' cannot be followed; give river, oblast-border, state-border"),
        ({"feature": "river", "between": ["20", "20.1"]}, "nearest to the same place of the river"),
    ],
)
def test_follow_what_cannot_be(ground, trial, words, message):
    with pytest.raises(InputError, match=message):
        edit(trial, "follow", ground, **words)


def test_follow_what_is_far():
    wide = drawn.ground()
    far = type(wide)(wide.divider, wide.places, (shapely.LineString([(40, 48), (41, 48)]),))
    with pytest.raises(InputError, match=r"The nearest river is .* km from the ends"):
        edit(drawn.trial(), "follow", far, feature="river")
    none = type(wide)(wide.divider, wide.places)
    with pytest.raises(InputError, match="This country has no river to follow"):
        edit(drawn.trial(), "follow", none, feature="river")


def test_ends_of_a_stretch_stand_for_one_run_of_sections(ground, trial):
    """A pocket around a settlement does not draw the stretch away from the front."""
    alone = edit(trial, "depth", ground, km=[5], between=["Chorb", "Chorf"]).history[-1]
    coords = at((2.2, 7.2), (2.2, 5.6), (1.2, 5.6), (1.2, 7.2), (2.2, 7.2))
    pocket = Section.of("pocket", "drawn", coords)
    two = trial.replaced(sections=(*trial.sections, pocket))
    front, round_it = (abs(locate(line, *place_of(ground, "Chorb"))[1]) for line in two.lines)
    assert round_it < front / 2
    for between in (["Chorb", "Chorf"], ["Chorf", "1017"]):
        made = edit(two, "depth", ground, km=[5], between=between).history[-1]
        assert made.arguments["between"] == alone.arguments["between"]
    whole = length_km(two)
    made = edit(two, "depth", ground, km=[5], between=["Chorb", f"{whole - 1}"]).history[-1]
    assert made.arguments["between"][0] > length_km(trial)


def place_of(ground, name):
    row = ground.match(name)
    return float(row["lon"]), float(row["lat"])


def test_replace_turns_the_line_so_that_it_changes_less(ground, trial):
    ahead = edit(trial, "replace", ground, other=drawn.trial(at((-1, 3), (13, 3.1))))
    back = edit(trial, "replace", ground, other=drawn.trial(at((13, 3.1), (-1, 3))))
    assert ahead.sections == back.sections
    assert share(ground, ahead) < share(ground, trial)


@pytest.mark.parametrize(("between", "detail"), [(None, 100.0), (["10", "20"], 2000.0)])
def test_what_a_replacement_rests_on_and_its_detail_come_with_it(ground, between, detail):
    own, daily = source("geonames"), source("deepstate")
    before = drawn.trial(detail_m=2000.0, sources=(own,))
    coords = at((-1, 3), (13, 3.1)) if between is None else at((7, 3), (4, 3.5))
    other = drawn.trial(coords, detail_m=100.0, sources=(daily, own))
    after = edit(before, "replace", ground, other=other, between=between)
    assert (after.detail_m, after.sources) == (detail, (own, daily))
    further = edit(after, "move", ground, km=1, toward="Russia")
    assert dumps(replay(loads(dumps(further), "t"), None, ground)) == dumps(further)
    back = undo(undo(further, ground), ground)
    assert (back.detail_m, back.sources) == (2000.0, (own,))
    assert rested_on(back) == (own, daily)
    assert dumps(redo(redo(back, ground), ground)) == dumps(further)
    elsewhere = replay(further, drawn.trial(at((-1, 5), (13, 5)), sources=(daily,)), ground)
    assert elsewhere.sources == (daily, own)


def test_replace_by_a_line_with_sources_that_are_none(ground, trial):
    made = edit(trial, "replace", ground, other=drawn.trial(at((-1, 3), (13, 3.1)))).history[0]
    false = Edit.of("replace", made.arguments | {"sources": [{"id": 3}]})
    with pytest.raises(InputError, match="is no source; give id, title"):
        apply(trial, false, ground)


def test_replace_by_a_line_that_grazes_a_corner(ground, trial):
    grazing = drawn.trial(at((-0.8, 0), (0, 1e-250), (-5, 0.5)))
    with pytest.raises(GeometryError, match="never meets the country"):
        edit(trial, "replace", ground, other=grazing)


def several(*lines):
    sections = [Section.of(f"s{k}", "river", at(*line)) for k, line in enumerate(lines)]
    return drawn.trial().replaced(name="other", sections=tuple(sections))


def test_a_stretch_takes_what_lies_between_its_ends_of_a_line_of_several_sections(ground, trial):
    pocket = [(4, 8), (5, 8), (5, 9), (4, 8)]
    other = several(pocket, [(-1, 3), (3, 3.2)], [(3, 3.2), (6, 3.4), (12, 3)], [(1, 0.5), (2, 0)])
    after = edit(trial, "replace", ground, other=other, between=["10", "33"])
    (taken,) = after.history[-1].arguments["sections"]
    spots = taken["coords"]
    assert {at((3, 3.2))[0], at((6, 3.4))[0]} <= {tuple(spot) for spot in spots}
    assert shapely.distance(other.line, shapely.points(spots)).max() < 1e-4
    assert taken["basis"] == "river"
    assert dumps(replay(after, ground=ground)) == dumps(after)
    assert dumps(undo(after, ground).replaced(undone=())) == dumps(trial)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (([(-9, 4), (-8, 4)], [(18, 5), (19, 5)]), r"other has no one piece .* km from 3"),
        (([(4, 4), (5, 4), (5, 5), (4, 4)], [(7, 4), (8, 4), (8, 5), (7, 4)]), "has only pockets"),
        (([(-1, 14), (-1, 12)], [(-1, 12), (-1, 10)]), "are nearest to one place of other"),
    ],
)
def test_a_line_that_has_no_one_stretch_between_is_refused(ground, trial, lines, message):
    with pytest.raises(InputError, match=message):
        edit(trial, "replace", ground, other=several(*lines), between=["2", "37"])


def test_a_recorded_stretch_of_several_sections_is_refused(ground, trial):
    made = edit(trial, "replace", ground, other=several([(-1, 3), (4, 3)], [(4, 3), (13, 3)]))
    false = Edit.of("replace", made.history[0].arguments | {"between": [10, 20]})
    with pytest.raises(InputError, match="replaced by one section, not by 2"):
        apply(trial, false, ground)


def test_replace_by_what_is_no_line(ground, trial):
    made = Edit.of("replace", {"sections": [{"name": "a", "coords": [[1, 2]]}]})
    with pytest.raises(InputError, match="Section 'a' is no line"):
        apply(trial, made, ground)


def test_extend_closes_open_ends(ground):
    short = drawn.trial(at((1, 5), (9, 5.5)))
    with pytest.raises(GeometryError, match="ends inside the country"):
        edit(short, "move", ground, km=1, toward="Russia")
    after = edit(short, "extend", ground)
    assert drawn.total(ground, after) == pytest.approx(ground.area_m2, abs=1)
    assert after.sections[0].coords[1:-1] == short.sections[0].coords
    with pytest.raises(InputError, match="No end of trial is open inside the country"):
        edit(after, "extend", ground)


@pytest.mark.parametrize("end", ["start", "end"])
@pytest.mark.parametrize("beside", ["Ukraine", "Russia"])
def test_extend_goes_on_along_the_border_beside_a_party(ground, trial, end, beside):
    after = edit(trial, "extend", ground, end=end, km=5, beside=beside)
    border = next(s for s in after.sections if s.basis == "state border")
    assert GEOD.geometry_length(border.line) == pytest.approx(5000, abs=1)
    north = np.mean(border.array[:, 1]) > trial.sections[0].array[0 if end == "start" else -1, 1]
    assert north == (beside == "Ukraine")
    assert ground.shares(after) == pytest.approx(ground.shares(trial), abs=0.02)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"end": "middle"}, "'middle' is no end of a line; give start, end or open"),
        ({"end": "end"}, "How far is missing; give --km"),
        ({"end": "end", "km": 500}, r"by at most \d+\.\d km, not by 500"),
    ],
)
def test_extend_what_cannot_be(ground, trial, words, message):
    with pytest.raises(InputError, match=message):
        edit(trial, "extend", ground, **words)


def test_extend_from_an_end_inside_the_country(ground):
    short = drawn.trial(at((1, 5), (9, 5.5)))
    with pytest.raises(InputError, match=r"The line ends .* km from the border, at"):
        edit(short, "extend", ground, end="end", km=3)


def test_extend_a_line_that_is_closed(ground):
    ring = drawn.trial(at((3, 3), (3, 6), (6, 6), (6, 3), (3, 3)))
    with pytest.raises(InputError, match="The line of trial is closed all round; it has no end"):
        edit(ring, "extend", ground, end="end", km=3)


def test_simplify_keeps_within_its_detail(ground, trial):
    moved = edit(trial, "move", ground, km=1, toward="Russia")
    after = edit(moved, "simplify", ground, detail_m=400)
    assert after.detail_m == 400
    assert len(after.sections[0].coords) < len(moved.sections[0].coords) / 2
    spots = moved.sections[0].array
    dense = shapely.get_coordinates(shapely.segmentize(after.line, 0.0005))
    gaps = [
        GEOD.inv(np.full(len(dense), x), np.full(len(dense), y), *dense.T)[2].min()
        for x, y in spots
    ]
    assert max(gaps) < 430
    assert undo(after, ground).detail_m == 0


def test_smooth_keeps_settlements_on_their_sides(ground, trial):
    after = edit(trial, "smooth", ground, detail_m=3000)
    assert len(after.sections[0].coords) > len(trial.sections[0].coords)
    before = ground.division(trial).side(*ground.lonlat.T)
    assert (ground.division(after).side(*ground.lonlat.T) == before).all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0.6, 9.4), min_size=3, max_size=12),
    st.sampled_from([500.0, 5_000.0, 50_000.0]),
)
def test_simplify_passes_no_settlement(ground, rises, detail):
    steps = np.linspace(-0.5, 13.5, len(rises) + 2)
    before = drawn.trial(at(*zip(steps, [4, *rises, 5.5], strict=True)))
    try:
        after = edit(before, "simplify", ground, detail_m=detail)
    except InputError as error:
        assert "would change nothing" in str(error)  # noqa: PT017 - the only way it may refuse
        return
    sides = (ground.division(one).side(*ground.lonlat.T) for one in (before, after))
    assert (next(sides) == next(sides)).all()


@pytest.mark.parametrize("verb", ["simplify", "smooth"])
def test_details_that_are_none(ground, trial, verb):
    with pytest.raises(InputError, match="The detail is -1 m; give a number above 0"):
        edit(trial, verb, ground, detail_m=-1)


def test_an_edit_that_changes_nothing(ground):
    straight = drawn.trial(at((-1, 5), (12, 5)))
    with pytest.raises(InputError, match="This simplify would change nothing on trial"):
        edit(straight, "simplify", ground, detail_m=10)
