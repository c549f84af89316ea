"""Points, azimuths and distances along geodesics, and geometries with no long edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy._ellipsoid import GEOD, wrap_degrees
from ceaseline.geo.geodesy._paths import check_lonlat, geometries_of, is_coordinates
from ceaseline.geo.geodesy._series import edge_lengths

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "azimuth",
    "densify",
    "densify_path",
    "destination",
    "distance",
]


def _places(lon: ArrayLike, lat: ArrayLike) -> NDArray[np.float64]:
    """Return (n, 2) checked degrees."""
    both = np.broadcast_arrays(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    places = np.stack([both[0].ravel(), both[1].ravel()], axis=1)
    check_lonlat(places)
    return places


def _inverse(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Any:
    arrays = np.broadcast_arrays(*(np.asarray(v, np.float64) for v in (lon1, lat1, lon2, lat2)))
    for lon, lat in (arrays[:2], arrays[2:]):
        _places(lon, lat)
    lons1, lats1, lons2, lats2 = (np.ascontiguousarray(a).ravel() for a in arrays)
    azimuth12, _, metres = GEOD.inv(lons1, lats1, lons2, lats2)
    return azimuth12.reshape(arrays[0].shape), metres.reshape(arrays[0].shape)


def distance(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> float | NDArray[np.float64]:
    """Return the geodesic distance between places.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        Degrees; scalars or arrays that broadcast.

    Returns
    -------
    float or ndarray
        m, exact to 15 nm (Karney 2013).

    Raises
    ------
    GeometryError
        A coordinate is no place on the Earth.

    Examples
    --------
    >>> round(distance(30.5241, 50.4501, 37.5413, 47.0971))
    636007
    """
    metres = _inverse(lon1, lat1, lon2, lat2)[1]
    return metres if metres.ndim else float(metres)


def azimuth(
    lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike
) -> float | NDArray[np.float64]:
    """Return the azimuth at the first place of the geodesic to the second.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        Degrees; scalars or arrays that broadcast.

    Returns
    -------
    float or ndarray
        Degrees clockwise from north, [0, 360).

    Raises
    ------
    GeometryError
        A coordinate is no place on the Earth.

    Examples
    --------
    >>> azimuth(30, 50, 30, 49), round(azimuth(0, 0, -1, 0), 9)
    (180.0, 270.0)
    """
    degrees = _inverse(lon1, lat1, lon2, lat2)[0] % 360.0
    return degrees if degrees.ndim else float(degrees)


def destination(
    lon: ArrayLike, lat: ArrayLike, azimuth: ArrayLike, distance: ArrayLike
) -> NDArray[np.float64]:
    """Return the places at an azimuth and a geodesic distance from others.

    Parameters
    ----------
    lon, lat
        Degrees; scalars or arrays that broadcast with the next two.
    azimuth
        Degrees clockwise from north.
    distance
        m.

    Returns
    -------
    ndarray
        (..., 2) longitude and latitude, degrees, longitude in [-180, 180].

    Raises
    ------
    GeometryError
        A coordinate is no place on the Earth.

    Examples
    --------
    >>> destination(30.0, 50.0, 90.0, 100_000.0).round(6)
    array([31.394621, 49.991618])
    """
    arrays = np.broadcast_arrays(
        *(np.asarray(v, np.float64) for v in (lon, lat, azimuth, distance))
    )
    _places(arrays[0], arrays[1])
    flat = [np.ascontiguousarray(a).ravel() for a in arrays]
    lons, lats, _ = GEOD.fwd(flat[0], flat[1], flat[2], flat[3])
    return np.stack([lons, lats], axis=-1).reshape(*arrays[0].shape, 2)


def _along(
    lonlat: NDArray[np.float64], edge: NDArray[np.intp], share: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (m, 2) the points at a share of the way along edges of a path."""
    lon1, lat1 = np.ascontiguousarray(lonlat[edge].T)
    lon2, lat2 = np.ascontiguousarray(lonlat[edge + 1].T)
    azimuth12, _, metres = GEOD.inv(lon1, lat1, lon2, lat2)
    lon, lat, _ = GEOD.fwd(lon1, lat1, azimuth12, metres * share)
    near = np.abs(lon2 - lon1) <= 180  # stay on the sheet on which the edge is written
    lon = np.where(near, lon1 + wrap_degrees(lon - lon1), lon)
    return np.stack([lon, lat], axis=1)


def densify_path(
    lonlat: NDArray[np.float64], max_edge: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a path without long edges, and where each of its vertices stood on the original.

    Parameters
    ----------
    lonlat
        (n, 2) degrees.
    max_edge
        m; long edges are cut into equal parts, on the geodesic.

    Returns
    -------
    lonlat
        (m, 2); the original vertices are among them, bit for bit.
    position
        (m,) index of the original vertex, plus the share of the edge after it.

    Examples
    --------
    >>> densify_path(np.array([[30.0, 50.0], [30.0, 50.02]]), 1000.0)[1].round(6)
    array([0.      , 0.333333, 0.666667, 1.      ])
    """
    index = np.arange(len(lonlat))
    edges = edge_lengths(*np.ascontiguousarray(lonlat.T))
    # the series may differ from the solver by 1e-11: no extra cut for that
    pieces = np.maximum(1, np.ceil(edges / max_edge * (1 - 1e-9))).astype(np.intp)
    if not (pieces > 1).any():
        return lonlat, index.astype(np.float64)
    edge = np.repeat(index[:-1], pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = step / pieces[edge]
    dense = lonlat[edge]
    new = np.flatnonzero(step)
    dense[new] = _along(lonlat, edge[new], share[new])
    return np.concatenate([dense, lonlat[-1:]]), np.append(edge + share, index[-1])


def densify(geometry: Any, max_edge: float = 1000.0) -> Any:
    """Return the geometry with points added along its geodesic edges.

    Parameters
    ----------
    geometry
        A shapely geometry of any type, an array of them or a GeoSeries (reprojected to
        EPSG:4326), or (n, 2) longitude and latitude, degrees.
    max_edge
        Longest edge of the result, m.

    Returns
    -------
    Geometry or ndarray
        Of the kind given (a GeoSeries gives an array of geometries). The original vertices are
        kept, bit for bit; the new ones lie on the geodesics between them.

    Raises
    ------
    GeometryError
        A coordinate is no place on the Earth.
    InputError
        `max_edge` is not above 0, a GeoSeries has no CRS, or the argument is no geometry.

    Examples
    --------
    >>> len(densify(shapely.LineString([(30, 50), (31, 50)]), max_edge=10_000).coords)
    9
    """
    if not max_edge > 0:
        raise InputError(f"The longest edge is {max_edge} m; give a length above 0.")
    if is_coordinates(geometry):
        lonlat = np.asarray(geometry, dtype=np.float64)
        check_lonlat(lonlat)
        return densify_path(lonlat, max_edge)[0]
    geometries, single = geometries_of(geometry)
    if single:
        return _densify_one(geometries[0], max_edge)
    dense = np.empty(len(geometries), dtype=object)
    dense[:] = [_densify_one(g, max_edge) for g in geometries.tolist()]
    return dense


def _densify_one(geometry: Any, max_edge: float) -> Any:
    """Return one geometry with points added: its parts first, then each path."""
    match geometry:
        case None | shapely.Point() | shapely.MultiPoint():
            return geometry
        case shapely.Polygon():
            rings = [_densify_one(ring, max_edge) for ring in shapely.get_rings(geometry)]
            return shapely.Polygon(rings[0], rings[1:]) if rings else geometry
        case shapely.LineString() if geometry.is_empty:
            return geometry
        case shapely.LineString():
            lonlat = shapely.get_coordinates(geometry)
            check_lonlat(lonlat)
            return type(geometry)(densify_path(lonlat, max_edge)[0])
        case _:
            return type(geometry)([_densify_one(part, max_edge) for part in geometry.geoms])
