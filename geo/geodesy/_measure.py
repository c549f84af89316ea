"""Length and area of any geometry on WGS84: short edges by series, the rest by the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
import shapely

from ceaseline.geo.geodesy._ellipsoid import GEOD
from ceaseline.geo.geodesy._paths import (
    check_lonlat,
    geometries_of,
    is_coordinates,
    path_of_ring,
    paths_of,
)
from ceaseline.geo.geodesy._series import LATITUDE_LIMIT, edge_areas, edge_lengths

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ceaseline.geo.geodesy._paths import Paths

__all__ = ["area", "length"]

_FEW: Final = 24
_SPARSE_LINE: Final = 256
_SPARSE_RING: Final = 600
"""Vertices below which numpy's overhead outweighs the solver's work."""

_LONG_SHARE: Final = 20


def _signed_areas(paths: Paths) -> NDArray[np.float64]:
    """Return the signed area of each ring, m² (anticlockwise positive)."""
    if not len(paths.owner):
        return np.zeros(0)
    lon, lat = np.ascontiguousarray(paths.lonlat.T)
    size = np.diff(paths.start)
    under, far = edge_areas(lon, lat)
    under[paths.start[1:-1] - 1] = 0
    ring = np.searchsorted(paths.start, far, side="right") - 1
    inner = far + 1 < paths.start[ring + 1]
    far, ring = far[inner], ring[inner]
    slow = np.bincount(ring, minlength=len(size)) * _LONG_SHARE > size
    slow |= (np.bincount(ring, _strange(lon, lat, far), len(size)) > 0) | (size < _FEW)
    for edge in far[~slow[ring]].tolist():
        under[edge] = _exact_area(lon[edge : edge + 2], lat[edge : edge + 2])
    if len(size) == 1:
        areas = -under.sum(keepdims=True)
    else:
        areas = -np.add.reduceat(under, np.minimum(paths.start[:-1], len(under) - 1))
    for path in np.flatnonzero(slow & (paths.sign != 0)).tolist():
        part = slice(paths.start[path], paths.start[path + 1])
        areas[path] = GEOD.polygon_area_perimeter(lon[part], lat[part])[0]
    return np.asarray(areas)


def _strange(
    lon: NDArray[np.float64], lat: NDArray[np.float64], edge: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Tell which edges go over the antimeridian or near a pole: their ring goes to the solver."""
    steep = np.abs(lat[edge] + lat[edge + 1]) > 2 * LATITUDE_LIMIT
    return np.asarray(steep | (np.abs(lon[edge + 1] - lon[edge]) > 180))


def _exact_area(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> float:
    """Return the area between one edge and the equator, m², by the solver."""
    lons, lats = lon[[0, 0, 1, 1]], np.array([0.0, lat[0], lat[1], 0.0])
    return -float(GEOD.polygon_area_perimeter(lons, lats)[0])


def _path_length(lonlat: NDArray[np.float64]) -> float:
    check_lonlat(lonlat)
    lon, lat = np.ascontiguousarray(lonlat.T)
    if len(lon) < _SPARSE_LINE:
        return float(GEOD.line_length(lon, lat)) if len(lon) > 1 else 0.0
    return float(edge_lengths(lon, lat).sum())


def _sparse_area(polygon: shapely.Polygon) -> float:
    lonlat = shapely.get_coordinates(polygon)
    check_lonlat(lonlat)
    if not shapely.get_num_interior_rings(polygon):
        return _exact_ring(lonlat)
    ends = np.cumsum(shapely.get_num_coordinates(shapely.get_rings(polygon)))[:-1]
    shell, *holes = (_exact_ring(ring) for ring in np.split(lonlat, ends))
    return shell - sum(holes)


def _exact_ring(lonlat: NDArray[np.float64]) -> float:
    lon, lat = np.ascontiguousarray(lonlat.T)
    return abs(float(GEOD.polygon_area_perimeter(lon, lat)[0]))


@overload
def length(geometry: shapely.Geometry) -> float: ...
@overload
def length(geometry: ArrayLike) -> float | NDArray[np.float64]: ...
def length(geometry: Any) -> float | NDArray[np.float64]:
    """Return the geodesic length of lines, or the perimeter of polygons, holes included.

    Parameters
    ----------
    geometry
        A shapely geometry of any type, an array of them or a GeoSeries (reprojected to
        EPSG:4326), or the (n, 2) longitude and latitude of one line, degrees.

    Returns
    -------
    float or ndarray
        m; an array of the shape of a list of geometries. Relative error below 1e-11 for edges
        of any length.

    Raises
    ------
    GeometryError
        A coordinate is no place on the Earth.
    InputError
        A GeoSeries has no CRS, or the argument is no geometry.

    Examples
    --------
    One degree of the meridian at the equator, and of the equator:

    >>> from shapely import LineString
    >>> round(length(LineString([(0, -0.5), (0, 0.5)])), 3)
    110574.304
    >>> round(length([[0, 0], [1, 0]]), 3)
    111319.491
    """
    if isinstance(geometry, shapely.LineString):
        return _path_length(shapely.get_coordinates(geometry))
    if is_coordinates(geometry):
        return _path_length(np.asarray(geometry, dtype=np.float64))
    geometries, single = geometries_of(geometry)
    paths = paths_of(geometries)
    lon, lat = np.ascontiguousarray(paths.lonlat.T)
    edges = edge_lengths(lon, lat)
    edges[paths.start[1:-1] - 1] = 0
    if single:
        return float(edges.sum())
    owner = np.repeat(paths.owner, np.diff(paths.start))[:-1]
    return np.bincount(owner, weights=edges, minlength=paths.count).astype(np.float64)


@overload
def area(geometry: shapely.Geometry) -> float: ...
@overload
def area(geometry: ArrayLike) -> float | NDArray[np.float64]: ...
def area(geometry: Any) -> float | NDArray[np.float64]:
    """Return the geodesic area of polygons, holes taken off, whatever the rings' orientation.

    Parameters
    ----------
    geometry
        A shapely geometry of any type, an array of them or a GeoSeries (reprojected to
        EPSG:4326), or the (n, 2) longitude and latitude of one ring, degrees, closed or not.

    Returns
    -------
    float or ndarray
        m², not negative; lines and points have none. A ring around a pole takes the smaller
        side.

    Raises
    ------
    GeometryError
        A coordinate is no place on the Earth.
    InputError
        A GeoSeries has no CRS, or the argument is no geometry.

    Examples
    --------
    An octant of the ellipsoid, an eighth of 510,065,621.7 km²:

    >>> round(area([[0, 0], [90, 0], [0, 90]]) / 1e6, 1)
    63758202.7
    """
    if (
        isinstance(geometry, shapely.Polygon)
        and shapely.get_num_coordinates(geometry) < _SPARSE_RING
    ):
        return _sparse_area(geometry)
    if is_coordinates(geometry):
        return float(abs(_signed_areas(path_of_ring(np.asarray(geometry, dtype=np.float64)))[0]))
    geometries, single = geometries_of(geometry)
    paths = paths_of(geometries)
    areas = np.abs(_signed_areas(paths)) * paths.sign
    total = np.bincount(paths.owner, areas, paths.count).astype(np.float64)
    return float(total[0]) if single else total
