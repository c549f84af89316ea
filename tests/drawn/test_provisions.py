"""What provisions come to on the drawn country, verdicts by hand."""

import pytest

from ceaseline.layers.provisions import Proposal, findings, proposal
from tests.drawn import country
from tests.drawn import values as v


def study(*provisions):
    return Proposal(
        title="Drawn", parties=country.PARTIES, placements=("along",), provision=provisions
    )


def provision(kind, target, tolerance, party=None):
    return {
        "id": "one", "text": "One.", "kind": kind, "target": target, "tolerance": tolerance,
        "party": party,
    }  # fmt: skip


CASES = [
    # The South's share on `along` is 49.505 %, on `salient` 49.258 %.
    ("along", provision("share", 49, 0.51, v.SOUTH), "met"),
    ("along", provision("share", 49, 0.5, v.SOUTH), "missed by 0.50 percentage points (over)"),
    ("along", provision("share", 60, 1, v.SOUTH), "missed by 10.50 percentage points (short)"),
    ("along", provision("share", 60, 1, v.NORTH), "missed by 9.50 percentage points (short)"),
    ("salient", provision("share", 49, 0.1, v.SOUTH), "missed by 0.26 percentage points (over)"),
    # The zone is as long as the line: 222.639 and 455.287 km.
    ("along", provision("zone_length", 222, 0.7), "met"),
    ("along", provision("zone_length", 223, 0.5), "met"),
    ("along", provision("zone_length", 200, 5), "missed by 23 km (over)"),
    ("salient", provision("zone_length", 1_500, 50), "missed by 1,045 km (short)"),
    # Its area at 10 km a side: 4,452.778 and 8,359.732 km2.
    ("along", provision("zone_area", 4_450, 3), "met"),
    ("along", provision("zone_area", 4_450, 2), "missed by 3 km² (over)"),
    ("salient", provision("zone_area", 10_000, 100), "missed by 1,640 km² (short)"),
    ("along", {"id": "one", "text": "One.", "kind": "term"}, "not measurable on a map"),
]


@pytest.mark.parametrize(("line", "asked", "verdict"), CASES)
def test_verdicts(line, asked, verdict, drawn_plan):
    (found,) = findings(drawn_plan(line, v.EQUAL), study(asked))
    assert found.verdict == verdict
    assert found.met is {"met": True, "not measurable on a map": None}.get(verdict, False)


def test_a_finding_is_in_si_units(drawn_plan):
    asked = (
        provision("share", 20, 2.5, v.SOUTH),
        {**provision("zone_length", 1_300, 100), "id": "two"},
        {**provision("zone_area", 26_000, 1_000), "id": "three"},
        {"id": "four", "text": "Four.", "kind": "term", "years": 20},
    )
    plan = drawn_plan("along", v.EQUAL)
    share, length, zone, term = (found.as_dict() for found in findings(plan, study(*asked)))
    assert (share["target"], share["tolerance"]) == (pytest.approx(0.2), pytest.approx(0.025))
    assert share["measured"] == pytest.approx(v.NORTHERN / v.WHOLE)
    assert (length["target"], length["tolerance"]) == (1_300e3, 100e3)
    assert length["measured"] == pytest.approx(v.TWO, abs=0.5)
    assert (zone["target"], zone["tolerance"]) == (26_000e6, 1_000e6)
    assert zone["measured"] == pytest.approx(v.sums(v.zone("along", v.EQUAL)), rel=1e-6)
    assert (term["target"], term["tolerance"], term["measured"]) == (None, None, None)
    assert [(one["id"], one["kind"]) for one in (share, term)] == [
        ("one", "share"), ("four", "term"),
    ]  # fmt: skip
    assert term["text"] == "Four."


def test_a_provision_of_a_party_that_the_line_does_not_know_cannot_be_measured(drawn_plan):
    """The embedded proposal speaks of Russia; the drawn country's parties are others."""
    (share, *_) = findings(drawn_plan("along", v.EQUAL), proposal())
    assert (share.provision.party, share.verdict) == ("Russia", "not measurable on a map")
    assert (share.measured, share.met) == (None, None)
    facts = share.as_dict()
    assert (facts["target"], facts["measured"]) == (pytest.approx(0.2), None)
    assert facts.get("off_target") is facts.get("off_tolerance") is None


def test_a_zone_that_a_proposal_does_not_state_is_15_km_deep_as_an_assumption():
    assert study().zone.depth_km == (15.0, 15.0)
    assert study().zone_settings.depth_m == (15_000.0, 15_000.0)
    assert study().zone_settings.assumption
