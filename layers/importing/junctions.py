"""Tidy a drawing's junctions: spurs and overshoots off first, then ends joined that lie near."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

from ceaseline.geo.errors import GeometryError
from ceaseline.geo.geodesy import distance, length
from ceaseline.geo.lines.chains import place
from ceaseline.layers.derive.cells import from_plane

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Chain = NDArray[np.float64]
    Loose = list[tuple[int, int]]

__all__ = ["JOIN_M", "MOST_JOIN_M", "NEAR_M", "chained", "nearest_end", "tidied"]

JOIN_M = 100.0
"""Ends nearer to one another than this are one place: the rounding of a drawing by hand."""
NEAR_M = 1000.0
"""Ends farther apart than the tolerance and nearer than this are a gap in the drawing; a dangling
end that is shorter than this at a junction is a spur."""
MOST_JOIN_M = 10_000.0
"""The largest tolerance that may be asked for."""
_FAR = 4.0
"""Ends this many times nearer to one another than to the border are a gap, too."""
_NEXT = 4
_SAME_M = 1.0
_SHOWN = 3


def tidied(
    lines: shapely.Geometry, country: shapely.Geometry, join_m: float = JOIN_M
) -> tuple[list[Chain], list[str]]:
    """Return lines without spurs, their near ends joined.

    Parameters
    ----------
    lines : LineString or MultiLineString
        In the plane, metres; parted where they cross.
    country : Polygon or MultiPolygon
        In the plane; only ends inside it are loose.
    join_m : float
        Ends as near as this are joined.

    Returns
    -------
    chains : list of (n, 2) arrays
    notes : list of str
        What was taken off and joined, with places.

    Raises
    ------
    GeometryError
        If two ends lie near one another, but farther apart than `join_m`.

    Examples
    --------
    >>> spur = [[(0, 0), (50e3, 0)], [(50e3, 0), (90e3, 0)], [(50e3, 0), (50e3, 300)]]
    >>> chains, notes = tidied(shapely.MultiLineString(spur), shapely.box(5e3, -5e3, 80e3, 5e3))
    >>> len(chains), notes[0][:35]
    (1, '1 spur or overshoot was left out: 3')
    """
    chains = chained(lines)
    cut: list[tuple[Chain, float]] = []
    chains = _without_spurs(_met(chains, country, join_m, cut), country, cut)
    chains, stray = _without_strays(chains, country)
    chains, joins = _bridged(chains, country, join_m)
    if joins:
        chains, left = _without_strays(chains, country)
        stray += left
    notes = []
    if stray:
        told = [f"{metres:,.0f} m at {_at(spot)}" for spot, metres in sorted(stray, key=_longest)]
        what = "stray line was" if len(told) == 1 else "stray lines were"
        notes.append(f"{len(told):,} {what} left out: {_some(told)}.")
    if cut:
        told = [f"{metres:,.0f} m at {_at(spot)}" for spot, metres in sorted(cut, key=_longest)]
        what = "spur or overshoot was" if len(told) == 1 else "spurs or overshoots were"
        notes.append(f"{len(told):,} {what} left out: {_some(told)}.")
    if joins:
        told = [f"{metres:,.0f} m at {_at(spot)}" for spot, metres in sorted(joins, key=_longest)]
        what = "gap between two ends was" if len(told) == 1 else "gaps between ends were"
        notes.append(f"{len(told):,} {what} closed: {_some(told)}.")
    return chains, notes


def chained(lines: shapely.Geometry) -> list[Chain]:
    """Return the chains between junctions of lines that are parted where they cross.

    Examples
    --------
    >>> [len(c) for c in chained(shapely.MultiLineString([[(0, 0), (1, 0)], [(1, 0), (2, 1)]]))]
    [3]
    """
    merged = shapely.get_parts(shapely.line_merge(lines))
    return [shapely.get_coordinates(part) for part in merged if part.length > 0]


def nearest_end(chains: list[Chain], k: int, country: shapely.Geometry) -> str:
    """Return where the loose end nearest to the last place of a chain lies, and how far; or ''.

    Examples
    --------
    >>> chains = [np.array([[0.0, 0], [9e3, 0]]), np.array([[12e3, 0.0], [30e3, 0]])]
    >>> nearest_end(chains, 0, shapely.box(-1e5, -1e5, 1e5, 1e5))[:35]
    'the nearest other end lies 3.0 km f'
    """
    here = chains[k][-1]
    spots = [chains[i][end] for i, end in _loose(chains, country) if i != k]
    if not spots:
        return ""
    spot = min(spots, key=lambda other: float(np.hypot(*(other - here))))
    return (
        f"the nearest other end lies {_metres(here, spot) / 1000:,.1f} km from it, at {_at(spot)}"
    )


def _longest(told: tuple[Chain, float]) -> float:
    return -told[1]


def _some(told: list[str]) -> str:
    return "; ".join(told[:_SHOWN]) + (" …" if len(told) > _SHOWN else "")


def _at(spot: Chain) -> str:
    lon, lat = from_plane(spot)[0]
    return place(float(lon), float(lat))


def _metres(a: Chain, b: Chain) -> float:
    (lon, lat), (lon2, lat2) = from_plane([a, b])
    return float(distance(lon, lat, lon2, lat2))


def _degrees(chains: list[Chain]) -> Counter[tuple[float, ...]]:
    return Counter(tuple(chain[end]) for chain in chains for end in (0, -1))


def _loose(chains: list[Chain], country: shapely.Geometry) -> Loose:
    """Return (chain, 0 or -1) of the ends inside the country at which nothing else ends."""
    count = _degrees(chains)
    free = [(k, e) for k, c in enumerate(chains) for e in (0, -1) if count[tuple(c[e])] == 1]
    spots = np.array([chains[k][e] for k, e in free]).reshape(-1, 2)
    inside = np.asarray(shapely.contains(country, shapely.points(spots)))
    return [end for end, within in zip(free, inside, strict=True) if within]


def _met(
    chains: list[Chain],
    country: shapely.Geometry,
    join_m: float,
    cut: list[tuple[Chain, float]],
) -> list[Chain]:
    """End each chain that comes near to another just before its end there; cut that one off.

    Two pieces of a line that were drawn past one another meet where the one leaves off.
    """
    for _ in range(len(chains)):
        met = _passing(chains, country, join_m)
        if met is None:
            break
        (k, end), other, last, at = met
        shape = shapely.LineString(chains[other])
        spot = shapely.get_coordinates(shapely.line_interpolate_point(shape, at))[0]
        own = shapely.line_locate_point(shape, shapely.points(chains[other]))
        kept = chains[other][own < at] if last else chains[other][own > at]
        past = chains[other][own >= at] if last else chains[other][own <= at]
        rest = float(length(from_plane(np.vstack([spot, past] if last else [past, spot]))))
        chains[other] = np.vstack([kept, spot] if last else [spot, kept])
        chains[k] = np.vstack([chains[k], spot] if end else [spot, chains[k]])
        cut.append((spot, rest))
        chains = chained(shapely.MultiLineString([shapely.LineString(c) for c in chains]))
    return chains


def _passing(
    chains: list[Chain], country: shapely.Geometry, join_m: float
) -> tuple[tuple[int, int], int, bool, float] | None:
    """Return an end that lies beside the end of another chain: end, other, its last?, where."""
    loose = _loose(chains, country)
    lines = [shapely.LineString(chain) for chain in chains]
    spots = np.array([chains[k][end] for k, end in loose]).reshape(-1, 2)
    near = cKDTree(spots).query_pairs(2 * NEAR_M) if len(spots) else set()
    for one, two in sorted(near | {(j, i) for i, j in near}):
        (k, end), (other, last) = loose[one], loose[two]
        if other != k:
            spot, line = shapely.Point(spots[one]), lines[other]
            gap, at = spot.distance(line), line.project(spot)
            rest = line.length - at if last else at
            if gap <= join_m and max(gap, _SAME_M) < rest <= min(NEAR_M, line.length / 2):
                return (k, end), other, bool(last), float(at)
    return None


def _without_spurs(
    chains: list[Chain], country: shapely.Geometry, cut: list[tuple[Chain, float]]
) -> list[Chain]:
    """Take short dangling ends off junctions, the shortest of each first."""
    while True:
        count, loose = _degrees(chains), set(_loose(chains, country))
        spurs: dict[tuple[float, ...], list[tuple[float, int]]] = {}
        for k, end in loose:
            node, long = tuple(chains[k][-1 - end]), shapely.LineString(chains[k]).length
            if count[node] > 2 and long <= NEAR_M:
                spurs.setdefault(node, []).append((long, k))
        gone = {k for node, own in spurs.items() for _, k in sorted(own)[: count[node] - 2]}
        if not gone:
            return chains
        for node, own in spurs.items():
            cut += [
                (np.array(node), float(length(from_plane(chains[k])))) for _, k in own if k in gone
            ]
        kept = [shapely.LineString(c) for k, c in enumerate(chains) if k not in gone]
        chains = chained(shapely.MultiLineString(kept))


def _without_strays(
    chains: list[Chain], country: shapely.Geometry
) -> tuple[list[Chain], list[tuple[Chain, float]]]:
    """Take out short lines that end at nothing, with neither another end nor the border near."""
    loose = _loose(chains, country)
    both = Counter(k for k, _ in loose)
    short = {k: shapely.LineString(chains[k]) for k in both if both[k] == 2}
    short = {k: line for k, line in short.items() if line.length <= NEAR_M}
    ends = shapely.points(np.array([chains[k][end] for k, end in loose]).reshape(-1, 2))
    tree, border = shapely.STRtree(np.asarray(ends)), shapely.boundary(country)
    gone = [
        k
        for k, line in short.items()
        if {loose[i][0] for i in tree.query(line, "dwithin", NEAR_M)} == {k}
        and border.distance(line) > line.length
    ]
    told = [(chains[k][0], float(length(from_plane(chains[k])))) for k in gone]
    return [chain for k, chain in enumerate(chains) if k not in gone], told


def _bridged(
    chains: list[Chain], country: shapely.Geometry, join_m: float
) -> tuple[list[Chain], list[tuple[Chain, float]]]:
    """Join the loose ends that lie within the tolerance, the nearest first; refuse near ones."""
    loose = _loose(chains, country)
    if len(loose) < 2:
        return chains, []
    spots = np.array([chains[k][end] for k, end in loose])
    away = np.asarray(shapely.distance(shapely.boundary(country), shapely.points(spots)))
    taken: set[int] = set()
    bridges: list[Chain] = []
    joins: list[tuple[Chain, float]] = []
    for gap, i, j in _pairs(chains, loose, spots, away, join_m):
        if i in taken or j in taken:
            continue
        metres = _metres(spots[i], spots[j])
        if metres > join_m:
            raise _apart(metres, spots[i], spots[j])
        taken |= {i, j}
        if gap <= _SAME_M:
            k, end = loose[j]
            chains[k][end] = spots[i]
        else:
            bridges.append(spots[[i, j]])
        if metres >= _SAME_M:
            joins.append((spots[i], metres))
    parts = [shapely.LineString(chain) for chain in [*chains, *bridges]]
    return chained(shapely.MultiLineString(parts)), joins


def _pairs(
    chains: list[Chain], loose: Loose, spots: Chain, away: Chain, join_m: float
) -> list[tuple[float, int, int]]:
    """Return (gap, one, other) of the ends that belong together, the nearest first, spurs last.

    Ends that are each nearer to the border than to one another do not, nor the ends of one short
    chain; ends far from the border do that are near to one another against it.
    """
    tree, found, reach = cKDTree(spots), [], max(join_m, NEAR_M)
    nearest = tree.query(spots, k=min(_NEXT, len(spots)))[1]
    next_to = {(min(i, j), max(i, j)) for i, own in enumerate(nearest) for j in own if i != j}
    for i, j in tree.query_pairs(reach) | next_to:
        gap = float(np.hypot(*(spots[i] - spots[j])))
        own = loose[i][0] == loose[j][0]
        if own and shapely.LineString(chains[loose[i][0]]).length < _FAR * gap:
            continue
        near = gap <= reach and gap > 0 and max(away[i], away[j]) > gap
        if near or gap < min(away[i], away[j]) / _FAR:
            found.append((gap, i, j))
    short = _short_ends(chains, loose, [pair for pair in found if pair[0] <= join_m])
    return sorted(found, key=lambda pair: (pair[1] in short or pair[2] in short, pair))


def _short_ends(chains: list[Chain], loose: Loose, met: list[tuple[float, int, int]]) -> set[int]:
    """Return the ends of short chains that meet nothing at their other end: spurs."""
    paired = {loose[i] for _, *pair in met for i in pair}
    short = {k for k, chain in enumerate(chains) if shapely.LineString(chain).length <= NEAR_M}
    return {
        i
        for i, (k, end) in enumerate(loose)
        if k in short and (k, -1 - end) in loose and (k, -1 - end) not in paired
    }


def _apart(metres: float, a: Chain, b: Chain) -> GeometryError:
    wide = math.ceil((metres + 1) / 50) * 50
    remedy = f"draw them to one place, or join them with --join {wide}"
    return GeometryError(
        f"Two ends of the line lie {metres:,.0f} m from one another, at {_at(a)} and {_at(b)}; "
        f"{remedy if wide <= MOST_JOIN_M else 'draw the line between them'}."
    )
