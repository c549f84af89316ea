"""Where a placement comes from, in one language: edits since its origin, what it goes by, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.said import said
from ceaseline.layers.claims import NAMED as POCKETS
from ceaseline.layers.claims import claim
from ceaseline.layers.placement.store import library, load
from ceaseline.maps.text.quantities import area, kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.consequences import Pocket
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.text.language import Tongue

__all__ = ["claim_text", "edits_said", "notes_text"]


def edits_said(count: int) -> str:
    """Return how many edits a line has seen since its origin, empty where there are none.

    Examples
    --------
    >>> edits_said(3), edits_said(0)
    ('edits made: 3', '')
    """
    return said("edits made: {count}", count=count) if count else ""


def claim_text(plan: Plan, tongue: Tongue) -> str:
    """Return that a line is not the one of the library it goes by, and by how much; else nothing.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.maps.text.language import tongue
    >>> claim_text(plan(load("four-oblasts")), tongue("en"))
    ''
    """
    found = claim(plan)
    if found is None:
        return ""
    km, sides = tongue.said(kilometres(found.moved_m)), tongue.said(area(found.area_m2))
    far = {"name": found.of, "km": km, "area": sides}
    if not found.pockets:
        return tongue["claims"].format(**far)
    key = "claims_pockets" if found.elsewhere else "claims_only_pockets"
    return tongue[key].format(pockets=_pockets(found.pockets, tongue), **far)


def _pockets(every: Sequence[Pocket], tongue: Tongue) -> str:
    """Return which pockets are gone or new, the largest by name, in a language."""
    told = [
        tongue[f"pocket_{one.state}"].format(
            area=tongue.said(area(one.area_m2)), place=tongue.name(one.near)
        )
        for one in every[:POCKETS]
    ]
    rest = len(every) - len(told)
    return ", ".join(told + [tongue["pockets_more"].format(count=rest)] * bool(rest))


def notes_text(plan: Plan, tongue: Tongue) -> str:
    """Return the notes of a placement, headed by whose they are where its line is another.

    Notes that were taken over with a line tell of that line, not of what edits made of it.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.maps.text.language import tongue
    >>> notes_text(plan(load("four-oblasts")), tongue("en")) == load("four-oblasts").notes
    True
    """
    own, found = plan.placement, claim(plan)
    notes = tongue.said(own.notes)
    if not own.notes or not (found or own.history):
        return notes
    if own.origin:
        taken = own.origin not in library() or load(own.origin).notes == own.notes
        return tongue["notes_start"].format(name=own.origin, notes=notes) if taken else notes
    if found and load(found.of).notes == own.notes:
        return tongue["notes_claimed"].format(name=found.of, notes=notes)
    return notes
