"""Bring a table of settlements: the line follows from who holds which."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import match, settlements
from ceaseline.layers.derive.facts import facts, held
from ceaseline.layers.importing.spots import Placed
from ceaseline.layers.placement.placement import Control, default_parties
from ceaseline.layers.study import in_force

if TYPE_CHECKING:
    from ceaseline.geo.readers import Held, Reading

__all__ = ["control_of"]

_MOST = 20
_OPEN = frozenset({"contested", "disputed", "unknown", "grey", "gray", "none", "na", "n/a"})


def control_of(reading: Reading) -> tuple[Control, list[str]]:
    """Return who holds what as a control, so that the line can be derived and edited by settlement.

    The control is the embedded table of the nearest date, with a flip for every settlement on which
    the file differs; a settlement that the file leaves out, or calls contested, stays as the table
    has it.

    Parameters
    ----------
    reading : Reading
        With rows of settlements.

    Returns
    -------
    control : Control
    notes : list of str
        What was left out, and what stayed.

    Raises
    ------
    InputError
        If a name matches no settlement or several, a party is not known, or a settlement is given
        to both; up to 20 faults are told together.
    """
    base = _nearest(reading.date)
    table = held(Control(base))
    known = {int(i) for i in settlements()["id"]}
    given: dict[int, str] = {}
    faults: list[str] = []
    unknown = contested = 0
    placed = Placed()
    for row in reading.held:
        where = f"{reading.path.name}, line {row.row}"
        try:
            party = _party(row.party)
            if party is None:
                contested += 1
                continue
            place = _place(row, placed)
            if place is None:
                continue
            if place not in known:
                unknown += 1
                continue
            if given.setdefault(place, party) != party:
                faults.append(f"{where}: settlement {place} is given to both parties.")
        except InputError as error:
            faults.append(f"{where}: {error}")
        if len(faults) == _MOST:
            break
    if faults:
        raise InputError.of(faults)
    if not given:
        said = " ".join(["", *placed.notes()])
        raise InputError(f"{reading.path.name} names no settlement of the gazetteer.{said}")
    flips = tuple(
        (place, party)
        for place, party in sorted(given.items())
        if table.get(place, default_parties()[0]) != party
    )
    notes = _notes(len(given), len(flips), base, unknown, contested)
    return Control(base, flips), [*notes, *placed.notes()]


def _place(row: Held, placed: Placed) -> int | None:
    """Return the id of the settlement that a row names or lies at; None where it is left out."""
    if row.id is not None:
        return row.id
    if row.lonlat is None:
        return int(match(row.name, row.oblast or None)["id"])
    return placed.of(row)


def _notes(given: int, flips: int, base: str, unknown: int, contested: int) -> list[str]:
    notes = [
        (
            f"{given:,} settlements; {flips:,} otherwise than on {base}, the date of the "
            "embedded table that those not named are taken from."
        )
    ]
    if unknown:
        notes.append(f"{unknown:,} places are not in the gazetteer (500 people or more): left out.")
    if contested:
        notes.append(f"{contested:,} places are contested or open: left as on {base}.")
    return notes


def _party(text: str) -> str | None:
    word = text.strip().casefold()
    if word in _OPEN:
        return None
    study = in_force()
    if word not in study.spellings:
        first, second = study.parties
        raise InputError(f"{text!r:.60} is no party; give {first} or {second}.")
    return study.spellings[word]


def _nearest(date: dt.date | None) -> str:
    dates = facts().dates
    if date is None:
        return dates[-1]
    gaps = {abs((dt.date.fromisoformat(d) - date).days): d for d in dates}
    return gaps[min(gaps)]
