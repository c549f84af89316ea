"""Where the cells of two parties' settlements meet: a line's raw form, its rounding, its corridor.

A place belongs to the party that holds the nearest settlement, so the line runs along the edges of
the Voronoi diagram that lie between settlements of different parties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import Voronoi, cKDTree

from ceaseline.geo.country.planes import transformer
from ceaseline.geo.geodesy import distance
from ceaseline.geo.lines.chains import joined
from ceaseline.geo.lines.nearest import ecef

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray


__all__ = ["borders_of_cells", "corridor_widths", "from_plane", "rounded", "to_plane"]

_FAR = 3e6
"""Metres: guard places, so far out that every cell of the country is closed."""
_STEPS = 6
"""Pieces of a rounded corner: a corner of 90° turns by 15° at a time."""


def to_plane(lonlat: ArrayLike) -> NDArray[np.float64]:
    """Return places in a conformal conic plane in which nearness is judged.

    Conformal: around any place the scale is the same in all directions, so the bisector of two
    settlements 10 km apart lies within 2 m of the geodesic one.

    Parameters
    ----------
    lonlat : (n, 2) array_like
        Longitude, latitude in degrees.

    Returns
    -------
    (n, 2) array, metres

    Examples
    --------
    >>> to_plane([[32.0, 48.5]]).round(3).tolist()
    [[0.0, 0.0]]
    """
    lon, lat = np.asarray(lonlat, dtype=float).reshape(-1, 2).T
    return np.column_stack(transformer("conformal").transform(lon, lat))


def from_plane(xy: ArrayLike) -> NDArray[np.float64]:
    """Return longitude and latitude of places in the plane: the inverse of :func:`to_plane`.

    Examples
    --------
    >>> from_plane(to_plane([[36.5, 49.9]])).round(9).tolist()
    [[36.5, 49.9]]
    """
    x, y = np.asarray(xy, dtype=float).reshape(-1, 2).T
    return np.column_stack(transformer("conformal").transform(x, y, direction="INVERSE"))


def borders_of_cells(xy: NDArray[np.float64], left: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Return the border between the cells of two sets of places.

    Parameters
    ----------
    xy : (n, 2) array
        Places in the plane, metres.
    left : (n,) bool array
        Which of them are to be on the left of the border.

    Returns
    -------
    list of (m, 2) arrays
        Oriented chains; a closed one repeats its first vertex. They run on far beyond the places.

    Examples
    --------
    >>> places = np.array([[-1.0, 0.0], [1.0, 0.0], [-1.0, 9.0], [1.0, 9.0]])
    >>> (chain,) = borders_of_cells(places, np.array([True, False, True, False]))
    >>> bool(np.abs(chain[:, 0]).max() < 1e-6), bool(chain[0, 1] < chain[-1, 1])
    (True, True)
    """
    if left.all() or not left.any():
        return []
    # guards far away close the outermost cells
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    guards = _FAR * np.column_stack([np.cos(turn), np.sin(turn)])
    diagram = Voronoi(np.vstack([xy, guards]))
    pairs = diagram.ridge_points
    ends = np.array([r if len(r) == 2 else (-1, -1) for r in diagram.ridge_vertices])
    # edges between two real places of different sides, the left one first
    real = (pairs < len(xy)).all(axis=1) & (ends >= 0).all(axis=1)
    pairs, ends = pairs[real], ends[real]
    opposed = left[pairs[:, 0]] != left[pairs[:, 1]]
    pairs, ends = pairs[opposed], ends[opposed]
    pairs = np.where(left[pairs[:, 0]][:, None], pairs, pairs[:, ::-1])
    tail, head = diagram.vertices[ends[:, 0]], diagram.vertices[ends[:, 1]]
    # turned so that the left place is on the left
    ahead, across = head - tail, xy[pairs[:, 0]] - xy[pairs[:, 1]]
    wrong = ahead[:, 0] * across[:, 1] - ahead[:, 1] * across[:, 0] < 0
    tail[wrong], head[wrong] = head[wrong], tail[wrong]
    long_enough = (tail != head).any(axis=1)
    return joined(list(np.stack([tail, head], axis=1)[long_enough]))


def rounded(
    chains: list[NDArray[np.float64]],
    detail: float,
    places: NDArray[np.float64],
    least: float = 0.0,
) -> list[NDArray[np.float64]]:
    """Round the corners of chains, none by more than a distance.

    Each corner is replaced by the quadratic Bézier curve between points on its two edges, no
    farther than half an edge and twice the detail from the corner, so that the curve departs from
    the corner by less than the detail and depends on nothing but its neighbours. A corner whose
    curve might pass a place or another stretch of the chains stays as it is.

    Parameters
    ----------
    chains : list of (n, 2) arrays
        In the plane, metres; a closed one repeats its first vertex.
    detail : float
        Metres; 0 leaves the chains as they are.
    places : (n, 2) array
        Places, such as settlements, that must stay on their side.
    least : float
        Metres; a corner that would be cut by no more than this stays as it is, so that what is
        round already is not rounded again.

    Returns
    -------
    list of (m, 2) arrays

    Examples
    --------
    >>> corner = np.array([[0.0, 0.0], [1000.0, 0.0], [1000.0, 1000.0]])
    >>> rounded([corner], 2000.0, np.array([[5000.0, 5000.0]]))[0].round().tolist()[:3]
    [[0.0, 0.0], [500.0, 0.0], [653.0, 14.0]]
    """
    if detail <= 0:
        return chains
    edges = [np.stack([chain[:-1], chain[1:]], axis=1) for chain in chains]
    lines = shapely.linestrings(np.concatenate(edges)) if edges else np.empty(0, dtype=object)
    first = np.cumsum([0, *(len(e) for e in edges)])
    tree = shapely.STRtree(np.concatenate([lines, shapely.points(places)]))
    return [
        _rounded(chain, (detail, least), tree, start)
        for chain, start in zip(chains, first, strict=False)
    ]


def _rounded(
    chain: NDArray[np.float64], cuts: tuple[float, float], tree: shapely.STRtree, first: int
) -> NDArray[np.float64]:
    """Round the corners of a chain that can be cut by the lesser of two distances, or more."""
    closed = bool((chain[0] == chain[-1]).all())
    if len(chain) < 3:
        return chain
    detail, least = cuts
    ring = np.vstack([chain[-2], chain]) if closed else chain
    corner, before, after = ring[1:-1], ring[:-2], ring[2:]
    curves = _curves(corner, before, after, detail)
    # corners worth rounding, whose triangle no other edge of any chain meets
    safe = np.hypot(*(curves[:, _STEPS // 2] - corner).T) >= least
    triangle = shapely.polygons(np.stack([curves[:, 0], corner, curves[:, -1]], axis=1)[safe])
    here, met = tree.query(triangle, predicate="intersects")
    here = np.flatnonzero(safe)[here]
    edges = len(chain) - 1
    own = first + (here[:, None] + np.array([[-1, 0] if closed else [0, 1]])) % edges
    safe[here[(met[:, None] != own).all(axis=1)]] = False
    parts = [
        curve if good else spot[None]
        for curve, spot, good in zip(curves, corner, safe, strict=True)
    ]
    if closed:
        return np.vstack([*parts, parts[0][:1]])
    return np.vstack([chain[:1], *parts, chain[-1:]])


def _curves(
    corner: NDArray[np.float64],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    detail: float,
) -> NDArray[np.float64]:
    """Return (n, steps + 1, 2) points of the curves that replace the corners."""
    back, ahead = before - corner, after - corner
    size_back, size_ahead = np.hypot(*back.T), np.hypot(*ahead.T)
    reach = np.minimum(np.minimum(size_back, size_ahead) / 2, 2 * detail)
    start = corner + back * (reach / size_back)[:, None]
    end = corner + ahead * (reach / size_ahead)[:, None]
    t = np.linspace(0, 1, _STEPS + 1)[None, :, None]
    curve: NDArray[np.float64] = (
        (1 - t) ** 2 * start[:, None] + 2 * t * (1 - t) * corner[:, None] + t**2 * end[:, None]
    )
    return curve


def corridor_widths(
    coords: NDArray[np.float64], places: NDArray[np.float64], left: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the distance of each vertex to the nearest place of either party.

    Between those two places the line could lie anywhere without any listed settlement changing
    hands; so the corridor is the uncertainty of a line known only from settlements.

    Parameters
    ----------
    coords : (n, 2) array
        Vertices of the line; longitude, latitude in degrees.
    places : (m, 2) array
        Settlements; longitude, latitude in degrees.
    left : (m,) bool array
        Which of them the party on the left holds.

    Returns
    -------
    (n, 2) array
        Metres to the nearest settlement on the left and on the right; infinite where a party holds
        none.

    Examples
    --------
    >>> places = np.array([[36.0, 48.0], [36.2, 48.0]])
    >>> corridor_widths(np.array([[36.1, 48.0]]), places, np.array([True, False])).round().tolist()
    [[7463.0, 7463.0]]
    """
    out = np.full((len(coords), 2), np.inf)
    vertices = ecef(coords)
    for column, own in enumerate((left, ~left)):
        if own.any():
            nearest = places[own][cKDTree(ecef(places[own])).query(vertices)[1]]
            out[:, column] = distance(*coords.T, *nearest.T)
    return out
