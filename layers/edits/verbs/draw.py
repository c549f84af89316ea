"""Draw: a stretch of the line runs along a path that a hand drew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.laid import laid
from ceaseline.layers.edits.redraw import swapped
from ceaseline.layers.edits.verb import Verb
from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Basis, Placement

__all__ = ["DRAW", "MOST_PLACES", "places_of"]

MOST_PLACES = 10_000
"""Of a path; a hand draws a few hundred."""


def draw(
    placement: Placement,
    ground: Ground,
    *,
    path: Sequence[Sequence[float]],
    basis: Basis = "drawn",
) -> Placement:
    """Return the placement with a stretch of its line along a path.

    The stretch between the places of the line that are nearest to the path's ends is replaced, see
    :func:`ceaseline.layers.edits.laid.laid`.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    path : sequence of (longitude, latitude)
        In either direction.
    basis : str
        What the path follows.

    Raises
    ------
    InputError
        If an end of the path is too far from the line, or both are at one place of it.
    """
    parts, coords = laid(placement, np.asarray(path, dtype=float))
    return swapped(placement, ground, [(parts, coords)], Section("", basis, ()))


def resolve(
    placement: Placement,  # noqa: ARG001 - every verb takes the placement and the ground
    ground: Ground,  # noqa: ARG001
    *,
    path: Sequence[Sequence[float]],
    basis: Basis | None = None,
) -> dict[str, Any]:
    """Return the arguments of a draw: the path on the grid of files, the basis unless drawn."""
    spots = places_of(path)
    own = None if basis == "drawn" else basis
    return {"path": (np.round(spots, 7) + 0.0).tolist(), "basis": own}


def places_of(path: ArrayLike) -> NDArray[np.float64]:
    """Return the places of a path, (n, 2) longitude and latitude in degrees.

    Parameters
    ----------
    path : sequence of (longitude, latitude)

    Raises
    ------
    InputError
        If it has fewer than two places or too many, or one that is none.

    Examples
    --------
    >>> places_of([(37, 48), (37.5, 48.5)]).tolist()
    [[37.0, 48.0], [37.5, 48.5]]
    """
    try:
        spots = np.asarray(path, dtype=float)
        spots = spots.reshape(len(spots), 2)
    except (TypeError, ValueError):
        raise InputError(
            "The path is no list of places; give a longitude and a latitude for each."
        ) from None
    if not 2 <= len(spots) <= MOST_PLACES:
        raise InputError(f"The path has {len(spots)} places; give 2 to {MOST_PLACES:,}.")
    far = ~np.isfinite(spots) | (np.abs(spots) > (180.0, 90.0))
    if far.any():
        lon, lat = spots[far.any(axis=1)][0]
        raise InputError(
            f"The path has the place {lon:g}, {lat:g}; give longitudes from -180 to 180 and "
            "latitudes from -90 to 90."
        )
    return spots


DRAW = Verb(draw, resolve)
