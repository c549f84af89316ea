"""Cut a section where it crosses others, so that it ends where they meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.layers.edits.ordering import part_of
from ceaseline.layers.placement.meeting import crossings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.placement.placement import Section

__all__ = ["parted"]

_MOST = 100
"""Crossings that are cut; a line has a handful along a coast that it follows."""


def parted(old: Sequence[Section], new: Section) -> tuple[list[Section], list[Section]]:
    """Return sections and a new one, that cut where it crosses them.

    Parameters
    ----------
    old : sequence of Section
        That it crosses get a vertex there, no farther than the grid of 1e-7 degrees from their
        edge; the others stay as they are.
    new : Section

    Returns
    -------
    old, pieces : list of Section

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Section
    >>> front = Section.of("front", "drawn", [(0, 1), (2, 1)])
    >>> border = Section.of("border", "state border", [(1, 0), (1, 3)])
    >>> (crossed,), pieces = parted([front], border)
    >>> crossed.coords, [piece.coords for piece in pieces]
    (((0.0, 1.0), (1.0, 1.0), (2.0, 1.0)), [((1.0, 0.0), (1.0, 1.0)), ((1.0, 1.0), (1.0, 3.0))])
    """
    first = len(old)
    out = [*old, new]
    for _ in range(_MOST):
        chains = [section.array for section in out]
        met = next(crossings(chains, range(first, len(out))), None)
        if met is None:
            break
        one, two, exact = met
        spot = np.round(exact, 7)
        out[one] = _with_vertex(out[one], spot)
        own = _with_vertex(out[two], spot)
        at = int(np.flatnonzero((own.array == spot).all(axis=1))[0])
        if at in (0, len(own.coords) - 1):
            break
        pieces = [own.replaced(coords=own.coords[: at + 1]), own.replaced(coords=own.coords[at:])]
        out[two : two + 1] = pieces
    return out[:first], out[first:]


def _with_vertex(section: Section, spot: NDArray[np.float64]) -> Section:
    """Return a section that has a vertex at a place on one of its edges."""
    coords = section.array
    if (coords == spot).all(axis=1).any():
        return section
    edges = shapely.linestrings(np.stack([coords[:-1], coords[1:]], axis=1))
    k = int(np.argmin(shapely.distance(edges, shapely.Point(spot))))
    return part_of(section, 0.0, len(coords) - 1.0, np.insert(coords, k + 1, spot, axis=0))
