"""The Hausdorff distance: how far the farthest place of one line is from another line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import distance
from ceaseline.geo.lines.chains import chains_of
from ceaseline.geo.lines.nearest import NearestOnLine, lonlat_of
from ceaseline.geo.lines.stations import locate, point_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.lines.chains import Line

__all__ = ["Gap", "directed_hausdorff", "hausdorff"]

_FIRST = 64
"""How many of the most promising pieces are measured exactly before the others are judged."""
_RUN = 8
"""How many pieces are first judged by the same chord of the other line."""


@dataclass(frozen=True)
class Gap:
    """How far apart two lines are, and where.

    Attributes
    ----------
    metres : float
        Geodesic distance between `place` and `nearest`.
    place : (lon, lat)
        The place of one line that is farthest from the other.
    nearest : (lon, lat)
        The place of the other line that is nearest to it.
    """

    metres: float
    place: tuple[float, float]
    nearest: tuple[float, float]


def hausdorff(a: Line | Sequence[Line], b: Line | Sequence[Line], tolerance: float = 0.05) -> Gap:
    """Return the Hausdorff distance of two lines, places between vertices included.

    Method: :func:`directed_hausdorff` both ways; the greater counts.

    Parameters
    ----------
    a, b : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees.
    tolerance : float
        Metres by which the result may be too small. Lines more than 300 km apart add 1e-6 of their
        distance.

    Returns
    -------
    Gap
        With `place` on either line.

    Raises
    ------
    InputError, GeometryError
        If one is no line, or the tolerance is not above 0.

    Examples
    --------
    >>> import shapely
    >>> a = shapely.LineString([(30, 0), (31, 0)])
    >>> b = shapely.LineString([(30, 0), (30.5, 0.2), (31, 0)])
    >>> gap = hausdorff(a, b)
    >>> round(gap.metres), gap.place
    (22115, (30.5, 0.2))
    """
    one, two = _prepared(a, tolerance), _prepared(b, tolerance)
    there = _farthest(one, two, tolerance, 0.0)
    back = _farthest(two, one, tolerance, there[0])
    return _gap(there[1], b) if there[0] >= back[0] else _gap(back[1], a)


def directed_hausdorff(
    a: Line | Sequence[Line], b: Line | Sequence[Line], tolerance: float = 0.05
) -> Gap:
    """Return how far the farthest place of one line is from the nearest place of another.

    Method: branch and bound on the pieces of `a`. The distance to one chord of `b` is convex along
    a piece, so that its ends bound it; pieces that could hold a greater distance than the greatest
    found are halved. Distances are those of chords in geocentric space between vertices at most
    1 km apart (2 cm); the result is geodesic.

    Parameters
    ----------
    a, b : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees.
    tolerance : float
        Metres by which the result may be too small.

    Returns
    -------
    Gap
        With `place` on `a` and `nearest` on `b`.

    Raises
    ------
    InputError, GeometryError
        If one is no line, or the tolerance is not above 0.

    Examples
    --------
    >>> import shapely
    >>> short = shapely.LineString([(30, 0), (31, 0)])
    >>> long = shapely.LineString([(30, 0), (32, 0)])
    >>> round(directed_hausdorff(short, long).metres), round(directed_hausdorff(long, short).metres)
    (0, 111319)
    """
    found = _farthest(_prepared(a, tolerance), _prepared(b, tolerance), tolerance, -1.0)
    return _gap(found[1], b)


def _prepared(line: Line | Sequence[Line], tolerance: float) -> NearestOnLine:
    if not tolerance > 0:
        raise InputError(f"The tolerance is {tolerance} m; give metres above 0.")
    return NearestOnLine.of(chains_of(line))


def _gap(place: NDArray[np.float64], other: Line | Sequence[Line]) -> Gap:
    lon, lat = lonlat_of(place[None])[0].round(12).tolist()
    foot = point_at(other, locate(other, lon, lat)[0])
    metres = float(distance(lon, lat, foot[0], foot[1]))
    return Gap(metres, (lon, lat), (float(foot[0]), float(foot[1])))


def _farthest(
    a: NearestOnLine, b: NearestOnLine, tolerance: float, floor: float
) -> tuple[float, NDArray[np.float64]]:
    """Return the greatest distance found and its place, if above a floor that is known already."""
    best, place = floor, a.tail[0]
    p, q = a.tail, a.head
    rough = _roughly(p, b)
    bound = _bounds(p, q, rough, rough, b)
    top = np.argsort(bound)[-_FIRST:]
    best, place = _better(p[top], b.find_points(p[top])[2], best, place)
    p, q = p[bound > best + tolerance], q[bound > best + tolerance]
    near_p, _, far_p = b.find_points(p)
    near_q, _, far_q = b.find_points(q)
    best, place = _better(q, far_q, *_better(p, far_p, best, place))
    while True:
        size = np.linalg.norm(q - p, axis=1)
        bound = np.minimum(_bounds(p, q, near_p, near_q, b), (far_p + far_q + size) / 2)
        k = bound > best + tolerance
        if not k.any():
            return best, place
        p, q, near_p, near_q, far_p, far_q = p[k], q[k], near_p[k], near_q[k], far_p[k], far_q[k]
        middle = (p + q) / 2
        near, _, far = b.find_points(middle)
        best, place = _better(middle, far, best, place)
        p, q = np.concatenate([p, middle]), np.concatenate([middle, q])
        near_p, near_q = np.concatenate([near_p, near]), np.concatenate([near, near_q])
        far_p, far_q = np.concatenate([far_p, far]), np.concatenate([far, far_q])


def _better(
    points: NDArray[np.float64],
    distances: NDArray[np.float64],
    best: float,
    place: NDArray[np.float64],
) -> tuple[float, NDArray[np.float64]]:
    if not len(points) or distances.max() <= best:
        return best, place
    return float(distances.max()), points[distances.argmax()]


def _roughly(p: NDArray[np.float64], b: NearestOnLine) -> NDArray[np.int64]:
    """Return for each piece a chord that is near the first of some pieces around it."""
    return np.repeat(b.tree.query(p[::_RUN])[1], _RUN)[: len(p)].astype(np.int64)


def _bounds(
    p: NDArray[np.float64],
    q: NDArray[np.float64],
    near_p: NDArray[np.int64],
    near_q: NDArray[np.int64],
    b: NearestOnLine,
) -> NDArray[np.float64]:
    """Return for each piece a distance that none of its places exceeds."""
    by_p = np.maximum(b.distances(p, near_p), b.distances(q, near_p))
    by_q = np.maximum(b.distances(p, near_q), b.distances(q, near_q))
    return np.minimum(by_p, by_q)
