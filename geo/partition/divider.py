"""Prepare a coverage once, divide it by any number of lines."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.lines.chains import chains_of, check_flat
from ceaseline.geo.partition.boundary_integrals import BoundaryIntegrals
from ceaseline.geo.partition.coverage import Coverage
from ceaseline.geo.partition.division import Division
from ceaseline.geo.partition.rings import Rings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    import shapely
    from numpy.typing import ArrayLike, NDArray

    from ceaseline.geo.lines.chains import Line
    from ceaseline.geo.partition.ray_casting import Places

    Units = Sequence[shapely.Polygon | shapely.MultiPolygon] | NDArray[np.object_]

__all__ = ["Divider", "divide"]

_BATCH = 32
"""Lines at a time: enough to spread numpy's overhead, few enough for the processor's cache."""


class Divider:
    """A coverage prepared for dividing.

    Parameters
    ----------
    units : sequence of Polygon or MultiPolygon
        They tile the country and share their edges exactly; longitude, latitude in degrees.
    labels : sequence of str, optional
        One per unit; the position as text if not given.

    Raises
    ------
    InputError
        If a unit is no polygon or the labels do not fit.
    GeometryError
        If the units overlap, draw a shared border with different vertices, leap over the
        antimeridian (longitudes may run on past 180) or come to a pole.

    Examples
    --------
    >>> import shapely
    >>> country = Divider([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)], ["A", "B"])
    >>> country.labels
    ('A', 'B')
    """

    def __init__(self, units: Units, labels: Sequence[str] | None = None) -> None:
        self.coverage = Coverage.of(units, labels)
        self._rings = Rings(self.coverage)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the units, in order."""
        return self.coverage.labels

    def divide(self, line: Line | Sequence[Line]) -> Division:
        """Divide the coverage by an oriented line.

        Parameters
        ----------
        line : LineString, MultiLineString or a sequence of them
            Sections in any order, each with side 0 on its left; closed ones are pockets.

        Returns
        -------
        Division

        Raises
        ------
        InputError, GeometryError
            If it is no line, ends inside the country, contradicts itself, never meets the country,
            leaps over the antimeridian or comes to a pole; the message names the place.

        Examples
        --------
        >>> import shapely
        >>> country = Divider([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)])
        >>> division = country.divide(shapely.LineString([(30, 48.5), (32, 48.5)]))
        >>> division.side(30.5, 48.9).tolist()
        [1]
        """
        division = Division(self._rings, _flat_chains(line))
        division.areas  # noqa: B018 - a faulty line is refused here, not at some later question
        return division

    def divide_all(self, lines: Iterable[Line | Sequence[Line]]) -> Iterator[Division]:
        """Divide the coverage by many lines, in batches.

        Parameters
        ----------
        lines : iterable of lines
            Each as for :meth:`divide`.

        Yields
        ------
        Division
            In order.

        Raises
        ------
        InputError, GeometryError
            As :meth:`divide`; the message starts with the number of the line, from 0.

        Examples
        --------
        >>> import shapely
        >>> country = Divider([shapely.box(30, 48, 31, 49)])
        >>> lines = [shapely.LineString([(29, lat), (32, lat)]) for lat in (48.2, 48.8)]
        >>> [float(round(d.areas[0, 0] / 1e9)) for d in country.divide_all(lines)]
        [6.0, 2.0]
        """
        numbered = enumerate(lines)
        while batch := list(islice(numbered, _BATCH)):
            chains = [self._chains(k, line) for k, line in batch]
            quick = BoundaryIntegrals.of(self._rings, chains)
            for row, (k, _) in enumerate(batch):
                division = Division(self._rings, chains[row], (quick, row))
                try:
                    division.areas  # noqa: B018 - as in divide
                except CeaselineError as fault:
                    raise type(fault)(f"Line {k}: {fault}") from fault
                yield division

    @staticmethod
    def _chains(number: int, line: Line | Sequence[Line]) -> tuple[NDArray[np.float64], ...]:
        try:
            return _flat_chains(line)
        except CeaselineError as fault:
            raise type(fault)(f"Line {number}: {fault}") from fault

    def places(self, lon: ArrayLike, lat: ArrayLike) -> Places:
        """Prepare places once, to ask many divisions for their sides.

        Parameters
        ----------
        lon, lat : (n,) array or float
            Degrees.

        Returns
        -------
        Places
            For :meth:`ceaseline.geo.partition.Division.sides`.

        Raises
        ------
        InputError
            If a coordinate is not a number.

        Examples
        --------
        >>> import shapely
        >>> country = Divider([shapely.box(30, 48, 31, 49)])
        >>> places = country.places([30.2, 30.8], [48.3, 48.3])
        >>> lines = [shapely.LineString([(lon, 47), (lon, 50)]) for lon in (30.1, 30.5)]
        >>> [division.sides(places).tolist() for division in country.divide_all(lines)]
        [[-1, -1], [1, -1]]
        """
        return self._rings.places(lon, lat)


def _flat_chains(line: Line | Sequence[Line]) -> tuple[NDArray[np.float64], ...]:
    chains = tuple(chains_of(line))
    check_flat(chains, "line")
    return chains


def divide(coverage: Units | Divider, line: Line | Sequence[Line]) -> Division:
    """Divide a coverage by a line: :meth:`Divider.divide` for a single use.

    Parameters
    ----------
    coverage : sequence of Polygon or MultiPolygon, or a Divider
    line : LineString, MultiLineString or a sequence of them
        Oriented; longitude, latitude in degrees.

    Examples
    --------
    >>> import shapely
    >>> division = divide([shapely.box(30, 48, 31, 49)], shapely.LineString([(30, 48), (31, 49)]))
    >>> round(float(division.areas[0, 0] / division.areas.sum()), 2)
    0.5
    """
    divider = coverage if isinstance(coverage, Divider) else Divider(coverage)
    return divider.divide(line)
