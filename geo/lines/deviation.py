"""How far one line runs from another, kilometre by kilometre, and to which side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.lines.stations import locate, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ceaseline.geo.lines.chains import Line

__all__ = ["Deviation", "deviation"]


@dataclass(frozen=True, eq=False)
class Deviation:
    """Offsets of a line from another, at even distances along it.

    Attributes
    ----------
    station_m : (n,) array
        Metres from the start of the line.
    lonlat : (n, 2) array
        The places there.
    offset_m : (n,) array
        Geodesic metres from the nearest place of the other line: positive where the line runs on
        the left of the other, negative on its right.
    other_m : (n,) array
        Where that nearest place is, metres from the start of the other line.

    Examples
    --------
    >>> import shapely
    >>> other = shapely.LineString([(30, 0), (31, 0)])
    >>> line = shapely.LineString([(30, 0.09), (30.5, 0.09), (30.5, -0.09), (31, -0.09)])
    >>> strip = deviation(line, other, step=2000)
    >>> round(strip.mean_m / 1000)
    9
    """

    station_m: NDArray[np.float64]
    lonlat: NDArray[np.float64]
    offset_m: NDArray[np.float64]
    other_m: NDArray[np.float64]

    @property
    def mean_m(self) -> float:
        """Mean distance in metres, whatever the side."""
        return float(np.abs(self.offset_m).mean())

    def percentiles(self, percent: ArrayLike = (5, 25, 50, 75, 95)) -> NDArray[np.float64]:
        """Return percentiles of the distance in metres, whatever the side.

        Examples
        --------
        >>> import shapely
        >>> other = shapely.LineString([(30, 0), (31, 0)])
        >>> line = shapely.LineString([(30, 0), (30, 0.18)])
        >>> deviation(line, other, step=1).percentiles([50, 100]).round(-2).tolist()
        [10000.0, 19900.0]
        """
        return np.asarray(np.percentile(np.abs(self.offset_m), np.asarray(percent, float)))


def deviation(
    a: Line | Sequence[Line], b: Line | Sequence[Line], step: float = 1000.0
) -> Deviation:
    """Return how far a line runs from another, in steps along it.

    Parameters
    ----------
    a : LineString, MultiLineString or a sequence of them
        The line that is walked along; longitude, latitude in degrees.
    b : LineString, MultiLineString or a sequence of them
        The line that it is compared with.
    step : float
        Longest distance between two places, metres: the line is cut into equal steps, and the
        middle of each is taken.

    Returns
    -------
    Deviation

    Raises
    ------
    InputError, GeometryError
        If one is no line, or the step is not above 0.

    Examples
    --------
    >>> import shapely
    >>> line = shapely.LineString([(30, 0.09), (31, 0.09)])
    >>> strip = deviation(line, shapely.LineString([(30, 0), (31, 0)]), step=20_000)
    >>> strip.station_m.round(-2).tolist(), strip.offset_m.round(-2).tolist()[:2]
    ([9300.0, 27800.0, 46400.0, 64900.0, 83500.0, 102000.0], [10000.0, 10000.0])
    """
    at, spots = walk(a, step)
    other, offset = locate(b, spots[:, 0], spots[:, 1])
    return Deviation(at, spots, offset, other)
