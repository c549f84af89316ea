"""Edges sorted into the cells of a grid, to find which of them are near others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["EdgeGrid", "spread"]

_CELL = 0.03
"""Degrees: a few kilometres, several times the longest edge."""


def spread(
    first: NDArray[np.int64], count: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for runs of numbers given by their first and count, which run and which number.

    Examples
    --------
    >>> run, number = spread(np.array([5, 0]), np.array([2, 3]))
    >>> run.tolist(), number.tolist()
    ([0, 0, 1, 1, 1], [5, 6, 0, 1, 2])
    """
    run = np.repeat(np.arange(len(count)), count)
    return run, np.arange(len(run)) + np.repeat(first - np.cumsum(count) + count, count)


@dataclass(frozen=True, eq=False)
class EdgeGrid:
    """The boxes of edges, and which edges each cell holds.

    Attributes
    ----------
    low, high : (n, 2) array
        Corners of the box of each edge; longitude, latitude.
    corner : (2,) array
        South-western corner of the grid.
    shape : (columns, rows)
    start : (cells + 1,) int array
        Where the edges of each cell start in `edges`.
    edges : (k,) int array
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    corner: NDArray[np.float64]
    shape: tuple[int, int]
    start: NDArray[np.int64]
    edges: NDArray[np.int64]

    @classmethod
    def of(cls, tail: NDArray[np.float64], head: NDArray[np.float64]) -> Self:
        """Sort edges into cells by their boxes.

        Examples
        --------
        >>> EdgeGrid.of(np.array([[30.0, 50.0]]), np.array([[30.001, 50.002]])).shape
        (1, 1)
        """
        low, high = np.minimum(tail, head), np.maximum(tail, head)
        corner = low.min(axis=0)
        columns, rows = ((high.max(axis=0) - corner) // _CELL).astype(np.int64) + 1
        shape = (int(columns), int(rows))
        edge, cell = _cells(low, high, corner, shape)
        order = np.argsort(cell, kind="stable")
        start = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=columns * rows))])
        return cls(low, high, corner, shape, start, edge[order])

    def pairs(
        self, tail: NDArray[np.float64], head: NDArray[np.float64], margin: float
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the pairs of given edges and edges of the grid whose boxes come near each other.

        Parameters
        ----------
        tail, head : (n, 2) array
            Longitude, latitude.
        margin : float
            Degrees.

        Returns
        -------
        given, own : (k,) int arrays
            Each pair once, sorted.

        Examples
        --------
        >>> grid = EdgeGrid.of(np.array([[30.0, 50.0]]), np.array([[30.001, 50.002]]))
        >>> tail, head = np.array([[30, 50.001], [31, 51]]), np.array([[30.1, 50], [32, 51]])
        >>> [x.tolist() for x in grid.pairs(tail, head, 0)]
        [[0], [0]]
        """
        low, high = np.minimum(tail, head) - margin, np.maximum(tail, head) + margin
        given, cell = _cells(low, high, self.corner, self.shape)
        # edges that stand in the same cell
        count = self.start[cell + 1] - self.start[cell]
        busy = np.flatnonzero(count)
        run, spot = spread(self.start[cell[busy]], count[busy])
        i, j = given[busy[run]], self.edges[spot]
        # and whose boxes meet; each pair once, though it may share several cells
        near = (low[i, 0] <= self.high[j, 0]) & (high[i, 0] >= self.low[j, 0])
        near &= (low[i, 1] <= self.high[j, 1]) & (high[i, 1] >= self.low[j, 1])
        key = np.unique(i[near] * np.int64(len(self.low)) + j[near])
        return np.divmod(key, np.int64(len(self.low)))


def _cells(
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    corner: NDArray[np.float64],
    shape: tuple[int, int],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for boxes the cells they overlap: which box and which cell."""
    # the block of cells of each box, cut to the grid
    first = np.maximum(np.floor((low - corner) / _CELL), 0).astype(np.int64)
    last = np.floor((high - corner) / _CELL).astype(np.int64)
    last = np.minimum(last, np.array(shape) - 1)
    size = np.maximum(last - first + 1, 0)
    # every cell of the block by column and row
    box, step = spread(np.zeros(len(low), np.int64), size[:, 0] * size[:, 1])
    column = first[box, 0] + step % np.maximum(size[box, 0], 1)
    row = first[box, 1] + step // np.maximum(size[box, 0], 1)
    return box, row * shape[0] + column
