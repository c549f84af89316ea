"""A history that cannot be made, or that does not lead to the line of the file, is found."""

import json

import numpy as np
import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.check import check
from ceaseline.layers.edits import edit, replay, undo
from ceaseline.layers.placement.file import dumps
from ceaseline.layers.placement.placement import Placement, Section
from tests.layers.edits import drawn


@pytest.fixture(scope="module")
def ground():
    return drawn.ground()


@pytest.fixture(scope="module")
def moved(ground):
    start = drawn.trial().replaced(sections=(marked(drawn.trial().sections[0]),))
    return edit(start, "move", ground, km=1, toward="Russia")


def marked(section):
    widths = np.array([[100, np.inf]] * len(section.coords))
    return Section.of(section.name, section.basis, section.array, widths, depth_m=(1000.0, 2000.0))


def by_hand(placement: Placement) -> Placement:
    """The placement with one vertex of its first section 100 m or so farther north."""
    first = placement.sections[0]
    coords = first.array.copy()
    coords[len(coords) // 2, 1] += 0.001
    section = marked(first.replaced(coords=tuple(map(tuple, coords.round(7)))))
    return placement.replaced(sections=(section, *placement.sections[1:]))


@pytest.mark.parametrize("key", ["history", "undone"])
@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"km": 1, "toward": "Mars"}, "names the party 'Mars'; there are Ukraine and Russia."),
        ({"km": 1, "toward": "Russia", "by": 2}, "has the argument 'by', which move does not take"),
        ({"km": 1}, "has no argument 'toward', which move needs; it takes km, toward, between."),
    ],
)
def test_arguments_that_are_none(ground, moved, key, args, message):
    own = json.loads(dumps(moved))
    own["ceaseline"][key] = [{"verb": "move", "args": args}]
    found = check(json.dumps(own), "t.geojson", ground)
    assert found.repaired is None
    assert any(message in str(fault) for fault in found.faults)


@pytest.mark.parametrize("value", ["two", -2, None, [1, 2, 3]])
def test_values_that_are_none(ground, moved, value):
    own = json.loads(dumps(moved))
    own["ceaseline"]["history"] = [{"verb": "depth", "args": {"km": value}}]
    found = check(json.dumps(own), "t.geojson", ground)
    assert found.repaired is None
    assert "edit" in str(found.faults[0]).lower()


def test_a_history_that_leads_to_the_line_is_none(ground, moved):
    assert check(dumps(moved), "t.geojson", ground).faults == ()


def test_a_line_changed_by_hand_is_told_and_recorded(ground, moved):
    changed = by_hand(moved)
    found = check(dumps(changed), "t.geojson", ground)
    (fault,) = found.faults
    assert "the history (1 edit) does not lead to the line of the file" in fault.what
    assert "they lie up to 1" in fault.what
    assert "recorded as edit 2" in fault.repair
    done = found.repaired
    assert done.sections == changed.sections
    assert dumps(replay(done, ground=ground)) == dumps(done)
    assert undo(done, ground).sections == moved.sections
    assert check(dumps(done), "t.geojson", ground).faults == ()


def test_undo_does_not_lose_what_was_changed_by_hand(ground, moved):
    with pytest.raises(InputError, match=r"undo would lose that. `ceaseline layers check FILE"):
        undo(by_hand(moved), ground)


def test_a_locked_stretch_moved_by_hand_is_not_recorded(ground, moved):
    changed = by_hand(edit(moved, "lock", ground))
    found = check(dumps(changed), "t.geojson", ground)
    (fault,) = found.faults
    assert "no edit can record that" in fault.what
    assert "locked" in fault.what
    assert found.repaired is None
