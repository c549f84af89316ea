"""Cut stretches out of a line, and join sections end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import distance
from ceaseline.geo.lines.chains import chains_of, joined
from ceaseline.geo.lines.stations import Stations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.lines.chains import Line

__all__ = ["cut", "join"]

_SLACK_M = 1e-3


def cut(
    line: Line | Sequence[Line], from_m: float, to_m: float
) -> shapely.LineString | shapely.MultiLineString:
    """Return the stretch of a line between two distances along it.

    Parameters
    ----------
    line : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees.
    from_m, to_m : float
        Metres from the start, ``0 <= from_m < to_m <= length``.

    Returns
    -------
    LineString, or MultiLineString if the stretch goes over several sections
        Its inner vertices are those of the line, bit for bit.

    Raises
    ------
    InputError
        If the distances are not in order or not on the line.

    Examples
    --------
    >>> line = shapely.LineString([(30, 0), (31, 0), (31, 1)])
    >>> shapely.transform(cut(line, 100_000, 120_000), lambda xy: xy.round(3)).wkt
    'LINESTRING (30.898 0, 31 0, 31 0.079)'
    """
    stations = Stations.of(line)
    if not 0 <= from_m < to_m <= stations.total + _SLACK_M:
        raise InputError(
            f"The stretch from {from_m:.0f} to {to_m:.0f} m is not on the line of "
            f"{stations.total:.0f} m; give 0 <= from < to <= its length."
        )
    edge, ahead = stations.edge_at(np.array([from_m, to_m], dtype=np.float64))
    ends = stations.along(edge, ahead)
    pieces, first = [], 0
    for chain in stations.chains:
        low, high = max(edge[0] - first, 0), min(edge[1] - first, len(chain) - 2)
        if low <= high:
            piece = chain[low : high + 2].copy()
            if low == edge[0] - first:
                piece[0] = ends[0]
            if high == edge[1] - first:
                piece[-1] = ends[1]
            pieces.append(piece)
        first += len(chain) - 1
    return _line(pieces)


def join(
    lines: Line | Sequence[Line], tolerance: float = 0.0
) -> shapely.LineString | shapely.MultiLineString:
    """Join sections end to end wherever just one ends and just one begins.

    Parameters
    ----------
    lines : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees; in any order, but each oriented. None is turned round.
    tolerance : float
        Metres: an end this near to a beginning is carried on to it.

    Returns
    -------
    LineString if they make one line, MultiLineString otherwise

    Raises
    ------
    InputError, GeometryError
        If one is no line, or the tolerance is below 0.

    Examples
    --------
    >>> a, b = shapely.LineString([(0, 0), (1, 0)]), shapely.LineString([(1, 0), (2, 0)])
    >>> join([b, a]).wkt
    'LINESTRING (0 0, 1 0, 2 0)'
    """
    if not tolerance >= 0:
        raise InputError(f"The tolerance is {tolerance} m; give metres, not below 0.")
    chains = chains_of(lines)
    if tolerance:
        chains = [_carried_on(chain, chains, tolerance) for chain in chains]
    return _line(joined(chains))


def _carried_on(
    chain: NDArray[np.float64], others: Sequence[NDArray[np.float64]], tolerance: float
) -> NDArray[np.float64]:
    starts = np.array([c[0] for c in others])
    lon, lat = chain[-1]
    gaps = np.asarray(distance(lon, lat, starts[:, 0], starts[:, 1]))
    near = int(gaps.argmin())
    if 0 < gaps[near] <= tolerance:
        return np.concatenate([chain, starts[near : near + 1]])
    return chain


def _line(
    chains: Sequence[NDArray[np.float64]],
) -> shapely.LineString | shapely.MultiLineString:
    clean = []
    for chain in chains:
        keep = np.ones(len(chain), bool)
        keep[1:] = (chain[1:] != chain[:-1]).any(axis=1)
        if keep.sum() > 1:
            clean.append(shapely.LineString(chain[keep]))
    return clean[0] if len(clean) == 1 else shapely.MultiLineString(clean)
