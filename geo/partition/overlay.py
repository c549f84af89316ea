"""The exact way to divide: node everything, take the faces, label each by the line beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ceaseline.geo.errors import GeometryError
from ceaseline.geo.lines.chains import densified, place
from ceaseline.geo.lines.nearest import NearestOnLine, ecef
from ceaseline.geo.partition.polygonize import Linework
from ceaseline.geo.partition.table import BACK, EdgeTable, FaceEdges

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.partition.coverage import Coverage
    from ceaseline.geo.partition.rings import Rings

__all__ = ["Faces", "divided"]


@dataclass(frozen=True, eq=False)
class Faces:
    """The pieces of a divided coverage.

    Attributes
    ----------
    polygons : (n,) array of Polygon
        Gap-free and overlap-free; longitude, latitude.
    unit : (n,) int array
        The unit of each face.
    side : (n,) int8 array
        +1 left of the line, -1 right.
    line : (m, 4) array
        The edges of the line within the country or on its border, oriented.
    """

    polygons: NDArray[np.object_]
    unit: NDArray[np.int64]
    side: NDArray[np.int8]
    line: NDArray[np.float64]


def divided(rings: Rings, chains: Sequence[NDArray[np.float64]]) -> Faces:
    """Divide a coverage by oriented chains.

    Method: the line and the edges it meets get common vertices, and all are polygonised;
    a face beside a line edge is on that edge's side, and faces that share any other edge are on the
    same side; what the line does not touch is on the side of its nearest point, or of the nearest
    ground where that is an end of the line.

    Parameters
    ----------
    rings : Rings
        The coverage, prepared.
    chains : sequence of (n, 2) arrays
        Longitude, latitude.

    Raises
    ------
    GeometryError
        If the line ends inside the country, contradicts itself or never meets the country.

    Examples
    --------
    >>> from ceaseline.geo.partition.coverage import Coverage
    >>> from ceaseline.geo.partition.rings import Rings
    >>> country = Rings(Coverage.of([shapely.box(30, 48, 30.02, 48.01)]))
    >>> faces = divided(country, [np.array([[30.01, 47.9], [30.01, 48.1]])])
    >>> sorted(zip(faces.side.tolist(), [round(p.centroid.x, 3) for p in faces.polygons]))
    [(-1, 30.015), (1, 30.005)]
    """
    coverage = rings.coverage
    work = Linework.of(rings, _edges(chains))
    table = EdgeTable.of(coverage, work.source, work.cover, work.line)
    found, cuts, dangles, _ = shapely.polygonize_full(work.lines)
    polygons = shapely.orient_polygons(shapely.get_parts(found))
    ring = FaceEdges.of(polygons, table)
    unit = _units(coverage, polygons, ring)
    _refuse_loose_ends(coverage, polygons[unit >= 0], np.array([cuts, dangles]))
    side = _sides(ring, unit)
    far = (unit >= 0) & (side == 0)
    side[far] = _far_sides(polygons[far], chains, polygons[side != 0], side[side != 0])
    keep = unit >= 0
    line = ring.edges[(ring.way > 0) & keep[ring.face]]
    rest = ring.edges[(ring.way < 0) & keep[ring.face] & ~_inside(ring, keep)][:, BACK]
    return Faces(polygons[keep], unit[keep], side[keep], np.concatenate([line, rest]))


def _edges(chains: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    dense = [densified(chain)[0] for chain in chains]
    return np.concatenate([np.hstack([c[:-1], c[1:]]) for c in dense])


def _inside(ring: FaceEdges, keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which edges have a face of the country on both sides."""
    both: NDArray[np.bool_] = (ring.twin >= 0) & keep[ring.face] & keep[ring.face[ring.twin]]
    return both


def _units(coverage: Coverage, polygons: NDArray[np.object_], ring: FaceEdges) -> NDArray[np.int64]:
    """Return the unit of each face, -1 outside the country."""
    units = len(coverage.labels)
    votes = np.zeros((len(polygons), units + 2))
    np.add.at(votes, (ring.face, ring.unit + 2), ring.size)
    votes[:, 0] = 0.0
    unit: NDArray[np.int64] = votes.argmax(axis=1) - 2
    silent = np.flatnonzero(unit == -2)
    unit[silent] = -1
    inner = shapely.point_on_surface(polygons[silent])
    i, j = shapely.STRtree(coverage.polygons).query(inner, predicate="within")
    unit[silent[i]] = j
    return unit


def _refuse_loose_ends(
    coverage: Coverage, polygons: NDArray[np.object_], loose: NDArray[np.object_]
) -> None:
    """Raise if a stretch of line inside the country has the same face on both its sides."""
    coords, part = shapely.get_coordinates(shapely.get_parts(loose), return_index=True)
    same = part[1:] == part[:-1]
    tail, head = coords[:-1][same], coords[1:][same]
    _, hit = shapely.STRtree(shapely.points((tail + head) / 2)).query(
        polygons, predicate="contains_properly"
    )
    if not len(hit):
        return
    tail, head = tail[hit], head[hit]
    spots, count = np.unique(np.concatenate([tail, head]), axis=0, return_counts=True)
    ends = spots[count == 1] if (count == 1).any() else spots
    border = ecef(coverage.tail[coverage.border])
    gaps = np.array([np.linalg.norm(border - e, axis=1).min() for e in ecef(ends)])
    far = int(gaps.argmax())
    raise GeometryError(
        f"The line ends inside the country at {place(*ends[far])}, {gaps[far] / 1000:.3g} km from "
        "its border; carry it on across the border or join it to the section that goes on from "
        "there."
    )


def _sides(ring: FaceEdges, unit: NDArray[np.int64]) -> NDArray[np.int8]:
    """Return +1, -1, or 0 where no line is met, for each face."""
    open_ = _inside(ring, unit >= 0) & (ring.way == 0)
    one, two = ring.face[open_], ring.face[ring.twin[open_]]
    links = coo_array((np.ones(len(one)), (one, two)), shape=(len(unit), len(unit)))
    count, region = connected_components(links, directed=False)
    votes = np.zeros((count, 2))
    beside = (ring.way != 0) & (unit[ring.face] >= 0)
    where, left = region[ring.face[beside]], ring.way[beside] > 0
    np.add.at(votes, (where, (~left).astype(int)), ring.size[beside])
    if not votes.any():
        raise GeometryError(
            "The line never meets the country; move it, check that its coordinates are longitude, "
            "latitude, or name the study that it is of with --study."
        )
    torn = np.flatnonzero((votes > 0).all(axis=1))
    if len(torn):
        lesser = votes[torn[0]].argmin()
        wrong = np.flatnonzero(beside)[(where == torn[0]) & (left == (lesser == 0))]
        x1, y1, x2, y2 = ring.edges[wrong[ring.size[wrong].argmax()]]
        raise GeometryError(
            f"The line contradicts itself at {place((x1 + x2) / 2, (y1 + y2) / 2)}: the same "
            "ground lies on its left and on its right; turn round the section that runs the wrong "
            "way, or remove the crossing of two sections."
        )
    side: NDArray[np.int8] = np.sign(votes[:, 0] - votes[:, 1])[region].astype(np.int8)
    return side


def _far_sides(
    polygons: NDArray[np.object_],
    chains: Sequence[NDArray[np.float64]],
    divided: NDArray[np.object_],
    sides: NDArray[np.int8],
) -> NDArray[np.int8]:
    """Return the sides of faces that no line touches; faces that touch go together.

    Where the nearest place of the line is a loose end, the line does not pass the face by, and the
    nearest ground that it divides decides.
    """
    if not len(polygons):
        return np.zeros(0, np.int8)
    near = NearestOnLine.of(chains)
    i, j = shapely.STRtree(polygons).query(polygons, predicate="touches")
    links = coo_array((np.ones(len(i)), (i, j)), shape=(len(polygons), len(polygons)))
    group = connected_components(links, directed=False)[1]
    tree = shapely.STRtree(divided)
    spots, which = shapely.get_coordinates(polygons, return_index=True)
    out = np.empty(len(polygons), np.int8)
    for k in range(group.max() + 1):
        own = spots[group[which] == k]
        chord, fraction, metres = near.find(own)
        closest = metres.argmin()
        first, last = fraction[closest] <= 0, fraction[closest] >= 1
        beyond = np.where(first, near.before, near.after)[chord[closest]] == chord[closest]
        if (first or last) and beyond:
            nearest = tree.query_nearest(shapely.union_all(polygons[group == k]))
            out[group == k] = sides[nearest.min()]
        else:
            out[group == k] = near.side(own[closest : closest + 1])[0]
    return out
