"""Raions and hromadas: which there are, what they are called, and finding one by its name."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ceaseline.geo.country_file import in_force
from ceaseline.geo.data import read_csv
from ceaseline.geo.gazetteer.romanise import key, latin_readings
from ceaseline.geo.said import Named, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.geo.country_file import CountryFile

__all__ = ["Unit", "hromadas", "raions", "units_called"]

HROMADA, RAION = "hromada", "raion"

_KINDS: Final = re.compile(
    r"(?i)^(?:м\.|місто )|\b(?:raion|district|hromada|community|район|громада|община|territorial|"
    r"territorialna|urban|rural|міська|сільська|селищна|територіальна)\b"
)


@dataclass(frozen=True)
class Unit:
    """A raion or a hromada.

    Attributes
    ----------
    code : str
        Of the official codifier (KATOTTG).
    kind : str
        ``raion`` or ``hromada``.
    oblast : str
        ISO 3166-2 code.
    raion : str
        Code of the raion; a raion's own.
    name, name_uk, name_ru : str
        The name in Ukrainian romanisation, in Ukrainian, in Russian (of raions only): an
        adjective, as Khersonskyi, Oleshkivska.
    former_uk : str
        Its name in 2022, where it has changed since; else empty.
    centre_uk : str
        Name of its centre.
    centre : int
        Id of the settlement that is a hromada's centre; 0 for a raion and where it is not known.
    people : int, optional
        Official, of 1 January 2022; None in Crimea and Sevastopol.
    """

    code: str
    kind: str
    oblast: str
    raion: str
    name: str
    name_uk: str
    name_ru: str
    former_uk: str
    centre_uk: str
    centre: int
    people: int | None

    @property
    def title(self) -> str:
        """The name with its kind.

        Examples
        --------
        >>> raions()["UA65100000000029736"].title, hromadas()["UA80000000000093317"].title
        ('Khersonskyi raion', 'Kyiv')
        """
        if self.code == self.raion and self.kind == HROMADA:
            return self.named  # a city that is a unit of its own
        if self.kind == RAION:
            return said("{unit} raion", unit=self.named)
        return said("{unit} hromada", unit=self.named)

    @property
    def named(self) -> Named:
        """The name, with its Ukrainian and Russian ones."""
        return Named.of(self.name, {"uk": self.name_uk, "ru": self.name_ru or self.name_uk})


def raions(of: CountryFile | None = None) -> Mapping[str, Unit]:
    """Return the raions of a country by code, cities that are no part of one among them.

    Parameters
    ----------
    of : CountryFile, optional
        The country; the one that is studied if not given. Without raions there are none.

    Examples
    --------
    >>> len(raions()), raions()["UA65100000000029736"].people
    (138, 450233)
    """
    return _raions(of if of is not None else in_force())


@functools.lru_cache(maxsize=8)
def _raions(country: CountryFile) -> Mapping[str, Unit]:
    rows = _table(country, country.table.raions)
    # a raion is named after its centre, as the hromada of that centre is
    adjective = {row["code"]: row["name_uk"].removesuffix("ий") + "а" for row in rows}
    seats = {
        unit.raion: unit.centre_uk
        for unit in hromadas(country).values()
        if unit.name_uk in (adjective.get(unit.raion), unit.centre_uk)
    }
    return MappingProxyType({
        row["code"]: Unit(
            row["code"], RAION, row["oblast"], row["code"], row["name"], row["name_uk"],
            row["name_ru"], "", seats.get(row["code"], ""), 0, _count(row["people"]),
        )
        for row in rows
    })  # fmt: skip


def hromadas(of: CountryFile | None = None) -> Mapping[str, Unit]:
    """Return the hromadas of a country by code, cities that are no part of a raion among them.

    Parameters
    ----------
    of : CountryFile, optional
        The country; the one that is studied if not given. Without hromadas there are none.

    Examples
    --------
    >>> sum(unit.people or 0 for unit in hromadas().values())
    41167335
    """
    return _hromadas(of if of is not None else in_force())


def _table(country: CountryFile, name: str) -> list[dict[str, str]]:
    path = country.file(name)
    return [] if path is None else read_csv(path)


@functools.lru_cache(maxsize=8)
def _hromadas(country: CountryFile) -> Mapping[str, Unit]:
    rows = _table(country, country.table.hromadas)
    return MappingProxyType({
        row["code"]: Unit(
            row["code"], HROMADA, row["oblast"], row["raion"], row["name"], row["name_uk"], "",
            row["former_uk"], row["centre_uk"], int(row["centre"]), _count(row["people"]),
        )
        for row in rows
    })  # fmt: skip


def _count(text: str) -> int | None:
    return int(text) if text else None


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, unit.name_uk, unit.name_ru, unit.former_uk, unit.centre_uk)


@functools.lru_cache(maxsize=8)
def _by_name(country: CountryFile) -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for unit in (*raions(country).values(), *hromadas(country).values()):
        names = filter(None, _names(unit))
        for word in sorted({reading for name in names for reading in latin_readings(name)}):
            found[word].append(unit)
    return {word: tuple(units) for word, units in found.items()}


def units_called(text: str) -> tuple[Unit, ...]:
    """Return the raions and hromadas of a code or a name, raions first.

    Parameters
    ----------
    text : str
        A code of the codifier, or a name in any of its languages, or that of the centre; with or
        without the kind, which then decides.

    Examples
    --------
    >>> [unit.title for text in ("Oleshky hromada", "Kherson Raion") for unit in units_called(text)]
    ['Oleshkivska hromada', 'Khersonskyi raion']
    >>> units_called("UA65100000000029736")[0].title, units_called("Berlin")
    ('Khersonskyi raion', ())
    """
    word = text.strip()
    code = word.upper()
    if code in raions() or code in hromadas():
        return (raions().get(code) or hromadas()[code],)
    plain = " ".join(_KINDS.sub(" ", word).split())
    found = {unit.code: unit for name in (plain, word) for unit in _named(name)}
    kind = _kind(word)
    return tuple(unit for unit in found.values() if kind in ("", unit.kind))


def _named(name: str) -> list[Unit]:
    return [
        unit for word in sorted(latin_readings(name)) for unit in _by_name(in_force()).get(word, ())
    ]


def _kind(text: str) -> str:
    words = {key(word) for word in text.split()}
    if words & {"raion", "район", "district"}:
        return RAION
    return HROMADA if words & {"hromada", "громада", "община", "community"} else ""
