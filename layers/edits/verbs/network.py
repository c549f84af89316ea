"""The shortest way along real features: rivers, borders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import distance
from ceaseline.geo.partition.coverage import vertex_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Network"]


@dataclass(frozen=True, eq=False)
class Network:
    """Edges that meet where their ends are the same, bit for bit.

    Attributes
    ----------
    spots : (n, 2) array
        The vertices; longitude, latitude.
    links : (m, 2) int array
        The vertices that each edge joins.
    size : (m,) array
        The edges' geodesic lengths, m.
    """

    spots: NDArray[np.float64]
    links: NDArray[np.int64]
    size: NDArray[np.float64]

    @classmethod
    def of(cls, edges: NDArray[np.float64]) -> Self:
        """Prepare edges, (n, 2, 2), longitude and latitude.

        Examples
        --------
        >>> Network.of(np.array([[[0.0, 0], [1, 0]], [[1, 0], [1, 1]]])).links.tolist()
        [[0, 1], [1, 2]]
        """
        tail, head = vertex_ids(edges[:, 0], edges[:, 1])
        ids = np.concatenate([tail, head])
        spots = np.empty((int(ids.max()) + 1, 2))
        spots[ids] = np.concatenate([edges[:, 0], edges[:, 1]])
        size = np.asarray(distance(*edges[:, 0].T, *edges[:, 1].T))
        return cls(spots, np.column_stack([tail, head]), size)

    def way(
        self, start: Sequence[float], end: Sequence[float], what: str, reach_m: float
    ) -> NDArray[np.float64]:
        """Return the shortest way along the network between two places near it.

        Parameters
        ----------
        start, end : (lon, lat)
        what : str
            What the network is, for the message.
        reach_m : float
            How far from it the places may be, together.

        Returns
        -------
        (n, 2) array
            From the vertex nearest to `start` to that nearest to `end`, on one connected part of
            the network: the part that is nearest to both.

        Raises
        ------
        InputError
            If every part of it is farther away.
        """
        gaps = [
            np.asarray(distance(spot[0], spot[1], self.spots[:, 0], self.spots[:, 1]))
            for spot in (start, end)
        ]
        count = len(self.spots)
        graph = coo_array((self.size, self.links.T), shape=(count, count)).tocsr()
        part = connected_components(graph, directed=False)[1]
        order = [np.lexsort((gap, part)) for gap in gaps]
        first = [o[np.unique(part[o], return_index=True)[1]] for o in order]
        total = gaps[0][first[0]] + gaps[1][first[1]]
        best = int(total.argmin())
        if total[best] > reach_m:
            raise InputError(
                f"The nearest {what} is {total[best] / 1000:.1f} km from the ends of the stretch; "
                f"at most {reach_m / 1000:.1f} km is allowed. Give other ends with --between."
            )
        one, two = int(first[0][best]), int(first[1][best])
        before = dijkstra(graph, directed=False, indices=one, return_predecessors=True)[1]
        back = [two]
        while back[-1] != one:
            back.append(int(before[back[-1]]))
        return self.spots[back[::-1]]
