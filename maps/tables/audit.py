"""Audits as tables: what `ceaseline audit` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.said import counted, joined, message, said
from ceaseline.maps.tables.measure import measured_words, target_words
from ceaseline.maps.text.table import Table
from ceaseline.maps.text.wording import verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceaseline.layers.audit import Audit
    from ceaseline.layers.provisions import Finding

__all__ = ["audit_records", "audit_tables"]

_UNKNOWN = "–"
_OFF = ("off_target", "off_tolerance")
_ORDER = message("Columns by date, the oldest first, undated ones last.")
_LENGTHS = message("What other definitions of the line come to: `ceaseline measure --lengths`.")


def audit_tables(held: Audit, notes: Iterable[str] = ()) -> list[Table]:
    """Return an audit as tables: provisions that can be measured, and the terms.

    Examples
    --------
    >>> from ceaseline.layers.audit import audit
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> held = audit([plan(load("four-oblasts"))], proposal())
    >>> [table.title for table in audit_tables(held)]
    ['Ceasefire proposal reported in late 2024', 'Terms that no map can measure']
    """
    rows, readings, terms = [], [], []
    for row in held.rows:
        own = row.provision
        if own.kind == "term":
            years = (
                counted("{years:g} year", "{years:g} years", own.years, years=own.years)
                if own.years
                else _UNKNOWN
            )
            terms.append((own.text, years, own.reading))
            continue
        cells = [
            _cell(finding, remedy)
            for finding, remedy in zip(row.findings, row.remedies, strict=True)
        ]
        rows.append((own.text, target_words(row.findings[0]), *cells))
        told = [own.reading, *([_LENGTHS] if own.kind == "zone_length" else [])]
        readings.append(joined(": ", [own.text, joined(" ", told)]))
    columns = (said("provision"), said("target"), *held.names)
    tables = [Table(held.proposal.title, columns, tuple(rows), (), (_ORDER, *readings, *notes))]
    if terms:
        columns = (said("term"), said("lasts"), said("how it is read"))
        tables.append(Table(said("Terms that no map can measure"), columns, tuple(terms)))
    return tables


def audit_records(held: Audit) -> Table:
    """Return one record a provision and placement, in SI units, for a spreadsheet."""
    keys = (*("target", "tolerance", "measured", "verdict", "to_meet_it"), *_OFF)
    rows = tuple(
        (
            name,
            row.provision.id,
            row.provision.kind,
            *(finding.as_dict()[key] for key in keys[:4]),
            remedy,
            finding.off_target,
            finding.off_tolerance,
        )
        for row in held.rows
        for name, finding, remedy in zip(held.names, row.findings, row.remedies, strict=True)
    )
    return Table(held.proposal.title, ("placement", "provision", "kind", *keys), rows)


def _cell(found: Finding, remedy: str) -> str:
    text = joined(": ", [measured_words(found), verdict(found)])
    return said("{text}. To meet it: {remedy}", text=text, remedy=remedy) if remedy else text
