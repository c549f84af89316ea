"""Length of an edge and area under it on WGS84, by series in numpy for short geodesic edges.

Length. On ds² = M² dφ² + r² dλ² (M the meridian radius, r = N cos φ that of the parallel), with
x = r Δλ and y = M Δφ at the middle latitude and σ² = x² + y², the geodesic's own Taylor series
about its middle gives

    S = σ - [T² x⁴ + (T₁ + 2T² + 3TU) x² y² - (2U² + U₁) y⁴] / 24σ + O(s⁵ tan⁴φ / R⁴),

T = tan φ / N, U = M' / M², T₁ and U₁ their derivatives along the meridian. On the sphere this is
Gauss' mid-latitude formula. The bracket is left out below 12 m, where it is under 1e-12 of S.

Area. In the cylindrical equal-area plane (λ, Q = R² sin ξ) a geodesic's sagitta is, to third
order, exactly that of a parabola; the area between an edge and the equator is

    Δλ (Q̄ + sin φ (r² Δλ² + 3 ΔQ² / r²) / 12),

a trapezoid and the bulge of the geodesic over its chord; next term O(s⁵ tan³φ / R³).

Bounds, against GeographicLib: see `LENGTH_EDGE` and `AREA_EDGE`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ceaseline.geo.geodesy._ellipsoid import (
    E2,
    GEOD,
    HALF_AUTHALIC_SQUARE,
    A,
    authalic_sine,
    wrap_degrees,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["AREA_EDGE", "LATITUDE_LIMIT", "LENGTH_EDGE", "edge_areas", "edge_lengths"]

LENGTH_EDGE: Final = 10_000.0
"""Longest edge of the series for length, m, up to 70° of latitude (1e-11 of the edge)."""

AREA_EDGE: Final = 3_000.0
"""Longest edge of the series for area, m, up to 70° of latitude."""

LATITUDE_LIMIT: Final = 70.0
"""Degrees; beyond it the series, in powers of tan φ, are left for the exact solver."""

_SINE_LIMIT: Final = float(np.sin(np.radians(LATITUDE_LIMIT)))
_NONE: Final = np.empty(0, dtype=np.intp)
_PLAIN_EDGE: Final = 12.0
_BLOCK: Final = 8192
_DEGREE: Final = np.pi / 180


def edge_lengths(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the geodesic length of each edge of a path.

    Parameters
    ----------
    lon, lat
        (n,) degrees.

    Returns
    -------
    ndarray
        (n - 1,) m; relative error below 1e-11.

    Examples
    --------
    >>> edge_lengths(np.array([30.0, 30.01, 30.02]), np.array([48.0, 48.0, 48.01])).round(3)
    array([ 746.254, 1339.073])
    """
    edges = np.empty(max(len(lon) - 1, 0))
    for first in range(0, len(edges), _BLOCK):
        last = min(first + _BLOCK, len(edges))
        _block_lengths(lon[first : last + 1], lat[first : last + 1], edges[first:last])
    return edges


def _block_lengths(
    lon: NDArray[np.float64], lat: NDArray[np.float64], out: NDArray[np.float64]
) -> None:
    dlon = lon[1:] - lon[:-1]
    if dlon.max() > 180 or dlon.min() < -180:
        dlon = wrap_degrees(dlon)
    sine = np.sin((lat[1:] + lat[:-1]) * (_DEGREE / 2))
    s2 = sine * sine
    w2 = 1 - E2 * s2
    x2 = dlon * dlon
    x2 *= 1 - s2
    y2 = (lat[1:] - lat[:-1]) / w2
    y2 *= y2
    y2 *= (1 - E2) ** 2
    np.divide(x2 + y2, w2, out=out)
    np.sqrt(out, out=out)
    out *= A * _DEGREE
    if (longest := out.max()) <= _PLAIN_EDGE:
        return
    bent = np.flatnonzero(out > _PLAIN_EDGE)
    if longest > LENGTH_EDGE or s2.max() > _SINE_LIMIT**2:
        far = (out[bent] > LENGTH_EDGE) | (s2[bent] > _SINE_LIMIT**2)
        exact, bent = bent[far], bent[~far]
        out[exact] = GEOD.inv(lon[exact], lat[exact], lon[exact + 1], lat[exact + 1])[2]
    out[bent] -= _bend(x2[bent], y2[bent], s2[bent], out[bent])


def _bend(
    x2: NDArray[np.float64],
    y2: NDArray[np.float64],
    s2: NDArray[np.float64],
    plain: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return what the metric's change along an edge takes off its middle-latitude length, m.

    x2, y2 are x² and y² in units of (A π / 180)² / w².
    """
    c2, w2 = 1 - s2, 1 - E2 * s2
    t2 = s2 / c2
    stretch = w2 / (1 - E2)  # N / M
    slope = 3 * E2 * s2 / w2  # M' tan φ / M
    curve = 3 * E2 * (c2 - s2 + 5 * E2 * s2 * c2 / w2) / w2
    bend = (3 * t2 + stretch * (1 + 3 * slope)) * y2
    bend += t2 * x2
    bend *= x2
    y2 = y2 * stretch
    y2 *= y2
    y2 *= curve
    bend -= y2
    bend /= plain * w2
    bend *= A**2 * _DEGREE**4 / 24
    return bend


def edge_areas(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the area under each edge, m², and the edges outside the series' validity."""
    under = np.empty(max(len(lon) - 1, 0))
    far = [np.empty(0, dtype=np.intp)]
    for first in range(0, len(under), _BLOCK):
        part = slice(first, min(first + _BLOCK, len(under)))
        doubt = _block_areas(lon[first : part.stop + 1], lat[first : part.stop + 1], under[part])
        if len(doubt):
            far.append(doubt + first)
    return under, np.concatenate(far)


def _block_areas(
    lon: NDArray[np.float64], lat: NDArray[np.float64], out: NDArray[np.float64]
) -> NDArray[np.intp]:
    sine = np.sin(lat * _DEGREE)
    xi = authalic_sine(sine)
    dlon = (lon[1:] - lon[:-1]) * _DEGREE
    middle = (sine[1:] + sine[:-1]) * 0.5
    s2 = middle * middle
    r2 = (1 - s2) / (1 - E2 * s2)
    x2 = dlon * dlon
    x2 *= r2
    y2 = (xi[1:] - xi[:-1]) * (HALF_AUTHALIC_SQUARE / A**2)
    y2 *= y2
    y2 /= r2
    np.multiply(y2, 3, out=out)
    out += x2
    out *= middle
    out *= A**2 / 12
    height = xi[1:] + xi[:-1]
    height *= HALF_AUTHALIC_SQUARE / 2
    out += height
    out *= dlon
    x2 += y2
    if x2.max() <= (AREA_EDGE / A) ** 2 and s2.max() <= _SINE_LIMIT**2:
        return _NONE
    return np.flatnonzero((x2 > (AREA_EDGE / A) ** 2) | (s2 > _SINE_LIMIT**2))
