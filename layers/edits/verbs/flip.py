"""Flip: a settlement, and the ground nearest to it, changes hands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.derive.control import derive, first_party_holds
from ceaseline.layers.edits.cell import cell
from ceaseline.layers.edits.redraw import given
from ceaseline.layers.edits.verb import Verb, a_party
from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Control, Placement

__all__ = ["FLIP", "FLIPS"]


def flip(placement: Placement, ground: Ground, *, settlement: int, to: str, name: str) -> Placement:
    """Return the placement with a settlement on the other side of the line.

    A line that is derived from settlements is derived anew. On any other line, on one with depths
    or locks of its own, and where a whole unit was given away, the settlement's cell changes hands:
    the part of the country on its bank that is nearer to it than to any other settlement.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    settlement : int
        Its id.
    to : str
        The party.
    name : str
        What the settlement is called.

    Raises
    ------
    InputError
        If the party holds it already, or no settlement has that id.
    """
    after = _flipped(placement, ground, (settlement,), to, f"at {name}")
    if after is placement:
        raise _held_already(placement, name, to)
    return after


def flips(
    placement: Placement, ground: Ground, *, settlements: Sequence[int], to: str
) -> Placement:
    """Return the placement with several settlements on a party's side of the line at once.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    settlements : sequence of int
        Their ids; those that the party holds already stay as they are.
    to : str
        The party.

    Raises
    ------
    InputError
        If no settlement has one of the ids.
    """
    return _flipped(placement, ground, settlements, to, "at flipped settlements")


def _flipped(
    placement: Placement, ground: Ground, settlements: Sequence[int], to: str, name: str
) -> Placement:
    plain = all(s.depth_m is None and not s.locked for s in placement.sections)
    if placement.control is not None and plain:
        after = _derived(placement, placement.control, ground, settlements, to)
        if after is not None:
            return after
    fresh = Section(name=name, basis="settlements", coords=())
    shape = shapely.union_all([cell(ground, settlement) for settlement in settlements])
    return given(placement, ground, shape, to, fresh)


def _derived(
    placement: Placement, control: Control, ground: Ground, settlements: Sequence[int], to: str
) -> Placement | None:
    """Return the line derived anew; None where barriers decide and not the settlements."""
    if ground.boundaries is None:
        return None
    left = to == placement.parties[0]
    rows = [ground.position(settlement) for settlement in settlements]
    held = first_party_holds(control, ground.places)[rows] == left
    new = [(k, to) for k, own in zip(settlements, held, strict=True) if not own]
    after = placement
    if new:
        changed = replace(control, flips=(*control.flips, *new))
        sections = derive(changed, ground.boundaries, ground.places, placement.detail_m)
        after = placement.replaced(sections=sections, control=changed)
    side = ground.division(after).side(*ground.lonlat[rows].T)
    return after if ((side > 0) == left).all() else None


def _held_already(placement: Placement, name: str, to: str) -> InputError:
    return InputError(f"{name} is held by {to} already on {placement.name}; nothing to change.")


def resolve(placement: Placement, ground: Ground, *, settlement: str, to: str) -> dict[str, Any]:
    """Return the arguments of a flip: the settlement's id and name, the party."""
    row = ground.match(str(settlement))
    party = a_party(placement, to)
    return {"settlement": int(np.int64(row["id"])), "to": party, "name": str(row["name"])}


FLIP = Verb(flip, resolve)


def resolve_flips(
    placement: Placement, ground: Ground, *, settlements: Sequence[int], to: str
) -> dict[str, Any]:
    """Return the arguments of several flips at once."""
    ids = [int(ground.places["id"].iloc[ground.position(int(k))]) for k in settlements]
    return {"settlements": ids, "to": a_party(placement, to)}


FLIPS = Verb(flips, resolve_flips)
