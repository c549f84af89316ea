"""Undo, redo and checkpoints are those of the history; words of a page become those of verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.layers.edits import edit, redo, undo
from ceaseline.layers.edits.verbs.follow import edges_of
from ceaseline.layers.placement.store import dumps, load
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Session
from ceaseline.layers.session.snap import Snap
from ceaseline.layers.session.words import worded
from tests.layers.session.hands import bent

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement


def _edit(session: Session, vertex: int) -> None:
    session.edit("draw", path=bent(session.placement, vertex, 0.01, 0.01).tolist())


def test_undo_and_redo_give_the_bytes_that_the_history_gives(session: Session) -> None:
    start = session.placement
    for vertex in (100, 120):
        _edit(session, vertex)
    two = session.placement
    session.undo()
    assert dumps(session.placement) == dumps(undo(two))
    session.undo()
    assert dumps(session.placement.replaced(undone=())) == dumps(start)
    session.redo()
    assert dumps(session.placement) == dumps(redo(undo(undo(two))))
    session.redo()
    assert dumps(session.placement) == dumps(two)


def test_undo_goes_back_beyond_the_beginning_of_the_session(trial: Placement) -> None:
    edited = edit(trial, "flip", settlement="Pokrovsk", to="Russia")
    session = Session.open(edited, proposal())
    session.undo()
    assert dumps(session.placement) == dumps(undo(edited))
    with pytest.raises(InputError, match="trial has no edits to undo"):
        session.undo()


def test_a_checkpoint_is_gone_back_to_and_redone_from(session: Session) -> None:
    _edit(session, 100)
    session.checkpoint("first")
    one = session.placement
    _edit(session, 120)
    two = session.placement
    session.back_to("first")
    assert session.placement.sections == one.sections
    session.redo()
    assert session.placement == two
    session.undo()
    session.undo()
    _edit(session, 140)
    session.back_to("first")
    assert session.checkpoints == ("first", "before going back to first")
    assert session.placement == one
    session.undo()
    assert session.placement.history == ()


def test_what_was_taken_back_is_made_again_after_going_back(session: Session) -> None:
    _edit(session, 100)
    session.checkpoint("first")
    _edit(session, 120)
    two = session.placement
    session.undo()
    session.back_to("first")
    session.redo()
    assert session.placement == two
    session.undo()
    session.undo()
    session.back_to("first")
    session.redo()
    assert session.placement == two
    assert session.checkpoints == ("first",)


def test_going_back_keeps_each_way_that_was_left(session: Session) -> None:
    session.checkpoint("first")
    left = []
    for vertex in (100, 120):
        _edit(session, vertex)
        session.checkpoint("other")
        session.undo()
        _edit(session, vertex + 20)
        left.append(session.placement)
        session.back_to("other")
        session.undo()
    names = ("before going back to other", "before going back to other (2)")
    assert [session.marks[name] for name in names] == left


def test_a_line_of_another_beginning_is_kept_when_going_back(session: Session) -> None:
    session.checkpoint("first")
    other = load("contact-2026-08-22").replaced(name="trial")
    session.take(other, session.marks)
    session.back_to("first")
    assert session.marks["before going back to first"] == other


def test_a_checkpoint_has_the_figures_it_had(session: Session) -> None:
    _edit(session, 100)
    session.checkpoint("one")
    told = session.live()
    assert session.stamps == {"one": session.sequence}
    _edit(session, 120)
    assert session.held_of("one").as_dict(session.start, session.study) == told
    assert session.held_of("one") is session.held_of("one")
    session.checkpoint("one")
    assert session.stamps == {"one": session.sequence}
    assert session.held_of("one").as_dict(session.start, session.study) == session.live()
    with pytest.raises(InputError, match="no checkpoint 'two'; there are: one"):
        session.held_of("two")


def test_checkpoints_that_there_are_not(session: Session) -> None:
    with pytest.raises(InputError, match=r"no checkpoint 'x'; there are: none yet"):
        session.back_to("x")
    with pytest.raises(InputError, match="name has 0 letters; give 1 to 100"):
        session.checkpoint("  ")


def test_the_figures_tell_what_changed_since_the_session_began(session: Session) -> None:
    session.edit("flip", settlement="Pokrovsk", to="Russia")
    told = session.live()
    names = session.plan.gazetteer.settlements.set_index("id")["name"]
    assert "Pokrovsk" in [names[row["id"]] for row in told["crossings"]["rows"]]
    assert {row["to"] for row in told["crossings"]["rows"]} == {1}
    assert told["net_m2"][1] == pytest.approx(-told["net_m2"][0], abs=1)
    assert told["net_m2"][1] > 0
    session.undo()
    assert session.live()["crossings"]["rows"] == []


def test_figures_are_those_of_the_plan(session: Session) -> None:
    known = {(f.id, f.party): f.value for f in session.plan.figures if f.unit_code is None}
    told = session.live()
    assert told["line_m"] == pytest.approx(known["line_length", None], abs=1)
    assert told["zone_m"] == pytest.approx(known["zone_length", None])
    assert sum(told["zone_m2"]) == pytest.approx(known["zone_area", None])
    for side, party in enumerate(session.placement.parties):
        assert told["shares"][side] == pytest.approx(known["territory_share", party])
        assert told["people"][side] == known["people", party]
        assert told["zone_people"][side] == known["people_in_zone", party]
        assert told["zone_settlements"][side] == known["settlements_in_zone", party]


def test_a_ring_is_given_to_a_party(session: Session) -> None:
    ring = [[37.0, 48.2], [37.2, 48.2], [37.2, 48.35], [37.0, 48.35], [37.0, 48.2]]
    before = session.held.territory_m2
    session.edit("give", to="Russia", ring=ring)
    assert session.held.territory_m2[1] > before[1]
    assert session.placement.history[-1].verb == "give"
    fresh = {s.basis for s in session.placement.sections if "area given" in s.name}
    assert fresh == {"drawn"}


def test_a_stretch_is_taken_from_the_library(session: Session) -> None:
    session.edit("replace", other="contact-2026-08-22", between=["400", "460"])
    assert session.placement.history[-1].verb == "replace"


@pytest.mark.parametrize(
    ("verb", "words", "message"),
    [
        ("eval", {}, "'eval' cannot be asked for here; there are depth, draw"),
        ("draw", {"path": [[1, 2], [3, 4]], "file": "x"}, "draw does not take 'file'; it takes"),
        ("replace", {"other": "../x.geojson"}, r"'../x.geojson' is no placement of the library"),
        ("give", {"to": "Russia", "ring": [[37, 48], [38, 48]]}, "area has 2 places; draw around"),
        ("give", {"to": "Russia", "ring": [[37, 48], [38, 48], [39, 48], [37, 48]]}, "no ground"),
        ("draw", {"path": [[1, 2], [3, 4]], "snap": {"m": 5}}, "does not say what to snap to"),
        ("draw", {"path": [[1, 2], [3, 4]], "snap": {"m": -5, "to": []}}, "snapping is -5 m"),
        ("draw", {"path": [[1, 2], [3, 4]], "snap": {"m": 5, "to": ["x"]}}, "nothing to snap to"),
    ],
)
def test_words_that_no_verb_takes(
    session: Session, verb: str, words: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        worded(verb, words, session.path_of)


def test_a_place_is_drawn_to_the_river(session: Session) -> None:
    edges = edges_of(session.ground, "river")
    corner = edges[len(edges) // 2, 0]
    path = [[37.0, 48.0], [corner[0] + 0.002, corner[1] + 0.001], [37.2, 48.0]]
    found = session.path_of(path, Snap(400, ("river",)))
    away = NearestOnLine.of(list(edges)).metres(found[1:2])
    assert away[0] < 0.1
    assert found[[0, 2]].tolist() == [path[0], path[2]]
    near = session.path_of([[37.0, 48.0], (corner + 1e-5).tolist(), [37.2, 48.0]],
                           Snap(400, ("river",)))  # fmt: skip
    assert near[1].tolist() == pytest.approx(corner.tolist(), abs=1e-7)
    far = session.path_of(path, Snap(10, ("river",)))
    assert np.abs(far - path).max() < 1e-7
