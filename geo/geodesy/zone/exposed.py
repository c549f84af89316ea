"""The pieces of circles and tangents that are the outline of a union of disks and their hulls.

Every candidate curve, a sector of a circle or a tangent, carries a parameter from 0 to 1. Each
disk and each quadrilateral nearby covers an interval of it, in closed form (`covers`). What no
interval covers is the outline. Curves that lie deep in the nearest disk are not looked at, nor,
where there are very many, tangents deep in the nearest hull; the others some at a time, by how many
neighbours they have, so that memory stays bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from scipy.spatial import cKDTree

from ceaseline.geo.geodesy.zone import covers
from ceaseline.geo.geodesy.zone.prune import WIDTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.geodesy.zone.prune import Capsules, Visible

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]
    Spans: TypeAlias = tuple[Indices, Floats, Floats]

__all__ = ["Pieces", "crowded", "exposed"]

_PAIRS: Final = 250_000
"""How many pairs of a curve and a neighbour are looked at in one go, on average."""

_CROWD: Final = 5_000_000
"""Pairs of curves and neighbours, some seconds of work, from which on it pays to look closer."""

_MARGIN: Final = 1e-6
_CHORD: Final = 2 * np.sin(WIDTH / 4)
"""Reach of a sector from its middle, in radii."""


@dataclass(frozen=True, eq=False)
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
    >>> from ceaseline.geo.geodesy.zone.prune import Capsules, prune
    >>> shape = Capsules.of(np.array([[0.0, 0], [10, 0]]), np.array([5.0, 5.0]), np.array([0]))
    >>> pieces = exposed(shape, prune(shape))
    >>> float(np.diff(pieces.angle).sum() / np.pi), pieces.part.tolist()
    (2.0, [[0.0, 1.0], [0.0, 1.0]])
    """
    near = _Neighbours(shape, seen)
    lots = near.lots(*near.bare_sectors())
    curve, low, high = _bare(lots, near.sectors_by_disks, near.sectors_by_quads)
    sector = seen.sector[curve].astype(np.float64)
    angle = np.stack([sector + low, sector + high], axis=1) * WIDTH
    lots = near.lots(*near.bare_tangents())
    which, start, end = _bare(lots, near.tangents_by_disks, near.tangents_by_quads)
    part = np.stack([start, end], axis=1)
    return Pieces(seen.disk[curve], angle, seen.edge[which], seen.side[which], part)


def crowded(shape: Capsules, seen: Visible) -> bool:
    """Tell whether so many curves meet in one place that all their pairs would take long."""
    return len(seen.disk) ** 2 > _CROWD and _Neighbours(shape, seen).crowded()


def _bare(lots: list[Indices], by_disks: Any, by_quads: Any) -> Spans:
    """Return the uncovered intervals of curves, lot by lot.

    Curves that the disks hide altogether are not shown to the quadrilaterals.
    """
    found = []
    for curves in lots:
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
    lift = 2.0 * np.searchsorted(curves, curve)
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

    def sectors(self, curves: Indices) -> tuple[Floats, Floats]:
        """Return the middles of sectors and how far each reaches from there."""
        angle = (self.seen.sector[curves] + 0.5) * WIDTH
        disk = self.seen.disk[curves]
        radius = self.shape.radius[disk]
        out = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return self.shape.centre[disk] + out, _CHORD * radius

    def tangents(self, curves: Indices) -> tuple[Floats, Floats]:
        """Return the middles of tangents and how far each reaches from there."""
        start, end = covers.tangent_ends(self.shape, self.seen.edge[curves], self.seen.side[curves])
        step = end - start
        return (start + end) / 2, np.hypot(step[:, 0], step[:, 1]) / 2

    def bare_sectors(self) -> tuple[Indices, Floats, Floats]:
        """Return the sectors that the nearest disk does not hide, with middles and reaches."""
        return self._not_in_nearest(*self.sectors(np.arange(len(self.seen.disk))))

    def bare_tangents(self) -> tuple[Indices, Floats, Floats]:
        """Return the tangents that the nearest disk, and in a crowd the nearest hull, hides not."""
        curves, middle, reach = self._not_in_nearest(*self.tangents(np.arange(len(self.seen.edge))))
        if not self._crowd(middle, reach):
            return curves, middle, reach
        hull = self.edges[self.edge_tree.query(middle)[1]]
        ends = covers.tangent_ends(self.shape, self.seen.edge[curves], self.seen.side[curves])
        deep = [covers.depth_in_hull(self.shape, hull, end) > _MARGIN for end in ends]
        bare = ~(deep[0] & deep[1])
        return curves[bare], middle[bare], reach[bare]

    def _not_in_nearest(self, middle: Floats, reach: Floats) -> tuple[Indices, Floats, Floats]:
        if not len(middle):
            return np.empty(0, dtype=np.intp), middle, reach
        apart, nearest = self.disk_tree.query(middle)
        bare = apart + reach >= self.shape.radius[self.disks[nearest]] - _MARGIN
        return np.flatnonzero(bare), middle[bare], reach[bare]

    def lots(self, curves: Indices, middle: Floats, reach: Floats) -> list[Indices]:
        """Return the curves in lots, as many at once as is fitting."""
        if not len(curves):
            return []
        pairs = self._pairs_at_most(middle, float(reach.max()))
        return np.array_split(curves, pairs // _PAIRS + 1)

    def crowded(self) -> bool:
        """Tell whether sectors have so many neighbours that the pairs of all would take long."""
        return self._crowd(*self.bare_sectors()[1:])

    def _crowd(self, middle: Floats, reach: Floats) -> bool:
        return self._pairs_at_most(middle, float(reach.max(initial=0.0))) > _CROWD

    def _pairs_at_most(self, places: Floats, reach: float) -> int:
        """Return a bound on the number of pairs of places with what is near them."""
        every = len(places) * (self.disk_tree.n + self.edge_tree.n)
        if every <= _PAIRS:
            return int(every)
        tree = cKDTree(places)
        disks = tree.count_neighbors(self.disk_tree, self.reach + reach)
        edges = tree.count_neighbors(self.edge_tree, self.edge_reach + reach)
        return int(disks) + int(edges)

    def sectors_by_disks(self, curves: Indices) -> Spans:
        middle, reach = self.sectors(curves)
        row, other = _pairs(middle, self.disk_tree, self.reach + reach.max())
        row, disk = curves[row], self.disks[other]
        other_disk = disk != self.seen.disk[row]
        spans = covers.sector_disk(self.shape, self.seen, row[other_disk], disk[other_disk])
        return _joined([spans, covers.sector_own(self.shape, self.seen, curves)])

    def sectors_by_quads(self, curves: Indices) -> Spans:
        middle, reach = self.sectors(curves)
        row, other = _pairs(middle, self.edge_tree, self.edge_reach + reach.max())
        row, edge = curves[row], self.edges[other]
        from_first = self.seen.disk[row] - self.shape.first[edge]
        strange = (from_first != 0) & (from_first != 1)
        return covers.sector_quad(self.shape, self.seen, row[strange], edge[strange])

    def tangents_by_disks(self, curves: Indices) -> Spans:
        middle, reach = self.tangents(curves)
        row, other = _pairs(middle, self.disk_tree, self.reach + reach.max())
        row, disk = curves[row], self.disks[other]
        from_first = disk - self.shape.first[self.seen.edge[row]]
        strange = (from_first != 0) & (from_first != 1)
        return covers.tangent_disk(self.shape, self.seen, row[strange], disk[strange])

    def tangents_by_quads(self, curves: Indices) -> Spans:
        middle, reach = self.tangents(curves)
        row, other = _pairs(middle, self.edge_tree, self.edge_reach + reach.max())
        row, edge = curves[row], self.edges[other]
        strange = edge != self.seen.edge[row]
        return covers.tangent_quad(self.shape, self.seen, row[strange], edge[strange])


def _pairs(places: Floats, tree: cKDTree, reach: float) -> tuple[Indices, Indices]:
    """Return every place with every point of the tree within reach of it."""
    if not (len(places) and tree.n):
        return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
    found = cKDTree(places).sparse_distance_matrix(tree, reach, output_type="ndarray")
    return found["i"], found["j"]
