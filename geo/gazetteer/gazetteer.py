"""A table of settlements with the sources that it rests on, handed down as one value."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ceaseline.geo.country_file import in_force
from ceaseline.geo.gazetteer.people import NOBODY, SUPPLIED
from ceaseline.geo.gazetteer.settlements import positions, settlements
from ceaseline.geo.said import Said
from ceaseline.geo.sources import source
from ceaseline.geo.unseen import tidy

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    from numpy.typing import NDArray

    from ceaseline.geo.country_file import CountryFile
    from ceaseline.geo.sources import Source

__all__ = ["Gazetteer", "gazetteer"]


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The settlements whose people a plan counts.

    Two gazetteers are the same only where they are one object, so that what is prepared from one
    can be kept.

    Attributes
    ----------
    settlements : GeoDataFrame
        A row a settlement, EPSG:4326, with the columns of
        :func:`ceaseline.geo.gazetteer.settlements.settlements`. Not to be changed.
    sources : tuple of Source
        What it rests on; named in every output that counts people.
    supplied : str
        Name of the user's file that it was read from; empty for the country's own.
    made_of : CountryFile
        The country they are of; by default the one that is studied.

    Examples
    --------
    >>> people = gazetteer().settlements["population"].sum()
    >>> int(people), [source.publisher for source in gazetteer().sources][:2]
    (43579912, ['GeoNames', 'State Statistics Service of Ukraine'])
    """

    settlements: geopandas.GeoDataFrame = field(repr=False)
    sources: tuple[Source, ...]
    supplied: str = ""
    made_of: CountryFile = field(default_factory=in_force, repr=False)

    def __post_init__(self) -> None:
        """Free the name of the file from signs that cannot be seen."""
        tidy(self, ("supplied",))

    @property
    def about_people(self) -> str:
        """What the people are, and what they are not."""
        if self.supplied:
            return Said.of(SUPPLIED, {"file": self.supplied})
        return Said.of(NOBODY, {}) if self.settlements.empty else self.made_of.table.people

    @cached_property
    def lonlat(self) -> NDArray[np.float64]:
        """The settlements' longitude and latitude in degrees, (n, 2)."""
        return positions(self.settlements)


def gazetteer(of: CountryFile | None = None) -> Gazetteer:
    """Return the settlements of a country with their sources; one object a country.

    Parameters
    ----------
    of : CountryFile, optional
        The country; the one that is studied if not given.
    """
    return _made(of if of is not None else in_force())


@functools.lru_cache(maxsize=8)
def _made(country: CountryFile) -> Gazetteer:
    named = tuple(source(id_) for id_ in country.table.sources.settlements)
    return Gazetteer(settlements(added=True, of=country), named, made_of=country)
