"""Stationing: places and directions of a line by the distance from its start, and equal steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import azimuth, destination, distance, edge_lengths
from ceaseline.geo.lines.chains import chains_of
from ceaseline.geo.lines.nearest import NearestOnLine, ecef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ceaseline.geo.lines.chains import Line


__all__ = ["Stations", "locate", "point_at", "walk"]

_MOST = 10_000_000
"""Steps that a line may be cut into."""


@dataclass(frozen=True, eq=False)
class Stations:
    """The edges of a line with the distance from its start; sections follow each other.

    Attributes
    ----------
    chains : list of (n, 2) arrays
        The sections; longitude, latitude.
    tail, head : (n, 2) array
        Ends of all edges.
    size, start : (n,) array
        Metres: length of each edge, and distance of its tail from the start of the line.
    """

    chains: list[NDArray[np.float64]]
    tail: NDArray[np.float64]
    head: NDArray[np.float64]
    size: NDArray[np.float64]
    start: NDArray[np.float64]

    @classmethod
    def of(cls, line: Line | Sequence[Line]) -> Self:
        """Measure a line.

        Examples
        --------
        >>> import shapely
        >>> round(Stations.of(shapely.LineString([(30, 0), (31, 0)])).total)
        111319
        """
        chains = chains_of(line)
        size = np.concatenate([edge_lengths(*np.ascontiguousarray(c.T)) for c in chains])
        tail = np.concatenate([c[:-1] for c in chains])
        head = np.concatenate([c[1:] for c in chains])
        return cls(chains, tail, head, size, np.cumsum(size) - size)

    @property
    def total(self) -> float:
        """The length of the line in metres."""
        return float(self.start[-1] + self.size[-1])

    def edge_at(self, metres: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the edge at each distance and the metres from its tail.

        Examples
        --------
        >>> import shapely
        >>> line = Stations.of(shapely.LineString([(30, 0), (31, 0), (32, 0)]))
        >>> edge, ahead = line.edge_at(np.array([120_000.0]))
        >>> edge.tolist(), ahead.round().tolist()
        ([1], [8681.0])
        """
        wanted = np.clip(metres, 0.0, self.total)
        edge = np.searchsorted(self.start, wanted, side="right") - 1
        return edge, np.minimum(wanted - self.start[edge], self.size[edge])

    def along(self, edge: NDArray[np.intp], metres: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, 2) the places at metres from the tails of edges; vertices bit for bit.

        Examples
        --------
        >>> import shapely
        >>> line = Stations.of(shapely.LineString([(30, 0), (31, 0)]))
        >>> line.along(np.array([0, 0]), np.array([0.0, 1e6])).tolist()
        [[30.0, 0.0], [31.0, 0.0]]
        """
        tail, head = self.tail[edge], self.head[edge]
        ahead = azimuth(tail[:, 0], tail[:, 1], head[:, 0], head[:, 1])
        out = destination(tail[:, 0], tail[:, 1], ahead, metres)
        out[:, 0] += 360.0 * np.round((tail[:, 0] - out[:, 0]) / 360.0)
        out = np.where((metres <= 0)[:, None], tail, out)
        return np.where((metres >= self.size[edge])[:, None], head, out)


def _metres(values: ArrayLike) -> NDArray[np.float64]:
    metres = np.asarray(values, dtype=np.float64)
    if np.isnan(metres).any():
        raise InputError("The distance along the line is not a number; give metres.")
    return metres


def point_at(line: Line | Sequence[Line], m: ArrayLike) -> NDArray[np.float64]:
    """Return the places at distances along a line.

    Parameters
    ----------
    line : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees; sections are measured one after the other in their order.
    m : float or array
        Metres from the start; below 0 gives the start, beyond the end the end.

    Returns
    -------
    (..., 2) array
        Longitude, latitude, on the geodesic between the two vertices around.

    Raises
    ------
    InputError, GeometryError
        If it is no line, or a distance is not a number.

    Examples
    --------
    >>> import shapely
    >>> line = shapely.LineString([(30, 50), (30, 51), (31, 51)])
    >>> point_at(line, [0, 150_000]).round(4).tolist()
    [[30.0, 50.0], [30.5522, 51.0011]]
    """
    stations, metres = Stations.of(line), _metres(m)
    return stations.along(*stations.edge_at(metres.ravel())).reshape(*metres.shape, 2)


def locate(
    line: Line | Sequence[Line], lon: ArrayLike, lat: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the nearest place of a line as a distance along it, and how far off it is.

    Method: nearest chord in geocentric space (:class:`ceaseline.geo.lines.nearest.NearestOnLine`),
    then the foot of the perpendicular on that edge's geodesic (Baselga and Martinez-Llario 2018,
    doi:10.1007/s11200-017-1020-z); the foot is exact to 1 mm for places within 300 km.

    Parameters
    ----------
    line : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees.
    lon, lat : float or array
        Degrees; they broadcast.

    Returns
    -------
    along : array
        Metres from the start of the line to the nearest place.
    offset : array
        Geodesic metres from there to the point: positive on the left of the line, negative on the
        right. Beyond an open end the last edge carried on divides left from right.

    Raises
    ------
    InputError, GeometryError
        If it is no line, or a coordinate is no place on the Earth.

    Examples
    --------
    >>> import shapely
    >>> line = shapely.LineString([(30, 0), (32, 0)])
    >>> along, offset = locate(line, [31, 31], [0.5, -0.25])
    >>> along.round().tolist(), offset.round().tolist()
    ([111319.0, 111319.0], [55287.0, -27644.0])
    """
    stations = Stations.of(line)
    near = NearestOnLine.of(stations.chains)
    lons, lats = np.broadcast_arrays(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    points = np.column_stack([lons.ravel(), lats.ravel()])
    spots = ecef(points)
    chord, fraction, _ = near.find_points(spots)
    edge = near.edge[chord]
    low, high = near.share[chord].T
    at = (low + (high - low) * fraction) * stations.size[edge]
    for _ in range(3):
        at += _shift(stations, edge, at, points)
        at = np.clip(at, 0.0, stations.size[edge])
    foot = stations.along(edge, at)
    gap = np.asarray(distance(foot[:, 0], foot[:, 1], points[:, 0], points[:, 1]))
    offset = gap * near.side_at(spots, chord, fraction)
    shape = lons.shape
    return np.reshape(stations.start[edge] + at, shape), np.reshape(offset, shape)


def _shift(
    stations: Stations,
    edge: NDArray[np.intp],
    at: NDArray[np.float64],
    points: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return metres from a guess to the foot of the perpendicular, as on a sphere."""
    radius = 6371e3
    guess, tail, head = stations.along(edge, at), stations.tail[edge], stations.head[edge]
    # aimed at the farther end, whose azimuth is the surer
    backward = at > stations.size[edge] / 2
    aim = np.where(backward[:, None], tail, head)
    edgewise = np.asarray(azimuth(guess[:, 0], guess[:, 1], aim[:, 0], aim[:, 1]))
    lons, lats = points.T
    over = np.asarray(azimuth(guess[:, 0], guess[:, 1], lons, lats))
    gap = np.asarray(distance(guess[:, 0], guess[:, 1], lons, lats))
    # the leg along the edge of a right spherical triangle (Napier)
    turn = np.radians(over - edgewise)
    step = radius * np.arctan2(np.sin(gap / radius) * np.cos(turn), np.cos(gap / radius))
    return np.asarray(np.where(backward, -step, step))


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
