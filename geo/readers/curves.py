"""Circular arcs as lines of many short edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.readers.parts import FaultyPart, positions

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["DRAWN", "arc", "arcs_through", "bulged", "circular"]

_SAGITTA = 1e-7
"""An arc's edges lie within this share of its length from it: 6 cm in 600 km."""
DRAWN = "drawn in short edges (within a ten-millionth of an arc's length)"
"""What is done to an arc, for notes."""


def arc(centre: Any, radius: float, start_deg: float, sweep_deg: float) -> NDArray[np.float64]:
    """Return the positions of an arc from its centre.

    Examples
    --------
    >>> len(arc([0, 0], 1.0, 0.0, 90.0)), arc([0, 0], 1.0, 0.0, 90.0)[-1].round(9).tolist()
    (1403, [0.0, 1.0])
    """
    # an edge of the angle d has the sagitta r d² / 8, and the arc the length r times its sweep
    steps = max(2, int(np.ceil(np.sqrt(np.radians(abs(sweep_deg)) / (8 * _SAGITTA)))))
    turn = np.radians(start_deg + np.linspace(0.0, sweep_deg, steps + 1))
    return np.asarray(centre, float) + radius * np.column_stack([np.cos(turn), np.sin(turn)])


def arcs_through(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the positions of a circular string: arcs through each three places in turn.

    Parameters
    ----------
    spots : (n, 2) array
        An odd number: ends and, between them, one place on each arc.

    Examples
    --------
    >>> found = arcs_through(np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]))
    >>> len(found), np.ptp(np.hypot(*found.T)).round(9)
    (1983, np.float64(0.0))
    """
    own = [_through(*spots[k : k + 3])[1:] for k in range(0, len(spots) - 2, 2)]
    return np.vstack([spots[:1], *own])


def circular(spots: list[Any]) -> list[Any]:
    """Return the positions of a circular string; what cannot be drawn stays for the check of parts.

    Examples
    --------
    >>> circular([[0, 0], [1, 1]])
    ['2 positions of a circular string, which has an odd number, three or more']
    """
    if not spots:
        return []
    try:
        found = positions(spots)
    except FaultyPart:
        return spots
    if len(found) < 3 or len(found) % 2 == 0:
        return [(f"{len(found)} positions of a circular string, which has an odd number, three or "
                "more")]  # fmt: skip
    drawn: list[Any] = arcs_through(found).tolist()
    return drawn


def _through(a: Any, b: Any, c: Any) -> NDArray[np.float64]:
    if (a == c).all():  # a full circle, b opposite
        centre = (a + b) / 2
        return _ends(arc(centre, float(np.hypot(*(a - centre))), _angle(a - centre), 360.0), a, c)
    (ux, uy), (vx, vy) = b - a, c - a
    twice = 2 * (ux * vy - uy * vx)
    if abs(twice) <= 1e-12 * max(ux * ux + uy * uy, vx * vx + vy * vy):
        return np.array([a, b, c])
    u2, v2 = ux * ux + uy * uy, vx * vx + vy * vy
    centre = a + np.array([vy * u2 - uy * v2, ux * v2 - vx * u2]) / twice
    first, last = _angle(a - centre), _angle(c - centre)
    sweep = (last - first) % 360.0 if twice > 0 else -((first - last) % 360.0)
    return _ends(arc(centre, float(np.hypot(*(a - centre))), first, sweep), a, c)


def bulged(a: Any, b: Any, bulge: float) -> NDArray[np.float64]:
    """Return the positions from one place to another along a DXF bulge.

    Parameters
    ----------
    a, b : (2,) array
    bulge : float
        The tangent of a quarter of the angle at the centre; above 0 the arc turns to the left.

    Examples
    --------
    >>> half = bulged(np.array([0.0, 0.0]), np.array([2.0, 0.0]), 1.0)
    >>> half[len(half) // 2].round(9).tolist()
    [1.0, -1.0]
    """
    if bulge == 0 or (a == b).all():
        return np.array([a, b])
    chord = b - a
    middle = (a + b) / 2 + np.array([chord[1], -chord[0]]) / 2 * bulge
    return _through(a, middle, b)


def _angle(way: Any) -> float:
    return float(np.degrees(np.arctan2(way[1], way[0])))


def _ends(spots: NDArray[np.float64], a: Any, c: Any) -> NDArray[np.float64]:
    spots[0], spots[-1] = a, c
    return spots
