"""Settlements and people by oblast, raion or hromada, as `ceaseline measure --by` shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.said import counted, joined, message, said
from ceaseline.layers.measures.membership import counts_by_unit
from ceaseline.maps.text.quantities import count
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.measures.membership import UnitCount
    from ceaseline.layers.plan.plan import Plan

__all__ = ["unit_table"]

_MANY = 40
"""Up to so many units are all shown; of more, those that line or zone touch."""

_TITLES = {
    "oblast": message("Settlements and people by oblast"),
    "raion": message("Settlements and people by raion"),
    "hromada": message("Settlements and people by hromada"),
}


def unit_table(plan: Plan, level: str) -> Table:
    """Return the settlements and people of each unit by party, and how many are in the zone.

    Parameters
    ----------
    plan : Plan
    level : str
        ``oblast``, ``raion`` or ``hromada``. Of raions and hromadas only those are shown that the
        line parts or the zone reaches; a note says what the others come to.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> unit_table(plan(load("four-oblasts")), "oblast").title
    'Settlements and people by oblast'
    """
    every = counts_by_unit(plan, level)
    shown = [unit for unit in every if len(every) <= _MANY or unit.touched]
    left, right = plan.parties
    rows = tuple(_row(unit, plan.parties, level) for unit in shown)
    each = (said("people"), said("…in the zone"))
    columns = (level, left, *each, right, *each)
    words = said(
        "A settlement counts for the {level} that it belongs to, not for where it lies as drawn. "
        "{left} and {right}: settlements on its side.",
        level=level, left=left, right=right,
    )  # fmt: skip
    notes = (
        words,
        *_rest([unit for unit in every if unit not in shown], plan.parties, level),
    )
    return Table(_TITLES[level], columns, rows, (1, 2, 3, 4, 5, 6), notes)


def _row(unit: UnitCount, parties: Sequence[str], level: str) -> tuple[str, ...]:
    name = unit.title if level == "oblast" else joined(", ", [unit.title, unit.oblast])
    cells = [
        count(unit.counts[measure, party])
        for party in parties
        for measure in ("settlements", "people", "people_in_zone")
    ]
    return (name, *cells)


def _rest(units: Sequence[UnitCount], parties: Sequence[str], level: str) -> list[str]:
    """Return what the units come to that are not shown."""
    if not units:
        return []
    held = [
        said(
            "{n:,} on the side of {party} ({people} people)",
            n=sum(unit.counts["people", party] > 0 for unit in units),
            party=party,
            people=count(sum(unit.counts["people", party] for unit in units)),
        )
        for party in parties
    ]
    return [
        said(
            "{units} wholly on one side, outside the zone: {held}. CSV and JSON have them all.",
            units=_more(len(units), level),
            held=joined(", ", held),
        )
    ]


def _more(number: int, level: str) -> str:
    if level == "raion":
        return counted("{n} more raion lies", "{n} more raions lie", number)
    if level == "hromada":
        return counted("{n} more hromada lies", "{n} more hromadas lie", number)
    return counted("{n} more oblast lies", "{n} more oblasts lie", number)
