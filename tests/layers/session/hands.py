"""Paths as a hand draws them, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.placement.placement import Placement


def bent(placement: Placement, vertex: int, east: float, north: float) -> NDArray[np.float64]:
    """Return the path that drags a vertex of the longest section by some degrees."""
    coords = max((s.array for s in placement.sections), key=len)
    return np.vstack([coords[vertex - 1], coords[vertex] + (east, north), coords[vertex + 1]])


def drawn(placement: Placement, chance: np.random.Generator) -> NDArray[np.float64] | None:
    """Return a path between two vertices of a section taken by chance; None of a short one."""
    coords = placement.sections[chance.integers(len(placement.sections))].array
    if len(coords) < 6:
        return None
    first = int(chance.integers(0, len(coords) - 3))
    last = min(len(coords) - 1, first + int(chance.integers(2, 16)))
    ends = coords[[first, last]]
    if (ends[0] == ends[1]).all():
        return None
    share = np.linspace(0, 1, int(chance.integers(3, 6)))[1:-1, None]
    inner = ends[0] + share * (ends[1] - ends[0]) + chance.normal(0, 0.05, (len(share), 2))
    return np.vstack([ends[0], inner, ends[1]])
