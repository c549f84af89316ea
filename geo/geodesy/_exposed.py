"""The pieces of circles and tangents that are the outline of a union of disks and their hulls.

Every candidate curve, a sector of a circle or a tangent, carries a parameter from 0 to 1. Each
disk and each quadrilateral nearby covers an interval of it, in closed form (`_covers`). What no
interval covers is the outline.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from scipy.spatial import cKDTree

from geo.geodesy import _covers as covers
from geo.geodesy._prune import WIDTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.geodesy._prune import Capsules, Visible

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]
    Spans: TypeAlias = tuple[Indices, Floats, Floats]

__all__ = ["Pieces", "exposed"]

_AT_ONCE: Final = 20_000
_CHORD: Final = 2 * np.sin(WIDTH / 4)
"""Reach of a sector from its middle, in radii."""


@dataclass(frozen=True)
class Pieces:
    """Exposed pieces of circles and of tangents.

    Attributes
    ----------
    disk
        (a,) whose circle.
    angle
        (a, 2) where each piece starts and ends, radians, anticlockwise: the zone on the left.
    edge, side
        (t,) whose tangent, +1 on the edge's left, -1 on its right.
    part
        (t, 2) where each piece starts and ends, as a share of the tangent along the edge.
    """

    disk: Indices
    angle: Floats
    edge: Indices
    side: NDArray[np.int8]
    part: Floats


def exposed(shape: Capsules, seen: Visible) -> Pieces:
    """Return the exposed pieces of the visible sectors and tangents.

    Examples
    --------
    >>> from geo.geodesy._prune import Capsules, prune
    >>> shape = Capsules.of(np.array([[0.0, 0], [10, 0]]), np.array([5.0, 5.0]), np.array([0]))
    >>> pieces = exposed(shape, prune(shape))
    >>> float(np.diff(pieces.angle).sum() / np.pi), pieces.part.tolist()
    (2.0, [[0.0, 1.0], [0.0, 1.0]])
    """
    near = _Neighbours(shape, seen)
    curve, low, high = _bare(len(seen.disk), near.sectors_by_disks, near.sectors_by_quads)
    sector = seen.sector[curve].astype(np.float64)
    angle = np.stack([sector + low, sector + high], axis=1) * WIDTH
    which, start, end = _bare(len(seen.edge), near.tangents_by_disks, near.tangents_by_quads)
    part = np.stack([start, end], axis=1)
    return Pieces(seen.disk[curve], angle, seen.edge[which], seen.side[which], part)


def _bare(count: int, by_disks: Any, by_quads: Any) -> Spans:
    """Return the uncovered intervals of curves 0 to count, some thousands at a time.

    Curves that the disks hide altogether are not shown to the quadrilaterals.
    """
    found = []
    for low in range(0, count, _AT_ONCE):
        curves = np.arange(low, min(low + _AT_ONCE, count))
        known = [by_disks(curves)]
        left = np.unique(_gaps(curves, known)[0])
        if len(left):
            known.append(by_quads(left))
        found.append(_gaps(curves, known))
    return _joined(found)


def _joined(spans: list[Spans]) -> Spans:
    if not spans:
        return np.empty(0, dtype=np.intp), np.empty(0), np.empty(0)
    curve, low, high = (np.concatenate(column) for column in zip(*spans, strict=True))
    return curve, low, high


def _gaps(curves: Indices, spans: list[Spans]) -> Spans:
    """Return what the spans leave open between 0 and 1 of each curve."""
    zero, one = np.zeros(len(curves)), np.ones(len(curves))
    curve, low, high = _joined([*spans, (curves, zero, zero), (curves, one, one)])
    low, high = np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
    order = np.lexsort((low, curve))
    curve, low, high = curve[order], low[order], high[order]
    lift = 2.0 * (curve - curves[0])
    reach = np.maximum.accumulate(high + lift) - lift
    bare = np.flatnonzero((low[1:] > reach[:-1] + 1e-12) & (curve[1:] == curve[:-1]))
    return curve[bare], reach[bare], low[bare + 1]


class _Neighbours:
    """What may cover a curve: the disks and the quadrilaterals of all that is visible."""

    def __init__(self, shape: Capsules, seen: Visible) -> None:
        self.shape, self.seen = shape, seen
        self.edges = np.unique(seen.edge)
        starts = shape.first[self.edges]
        self.disks = np.unique(np.concatenate([seen.disk, starts, starts + 1]))
        self.reach = float(shape.radius[self.disks].max(initial=0.0))
        self.disk_tree = cKDTree(shape.centre[self.disks])
        middle = (shape.centre[starts] + shape.centre[starts + 1]) / 2
        self.edge_tree = cKDTree(middle)
        self.edge_reach = self.reach + float(shape.span[self.edges].max(initial=0.0)) / 2

    def _sector(self, curves: Indices) -> tuple[Floats, float]:
        """Return the middles of sectors and how far they reach from there."""
        angle = (self.seen.sector[curves] + 0.5) * WIDTH
        disk = self.seen.disk[curves]
        out = self.shape.radius[disk][:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return self.shape.centre[disk] + out, _CHORD * self.reach

    def _tangent(self, curves: Indices) -> tuple[Floats, float]:
        start, end = covers.tangent_ends(self.shape, self.seen.edge[curves], self.seen.side[curves])
        step = end - start
        return (start + end) / 2, float(np.hypot(step[:, 0], step[:, 1]).max()) / 2

    def sectors_by_disks(self, curves: Indices) -> Spans:
        middle, reach = self._sector(curves)
        row, other = _pairs(middle, self.disk_tree, self.reach + reach)
        row, disk = curves[row], self.disks[other]
        other_disk = disk != self.seen.disk[row]
        spans = covers.sector_disk(self.shape, self.seen, row[other_disk], disk[other_disk])
        return _joined([spans, covers.sector_own(self.shape, self.seen, curves)])

    def sectors_by_quads(self, curves: Indices) -> Spans:
        middle, reach = self._sector(curves)
        row, other = _pairs(middle, self.edge_tree, self.edge_reach + reach)
        row, edge = curves[row], self.edges[other]
        from_first = self.seen.disk[row] - self.shape.first[edge]
        strange = (from_first != 0) & (from_first != 1)
        return covers.sector_quad(self.shape, self.seen, row[strange], edge[strange])

    def tangents_by_disks(self, curves: Indices) -> Spans:
        middle, reach = self._tangent(curves)
        row, other = _pairs(middle, self.disk_tree, self.reach + reach)
        row, disk = curves[row], self.disks[other]
        from_first = disk - self.shape.first[self.seen.edge[row]]
        strange = (from_first != 0) & (from_first != 1)
        return covers.tangent_disk(self.shape, self.seen, row[strange], disk[strange])

    def tangents_by_quads(self, curves: Indices) -> Spans:
        middle, reach = self._tangent(curves)
        row, other = _pairs(middle, self.edge_tree, self.edge_reach + reach)
        row, edge = curves[row], self.edges[other]
        strange = edge != self.seen.edge[row]
        return covers.tangent_quad(self.shape, self.seen, row[strange], edge[strange])


def _pairs(places: Floats, tree: cKDTree, reach: float) -> tuple[Indices, Indices]:
    """Return every place with every point of the tree within reach of it."""
    if not (len(places) and tree.n):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    found = cKDTree(places).sparse_distance_matrix(tree, reach, output_type="ndarray")
    return found["i"], found["j"]
