"""CSV of settlements: one row a settlement, with the party that holds it."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.gazetteer.settlements import match
from geo.readers.limits import LIMITS, Limits, count, size
from geo.readers.reading import Held, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["MOST_FAULTS", "encoding_of", "number", "read", "rows"]

ID = ("geonameid", "geonames_id", "id")
NAME = ("name", "settlement", "place", "city")
OBLAST = ("oblast", "region", "unit_code", "adm1")
PARTY = ("party", "held_by", "controlled_by", "control", "status")
DATED = re.compile(r"held_by_(\d{4}-\d{2}-\d{2})$")
MOST_FAULTS = 20
_OLD = "cp1251"
"""What spreadsheets write in Ukraine and Russia where they do not write Unicode."""


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    r"""Read a CSV table of settlements.

    Parameters
    ----------
    path : Path
        UTF-8, UTF-16 with its mark, or Windows-1251 where that gives names of settlements;
        separated by commas, semicolons or tabs. Columns: `geonameid` or `name` (and
        `oblast`), and `party` (or `held_by`, `control`, `status`, or `held_by_YYYY-MM-DD`).
        Cells are taken as text: a formula is a name that matches nothing.
    limits : Limits
        How large it may be.
    layer : str, optional
        Where there are several columns `held_by_YYYY-MM-DD`, the date of the one to read; the last
        if not given.

    Raises
    ------
    InputError
        If it is no such table; every faulty row is named, up to 20.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.csv")
    ...     _ = path.write_text("name;oblast;party\nPokrovsk;Donetsk;Russia\n")
    ...     read(path).held
    (Held(row=2, party='Russia', id=None, name='Pokrovsk', oblast='Donetsk'),)
    """
    size(path, limits.text)
    encoding = encoding_of(path)
    with rows(path, encoding) as (header, lines):
        column, date = _party(path, header, layer)
        ids, names, oblasts = (_first(header, known) for known in (ID, NAME, OBLAST))
        if ids is None and names is None:
            raise InputError(
                f"{path.name} has the columns {', '.join(header):.120} and none that names the "
                "settlement; call it `geonameid` or `name`."
            )
        held = []
        faults: list[str] = []
        for line, row in lines:
            party = row[column].strip()
            if not party:
                continue
            found = number(row[ids]) if ids is not None else None
            name = row[names].strip() if names is not None else ""
            if found is None and not name:
                faults.append(f"{path.name}, line {line}: no settlement is named.")
            oblast = row[oblasts].strip() if oblasts is not None else ""
            held.append(Held(line, party, found, name, oblast))
            count(path, len(held), limits.features, "rows")
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise InputError.of(faults)
    if not held:
        raise InputError(f"{path.name} has no row that says who holds a settlement.")
    notes = _old(path, held) if encoding == _OLD else ()
    return Reading(path, "CSV of settlements", held=tuple(held), date=date, notes=notes)


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
            raise _not_text(path, error.reason) from error
        return _OLD
    return "utf-8-sig"


def _old(path: Path, held: list[Held]) -> tuple[str, ...]:
    """Return the note that a table was read as Windows-1251; refuse it where its names are none."""
    names = {(row.name, row.oblast) for row in held if row.name and not row.name.isascii()}
    found = sum(_is_settlement(*name) for name in names)
    if not names or 2 * found < len(names):
        raise _not_text(path, f"and {found} of its {len(names)} names are settlements if it is "
                              "taken for Windows-1251")  # fmt: skip
    told = f"{found:,} of its {len(names):,} names in Cyrillic are settlements"
    return (f"Not UTF-8: read as Windows-1251, in which {told}.",)


def _is_settlement(name: str, oblast: str) -> bool:
    try:
        match(name, oblast or None)
    except InputError:
        return False
    return True


def _not_text(path: Path, reason: str) -> InputError:
    return InputError(f"{path.name} is not UTF-8 text ({reason}); save it as UTF-8.")


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
            first = stream.readline(10_000)
            stream.seek(0)
            separator = max(",;\t", key=first.count)
            reader = csv.reader(stream, delimiter=separator, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            yield header, _rows(path, reader, len(header))
    except UnicodeDecodeError as error:
        raise _not_text(path, error.reason) from error
    except csv.Error as error:
        raise InputError(f"{path.name} is not a proper CSV table: {error}.") from error


def _rows(path: Path, reader: Iterator[list[str]], width: int) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(reader, 2):
        if not row:
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
