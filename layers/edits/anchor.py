"""What a line has along the border, which no verb that draws it anew may move off it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground

__all__ = ["anchored", "put_together"]


def anchored(coords: NDArray[np.float64], ground: Ground) -> list[NDArray[np.float64]]:
    """Cut a chain where it comes to the border, and what it has there into single edges.

    An edge along the border divides nothing; with its ends where they are it stays on the border,
    while one that is drawn straighter or rounder leaves it and cuts off slivers of ground.

    Parameters
    ----------
    coords : (n, 2) array
        Longitude, latitude.
    ground : Ground

    Returns
    -------
    list of (m, 2) arrays
        Each begins where the one before ends; the chain itself where none of it is on the border.
    """
    edges = shapely.linestrings(np.stack([coords[:-1], coords[1:]], axis=1))
    inland = np.asarray(shapely.intersects(ground.inland, edges))
    if inland.all():
        return [coords]
    cuts = np.flatnonzero(~(inland[1:] & inland[:-1])) + 1
    stops = [0, *cuts.tolist(), len(coords) - 1]
    return [coords[a : b + 1] for a, b in pairwise(stops)]


def put_together(
    runs: Sequence[Sequence[NDArray[np.float64]]], chains: Sequence[NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """Return one chain for each that was cut, of what its runs have become.

    Parameters
    ----------
    runs : sequence of lists
        From :func:`anchored`.
    chains : sequence of (n, 2) arrays
        What all runs, one after the other, have become; their ends are where they were.
    """
    out, given = [], iter(chains)
    for own in runs:
        new = [next(given) for _ in own]
        out.append(np.vstack([new[0], *(chain[1:] for chain in new[1:])]))
    return out
