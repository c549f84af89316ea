"""Faults of a placement file, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.geo.said import counted, said
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from ceaseline.layers.check import Report

__all__ = ["fault_count", "fault_facts", "fault_table"]


def fault_table(report: Report, name: str) -> Table:
    """Return the faults as a table, one a row.

    Examples
    --------
    >>> from ceaseline.layers.check import check
    >>> fault_table(check("[]", "a"), "a").rows[0][:2]
    ('a', 'it is no placement: it has no member "ceaseline"')
    """
    rows = tuple(
        (
            fault.where,
            fault.what,
            fault.remedy,
            fault.repair or said("none"),
            said("{n:,.1f}", n=fault.moved_m) if fault.repair else None,
        )
        for fault in report.faults
    )
    columns = (said("where"), said("fault"), said("remedy"), said("repair"), said("moved, m"))
    return Table(said("Faults of {name}", name=name), columns, rows, (4,))


def fault_count(report: Report) -> str:
    """Return how many faults there are, and how many of them who can mend.

    Examples
    --------
    >>> from ceaseline.layers.check import Fault, Report
    >>> bad, open_end = Fault("a", "b", "c"), Fault("a", "b", "c", "carried on")
    >>> fault_count(Report((bad, open_end, open_end), None))
    '3 faults; mend 1 by hand, then --fix repairs the other 2'
    >>> fault_count(Report((open_end,), None))
    '1 fault; repair it with --fix'
    """
    every, hand = len(report.faults), len(report.remaining)
    if 0 < hand < every:
        return counted(
            "{n} fault; mend {hand} by hand, then --fix repairs the other {rest}",
            "{n} faults; mend {hand} by hand, then --fix repairs the other {rest}",
            every, hand=hand, rest=every - hand,
        )  # fmt: skip
    if hand:
        return counted("{n} fault; mend it by hand", "{n} faults; mend them by hand", every)
    return counted("{n} fault; repair it with --fix", "{n} faults; repair them with --fix", every)


def fault_facts(report: Report) -> dict[str, Any]:
    """Return the faults as the object for JSON."""
    return {
        "faults": [
            {
                "where": fault.where,
                "what": fault.what,
                "remedy": fault.remedy,
                "repair": fault.repair or None,
                "moved_m": fault.moved_m,
            }
            for fault in report.faults
        ],
        "notes": list(report.notes),
        "repairable": report.repaired is not None,
        "repairable_faults": len(report.faults) - len(report.remaining),
    }
