"""How far a line might lie elsewhere: the distances to the nearest settlements of either party."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from ceaseline.geo.geodesy import distance
from ceaseline.geo.lines.geocentric import ecef

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["corridor_widths"]


def corridor_widths(
    coords: NDArray[np.float64], places: NDArray[np.float64], left: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the distance of each vertex to the nearest place of either party.

    Between those two places the line could lie anywhere without any listed settlement changing
    hands; so the corridor is the uncertainty of a line known only from settlements.

    Parameters
    ----------
    coords : (n, 2) array
        Vertices of the line; longitude, latitude in degrees.
    places : (m, 2) array
        Settlements; longitude, latitude in degrees.
    left : (m,) bool array
        Which of them the party on the left holds.

    Returns
    -------
    (n, 2) array
        Metres to the nearest settlement on the left and on the right; infinite where a party holds
        none.

    Examples
    --------
    >>> places = np.array([[36.0, 48.0], [36.2, 48.0]])
    >>> corridor_widths(np.array([[36.1, 48.0]]), places, np.array([True, False])).round().tolist()
    [[7463.0, 7463.0]]
    """
    out = np.full((len(coords), 2), np.inf)
    vertices = ecef(coords)
    for column, own in enumerate((left, ~left)):
        if own.any():
            nearest = places[own][cKDTree(ecef(places[own])).query(vertices)[1]]
            out[:, column] = distance(*coords.T, *nearest.T)
    return out
