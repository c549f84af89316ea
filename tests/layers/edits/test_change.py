"""What an edit is said to have changed."""

import pytest

from ceaseline.layers.edits import edit
from ceaseline.layers.edits.change import changed
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at


def test_a_parallel_shift_is_measured(ground):
    before = drawn.trial(at((-1, 5), (12, 5)))
    after = drawn.trial(at((-1, 6), (12, 6)))
    change = changed(before, after, ground)
    assert change.farthest_m == pytest.approx(0.04 * 111_200, rel=0.03)
    left, right = change.gained_m2
    assert left == pytest.approx(0, abs=50)
    assert right == pytest.approx(change.area_m2[1][1] - change.area_m2[0][1], rel=1e-6)
    assert sum(change.shares[1]) == pytest.approx(1)
    assert change.country_m2 == ground.area_m2


def test_ground_that_goes_both_ways_is_told_apart(ground):
    before = drawn.trial(at((-1, 5), (12, 5)))
    after = drawn.trial(at((-1, 3), (12, 7)))
    left, right = changed(before, after, ground).gained_m2
    assert left > 1e7
    assert right > 1e7


def test_what_is_gone_counts_too(ground, trial):
    with_pocket = edit(trial, "flip", ground, settlement="Akd", to="Ukraine")
    there = changed(trial, with_pocket, ground)
    back = changed(with_pocket, trial, ground)
    assert there.farthest_m == pytest.approx(back.farthest_m)
    assert there.farthest_m > 1000
    assert there.gained_m2 == pytest.approx(back.gained_m2[::-1])


def test_a_line_that_divided_nothing_before(ground):
    short = drawn.trial(at((1, 5), (9, 5.5)))
    change = changed(short, edit(short, "extend", ground), ground)
    assert change.area_m2[0] == (0, 0)
    assert sum(change.area_m2[1]) == pytest.approx(ground.area_m2, abs=1)
    assert change.gained_m2 == (0, 0)


def test_marks_change_no_ground(ground, trial):
    change = changed(trial, edit(trial, "lock", ground), ground)
    assert change.gained_m2 == pytest.approx((0, 0), abs=50)
    assert change.farthest_m == pytest.approx(0, abs=1e-3)
