"""No verb makes what check refuses: it is refused itself, or its line is mended."""

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.check import check
from ceaseline.layers.edits import VERBS, edit
from ceaseline.layers.edits.examined import examined
from ceaseline.layers.edits.verbs.registry import FLIP
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.store import dumps
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at

CROSSED = drawn.trial(at((-0.5, 4), (5, 4), (11.5, 5)))


def with_sections(*chains):
    return CROSSED.replaced(
        sections=tuple(Section.of(f"s{k}", "drawn", at(*c)) for k, c in enumerate(chains))
    )


@pytest.mark.parametrize(
    ("chains", "message"),
    [
        (
            [((-0.5, 4), (11.5, 4)), ((2, 3), (3, 6), (2, 6), (2, 3))],
            r"This flip would make a line that cannot be used: 's0' crosses 's1' at 30\.\d+, 48",
        ),
        (
            [((-0.5, 4), (6, 4), (6, 6), (5, 6), (5, 3), (11.5, 3))],
            r"'s0' crosses itself at 30\.26850, 48\.16000 \(lon, lat\)",
        ),
        ([((-0.5, 4), (5, 4))], r"'s0' ends inside the country at 30\.26850, 48\.16000"),
    ],
)
def test_what_check_refuses_is_refused(ground, chains, message):
    made = with_sections(*chains)
    assert check(dumps(made), "trial", ground).faults
    with pytest.raises(InputError, match=message):
        examined(CROSSED, made, "flip", ground)


def test_what_was_there_before_is_not_the_edits_doing(ground):
    bad = with_sections(((-0.5, 4), (6, 4), (6, 6), (5, 6), (5, 3), (11.5, 3)), ((1, 1), (2, 1)))
    assert examined(bad, bad.replaced(title="Other"), "flip", ground).sections == bad.sections


def test_a_section_that_touches_itself_is_cut_there(ground):
    """A way that comes to one place three times, and a ring that comes to another."""
    line = ((-0.5, 4), (5, 4), (5, 5), (6, 5), (5, 4), (4, 3), (6, 3), (5, 4), (11.5, 4))
    pocket = ((2, 8), (3, 8), (3, 7), (4, 7), (4, 6), (3, 7), (2, 7), (2, 8))
    made = with_sections(line, pocket)
    made = made.replaced(
        sections=(
            made.sections[0].replaced(corridor_m=tuple((float(k), 1.0) for k in range(9))),
            made.sections[1],
        )
    )
    out = examined(CROSSED, made, "flip", ground)
    assert [len(s.coords) for s in out.sections] == [3, 4, 4, 5, 4]
    assert [s.name for s in out.sections] == ["s0", "s0 (2)", "s0 (3)", "s1", "s1 (2)"]
    assert out.sections[0].corridor_m == ((0.0, 1.0), (7.0, 1.0), (8.0, 1.0))
    assert drawn.edges(out) == drawn.edges(made)
    assert not check(dumps(out), "trial", ground).faults


def test_a_verb_that_makes_a_crossing_leaves_the_placement_as_it_was(ground, trial, monkeypatch):
    crossed = with_sections(((-0.5, 4), (11.5, 4)), ((2, 3), (3, 6), (2, 6), (2, 3)))
    twisted = type(FLIP)(lambda *_, **__: crossed, FLIP.resolve)
    monkeypatch.setattr("ceaseline.layers.edits.history.VERBS", {**VERBS, "flip": twisted})
    monkeypatch.setattr(type(ground), "check", lambda *_: None)
    with pytest.raises(InputError, match="This flip would make a line that cannot be used"):
        edit(trial, "flip", ground, settlement="Chorb", to="Russia")


def test_going_on_along_the_border_ends_where_the_line_crosses_it(ground):
    """A line that leaves the country and comes back before it stays there."""
    line = drawn.trial(at((-0.5, 5.5), (0.5, 4.4), (-0.5, 3.2), (0.7, 3), (5, 5), (11.5, 5.5)))
    after = edit(line, "extend", ground, end="start", km=14, beside="Ukraine")
    assert not check(dumps(after), "trial", ground).faults
    after = edit(line, "extend", ground, end="start", km=5, beside="Russia")
    assert not check(dumps(after), "trial", ground).faults
    again = edit(after, "smooth", ground, detail_m=500)
    assert not check(dumps(again), "trial", ground).faults
