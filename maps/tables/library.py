"""Placements as people list and look them up: what `ceaseline layers list|show` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import GeometryError
from ceaseline.geo.geodesy import length
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.plan.uncertainty import resolution
from ceaseline.maps.tables.edit import edit_words
from ceaseline.maps.text.quantities import distance, kilometres
from ceaseline.maps.text.quantities import resolution as resolution_words
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.placement.placement import Edit, Placement, Section

__all__ = ["as_facts", "list_table", "section_records", "show_tables"]

_SAME_M = 50.0
"""Lengths nearer than this read the same."""


def list_table(placements: Sequence[Placement]) -> Table:
    """Return placements as a table, one a row.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> list_table([load("four-oblasts")]).rows[0][0]
    'four-oblasts'
    """
    rows = tuple(
        (
            p.name,
            _date(p),
            p.title,
            len(p.sections),
            kilometres(float(length(p.line)), 0),
            _detail(p),
            _resolution(p),
        )
        for p in placements
    )
    columns = ("name", "date", "title", "sections", "length", "detail", "resolution")
    notes = ("Look closer with: ceaseline layers show NAME",)
    return Table("Placements of the library", columns, rows, (3, 4, 5, 6), notes)


def show_tables(placement: Placement) -> list[Table]:
    """Return everything that a placement says about itself, as tables.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> [table.title for table in show_tables(load("four-oblasts"))]
    ['four-oblasts', 'Sections', 'Sources']
    """
    parties = " | ".join(placement.parties)
    facts = (
        ("title", placement.title),
        ("date", _date(placement)),
        ("parties, left and right of the line", parties),
        ("detail", _detail(placement)),
        ("resolution", _resolution(placement)),
        ("length", _length(placement)),
        ("derived from settlements of", placement.control.date if placement.control else "–"),
        ("origin", placement.origin or "–"),
        ("notes", placement.notes or "–"),
    )
    tables = [
        Table(placement.name, ("fact", "value"), facts),
        _sections(placement),
        _history(placement),
        _sources(placement),
    ]
    return [table for table in tables if table.rows]


def section_records(placement: Placement) -> Table:
    """Return the sections of a placement as records in SI units, for a spreadsheet.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> section_records(load("four-oblasts")).columns[:4]
    ('placement', 'section', 'basis', 'vertices')
    """
    rows = tuple(
        (
            placement.name,
            s.name,
            s.basis,
            len(s.coords),
            float(length(s.line)),
            *(s.depth_m or (None, None)),
            int(s.locked),
        )
        for s in placement.sections
    )
    columns = ("section", "basis", "vertices", "length_m", "left_m", "right_m", "locked")
    return Table(placement.title, ("placement", *columns), rows)


def as_facts(placement: Placement) -> dict[str, Any]:
    """Return what a placement says about itself as one machine-readable object.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> as_facts(load("four-oblasts"))["name"]
    'four-oblasts'
    """
    sections = section_records(placement)
    return {
        "name": placement.name,
        "title": placement.title,
        "date": placement.date.isoformat() if placement.date else None,
        "parties": list(placement.parties),
        "detail_m": placement.detail_m,
        "resolution_m": resolution(placement.sections),
        "origin": placement.origin,
        "notes": placement.notes,
        "history": [{"verb": e.verb, "arguments": e.arguments} for e in placement.history],
        "sources": [source.id for source in placement.sources],
        "sections": [dict(zip(sections.columns, row, strict=True)) for row in sections.rows],
    }


def _date(placement: Placement) -> str:
    return placement.date.isoformat() if placement.date else "–"


def _length(placement: Placement) -> str:
    """Return the length in the country, as every figure has it, and as drawn where that differs."""
    drawn = float(length(placement.line))
    try:
        inside = float(length(plan(placement).division.line))
    except GeometryError:
        return f"{distance(drawn)} as drawn; the line does not divide the country"
    if abs(drawn - inside) < _SAME_M:
        return distance(inside)
    return f"{distance(inside)} in the country; {distance(drawn)} as drawn, section by section"


def _detail(placement: Placement) -> str:
    return f"{placement.detail_m:,.0f} m" if placement.detail_m else "as drawn"


def _resolution(placement: Placement) -> str:
    facts = resolution(placement.sections)
    return "–" if facts is None else resolution_words(facts)


def _sections(placement: Placement) -> Table:
    rows = tuple(
        (
            section.name,
            section.basis,
            len(section.coords),
            distance(float(length(section.line))),
            _depth(section),
            "locked" if section.locked else "",
        )
        for section in placement.sections
    )
    columns = ("section", "basis", "vertices", "length", "own depth", "lock")
    return Table("Sections", columns, rows, (2, 3))


def _depth(section: Section) -> str:
    if section.depth_m is None:
        return "–"
    return " | ".join(kilometres(metres) for metres in section.depth_m)


def _history(placement: Placement) -> Table:
    rows = tuple(_edit(n, edit) for n, edit in enumerate(placement.history, start=1))
    return Table("History", ("edit", "verb", "arguments"), rows)


def _edit(number: int, edit: Edit) -> tuple[int, str, str]:
    return number, edit.verb, edit_words(edit)


def _sources(placement: Placement) -> Table:
    rows = tuple((s.title, s.publisher, s.date, s.licence) for s in placement.sources)
    return Table("Sources", ("title", "publisher", "date", "licence"), rows)
