"""The barrier regions that barriers make, and the borders between them.

Within each region nearness alone decides who holds what.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.lines.chains import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.country_file import Barrier
    from ceaseline.layers.placement.placement import Basis, Control


__all__ = ["BarrierRegion", "barrier_regions", "basis_between", "members", "shared_borders"]


@dataclass(frozen=True, eq=False)
class BarrierRegion:
    """A part of the country that barriers set apart.

    Attributes
    ----------
    geometry : Polygon or MultiPolygon
        Its ground; barrier regions share their borders vertex for vertex.
    group : str
        ``"bank"``, or what sets it apart from its bank: the name of a barrier, or ``"whole"``.
    side : int
        0 left of the river's flow, 1 right of it; -1 where that plays no part.
    """

    geometry: shapely.Geometry
    group: str
    side: int

    @property
    def whole(self) -> bool:
        """Whether it goes to the second party whoever holds what in it."""
        return self.group == "whole"


def barrier_regions(boundaries: Boundaries, control: Control) -> list[BarrierRegion]:
    """Return the barrier regions of a country for a control: a coverage of it.

    Parameters
    ----------
    boundaries : Boundaries
    control : Control
        Its date says which of the country's barriers stand, its `whole` which units are apart.
    """
    standing = tuple(one for one in boundaries.barriers if one.stands(control.date))
    return list(_compartments(boundaries, control.whole, standing))


@lru_cache(maxsize=8)
def _compartments(
    boundaries: Boundaries, whole: tuple[str, ...], barriers: tuple[Barrier, ...]
) -> tuple[BarrierRegion, ...]:
    river = [] if boundaries.river is None else [boundaries.river]
    pieces = boundaries.divider.divide(river).parts()
    apart = dict.fromkeys(whole, "whole")
    for barrier in barriers:
        apart |= dict.fromkeys(barrier.units, barrier.name)
    group = pieces["unit"].map(lambda code: apart.get(code, "bank"))
    side = np.where(group == "bank", pieces["side"], -1)
    ground = pieces.geometry.to_numpy()
    out = []
    for name, bank in sorted(set(zip(group, side.tolist(), strict=True))):
        own = (group == name).to_numpy() & (side == bank)
        shape = shapely.coverage_union_all(ground[own])
        shapely.prepare(shape)
        out.append(BarrierRegion(shape, name, bank))
    return tuple(out)


def basis_between(one: BarrierRegion, two: BarrierRegion) -> Basis:
    """Return what the border of two barrier regions follows."""
    return "river" if one.group == two.group else "admin border"


def members(parts: Sequence[BarrierRegion], places: GeoDataFrame) -> NDArray[np.int64]:
    """Return the barrier region of each place, (n,): the one it lies in, or else the nearest."""
    points = places.geometry.to_numpy()
    out = np.full(len(points), -1)
    for k, part in enumerate(parts):
        out[shapely.intersects(part.geometry, points)] = k
    lost = out < 0
    if lost.any():
        out[lost] = shapely.STRtree([part.geometry for part in parts]).nearest(points[lost])
    return out


def shared_borders(
    parts: Sequence[shapely.Geometry],
) -> dict[tuple[int, int], list[NDArray[np.float64]]]:
    """Return the border of each pair of neighbouring parts.

    Parameters
    ----------
    parts : sequence of Polygon or MultiPolygon
        A coverage: neighbours share the vertices of their border exactly.

    Returns
    -------
    dict of (i, j) to list of (n, 2) arrays
        With i < j; chains of longitude and latitude with part i on their left. Pairs without a
        common edge are left out.

    Examples
    --------
    >>> border = shared_borders([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)])
    >>> [chain.tolist() for chain in border[0, 1]]
    [[[31.0, 48.0], [31.0, 49.0]]]
    """
    edges, owner = _directed_edges(parts)
    spots, number = np.unique(edges.reshape(-1, 2), axis=0, return_inverse=True)
    number = number.reshape(-1, 2)
    ahead = number[:, 0] * len(spots) + number[:, 1]
    back = number[:, 1] * len(spots) + number[:, 0]
    order = np.argsort(ahead)
    found = np.minimum(np.searchsorted(ahead[order], back), len(order) - 1)
    twin = np.where(ahead[order][found] == back, order[found], -1)
    inner = np.flatnonzero((twin >= 0) & (owner < owner[twin]))
    pairs = np.column_stack([owner[inner], owner[twin[inner]]])
    out = {}
    for i, j in np.unique(pairs, axis=0):
        own = inner[(pairs == (i, j)).all(axis=1)]
        out[int(i), int(j)] = joined(list(edges[own]))
    return out


def _directed_edges(
    parts: Sequence[shapely.Geometry],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return every ring's edges, (n, 2, 2), with the part on their left, and that part's number."""
    edges, owner = [], []
    for k, part in enumerate(parts):
        for polygon in shapely.get_parts(shapely.orient_polygons(part)):
            for ring in shapely.get_rings(polygon):
                spots = shapely.get_coordinates(ring)
                edges.append(np.stack([spots[:-1], spots[1:]], axis=1))
                owner.append(np.full(len(spots) - 1, k))
    return np.concatenate(edges), np.concatenate(owner)
