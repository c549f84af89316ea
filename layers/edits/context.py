"""What edits stand on: a country prepared for dividing, its settlements and its features."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.country_file import in_force
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.gazetteer.settlements import match, positions, settlements
from ceaseline.geo.geodesy import area

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.country_file import CountryFile
    from ceaseline.geo.partition import Divider, Division
    from ceaseline.layers.placement.placement import Placement

__all__ = ["Ground", "default_ground"]


@dataclass(frozen=True, eq=False)
class Ground:
    """A country to edit a line on.

    Attributes
    ----------
    divider : Divider
        The country's units.
    places : GeoDataFrame
        Settlements with ``id``, ``name``, ``lon``, ``lat``; EPSG:4326.
    rivers : sequence of LineString
        What `follow river` may follow.
    barrier : LineString, optional
        What no settlement's cell reaches across.
    boundaries : Boundaries, optional
        Where the country came from; needed to derive a line anew.
    """

    divider: Divider
    places: gpd.GeoDataFrame
    rivers: Sequence[shapely.LineString] = ()
    barrier: shapely.LineString | None = None
    boundaries: Boundaries | None = None

    @classmethod
    def of(cls, country: Boundaries, places: gpd.GeoDataFrame) -> Self:
        """Return the ground of a public boundary dataset.

        Parameters
        ----------
        country : Boundaries
        places : GeoDataFrame
            From :func:`ceaseline.geo.gazetteer.settlements.settlements`.
        """
        rivers = shapely.get_parts(country.rivers.geometry.to_numpy())
        return cls(country.divider, places, rivers.tolist(), country.river, country)

    @cached_property
    def border(self) -> NDArray[np.float64]:
        """The edges of the country's border, the country on their left, (n, 2, 2) lon/lat."""
        coverage = self.divider.coverage
        own = coverage.border
        return np.stack([coverage.tail[own], coverage.head[own]], axis=1)

    @cached_property
    def unit_borders(self) -> NDArray[np.float64]:
        """The edges between units, each once, (n, 2, 2) lon/lat."""
        coverage = self.divider.coverage
        own = coverage.twin > np.arange(len(coverage.twin))
        return np.stack([coverage.tail[own], coverage.head[own]], axis=1)

    @cached_property
    def country(self) -> shapely.Geometry:
        """The whole country, prepared."""
        whole = shapely.coverage_union_all(self.divider.coverage.polygons)
        shapely.prepare(whole)
        return whole

    @cached_property
    def inland(self) -> shapely.Geometry:
        """The country without a strip of 5 cm along its border, prepared."""
        whole = shapely.buffer(self.country, -5e-7, quad_segs=1)
        shapely.prepare(whole)
        return whole

    @cached_property
    def area_m2(self) -> float:
        """The country's geodesic area."""
        return float(np.sum(area(self.divider.coverage.polygons)))

    @cached_property
    def banks(self) -> Division | None:
        """The country as the barrier divides it; None without a barrier."""
        return None if self.barrier is None else self.divider.divide([self.barrier])

    def bank(self, lonlat: NDArray[np.float64]) -> NDArray[np.int8]:
        """Return which side of the barrier places are on, (n,): 1 left, -1 right; 1 without one."""
        if self.banks is None:
            return np.ones(len(lonlat), dtype=np.int8)
        return self.banks.side(lonlat[:, 0], lonlat[:, 1])

    @cached_property
    def lonlat(self) -> NDArray[np.float64]:
        """The settlements' longitude and latitude, (n, 2)."""
        return positions(self.places)

    @cached_property
    def place_banks(self) -> NDArray[np.int8]:
        """The side of the barrier of each settlement, (n,)."""
        return self.bank(self.lonlat)

    def knows(self, word: str | float) -> bool:
        """Return whether a word is the id of a settlement."""
        text = str(word).strip()
        return text.isdecimal() and int(text) in self.places["id"].to_numpy()

    def position(self, settlement: int) -> int:
        """Return the row of a settlement, by its id.

        Raises
        ------
        InputError
            If there is none of that id.
        """
        rows = np.flatnonzero(self.places["id"].to_numpy() == settlement)
        if not len(rows):
            raise InputError(
                f"No settlement has the id {settlement}; give a GeoNames id of the table of "
                "settlements, or a name."
            )
        return int(rows[0])

    def match(self, text: str) -> pd.Series[Any]:
        """Return the settlement that a name or an id stands for.

        Raises
        ------
        InputError
            If there is none, or several; the message lists candidates.
        """
        if text.strip().isdecimal():
            return self._row(self.position(int(text)))
        if self.boundaries is not None:
            name, _, oblast = text.partition(",")
            found: pd.Series[Any] = match(name.strip(), oblast.strip() or None)
            return found
        rows = self.places[self.places["name"].str.casefold() == text.strip().casefold()]
        if len(rows) != 1:
            near = nearest_names(text, self.places["name"])
            raise InputError(
                f"{len(rows)} settlements are named {text!r}; "
                + (f"there are {', '.join(near)}." if near else "give one of those there are.")
            )
        return self._row(self.position(int(rows["id"].iloc[0])))

    def _row(self, position: int) -> pd.Series[Any]:
        row: pd.Series[Any] = self.places.iloc[position]
        return row

    @cached_property
    def _divided(self) -> _Memory:
        return _Memory(self.divider)

    def division(self, placement: Placement) -> Division:
        """Divide the country by a placement's line; the last few answers are remembered.

        Raises
        ------
        GeometryError
            If the line does not divide the country; the message names the place.
        """
        return self._divided.of(tuple(section.coords for section in placement.sections))

    def check(self, placement: Placement) -> None:
        """Refuse a line whose parts cannot be drawn, such as one that only grazes the country.

        Raises
        ------
        GeometryError
            With the place.
        """
        self.division(placement).line  # noqa: B018 - drawn when asked for

    def shares(self, placement: Placement) -> tuple[float, float]:
        """Return the share of the country's area that each party holds, as fractions."""
        left, right = self.division(placement).areas.sum(axis=1)
        return float(left / (left + right)), float(right / (left + right))


class _Memory:
    """Divisions by what they were asked for."""

    def __init__(self, divider: Divider) -> None:
        self.divider = divider
        self.of = lru_cache(maxsize=8)(self._divide)

    def _divide(self, lines: tuple[tuple[tuple[float, float], ...], ...]) -> Division:
        return self.divider.divide([shapely.LineString(line) for line in lines])


def default_ground() -> Ground:
    """Return the ground of the country that is studied, prepared once."""
    return _ground(in_force())


@lru_cache(maxsize=8)
def _ground(country: CountryFile) -> Ground:
    return Ground.of(boundaries(of=country), settlements(of=country))
