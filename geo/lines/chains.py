"""What every line operation starts from: clean, oriented, geodesically dense chains.

A chain is an ``(n, 2)`` float array of longitude and latitude in degrees, ``n >= 2``, without
repeated vertices. A closed chain repeats its first vertex at the end, bit for bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyproj
import shapely

from ceaseline.geo.errors import GeometryError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

__all__ = [
    "MAX_EDGE_M",
    "Line",
    "all_densified",
    "chains_of",
    "check_flat",
    "densified",
    "joined",
    "place",
]

Line: TypeAlias = shapely.LineString | shapely.MultiLineString | shapely.LinearRing

MAX_EDGE_M = 1000.0
"""Edges longer than this are densified: a 1 km edge drawn straight in longitude and latitude lies
within 2.3 cm of its geodesic at latitude 50 (sagitta s^2 tan(lat) / 8R)."""

_POLE = 89.9

_GEOD = pyproj.Geod(ellps="WGS84")


def place(lon: float, lat: float) -> str:
    """Return a place as people read it in an error message.

    Examples
    --------
    >>> place(37.8, 48.0125)
    '37.80000, 48.01250 (lon, lat)'
    """
    return f"{lon:.5f}, {lat:.5f} (lon, lat)"


def densified(
    coords: NDArray[np.float64], max_edge: float = MAX_EDGE_M
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Put points on the geodesic of every edge longer than `max_edge`.

    The points of an edge are computed from its lesser end whichever way it runs, so that two
    neighbours who share an edge get the same points, bit for bit.

    Parameters
    ----------
    coords : (n, 2) array
        Longitude, latitude in degrees.
    max_edge : float
        Longest edge to leave as it is, in metres.

    Returns
    -------
    coords : (m, 2) array
        All vertices of `coords` and the points between them.
    where : (n,) array
        Position of each input vertex in the output.

    Examples
    --------
    >>> line = np.array([[30.0, 50.0], [30.0, 50.027]])
    >>> there, where = densified(line)
    >>> len(there), where.tolist()
    (5, [0, 4])
    >>> back, _ = densified(line[::-1])
    >>> bool((there == back[::-1]).all())
    True
    """
    return _densified(coords, np.ones(len(coords) - 1, bool), max_edge)


def all_densified(
    chains: Sequence[NDArray[np.float64]], max_edge: float = MAX_EDGE_M
) -> list[tuple[NDArray[np.float64], NDArray[np.int64]]]:
    """Densify several chains at once: what :func:`densified` gives for each, bit for bit.

    Parameters
    ----------
    chains : sequence of (n, 2) arrays
        Longitude, latitude in degrees; at least one.
    max_edge : float
        Longest edge to leave as it is, in metres.

    Returns
    -------
    list of (m, 2) array, (n,) array
        Coordinates and the position of each input vertex in them.

    Examples
    --------
    >>> line = np.array([[30.0, 50.0], [30.0, 50.027]])
    >>> [where.tolist() for _, where in all_densified([line, line[::-1]])]
    [[0, 4], [0, 4]]
    """
    first = np.cumsum([len(chain) for chain in chains])[:-1]
    coords = np.concatenate(chains)
    within = np.ones(len(coords) - 1, bool)
    within[first - 1] = False
    dense, where = _densified(coords, within, max_edge)
    own = [given - given[0] for given in np.split(where, first)]
    return list(zip(np.split(dense, where[first]), own, strict=True))


def _densified(
    coords: NDArray[np.float64], bounded: NDArray[np.bool_], max_edge: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Densify those edges whose length is bounded."""
    tail, head = coords[:-1], coords[1:]
    # an edge is cut alike from either end: from its lesser one
    swap = (head[:, 0] < tail[:, 0]) | ((head[:, 0] == tail[:, 0]) & (head[:, 1] < tail[:, 1]))
    low = np.where(swap[:, None], head, tail)
    high = np.where(swap[:, None], tail, head)
    pieces = np.ones(len(low), np.int64)
    long = np.flatnonzero(bounded & (_at_most(low, high) > max_edge))
    # the geodesic of those that may be too long, and how many pieces it makes
    azimuth, size = np.zeros(len(low)), np.zeros(len(low))
    ends = low[long, 0], low[long, 1], high[long, 0], high[long, 1]
    azimuth[long], _, size[long] = _GEOD.inv(*ends)
    pieces[long] = np.maximum(1, np.ceil(size[long] / max_edge))
    where = np.concatenate([[0], np.cumsum(pieces)])
    out = np.empty((where[-1] + 1, 2))
    # for each new place its edge and which of the edge's steps it is, counted from the lesser end
    edge = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(where[-1]) - where[edge]
    new = step > 0
    edge, step = edge[new], step[new]
    step = np.where(swap[edge], pieces[edge] - step, step)
    lon, lat, _ = _GEOD.fwd(
        low[edge, 0], low[edge, 1], azimuth[edge], size[edge] * step / pieces[edge]
    )
    # on the turn of the globe on which the edge is
    lon += 360.0 * np.round((low[edge, 0] - lon) / 360.0)
    out[:-1][new] = np.column_stack([lon, lat])
    out[where] = coords
    return out, where


def _at_most(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a bound above the geodesic distance in metres of places that are not far apart."""
    degree = 111_700.0
    squeeze = np.cos(np.radians(np.minimum(np.abs(a[:, 1]), np.abs(b[:, 1]))))
    return np.asarray(degree * np.hypot((b[:, 0] - a[:, 0]) * squeeze, b[:, 1] - a[:, 1]))


def chains_of(line: Line | Sequence[Line]) -> list[NDArray[np.float64]]:
    """Return the chains of a line in their order, each oriented as given.

    Parameters
    ----------
    line : LineString, MultiLineString, LinearRing or a sequence of them
        Longitude, latitude in degrees; a third coordinate is left out.

    Returns
    -------
    list of (n, 2) arrays
        One per section, repeated vertices removed.

    Raises
    ------
    InputError
        If it is not a line, or a coordinate is not a longitude or a latitude.
    GeometryError
        If it is empty or all its vertices are one place.

    Examples
    --------
    >>> [c.tolist() for c in chains_of(shapely.LineString([(1, 2), (1, 2), (3, 4)]))]
    [[[1.0, 2.0], [3.0, 4.0]]]
    """
    given: Iterable[object] = [line] if isinstance(line, shapely.Geometry) else line
    chains = [
        _chain(part)
        for geometry in given
        for part in (shapely.get_parts(_checked(geometry)))
        if not shapely.is_empty(part)
    ]
    chains = [chain for chain in chains if len(chain) > 1]
    if not chains:
        raise GeometryError(
            "The line is empty or all its vertices are one place; give a line of two places."
        )
    return chains


def _checked(geometry: object) -> Line:
    if not isinstance(geometry, (shapely.LineString, shapely.MultiLineString)):
        kind = getattr(geometry, "geom_type", type(geometry).__name__)
        raise InputError(f"A line is expected, not a {kind}; give a LineString or MultiLineString.")
    return geometry


def _chain(part: shapely.Geometry) -> NDArray[np.float64]:
    coords = shapely.get_coordinates(part)
    bad = ~(np.abs(coords) <= (360.0, 90.0)).all(axis=1)
    if bad.any():
        lon, lat = coords[bad][0]
        raise InputError(
            f"{lon}, {lat} is not a longitude and a latitude in degrees; reproject the line to "
            "EPSG:4326 and give longitude first."
        )
    keep = np.concatenate([[True], (coords[1:] != coords[:-1]).any(axis=1)])
    return np.ascontiguousarray(coords[keep])


def check_flat(chains: Sequence[NDArray[np.float64]], what: str) -> None:
    """Refuse what cannot be laid out in longitude and latitude.

    Parameters
    ----------
    chains : sequence of (n, 2) arrays
        Longitude, latitude in degrees.
    what : str
        What they are, for the message.

    Raises
    ------
    GeometryError
        If an edge leaps over the antimeridian, or a vertex is within 0.1° of a pole.

    Examples
    --------
    >>> check_flat([np.array([[179.0, 0], [181, 0]])], "line")
    """
    for chain in chains:
        leap = np.abs(np.diff(chain[:, 0])) > 180.0
        if leap.any():
            raise GeometryError(
                f"The {what} leaps over the antimeridian from {place(*chain[:-1][leap][0])}; let "
                "longitudes run on past 180 there, as in 179, 181."
            )
        polar = np.abs(chain[:, 1]) > _POLE
        if polar.any():
            raise GeometryError(
                f"The {what} comes to {place(*chain[polar][0])}, at a pole; nothing is divided "
                f"beyond latitude {_POLE}."
            )


def joined(chains: Sequence[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Join chains end to end wherever just one ends and just one begins.

    Parameters
    ----------
    chains : sequence of (n, 2) arrays
        Longitude, latitude; in any order, but each oriented.

    Returns
    -------
    list of (n, 2) arrays
        Fewer, longer chains with the same oriented edges.

    Examples
    --------
    >>> a, b = np.array([[0.0, 0], [1, 0]]), np.array([[1.0, 0], [2, 0]])
    >>> [c.tolist() for c in joined([b, a])]
    [[[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]]
    """
    ends: dict[tuple[float, float], list[int]] = {}
    starts: dict[tuple[float, float], list[int]] = {}
    loose = [k for k, chain in enumerate(chains) if tuple(chain[0]) != tuple(chain[-1])]
    for k in loose:
        starts.setdefault(tuple(chains[k][0]), []).append(k)
        ends.setdefault(tuple(chains[k][-1]), []).append(k)
    after = {
        ends[spot][0]: starts[spot][0]
        for spot in ends.keys() & starts.keys()
        if len(ends[spot]) == len(starts[spot]) == 1
    }
    taken = set(range(len(chains))) - set(loose)
    out = [chains[k] for k in sorted(taken)]
    heads = [k for k in loose if k not in after.values()]
    for first in [*heads, *loose]:
        run, link = [], first
        while link not in taken:
            taken.add(link)
            run.append(chains[link])
            link = after.get(link, first)
        if run:
            out.append(np.concatenate([run[0], *[chain[1:] for chain in run[1:]]]))
    return out
