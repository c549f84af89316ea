"""A title is an edit as others are: recorded, taken back, made again, found by check."""

import datetime as dt
import json

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.check import check
from ceaseline.layers.edits import edit, origin, redo, replay, undo
from ceaseline.layers.placement.file import dumps, loads
from tests.layers.edits import drawn


@pytest.fixture(scope="module")
def ground():
    return drawn.ground()


@pytest.fixture
def named(ground):
    moved = edit(drawn.trial(), "move", ground, km=1, toward="Russia")
    return edit(moved, "title", ground, title="  My <b>line</b> ")


def test_it_is_recorded_and_the_line_stays(ground, named):
    assert named.title == "My <b>line</b>"
    assert named.history[-1].verb == "title"
    assert named.history[-1].arguments == {"title": "My <b>line</b>"}
    assert named.sections == edit(drawn.trial(), "move", ground, km=1, toward="Russia").sections
    assert loads(dumps(named), "t") == named


def test_undo_brings_the_old_title_back_and_redo_the_new_one(ground, named):
    back = undo(named, ground)
    assert back.title == drawn.trial().title
    assert undo(back, ground).title == drawn.trial().title
    assert dumps(redo(back, ground)) == dumps(named)
    assert origin(named) == drawn.trial()


def test_replay_is_the_same_to_the_byte_and_check_finds_nothing(ground, named):
    assert dumps(replay(named, ground=ground)) == dumps(named)
    assert check(dumps(named), "t.geojson", ground).faults == ()
    further = edit(named, "title", ground, title="Another")
    assert dumps(replay(further, ground=ground)) == dumps(further)
    assert undo(further, ground).title == named.title


def test_a_title_that_is_the_same_or_none_is_refused(ground, named):
    with pytest.raises(InputError, match="This title would change nothing"):
        edit(named, "title", ground, title=named.title)
    with pytest.raises(InputError, match="The title is empty"):
        edit(named, "title", ground, title=" ")


def test_a_title_changed_by_hand_is_found_and_recorded(ground, named):
    own = json.loads(dumps(named))
    own["ceaseline"]["title"] = "By hand"
    found = check(json.dumps(own), "t.geojson", ground)
    (fault,) = found.faults
    assert "its title is 'By hand', not 'My <b>line</b>'" in fault.what
    assert "recorded as edit 3, a title" in fault.repair
    assert found.repaired.title == "By hand"
    assert undo(found.repaired, ground).title == named.title
    with pytest.raises(InputError, match="undo would lose that"):
        undo(loads(json.dumps(own), "t"), ground)


def test_replay_on_another_takes_its_title_date_and_notes(ground, named):
    moved = edit(drawn.trial(), "move", ground, km=1, toward="Russia")
    other = drawn.trial().replaced(
        name="other", title="The line of 2026", date=dt.date(2026, 8, 22), notes="Of 2026."
    )
    after = replay(moved, other, ground)
    assert (after.title, after.date, after.notes) == (other.title, other.date, "Of 2026.")
    assert (after.name, after.origin) == (moved.name, "other")
    assert replay(named, other, ground).title == named.title
    assert undo(replay(named, other, ground), ground).title == other.title
