"""The catalogue of datasets: what each is, whose, of when, and under which licence."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ceaseline.geo.data import FOLDER
from ceaseline.geo.errors import DataError, InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.unseen import tidy

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@functools.cache
def catalogue() -> Mapping[str, Source]:
    """Return every dataset that the tool carries or knows how to read, by id.

    Returns
    -------
    mapping of str to Source
        In alphabetical order of the ids; read-only.

    Raises
    ------
    DataError
        If the embedded catalogue is damaged.

    Examples
    --------
    >>> catalogue()["geonames"].licence
    'CC BY 4.0'
    """
    path = FOLDER / "sources.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found = {key: Source(id=key, **table[key]) for key in sorted(table)}
    except (OSError, ValueError, TypeError) as error:
        raise DataError(f"The catalogue {path} is damaged ({error}); install again.") from error
    return MappingProxyType(found)


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
