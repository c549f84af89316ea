"""The tables of a report in the language of its reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from maps.document import catalogue, unit_rows, words
from maps.summary import figure_tables
from maps.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.document import Words
    from maps.i18n import Tongue

__all__ = ["credits_of", "limits", "report_tables"]


def report_tables(plan: Plan, study: Proposal, tongue: Tongue) -> list[Table]:
    """Return the figures of a plan as tables: in English those of `ceaseline measure`.

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
    ['Показники', 'За областями', 'Положення пропозиції']
    """
    if tongue.code == "en":
        *figures, provisions = figure_tables(plan, study)
        return [*figures, replace(provisions, notes=())]
    said = words(plan, study, tongue)
    parties = [tongue.name(party) for party in plan.parties]
    deciding = [_deciding(said, tongue)] if said.deciding else []
    return [
        _figures(said, tongue),
        *deciding,
        _units(said, parties, tongue),
        _provisions(said, tongue),
    ]


def limits(plans: Sequence[Plan], tongue: Tongue) -> list[str]:
    """Return the disclaimer and what the boundaries say of themselves, a paragraph each."""
    return [tongue["disclaimer"], *(tongue.said(note) for note in plans[0].boundaries.notes)]


def credits_of(plans: Sequence[Plan], study: Proposal, tongue: Tongue) -> list[str]:
    """Return the sources that plans rest on, one sentence each."""
    return [
        f"{s['title']}, {s['publisher']}, {s['date']} ({tongue['licence']}: {s['licence']})."
        for s in catalogue(plans, tongue, study).values()
    ]


def _figures(said: Words, tongue: Tongue) -> Table:
    rows = tuple(
        (f["name"], f["party"], f["shown"], "; ".join(filter(None, (f["interval"], f["basis"]))))
        for f in said.figures
    )
    columns = tuple(tongue[key] for key in ("figure", "party", "value", "basis_or_detail"))
    general = (tongue["resolution_words"], tongue["interval_words"]) if said.resolution else ()
    notes = (*general, said.known) if said.known else general
    return Table(tongue["figures"], columns, rows, (2,), notes)


def _deciding(said: Words, tongue: Tongue) -> Table:
    keys = ("name", "party", "people", "distance", "in_zone")
    columns = tuple(
        tongue[key] for key in ("settlement", "party", "people", "to_line_km", "in_zone")
    )
    rows = tuple(tuple(row[key] for key in keys) for row in said.deciding)
    return Table(tongue["deciding"], columns, rows, (2, 3), (said.deciding_words,))


def _units(said: Words, parties: list[str], tongue: Tongue) -> Table:
    rows = tuple(
        (row["name"], *(cell[key] for cell in row["cells"] for key in ("area", "share")))
        for row in unit_rows(said)
    )
    columns = (tongue["oblast"], parties[0], "%", parties[1], "%")
    note = f"{tongue['m_territory_share']}: {tongue['basis_unit']}"
    return Table(tongue["by_oblast"], columns, rows, (1, 2, 3, 4), (note,))


def _provisions(said: Words, tongue: Tongue) -> Table:
    rows = tuple(
        (p["text"], _target(p, tongue), p["measured"], p["verdict"]) for p in said.provisions
    )
    columns = tuple(tongue[key] for key in ("provision", "target", "measured", "verdict"))
    readings = tuple(f"{p['text']}: {p['reading']}" for p in said.provisions if p["reading"])
    return Table(tongue["provisions"], columns, rows, (1, 2), readings)


def _target(provision: Mapping[str, str], tongue: Tongue) -> str:
    if not provision["target"]:
        return "–"
    return f"{provision['target']}, {tongue['tolerance'].format(value=provision['tolerance'])}"
