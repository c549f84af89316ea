"""The official codifier of units and settlements (KATOTTG), read from its workbook."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from defusedxml.ElementTree import iterparse

from ceaseline.geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Codifier", "Entry", "read_codifier", "spelt"]

OBLASTS: Final = {
    "01": "UA-43", "05": "UA-05", "07": "UA-07", "12": "UA-12", "14": "UA-14", "18": "UA-18",
    "21": "UA-21", "23": "UA-23", "26": "UA-26", "32": "UA-32", "35": "UA-35", "44": "UA-09",
    "46": "UA-46", "48": "UA-48", "51": "UA-51", "53": "UA-53", "56": "UA-56", "59": "UA-59",
    "61": "UA-61", "63": "UA-63", "65": "UA-65", "68": "UA-68", "71": "UA-71", "73": "UA-77",
    "74": "UA-74", "80": "UA-30", "85": "UA-40",
}  # fmt: skip
"""The first digits of a code to ISO 3166-2."""

RAION, HROMADA, CITY, TOWN, VILLAGE, OWN = "P", "H", "M", "X", "C", "K"
"""Categories: raion, hromada, city, settlement (urban-type ones among them), village, and a city
that is a unit of its own."""

_SPACE: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRINGS, _SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
_LEVELS: Final = "ABCDE"
_LATIN: Final = str.maketrans("aceiopxyABCEHIKMOPTXYc", "асеіорхуАВСЕНІКМОРТХУс")
_APOSTROPHES: Final = re.compile("['`´ʼ′‘]")


@dataclass(frozen=True)
class Entry:
    """One object of the codifier.

    Attributes
    ----------
    code, category, name : str
        ``UA`` and 17 digits; a letter; the name in Ukrainian.
    raion, hromada : str
        Codes of those that it lies in, itself for a raion or hromada; empty above them.
    """

    code: str
    category: str
    name: str
    raion: str
    hromada: str

    @property
    def oblast(self) -> str:
        """ISO 3166-2 code of the first-level unit."""
        return OBLASTS[self.code[2:4]]


@dataclass(frozen=True)
class Codifier:
    """The codifier's raions, hromadas and settlements.

    Attributes
    ----------
    raions, hromadas, settlements : mapping of code to Entry
        In the codifier's order. A city that is a unit of its own stands among the hromadas and
        the settlements, and has itself as its raion.
    """

    raions: Mapping[str, Entry]
    hromadas: Mapping[str, Entry]
    settlements: Mapping[str, Entry]


def spelt(text: str) -> str:
    """Return a Ukrainian name with Latin letters that look Cyrillic and apostrophes made one.

    Examples
    --------
    >>> spelt(" Короcтишів "), spelt("Кам'янка")
    ('Коростишів', 'Кам’янка')
    """
    if re.search("[а-яіїєґ]", text.lower()):
        text = text.translate(_LATIN)
    return " ".join(_APOSTROPHES.sub("\N{RIGHT SINGLE QUOTATION MARK}", text).split())


def read_codifier(path: Path) -> Codifier:
    """Read the codifier's workbook.

    Parameters
    ----------
    path : Path
        ``kodifikator.xlsx``: five columns of codes, one a level, then the category and the name.

    Raises
    ------
    DataError
        If it is no such workbook.
    """
    try:
        entries = [entry for row in _rows(path) if (entry := _entry(row))]
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise DataError(f"{path.name} is not the codifier's workbook ({error}).") from error
    if not entries:
        raise DataError(f"{path.name} lists no unit; give the codifier's workbook.")
    own = [_as_unit(entry) for entry in entries if entry.category == OWN]
    return Codifier(
        {e.code: e for e in [*_of(entries, RAION), *own]},
        {e.code: e for e in [*_of(entries, HROMADA), *own]},
        {e.code: e for e in [*_of(entries, CITY + TOWN + VILLAGE), *own]},
    )


def _of(entries: list[Entry], categories: str) -> list[Entry]:
    return [entry for entry in entries if entry.category in categories]


def _as_unit(city: Entry) -> Entry:
    return Entry(city.code, city.category, city.name, city.code, city.code)


def _entry(row: Mapping[str, str]) -> Entry | None:
    """Return a row as an entry; None for headings and districts of cities."""
    levels = [row[column] for column in _LEVELS if column in row]
    category, name = row.get("F", ""), row.get("G", "")
    if category not in {RAION, HROMADA, CITY, TOWN, VILLAGE, OWN} or not name:
        return None
    raion, hromada = row.get("B", ""), row.get("C", "")
    return Entry(levels[-1], category, spelt(name), raion, hromada)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the sheet's rows: text by the letter of its column."""
    with zipfile.ZipFile(path) as book:
        with book.open(_STRINGS) as file:
            strings = ["".join(_texts(item)) for item in _elements(file, "si")]
        with book.open(_SHEET) as file:
            for row in _elements(file, "row"):
                yield dict(_cells(row, strings))


def _elements(file: Any, name: str) -> Iterator[Any]:
    for _, element in iterparse(file):
        if element.tag == _SPACE + name:
            yield element
            element.clear()


def _texts(item: Any) -> Iterator[str]:
    for text in item.iter(f"{_SPACE}t"):
        yield text.text or ""


def _cells(row: Any, strings: list[str]) -> Iterator[tuple[str, str]]:
    for cell in row.iter(f"{_SPACE}c"):
        value = cell.find(f"{_SPACE}v")
        if value is not None:
            text = strings[int(value.text)] if cell.get("t") == "s" else value.text
            yield cell.get("r").rstrip("0123456789"), text
