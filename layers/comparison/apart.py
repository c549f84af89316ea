"""How far two lines are apart, as a whole and kilometre by kilometre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial.distance import cdist

from geo.lines import deviation, hausdorff
from geo.lines.nearest import ecef

if TYPE_CHECKING:
    import shapely
    from numpy.typing import NDArray

    from geo.lines import Deviation
    from layers.plan import Plan

__all__ = ["STEP_M", "Apart", "apart", "discrete_frechet"]

STEP_M = 1_000.0
_FRECHET_STEP_M = 2_000.0
_RADIUS_M = 6_371_000.0


@dataclass(frozen=True, eq=False)
class Apart:
    """Distances between two lines.

    Attributes
    ----------
    hausdorff_m : float
        From the farthest place of either line to the other line.
    frechet_m : float
        Discrete Fréchet distance: the shortest leash for walking both lines from end to end.
    mean_m, p95_m : float
        Of the distances from the other line to the base, every kilometre along it.
    strip : Deviation
        Those distances: positive where the line runs on the left of the base.
    """

    hausdorff_m: float
    frechet_m: float
    mean_m: float
    p95_m: float
    strip: Deviation

    def as_dict(self) -> dict[str, Any]:
        """Return the distances for JSON, in metres."""
        return {
            "hausdorff": self.hausdorff_m,
            "frechet": self.frechet_m,
            "mean": self.mean_m,
            "percentile_95": self.p95_m,
        }


def apart(base: Plan, other: Plan) -> Apart:
    """Return how far the line of a plan is from that of a base.

    Parameters
    ----------
    base, other : Plan

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> line = plan(load("four-oblasts"))
    >>> gap = apart(line, line)
    >>> round(gap.hausdorff_m), round(gap.frechet_m), round(gap.mean_m)
    (0, 0, 0)
    """
    strip = deviation(other.line, base.line, STEP_M)
    return Apart(
        hausdorff(base.line, other.line).metres,
        discrete_frechet(_walk(base.line), _walk(other.line)),
        strip.mean_m,
        float(strip.percentiles([95])[0]),
        strip,
    )


def _walk(line: shapely.MultiLineString) -> NDArray[np.float64]:
    """Return places every 2 km along the longest stretch of a line, (n, 2)."""
    longest = max(line.geoms, key=lambda part: part.length)
    return deviation(longest, longest, _FRECHET_STEP_M).lonlat


def discrete_frechet(one: NDArray[np.float64], two: NDArray[np.float64]) -> float:
    """Return the discrete Fréchet distance of two walks, m.

    Method: the recurrence of Eiter and Mannila (1994) along antidiagonals, on chords in geocentric
    space; the result is the arc over the chord, within 1e-5 of the geodesic up to 500 km.

    Parameters
    ----------
    one, two : (n, 2) and (m, 2) arrays
        Longitude, latitude of the steps.

    Examples
    --------
    >>> there = np.array([[30.0, 50.0], [30.1, 50.0], [30.2, 50.0]])
    >>> discrete_frechet(there, there)
    0.0
    >>> round(discrete_frechet(there, there[::-1]))
    14339
    """
    chord = cdist(ecef(one), ecef(two))
    rows, columns = chord.shape
    before = last = np.full(rows + 1, np.inf)
    for total in range(rows + columns - 1):
        low, high = max(0, total - columns + 1), min(rows, total + 1)
        i = np.arange(low, high)
        entered = np.minimum(np.minimum(last[i], last[i + 1]), before[i])
        leash = np.full(rows + 1, np.inf)
        leash[i + 1] = np.maximum(chord[i, total - i], entered if total else 0.0)
        before, last = last, leash
    straight = float(last[rows])
    return straight * (1 + straight**2 / (24 * _RADIUS_M**2))
