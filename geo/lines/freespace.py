"""The free space of two paths: where points of both are within a distance, and ways through it.

Alt and Godau (1995, doi:10.1142/S0218195995000064): the distance of two paths is at most ε if a
monotone way leads through the cells (one segment of each path) in which the two are within ε. Here
a whole row of cells is taken at a time: along a row, the lowest point reached on the edges between
cells is a running maximum that starts anew wherever the cell before is reached from below.

Distances are chords. Where the paths are said to lie on the ellipsoid, the limit is a geodesic's
length, and every cell has the chord that belongs to it: that of a circle with the curvature of the
ellipsoid half-way between the two and in their direction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np

from ceaseline.geo.geodesy._ellipsoid import E2, A

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Path", "Reach", "Sweep", "arc", "start", "sweep"]

_ROWS = 32
_NONE = 2.0
_EDGE = 1e-12
_AXES = np.array([A, A, A * np.sqrt(1 - E2)])
_LEAST_RADIUS, _GREATEST_RADIUS = A * (1 - E2), A / np.sqrt(1 - E2)
"""Of curvature: of the meridian at the equator, of all directions at the poles."""


@dataclass(frozen=True, eq=False)
class Path:
    """A path in space.

    Attributes
    ----------
    points : (n + 1, 3) array
        Metres.
    step : (n, 3) array
        From each point to the next.
    size2 : (n,) array
        Squared length of the steps.
    middle, radius : (k, 3) and (k,) array
        Balls round every 32 steps.
    curved : bool
        Whether the points lie on the ellipsoid, and distances from them are geodesics.
    """

    points: NDArray[np.float64]
    step: NDArray[np.float64]
    size2: NDArray[np.float64]
    middle: NDArray[np.float64]
    radius: NDArray[np.float64]
    curved: bool = False

    @classmethod
    def of(cls, points: NDArray[np.float64], *, curved: bool = False) -> Self:
        """Prepare a path; repeated points are left out.

        Examples
        --------
        >>> Path.of(np.array([[0, 0, 0], [0, 0, 0], [3, 0, 0], [3, 4, 0.0]])).size2.tolist()
        [9.0, 16.0]
        """
        keep = np.ones(len(points), bool)
        keep[1:] = (points[1:] != points[:-1]).any(axis=1)
        points = points[keep]
        step = np.diff(points, axis=0)
        middle, radius = [], []
        for first in range(0, len(step), _ROWS):
            part = points[first : first + _ROWS + 1]
            centre = (part.min(axis=0) + part.max(axis=0)) / 2
            middle.append(centre)
            radius.append(np.linalg.norm(part - centre, axis=1).max())
        size2 = (step * step).sum(axis=1)
        return cls(points, step, size2, np.array(middle), np.array(radius), curved)

    def reversed(self) -> Self:
        """Return the path the other way round.

        Examples
        --------
        >>> Path.of(np.array([[0, 0, 0], [3, 0, 0.0]])).reversed().points[0].tolist()
        [3.0, 0.0, 0.0]
        """
        return type(self).of(self.points[::-1], curved=self.curved)


@dataclass(frozen=True, eq=False)
class Reach:
    """What can be reached on the lower edge of a row.

    Attributes
    ----------
    row : int
    low : (m,) array
        For each segment of the other path the least share reached; 2 if none.
    start : bool
        Whether the lower end of the row's leftmost edge is reached.
    """

    row: int
    low: NDArray[np.float64]
    start: bool

    def same(self, other: Reach | None) -> bool:
        """Tell whether another is the same."""
        if other is None or self.start != other.start:
            return False
        return bool((self.low == other.low).all())


@dataclass
class Sweep:
    """The reach where a sweep ended, how far it came, and the reach every 32 rows."""

    end: Reach | None
    row: int
    done: bool = False
    kept: dict[int, Reach] = field(default_factory=dict)


def arc(chord: float, *, most: bool) -> float:
    """Return the greatest or the least geodesic that a chord of the ellipsoid may have, m.

    Examples
    --------
    >>> round(arc(450_000.0, most=False), 2), round(arc(450_000.0, most=True), 2)
    (450092.76, 450094.65)
    """
    radius = _LEAST_RADIUS if most else _GREATEST_RADIUS
    return float(2 * radius * np.arcsin(min(1.0, chord / (2 * radius))))


def _chord2(
    p: NDArray[np.float64], q: NDArray[np.float64], off2: NDArray[np.float64], limit: float
) -> NDArray[np.float64]:
    """Return for each pair of points the square of the chord of a geodesic of some length.

    The curvature of the ellipsoid x·x/a² + y·y/a² + z·z/b² = 1 at m in the direction v is
    (v in units of the axes)² / v² / |(mx/a², my/a², mz/b²)|. From the curvature half-way the chord
    comes out within 1 mm up to 500 km, 3 cm at 1,000 km, 0.8 m at 2,000 km.
    """
    u, v = p / _AXES, q / _AXES
    n, m = u / _AXES, v / _AXES
    dot = u @ v.T
    u2, v2 = (u * u).sum(axis=1)[:, None], (v * v).sum(axis=1)
    n2 = (n * n).sum(axis=1)[:, None] + (m * m).sum(axis=1) + 2 * (n @ m.T)
    with np.errstate(invalid="ignore", divide="ignore"):
        # the middle is brought up to the ellipsoid: both sums are twice the middle, so they cancel
        radius = off2 / (u2 + v2 - 2 * dot) * np.sqrt(n2 / (u2 + v2 + 2 * dot))
    radius = np.clip(np.nan_to_num(radius, nan=A), _LEAST_RADIUS, _GREATEST_RADIUS)
    return np.asarray((2 * radius * np.sin(limit / (2 * radius))) ** 2)


def _free(
    t: NDArray[np.float64],
    off2: NDArray[np.float64],
    size2: NDArray[np.float64],
    limit2: float | NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the shares of segments within a distance of points; (2, -1) where there are none.

    `t` is the share of the foot of the perpendicular, `off2` the squared distance from the tail.
    """
    with np.errstate(invalid="ignore"):
        half = np.sqrt(limit2 / size2 - off2 / size2 + t * t)
        low, high = np.maximum(t - half, 0.0), np.minimum(t + half, 1.0)
        empty = ~(low <= high)
    low[empty], high[empty] = _NONE, -1.0
    return low, high


def start(p: Path, q: Path, limit: float, row: int = 0, *, anywhere: bool = False) -> Reach:
    """Return what is reached on the lower edge of a row: from the start, or all that is free.

    Parameters
    ----------
    p, q : Path
        The rows are segments of p, the columns segments of q.
    limit : float
        Metres.
    row : int
    anywhere : bool
        Whether to take all that is free.

    Examples
    --------
    >>> path = Path.of(np.array([[0, 0, 0], [3, 0, 0], [9, 0, 0.0]]))
    >>> start(path, path, 1.0).low.tolist()
    [0.0, 2.0]
    """
    to = p.points[row] - q.points[:-1]
    t = (to * q.step).sum(axis=1) / q.size2
    off2 = (to * to).sum(axis=1)
    own = p.points[row : row + 1]
    allowed = _chord2(own, q.points[:-1], off2[None], limit)[0] if p.curved else limit * limit
    low, high = _free(t, off2, q.size2, allowed)
    if not anywhere:
        joined = np.append(low[:1] <= _EDGE, (high[:-1] >= 1 - _EDGE) & (low[1:] <= _EDGE))
        low[~np.logical_and.accumulate(joined)] = _NONE
    return Reach(row, low, bool(off2[0] <= np.ravel(allowed)[0]))


def sweep(
    p: Path, q: Path, limit: float, reach: Reach, last: int, known: Sweep | None = None
) -> Sweep:
    """Go up row by row as far as the free space allows.

    Parameters
    ----------
    p, q : Path
        The rows are segments of p, the columns segments of q.
    limit : float
        Metres.
    reach : Reach
        Where to start.
    last : int
        The row whose lower edge is the aim; at most the number of segments of p.
    known : Sweep, optional
        One with the same limit and aim: where the reach is the same, so is the end.

    Examples
    --------
    >>> path = Path.of(np.array([[0, 0, 0], [3, 0, 0], [9, 0, 0.0]]))
    >>> there = sweep(path, path, 1.0, start(path, path, 1.0), 2)
    >>> there.row, there.done
    (2, True)
    """
    low, begun, row = reach.low.copy(), reach.start, reach.row
    out = Sweep(None, row)
    top = np.full(len(low), -1.0)
    while row < last:
        here = Reach(row, low.copy(), begun)
        if known is not None and here.same(known.kept.get(row)):
            return Sweep(known.end, known.row, known.done, {**known.kept, **out.kept})
        out.kept[row] = here
        upto = min(row + _ROWS, last)
        band = _band(p, q, limit, (row, upto), low, begun=begun)
        begun = _rows((p, q), limit, (row, upto), band, low, top, begun=begun)
        reached = (low[band[0] : band[1]] < _NONE).any()
        row = upto
        if not (reached or begun):
            return out
        out.row = row
    out.end = Reach(row, low, begun)
    out.done = bool(last == len(p.step) and low[-1] < _NONE and top[-1] >= 1 - 1e-9)
    return out


def _band(
    p: Path,
    q: Path,
    limit: float,
    rows: tuple[int, int],
    low: NDArray[np.float64],
    *,
    begun: bool,
) -> tuple[int, int]:
    """Return the columns that some rows can reach: up to the first that none of them is near."""
    points = p.points[rows[0] : rows[1] + 1]
    centre = (points.min(axis=0) + points.max(axis=0)) / 2
    radius = np.linalg.norm(points - centre, axis=1).max()
    apart = np.linalg.norm(q.middle - centre, axis=1) - radius - q.radius > limit
    reached = np.flatnonzero(low < _NONE)
    first = 0 if begun or not len(reached) else int(reached[0])
    block = (int(reached[-1]) if len(reached) else 0) // _ROWS + 1
    wall = np.flatnonzero(apart[block:])
    end = (block + int(wall[0])) * _ROWS if len(wall) else len(low)
    return first, min(end, len(low))


def _rows(
    paths: tuple[Path, Path],
    limit: float,
    rows: tuple[int, int],
    band: tuple[int, int],
    low: NDArray[np.float64],
    top: NDArray[np.float64],
    *,
    begun: bool,
) -> bool:
    """Carry the reach over some rows, in place; return whether the leftmost edge is reached."""
    (p, q), (i, k), (c, d) = paths, rows, band
    # about a place of the band, so that squares of large coordinates do not eat the digits
    centre = p.points[i]
    y, x = p.points[i : k + 1] - centre, q.points[c : d + 1] - centre
    dy, dx = p.step[i:k], q.step[c:d]
    y2, x2 = p.size2[i:k, None], q.size2[c:d]
    # squared distance of every vertex of one from every vertex of the other
    off2 = (y * y).sum(axis=1)[:, None] + (x * x).sum(axis=1) - 2 * (y @ x.T)
    allowed = np.broadcast_to(np.float64(limit * limit), off2.shape)
    if p.curved:
        allowed = _chord2(p.points[i : k + 1], q.points[c : d + 1], off2, limit)
    # where along each edge of the first a vertex of the second is nearest, and how far that is free
    t = (dy @ x.T - (dy * y[:-1]).sum(axis=1)[:, None]) / y2
    side_low, side_high = _free(t, off2[:-1], y2, allowed[:-1])
    # the same along each edge of the second
    t = (y[1:] @ dx.T - (dx * x[:-1]).sum(axis=1)) / x2
    over_low, over_high = _free(t, off2[1:, :-1], x2, allowed[1:, :-1])
    index = np.arange(d - c + 1)
    fresh = np.zeros(d - c + 1, bool)
    here = low[c:d]
    for row in range(k - i):
        reached = here < _NONE
        # a cell is entered from the left, or (fresh) from below
        fresh[0] = begun and c == 0 and side_low[row, 0] <= _EDGE
        fresh[1:] = reached
        # the highest lower end since the last entry from below: lifted, entries begin anew
        lift = 4.0 * np.cumsum(fresh)
        running = np.maximum.accumulate(side_low[row] + lift) - lift
        # the last cell whose free part ends below what is needed stops what came from the left
        stopped = np.maximum.accumulate(np.where(running > side_high[row], index, -1))
        since = np.maximum.accumulate(np.where(fresh, index, -1))
        # into the next row: straight up from where it was, or from anywhere where the left leads
        below = np.where(reached, np.maximum(over_low[row], here), _NONE)
        here = np.where((since > stopped)[:-1], over_low[row], below)
        here[here > over_high[row]] = _NONE
        begun = bool(fresh[0]) and bool(side_high[row, 0] >= 1 - _EDGE)
        if not begun and not (here < _NONE).any():
            break
    low[c:d], top[c:d] = here, over_high[row]
    return begun
