"""The first-level units by ISO codes, p-codes or names, as publishers and people write them."""

from __future__ import annotations

import functools
import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ceaseline.geo.country_file import in_force
from ceaseline.geo.data import read_csv
from ceaseline.geo.gazetteer.romanise import key, romanise, romanise_russian
from ceaseline.geo.said import Named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.geo.country_file import CountryFile

__all__ = ["unit_code", "unit_codes", "unit_names", "unit_spellings"]

_KIND: Final = re.compile(
    r"(?i)\s*\b(?:oblast['’ʹ]?|oblasts|obl\.?|region|province|область|области|області|обл\.?)$"
)
"""The word for an oblast after its name, written out, in the genitive or abbreviated."""


@functools.lru_cache(maxsize=8)
def _rows(country: CountryFile) -> tuple[dict[str, str], ...]:
    """Return the rows of a country's units: ``code``, ``name``, ``name_uk``, ``name_ru``."""
    table = country.file(country.table.unit_table)
    if table is not None:
        found = read_csv(table)
    else:
        features = json.loads((country.path.parent / country.table.units).read_bytes())["features"]
        found = [feature["properties"] for feature in features]
    return tuple({"name_uk": "", "name_ru": ""} | row for row in found)


def unit_names(of: CountryFile | None = None) -> Mapping[str, Named]:
    """Return the names of a country's units by their codes: romanised, and their own.

    Parameters
    ----------
    of : CountryFile, optional
        The country; the one that is studied if not given.

    Examples
    --------
    >>> unit_names()["UA-14"]
    'Donetsk'
    """
    return _names(of if of is not None else in_force())


@functools.lru_cache(maxsize=8)
def _names(country: CountryFile) -> Mapping[str, Named]:
    return MappingProxyType(
        {
            row["code"]: Named.of(row["name"], {"uk": row["name_uk"], "ru": row["name_ru"]})
            for row in _rows(country)
        }
    )


@functools.lru_cache(maxsize=8)
def _by_name(country: CountryFile) -> Mapping[str, str]:
    table: dict[str, str] = {}
    capital = _capital(country)
    for code, names in _spelt(country).items():
        for name in names:
            if key(name) not in capital or code == country.table.capital:
                table[key(name)] = code
    return table


def _capital(country: CountryFile) -> set[str]:
    """Return the keys of the capital's names, which the unit around it may bear too."""
    own = _names(country).get(country.table.capital or "")
    return {key(own), key(own.others.get("uk", own))} if own else set()


@functools.lru_cache(maxsize=8)
def _spelt(country: CountryFile) -> Mapping[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in _rows(country):
        short, russian = (row[n].removesuffix(" область") for n in ("name_uk", "name_ru"))
        names = [row["name"], row["name_uk"], row["name_ru"], short, romanise(short)]
        names += [romanise(row["name_uk"]), russian, romanise_russian(russian)]
        names += country.spellings.get(row["code"], ())
        table[row["code"]] = tuple(name for name in names if name)
    return table


def unit_spellings(code: str) -> tuple[str, ...]:
    """Return the names of a unit as publishers and people write them; none for an unknown code.

    Examples
    --------
    >>> unit_spellings("UA-43")[:3], unit_spellings("XX-1")
    (('Crimea', 'Автономна Республіка Крим', 'Автономная Республика Крым'), ())
    """
    return _spelt(in_force()).get(code, ())


def unit_code(text: str) -> str | None:
    """Return the code of a unit of the country that is studied, from its code, p-code or name.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None
        None if it is none of them.

    Examples
    --------
    >>> [unit_code(t) for t in ("UA-14", "UA44", "Odessa Oblast", "Київ", "Kyivska", "Berlin")]
    ['UA-14', 'UA-09', 'UA-51', 'UA-30', 'UA-32', None]
    >>> [unit_code(t) for t in ("Донецька", "Донецкая область", "Kharkovskaya oblast")]
    ['UA-14', 'UA-14', 'UA-63']
    >>> [unit_code(t) for t in ("Донецька обл.", "Харьковской области", "Sumy obl", "обл.")]
    ['UA-14', 'UA-63', 'UA-59', None]
    """
    country = in_force()
    names = _by_name(country)
    word = text.strip()
    codes = {code.upper(): code for code in names.values()}
    if (own := codes.get(word.upper())) is not None:
        return own
    if (found := _of_pcode(word, country)) is not None:
        return found
    plain = re.sub(_KIND, "", word)
    if plain != word and re.search(r"(?i)област[иі]$", word):
        plain = re.sub(r"ой$", "ая", re.sub(r"ої$", "а", plain))
    capital = _names(country).get(country.table.capital or "")
    for name in (word, plain + " Oblast", plain):
        shared = capital is not None and key(name) == key(capital)
        if key(name) in names and (plain == word or not shared):
            return names[key(name)]
    return None


def _of_pcode(word: str, country: CountryFile) -> str | None:
    """Return the unit of a code of the national codifier, at any level."""
    found = re.fullmatch(rf"(?i){re.escape(country.code)}(\d\d)(\d{{0,2}}|0{{8,17}})", word)
    return country.table.pcodes.get(found[1]) if found else None


def unit_codes() -> list[str]:
    """Return the codes of the units of the country that is studied, in order.

    Examples
    --------
    >>> unit_codes()[:2], len(unit_codes())
    (['UA-05', 'UA-07'], 27)
    """
    return sorted(row["code"] for row in _rows(in_force()))
