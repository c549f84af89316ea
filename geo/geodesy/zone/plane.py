"""A plane in which geodesic disks of the ellipsoid are circles, to centimetres.

WGS84 is mapped conformally to Gauss' sphere, whose scale departs from 1 only with the third
power of the distance from its standard parallel, and from there by the oblique stereographic
projection, which takes circles to circles. So the disk of every point has a centre and a radius
in the plane in closed form, anywhere on Earth, and a union of disks becomes a plane problem.

Sources: J. P. Snyder, Map Projections: A Working Manual (1987), pp. 157-161; the Gauss sphere
after M. Hotine, Mathematical Geodesy (1969); C. F. F. Karney, "Transverse Mercator with an
accuracy of a few nanometers", J. Geodesy 85, 475-485 (2011), eqs. 7-9 and 36 for conformal
latitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from ceaseline.geo.errors import GeometryError
from ceaseline.geo.geodesy._ellipsoid import E2, A, E, F, wrap_degrees

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["ConformalPlane"]

_POLAR: Final = 75.0
_REACH: Final = math.radians(80.0)
_N: Final = F / (2 - F)
_TO_GEODETIC: Final = (
    _N * (2 + _N * (-2 / 3 + _N * (-2 + _N * (116 / 45 + _N * 26 / 45)))),
    _N**2 * (7 / 3 + _N * (-8 / 5 + _N * (-227 / 45 + _N * 2704 / 315))),
    _N**3 * (56 / 15 + _N * (-136 / 35 - _N * 1262 / 105)),
    _N**4 * (4279 / 630 - _N * 332 / 35),
    _N**5 * 4174 / 315,
)
"""Geodetic from conformal latitude: coefficients of sin 2kχ in the third flattening."""


@dataclass(frozen=True)
class ConformalPlane:
    """Oblique stereographic plane over a Gauss sphere of WGS84.

    Attributes
    ----------
    lon, lat
        Centre, degrees.
    radius
        Of the sphere, m.
    spread
        Ratio of longitudes on the sphere to those on the ellipsoid; 1 near the poles, where the
        sphere of conformal latitude is used as it is.
    lift
        Constant added to the isometric latitude.
    """

    lon: float
    lat: float
    radius: float
    spread: float
    lift: float

    @classmethod
    def around(cls, lonlat: NDArray[np.float64], depth: float = 0.0) -> Self:
        """Return the plane centred on places, (n, 2) degrees, for disks up to `depth` m.

        Raises
        ------
        GeometryError
            The places spread over more than 80° about their centre.

        Examples
        --------
        >>> plane = ConformalPlane.around(np.array([[32.0, 46.0], [38.0, 50.0]]))
        >>> round(plane.lon, 2), round(plane.lat, 2), round(plane.spread, 5)
        (34.88, 48.04, 1.00067)
        """
        lon, lat = np.radians(lonlat.T)
        vectors = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
        middle = (vectors.min(axis=1) + vectors.max(axis=1)) / 2
        middle /= max(float(np.linalg.norm(middle)), 1e-9)
        away = middle @ vectors
        if away.min() < math.cos(_REACH):
            far = lonlat[int(np.argmin(away))].round(4).tolist()
            msg = (
                f"The line reaches {far[0]}, {far[1]}, more than 80° from its middle; the zone "
                "of a line that long is not computed at once: cut the line into shorter parts."
            )
            raise GeometryError(msg)
        lon0 = math.degrees(math.atan2(middle[1], middle[0]))
        lat0 = math.degrees(math.asin(min(1.0, max(-1.0, middle[2]))))
        margin = math.degrees(depth / A)
        polar = max(np.abs(lonlat[:, 1]).max(), abs(lat0)) + margin > _POLAR
        return cls._at(lon0, lat0, polar=polar)

    @classmethod
    def _at(cls, lon: float, lat: float, *, polar: bool) -> Self:
        sine, cosine = math.sin(math.radians(lat)), math.cos(math.radians(lat))
        w2 = 1 - E2 * sine * sine
        radius = A * math.sqrt(1 - E2) / w2
        spread = 1.0 if polar else math.sqrt(1 + E2 / (1 - E2) * cosine**4)
        isometric = math.atanh(sine) - E * math.atanh(E * sine) if not polar else 0.0
        lift = 0.0 if polar else math.atanh(sine / spread) - spread * isometric
        return cls(lon, lat, radius, spread, lift)

    def _sphere(self, lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return sine and cosine of the latitude on the sphere, for latitudes in degrees."""
        phi = np.radians(lat)
        sine, tau = np.sin(phi), np.tan(phi)
        sigma = np.sinh(E * np.arctanh(E * sine))
        tangent = tau * np.sqrt(1 + sigma * sigma) - sigma * np.sqrt(1 + tau * tau)
        if self.spread != 1.0:
            tangent = np.sinh(self.spread * np.arcsinh(tangent) + self.lift)
        cosine = 1 / np.sqrt(1 + tangent * tangent)
        return tangent * cosine, cosine

    def _centre(self) -> tuple[float, float]:
        sine, cosine = self._sphere(np.array([self.lat]))
        return float(sine[0]), float(cosine[0])

    def forward(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, 2) plane coordinates, m, of places, (n, 2) degrees.

        Examples
        --------
        >>> plane = ConformalPlane.around(np.array([[32.0, 46.0], [38.0, 50.0]]))
        >>> plane.forward(np.array([[35.0, 48.0]])).round(1)
        array([[ 8690.6, -4331.1]])
        """
        sine, cosine = self._sphere(lonlat[:, 1])
        return self._stereographic(lonlat[:, 0], sine, cosine)

    def _stereographic(
        self, lon: NDArray[np.float64], sine: NDArray[np.float64], cosine: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        sine0, cosine0 = self._centre()
        turn = np.radians(self.spread * wrap_degrees(lon - self.lon))
        along = cosine * np.cos(turn)
        scale = 2 * self.radius / (1 + sine0 * sine + cosine0 * along)
        x = scale * (cosine * np.sin(turn))
        y = scale * (cosine0 * sine - sine0 * along)
        return np.stack([x, y], axis=1)

    def inverse(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, 2) degrees of plane coordinates, (n, 2) m; longitude near the centre's.

        Examples
        --------
        >>> plane = ConformalPlane.around(np.array([[32.0, 46.0], [38.0, 50.0]]))
        >>> plane.inverse(plane.forward(np.array([[35.0, 48.0]]))).round(12)
        array([[35., 48.]])
        """
        sine0, cosine0 = self._centre()
        t2 = (xy * xy).sum(axis=1) / (4 * self.radius**2)
        east, north = xy.T / (self.radius * (1 + t2))
        up = (1 - t2) / (1 + t2)
        sine = up * sine0 + north * cosine0
        along = up * cosine0 - north * sine0
        lon = self.lon + np.degrees(np.arctan2(east, along)) / self.spread
        tangent = sine / np.maximum(np.hypot(east, along), 1e-300)
        if self.spread != 1.0:
            tangent = np.sinh((np.arcsinh(tangent) - self.lift) / self.spread)
        return np.stack([lon, np.degrees(_geodetic(np.arctan(tangent)))], axis=1)

    def disks(
        self, lonlat: NDArray[np.float64], depth: ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the circles in the plane that bound geodesic disks.

        A disk's image is a circle to third order in its radius; the scale's change along the
        meridian moves its centre by half the change times depth².

        Parameters
        ----------
        lonlat
            (n, 2) degrees.
        depth
            Geodesic radius, m, scalar or (n,).

        Returns
        -------
        centre
            (n, 2) m.
        radius
            (n,) m.

        Examples
        --------
        >>> plane = ConformalPlane.around(np.array([[30.0, 48.0]]))
        >>> plane.disks(np.array([[30.0, 48.0]]), 1000.0)[1].round(4)
        array([1000.])
        """
        depth = np.asarray(depth, dtype=np.float64)
        phi = np.radians(lonlat[:, 1])
        sine, cosine = self._sphere(lonlat[:, 1])
        w2 = 1 - E2 * np.sin(phi) ** 2
        parallel = np.maximum(A * np.cos(phi) / np.sqrt(w2), 1e-3)
        scale = np.where(cosine > 1e-12, self.radius * self.spread * cosine / parallel, 1.0)
        change = np.where(cosine > 1e-6, (np.sin(phi) - self.spread * sine) / parallel, 0.0)
        shift = scale * change * depth * depth / (2 * self.radius)
        middle = self._stereographic(
            lonlat[:, 0], sine + cosine * shift, np.maximum(cosine - sine * shift, 0.0)
        )
        curvature = w2 * w2 / (A * A * (1 - E2)) - (scale / self.radius) ** 2
        scale *= 1 + curvature * depth * depth / 12
        tau2 = np.tan(scale * depth / (2 * self.radius)) ** 2
        t2 = (middle * middle).sum(axis=1) / (4 * self.radius**2)
        shrink = 1 / (1 - t2 * tau2)
        centre = middle * ((1 + tau2) * shrink)[:, None]
        return centre, 2 * self.radius * np.sqrt(tau2) * (1 + t2) * shrink


def _geodetic(chi: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geodetic latitude of a conformal one, radians (Clenshaw's sum)."""
    twice = 2 * np.cos(2 * chi)
    upper = np.zeros_like(chi)
    lower = np.full_like(chi, _TO_GEODETIC[-1])
    for coefficient in _TO_GEODETIC[-2::-1]:
        upper, lower = lower, twice * lower - upper + coefficient
    return np.asarray(chi + lower * np.sin(2 * chi))
