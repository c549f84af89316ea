"""Which part of a circle's sector or of a tangent lies in a disk or in a quadrilateral.

All return (row, low, high): the covered interval of each curve's parameter, in closed form. Two
circles meet in an arc about the line of their centres; a straight line leaves a disk at the roots
of a quadratic; a quadrilateral is four half-planes, each of which leaves out one arc of a circle
or one end of a line. Intervals may reach beyond 0 and 1, the ends of the curve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from ceaseline.geo.geodesy.zone.prune import WIDTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.geodesy.zone.prune import Capsules, Visible

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]
    Spans: TypeAlias = tuple[Indices, Floats, Floats]

__all__ = [
    "depth_in_hull",
    "sector_disk",
    "sector_own",
    "sector_quad",
    "tangent_disk",
    "tangent_ends",
    "tangent_quad",
]

_TURN: Final = 2 * np.pi


def _wrapped(angle: Floats) -> Floats:
    """Return angles in [-π, π)."""
    return np.asarray((angle + np.pi) % _TURN - np.pi)


def _arc(row: Indices, sector: Indices, toward: Floats, limit: Floats) -> Spans:
    """Return where the cosine of the angle to a direction is at least a limit."""
    hit = limit < 1
    row, sector = row[hit], sector[hit]
    half = np.arccos(np.maximum(limit[hit], -1.0))
    off = _wrapped(toward[hit] - (sector + 0.5) * WIDTH)
    around = np.flatnonzero(half + np.abs(off) > _TURN - WIDTH)
    if len(around):
        row = np.concatenate([row, row[around]])
        half = np.concatenate([half, half[around]])
        off = np.concatenate([off, off[around] - np.copysign(_TURN, off[around])])
    return row, (off - half) / WIDTH + 0.5, (off + half) / WIDTH + 0.5


def sector_disk(shape: Capsules, seen: Visible, row: Indices, disk: Indices) -> Spans:
    """Return the part of each sector in a disk."""
    own = seen.disk[row]
    off = shape.centre[disk] - shape.centre[own]
    apart = np.maximum(np.hypot(off[:, 0], off[:, 1]), 1e-12)
    radius, other = shape.radius[own], shape.radius[disk]
    limit = (apart + (radius - other) * ((radius + other) / apart)) / (2 * radius)
    return _arc(row, seen.sector[row], np.arctan2(off[:, 1], off[:, 0]), limit)


def sector_own(shape: Capsules, seen: Visible, curves: Indices) -> Spans:
    """Return the part of each sector in the hulls of its own disk's edges."""
    starting = np.full(len(shape.centre) + 1, -1)
    starting[shape.first] = np.arange(len(shape.first))
    rows, towards, limits = [], [], []
    for shift, sign in ((0, 1.0), (-1, -1.0)):
        edge = starting[seen.disk[curves] + shift]
        some = edge >= 0
        along = sign * shape.along[edge[some]]
        rows.append(curves[some])
        towards.append(np.arctan2(along[:, 1], along[:, 0]))
        limits.append(sign * shape.slope[edge[some]])
    row = np.concatenate(rows)
    return _arc(row, seen.sector[row], np.concatenate(towards), np.concatenate(limits))


def _half_planes(shape: Capsules, edge: Indices) -> tuple[Floats, Floats]:
    """Return (m, 4, 2) outward normals of quadrilaterals, (m, 4) bounds from their first disk."""
    first = shape.first[edge]
    along, slope = shape.along[edge], shape.slope[edge]
    near, far = shape.radius[first], shape.radius[first + 1]
    one = np.ones(len(edge), dtype=np.int8)
    normal = np.stack([shape.normals(edge, one), shape.normals(edge, -one), -along, along], axis=1)
    bound = np.stack([near, near, -near * slope, shape.span[edge] + far * slope], axis=1)
    return normal, bound


def sector_quad(shape: Capsules, seen: Visible, row: Indices, edge: Indices) -> Spans:
    """Return the parts of each sector in a quadrilateral: what its half-planes do not leave out."""
    disk = seen.disk[row]
    # each half-plane as a limit on the cosine of the angle from its normal, on the unit circle
    normal, bound = _half_planes(shape, edge)
    off = shape.centre[disk] - shape.centre[shape.first[edge]]
    limit = bound - (normal * off[:, None, :]).sum(axis=2)
    limit /= shape.radius[disk][:, None]
    reached = (limit > -1).all(axis=1)
    row, limit, normal = row[reached], limit[reached], normal[reached]
    # what each leaves out: an arc about its normal, seen from the middle of the sector
    half = np.arccos(np.clip(limit, -1.0, 1.0))
    middle = (seen.sector[row] + 0.5) * WIDTH
    away = _wrapped(np.arctan2(normal[:, :, 1], normal[:, :, 0]) - middle[:, None])
    # and once more a turn away, for arcs over the seam
    away = np.concatenate([away, away - np.copysign(_TURN, away)], axis=1)
    half = np.concatenate([half, half], axis=1)
    low, high = np.clip(away - half, -np.pi, np.pi), np.clip(away + half, -np.pi, np.pi)
    # arcs in order, and how far those so far reach: gaps between them are inside all half-planes
    order = low.argsort(axis=1)
    low = np.take_along_axis(low, order, axis=1)
    high = np.maximum.accumulate(np.take_along_axis(high, order, axis=1), axis=1)
    edge_of = np.full((len(row), 1), WIDTH / 2)
    start = np.concatenate([-edge_of, np.maximum(high, -edge_of)], axis=1)
    end = np.concatenate([np.minimum(low, edge_of), edge_of], axis=1)
    which, gap = np.nonzero(end > start + 1e-13)
    return row[which], start[which, gap] / WIDTH + 0.5, end[which, gap] / WIDTH + 0.5


def tangent_ends(shape: Capsules, edge: Indices, side: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Return where tangents touch the disks at the start and at the end of their edges."""
    normal, first = shape.normals(edge, side), shape.first[edge]
    start = shape.centre[first] + shape.radius[first][:, None] * normal
    return start, shape.centre[first + 1] + shape.radius[first + 1][:, None] * normal


def tangent_disk(shape: Capsules, seen: Visible, row: Indices, disk: Indices) -> Spans:
    """Return the part of each tangent in a disk."""
    start, end = tangent_ends(shape, seen.edge[row], seen.side[row])
    step, off = end - start, shape.centre[disk] - start
    size = np.hypot(step[:, 0], step[:, 1])
    along = (step * off).sum(axis=1) / size
    across = (step[:, 0] * off[:, 1] - step[:, 1] * off[:, 0]) / size
    square = (shape.radius[disk] - across) * (shape.radius[disk] + across)
    hit = square > 0
    half, along, size = np.sqrt(square[hit]), along[hit], size[hit]
    return row[hit], (along - half) / size, (along + half) / size


def tangent_quad(shape: Capsules, seen: Visible, row: Indices, edge: Indices) -> Spans:
    """Return the part of each tangent in a quadrilateral."""
    start, end = tangent_ends(shape, seen.edge[row], seen.side[row])
    normal, bound = _half_planes(shape, edge)
    origin = shape.centre[shape.first[edge]]
    at_start = bound - (normal * (start - origin)[:, None, :]).sum(axis=2)
    at_end = bound - (normal * (end - origin)[:, None, :]).sum(axis=2)
    drop = at_start - at_end
    with np.errstate(divide="ignore", invalid="ignore"):
        crossing = at_start / drop
    low = np.where(at_start < 0, np.where(at_end > 0, crossing, 2.0), 0.0).max(axis=1)
    high = np.where(at_end < 0, np.where(at_start > 0, crossing, -1.0), 1.0).min(axis=1)
    hit = high > low
    return row[hit], low[hit], high[hit]


def depth_in_hull(shape: Capsules, edge: Indices, points: Floats) -> Floats:
    """Return how deep points lie in the hull of an edge's disks, m (below 0: outside)."""
    first = shape.first[edge]
    along, slope, span = shape.along[edge], shape.slope[edge], shape.span[edge]
    off = points - shape.centre[first]
    ahead = (off * along).sum(axis=1)
    across = np.abs(off[:, 0] * along[:, 1] - off[:, 1] * along[:, 0])
    lean = slope / np.sqrt(np.maximum(1 - slope * slope, 1e-12))
    foot = np.clip(ahead - lean * across, 0.0, span)
    return np.asarray(shape.radius[first] - slope * foot - np.hypot(ahead - foot, across))
