"""What would have to change on the drawn country for a provision to be met, by hand."""

import datetime as dt
import importlib

import numpy as np
import pytest

from ceaseline.layers.audit import _solved, audit
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.provisions import findings
from tests.drawn import country
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


def test_the_columns_are_by_date_the_undated_last():
    days = (None, dt.date(2025, 3, 1), dt.date(2024, 11, 20))
    plans = [
        plan(country.along(date=day, name=f"line-{k}"), country.country())
        for k, day in enumerate(days)
    ]
    held = audit(plans, study(provision("share", 60, 1, v.SOUTH)))
    assert held.names == ("line-2", "line-1", "line-0")
    assert [len(row.findings) for row in held.rows] == [3]


def test_more_of_a_zone_whose_line_states_its_depths():
    """1 km and 3 km along half of the line, the setting of 20 km in all along the rest."""
    west, east = country.along().sections
    own = country.along(sections=(west.replaced(depth_m=(1_000.0, 3_000.0)), east))
    zone = ZoneSettings(v.EQUAL, assumption=False, tolerance_m=0.01)
    drawn = plan(own, country.country(), zone, country.gazetteer())
    held = audit([drawn], study(provision("zone_area", 6_000, 500)))
    ((remedy,),) = (row.remedies for row in held.rows)
    size = float(sum(drawn.zone_parts["area_m2"])) / 1e6
    # Half of the line with 4 of 20 km, and at its end what the quarter disks of the other half,
    # 10 km a side, have beyond those 1 and 3 km.
    beyond = sum(np.pi * 25 - (d * np.sqrt(100 - d * d) + 100 * np.arcsin(d / 10)) / 2
                 for d in (1, 3))  # fmt: skip
    assert size == pytest.approx(AREA / 2 * (1 + 4 / 20) + beyond, abs=0.1)  # 2,789.2 km2
    assert remedy == f"{5_500 - size:,.0f} km² more of zone than the line's own depths give"


@pytest.mark.parametrize(("target", "edge"), [(60, 0.59), (40, 0.41)])
def test_the_solver_is_asked_for_the_nearer_end_of_what_is_allowed(
    target, edge, drawn_plan, monkeypatch
):
    asked = []
    module = importlib.import_module("ceaseline.layers.audit")
    monkeypatch.setattr(module, "_solved", lambda *args: asked.append(args) or "So it is met.")
    line = drawn_plan("along", v.EQUAL)
    provisions = study(provision("share", target, 1, v.SOUTH))
    (row,) = audit([line], provisions, solve=True).rows
    taker = v.SOUTH if target > 50 else v.NORTH
    assert row.remedies == (f"{more(v.SOUTH, edge * 100)} {taker}. So it is met.",)
    ((drawn, finding, wanted),) = asked
    assert (drawn, finding) == (line, row.findings[0])
    assert wanted == pytest.approx(edge)


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
    module = importlib.import_module("ceaseline.layers.audit")  # the function has its name
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
