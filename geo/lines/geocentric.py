"""Places as geocentric Cartesian coordinates, in which nearest is plain distance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.geodesy._ellipsoid import E2, A

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ecef", "lonlat_of"]


def ecef(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return geocentric Cartesian coordinates on WGS84.

    Parameters
    ----------
    lonlat : (n, 2) array
        Longitude, latitude in degrees.

    Returns
    -------
    (n, 3) array
        Metres from the centre of the ellipsoid. Source: IOGP Guidance Note 7-2, method 9602.

    Examples
    --------
    >>> ecef(np.array([[0.0, 0.0], [90.0, 0.0], [0.0, 90.0]])).round(3).tolist()
    [[6378137.0, 0.0, 0.0], [0.0, 6378137.0, 0.0], [0.0, 0.0, 6356752.314]]
    """
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    sin, cos = np.sin(lat), np.cos(lat)
    normal = A / np.sqrt(1 - E2 * sin * sin)
    return np.column_stack(
        [normal * cos * np.cos(lon), normal * cos * np.sin(lon), normal * (1 - E2) * sin]
    )


def lonlat_of(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the longitude and latitude of geocentric points that lie on WGS84.

    A point h metres off the ellipsoid comes out within h / 150 metres.

    Parameters
    ----------
    points : (n, 3) array
        Metres from the centre of the ellipsoid.

    Examples
    --------
    >>> lonlat_of(ecef(np.array([[30.5, 50.4]]))).round(9).tolist()
    [[30.5, 50.4]]
    """
    x, y, z = points.T
    lat = np.arctan2(z / (1 - E2), np.hypot(x, y))
    return np.asarray(np.degrees(np.column_stack([np.arctan2(y, x), lat])))
