"""Where a line meets a coverage: shared vertices put into both, on the coverage's geodesics.

Cutting an edge anywhere but on its geodesic would change the area of the unit by up to 11 m² for an
edge of 1 km; so the meeting place of two edges is the crossing of their geodesics, and it becomes
a vertex of both.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from ceaseline.geo.partition.coverage import vertex_ids

__all__ = ["TOUCH", "geodesic_crossings", "on_edges", "orientation", "with_shared_vertices"]

Edges: TypeAlias = NDArray[np.float64]
"""(n, 4): lon, lat of the tail, lon, lat of the head."""
Pieces: TypeAlias = tuple[NDArray[np.int64], NDArray[np.float64]]

_GEOD = pyproj.Geod(ellps="WGS84")
TOUCH = 3e-7
"""Degrees (3 cm): a vertex this near to an edge lies on it.

A line stored with seven decimals that follows a border must be read as lying on the border.
"""


def orientation(
    a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return twice the signed area of the triangles a, b, p: positive if p is left of a to b.

    Parameters
    ----------
    a, b, p : (n, 2) arrays
        Longitude, latitude.

    Examples
    --------
    >>> a, b, p = np.array([[[0.0, 0.0]], [[1.0, 0.0]], [[0.0, 1.0]]])
    >>> orientation(a, b, p).tolist()
    [1.0]
    """
    return (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])


def geodesic_crossings(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where the geodesics from a to b cross those from c to d, on the latter.

    Method: three Newton steps from the crossing of the straight lines, each of which solves the two
    tangents in a local plane; the residual after edges of 1 km is below a micrometre.

    Parameters
    ----------
    a, b, c, d : (n, 2) arrays
        Longitude, latitude in degrees; the pairs cross when drawn straight.

    Returns
    -------
    (n, 2) array

    Examples
    --------
    >>> ends = np.array([[[30.0, 50.0]], [[30.01, 50.0]], [[30.005, 49.995]], [[30.005, 50.005]]])
    >>> geodesic_crossings(*ends).round(9).tolist()
    [[30.005, 50.000000108]]
    """
    s, t = _straight(a, b, c, d)
    one, two = _edge(a, b), _edge(c, d)
    for _ in range(3):
        p, q = _along(a, one, s), _along(c, two, t)
        scale = np.cos(np.radians(q[:, 1]))
        gap = q - p
        u, v = b - a, d - c
        det = scale * (u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
        s = np.clip(s + scale * (gap[:, 0] * v[:, 1] - gap[:, 1] * v[:, 0]) / det, 0, 1)
        t = np.clip(t + scale * (gap[:, 0] * u[:, 1] - gap[:, 1] * u[:, 0]) / det, 0, 1)
    return _along(c, two, t)


def _straight(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    u, v, w = b - a, d - c, c - a
    det = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    return (
        (w[:, 0] * v[:, 1] - w[:, 1] * v[:, 0]) / det,
        (w[:, 0] * u[:, 1] - w[:, 1] * u[:, 0]) / det,
    )


def _edge(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    azimuth, _, size = _GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return np.asarray(azimuth), np.asarray(size)


def _along(
    a: NDArray[np.float64],
    edge: tuple[NDArray[np.float64], NDArray[np.float64]],
    t: NDArray[np.float64],
) -> NDArray[np.float64]:
    lon, lat, _ = _GEOD.fwd(a[:, 0], a[:, 1], edge[0], edge[1] * t)
    return np.column_stack([lon + 360.0 * np.round((a[:, 0] - lon) / 360.0), lat])


def with_shared_vertices(line: Edges, cover: Edges) -> tuple[Pieces, Pieces]:
    """Give the edges of a line and of a coverage a common vertex wherever they meet.

    Parameters
    ----------
    line : (n, 4) array
        Edges of the line: lon, lat of the tail, lon, lat of the head.
    cover : (m, 4) array
        Edges of the coverage, each once.

    Returns
    -------
    line_pieces, cover_pieces : tuple ``(edge, pieces)`` of a (k,) and a (k, 4) array
        The pieces in order along each edge, and the number of the edge each came from.

    Examples
    --------
    >>> line, cover = with_shared_vertices(np.array([[0, 0, 2, 2.0]]), np.array([[0, 2, 2, 0.0]]))
    >>> line[0].tolist(), cover[1].round(4).tolist()
    ([0, 0], [[0.0, 2.0, 1.0, 1.0005], [1.0, 1.0005, 2.0, 0.0]])
    """
    line, touched = _snapped(line, cover)
    i, j = _pairs(line, cover)
    a, b, c, d = line[i, :2], line[i, 2:], cover[j, :2], cover[j, 2:]
    of_c, of_d = orientation(a, b, c), orientation(a, b, d)
    of_a, of_b = orientation(c, d, a), orientation(c, d, b)
    on_line = np.abs(np.column_stack([of_c, of_d])) <= TOUCH * _lengths(line)[i, None]
    apart = ~on_line.any(axis=1) & ~_touching(line, touched, i, j)
    proper = apart & (of_a * of_b < 0) & (of_c * of_d < 0)
    crossing = geodesic_crossings(a[proper], b[proper], c[proper], d[proper])
    to_line, to_cover = [(i[proper], crossing)], [(j[proper], crossing), touched]
    for near, spots in ((on_line[:, 0], c), (on_line[:, 1], d)):
        k = near & _between(a, b, spots)
        to_line.append((i[k], spots[k]))
    return _split(line, to_line), _split(cover, to_cover)


def _touching(
    line: Edges, touched: Pieces, i: NDArray[np.int64], j: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether an end of line edge i is a vertex that was put on coverage edge j."""
    tail, head, spot = vertex_ids(line[:, :2], line[:, 2:], touched[1])
    top = np.int64(max(tail.max(), head.max(), spot.max(initial=0)) + 1)
    known = touched[0] * top + spot
    return np.isin(j * top + tail[i], known) | np.isin(j * top + head[i], known)


def _lengths(edges: Edges) -> NDArray[np.float64]:
    return np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1])


def _pairs(
    line: Edges, cover: Edges, margin: float = TOUCH
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    def boxes(edges: Edges, by: float) -> NDArray[np.object_]:
        low = np.minimum(edges[:, :2], edges[:, 2:]) - by
        high = np.maximum(edges[:, :2], edges[:, 2:]) + by
        return np.asarray(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))

    i, j = shapely.STRtree(boxes(cover, 0.0)).query(boxes(line, margin))
    return i, j


def _between(
    a: NDArray[np.float64], b: NDArray[np.float64], p: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Whether p, known to be on the carrier of a to b, lies strictly inside the edge."""
    along = b - a
    size = (along * along).sum(axis=1)
    at = ((p - a) * along).sum(axis=1)
    apart = (p != a).any(axis=1) & (p != b).any(axis=1)
    inside: NDArray[np.bool_] = (at > 0) & (at < size) & apart
    return inside


def _snapped(line: Edges, cover: Edges) -> tuple[Edges, Pieces]:
    """Move line vertices that touch the coverage onto its vertices or its geodesics.

    Returns the line, and the coverage edges that were touched with the place on each.
    """
    spots, index = np.unique(line.reshape(-1, 2), axis=0, return_inverse=True)
    corners = np.unique(cover.reshape(-1, 2), axis=0)
    tree = shapely.STRtree(np.asarray(shapely.points(corners)))
    i, j = tree.query(shapely.points(spots), predicate="dwithin", distance=TOUCH)
    moved = spots.copy()
    moved[i] = corners[j]
    held = np.zeros(len(spots), bool)
    held[i] = True
    i, j = _pairs(np.hstack([spots, spots]), cover)
    i, j = i[~held[i]], j[~held[i]]
    c, d, p = cover[j, :2], cover[j, 2:], spots[i]
    near = (np.abs(orientation(c, d, p)) <= TOUCH * _lengths(cover)[j]) & _between(c, d, p)
    i, j, c, d, p = i[near], j[near], c[near], d[near], p[near]
    moved[i] = on_edges(c, d, p)
    return moved[index.ravel()].reshape(-1, 4), (j, moved[i])


def on_edges(
    c: NDArray[np.float64], d: NDArray[np.float64], p: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the places on the geodesics from c to d beside which places p lie.

    Beside: on the perpendicular to the chord in longitude and latitude. A place that lies on a
    geodesic of 1 km stays within a micrometre.

    Parameters
    ----------
    c, d, p : (n, 2) arrays
        Longitude, latitude in degrees; p within a hand of the edge.

    Examples
    --------
    >>> c, d, p = np.array([[[30.0, 50.0]], [[30.0, 50.01]], [[30.0000001, 50.005]]])
    >>> on_edges(c, d, p).round(8).tolist()
    [[30.0, 50.005]]
    """
    chord = (d - c) / ((d - c) ** 2).sum(axis=1)[:, None]
    edge, t = _edge(c, d), ((p - c) * chord).sum(axis=1)
    t += ((p - _along(c, edge, t)) * chord).sum(axis=1)
    return _along(c, edge, t)


def _split(edges: Edges, at: list[Pieces]) -> Pieces:
    edge = np.concatenate([k for k, _ in at])
    spot = np.concatenate([p for _, p in at])
    tail, head = edges[edge, :2], edges[edge, 2:]
    # where along its edge each place lies
    t = ((spot - tail) * (head - tail)).sum(axis=1) / ((head - tail) ** 2).sum(axis=1)
    every = np.arange(len(edges))
    # both ends and the places between, edge by edge in order
    who = np.concatenate([every, edge, every])
    where = np.concatenate([np.full(len(edges), -np.inf), t, np.full(len(edges), np.inf)])
    points = np.concatenate([edges[:, :2], spot, edges[:, 2:]])
    order = np.lexsort((where, who))
    who, points = who[order], points[order]
    # consecutive ones of an edge are its pieces, but for those without length
    keep = (who[1:] == who[:-1]) & (points[1:] != points[:-1]).any(axis=1)
    return who[:-1][keep], np.hstack([points[:-1], points[1:]])[keep]
