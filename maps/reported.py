"""The tables of a report in the language of its reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from maps.document import catalogue
from maps.summary import figure_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.i18n import Tongue
    from maps.tables import Table

__all__ = ["credits_of", "limits", "report_tables"]


def report_tables(plan: Plan, study: Proposal, tongue: Tongue) -> list[Table]:
    """Return the figures of a plan as tables, those of `ceaseline measure`.

    Sources are not among their notes; see `credits_of`.

    Parameters
    ----------
    plan : Plan
    study : Proposal
        Whose provisions are held against it.
    tongue : Tongue

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.provisions import proposal
    >>> from layers.store import load
    >>> from maps.i18n import tongue
    >>> held = plan(load("four-oblasts")), proposal()
    >>> [table.title for table in report_tables(*held, tongue("uk"))]
    ['Крим і чотири ... (four-oblasts, без дати)', 'Території', 'За областями', 'Положення']
    """
    *figures, provisions = figure_tables(plan, study)
    return [tongue.table(one) for one in (*figures, replace(provisions, notes=()))]


def limits(plans: Sequence[Plan], tongue: Tongue) -> list[str]:
    """Return the disclaimer and what the boundaries say of themselves, a paragraph each."""
    return [tongue["disclaimer"], *(tongue.said(note) for note in plans[0].boundaries.notes)]


def credits_of(plans: Sequence[Plan], study: Proposal, tongue: Tongue) -> list[str]:
    """Return the sources that plans rest on, one sentence each."""
    return [
        f"{s['title']}, {s['publisher']}, {s['date']} ({tongue['licence']}: {s['licence']})."
        for s in catalogue(plans, tongue, study).values()
    ]
