"""How far two lines are apart, as a whole and kilometre by kilometre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import length
from ceaseline.geo.lines import deviation, frechet, hausdorff
from ceaseline.layers.edits.change import farthest
from ceaseline.layers.edits.consequences import pockets
from ceaseline.layers.edits.context import Ground

if TYPE_CHECKING:
    import shapely

    from ceaseline.geo.lines import Deviation
    from ceaseline.layers.edits.consequences import Pocket
    from ceaseline.layers.plan.plan import Plan

__all__ = ["STEP_M", "Apart", "apart"]

STEP_M = 1_000.0


@dataclass(frozen=True, eq=False)
class Apart:
    """Distances between two lines.

    Attributes
    ----------
    hausdorff_m : float
        From the farthest place of either line to the other line.
    frechet_m : float
        Fréchet distance of the longest stretches of the two lines: the shortest leash for walking
        both from end to end, never back, every place of them included.
    mean_m, p95_m : float
        Of the distances from the other line to the base, every kilometre along it.
    strip : Deviation
        Those distances: positive where the line runs on the left of the base.
    moved_m : float
        As `hausdorff_m`, without the lines around pockets that are gone or new; never more.
    pockets : tuple of Pocket
        Those of the base that are gone, and those that are new, the largest first.
    """

    hausdorff_m: float
    frechet_m: float
    mean_m: float
    p95_m: float
    strip: Deviation
    moved_m: float
    pockets: tuple[Pocket, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the distances for JSON, in metres."""
        return {
            "hausdorff": self.hausdorff_m,
            "frechet": self.frechet_m,
            "mean": self.mean_m,
            "percentile_95": self.p95_m,
            "without_pockets": self.moved_m,
        }


def apart(base: Plan, other: Plan) -> Apart:
    """Return how far the line of a plan is from that of a base.

    Parameters
    ----------
    base, other : Plan

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> line = plan(load("four-oblasts"))
    >>> gap = apart(line, line)
    >>> round(gap.hausdorff_m), round(gap.frechet_m), round(gap.mean_m)
    (0, 0, 0)
    """
    strip = deviation(other.line, base.line, STEP_M)
    ground = Ground.of(base.boundaries, settlements(of=base.boundaries.made_of))
    every = pockets(base.division, other.division, base.parties, ground)
    told = tuple(pocket for pocket in every if pocket.state != "cut off")
    whole = hausdorff(base.line, other.line).metres
    return Apart(
        whole,
        frechet(_longest(base.line), _longest(other.line)),
        strip.mean_m,
        float(strip.percentiles([95])[0]),
        strip,
        min(farthest(base.line, other.line, told), whole) if told else whole,
        told,
    )


def _longest(line: shapely.MultiLineString) -> shapely.LineString:
    return max(line.geoms, key=length)
