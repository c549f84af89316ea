"""WGS84: its constants, its radii, and the one solver of its geodesics.

Constants: NIMA TR8350.2 (WGS84), the defining values a and 1/f. Geodesics: C. F. F. Karney,
"Algorithms for geodesics", J. Geodesy 87, 43-55 (2013), as built into PROJ.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "AUTHALIC_SERIES",
    "E2",
    "GEOD",
    "HALF_AUTHALIC_SQUARE",
    "A",
    "E",
    "authalic_sine",
    "wrap_degrees",
]

A: Final = 6378137.0
"""Equatorial radius, m."""

F: Final = 1 / 298.257223563
"""Flattening."""

E2: Final = F * (2 - F)
"""First eccentricity squared."""

E: Final = math.sqrt(E2)
"""First eccentricity."""

GEOD: Final = Geod(a=A, f=F)
"""Exact geodesics (15 nm): the truth that every faster formula here is held to."""

_Q_POLE: Final = 1 + (1 - E2) * math.atanh(E) / E

HALF_AUTHALIC_SQUARE: Final = A * A * _Q_POLE / 2
"""Radius of the sphere of equal area, squared, m² (Snyder 1987, eq. 3-13)."""

AUTHALIC_SERIES: Final = tuple(
    2 * (1 - E2) / _Q_POLE * (k + 1) / (2 * k + 1) * E2**k for k in range(8)
)
"""Coefficients of sin ξ in odd powers of sin φ (Snyder 1987, eq. 3-12 expanded); the first
term left out is below 1e-18."""


def authalic_sine(sine: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sine of the authalic latitude.

    Parameters
    ----------
    sine
        Sine of the geodetic latitude, any shape.

    Examples
    --------
    >>> float(authalic_sine(np.array([1.0]))[0])
    1.0
    """
    square = sine * sine
    total = np.full_like(square, AUTHALIC_SERIES[-1])
    for coefficient in AUTHALIC_SERIES[-2::-1]:
        total *= square
        total += coefficient
    total *= sine
    return total


def wrap_degrees(difference: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return differences of longitude in [-180, 180), the short way round.

    Examples
    --------
    >>> wrap_degrees(np.array([-359.0, 10.0, 190.0]))
    array([   1.,   10., -170.])
    """
    return np.asarray((difference + 180.0) % 360.0 - 180.0)
