"""Walks along lines in equal steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.stations import Stations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.lines.chains import Line

__all__ = ["walk"]

_MOST = 10_000_000


def walk(
    line: Line | Sequence[Line], step: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cut a line into equal steps and return the middle of each.

    Parameters
    ----------
    line : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees.
    step : float
        Longest step, metres.

    Returns
    -------
    at : (n,) array
        Metres from the start of the line.
    spots : (n, 2) array
        Longitude, latitude.

    Raises
    ------
    InputError, GeometryError
        If it is no line, the step is not above 0, or there are more than 10 million steps.

    Examples
    --------
    >>> import shapely
    >>> at, spots = walk(shapely.LineString([(30, 0), (31, 0)]), 60_000)
    >>> at.round().tolist(), spots.round(6).tolist()
    ([27830.0, 83490.0], [[30.25, 0.0], [30.75, 0.0]])
    """
    if not step > 0:
        raise InputError(f"The step is {step} m; give metres above 0.")
    stations = Stations.of(line)
    count = max(1, int(np.ceil(stations.total / step)))
    if count > _MOST:
        raise InputError(
            f"A step of {step} m makes {count:,} steps along {stations.total / 1000:,.0f} km; give "
            f"{stations.total / _MOST:g} m or more."
        )
    at = (np.arange(count) + 0.5) * stations.total / count
    return at, stations.along(*stations.edge_at(at))
