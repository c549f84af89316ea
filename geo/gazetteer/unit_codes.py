"""The first-level units by ISO codes, p-codes or names, as publishers and people write them."""

from __future__ import annotations

import functools
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.gazetteer.romanise import key, romanise, romanise_russian
from ceaseline.geo.said import Named

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["unit_code", "unit_codes", "unit_names", "unit_spellings"]

_PCODE: Final = {
    "01": "43", "05": "05", "07": "07", "12": "12", "14": "14", "18": "18", "21": "21", "23": "23",
    "26": "26", "32": "32", "35": "35", "44": "09", "46": "46", "48": "48", "51": "51", "53": "53",
    "56": "56", "59": "59", "61": "61", "63": "63", "65": "65", "68": "68", "71": "71", "73": "77",
    "74": "74", "80": "30", "85": "40",
}  # fmt: skip
"""The first digits of the national codifier, as OCHA's p-codes have them, to ISO 3166-2."""

_OTHER_NAMES: Final = {
    "UA-12": ("Dnipro",), "UA-21": ("Transcarpathia",), "UA-23": ("Zaporizhia", "Zaporizhzhya"),
    "UA-30": ("Kyiv City", "Kiev", "Kiev City", "м. Київ"), "UA-32": ("Kiev Oblast", "Kyivska"),
    "UA-40": ("Sevastopol City", "м. Севастополь"),
    "UA-43": ("Autonomous Republic of Crimea", "AR Crimea", "Автономна Республіка Крим", "АРК",
              "Крим", "Крым"),
    "UA-51": ("Odessa",), "UA-46": ("L'viv",), "UA-05": ("Vinnytsya",), "UA-48": ("Mykolayiv",),
}  # fmt: skip


_KIND: Final = re.compile(
    r"(?i)\s*\b(?:oblast['’ʹ]?|oblasts|obl\.?|region|province|область|области|області|обл\.?)$"
)
"""The word for an oblast after its name, written out, in the genitive or abbreviated."""


@functools.cache
def unit_names() -> Mapping[str, Named]:
    """Return the names of the 27 units by their ISO 3166-2 codes: romanised, and their own.

    Examples
    --------
    >>> unit_names()["UA-14"]
    'Donetsk'
    """
    return MappingProxyType(
        {
            row["code"]: Named.of(row["name"], {"uk": row["name_uk"], "ru": row["name_ru"]})
            for row in read_csv(FOLDER / "units.csv")
        }
    )


@functools.cache
def _by_name() -> Mapping[str, str]:
    table: dict[str, str] = {}
    for code, names in _spelt().items():
        for name in names:
            if key(name) not in {key("Kyiv"), key("Київ")} or code == "UA-30":
                table[key(name)] = code
    return table


@functools.cache
def _spelt() -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in read_csv(FOLDER / "units.csv"):
        short, russian = (row[n].removesuffix(" область") for n in ("name_uk", "name_ru"))
        names = [row["name"], row["name_uk"], row["name_ru"], short, romanise(short)]
        names += [romanise(row["name_uk"]), russian, romanise_russian(russian)]
        table[row["code"]] = (*names, *_OTHER_NAMES.get(row["code"], ()))
    return table


def unit_spellings(code: str) -> tuple[str, ...]:
    """Return the names of a unit as publishers and people write them; none for an unknown code.

    Examples
    --------
    >>> unit_spellings("UA-43")[:3], unit_spellings("XX-1")
    (('Crimea', 'Автономна Республіка Крим', 'Автономная Республика Крым'), ())
    """
    return _spelt().get(code, ())


def unit_code(text: str) -> str | None:
    """Return the ISO 3166-2 code of a unit from its code, p-code or name.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None
        None if it is none of the 27.

    Examples
    --------
    >>> [unit_code(t) for t in ("UA-14", "UA44", "Odessa Oblast", "Київ", "Kyivska", "Berlin")]
    ['UA-14', 'UA-09', 'UA-51', 'UA-30', 'UA-32', None]
    >>> [unit_code(t) for t in ("Донецька", "Донецкая область", "Kharkovskaya oblast")]
    ['UA-14', 'UA-14', 'UA-63']
    >>> [unit_code(t) for t in ("Донецька обл.", "Харьковской области", "Sumy obl", "обл.")]
    ['UA-14', 'UA-63', 'UA-59', None]
    """
    codes = set(_by_name().values())
    word = text.strip()
    if (iso := word.upper()) in codes:
        return iso
    if (found := re.fullmatch(r"(?i)UA(\d\d)(\d{0,2}|0{8,17})", word)) and found[1] in _PCODE:
        return f"UA-{_PCODE[found[1]]}"
    names = _by_name()
    plain = re.sub(_KIND, "", word)
    if plain != word and re.search(r"(?i)област[иі]$", word):
        plain = re.sub(r"ой$", "ая", re.sub(r"ої$", "а", plain))
    for name in (word, plain + " Oblast", plain):
        if key(name) in names and (plain == word or key(name) != key("Kyiv")):
            return names[key(name)]
    return None


def unit_codes() -> list[str]:
    """Return the ISO 3166-2 codes of the 27 units, in order.

    Examples
    --------
    >>> unit_codes()[:2], len(unit_codes())
    (['UA-05', 'UA-07'], 27)
    """
    return sorted(set(_by_name().values()))
