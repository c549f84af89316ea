"""The page of the editor, and what it is told after each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.geo.geodesy import length
from ceaseline.layers.placement.store import library
from ceaseline.maps.page.payload import Payload
from ceaseline.maps.page.render import Look, editable
from ceaseline.maps.page.settlements import order_of
from ceaseline.maps.tables.edit import edit_words
from ceaseline.maps.text.language import tongue as tongue_of

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.session import Desk, Session

__all__ = ["coords_of", "editor_page", "kept_of", "plan_update", "state_of"]


def editor_page(session: Session, look: Look, *, framed: bool = False) -> str:
    """Return the map with the editor: the page that `ceaseline map` makes, and hands for it.

    Parameters
    ----------
    session : Session
    look : Look
    framed : bool
        Whether it stands in a notebook's frame.
    """
    editor = {"placements": library(), "framed": framed}
    return editable(session.plan, look, session.study, editor)


def plan_update(session: Session, lang: str) -> str:
    """Return what is drawn of the placement as it is now, for the page of the editor.

    Parameters
    ----------
    session : Session
    lang : str
        The page's.
    """
    plan, tongue = session.plan, tongue_of(lang)
    order = order_of(plan.gazetteer.settlements)
    return Payload(tongue, plan.boundaries, order).update(plan)


def state_of(desk: Desk, lang: str) -> dict[str, Any]:
    """Return all that a page shows of a placement that is edited, for JSON.

    Parameters
    ----------
    desk : Desk
    lang : str

    Returns
    -------
    dict
        ``figures`` and ``start``: as of :meth:`ceaseline.layers.session.held.Held.as_dict`, now and
        when the editing began; ``lines``: the sections with their places; ``plan``: what is drawn;
        the rest says what buttons do.
    """
    session = desk.session
    own = session.placement
    return {
        "sequence": session.sequence,
        "file": desk.file.name,
        "unsaved": desk.unsaved,
        "changed_on_disk": desk.changed_on_disk,
        "can_undo": session.can_undo,
        "can_redo": session.can_redo,
        "history": [f"{made.verb} {edit_words(made)}" for made in own.history],
        "checkpoints": list(session.checkpoints),
        "stamps": session.stamps,
        "depth_km": _depth_km(session),
        "figures": session.live(),
        "start": session.start.as_dict(session.start, session.study),
        "lines": [
            {
                "name": one.name,
                "basis": one.basis,
                "locked": one.locked,
                "depth_km": [metres / 1000 for metres in one.depth_m or session.zone.depth_m],
                "coords": coords,
            }
            for one, coords in zip(own.sections, coords_of(own), strict=True)
        ],
        "plan": plan_update(session, lang),
    }


def kept_of(session: Session, name: str) -> dict[str, Any]:
    """Return what a page shows of a checkpoint beside the line as it is, for JSON.

    Raises
    ------
    InputError
        If there is no such checkpoint.
    """
    found = session.held_of(name)
    return {
        "name": name,
        "figures": found.as_dict(session.start, session.study),
        "lines": coords_of(found.plan.placement),
    }


def coords_of(placement: Placement) -> list[list[list[float]]]:
    """Return the places of each section."""
    return [[list(spot) for spot in section.coords] for section in placement.sections]


def _depth_km(session: Session) -> list[float]:
    """Return the depths that most of the line has, on either side."""
    metres: dict[tuple[float, float], float] = {}
    for section in session.placement.sections:
        depth = section.depth_m or session.zone.depth_m
        metres[depth] = metres.get(depth, 0.0) + float(length(section.line))
    return [depth / 1000 for depth in max(metres, key=lambda depth: metres[depth])]
