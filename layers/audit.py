"""Hold the provisions of a proposal against placements, and say what would have to change."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.said import joined, said
from ceaseline.layers.comparison.basis import labels
from ceaseline.layers.edits.context import Ground
from ceaseline.layers.figures import source_record, sources_of
from ceaseline.layers.measures.detail import lengths
from ceaseline.layers.placement.placement import other_party
from ceaseline.layers.plan.depths import depths_of
from ceaseline.layers.provisions import findings
from ceaseline.layers.solve import solve_length, solve_share, solve_zone_area
from ceaseline.views import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.geo.sources import Source
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Finding, Proposal, Provision
    from ceaseline.layers.solve import Answer

__all__ = ["Audit", "Row", "audit", "by_date"]


@dataclass(frozen=True)
class Row:
    """One provision on every placement.

    Attributes
    ----------
    provision : Provision
    findings : tuple of Finding
    remedies : tuple of str
        What would have to change for it to be met; empty where it is met or cannot be measured.
    """

    provision: Provision
    findings: tuple[Finding, ...]
    remedies: tuple[str, ...]


@dataclass(frozen=True)
class Audit:
    """The provisions of a proposal, in rows, on placements, in columns.

    Attributes
    ----------
    proposal : Proposal
    names : tuple of str
        Of the placements, by date.
    rows : tuple of Row
    sources : tuple of Source
        What the findings rest on, the proposal's own source among them.
    """

    proposal: Proposal
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    sources: tuple[Source, ...]

    def __repr__(self) -> str:
        """Return it as a line."""
        return f"<Audit of {', '.join(self.names)} against {self.proposal.title!r}>"

    def _repr_html_(self) -> str:
        return str(show(self, "html"))

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON: each provision with how it was read, and one finding a placement."""
        return {
            "proposal": self.proposal.title,
            "provisions": [
                {
                    "id": row.provision.id,
                    "text": row.provision.text,
                    "kind": row.provision.kind,
                    "reading": row.provision.reading,
                    "years": row.provision.years,
                    "findings": [
                        {"placement": name, **finding.as_dict(), "remedy": remedy}
                        for name, finding, remedy in zip(
                            self.names, row.findings, row.remedies, strict=True
                        )
                    ],
                }
                for row in self.rows
            ],
            "sources": [source_record(one) for one in self.sources],
        }


def audit(plans: Sequence[Plan], study: Proposal, *, solve: bool = False) -> Audit:
    """Return what every provision comes to on every placement.

    Parameters
    ----------
    plans : sequence of Plan
        In any order: the columns are by date, the oldest first, undated ones last.
    study : Proposal
    solve : bool
        Whether to look, with :mod:`ceaseline.layers.solve`, for the line that meets what is missed:
        half a minute a provision.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> held = audit([plan(load("contact-2022-02-23"))], proposal())
    >>> held.rows[0].findings[0].verdict, held.rows[0].remedies[0]
    ('missed by 12.63 percentage points (short)', '60,... km² more for Russia')
    """
    plans = by_date(plans)
    found = [findings(plan, study, plan.figures) for plan in plans]
    rows = []
    for k, provision in enumerate(study.provisions):
        own = tuple(column[k] for column in found)
        remedies = tuple(
            _remedy(plan, one, solve=solve) for plan, one in zip(plans, own, strict=True)
        )
        rows.append(Row(provision, own, remedies))
    return Audit(study, labels(plans), tuple(rows), sources_of(plans, study))


def by_date(plans: Sequence[Plan]) -> list[Plan]:
    """Return plans in the order of an audit: the oldest first, undated ones last."""
    return sorted(plans, key=lambda plan: plan.placement.date or dt.date.max)


def _remedy(plan: Plan, finding: Finding, *, solve: bool) -> str:
    if finding.met is not False or finding.measured is None:
        return ""
    facts = finding.as_dict()
    edge = facts["target"] - facts["tolerance"]
    if finding.measured > edge:
        edge = facts["target"] + facts["tolerance"]
    gap = edge - finding.measured
    words = _REMEDIES[finding.provision.kind](plan, finding.provision, gap)
    return joined(". ", [words, _solved(plan, finding, edge)]) if solve else words


def _solved(plan: Plan, finding: Finding, target: float) -> str:
    """Return how the solver would meet a number: its first way that does, or why none does."""
    ground = Ground.of(plan.boundaries, settlements(of=plan.boundaries.made_of))
    answers: tuple[Answer, ...]
    if finding.provision.kind == "share":
        answers = solve_share(plan.placement, target, finding.provision.party, ground)
    elif finding.provision.kind == "zone_length":
        answers = solve_length(plan.placement, target, ground)
    else:
        answers = solve_zone_area(plan.placement, target, ground)
    found = [answer for answer in answers if answer.placement is not None]
    return (found or list(answers))[0].statement


def _share(plan: Plan, provision: Provision, gap: float) -> str:
    party = provision.party or plan.parties[1]
    square = gap * float(plan.division.areas.sum())
    taker = party if gap > 0 else other_party(plan.parties, party)
    return said("{km2:,.0f} km² more for {party}", km2=abs(square) / 1e6, party=taker)


def _zone_length(plan: Plan, provision: Provision, gap: float) -> str:
    if gap > 0:
        words = said("a line {km:,.0f} km longer", km=gap / 1000)
    else:
        words = said("a line {km:,.0f} km shorter", km=-gap / 1000)
    least = ((provision.target or 0.0) - (provision.tolerance or 0.0)) * 1000
    drawn = lengths(plan)
    reached = drawn.reaches(least)
    if gap > 0 or reached is None:
        return said(
            "{line}; at no detail coarser than {m:,.0f} m is it long enough",
            line=words, m=drawn.detail_m[0],
        )  # fmt: skip
    return words


def _zone_area(plan: Plan, provision: Provision, gap: float) -> str:
    del provision
    depths = depths_of(plan)
    if depths.own:
        base = said("the line's own depths give")
    else:
        base = said("{km:g} km of depth, both sides, give", km=sum(depths.setting_m) / 1000)
    km2 = abs(gap) / 1e6
    if gap > 0:
        return said("{km2:,.0f} km² more of zone than {base}", km2=km2, base=base)
    return said("{km2:,.0f} km² less of zone than {base}", km2=km2, base=base)


_REMEDIES = {"share": _share, "zone_length": _zone_length, "zone_area": _zone_area}
