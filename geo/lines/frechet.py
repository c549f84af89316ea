"""The Fréchet distance: the shortest leash with which two lines can be walked along together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.lines.chains import chains_of, densified, joined
from ceaseline.geo.lines.freespace import Path, Reach, Sweep, arc, start, sweep
from ceaseline.geo.lines.nearest import ecef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.lines.chains import Line

__all__ = ["frechet"]

_STRIDES = (64, 16)
_LEAST = 48
_MARGIN = 64
_FAR_M = 100_000.0
"""From here on the curvature of the ellipsoid between the lines counts; short of it, that of a
sphere gives every geodesic from its chord within 1.2 cm."""
_SPHERE_M = 6_371_000.0


def frechet(a: Line | Sequence[Line], b: Line | Sequence[Line], tolerance: float = 0.05) -> float:
    """Return the Fréchet distance of two lines, places between vertices included.

    Unlike the Hausdorff distance it follows the lines from start to end: both are walked along,
    never back, and the distance is the least that always suffices to hold the two together.

    Method: bisection on the free space (:mod:`ceaseline.geo.lines.freespace`). Lines of every 64th
    and 16th vertex, whose distance from the full ones is known, narrow the range; a range known to
    be too short reaches a row from the start and another from the end, and the rest is decided in
    between. Chords in geocentric space between vertices at most 1 km apart; beyond 100 km the range
    is narrowed last on geodesics, whose chord in each cell follows from the curvature of the
    ellipsoid there. The result is right to 0.1 m up to 1,200 km, to 1 m at 2,000 km and to 7 m at
    3,000 km; it is not meant for greater distances.

    Parameters
    ----------
    a, b : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees; sections that make one line, both in the same direction.
    tolerance : float
        Metres.

    Returns
    -------
    float
        Metres, within the tolerance.

    Raises
    ------
    InputError, GeometryError
        If one is no line or not a single one, or the tolerance is not above 0.

    Examples
    --------
    >>> import shapely
    >>> there = shapely.LineString([(30, 0), (30.4, 0), (30.2, 0.001), (30.6, 0)])
    >>> round(frechet(there, shapely.LineString([(30, 0), (30.6, 0)])))
    11132
    """
    if not tolerance > 0:
        raise InputError(f"The tolerance is {tolerance} m; give metres above 0.")
    one, two = _points(a), _points(b)
    ends = float(np.linalg.norm(one[[0, -1]] - two[[0, -1]], axis=1).max())
    low, high = ends, max(ends, _together(one, two))
    for stride in _STRIDES:
        if min(len(one), len(two)) < _LEAST * stride:
            continue
        p, q = one[_every(len(one), stride)], two[_every(len(two), stride)]
        slack = _error(one, stride) + _error(two, stride)
        least, most = max(ends, low - slack), high + slack
        aim = max(tolerance, slack / 4)
        least, most = _narrowed(Path.of(p), Path.of(q), least, most, aim)
        low, high = max(low, least - slack), min(high, most + slack)
    if high > _FAR_M:
        low, high = arc(low, most=False), arc(high, most=True)
        curved = Path.of(one, curved=True), Path.of(two, curved=True)
        low, high = _narrowed(*curved, low, high, tolerance)
        return (low + high) / 2
    low, high = _narrowed(Path.of(one), Path.of(two), low, high, tolerance)
    return float(2 * _SPHERE_M * np.arcsin((low + high) / (4 * _SPHERE_M)))


def _points(line: Line | Sequence[Line]) -> NDArray[np.float64]:
    chains = joined(chains_of(line))
    if len(chains) > 1:
        raise GeometryError(
            f"The sections make {len(chains)} lines; the Fréchet distance is that of one line from "
            "start to end: give each by itself, or join them first."
        )
    return ecef(densified(chains[0])[0])


def _every(count: int, stride: int) -> NDArray[np.int64]:
    return np.append(np.arange(0, count - 1, stride), count - 1).astype(np.int64)


def _error(points: NDArray[np.float64], stride: int) -> float:
    """Return a distance that walking every so many points keeps from walking them all."""
    spots = _every(len(points), stride)
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    chord = np.column_stack([np.interp(along, along[spots], points[spots, k]) for k in range(3)])
    return float(np.linalg.norm(points - chord, axis=1).max())


def _together(p: NDArray[np.float64], q: NDArray[np.float64]) -> float:
    """Return the distance that suffices if both are walked along at an even pace."""
    shares = []
    for points in (p, q):
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
        shares.append(along / along[-1])
    at = np.union1d(*shares)
    both = [
        np.column_stack([np.interp(at, share, points[:, k]) for k in range(3)])
        for share, points in zip(shares, (p, q), strict=True)
    ]
    return float(np.linalg.norm(both[0] - both[1], axis=1).max()) * (1 + 1e-12)


def _narrowed(p: Path, q: Path, low: float, high: float, tolerance: float) -> tuple[float, float]:
    """Return a range of at most the tolerance that holds the distance, given one that does."""
    ahead = sweep(p, q, low, start(p, q, low), len(p.step))
    if ahead.done:
        return low, low
    window = _Window(p, q, ahead)
    window.come_back(low)
    while high - low > tolerance:
        middle = (low + high) / 2
        if window.allows(middle):
            high = middle
        else:
            low = middle
    return low, high


class _Window:
    """The rows between what is reached from the start and from the end within a distance.

    Whatever is reached within it is reached within any greater distance; so a way between the two
    is a way through, and if even all that is free at the lower row leads nowhere, there is none.
    """

    def __init__(self, p: Path, q: Path, ahead: Sweep) -> None:
        self.p, self.q, self.ahead, self.back = p, q, ahead, Sweep(None, 0)
        self.ends = p.reversed(), q.reversed()
        self.rows = len(p.step)
        self.before = self.beyond = _MARGIN

    def come_back(self, limit: float) -> None:
        """Carry on from the end as far as a distance allows, from what is reached already."""
        one, two = self.ends
        under = max((k for k in self.back.kept if k <= self.back.row - _MARGIN), default=0)
        known = self.back.kept[under] if under else start(one, two, limit)
        found = sweep(one, two, limit, known, self.rows)
        if found.row > self.back.row:
            kept = {k: reach for k, reach in self.back.kept.items() if k < under}
            self.back = Sweep(None, found.row, kept={**kept, **found.kept})

    def allows(self, limit: float) -> bool:
        """Tell whether a distance suffices; if not, start from what is reached within it."""
        while True:
            answer = self._answer(limit)
            if answer is not None:
                return answer

    def _answer(self, limit: float) -> bool | None:
        p, q = self.p, self.q
        low, high = sorted((self.ahead.row, self.rows - self.back.row))
        lower = max((k for k in self.ahead.kept if k <= low - self.before), default=0)
        under = max((k for k in self.back.kept if k <= self.rows - high - self.beyond), default=0)
        upper = self.rows - under
        known = start(p, q, limit) if lower == 0 else self.ahead.kept[lower]
        found = sweep(p, q, limit, known, upper)
        if found.done or (under and found.end and _meet(found.end, self.back.kept[under])):
            return True
        free = found
        if lower:
            free = sweep(p, q, limit, start(p, q, limit, lower, anywhere=True), upper, found)
        if free.done or (under and free.end and (free.end.low < 2.0).any()):
            if found.end is None and lower:
                self.before *= 4
            else:
                self.beyond *= 4
            return None
        kept = {k: reach for k, reach in self.ahead.kept.items() if k < lower}
        self.ahead = Sweep(None, found.row, kept={**kept, **found.kept})
        self.come_back(limit)
        return False


def _meet(ahead: Reach, back: Reach) -> bool:
    """Tell whether a place reached from the start lies before one that leads to the end."""
    return bool((ahead.low <= 1 - back.low[::-1]).any())
