"""Any geometry as the plain paths it consists of: where they start, whose and what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.errors import GeometryError, InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Paths", "check_lonlat", "geometries_of", "is_coordinates", "path_of_ring", "paths_of"]

_POLYGON, _FIRST_COLLECTION = 3, 4
_LINES = (1, 2)


@dataclass(frozen=True, eq=False)
class Paths:
    """Lines and rings, end to end.

    Attributes
    ----------
    lonlat
        (n, 2) degrees, longitude and latitude.
    start
        (p + 1,) where each path starts in `lonlat`, and n.
    owner
        (p,) index of the geometry that each path belongs to.
    sign
        (p,) +1 an outer ring, -1 a hole, 0 a line.
    count
        Number of geometries.
    """

    lonlat: NDArray[np.float64]
    start: NDArray[np.intp]
    owner: NDArray[np.intp]
    sign: NDArray[np.int8]
    count: int


def is_coordinates(geometry: object) -> bool:
    """Tell whether the argument is an (n, 2) array of numbers and not geometries.

    Examples
    --------
    >>> is_coordinates([[30.5, 50.4], [36.2, 50.0]]), is_coordinates(shapely.Point(0, 0))
    (True, False)
    """
    if isinstance(geometry, shapely.Geometry) or hasattr(geometry, "to_crs"):
        return False
    array = np.asarray(geometry)
    return array.dtype.kind in "fiu" and array.ndim == 2 and array.shape[1] == 2


def geometries_of(geometry: Any) -> tuple[NDArray[np.object_], bool]:
    """Return the argument as a flat array of geometries in lon/lat, and whether it was one.

    Raises
    ------
    InputError
        A GeoSeries without a CRS, or something that is no geometry.

    Examples
    --------
    >>> geometries_of(shapely.Point(30.5, 50.4))
    (array([<POINT (30.5 50.4)>], dtype=object), True)
    """
    if isinstance(geometry, shapely.Geometry):
        single = np.empty(1, dtype=object)
        single[0] = geometry
        return single, True
    if hasattr(geometry, "to_crs"):
        if geometry.crs is None:
            msg = "The GeoSeries has no CRS; set the one it is in, e.g. set_crs('EPSG:4326')."
            raise InputError(msg)
        geometry = geometry.to_crs("EPSG:4326").geometry
    array = np.asarray(geometry, dtype=object)
    known = shapely.is_geometry(array) | shapely.is_missing(array)
    if not known.all():
        kind = type(array.ravel()[int(np.argmin(known))]).__name__
        msg = f"Found {kind} where a geometry, an array of them or an (n, 2) array is expected."
        raise InputError(msg)
    return array.ravel(), False


def check_lonlat(lonlat: NDArray[np.float64]) -> None:
    """Refuse coordinates that are no place on the Earth.

    Raises
    ------
    GeometryError
        A latitude outside [-90, 90], a longitude outside [-540, 540], or not a number.

    Examples
    --------
    >>> check_lonlat(np.array([[36.2, 95.0]]))
    Traceback (most recent call last):
    ceaseline.geo.errors.GeometryError: No place on the Earth: longitude 36.2, latitude 95.0...
    """
    if not len(lonlat):
        return
    lon, lat = lonlat.T
    if lon.min() >= -540 and lat.min() >= -90 and lon.max() <= 540 and lat.max() <= 90:
        return
    good = (np.abs(lon) <= 540) & (np.abs(lat) <= 90)
    worst = lonlat[int(np.argmin(good))].tolist()
    msg = (
        f"No place on the Earth: longitude {worst[0]}, latitude {worst[1]}; expected longitude, "
        "latitude in degrees in that order. Check the order of the axes and the CRS."
    )
    raise GeometryError(msg)


def paths_of(geometries: NDArray[np.object_]) -> Paths:
    """Return the lines and rings of geometries of any type; points have none.

    Examples
    --------
    >>> paths_of(np.array([shapely.box(30, 48, 31, 49), shapely.Point(0, 0)])).sign
    array([1], dtype=int8)
    """
    if len(geometries) == 1 and shapely.get_type_id(geometries[0]) in (*_LINES, _POLYGON):
        return _paths_of_one(geometries[0])
    parts, owner = shapely.get_parts(geometries, return_index=True)
    while (shapely.get_type_id(parts) >= _FIRST_COLLECTION).any():
        parts, inner = shapely.get_parts(parts, return_index=True)
        owner = owner[inner]
    kind = shapely.get_type_id(parts)
    polygons, polygon_owner = parts[kind == _POLYGON], owner[kind == _POLYGON]
    rings, of_polygon = shapely.get_rings(polygons, return_index=True)
    outer = np.diff(of_polygon, prepend=-1) != 0
    is_line = np.isin(kind, _LINES)
    paths = np.concatenate([parts[is_line], rings])
    sign = np.concatenate([np.zeros(is_line.sum()), np.where(outer, 1, -1)]).astype(np.int8)
    lonlat = shapely.get_coordinates(paths)
    check_lonlat(lonlat)
    start = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(paths))])
    used = np.diff(start) > 0
    return Paths(
        lonlat,
        np.append(start[:-1][used], len(lonlat)),
        np.concatenate([owner[is_line], polygon_owner[of_polygon]])[used],
        sign[used],
        len(geometries),
    )


def _paths_of_one(geometry: shapely.Geometry) -> Paths:
    """Return the paths of one line or polygon, without the general way's overhead."""
    polygon = shapely.get_type_id(geometry) == _POLYGON
    paths = shapely.get_rings(geometry) if polygon else np.array([geometry])
    lonlat = shapely.get_coordinates(geometry)
    check_lonlat(lonlat)
    count = len(paths) if len(lonlat) else 0
    sizes = shapely.get_num_coordinates(paths) if count > 1 else [len(lonlat)] * count
    sign = np.full(count, -1 if polygon else 0, dtype=np.int8)
    sign[:1] = 1 if polygon else 0
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    return Paths(lonlat, start, np.zeros(count, dtype=np.intp), sign, 1)


def path_of_ring(lonlat: NDArray[np.float64]) -> Paths:
    """Return the (n, 2) vertices of a ring as a closed path.

    Examples
    --------
    >>> path_of_ring(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])).start
    array([0, 4])
    """
    check_lonlat(lonlat)
    if len(lonlat) and (lonlat[0] != lonlat[-1]).any():
        lonlat = np.concatenate([lonlat, lonlat[:1]])
    one = np.zeros(1, dtype=np.intp)
    return Paths(lonlat, np.array([0, len(lonlat)]), one, np.ones(1, dtype=np.int8), 1)
