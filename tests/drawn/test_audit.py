"""What would have to change on the drawn country for a provision to be met, by hand."""

import importlib

import pytest

from layers.comparison import audit
from layers.comparison.audit import _solved
from layers.provisions import findings
from tests.drawn import values as v
from tests.drawn.test_provisions import provision, study

SHARES = (v.NORTHERN + v.ISLE) / v.WHOLE, v.NORTHERN / v.WHOLE
"""49.505 % are the South's."""
AREA = v.sums(v.zone("along", v.EQUAL)) / 1e6
"""4,452.8 km2."""


def more(party, percent):
    metres = abs(percent / 100 - SHARES[party == v.SOUTH]) * v.WHOLE
    return f"{metres / 1e6:,.0f} km² more for"


@pytest.mark.parametrize(
    ("asked", "remedy"),
    [
        (provision("share", 60, 1, v.SOUTH), f"{more(v.SOUTH, 59)} South"),  # 4,722
        (provision("share", 40, 1, v.SOUTH), f"{more(v.SOUTH, 41)} North"),  # 4,229
        (provision("share", 60, 1, v.NORTH), f"{more(v.NORTH, 59)} North"),
        (provision("share", 49, 1, v.SOUTH), ""),
        (
            provision("zone_length", 300, 50),
            "a line 27 km longer; at no detail coarser than 0 m is it long enough",
        ),
        (provision("zone_length", 100, 50), "a line 73 km shorter"),
        (
            provision("zone_area", 6_000, 500),
            f"{5_500 - AREA:,.0f} km² more of zone than 20 km of depth, both sides, give",
        ),
        (
            provision("zone_area", 3_000, 500),
            f"{AREA - 3_500:,.0f} km² less of zone than 20 km of depth, both sides, give",
        ),
        ({"id": "one", "text": "One.", "kind": "term"}, ""),
    ],
)
def test_remedies(asked, remedy, drawn_plan):
    held = audit([drawn_plan("along", v.EQUAL)], study(asked))
    assert held.rows[0].remedies == (remedy,)


def test_an_audit_is_a_row_a_provision_and_a_column_a_placement(drawn_plan):
    asked = study(
        provision("share", 60, 1, v.SOUTH),
        {"id": "two", "text": "Two.", "kind": "term", "years": 20, "reading": "As it stands."},
    )
    plans = [drawn_plan(line, v.EQUAL) for line in v.LINES]
    held = audit(plans, asked)
    assert held.names == v.LINES
    assert [len(row.findings) for row in held.rows] == [2, 2]
    record = held.as_dict()
    assert record["proposal"] == "Drawn"
    share, term = record["provisions"]
    assert (share["id"], share["kind"], share["years"]) == ("one", "share", None)
    assert (term["text"], term["reading"], term["years"]) == ("Two.", "As it stands.", 20)
    assert [found["placement"] for found in share["findings"]] == list(v.LINES)
    assert [found["remedy"] for found in share["findings"]] == [
        f"{more(v.SOUTH, 59)} South",
        f"{(0.59 * v.WHOLE - v.NORTHERN - v.WEDGE + v.ENCLAVE) / 1e6:,.0f} km² more for South",
    ]
    assert {source["id"] for source in record["sources"]} >= {"user-boundaries"}


@pytest.mark.parametrize(
    ("asked", "solver"),
    [
        (provision("share", 60, 1, v.SOUTH), "solve_share"),
        (provision("zone_length", 300, 50), "solve_length"),
        (provision("zone_area", 6_000, 500), "solve_zone_area"),
    ],
)
def test_the_solver_is_asked_for_what_is_missed(asked, solver, drawn_plan, monkeypatch):
    """Its first way that meets the number is told, or the first where none does."""
    calls = []
    module = importlib.import_module("layers.comparison.audit")  # the function has its name
    for name in ("solve_share", "solve_length", "solve_zone_area"):
        monkeypatch.setattr(module, name, lambda *args, name=name: _answers(calls, name, args))
    plan = drawn_plan("along", v.EQUAL)
    (found,) = findings(plan, study(asked))
    assert _solved(plan, found, 0.5) == "second"
    ((name, (placement, target, *_)),) = calls
    assert (name, placement, target) == (solver, plan.placement, 0.5)


class Answer:
    def __init__(self, statement, placement):
        self.statement, self.placement = statement, placement


def _answers(calls, name, args):
    calls.append((name, args))
    return (Answer("first", None), Answer("second", 1), Answer("third", 1))
