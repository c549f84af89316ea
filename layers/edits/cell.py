"""The part of the country that is nearer to one settlement than to any other."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import Voronoi

from ceaseline.layers.derive.cells import from_plane, to_plane

if TYPE_CHECKING:
    from ceaseline.layers.edits.context import Ground

__all__ = ["cell"]

_FAR = 3e6
"""Metres: guard places, so far out that every cell of the country is closed."""
_STEP = 5000.0
"""Metres between the vertices of a cell's edges."""


def cell(ground: Ground, settlement: int) -> shapely.Geometry:
    """Return the cell of a settlement among those on its side of the barrier.

    Nearness is judged in the conformal plane of :mod:`ceaseline.layers.derive.cells`.

    Parameters
    ----------
    ground : Ground
    settlement : int
        Its id.

    Returns
    -------
    Polygon or MultiPolygon
        Longitude, latitude; it may reach beyond the country.

    Raises
    ------
    InputError
        If no settlement has that id.
    """
    row = ground.position(settlement)
    side = int(ground.place_banks[row])
    bank = ground.place_banks == side
    diagram = _diagram(ground, side)
    region = diagram.regions[diagram.point_region[np.count_nonzero(bank[:row])]]
    corners = shapely.MultiPoint(diagram.vertices[region])
    near = shapely.box(*_reach(ground))
    shape = shapely.intersection(shapely.convex_hull(corners), near)
    dense = shapely.segmentize(shape, _STEP)
    lonlat = shapely.transform(dense, from_plane)
    return _on_bank(ground, lonlat, side)


@lru_cache(maxsize=8)
def _diagram(ground: Ground, bank: int) -> Voronoi:
    """Return the Voronoi diagram of the settlements on one side of the barrier, in the plane."""
    turn = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    guards = _FAR * np.column_stack([np.cos(turn), np.sin(turn)])
    return Voronoi(np.vstack([to_plane(ground.lonlat[ground.place_banks == bank]), guards]))


def _reach(ground: Ground) -> tuple[float, float, float, float]:
    """Return the bounds of the country in the plane, with 100 km around."""
    west, south, east, north = shapely.bounds(ground.country)
    corners = [(x, y) for x in np.linspace(west, east, 5) for y in (south, north)]
    xy = to_plane(corners)
    low, high = xy.min(axis=0) - 1e5, xy.max(axis=0) + 1e5
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _on_bank(ground: Ground, shape: shapely.Geometry, bank: int) -> shapely.Geometry:
    if ground.barrier is None or not shapely.intersects(shape, ground.barrier):
        return shape
    linework = shapely.unary_union([shapely.boundary(shape), ground.barrier])
    pieces = shapely.get_parts(shapely.polygonize(shapely.get_parts(linework)))
    inner = shapely.point_on_surface(pieces)
    own = shapely.intersects(shape, inner)
    own &= ground.bank(shapely.get_coordinates(inner)) == bank
    return shapely.union_all(pieces[own])
