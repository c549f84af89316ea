"""The course of a chain: where on it the nearest places to others lie, however long it is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Chain = NDArray[np.float64]

__all__ = ["Course"]


class Course:
    """A chain of the plane whose edges are found by a tree.

    Parameters
    ----------
    chain : (n, 2) array
        Metres; two places or more.

    Examples
    --------
    >>> course = Course(np.array([[0.0, 0], [1000, 0]]))
    >>> spots, along = course.feet(np.array([[250.0, 40]]))
    >>> spots.tolist(), along.tolist(), course.at(0.5).tolist()
    ([[250.0, 0.0]], [0.25], [500.0, 0.0])
    """

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self._ways = np.diff(chain, axis=0)
        self._sizes = np.maximum(np.hypot(*self._ways.T), 1e-9)
        self.before = np.concatenate([[0.0], np.cumsum(self._sizes)])

    @property
    def length(self) -> float:
        """Metres of the plane."""
        return float(self.before[-1])

    @property
    def closed(self) -> bool:
        """Whether it ends where it begins."""
        return bool((self.chain[0] == self.chain[-1]).all())

    @cached_property
    def _tree(self) -> shapely.STRtree:
        edges = np.stack([self.chain[:-1], self.chain[1:]], axis=1)
        return shapely.STRtree(np.asarray(shapely.linestrings(edges)))

    def at(self, share: ArrayLike) -> Chain:
        """Return the places at shares of its length, 0 to 1."""
        metres = np.asarray(share, dtype=float) * self.length
        k = np.clip(np.searchsorted(self.before, metres, side="right") - 1, 0, len(self._ways) - 1)
        part = (metres - self.before[k]) / self._sizes[k]
        return np.asarray(self.chain[k] + part[..., None] * self._ways[k])

    def feet(self, spots: Chain) -> tuple[Chain, Chain]:
        """Return the nearest places to others, and how far along they lie, 0 to 1."""
        k = self._tree.nearest(shapely.points(spots))
        own = self._ways[k]
        part = np.einsum("ij,ij->i", spots - self.chain[k], own) / self._sizes[k] ** 2
        part = np.clip(part, 0.0, 1.0)
        along = (self.before[k] + part * self._sizes[k]) / self.length
        return self.chain[k] + part[:, None] * own, along

    def halves(self) -> tuple[Course, Course]:
        """Return the way there and the way back, parted half way; of a ring, at its far ends."""
        if self.closed:
            return self._ring_halves()
        first = self.before < self.length / 2
        turn = self.at(0.5)
        there, back = self.chain[first], self.chain[~first]
        back = back[1:] if (back[0] == turn).all() else back
        return Course(np.vstack([there, turn])), Course(np.vstack([turn, back]))

    def _ring_halves(self) -> tuple[Course, Course]:
        ring = self.chain[:-1]
        start = int(np.argmax(np.hypot(*(ring - ring.mean(axis=0)).T)))
        ring = np.roll(ring, -start, axis=0)
        turn = int(np.argmax(np.hypot(*(ring - ring[0]).T)))
        return Course(ring[: turn + 1]), Course(np.vstack([ring[turn:], ring[:1]]))
