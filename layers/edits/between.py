"""The ends of a stretch as people give them: kilometres, or settlements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import length
from ceaseline.geo.lines import locate
from ceaseline.layers.edits.stretch import length_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["FARTHEST_M", "REACH_M", "between_km", "places_on", "runs_of"]


REACH_M = 25_000.0
"""Two ends are on one run of sections if it passes within this distance of both."""
FARTHEST_M = 50_000.0
"""A settlement farther than this from the line names no place of it."""


def between_km(
    placement: Placement, ground: Ground, ends: Sequence[str | float] | None
) -> list[float] | None:
    """Return the kilometres that two ends of a stretch stand for, the lesser first.

    Parameters
    ----------
    placement : Placement
    ground : Ground
        Whose settlements may be named.
    ends : two of str or float, optional
        Each a distance from the start of the line in kilometres or the name of a settlement, which
        stands for the place of the line that is nearest to it; also the settlement's id, which is
        greater than any distance. Where sections that continue one another pass within
        :data:`REACH_M` of both ends, both stand for places of those, so that a stretch does not
        run on into a pocket or another front.

    Raises
    ------
    InputError
        If there are not two, a name is not found or farther than :data:`FARTHEST_M` from the line,
        or both are the same place.
    """
    if ends is None:
        return None
    if len(ends) != 2:
        raise InputError(f"A stretch has two ends, not {len(ends)}; give --between A B.")
    low, high = sorted(float(km) for km in _km_of_both(placement, ground, ends))
    if high - low < 0.001:
        raise InputError(
            f"{ends[0]} and {ends[1]} are the same place of the line, km {low:g}; give two that "
            "are apart."
        )
    return [low, high]


def _km_of_both(
    placement: Placement, ground: Ground, ends: Sequence[str | float]
) -> NDArray[np.float64]:
    """Return the kilometres of two ends, on one run of sections if one is near both."""
    runs = runs_of(placement)
    found = np.array([_on_runs(placement, ground, end, runs) for end in ends])
    km, off = found[..., 0], found[..., 1]
    near = np.where((off <= REACH_M).all(axis=0), off.sum(axis=0), np.inf)
    best = off.argmin(axis=1) if np.isinf(near).all() else near.argmin()
    for end, away in zip(ends, off[[0, 1], best], strict=True):
        if away > FARTHEST_M:
            raise InputError(
                f"{end} is {away / 1000:,.1f} km from the line of {placement.name}, more than "
                f"{FARTHEST_M / 1000:.0f} km; give a settlement nearer to it, or kilometres."
            )
    return np.asarray(km[[0, 1], best], dtype=float)


def runs_of(placement: Placement) -> list[list[int]]:
    """Return the sections that continue one another, in order."""
    runs: list[list[int]] = []
    before = None
    for k, section in enumerate(placement.sections):
        if before is None or section.closed or section.coords[0] != before:
            runs.append([])
        runs[-1].append(k)
        before = None if section.closed else section.coords[-1]
    return runs


def _on_runs(
    placement: Placement, ground: Ground, end: str | float, runs: Sequence[Sequence[int]]
) -> list[tuple[float, float]]:
    """Return for each run the kilometre that an end stands for, and how far off it is, m."""
    starts = _starts(placement)
    whole = length_km(placement)
    top = float(np.floor(whole * 1000)) / 1000
    spot = _settlement(ground, end, whole)
    if spot is None:
        km = float(end)
        if not 0 <= km <= whole + 0.001:
            raise InputError(
                f"Kilometre {end} is not on the line of {placement.name}, which is {whole:.3f} km "
                "long."
            )
        own = min(int(np.searchsorted(starts, km, side="right")), len(starts) - 1) - 1
        return [(round(min(km, top), 3), 0.0 if own in run else np.inf) for run in runs]
    return [(round(min(km, top), 3), off) for km, off in places_on(placement, runs, spot)]


def places_on(
    placement: Placement, runs: Sequence[Sequence[int]], spot: tuple[float, float]
) -> list[tuple[float, float]]:
    """Return for each run the kilometre of its place nearest to a spot, and how far off it is, m.

    Parameters
    ----------
    placement : Placement
    runs : sequence of sequences of int
        See :func:`runs_of`.
    spot : (longitude, latitude)
    """
    starts = _starts(placement)
    out = []
    for run in runs:
        along, off = locate([placement.sections[k].line for k in run], *spot)
        out.append((float(starts[run[0]]) + float(along) / 1000, abs(float(off))))
    return out


def _starts(placement: Placement) -> NDArray[np.float64]:
    """Return the kilometre at which each section starts, and the line ends, (n + 1,)."""
    return np.cumsum([0.0, *(float(length(line)) / 1000 for line in placement.lines)])


def _settlement(ground: Ground, end: str | float, whole: float) -> tuple[float, float] | None:
    """Return where the settlement is that an end names; None if it is a distance."""
    try:
        if not (float(end) > whole and ground.knows(end)):
            return None
    except ValueError:
        pass
    row = ground.match(str(end))
    return float(row["lon"]), float(row["lat"])
