"""The length of every line against the detail it is drawn to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.lines import length_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.plan.plan import Plan

__all__ = ["TOLERANCES_M", "Lengths", "finer", "lengths"]

TOLERANCES_M = (0.0, 500.0, 1e3, 2e3, 3e3, 5e3, 7e3, 10e3, 15e3, 20e3, 30e3)


@dataclass(frozen=True)
class Lengths:
    """A line's length at each detail.

    Attributes
    ----------
    detail_m, length_m : tuple of float
        Tolerances the line was generalised to, past no settlement, and its length at each. Below
        the detail that it was drawn to (the first), a line gets no longer.
    """

    detail_m: tuple[float, ...]
    length_m: tuple[float, ...]

    def reaches(self, target_m: float) -> float | None:
        """Return the coarsest detail, m, at which the line is at least so long; None if at none.

        Examples
        --------
        >>> Lengths((0.0, 1e3, 2e3), (120e3, 110e3, 90e3)).reaches(100e3)
        1000.0
        """
        reached = [d for d, m in zip(self.detail_m, self.length_m, strict=True) if m >= target_m]
        return max(reached, default=None)

    def as_dict(self) -> dict[str, Any]:
        """Return them for JSON, in metres."""
        return {"detail_m": list(self.detail_m), "length_m": list(self.length_m)}


def lengths(plan: Plan, tolerances_m: Sequence[float] = TOLERANCES_M) -> Lengths:
    """Return the length of a plan's line at several details, its own first.

    Parameters
    ----------
    plan : Plan
    tolerances_m : sequence of float
        Those below the line's own detail are left out.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> drawn = lengths(plan(load("contact-2024-11-20")))
    >>> len(drawn.detail_m) >= 8, drawn.reaches(1_300e3)
    (True, None)
    """
    own = plan.placement.detail_m
    coarser = [t for t in tolerances_m if t > own]
    values = length_at(plan.line, [0.0, *coarser], plan.gazetteer.lonlat)
    return Lengths((own, *coarser), tuple(np.asarray(values, dtype=float).tolist()))


def finer(drawn: Lengths, given: Plan) -> Lengths:
    """Return the lengths of a line that was made coarser, with those of the line as it was given.

    Parameters
    ----------
    drawn : Lengths
        Of the coarser line.
    given : Plan
        Of the placement as it was given.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> finer(Lengths((5e3,), (900e3,)), plan(load("contact-2024-11-20"))).detail_m
    (2000.0, 3000.0, 5000.0)
    """
    own = given.placement.detail_m
    between = [t for t in TOLERANCES_M if own < t < drawn.detail_m[0]]
    values = np.asarray(length_at(given.line, [0.0, *between], given.gazetteer.lonlat)).tolist()
    return Lengths((own, *between, *drawn.detail_m), (*values, *drawn.length_m))
