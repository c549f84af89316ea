"""The report on a placement: map, figures, provisions, method, limits, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.maps.print.document import Graded, Part, Prose
from ceaseline.maps.print.texts import Texts
from ceaseline.maps.reports.common import closing, keyed, made
from ceaseline.maps.text.describe import titles, unit_rows, words
from ceaseline.maps.text.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.print.document import Document
    from ceaseline.maps.reports.pictures import Pen
    from ceaseline.maps.text.describe import Words
    from ceaseline.maps.text.language import Tongue

__all__ = ["placement_document", "tables_of"]


def placement_document(plan: Plan, study: Proposal, pen: Pen, title: str | None) -> Document:
    """Return the report on a placement.

    Parameters
    ----------
    plan : Plan
    study : Proposal
        Whose provisions are held against it.
    pen : Pen
        Draws its map, and has its language.
    title : str, optional
        The placement's if not given.
    """
    tongue = pen.tongue
    said = words(plan, study, tongue)
    first = title or titles([plan], tongue)[0]
    about = (tongue.said(study.title), said.date, said.edits, said.claim, said.zone)
    parts = [
        Part("", (pen.lines([plan], study), keyed(Texts(said, tongue).figures(3)))),
        *(Part(_table(one).title, (one,)) for one in tables_of(plan, said, tongue)),
        Part(tongue["notes"], (Prose((said.notes,)),) if said.notes else ()),
        *closing([plan], study, tongue),
    ]
    subtitle = " · ".join(one for one in about if one and one not in first)
    return made(first, subtitle, [("", plan.placement.name)], parts, tongue)


def tables_of(plan: Plan, said: Words, tongue: Tongue) -> list[Table | Graded]:
    """Return the tables of a placement: provisions, figures, settlements that decide, oblasts."""
    deciding = [_deciding(said, tongue)] if said.deciding else []
    figures, units = _figures(plan, said, tongue), _units(plan, said, tongue)
    return [_provisions(said, tongue), figures, *deciding, units]


def _table(one: Table | Graded) -> Table:
    return one.table if isinstance(one, Graded) else one


def _figures(plan: Plan, said: Words, tongue: Tongue) -> Table:
    """Return the figures, a row each, with what both sides and either come to."""
    rows: dict[str, dict[int | None, str]] = {}
    bases: dict[str, None] = {}
    for figure in said.figures:
        name = figure["name"]
        if figure["id"] == "territory_share":
            bases[f"{name}: {figure['basis']}."] = None
        elif figure["short_basis"]:
            name += f", {figure['short_basis']}"
        own = rows.setdefault(name, {})
        own[figure["side"]] = _with(figure["shown"], figure["interval"])
    columns = (tongue["figure"], tongue["both_sides"], *map(tongue.name, plan.parties))
    cells = tuple((name, *(own.get(side, "") for side in (None, 0, 1)))
                  for name, own in rows.items())  # fmt: skip
    finest = [f"{f['name']}: {f['resolution']}." for f in said.figures if f["resolution"]][:1]
    general = (tongue["resolution_words"], tongue["interval_words"]) if said.resolution else ()
    notes = (*bases, *finest, *general, said.known)
    return Table(tongue["figures"], columns, cells, (1, 2, 3), tuple(filter(None, notes)))


def _with(shown: str, interval: str) -> str:
    return f"{shown}\n{interval}" if interval else shown


def _deciding(said: Words, tongue: Tongue) -> Table:
    keys = ("name", "party", "people", "distance", "in_zone")
    columns = tuple(
        tongue[key] for key in ("settlement", "party", "people", "to_line_km", "in_zone")
    )
    rows = tuple(tuple(row[key] for key in keys) for row in said.deciding)
    return Table(tongue["deciding"], columns, rows, (2, 3), (said.deciding_words,))


def _units(plan: Plan, said: Words, tongue: Tongue) -> Table:
    rows = tuple(
        (row["name"], *(cell[key] for cell in row["cells"] for key in ("area", "share")))
        for row in unit_rows(said)
    )
    left, right = map(tongue.name, plan.parties)
    note = f"{tongue['m_territory_share']}: {tongue['basis_unit']}"
    columns = (tongue["oblast"], left, "%", right, "%")
    return Table(tongue["by_oblast"], columns, rows, (1, 2, 3, 4), (note,))


def _provisions(said: Words, tongue: Tongue) -> Graded:
    rows = tuple(
        (p["text"], _target(p, tongue), p["measured"] or "–", p["verdict"]) for p in said.provisions
    )
    columns = tuple(tongue[key] for key in ("provision", "target", "measured", "verdict"))
    measured = (p for p in said.provisions if p["target"] and p["reading"])
    readings = tuple(f"{p['text']}: {p['reading']}" for p in measured)
    tones = {(k, 3): p["tone"] for k, p in enumerate(said.provisions) if p["tone"] != "other"}
    return Graded(Table(tongue["provisions"], columns, rows, (1, 2), readings), tones)


def _target(provision: Mapping[str, str], tongue: Tongue) -> str:
    if not provision["target"]:
        return "–"
    return f"{provision['target']}, {tongue['tolerance'].format(value=provision['tolerance'])}"
