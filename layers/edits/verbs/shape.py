"""Simplify and smooth: the same line with fewer vertices or rounder corners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.lines import generalise
from ceaseline.layers.derive.cells import from_plane, rounded, to_plane
from ceaseline.layers.edits.anchor import anchored, put_together
from ceaseline.layers.edits.between import between_km
from ceaseline.layers.edits.redraw import swapped
from ceaseline.layers.edits.stretch import stretches
from ceaseline.layers.edits.verb import Verb, amount

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.edits.stretch import Stretch
    from ceaseline.layers.placement.placement import Placement

__all__ = ["SIMPLIFY", "SMOOTH"]

MAX_DETAIL_M = 100_000.0
LEAST_M = 1.0
"""A corner that would be cut by less than this is round."""


def simplify(
    placement: Placement,
    ground: Ground,
    *,
    detail_m: float,
    between: Sequence[float] | None = None,
) -> Placement:
    """Return the placement with its line, or a stretch of it, generalised to a detail.

    The ends of sections stay, no stretch comes to cross another, and no settlement changes sides.
    What lies along the border stays there, see :mod:`ceaseline.layers.edits.anchor`.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    detail_m : float
        No vertex lies farther from the new line, in metres.
    between : (from, to), optional
        Kilometres along the line.
    """
    detail = amount("detail", detail_m, "m", MAX_DETAIL_M)
    parts = stretches(placement, between)
    runs = [anchored(part.coords, ground) for part in parts]
    lines = [shapely.LineString(run) for own in runs for run in own]
    coarse = generalise(lines, detail, ground.lonlat).geometry
    chains = [shapely.get_coordinates(part) for part in shapely.get_parts(coarse)]
    after = _replaced(placement, ground, parts, put_together(runs, chains))
    return after.replaced(detail_m=max(placement.detail_m, detail))


def smooth(
    placement: Placement,
    ground: Ground,
    *,
    detail_m: float,
    between: Sequence[float] | None = None,
) -> Placement:
    """Return the placement with its corners rounded, settlements on the sides they were on.

    What lies along the border stays there, see :mod:`ceaseline.layers.edits.anchor`, and so does a
    corner that would be cut by less than :data:`LEAST_M`.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    detail_m : float
        No corner is cut by more, in metres.
    between : (from, to), optional
        Kilometres along the line.
    """
    detail = amount("detail", detail_m, "m", MAX_DETAIL_M)
    parts = stretches(placement, between)
    runs = [anchored(part.coords, ground) for part in parts]
    flat = [run for own in runs for run in own]
    curves = rounded(
        [to_plane(run) for run in flat], detail, to_plane(ground.lonlat), min(LEAST_M, detail / 10)
    )
    chains = [_held_ends(from_plane(c), run) for c, run in zip(curves, flat, strict=True)]
    return _replaced(placement, ground, parts, put_together(runs, chains))


def _held_ends(chain: NDArray[np.float64], old: NDArray[np.float64]) -> NDArray[np.float64]:
    if (old[0] == old[-1]).all():
        out = np.round(chain, 7)
        out[-1] = out[0]
        return out
    return np.vstack([old[0], np.round(chain[1:-1], 7), old[-1]])


def _replaced(
    placement: Placement,
    ground: Ground,
    parts: Sequence[Stretch],
    chains: Sequence[NDArray[np.float64]],
) -> Placement:
    """Replace stretches, each by one that keeps its section's name and marks."""
    pairs, fresh = [], []
    for part, chain in zip(parts, chains, strict=True):
        if part.coords.shape == chain.shape and (part.coords == chain).all():
            continue
        section = placement.sections[part.section]
        pairs.append(([part], chain))
        fresh.append(section.replaced(coords=(), corridor_m=None))
    return swapped(placement, ground, pairs, fresh)


def resolve(
    placement: Placement,
    ground: Ground,
    *,
    detail_m: float,
    between: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the arguments of a simplification or a smoothing."""
    return {
        "detail_m": amount("detail", detail_m, "m", MAX_DETAIL_M),
        "between": between_km(placement, ground, between),
    }


SIMPLIFY = Verb(simplify, resolve)
SMOOTH = Verb(smooth, resolve)
