"""Give and swap: whole areas change hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.areas import codes_of, recorded_area, shape_of, titles_of
from ceaseline.layers.edits.isles import with_isles
from ceaseline.layers.edits.redraw import Gift, all_given
from ceaseline.layers.edits.verb import Verb, a_party
from ceaseline.layers.placement.placement import Section, other_party

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceaseline.layers.edits.areas import Rings
    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Basis, Placement

__all__ = ["GIVE", "SWAP", "handed_over"]

_LEAST = 1e-6
"""Square degrees, about 8,000 m²: two areas that share less lie beside each other."""


def give(
    placement: Placement,
    ground: Ground,
    *,
    to: str,
    units: Sequence[str] = (),
    area: Rings | None = None,
    name: str = "",
    basis: Basis = "admin border",
) -> Placement:
    """Return the placement with whole units, or a polygon, in a party's hands.

    The line runs along their borders where the other party holds what lies beyond, and is left as
    it is elsewhere.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    to : str
        The party.
    units : sequence of str
        Codes of the country's units.
    area : coordinates of a MultiPolygon, optional
        Longitude, latitude; what of it lies beyond the country is left out.
    name : str
        What the new stretches are named after; the units if not given.
    basis : str
        Theirs: ``"admin border"`` or ``"drawn"``.

    Raises
    ------
    InputError
        If no ground is named, a unit is not known, or the other party would hold nothing.
    """
    gift = _gift(placement, ground, to=to, units=units, area=area, name=name, basis=basis)
    return handed_over(placement, ground, [gift])


def swap(placement: Placement, ground: Ground, *, gives: Sequence[Mapping[str, Any]]) -> Placement:
    """Return the placement with areas given to one party and others to the other, at once.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    gives : two mappings
        The arguments of two :func:`give`, one to either party.

    Raises
    ------
    InputError
        As :func:`give`; or if both go to one party, or some ground is in both.
    """
    if len(gives) != 2 or gives[0].get("to") == gives[1].get("to"):
        raise InputError("A swap gives ground to either party; give two areas, one to each.")
    gifts = [_gift(placement, ground, **one) for one in gives]
    shared = float(shapely.area(shapely.intersection(gifts[0].shape, gifts[1].shape)))
    if shared > _LEAST:
        raise InputError(
            "The two areas of this swap overlap, so that some ground would go to both parties; "
            "give areas that lie beside each other."
        )
    return handed_over(placement, ground, gifts)


def handed_over(placement: Placement, ground: Ground, gifts: Sequence[Gift]) -> Placement:
    """Return the placement with ground in other hands, islands too.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    gifts : sequence of Gift
    """
    before = ground.division(placement)
    after = all_given(placement, ground, gifts)
    shapes = [(gift.shape, gift.to == placement.parties[0]) for gift in gifts]
    return with_isles(after, ground, before, shapes)


def _gift(
    placement: Placement,
    ground: Ground,
    *,
    to: str,
    units: Sequence[str] = (),
    area: Rings | None = None,
    name: str = "",
    basis: Basis = "admin border",
) -> Gift:
    shape = shape_of(ground, units, area)
    what = name or titles_of(units)
    if not shapely.intersects(ground.inland, shape):
        raise InputError(f"{what or 'The area'} lies outside the country; give one within it.")
    fresh = Section(f"border of {what or 'the area given'}"[:200], basis, ())
    return Gift(shape, a_party(placement, to), fresh)


def resolve(
    placement: Placement,
    ground: Ground,
    *,
    units: Sequence[str] = (),
    to: str | None = None,
    held_by: str | None = None,
    shapes: Sequence[shapely.Geometry] = (),
    **called: str,
) -> dict[str, Any]:
    """Return the arguments of a gift: codes of units, and the polygons themselves.

    What a party holds in some units (`held_by`) goes to the other party, as if the units were given
    whole. `called` has the name and the basis of what comes from a file.
    """
    if held_by is not None:
        giver = a_party(placement, held_by)
        taker = other_party(placement.parties, giver)
        if to is not None and a_party(placement, to) == giver:
            raise InputError(f"What {giver} holds is {giver}'s already; give --to {taker}.")
        to = taker
    if to is None:
        raise InputError("Who is to hold it is missing; give --to PARTY.")
    codes = codes_of(ground, units)
    area = recorded_area(shapes) if shapes else None
    if not codes and area is None:
        raise InputError("No ground is named; give units, or a polygon with --polygon FILE.")
    return {
        "to": a_party(placement, to),
        "units": codes or None,
        "area": area,
        **called,
    }


def resolve_swap(
    placement: Placement,
    ground: Ground,
    *,
    to: str,
    given: Mapping[str, Any],
    back: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the arguments of a swap: what a party gets and what the other gets for it."""
    taker = a_party(placement, to)
    rival = other_party(placement.parties, taker)
    settled = [
        resolve(placement, ground, to=party, **words)
        for party, words in ((taker, given), (rival, back))
    ]
    return {"gives": [{k: v for k, v in one.items() if v is not None} for one in settled]}


GIVE = Verb(give, resolve)
SWAP = Verb(swap, resolve_swap)
