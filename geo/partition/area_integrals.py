"""Area under geodesic edges, whole or in part, and where two of them cross.

In the plane of longitude λ and Q = R² sin ξ (R and ξ the authalic radius and latitude) areas are
those on the ellipsoid, and a short geodesic is a parabola to third order
(:mod:`ceaseline.geo.geodesy`):

    λ(t) = λ₀ + t Δλ,    Q(t) = Q₀ + t ΔQ + c t (1 - t),    c = sin φ (r² Δλ² + 3 ΔQ² / r²) / 2,

so that the area between any part of an edge and the equator is a cubic in t. For edges of 1 km up
to latitude 70 it is right to 1e-4 m².
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ceaseline.geo.geodesy._ellipsoid import E2, HALF_AUTHALIC_SQUARE, A, authalic_sine

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Arches", "crossing", "step_under"]


@dataclass(frozen=True, eq=False)
class Arches:
    """Geodesic edges as parabolas in the equal-area plane.

    Attributes
    ----------
    lon : (n,) array
        Longitude of the tails, radians.
    height : (n,) array
        Q at the tails less that of a reference latitude, m².
    run, rise : (n,) array
        Δλ and ΔQ from tail to head.
    bulge : (n,) array
        The coefficient c, m².
    """

    lon: NDArray[np.float64]
    height: NDArray[np.float64]
    run: NDArray[np.float64]
    rise: NDArray[np.float64]
    bulge: NDArray[np.float64]

    @classmethod
    def of(cls, coords: NDArray[np.float64], tail: NDArray[np.int64], lat0: float) -> Self:
        """Prepare the edges from some vertices to those that follow them.

        Parameters
        ----------
        coords : (m, 2) array
            Longitude, latitude in degrees.
        tail : (n,) int array
            Where edges start; they end at the vertex after.
        lat0 : float
            The reference latitude, degrees: one for all edges that are summed or crossed.

        Examples
        --------
        >>> path = np.array([[30.0, 50.0], [30.01, 50.0], [30.01, 50.01], [30.0, 50.0]])
        >>> round(float(Arches.of(path, np.arange(3), 50.0).under().sum()))
        398733
        """
        sine = np.sin(np.radians(coords[:, 1]))
        base = authalic_sine(np.sin(np.radians(np.array([lat0]))))
        height = (authalic_sine(sine) - base) * HALF_AUTHALIC_SQUARE
        lon = np.radians(coords[:, 0])
        head = tail + 1
        run, rise = lon[head] - lon[tail], height[head] - height[tail]
        middle = (sine[head] + sine[tail]) / 2
        square = middle * middle
        radius2 = A * A * (1 - square) / (1 - E2 * square)
        bulge = middle * (radius2 * run * run + 3 * rise * rise / radius2) / 2
        return cls(lon[tail], height[tail], run, rise, bulge)

    def taken(self, edge: NDArray[np.int64]) -> Self:
        """Return some of the edges.

        Examples
        --------
        >>> path = np.array([[30.0, 50.0], [30.01, 50.0], [30.02, 50.0]])
        >>> Arches.of(path, np.arange(2), 50.0).taken(np.array([1])).run.shape
        (1,)
        """
        values = (self.lon, self.height, self.run, self.rise, self.bulge)
        return type(self)(*(value[edge] for value in values))

    def under(self, t: NDArray[np.float64] | float = 1.0) -> NDArray[np.float64]:
        """Return the area right of each edge from its tail to t, m²: positive eastward below.

        Round a ring that runs counterclockwise they sum to its area.

        Examples
        --------
        >>> edge = Arches.of(np.array([[30.0, 50.0], [30.0, 50.01]]), np.array([0]), 50.0)
        >>> edge.under(0.5).tolist()
        [-0.0]
        """
        chord = self.height + self.rise * (t / 2)
        return -self.run * t * (chord + self.bulge * t * (0.5 - t / 3))

    def places(self, t: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return λ and Q at a share of each edge.

        Examples
        --------
        >>> edge = Arches.of(np.array([[30.0, 50.0], [30.0, 50.01]]), np.array([0]), 50.0)
        >>> [value.round(3).tolist() for value in edge.places(np.array([0.0]))]
        [[0.524], [0.0]]
        """
        return self.lon + t * self.run, self.height + t * (self.rise + self.bulge * (1 - t))


def crossing(
    one: Arches, two: Arches, s: NDArray[np.float64], t: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where pairs of edges cross as a share of each, by Newton's method.

    Parameters
    ----------
    one, two : Arches
        Of the same reference latitude; n edges each.
    s, t : (n,) array
        Where they cross when drawn straight in longitude and latitude.

    Returns
    -------
    s, t : (n,) array, in [0, 1]

    Examples
    --------
    >>> path = np.array([[30.0, 50.0], [30.01, 50.0], [30.005, 49.995], [30.005, 50.005]])
    >>> one, two = (Arches.of(path, np.array([k]), 50.0) for k in (0, 2))
    >>> s, t = crossing(one, two, np.array([0.5]), np.array([0.5]))
    >>> (s - 0.5).round(9).tolist(), (t - 0.5).round(6).tolist()
    ([0.0], [-4.1e-05])
    """
    for _ in range(2):
        aside, above = np.subtract(one.places(s), two.places(t))
        climb, other = one.rise + one.bulge * (1 - 2 * s), two.rise + two.bulge * (1 - 2 * t)
        det = two.run * climb - one.run * other
        with np.errstate(divide="ignore", invalid="ignore"):
            by_s = (aside * other - above * two.run) / det
            by_t = (aside * climb - above * one.run) / det
        s = np.clip(np.where(det != 0, s + by_s, s), 0, 1)
        t = np.clip(np.where(det != 0, t + by_t, t), 0, 1)
    return s, t


def step_under(
    one: Arches, two: Arches, s: NDArray[np.float64], t: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the area right of the steps from places on some edges to places on others, m².

    Where two edges cross within a hand of the end of one, their parabolas may miss one another by a
    millimetre; without this step a sum that goes from one to the other would not close, and the
    distance to the reference latitude would make hundreds of square metres of the millimetre.

    Parameters
    ----------
    one, two : Arches
        Of the same reference latitude; n edges each.
    s, t : (n,) array
        The share along each.

    Examples
    --------
    >>> path = np.array([[30.0, 50.0], [30.01, 50.0], [30.0, 50.01], [30.01, 50.01]])
    >>> one, two = (Arches.of(path, np.array([k]), 50.0) for k in (0, 2))
    >>> step_under(one, two, np.array([1.0]), np.array([1.0])).round().tolist()
    [-0.0]
    """
    (lon, height), (far, other) = one.places(s), two.places(t)
    return -(far - lon) * (height + other) / 2
