"""The report on an audit: which placement keeps which promise of a proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ceaseline.layers.audit import by_date
from ceaseline.maps.print.document import Graded, Part, Prose
from ceaseline.maps.reports.common import closing, made
from ceaseline.maps.tables.audit import audit_tables
from ceaseline.maps.text.describe import titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.audit import Audit
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.print.document import Document
    from ceaseline.maps.reports.pictures import Pen
    from ceaseline.maps.text.language import Tongue
    from ceaseline.maps.text.table import Cell, Table

__all__ = ["audit_document", "is_wide", "tables_of"]

_FEW = 4
"""Up to so many placements have room side by side on a page that stands upright."""
_BEFORE = 2
"""Columns before those of placements: the provision, its target."""
_TONES = {True: "good", False: "bad"}


def audit_document(held: Audit, plans: Sequence[Plan], pen: Pen, title: str | None) -> Document:
    """Return the report on an audit.

    Parameters
    ----------
    held : Audit
    plans : sequence of Plan
        Those that were audited, in any order.
    pen : Pen
        Draws its map, and has its language.
    title : str, optional
        The proposal's if not given.

    Examples
    --------
    >>> from ceaseline.layers.audit import audit
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.provisions import proposal
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.maps.text.language import tongue
    >>> from ceaseline.maps.reports.pictures import Pen
    >>> from ceaseline.maps.style import LIGHT
    >>> line, study = plan(load("four-oblasts")), proposal()
    >>> own = audit_document(audit([line], study), [line], Pen(tongue("en"), LIGHT, 6.0), None)
    >>> [part.title for part in own.parts][1:4]
    ['Provisions of the proposal', 'How the provisions are read', 'Terms that no map can measure']
    """
    tongue, plans = pen.tongue, by_date(plans)
    names = titles(plans, tongue)
    provisions, *terms = tables_of(replace(held, names=names), tongue)
    first = replace(provisions, title=tongue["provisions"], notes=())
    parts = [
        Part("", (pen.lines(plans, held.proposal),)),
        Part(first.title, (_graded(first, held),)),
        Part(tongue["readings"], (Prose(provisions.notes, small=True),)),
        *(Part(one.title, (one,)) for one in terms),
        *closing(plans, held.proposal, tongue),
    ]
    introduced = [(name, plan.placement.name) for name, plan in zip(names, plans, strict=True)]
    return made(
        title or tongue.said(held.proposal.title),
        tongue["audit"],
        introduced,
        parts,
        tongue,
        lying=is_wide(held),
    )


def tables_of(held: Audit, tongue: Tongue) -> list[Table]:
    """Return the tables of an audit: provisions on placements, then terms if there are any."""
    return [tongue.table(one) for one in audit_tables(held)]


def is_wide(held: Audit) -> bool:
    """Whether so many placements stand side by side that pages lie on their long side."""
    return len(held.names) > _FEW


def _graded(table: Table, held: Audit) -> Graded:
    measured = [row for row in held.rows if row.provision.kind != "term"]
    tones = {
        (y, _BEFORE + x): _TONES[finding.met]
        for y, row in enumerate(measured)
        for x, finding in enumerate(row.findings)
        if finding.met is not None
    }
    return Graded(replace(table, rows=tuple(map(_lines, table.rows))), tones)


def _lines(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Return a row whose cells have what is measured on a line of its own, above the verdict."""
    own = (str(cell).replace(": ", "\n", 1) for cell in row[_BEFORE:])
    return (*row[:_BEFORE], *own)
