"""Which parts of a rough line can show in the outline of its zone: most cannot.

The zone is the union of disks around the vertices and of the quadrilaterals between neighbouring
disks (their common tangents). A sector of a circle that lies in another disk is inside the zone,
and so is a tangent of which both ends do. Both are decided exactly, in blocks of neighbours, with
the block's extreme vertices in each direction as the covering disks; what is left is regrouped
in ever wider blocks. Nothing that shows is lost: the outline of what is left has every ring of
the zone's outline, and besides, at most, rings that lie inside the zone altogether.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["SECTORS", "WIDTH", "Capsules", "Visible", "prune"]

SECTORS: Final = 32
"""Number of sectors of a circle."""

WIDTH: Final = 2 * np.pi / SECTORS
"""Width of a sector, radians; sector k runs from k to k + 1 times this."""

_ANGLE: Final = WIDTH * np.arange(SECTORS)
_TURNED: Final = tuple(
    np.stack([np.cos(_ANGLE + turn), np.sin(_ANGLE + turn)], axis=1)
    for turn in (0.0, WIDTH / 2, WIDTH)
)
"""Unit vectors to the start, the middle and the end of each sector."""

_BLOCK: Final = 64
_SMALL_BLOCK: Final = 16
_MANY: Final = 4096
_WORTH_WHILE: Final = 0.9
_MARGIN: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Capsules:
    """Disks in a plane, and the edges between them: each the hull of two disks.

    Attributes
    ----------
    centre
        (v, 2) m.
    radius
        (v,) m.
    first
        (e,) the disk at the start of each edge; the next one is at its end.
    along
        (e, 2) unit vector of each edge.
    span
        (e,) length of each edge, m.
    slope
        (e,) sine of the angle by which the tangents close in; beyond 1 one disk holds the other.
    """

    centre: NDArray[np.float64]
    radius: NDArray[np.float64]
    first: NDArray[np.intp]
    along: NDArray[np.float64]
    span: NDArray[np.float64]
    slope: NDArray[np.float64]

    @classmethod
    def of(
        cls, centre: NDArray[np.float64], radius: NDArray[np.float64], first: NDArray[np.intp]
    ) -> Capsules:
        """Return the capsules of disks and of the edges that start at some of them."""
        step = centre[first + 1] - centre[first]
        span = np.hypot(step[:, 0], step[:, 1])
        safe = np.maximum(span, 1e-300)
        slope = (radius[first] - radius[first + 1]) / safe
        return cls(centre, radius, first, step / safe[:, None], span, slope)

    def normals(self, edge: NDArray[np.intp], side: NDArray[np.int8]) -> NDArray[np.float64]:
        """Return (m, 2) the unit normal of the tangent of edges, +1 on the left, -1 on the right.

        The tangent touches both disks in the normal's direction.
        """
        along, slope = self.along[edge], self.slope[edge]
        across = side * np.sqrt(np.maximum(1 - slope * slope, 0.0))
        return np.stack(
            [
                slope * along[:, 0] - across * along[:, 1],
                slope * along[:, 1] + across * along[:, 0],
            ],
            axis=1,
        )


@dataclass(frozen=True, eq=False)
class Visible:
    """The sectors of circles and the tangents of edges that may show in the outline.

    Attributes
    ----------
    disk, sector
        (a,) each visible sector.
    edge, side
        (t,) each visible tangent, +1 on the left, -1 on the right.
    """

    disk: NDArray[np.intp]
    sector: NDArray[np.intp]
    edge: NDArray[np.intp]
    side: NDArray[np.int8]


def prune(shape: Capsules) -> Visible:
    """Return what may show, by blocks of neighbours, ever wider ones.

    Examples
    --------
    >>> centre = np.column_stack([np.linspace(0, 100, 101), np.zeros(101)])
    >>> shape = Capsules.of(centre, np.full(101, 1000.0), np.arange(100))
    >>> left = prune(shape)
    >>> len(left.disk) < 500, len(left.edge)
    (True, 200)
    """
    open_ = _own_sectors(shape)
    count = len(shape.first)
    proper = np.abs(shape.slope) < 1
    edge = np.concatenate([np.arange(count)[proper]] * 2)
    side = np.repeat(np.array([1, -1], dtype=np.int8), len(edge) // 2)
    disks = np.flatnonzero(open_.any(axis=1))
    turn = 0
    while len(disks):
        size = _BLOCK if len(disks) > _MANY else _SMALL_BLOCK
        blocks = _blocks(disks, size, shift=turn % 2)
        extreme = np.empty((len(blocks), SECTORS), dtype=np.intp)
        at_once = _MANY // size
        for low in range(0, len(blocks), at_once):
            part = slice(low, low + at_once)
            extreme[part] = _close_sectors(shape, blocks[part], open_)
        place = np.searchsorted(disks, shape.first[edge], side="right") - 1
        block = (np.maximum(place, 0) + turn % 2 * size // 2) // size
        shown = ~_covered_tangents(shape, edge, side, extreme[block])
        edge, side = edge[shown], side[shown]
        left = disks[open_[disks].any(axis=1)]
        if len(left) <= _SMALL_BLOCK or len(left) > _WORTH_WHILE * len(disks):
            break
        disks, turn = left, turn + 1
    disk, sector = np.nonzero(open_)
    return Visible(disk, sector, edge, side)


def _own_sectors(shape: Capsules) -> NDArray[np.bool_]:
    """Return (v, SECTORS) the sectors that are not inside the hulls of the disk's own edges."""
    count = len(shape.centre)
    open_ = np.ones((count, SECTORS), dtype=bool)
    ahead = shape.along @ _TURNED[0].T
    for end, toward, limit in (
        (shape.first, ahead, shape.slope),
        (shape.first + 1, -ahead, -shape.slope),
    ):
        inside = (toward >= limit[:, None] + 1e-9) & (np.abs(limit) < 0.9)[:, None]
        inside &= np.roll(inside, -1, axis=1)
        open_[end] &= ~inside
    holds = shape.slope >= 1
    open_[shape.first[shape.slope <= -1]] = False
    open_[shape.first[holds] + 1] = False
    return open_


def _blocks(disks: NDArray[np.intp], size: int, shift: int) -> NDArray[np.intp]:
    """Return the disks in rows, every other time half a row later; the ends are filled up."""
    front = np.repeat(disks[:1], shift * size // 2)
    back = np.repeat(disks[-1:], -(len(front) + len(disks)) % size)
    return np.concatenate([front, disks, back]).reshape(-1, size)


def _close_sectors(
    shape: Capsules, block: NDArray[np.intp], open_: NDArray[np.bool_]
) -> NDArray[np.intp]:
    """Close, in place, sectors covered within blocks of disks; return the blocks' extremes."""
    centre = shape.centre[block]
    centre = centre - centre.mean(axis=1, keepdims=True)
    radius = shape.radius[block][:, :, None]
    place = (centre @ _TURNED[0].T + radius).argmax(axis=1)  # of (block, disk, direction)
    row = np.arange(len(block))[:, None]
    top, top_radius = centre[row, place], shape.radius[block[row, place]]
    need = (centre * centre).sum(axis=2)[:, :, None] + (top * top).sum(axis=2)[:, None, :]
    need -= 2 * (centre @ top.transpose(0, 2, 1))
    need += radius * radius - (top_radius * top_radius)[:, None, :]
    need /= 2 * radius
    need += _MARGIN
    need[block[:, :, None] == block[row, place][:, None, :]] = np.inf
    following = np.roll(top, -1, axis=1)
    need_of_following = np.roll(need, -1, axis=2)
    first = [_clear(top, need, centre, turned) for turned in _TURNED]
    second = [_clear(following, need_of_following, centre, turned) for turned in _TURNED]
    covered = first[0] & first[2]
    covered |= second[0] & second[2]
    covered |= first[0] & first[1] & second[1] & second[2]
    open_[block.ravel()] &= ~covered.reshape(-1, SECTORS)  # fillers repeat a row of their block
    return np.asarray(block[row, place])


def _clear(top: Floats, need: Floats, centre: Floats, direction: Floats) -> NDArray[np.bool_]:
    """Tell which disks' rims, in each direction, lie in the extreme disk of that direction."""
    height = (top * direction).sum(axis=2)[:, None, :] - need
    return np.asarray(height >= centre @ direction.T)


def _covered_tangents(
    shape: Capsules,
    edge: NDArray[np.intp],
    side: NDArray[np.int8],
    extreme: NDArray[np.intp],
) -> NDArray[np.bool_]:
    """Tell which tangents have both ends in one of the extreme disks of their block."""
    normal = shape.normals(edge, side)
    start = shape.first[edge]
    sector = (np.arctan2(normal[:, 1], normal[:, 0]) / WIDTH).astype(np.intp) % SECTORS
    covered = np.zeros(len(edge), dtype=bool)
    row = np.arange(len(edge))
    for near in (sector - 1, sector, sector + 1):
        disk = extreme[row, near % SECTORS]
        inside = (disk != start) & (disk != start + 1)
        for end in (start, start + 1):
            off = shape.centre[end] - shape.centre[disk] + shape.radius[end][:, None] * normal
            inside &= (off * off).sum(axis=1) < (shape.radius[disk] - _MARGIN) ** 2
        covered |= inside
    return covered
