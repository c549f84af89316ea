"""Follow: a stretch of line is laid along a river or a border."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.chains import densified
from ceaseline.layers.edits.between import between_km
from ceaseline.layers.edits.ordering import arranged
from ceaseline.layers.edits.redraw import swapped
from ceaseline.layers.edits.stretch import connected, stretches
from ceaseline.layers.edits.verb import Verb
from ceaseline.layers.edits.verbs.network import Network
from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Basis, Placement

__all__ = ["FEATURES", "FOLLOW", "edges_of"]

FEATURES: dict[str, Basis] = {
    "river": "river",
    "oblast-border": "admin border",
    "state-border": "state border",
}
"""What a line may follow, and the basis it then has."""

_CALLED = {"unit-border": "oblast-border"}
"""What a feature is called besides; it is recorded by its own name."""

REACH_M = 100_000.0
"""How far, at both ends together, a feature may be from the stretch that is to follow it."""


def follow(
    placement: Placement,
    ground: Ground,
    *,
    feature: str,
    between: Sequence[float] | None = None,
) -> Placement:
    """Return the placement with a stretch laid along the nearest feature.

    The line steps across from the end of the stretch to the nearest vertex of the feature, goes the
    shortest way along it, and steps back. What follows the state border keeps that stretch as a
    section of its own, since it divides nothing.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    feature : str
        One of :data:`FEATURES`.
    between : (from, to), optional
        Kilometres along the line; all of it if not given.

    Raises
    ------
    InputError
        If the stretch is in several pieces or no such feature is near.
    """
    if feature not in FEATURES:
        raise InputError(f"{feature!r} cannot be followed; give {', '.join(FEATURES)}.")
    parts = stretches(placement, between)
    old = connected(parts, "follow a feature with")
    edges = edges_of(ground, feature)
    if not len(edges):
        raise InputError(f"This country has no {feature} to follow.")
    way = Network.of(edges).way(old[0], old[-1], feature, REACH_M)
    way = np.round(way, 7)
    if (old[0] == old[-1]).all() or len(way) < 2:
        raise InputError(
            f"The ends of the stretch are nearest to the same place of the {feature}; give ends "
            "that are farther apart with --between."
        )
    path = np.vstack([old[0], way, old[-1]])
    path = path[np.concatenate([[True], (path[1:] != path[:-1]).any(axis=1)])]
    fresh = Section(name=f"along the {feature}", basis=FEATURES[feature], coords=())
    after = swapped(placement, ground, [(parts, path)], fresh)
    if feature == "state-border" and after is not placement:
        border = Section.of(fresh.name, fresh.basis, way)
        after = after.replaced(sections=_with(after.sections, border))
    return after


def _with(sections: tuple[Section, ...], border: Section) -> tuple[Section, ...]:
    return arranged(list(enumerate([*sections, border])), sections)


def edges_of(ground: Ground, feature: str) -> NDArray[np.float64]:
    """Return the edges of a kind of feature, (n, 2, 2) longitude and latitude."""
    if feature == "state-border":
        return ground.border
    if feature == "oblast-border":
        return ground.unit_borders
    lines = [densified(shapely.get_coordinates(river))[0] for river in ground.rivers]
    if not lines:
        return np.empty((0, 2, 2))
    return np.concatenate([np.stack([c[:-1], c[1:]], axis=1) for c in lines])


def resolve(
    placement: Placement,
    ground: Ground,
    *,
    feature: str,
    between: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the arguments of a follow."""
    return {
        "feature": _CALLED.get(feature, feature),
        "between": between_km(placement, ground, between),
    }


FOLLOW = Verb(follow, resolve)
