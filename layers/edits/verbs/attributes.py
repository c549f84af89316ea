"""Depth and lock: what a stretch of line carries without moving."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.between import between_km
from ceaseline.layers.edits.stretch import marked
from ceaseline.layers.edits.verb import Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["DEPTH", "LOCK", "UNLOCK"]

_MAX_DEPTH_KM = 150.0


def depth(
    placement: Placement,
    ground: Ground,  # noqa: ARG001 - every verb takes the ground
    *,
    km: Sequence[float],
    between: Sequence[float] | None = None,
) -> Placement:
    """Return the placement with the zone's depths given on its line or a stretch of it.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    km : (first party's side, second party's side)
        Kilometres, not below 0; where both are 0 the stretch has no zone, as over water.
    between : (from, to), optional
        Kilometres along the line.
    """
    left, right = _depths(km)
    return placement.replaced(
        sections=marked(placement, between, depth_m=(left * 1000, right * 1000))
    )


def lock(
    placement: Placement,
    ground: Ground,  # noqa: ARG001
    *,
    between: Sequence[float] | None = None,
) -> Placement:
    """Return the placement with a stretch that later edits must not move."""
    return placement.replaced(sections=marked(placement, between, locked=True))


def unlock(
    placement: Placement,
    ground: Ground,  # noqa: ARG001
    *,
    between: Sequence[float] | None = None,
) -> Placement:
    """Return the placement with a stretch that may be moved again."""
    return placement.replaced(sections=marked(placement, between, locked=False))


def resolve_depth(
    placement: Placement,
    ground: Ground,
    *,
    km: Sequence[float],
    between: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the arguments of a depth edit."""
    return {"km": list(_depths(km)), "between": between_km(placement, ground, between)}


def resolve_lock(
    placement: Placement, ground: Ground, *, between: Sequence[str] | None = None
) -> dict[str, Any]:
    """Return the arguments of a lock."""
    return {"between": between_km(placement, ground, between)}


def _depths(km: Sequence[float]) -> tuple[float, float]:
    if len(km) not in (1, 2):
        raise InputError(f"{len(km)} depths are given; give one for both sides, or two.")
    left, right = (float(value) for value in (km[0], km[-1]))
    if not all(isfinite(value) and 0 <= value <= _MAX_DEPTH_KM for value in (left, right)):
        raise InputError(
            f"The depths are {left:g} and {right:g} km; give kilometres from 0 to "
            f"{_MAX_DEPTH_KM:g}."
        )
    return left, right


DEPTH = Verb(depth, resolve_depth, moves=False)
LOCK = Verb(lock, resolve_lock, moves=False)
UNLOCK = Verb(unlock, resolve_lock, moves=False)
