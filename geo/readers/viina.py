"""VIINA 2.0 (Zhukov and Ayers): daily control of populated places, `control_latest_YYYY.csv`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.limits import LIMITS, Limits, count, size
from ceaseline.geo.readers.reading import Held, Reading
from ceaseline.geo.readers.table import number, rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["SOURCE", "is_viina", "read"]

SOURCE = "viina"
COLUMNS = frozenset({"geonameid", "date", "status"})
VOTES = frozenset({"status_wiki", "status_boost", "status_dsm", "status_isw"})


def is_viina(header: Sequence[str]) -> bool:
    """Return whether a table's header is VIINA's.

    Examples
    --------
    >>> is_viina(["geonameid", "date", "status_wiki", "status"]), is_viina(["geonameid", "status"])
    (True, False)
    """
    return set(header) >= COLUMNS and not VOTES.isdisjoint(header)


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    r"""Read one day of a VIINA control table; the table is passed through once, line by line.

    Parameters
    ----------
    path : Path
        `control_latest_YYYY.csv`: `geonameid, date (YYYYMMDD), status_..., status`, the last the
        majority of the sources: UA, RU or CONTESTED.
    limits : Limits
        How large it may be.
    layer : str, optional
        The day, as YYYY-MM-DD; the last in the table if not given.

    Raises
    ------
    InputError
        If the day is not in the table, or a row is not as described.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> text = "geonameid,date,status_wiki,status\n1,20240101,UA,UA\n1,20240102,RU,RU\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.csv")
    ...     _ = path.write_text(text)
    ...     read(path).held, read(path, layer="2024-01-01").held[0].party
    ((Held(row=3, party='RU', id=1, name='', oblast='', lonlat=None),), 'UA')
    """
    size(path, limits.table)
    asked = layer.replace("-", "") if layer else ""
    last = ""
    held: list[Held] = []
    with rows(path) as (header, lines):
        place, day, status = (header.index(name) for name in ("geonameid", "date", "status"))
        for line, row in lines:
            when = row[day]
            if when > last and not asked:
                last, held = when, []
            if when != (asked or last):
                continue
            found = number(row[place])
            if found is None:
                raise InputError(
                    f"{path.name}, line {line}, has the geonameid {row[place]!r:.40}; a whole "
                    "number is expected."
                )
            held.append(Held(line, row[status].strip(), found))
            count(path, len(held), limits.features, "rows of one day")
    if not held:
        raise InputError(f"{path.name} has no row of {layer or 'any day'}; give a day it covers.")
    return Reading(
        path, "VIINA settlement control", held=tuple(held), date=_date(path, asked or last)
    )


def _date(path: Path, text: str) -> dt.date:
    try:
        return dt.datetime.strptime(text, "%Y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError as error:
        raise InputError(
            f"{path.name} has the date {text!r:.40}; VIINA writes YYYYMMDD."
        ) from error
