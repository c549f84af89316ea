"""Lay a path on a line: which stretch it replaces, and how it meets the line at its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import distance
from ceaseline.geo.lines.chains import place
from ceaseline.layers.edits.between import FARTHEST_M, places_on, runs_of
from ceaseline.layers.edits.stretch import connected, length_km, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.stretch import Stretch
    from ceaseline.layers.placement.placement import Placement

__all__ = ["laid"]

_SAME_KM = 0.001
"""Ends nearer to one another than this along the line are one place."""
_ON_M = 1.0
"""An end as near as this to the line is on it."""


def laid(
    placement: Placement, path: NDArray[np.float64]
) -> tuple[list[Stretch], NDArray[np.float64]]:
    """Return the stretch of a line that a path replaces, and the path as it then runs.

    The stretch lies between the places of the line nearest to the path's ends, on the run of
    sections that is nearest to both. An end within a metre of the line is moved onto it; from
    any other the line steps straight. Of a pocket, which has two stretches between two places, that
    one is replaced which encloses less ground with the path; but a path of two or three places in
    the pocket, from a vertex to the next but one, deletes or moves the vertex between these. A path
    that begins and ends at one place of a pocket replaces all of it if it goes round half of its
    ground or more.

    Parameters
    ----------
    placement : Placement
    path : (n, 2) array
        Longitude, latitude, in either direction.

    Returns
    -------
    stretch : list of Stretch
        Parts of sections that continue one another.
    path : (m, 2) array
        In the direction of the line, its ends those of the stretch.

    Raises
    ------
    InputError
        If an end is too far from the line, or both are at one place of it.
    """
    run, (one, two), on_line = _ends(placement, path)
    coords, low, high = (path, one, two) if one < two else (path[::-1], two, one)
    start, end = _span(placement, run) if _closed(placement, run) else (0.0, np.inf)
    around = end - start
    if high - low < _SAME_KM or around - (high - low) < _SAME_KM:
        whole = _parts(placement, run, [(low, end), (start, low)]) if around < np.inf else []
        return _instead(whole, path, one)
    parts = _parts(placement, run, [(low, high)])
    if around < np.inf:
        other = _parts(placement, run, [(high, end), (start, low)])
        ways = [(parts, coords), (other, coords[::-1])]
        short = on_line and len(path) <= 3
        parts, coords = _of_two(ways if one < two else ways[::-1], short=short)
    return parts, _joined(coords, connected(parts, "replace"))


def _of_two(
    ways: Sequence[tuple[list[Stretch], NDArray[np.float64]]], *, short: bool
) -> tuple[list[Stretch], NDArray[np.float64]]:
    """Return which of a pocket's two stretches a path replaces; the first is as the path runs."""
    ahead, back = (connected(parts, "replace") for parts, _ in ways)
    (parts, path), (_, other) = ways
    cut_at_vertices = parts[0].low % 1 == parts[-1].high % 1 == 0
    if short and cut_at_vertices and len(ahead) <= 3:
        pocket = shapely.make_valid(shapely.Polygon(np.vstack([ahead, back])))
        if shapely.covers(pocket, shapely.points(path[1:-1])).all():
            return ways[0]
    return ways[0] if _ground(ahead, path) <= _ground(back, other) else ways[1]


def _ends(
    placement: Placement, path: NDArray[np.float64]
) -> tuple[Sequence[int], tuple[float, float], bool]:
    """Return the run nearest to a path's ends, the kilometres, and whether both ends are on it."""
    runs = runs_of(placement)
    first, last = (places_on(placement, runs, (float(x), float(y))) for x, y in path[[0, -1]])
    best = int(np.argmin([a[1] + b[1] for a, b in zip(first, last, strict=True)]))
    for spot, (_, away) in ((path[0], first[best]), (path[-1], last[best])):
        if away > FARTHEST_M:
            raise InputError(
                f"The path comes to {place(*spot)}, {away / 1000:,.1f} km from the line of "
                f"{placement.name}; begin and end it within {FARTHEST_M / 1000:.0f} km of the line."
            )
    (one, off), (two, away) = first[best], last[best]
    return runs[best], (one, two), max(off, away) <= _ON_M


def _closed(placement: Placement, run: Sequence[int]) -> bool:
    """Whether a run of sections comes back to where it begins, as a pocket does."""
    return placement.sections[run[0]].coords[0] == placement.sections[run[-1]].coords[-1]


def _span(placement: Placement, run: Sequence[int]) -> tuple[float, float]:
    """Return the kilometres at which a run of sections begins and ends."""
    before, own = placement.sections[: run[0]], placement.sections[run[0] : run[-1] + 1]
    start = length_km(placement.replaced(sections=before))
    return start, start + length_km(placement.replaced(sections=own))


def _parts(
    placement: Placement, run: Sequence[int], spans: Sequence[tuple[float, float]]
) -> list[Stretch]:
    """Return the stretches of a run in spans of kilometres, none shorter than a metre."""
    parts = [p for s in spans if s[1] - s[0] >= _SAME_KM for p in stretches(placement, s)]
    return [part for part in parts if part.section in run]


def _instead(
    whole: list[Stretch], path: NDArray[np.float64], km: float
) -> tuple[list[Stretch], NDArray[np.float64]]:
    """Return a whole pocket and the path in its place, which begins and ends at one place of it."""
    ring = connected(whole, "replace") if whole else path[:1]
    if not whole or _ground(ring, path) > _ground(ring[:1], path):
        raise InputError(
            f"The path begins and ends at the same place of the line, km {km:.3f}; end it at "
            "another one, or give the ground in it to a party with `give --polygon`."
        )
    one, two = (bool(shapely.is_ccw(shapely.linearrings(c))) for c in (ring, path))
    return whole, _joined(path if one == two else path[::-1], ring)


def _ground(stretch: NDArray[np.float64], path: NDArray[np.float64]) -> float:
    """Return how much lies between a stretch and a path, in square degrees."""
    ring = shapely.Polygon(np.vstack([stretch, path[::-1]]))
    return float(shapely.area(shapely.make_valid(ring)))


def _joined(path: NDArray[np.float64], stretch: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a path that begins and ends where a stretch does, without repeated places."""
    (a, b), (c, d) = path[[0, -1]], stretch[[0, -1]]
    inner = path[int(distance(*a, *c) <= _ON_M) : len(path) - int(distance(*b, *d) <= _ON_M)]
    out = np.vstack([c, np.round(inner, 7), d])
    kept: Sequence[bool] = np.concatenate([[True], (out[1:] != out[:-1]).any(axis=1)]).tolist()
    return np.asarray(out[kept])
