"""What lies along the border stays there, and what is round already is not rounded again."""

import time
from pathlib import Path

import numpy as np
import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.check import check
from ceaseline.layers.derive.cells import rounded
from ceaseline.layers.edits import default_ground, edit
from ceaseline.layers.edits.anchor import anchored, put_together
from ceaseline.layers.placement.store import dumps, read
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at, edges

CASES = Path(__file__).parents[3].parent / "shared" / "cases" / "edits"


@pytest.mark.parametrize("verb", ["simplify", "smooth"])
@pytest.mark.parametrize("end", ["start", "end"])
def test_what_was_carried_along_the_border_stays_there(ground, verb, end):
    trial = drawn.trial(at((-0.5, 4), (2.5, 5.5), (4, 5.05), (6, 4.5), (8.5, 6), (11.5, 5.5)))
    long = edit(trial, "extend", ground, end=end, km=40, beside="Russia")
    border = [s for s in long.sections if s.basis == "state border"]
    after = edit(long, verb, ground, detail_m=900)
    again = edit(after, "smooth", ground, detail_m=900)
    for made in (after, again):
        assert [s for s in made.sections if s.basis == "state border"] == border
        assert not check(dumps(made), "trial", ground).faults


def test_a_chain_is_cut_where_it_comes_to_the_border_and_put_together(ground):
    chain = np.array(at((2, 2), (1, 3), (0, 3), (0, 2), (0, 1), (3, 1), (4, 2)))
    runs = anchored(chain, ground)
    assert [len(run) for run in runs] == [3, 2, 2, 3]
    (same,) = put_together([runs], runs)
    assert same.tolist() == chain.tolist()
    inner = np.array(at((2, 2), (1, 3), (3, 3)))
    assert anchored(inner, ground)[0] is inner


def test_smoothing_again_and_again_comes_to_an_end(ground, trial):
    """Each round cuts what is left of a corner to a thirtieth, until it is less than a metre."""
    once = edit(trial, "smooth", ground, detail_m=800)
    twice = edit(once, "smooth", ground, detail_m=800)
    assert len(once.sections[0].coords) < len(twice.sections[0].coords)
    with pytest.raises(InputError, match="This smooth would change nothing on trial"):
        edit(twice, "smooth", ground, detail_m=800)


def test_a_corner_that_is_round_already_stays():
    corner = np.array([[0.0, 0.0], [1000.0, 0.0], [1990.0, 20.0], [2000.0, 900.0]])
    far = np.array([[9e5, 9e5]])
    (all_round,) = rounded([corner], 500.0, far)
    (left,) = rounded([corner], 500.0, far, 10.0)
    assert len(all_round) == 2 + 2 * 7
    assert len(left) == 2 + 1 + 7
    assert left[1].tolist() == corner[1].tolist()


@pytest.mark.slow
@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not here")
@pytest.mark.parametrize(
    ("name", "verb", "detail"),
    [
        ("extended-contact-2024-11-20", "simplify", 5000),
        ("extended-contact-2024-11-20", "smooth", 3000),
        ("smoothed-once", "smooth", 3000),
    ],
)
def test_lines_that_were_edited_before(name, verb, detail):
    ground, line = default_ground(), read(CASES / f"{name}.geojson")
    ground.division(line)
    start = time.process_time()
    after = edit(line, verb, ground, detail_m=detail)
    assert time.process_time() - start < 30  # was 154 s for a line that is round already
    border = {
        e for s in line.sections if s.basis == "state border" for e in edges(drawn.trial(s.coords))
    }
    assert border <= edges(after)
    assert not check(dumps(after.replaced(history=(), base=None)), name, ground).faults
