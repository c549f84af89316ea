"""Lines and borders as arcs: stretches between the places where more than two edges meet."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["arcs_of"]


def arcs_of(
    chains: Sequence[NDArray[np.float64]],
) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]], NDArray[np.float64]]:
    """Split chains at their ends and wherever other than two edges meet; take each stretch once.

    Parameters
    ----------
    chains : sequence of (n, 2) arrays
        Longitude, latitude; closed ones repeat their first vertex.

    Returns
    -------
    chains : list of (n,) int arrays
        The chains as numbers of distinct vertices.
    arcs : list of (m,) int arrays
        The same for the arcs: no edge is in two of them.
    spots : (k, 2) array
        The distinct vertices.

    Examples
    --------
    >>> left = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    >>> right = np.array([[1.0, 0], [2, 0], [2, 1], [1, 1], [1, 0]])
    >>> _, arcs, spots = arcs_of([left, right])
    >>> sorted(spots[arc][[0, -1]].tolist() for arc in arcs)
    [[[1.0, 0.0], [1.0, 1.0]], [[1.0, 0.0], [1.0, 1.0]], [[1.0, 1.0], [1.0, 0.0]]]
    """
    coords = np.concatenate(chains) + 0.0
    packed = np.ascontiguousarray(coords).view(np.complex128).ravel()
    distinct, ids = np.unique(packed, return_inverse=True)
    sizes = np.cumsum([len(chain) for chain in chains])[:-1]
    numbered = [part.astype(np.int64) for part in np.split(ids.ravel(), sizes)]
    node = _nodes(numbered, len(distinct))
    arcs: dict[tuple[int, int], NDArray[np.int64]] = {}
    for chain in numbered:
        for arc in _split(chain, node):
            key = min((int(arc[0]), int(arc[1])), (int(arc[-1]), int(arc[-2])))
            arcs.setdefault(key, arc)
    return numbered, list(arcs.values()), distinct.view(np.float64).reshape(-1, 2)


def _nodes(chains: Sequence[NDArray[np.int64]], count: int) -> NDArray[np.bool_]:
    edges = np.concatenate([np.column_stack([chain[:-1], chain[1:]]) for chain in chains])
    edges = np.unique(np.sort(edges, axis=1), axis=0)
    node = np.bincount(edges.ravel(), minlength=count) != 2
    for chain in chains:
        if chain[0] != chain[-1]:
            node[chain[[0, -1]]] = True
    return np.asarray(node)


def _split(chain: NDArray[np.int64], node: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    if chain[0] == chain[-1]:
        cuts = np.flatnonzero(node[chain[:-1]])
        first = int(cuts[0]) if len(cuts) else int(chain[:-1].argmin())
        chain = np.concatenate([chain[first:-1], chain[: first + 1]])
    cuts = np.flatnonzero(node[chain[1:-1]]) + 1
    ends = [0, *cuts.tolist(), len(chain) - 1]
    return [chain[a : b + 1] for a, b in pairwise(ends)]
