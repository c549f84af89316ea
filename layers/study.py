"""A study: a folder of data that says what is studied, beside the code that studies it.

`study.toml` in the folder names the country, the parties, the library of placements, the proposal,
the table of control, the languages and the words of the study's own. One study is in force;
:func:`using` puts another in force.
"""

from __future__ import annotations

import functools
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, model_validator

from ceaseline.geo import country_file
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.said import Named
from ceaseline.geo.tables import Strict, Words, parsed, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ceaseline.geo.country_file import CountryFile

__all__ = ["FILE", "FOLDER", "Study", "embedded", "in_force", "open_study", "studies", "using"]

FILE = "study.toml"
FOLDER = Path(str(files("ceaseline.layers") / "studies"))
"""Of the studies that come with the tool."""
Text = Annotated[Words, Field(min_length=1, max_length=300)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]


class PartyTable(Strict):
    """One party: its name, by which placements name it, and what it is called elsewhere."""

    name: Text
    names: dict[Language, Text] = Field(default_factory=dict)
    also: tuple[Text, ...] = ()


class ControlTable(Strict):
    """Who held which settlement on which date: a CSV, and its source in the catalogue."""

    file: str
    source: str


class StudyTable(Strict):
    """What `study.toml` holds."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    title: Text
    about: Words = ""
    country: str | dict[str, Any]
    party: Annotated[tuple[PartyTable, ...], Field(min_length=2, max_length=2)]
    languages: tuple[Language, ...] = ()
    library: str = "library"
    placement: str = ""
    proposal: str = "proposal.toml"
    control: ControlTable | None = None
    phrases: dict[Language, dict[Text, Words]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _distinct(self) -> StudyTable:
        first, second = (party.name for party in self.party)
        if first == second:
            raise ValueError(f"both parties are called {first!r}; give two names that differ")
        if self.languages and "en" not in self.languages:
            raise ValueError('languages lacks "en", which the tool always speaks; add it')
        return self


@dataclass(frozen=True, eq=False)
class Study:
    """What is studied; two are the same only where they are one object.

    Attributes
    ----------
    path : Path
        Of its `study.toml`; the files it names lie beside it.
    table : StudyTable
        Everything as it was given.
    country : CountryFile
        What it divides.
    """

    path: Path
    table: StudyTable = field(repr=False)
    country: CountryFile = field(repr=False)

    @property
    def id(self) -> str:
        """Short and stable."""
        return self.table.id

    @property
    def title(self) -> str:
        """What people call it."""
        return self.table.title

    @functools.cached_property
    def parties(self) -> tuple[str, str]:
        """The parties: the first is left of every section of a line, the second right of it."""
        first, second = self.table.party
        return first.name, second.name

    @functools.cached_property
    def names(self) -> Mapping[str, Named]:
        """The names of its parties, its country and its river, by the English ones."""
        found = {one.name: Named.of(one.name, one.names) for one in self.table.party}
        river = self.country.river_name
        own = (self.country.name, *(() if river is None else (river,)))
        return MappingProxyType({str(name): name for name in own} | found)

    @functools.cached_property
    def spellings(self) -> Mapping[str, str]:
        """The party that each word stands for in a table: its names, and what else it is called.

        Examples
        --------
        >>> embedded().spellings["rus"]
        'Russia'
        """
        every = (
            (party.name, (party.name, *party.names.values(), *party.also))
            for party in self.table.party
        )
        return MappingProxyType({word.casefold(): name for name, own in every for word in own})

    def phrases(self, language: str) -> Mapping[str, str]:
        """Return the words of its own in a language, by the tool's key or English sentence."""
        return self.table.phrases.get(language, {})

    @property
    def library(self) -> Path:
        """The folder of its placements."""
        return self.path.parent / self.table.library

    @property
    def lines(self) -> tuple[str, ...]:
        """The names of its placements, in order."""
        return tuple(sorted(path.stem for path in self.library.glob("*.geojson")))

    @functools.cached_property
    def placement(self) -> str:
        """The placement that is meant where none is named: the first of its library by default."""
        return self.table.placement or next(iter(self.lines), "")

    @property
    def told(self) -> str:
        """Its id, as a file that hangs on it records it; empty for the one that is the default."""
        return "" if self is embedded() else self.id

    @property
    def proposal(self) -> Path:
        """The file of what is proposed."""
        return self.path.parent / self.table.proposal

    @property
    def control(self) -> Path | None:
        """The table of control; None where it has none."""
        own = self.table.control
        return None if own is None else self.path.parent / own.file


def open_study(name_or_folder: str | Path) -> Study:
    """Return a study: one that comes with the tool by its name, or the one in a folder.

    Parameters
    ----------
    name_or_folder : str or Path
        A name of :func:`studies`, a folder with a `study.toml`, or that file.

    Returns
    -------
    Study
        Kept: the same object for the same unchanged files.

    Raises
    ------
    InputError
        If there is none, or its files are no study: every fault on a line of its own.

    Examples
    --------
    >>> open_study("ukraine").parties
    ('Ukraine', 'Russia')
    >>> open_study("ukrane")
    Traceback (most recent call last):
    ceaseline.geo.errors.InputError: There is no study 'ukrane'; did you mean ukraine?
    """
    word = str(name_or_folder)
    path = Path(name_or_folder)
    if word in studies():
        path = FOLDER / word
    if path.is_dir():
        path /= FILE
    if path.name != FILE or not path.is_file():
        near = nearest_names(word, studies())
        hint = (
            f"did you mean {near[0]}?"
            if near
            else f"give a folder with a {FILE}, or one of {', '.join(studies())}."
        )
        raise InputError(f"There is no study {word!r:.200}; {hint}")
    return _opened(path, tuple(_states(path.parent)))


def _states(folder: Path) -> Iterator[tuple[str, int]]:
    """Yield the files of a study with the time of their last change."""
    for one in sorted(folder.iterdir()):
        if one.is_file():
            yield one.name, one.stat().st_mtime_ns


@functools.lru_cache(maxsize=16)
def _opened(path: Path, _states: tuple[tuple[str, int], ...]) -> Study:
    table = parsed(StudyTable, read_toml(path, f"a {FILE}"), path)
    if isinstance(table.country, str):
        country = country_file.read_country(path.parent / table.country)
    else:
        country = country_file.country_file(_with_holders(table.country, table.party), path)
    return Study(path, table, country)


def _with_holders(country: dict[str, Any], parties: tuple[PartyTable, ...]) -> dict[str, Any]:
    """Return a country's table with the parties as those who hold ground, where it names none."""
    holders = {}
    for party in parties:
        names = (party.name, *party.names.values(), *party.also)
        words = sorted({name.casefold() for name in names})
        holders[party.name] = {"names": words, "words": words}
    return {"holders": holders} | country


def studies() -> tuple[str, ...]:
    """Return the names of the studies that come with the tool.

    Examples
    --------
    >>> "ukraine" in studies()
    True
    """
    return tuple(sorted(one.parent.name for one in FOLDER.glob(f"*/{FILE}")))


@functools.cache
def embedded() -> Study:
    """Return the study that is in force where none is asked for."""
    return open_study(FOLDER / (FOLDER / "default").read_text(encoding="utf-8").strip())


_IN_FORCE: ContextVar[Study | None] = ContextVar("study", default=None)


def in_force() -> Study:
    """Return the study in force.

    Examples
    --------
    >>> in_force().country.code
    'UA'
    """
    return _IN_FORCE.get() or embedded()


@contextmanager
def using(study: Study | str | Path) -> Iterator[Study]:
    """Put a study in force within a ``with`` block, and its country with it.

    Whatever is loaded, planned and drawn in the block is of that study; a plan that is taken out of
    it should be drawn in it.

    Parameters
    ----------
    study : Study, or what `open_study` takes

    Examples
    --------
    >>> with using("ukraine") as study:
    ...     study.title
    'Ceasefire proposal reported in late 2024'
    """
    own = study if isinstance(study, Study) else open_study(study)
    token = _IN_FORCE.set(own)
    try:
        with country_file.using(own.country):
            yield own
    finally:
        _IN_FORCE.reset(token)
