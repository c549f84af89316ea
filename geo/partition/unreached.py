"""The sides of rings that no line reaches: islands, and parts cut off from the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ceaseline.geo.lines.chains import all_densified
from ceaseline.geo.lines.nearest import NearestOnLine, ecef

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.partition.rings import Isle, Rings

    Chains = Sequence[NDArray[np.float64]]

__all__ = ["unreached_sides"]

_BEND = 0.15 / 6.3e6**2
"""A geodesic of chord c is at most c (1 + _BEND c²) long: x / sin x <= 1 + 0.232 x² to π/2."""

_SLACK_M = 1.0
"""More than a chord of a densified edge lies below the ground."""


def unreached_sides(
    rings: Rings,
    lines: Sequence[Chains],
    start: NDArray[np.int8],
    side_at: Callable[[int, float], int],
) -> NDArray[np.int8]:
    """Return the sides of all rings for several lines, given those of the rings each reaches.

    Rings that touch each other go together, on the side of their place nearest to the line, or of
    the nearest ground where that is an end of the line.

    Parameters
    ----------
    rings : Rings
    lines : sequence of sequences of (n, 2) arrays
        The chains of each line; longitude, latitude.
    start : (lines, rings) int8 array
        +1 left, -1 right, 0 unknown.
    side_at : callable
        The side, for the line of a number, at a place of the rings that it reaches.

    Examples
    --------
    >>> import shapely
    >>> from ceaseline.geo.partition.coverage import Coverage
    >>> from ceaseline.geo.partition.rings import Rings
    >>> pair = Rings(Coverage.of([shapely.box(30, 48, 31, 49), shapely.box(33, 48, 34, 49)]))
    >>> line = [np.array([[30.5, 47], [30.5, 50.0]])]
    >>> unreached_sides(pair, [line], np.array([[1, 0]], np.int8), lambda row, place: -1).tolist()
    [[1, -1]]
    """
    out = start.copy()
    alike: dict[tuple[int, ...], list[int]] = {}
    for row in range(len(lines)):
        alike.setdefault(tuple(np.flatnonzero(start[row] == 0).tolist()), []).append(row)
    for unknown, rows in alike.items():
        bundle = _Bundle.of([lines[row] for row in rows])
        for own, isle in rings.isles(unknown):
            for row, side in zip(rows, _sides(bundle, isle), strict=True):
                out[row, list(own)] = side or side_at(row, rings.nearest(own, unknown))
    return out


def _sides(bundle: _Bundle, isle: Isle) -> list[int]:
    """Return for each line on which side of it an isle is, 0 where an end of it is nearest."""
    runs = _nearest(bundle, isle)
    owner = [k for k, line in enumerate(runs) for _ in line]
    flat = [run for line in runs for run in line]
    near = NearestOnLine.of(flat, owner)
    line = np.repeat(owner, [len(run) - 1 for run in flat])[near.edge]
    chords = np.split(np.arange(len(line)), np.searchsorted(line, np.arange(1, len(runs))))
    return [near.side_of_nearest(isle.spots, among) for among in chords]


@dataclass(frozen=True, eq=False)
class _Bundle:
    """The vertices of the chains of several lines, laid end to end.

    Attributes
    ----------
    coords : (n, 2) array
        Longitude, latitude.
    points : (n, 3) array
        The same, geocentric, metres.
    line : (n,) int array
    inner : (n - 1,) bool array
        Whether an edge of the lines leads from a vertex to the next.
    arc : (n - 1,) array
        A length that no such edge has more than, metres.
    """

    coords: NDArray[np.float64]
    points: NDArray[np.float64]
    line: NDArray[np.int64]
    inner: NDArray[np.bool_]
    arc: NDArray[np.float64]

    @classmethod
    def of(cls, lines: Sequence[Chains]) -> Self:
        chains = [chain for line in lines for chain in line]
        size = np.array([len(chain) for chain in chains])
        owner = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
        coords = np.concatenate(chains)
        points = ecef(coords)
        inner = np.ones(len(coords) - 1, bool)
        inner[np.cumsum(size)[:-1] - 1] = False
        chord = np.linalg.norm(points[1:] - points[:-1], axis=1)
        arc = chord * (1 + _BEND * chord * chord)
        return cls(coords, points, np.repeat(owner, size), inner, arc)

    def near(self, away: NDArray[np.float64], more: float) -> NDArray[np.bool_]:
        """Tell which edges may be as near as their line's nearest vertex, or more metres away.

        A place of an edge of length s whose ends are a and b away is at least (a + b - s) / 2 away.
        """
        first = np.searchsorted(self.line, np.arange(self.line[-1] + 1))
        limit = np.minimum.reduceat(away, first)[self.line[:-1]] + more + _SLACK_M
        return np.asarray(self.inner & ((away[1:] + away[:-1] - self.arc) / 2 <= limit))

    def runs(self, near: NDArray[np.bool_]) -> list[list[NDArray[np.float64]]]:
        """Return for each line the runs of some of its edges."""
        out: list[list[NDArray[np.float64]]] = [[] for _ in range(self.line[-1] + 1)]
        ends = np.flatnonzero(np.diff(near, prepend=False, append=False)).reshape(-1, 2)
        for (a, b), line in zip(ends.tolist(), self.line[ends[:, 0]].tolist(), strict=True):
            out[line].append(self.coords[a : b + 1])
        return out


def _nearest(bundle: _Bundle, isle: Isle) -> list[list[NDArray[np.float64]]]:
    """Return for each line those of its edges, densified, that may be nearest to an isle."""
    rough = np.linalg.norm(bundle.points - isle.middle, axis=1)
    near = bundle.near(rough, 2 * isle.spread)
    some = np.append(near, False) | np.insert(near, 0, False)
    away = np.full(len(bundle.points), np.inf)
    away[some] = isle.tree.query(bundle.points[some])[0]
    runs = bundle.runs(bundle.near(away, 0.0))
    dense = iter(all_densified([run for line in runs for run in line]))
    fine = _Bundle.of([[next(dense)[0] for _ in line] for line in runs])
    return fine.runs(fine.near(isle.tree.query(fine.points)[0], 0.0))
