"""The borders that the parts of a coverage share, oriented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.lines.chains import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["shared_borders"]


def shared_borders(
    parts: Sequence[shapely.Geometry],
) -> dict[tuple[int, int], list[NDArray[np.float64]]]:
    """Return the border of each pair of neighbouring parts.

    Parameters
    ----------
    parts : sequence of Polygon or MultiPolygon
        A coverage: neighbours share the vertices of their border exactly.

    Returns
    -------
    dict of (i, j) to list of (n, 2) arrays
        With i < j; chains of longitude and latitude with part i on their left. Pairs without a
        common edge are left out.

    Examples
    --------
    >>> border = shared_borders([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)])
    >>> [chain.tolist() for chain in border[0, 1]]
    [[[31.0, 48.0], [31.0, 49.0]]]
    """
    edges, owner = _directed_edges(parts)
    spots, number = np.unique(edges.reshape(-1, 2), axis=0, return_inverse=True)
    number = number.reshape(-1, 2)
    ahead = number[:, 0] * len(spots) + number[:, 1]
    back = number[:, 1] * len(spots) + number[:, 0]
    order = np.argsort(ahead)
    found = np.minimum(np.searchsorted(ahead[order], back), len(order) - 1)
    twin = np.where(ahead[order][found] == back, order[found], -1)
    inner = np.flatnonzero((twin >= 0) & (owner < owner[twin]))
    pairs = np.column_stack([owner[inner], owner[twin[inner]]])
    out = {}
    for i, j in np.unique(pairs, axis=0):
        own = inner[(pairs == (i, j)).all(axis=1)]
        out[int(i), int(j)] = joined(list(edges[own]))
    return out


def _directed_edges(
    parts: Sequence[shapely.Geometry],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return every ring's edges, (n, 2, 2), with the part on their left, and that part's number."""
    edges, owner = [], []
    for k, part in enumerate(parts):
        for polygon in shapely.get_parts(shapely.orient_polygons(part)):
            for ring in shapely.get_rings(polygon):
                spots = shapely.get_coordinates(ring)
                edges.append(np.stack([spots[:-1], spots[1:]], axis=1))
                owner.append(np.full(len(spots) - 1, k))
    return np.concatenate(edges), np.concatenate(owner)
