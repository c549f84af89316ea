"""CSV of settlements: one row a settlement, with the party that holds it."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TextIO

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import match
from ceaseline.geo.readers.limits import LIMITS, Limits, count, size
from ceaseline.geo.readers.parts import Fault, FaultyPart, listed
from ceaseline.geo.readers.reading import Held, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = [
    "ID", "MOST_FAULTS", "NAME", "OBLAST", "PARTY", "encoding_of", "is_table", "number", "read",
    "rows",
]  # fmt: skip

ID = ("geonameid", "geonames_id", "id")
NAME = ("name", "settlement", "place", "city")
OBLAST = ("oblast", "region", "unit_code", "adm1")
PARTY = ("party", "held_by", "controlled_by", "control", "status")
LON = ("lon", "longitude", "long", "lng", "x")
LAT = ("lat", "latitude", "y")
DATED = re.compile(r"held_by_(\d{4}-\d{2}-\d{2})$")
MOST_FAULTS = 20
_BEFORE = 20
_LONGEST = 10_000
_OLD = "cp1251"
"""What spreadsheets write in Ukraine and Russia where they do not write Unicode."""


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    r"""Read a CSV table of settlements.

    Parameters
    ----------
    path : Path
        UTF-8, UTF-16 with its mark, or Windows-1251 where that gives names of settlements;
        separated by commas, semicolons or tabs. Columns: `geonameid`, `name` (and `oblast`) or
        `lon` and `lat`, and `party` (or `held_by`, `control`, `status`, or
        `held_by_YYYY-MM-DD`). Cells are taken as text: a formula is a name that matches nothing.
    limits : Limits
        How large it may be.
    layer : str, optional
        Where there are several columns `held_by_YYYY-MM-DD`, the date of the one to read; the last
        if not given.

    Raises
    ------
    InputError
        If it is no such table; every faulty row is named, up to 20. A row whose position is none is
        a fault of the reading, and left out.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.csv")
    ...     _ = path.write_text("name;oblast;party\nPokrovsk;Donetsk;Russia\n")
    ...     read(path).held
    (Held(row=2, party='Russia', id=None, name='Pokrovsk', oblast='Donetsk', lonlat=None),)
    """
    size(path, limits.text)
    encoding = encoding_of(path)
    with rows(path, encoding) as (header, lines):
        column, date = _party(path, header, layer)
        where = _columns(path, header)
        held = []
        faults: list[str] = []
        nowhere: list[Fault] = []
        for line, row in lines:
            if not row[column].strip():
                continue
            try:
                held.append(_row(path, line, row, column, where))
            except FaultyPart as error:
                nowhere.append(Fault(f"line {line}", None, error.value, error.why))
            except InputError as error:
                faults.append(str(error))
            count(path, len(held), limits.features, "rows")
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise InputError.of(faults)
    if not held:
        told = "".join(f" {note}" for note in listed(tuple(nowhere)))
        raise InputError(f"{path.name} has no row that says who holds a settlement.{told}")
    notes = (*(_old(path, held) if encoding == _OLD else ()), *listed(tuple(nowhere)))
    return Reading(
        path, "CSV of settlements", held=tuple(held), date=date, notes=notes,
        faults=tuple(nowhere),
    )  # fmt: skip


@dataclass(frozen=True)
class _Columns:
    """Which column holds what."""

    ids: int | None
    names: int | None
    oblasts: int | None
    lon: int | None
    lat: int | None


def _columns(path: Path, header: list[str]) -> _Columns:
    found = _Columns(*(_first(header, known) for known in (ID, NAME, OBLAST, LON, LAT)))
    placed = found.lon is not None and found.lat is not None
    if found.ids is None and found.names is None and not placed:
        raise InputError(
            f"{path.name} has the columns {', '.join(header):.120} and none that names the "
            "settlement; call it `geonameid` or `name`, or give `lon` and `lat`."
        )
    return found if placed else replace(found, lon=None, lat=None)


def _row(path: Path, line: int, row: list[str], party: int, where: _Columns) -> Held:
    def cell(column: int | None) -> str:
        return "" if column is None else row[column].strip()

    found, name = number(cell(where.ids)), cell(where.names)
    spot = None
    if cell(where.lon) or cell(where.lat):
        spot = _degrees(cell(where.lon), 180), _degrees(cell(where.lat), 90)
        if None in spot:
            given = f"{cell(where.lon)!r:.30}, {cell(where.lat)!r:.30}"
            raise FaultyPart("has a position that is no longitude and latitude in degrees", given)
    if found is None and not name and spot is None:
        raise InputError(f"{path.name}, line {line}: no settlement is named.")
    lonlat = None if spot is None else (float(spot[0] or 0.0), float(spot[1] or 0.0))
    return Held(line, cell(party), found, name, cell(where.oblasts), lonlat)


def _degrees(text: str, most: float) -> float | None:
    """Return an angle, its decimals after a point or a comma; None if it is none."""
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if abs(found) <= most else None


def is_table(text: str) -> bool:
    r"""Return whether a text begins with the header of a table of settlements.

    Examples
    --------
    >>> is_table("name;oblast;party\nPokrovsk;Donetsk;Russia"), is_table("who holds what")
    (True, False)
    """
    lines = text.split("\n", 2)
    first = lines[1] if lines[0].lower().startswith("sep=") and len(lines) > 1 else lines[0]
    header = {name.strip().strip('"').lower() for name in re.split("[,;\t]", first)}
    known = {*ID, *NAME, *LON, *PARTY}
    return len(header) > 1 and len(header & known) > 1


def encoding_of(path: Path) -> str:
    """Return how a table is encoded: as its mark says, else UTF-8, else perhaps Windows-1251."""
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            data.decode(_OLD)
        except UnicodeDecodeError:
            raise _not_text(path, error) from error
        return _OLD
    return "utf-8-sig"


def _old(path: Path, held: list[Held]) -> tuple[str, ...]:
    """Return the note that a table was read as Windows-1251; refuse it where its names are none."""
    names = {(row.name, row.oblast) for row in held if row.name and not row.name.isascii()}
    found = sum(_is_settlement(*name) for name in names)
    if not names or 2 * found < len(names):
        raise InputError(
            f"{path.name} is not UTF-8 text (and {found} of its {len(names)} names are settlements "
            "if it is taken for Windows-1251); save it as UTF-8."
        )
    told = f"{found:,} of its {len(names):,} names in Cyrillic are settlements"
    return (f"Not UTF-8: read as Windows-1251, in which {told}.",)


def _is_settlement(name: str, oblast: str) -> bool:
    try:
        match(name, oblast or None)
    except InputError:
        return False
    return True


def _not_text(path: Path, error: UnicodeDecodeError) -> InputError:
    return InputError(
        f"{path.name} is not UTF-8 text (byte {error.start:,} is none of a letter); save it as "
        "UTF-8."
    )


@contextmanager
def rows(
    path: Path, encoding: str = "utf-8-sig"
) -> Iterator[tuple[list[str], Iterator[tuple[int, list[str]]]]]:
    """Open a table: its header in lower case, and its rows with their line numbers.

    Raises
    ------
    InputError
        While reading, if it is not in the encoding, a row is ragged or a quote stays open.
    """
    try:
        with path.open(encoding=encoding, newline="") as stream:
            first, before, told = _start(stream)
            separator = told or max(",;\t", key=first.count)
            stream.seek(0)
            for _ in range(before):
                stream.readline()
            reader = csv.reader(stream, delimiter=separator, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            yield header, _rows(path, reader, len(header), before + 2)
    except UnicodeDecodeError as error:
        raise _not_text(path, error) from error
    except csv.Error as error:
        raise InputError(
            f"{path.name} is not a proper CSV table: {_broken(str(error))}; save it anew as CSV."
        ) from error


def _start(stream: TextIO) -> tuple[str, int, str]:
    """Return the header's line, how many stand before it, and the separator that Excel names."""
    told = ""
    for before in range(_BEFORE):
        line = stream.readline(_LONGEST)
        found = re.match(r'"?sep=(.)', line, re.IGNORECASE)
        if found:
            told = found[1]
        elif line.strip() or not line:
            return line, before, told
    return "", _BEFORE, told


def _broken(said: str) -> str:
    """Return what is wrong with a table, in our own words."""
    if "field larger" in said or "unexpected end" in said:
        return "a quote is opened and never closed"
    if "NUL" in said:
        return "it holds a NUL character"
    return "a quote is closed inside a cell, or a line break stands where none may"


def _rows(
    path: Path, reader: Iterator[list[str]], width: int, start: int
) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(reader, start):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != width:
            raise InputError(
                f"{path.name}, line {line}, has {len(row)} cells where the header has {width}; "
                "quote cells that hold the separator."
            )
        yield line, row


def number(text: str) -> int | None:
    """Return a whole number, or None.

    Examples
    --------
    >>> number(" 706950 "), number("706950.0"), number("=1+1"), number("")
    (706950, 706950, None, None)
    """
    found = re.fullmatch(r"\s*(\d{1,12})(?:\.0+)?\s*", text)
    return int(found[1]) if found else None


def _first(header: list[str], known: tuple[str, ...]) -> int | None:
    return next((header.index(name) for name in known if name in header), None)


def _party(path: Path, header: list[str], date: str | None) -> tuple[int, dt.date | None]:
    dated = {m[1]: k for k, name in enumerate(header) if (m := DATED.match(name))}
    if dated:
        chosen = date or max(dated)
        if chosen not in dated:
            raise InputError(f"{path.name} has no date {chosen!r}; it has {', '.join(dated)}.")
        return dated[chosen], dt.date.fromisoformat(chosen)
    column = _first(header, PARTY)
    if column is None:
        raise InputError(
            f"{path.name} has the columns {', '.join(header):.120} and none that says who holds "
            "the settlement; call it `party`."
        )
    return column, None
