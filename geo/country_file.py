"""What a country is made of, as a table of TOML says it, and which country is studied.

The table names the files of a country (units, waters, settlements), what parts it (a river,
barriers by date), how its units are called and coded, and what all that rests on. It reads none of
those files: `geo.country.boundaries` and `geo.gazetteer` do, by the country that they are asked
for.
"""

from __future__ import annotations

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, model_validator

from ceaseline.geo.data import FOLDER
from ceaseline.geo.said import Named
from ceaseline.geo.tables import Strict, Words, parsed, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = [
    "Barrier",
    "CountryFile",
    "CountryTable",
    "country_file",
    "embedded",
    "in_force",
    "read_country",
    "using",
]

Text = Annotated[Words, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Names = dict[Annotated[str, Field(pattern=r"^[a-z]{2}$")], Text]

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
Cone = tuple[float, float, float, float]
"""Two standard parallels, the latitude and the longitude of the middle, in degrees."""

_NOT_BARRIERS = ("bank", "whole")


class RiverTable(Strict):
    """The river that parts the country: a file with one line, and its names."""

    file: str
    names: Names


class BarrierTable(Strict):
    """Units that are set apart from the others, and when."""

    name: Text
    units: Annotated[tuple[Code, ...], Field(min_length=1)]
    dates: tuple[Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")], ...] = ()

    @model_validator(mode="after")
    def _named(self) -> BarrierTable:
        if self.name in _NOT_BARRIERS:
            raise ValueError(f"{self.name!r} has a meaning of its own; give it another name")
        return self


class HolderTable(Strict):
    """What files of others call somebody who holds ground, in small letters.

    `names` are whole values of a column of parties, `words` and `stems` stand in a text: whole
    words, and what words begin with.
    """

    names: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()
    stems: tuple[Text, ...] = ()


class SourceTable(Strict):
    """Ids in the catalogue of what each part of the country rests on."""

    units: tuple[str, ...] = ("user-boundaries",)
    around: tuple[str, ...] = ()
    settlements: tuple[str, ...] = ("user-settlements",)


class CountryTable(Strict):
    """The ``[country]`` table."""

    code: Code
    names: Names
    base: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    download: str = ""
    official_area_km2: Annotated[float, Field(gt=0)] | None = None
    units: str
    unit_table: str = ""
    unit_word: Text = "unit"
    unit_words: Text | None = None
    capital: Code | None = None
    settlements: str = ""
    raions: str = ""
    hromadas: str = ""
    land: str = ""
    beyond: str = ""
    lakes: str = ""
    rivers: str = ""
    river: RiverTable | None = None
    barrier: tuple[BarrierTable, ...] = ()
    people: Words = ""
    people_short: Words = ""
    people_source: Words = ""
    window: Box | None = None
    reach: Box | None = None
    plane: Cone | None = None
    map_plane: Cone | None = None
    sources: SourceTable = SourceTable()
    catalogue: str = ""
    spellings: dict[Code, tuple[Text, ...]] = Field(default_factory=dict)
    pcodes: dict[str, Code] = Field(default_factory=dict)
    geonames: dict[str, Code] = Field(default_factory=dict)
    holders: dict[Text, HolderTable] = Field(default_factory=dict)
    labels: dict[Text, tuple[tuple[float, float], ...]] = Field(default_factory=dict)
    seas: tuple[tuple[Text, float, float], ...] = ()

    @model_validator(mode="after")
    def _english(self) -> CountryTable:
        for where, names in (("names", self.names), ("river", self.river and self.river.names)):
            if names is not None and "en" not in names:
                raise ValueError(f'{where} has no English name; add en = "..."')
        return self


@dataclass(frozen=True)
class Barrier:
    """Units whose border nearness does not cross.

    Attributes
    ----------
    name : str
    units : tuple of str
        Their codes.
    dates : tuple of str
        ISO 8601: the dates of control on which it stands; empty for all.
    """

    name: str
    units: tuple[str, ...]
    dates: tuple[str, ...] = ()

    def stands(self, date: str) -> bool:
        """Return whether it stands on a date.

        Examples
        --------
        >>> Barrier("Isthmus", ("X-1",), ("2022-02-23",)).stands("2024-11-20")
        False
        """
        return not self.dates or date in self.dates


@dataclass(frozen=True, eq=False)
class CountryFile:
    """A country as its table describes it; two are the same only where they are one object.

    Attributes
    ----------
    path : Path
        Of the file with the table; the files it names lie beside it.
    code : str
        Of the country, as tables of figures give it.
    name : Named
        English, and in other languages.
    table : CountryTable
        Everything as it was given.
    barriers : tuple of Barrier
    """

    path: Path
    table: CountryTable = field(repr=False)

    @property
    def code(self) -> str:
        """The code of the country."""
        return self.table.code

    @property
    def base(self) -> str:
        """The name of its own boundaries, as ``--boundaries`` takes it."""
        return self.table.base

    @functools.cached_property
    def name(self) -> Named:
        """The name of the country."""
        return _named(self.table.names)

    @functools.cached_property
    def river_name(self) -> Named | None:
        """The name of the river that parts the country, if one does."""
        return None if self.table.river is None else _named(self.table.river.names)

    @property
    def unit_words(self) -> tuple[str, str]:
        """What one of its units is called, and several."""
        one = self.table.unit_word
        return one, self.table.unit_words or f"{one}s"

    @property
    def official_area_m2(self) -> float | None:
        """The published area, m²; None where none was given."""
        own = self.table.official_area_km2
        return None if own is None else own * 1e6

    @functools.cached_property
    def barriers(self) -> tuple[Barrier, ...]:
        """The barriers, in the order of the table."""
        return tuple(Barrier(one.name, one.units, one.dates) for one in self.table.barrier)

    @property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """What units are called beside their names, by code."""
        return MappingProxyType(self.table.spellings)

    def file(self, name: str) -> Path | None:
        """Return where a file of the table lies; None where the table names none.

        Parameters
        ----------
        name : str
            As the table gives it, relative to its own file.
        """
        return self.path.parent / name if name else None

    def files(self) -> dict[str, Path]:
        """Return the files that the table names, by their keys."""
        own = self.table
        keys = ("units", "unit_table", "settlements", "raions", "hromadas")
        named = {key: getattr(own, key) for key in (*keys, "land", "beyond", "lakes", "rivers")}
        named["river.file"] = own.river.file if own.river else ""
        named["catalogue"] = own.catalogue
        return {key: self.path.parent / name for key, name in named.items() if name}


def _named(names: Mapping[str, str]) -> Named:
    return Named.of(names["en"], {code: name for code, name in names.items() if code != "en"})


def country_file(table: Mapping[str, Any], path: Path, under: str = "country") -> CountryFile:
    """Return a country from a table that was read already.

    Raises
    ------
    InputError
        If it is no such table: every fault on a line of its own.
    """
    return CountryFile(path, parsed(CountryTable, table, path, under))


def read_country(path: Path) -> CountryFile:
    """Return the country in a file of its own, whose keys are those of ``[country]``.

    Raises
    ------
    InputError
        If the file cannot be read or is no country: every fault on a line of its own.

    Examples
    --------
    >>> read_country(FOLDER / "country.toml").name
    'Ukraine'
    """
    return country_file(read_toml(path, "the TOML file of a country"), path, "")


@functools.cache
def embedded() -> CountryFile:
    """Return the country that comes with the tool, one object."""
    return read_country(FOLDER / "country.toml")


_IN_FORCE: ContextVar[CountryFile | None] = ContextVar("country", default=None)


def in_force() -> CountryFile:
    """Return the country that is studied where none is given: the embedded one by default.

    Examples
    --------
    >>> in_force().code
    'UA'
    """
    return _IN_FORCE.get() or embedded()


@contextmanager
def using(country: CountryFile) -> Iterator[CountryFile]:
    """Study a country within a ``with`` block.

    Examples
    --------
    >>> with using(embedded()) as country:
    ...     country is in_force()
    True
    """
    token = _IN_FORCE.set(country)
    try:
        yield country
    finally:
        _IN_FORCE.reset(token)
