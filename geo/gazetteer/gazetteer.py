"""A table of settlements with the sources that it rests on, handed down as one value."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ceaseline.geo.gazetteer.people import OFFICIAL, SUPPLIED
from ceaseline.geo.gazetteer.settlements import positions, settlements
from ceaseline.geo.said import Said
from ceaseline.geo.sources import source
from ceaseline.geo.unseen import tidy

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    from numpy.typing import NDArray

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
        Name of the user's file that it was read from; empty for the embedded one.

    Examples
    --------
    >>> people = gazetteer().settlements["population"].sum()
    >>> int(people), [source.publisher for source in gazetteer().sources][:2]
    (43579912, ['GeoNames', 'State Statistics Service of Ukraine'])
    """

    settlements: geopandas.GeoDataFrame = field(repr=False)
    sources: tuple[Source, ...]
    supplied: str = ""

    def __post_init__(self) -> None:
        """Free the name of the file from signs that cannot be seen."""
        tidy(self, ("supplied",))

    @property
    def about_people(self) -> str:
        """What the people are, and what they are not."""
        return Said.of(SUPPLIED, {"file": self.supplied}) if self.supplied else OFFICIAL

    @cached_property
    def lonlat(self) -> NDArray[np.float64]:
        """The settlements' longitude and latitude in degrees, (n, 2)."""
        return positions(self.settlements)


@functools.cache
def gazetteer() -> Gazetteer:
    """Return the embedded settlements of Ukraine with their sources; one object, made once."""
    ids = ("geonames", "official-people", "katottg")
    return Gazetteer(settlements(added=True), tuple(source(id_) for id_ in ids))
