"""The front of a region: the part of its border inside the country, its ends on the border."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import distance
from ceaseline.layers.derive.cells import from_plane
from ceaseline.layers.importing.report import End

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.importing.region import Region

    Chain = NDArray[np.float64]

__all__ = ["PAST_M", "carried", "front"]

PAST_M = 30.0
"""How far past the border an end is carried, so that rounding leaves none of it inside."""
_ON_M = 0.05
_ALONG_M = 3.0
"""A front this near to the border runs along it."""
_STEP_M = 100.0
_WALK_M = 10_000.0
_TOLD_M = 100.0


def front(region: Region, *, follow: bool = True) -> tuple[list[Chain], list[End]]:
    """Return the front of a region, its ends on the border.

    Parameters
    ----------
    region : Region
    follow : bool
        Whether the polygon's own border is followed at the ends, to where it meets ours; otherwise
        the ends are where the thin ground along the border begins.

    Returns
    -------
    chains : list of (n, 2) arrays
        Longitude, latitude; the held ground is on the right. Closed for a pocket.
    ends : list of End
        Those carried more than 100 m.
    """
    border = shapely.boundary(region.country)
    shapely.prepare(border)
    shapely.prepare(region.country)
    chains = [chain for ring in _rings(region.held) for chain in _inside(ring, border)]
    ends: list[End] = []
    for k in range(len(chains)):
        for _ in range(2):
            if (chains[k][0] != chains[k][-1]).any():
                others = shapely.MultiLineString(chains[:k] + chains[k + 1 :])
                chains[k], end = (
                    _ended(chains[k], region, others)
                    if follow
                    else carried(chains[k], region.country)
                )
                ends += [end] if end.metres > _TOLD_M else []
            chains[k] = chains[k][::-1]
    return [from_plane(chain) for chain in chains], ends


def _rings(held: shapely.Geometry) -> list[Chain]:
    """Return the rings, the held ground on the right of each."""
    turned = shapely.orient_polygons(held, exterior_cw=True)
    rings = shapely.get_rings(shapely.get_parts(turned))
    return [shapely.get_coordinates(ring) for ring in rings]


def _inside(ring: Chain, border: shapely.Geometry) -> list[Chain]:
    """Return the stretches of a ring whose edges do not run along the border."""
    middle = (ring[:-1] + ring[1:]) / 2
    on_spot = np.asarray(shapely.dwithin(border, shapely.points(ring), _ALONG_M))
    on_edge = on_spot[:-1] & on_spot[1:] & shapely.dwithin(border, shapely.points(middle), _ALONG_M)
    if not on_edge.any():
        return [ring]
    first = int(np.flatnonzero(on_edge)[0])
    order = np.roll(np.arange(len(on_edge)), -first)
    runs: list[list[int]] = []
    for before, k in zip(np.roll(order, 1), order, strict=True):
        if on_edge[k]:
            continue
        if on_edge[before]:
            runs.append([])
        runs[-1].append(int(k))
    return [np.vstack([ring[run], ring[run[-1] + 1]]) for run in runs]


def _ended(chain: Chain, region: Region, others: shapely.Geometry) -> tuple[Chain, End]:
    """Return a chain whose last place is just across the border, and how far it was carried.

    What the opening drew at the mouth of the thin ground is taken off; the polygon's own border is
    followed on from there as long as it comes nearer to ours; the rest of the way is straight.
    Where that would meet another stretch of the front, the chain is left as the region has it.
    """
    own = shapely.dwithin(shapely.boundary(region.raw), shapely.points(chain), _ON_M)
    if own.any():
        kept = chain[: int(np.flatnonzero(own)[-1]) + 1]
        if len(kept) > 1:
            told = carried(np.vstack([kept, _onward(kept, region)]), region.country)
            line = shapely.LineString(told[0])
            if line.is_simple and not line.intersects(others):
                return told
    return carried(chain, region.country)


def carried(chain: Chain, country: shapely.Geometry) -> tuple[Chain, End]:
    """Return a chain of the plane carried straight to the nearest border, and just across it."""
    end = chain[-1]
    target = shapely.get_coordinates(
        shapely.shortest_line(shapely.Point(end), shapely.boundary(country))
    )[1]
    way = target - end if np.hypot(*(target - end)) > _ON_M else end - chain[-2]
    turn = np.arctan2(way[1], way[0]) + np.pi / 8 * np.array([0, 1, -1, 2, -2, 3, -3, 4, -4, 6, -6])
    past = target + PAST_M * np.column_stack([np.cos(turn), np.sin(turn)])
    outside = ~shapely.contains(country, shapely.points(past))
    (lon, lat), (lon2, lat2) = from_plane([end, target])
    told = End(float(lon), float(lat), float(distance(lon, lat, lon2, lat2)))
    return np.vstack([chain, target, past[int(np.argmax(outside))]]), told


def _onward(chain: Chain, region: Region) -> Chain:
    """Return the places by which the polygon's border goes on from a chain's end towards ours."""
    rings = shapely.get_parts(shapely.boundary(region.raw))
    end = shapely.Point(chain[-1])
    ring = rings[int(np.argmin(shapely.distance(rings, end)))]
    at = shapely.line_locate_point(ring, end)
    back = shapely.line_locate_point(ring, shapely.Point(chain[-2]))
    ahead = 1.0 if (at - back) % ring.length < ring.length / 2 else -1.0
    steps = np.arange(0.0, min(_WALK_M, ring.length / 2), _STEP_M)
    spots = shapely.line_interpolate_point(ring, (at + ahead * steps) % ring.length)
    gaps = np.asarray(shapely.distance(spots, shapely.boundary(region.country)))
    gaps[~shapely.contains_properly(region.country, spots)] = np.inf
    stops = np.flatnonzero(~(gaps[1:] < gaps[:-1]))
    last = int(stops[0]) if len(stops) else len(steps) - 1
    return shapely.get_coordinates(spots)[1 : last + 1]
