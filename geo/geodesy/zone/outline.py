"""The outline of a union of disks and their hulls, as polygons in the plane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import shapely
from scipy.spatial import cKDTree

from ceaseline.geo.geodesy.zone.covers import depth_in_hull, tangent_ends
from ceaseline.geo.geodesy.zone.exposed import crowded, exposed
from ceaseline.geo.geodesy.zone.prune import Capsules, prune
from ceaseline.geo.geodesy.zone.thin import thinned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.geodesy.zone.exposed import Pieces

    Floats: TypeAlias = NDArray[np.float64]
    Indices: TypeAlias = NDArray[np.intp]

__all__ = ["Zone", "polygonal", "polygons_of", "union_of_capsules"]

Zone: TypeAlias = shapely.Polygon | shapely.MultiPolygon

_ATTEMPTS: Final = 4
_GOLDEN: Final = (5**0.5 - 1) / 2
_TOUCH: Final = 0.1
"""Ends of pieces that follow each other lie closer than this share of the tolerance; curves that
cross at a narrow angle cross in a place known to millimetres only. Shorter pieces than half of it
are left out."""

_JITTER: Final = 0.01
"""Radii are spread by up to this share of the tolerance, so that no two curves coincide."""

_INFLATION: Final = 0.4
"""Radii grow by this share of the tolerance; chords then stay as far inside as corners outside."""

_COARSE: Final = 0.2
"""Where very many curves meet, vertices that change the zone by less of the tolerance are left out;
with the inflation, two thirds of it are used up."""

_PROBES: Final = 8
_POLYGON: Final = 3


def union_of_capsules(
    centre: Floats, radius: Floats, first: Indices, tolerance: float, max_edge: float
) -> Zone:
    """Return the union of disks and of the hulls of neighbouring ones.

    Parameters
    ----------
    centre
        (v, 2) m.
    radius
        (v,) m, above 0.
    first
        (e,) disks that are joined with the next one; a disk that no edge has is left out.
    tolerance
        Greatest deviation of the outline, m.
    max_edge
        Longest straight edge of the outline, m.

    Returns
    -------
    Polygon or MultiPolygon
        Valid; holes kept.

    Examples
    --------
    >>> places = np.array([[0.0, 0], [100, 0]])
    >>> zone = union_of_capsules(places, np.array([50.0, 50]), np.array([0]), 0.001, 99.0)
    >>> round(zone.area), round(100 * 100 + np.pi * 50**2)
    (17854, 17854)
    """
    used = np.zeros(len(centre), dtype=bool)
    used[first] = used[first + 1] = True
    centre, radius, first = centre[used], radius[used], (np.cumsum(used) - 1)[first]
    for attempt in range(_ATTEMPTS):
        spread = (np.arange(len(centre)) * _GOLDEN + attempt * 0.37) % 1.0
        grown = radius + tolerance * (_INFLATION + _JITTER * spread)
        shape = Capsules.of(centre, grown, first)
        seen = prune(shape)
        if attempt == 0 and crowded(shape, seen):
            kept, first = _fewer(centre, radius, first, _COARSE * tolerance)
            centre, radius = centre[kept], radius[kept]
            shape = Capsules.of(centre, grown[kept], first)
            seen = prune(shape)
        pieces = exposed(shape, seen)
        rings = _rings(shape, pieces, tolerance, max_edge)
        if rings is not None:
            return polygons_of(rings)
    return _by_overlay(shape, tolerance, max_edge)


def _fewer(
    centre: Floats, radius: Floats, first: Indices, allowance: float
) -> tuple[Indices, Indices]:
    """Return which disks to keep of the paths that edges form, and the edges between them."""
    starts = np.isin(np.arange(len(centre)), first)
    kept = thinned(centre, radius, ~(starts & np.roll(starts, 1)), allowance)
    return kept, np.flatnonzero(starts[kept])


def _rings(
    shape: Capsules, pieces: Pieces, tolerance: float, max_edge: float
) -> list[Floats] | None:
    """Return the closed rings that the pieces form, or None where they do not join up."""
    track = _Track(shape, pieces, tolerance)
    after = track.successors(_TOUCH * tolerance)
    if after is None:
        return None
    order, ring = _cycles(after)
    kept = ~_inside(shape, track, order, ring)
    points, of_ring = track.sampled(order[kept], ring[kept], tolerance, max_edge)
    bounds = np.flatnonzero(np.diff(of_ring)) + 1
    return [part for part in np.split(points, bounds) if len(part) > 2]


class _Track:
    """The pieces as one list, arcs first, each from its start to its end, the zone on the left."""

    def __init__(self, shape: Capsules, pieces: Pieces, tolerance: float) -> None:
        self.centre = shape.centre[pieces.disk]
        self.radius = shape.radius[pieces.disk]
        self.angle = pieces.angle
        near, far = tangent_ends(shape, pieces.edge, pieces.side)
        part = np.where(pieces.side[:, None] < 0, pieces.part, pieces.part[:, ::-1])
        self.near, self.step = near, far - near
        self.part = part
        size = np.concatenate(
            [
                self.radius * np.diff(self.angle)[:, 0],
                np.abs(np.diff(part)[:, 0]) * np.hypot(self.step[:, 0], self.step[:, 1]),
            ]
        )
        self.kept = np.flatnonzero(size > _TOUCH * tolerance / 2)
        self.size = size

    def at(self, piece: Indices, share: Floats) -> Floats:
        """Return (m, 2) the points at a share of the way along pieces."""
        out = np.empty((len(piece), 2))
        arc = piece < len(self.centre)
        which, here = piece[arc], share[arc]
        angle = self.angle[which, 0] * (1 - here) + self.angle[which, 1] * here
        turn = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        out[arc] = self.centre[which] + self.radius[which][:, None] * turn
        which, here = piece[~arc] - len(self.centre), share[~arc]
        part = self.part[which, 0] * (1 - here) + self.part[which, 1] * here
        out[~arc] = self.near[which] + part[:, None] * self.step[which]
        return out

    def successors(self, reach: float) -> dict[int, int] | None:
        """Return the piece that follows each, or None where that is not one to one."""
        count = len(self.kept)
        starts = self.at(self.kept, np.zeros(count))
        ends = self.at(self.kept, np.ones(count))
        apart, follower = cKDTree(starts).query(ends, distance_upper_bound=reach)
        if not np.isfinite(apart).all() or (np.bincount(follower, minlength=count) != 1).any():
            return None
        return dict(zip(self.kept.tolist(), self.kept[follower].tolist(), strict=True))

    def sampled(
        self, order: Indices, ring: Indices, tolerance: float, max_edge: float
    ) -> tuple[Floats, Indices]:
        """Return points along pieces, each from its start on, and the ring of each point."""
        arcs = len(self.centre)
        step = np.full(len(self.size), max_edge)
        sagitta = np.minimum(2 * _INFLATION * tolerance / self.radius, 0.5)
        step[:arcs] = np.minimum(2 * np.arccos(1 - sagitta) * self.radius, max_edge)
        count = np.maximum(1, np.ceil(self.size / step)).astype(np.intp)[order]
        piece = np.repeat(order, count)
        index = np.arange(len(piece)) - np.repeat(np.cumsum(count) - count, count)
        return self.at(piece, index / np.repeat(count, count)), np.repeat(ring, count)


def _cycles(after: dict[int, int]) -> tuple[Indices, Indices]:
    """Return the pieces ring by ring, and the number of each one's ring."""
    order: list[int] = []
    ring: list[int] = []
    number = 0
    while after:
        start, piece = after.popitem()
        order.append(start)
        ring.append(number)
        while piece != start:
            order.append(piece)
            ring.append(number)
            piece = after.pop(piece)
        number += 1
    return np.array(order, dtype=np.intp), np.array(ring, dtype=np.intp)


def _inside(shape: Capsules, track: _Track, order: Indices, ring: Indices) -> NDArray[np.bool_]:
    """Tell which pieces belong to a ring inside the union: one that only left-out disks fill."""
    count = np.bincount(ring)
    if len(count) == 1:
        return np.zeros(len(order), dtype=bool)
    place = np.arange(len(ring)) - np.repeat(np.cumsum(count) - count, count)
    every = np.maximum(count // _PROBES, 1)[ring]
    probe = np.flatnonzero(place % every == 0)
    points = track.at(order[probe], np.full(len(probe), 0.5))
    deep = _depth_inside(shape, points) > 1e-4
    hidden = np.zeros(len(count), dtype=bool)
    hidden[ring[probe[deep]]] = True
    return np.asarray(hidden[ring])


def _depth_inside(shape: Capsules, points: Floats) -> Floats:
    """Return how deep points lie inside the hulls of neighbouring disks, m (below 0: outside)."""
    middle = (shape.centre[shape.first] + shape.centre[shape.first + 1]) / 2
    tree = cKDTree(middle)
    reach = float(shape.radius.max() + shape.span.max() / 2)
    deepest = np.full(len(points), -np.inf)
    for low in range(0, len(points), 64):
        found = cKDTree(points[low : low + 64]).sparse_distance_matrix(
            tree, reach, output_type="ndarray"
        )
        row, edge = found["i"] + low, found["j"]
        np.maximum.at(deepest, row, depth_in_hull(shape, edge, points[row]))
    return deepest


def polygons_of(rings: list[Floats]) -> Zone:
    """Return polygons of rings: anticlockwise ones are shells, clockwise ones holes.

    Examples
    --------
    >>> square = np.array([[0.0, 0], [9, 0], [9, 9], [0, 9]])
    >>> polygons_of([square, square[::-1] / 3 + 1]).area
    72.0
    """
    sizes = [len(ring) for ring in rings]
    of_ring = np.repeat(np.arange(len(rings)), sizes)
    made: Any = shapely.linearrings(np.concatenate(rings), indices=of_ring)
    shell = shapely.is_ccw(made)
    shells: Any = shapely.polygons(made[shell])
    holes = made[~shell]
    owner = _owners(shells, holes) if len(shells) > 1 and len(holes) else np.zeros(len(holes))
    polygons = [
        shapely.Polygon(ring, holes[owner == k].tolist())
        for k, ring in enumerate(made[shell].tolist())
    ]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def polygonal(geometry: Any) -> Zone:
    """Return the polygons among the parts of a geometry.

    Examples
    --------
    >>> polygonal(shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(0, 0, 1, 1)])).area
    1.0
    """
    parts = shapely.get_parts(shapely.get_parts(np.array([geometry])))
    polygons = parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons.tolist())


def _owners(shells: Any, holes: Any) -> Indices:
    """Return the smallest shell around each hole."""
    hole, shell = shapely.STRtree(shells).query(shapely.get_point(holes, 0), predicate="within")
    order = np.argsort(-shapely.area(shells[shell]), kind="stable")
    owner = np.zeros(len(holes), dtype=np.intp)
    owner[hole[order]] = shell[order]
    return owner


def _by_overlay(shape: Capsules, tolerance: float, max_edge: float) -> Zone:
    """Return the union by overlay of one hull after another: slow, and never at a loss."""
    seen = prune(shape)
    edges = np.unique(np.concatenate([seen.edge, _edges_of(shape, seen.disk)]))
    sagitta = min(2 * _INFLATION * tolerance / float(shape.radius.max()), 0.5)
    quarter = max(8, int(np.ceil(np.pi / 4 / np.arccos(1 - sagitta))))
    ends = np.concatenate([shape.first[edges], shape.first[edges] + 1])
    spots = shapely.points(shape.centre[ends])
    disks = shapely.buffer(spots, shape.radius[ends], quad_segs=quarter)
    pairs = np.stack([disks[: len(edges)], disks[len(edges) :]], axis=1)
    hulls = shapely.convex_hull(shapely.multipolygons(pairs))
    union = shapely.union_all(hulls)
    rings = shapely.get_rings(shapely.get_parts(shapely.orient_polygons(union)))
    kept = [
        ring
        for ring in rings.tolist()
        if _depth_inside(shape, shapely.get_coordinates(ring)[:_PROBES]).max() < tolerance
    ]
    dense = shapely.segmentize(np.array(kept), max_edge)
    return polygons_of([shapely.get_coordinates(ring)[:-1] for ring in dense])


def _edges_of(shape: Capsules, disks: Indices) -> Indices:
    """Return the edges that start or end at some disks."""
    wanted = np.zeros(len(shape.centre), dtype=bool)
    wanted[disks] = True
    return np.flatnonzero(wanted[shape.first] | wanted[shape.first + 1])
