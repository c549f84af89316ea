"""The catalogue of datasets: what each is, whose, of when, and under which licence."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ceaseline.geo.country_file import in_force
from ceaseline.geo.data import FOLDER
from ceaseline.geo.errors import DataError, InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.tables import faults_of, read_toml
from ceaseline.geo.unseen import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ceaseline.geo.country_file import CountryFile

__all__ = ["Source", "catalogue", "source"]


@dataclass(frozen=True)
class Source:
    """One dataset, as every output names it.

    Attributes
    ----------
    id : str
        Short and stable.
    title, publisher, date : str
        As the publisher has them; the date as ISO 8601 as far as it is known.
    licence, licence_url, url : str
        The licence's name and address, and the dataset's own.
    attribution : str
        The line that the licence asks for.
    notes : str
        Viewpoint, processing, limits.
    sha256 : str
        Of the file it was taken from, where that file is fixed.
    redistributable : bool
        Whether an output may carry the data on.

    Examples
    --------
    >>> Source("a", "Title", "Publisher", "2024-11", "CC BY 4.0").licence
    'CC BY 4.0'
    """

    id: str
    title: str
    publisher: str
    date: str
    licence: str
    licence_url: str = ""
    url: str = ""
    attribution: str = ""
    notes: str = ""
    sha256: str = ""
    redistributable: bool = True

    def __post_init__(self) -> None:
        """Free what people read from signs that cannot be seen."""
        words = ("title", "publisher", "date", "licence", "licence_url", "url", "attribution")
        tidy(self, words, ("notes",))


_CATALOGUE: Final = TypeAdapter(dict[str, Source], config=ConfigDict(extra="forbid"))


def catalogue(of: CountryFile | None = None) -> Mapping[str, Source]:
    """Return every dataset that the tool carries or knows how to read, by id.

    Parameters
    ----------
    of : CountryFile, optional
        The country whose own sources are among them; the one that is studied if not given.

    Returns
    -------
    mapping of str to Source
        In alphabetical order of the ids; read-only.

    Raises
    ------
    DataError
        If the embedded catalogue is damaged.
    InputError
        If the country's own is: every fault on a line of its own.

    Examples
    --------
    >>> catalogue()["geonames"].licence
    'CC BY 4.0'
    """
    return _catalogue(of if of is not None else in_force())


@functools.lru_cache(maxsize=8)
def _catalogue(country: CountryFile) -> Mapping[str, Source]:
    own = country.file(country.table.catalogue)
    try:
        found = _read(FOLDER / "sources.toml")
    except InputError as error:
        raise DataError(f"The embedded catalogue is damaged; install again. {error}") from error
    if own is not None:
        found |= _read(own)
    return MappingProxyType({key: found[key] for key in sorted(found)})


def _read(path: Path) -> dict[str, Source]:
    """Return the sources in a file: a table each, under its id."""
    table: dict[str, Any] = {
        key: {"id": key} | row if isinstance(row, dict) else row
        for key, row in read_toml(path, "a catalogue of sources").items()
    }
    try:
        return _CATALOGUE.validate_python(table)
    except ValidationError as error:
        raise InputError.of(faults_of(error, path)) from None


def source(id: str) -> Source:  # noqa: A002 - the word of the catalogue
    """Return one dataset of the catalogue.

    Parameters
    ----------
    id : str

    Returns
    -------
    Source

    Raises
    ------
    InputError
        If there is none of that id; the message gives the nearest.

    Examples
    --------
    >>> source("geonames").publisher
    'GeoNames'
    """
    try:
        return catalogue()[id]
    except KeyError:
        near = nearest_names(id, catalogue())
        hint = (
            f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(catalogue())}."
        )
        raise InputError(f"There is no source '{id}' in the catalogue; {hint}") from None
