"""Title: what a placement is called; its line stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.layers.edits.verb import Verb
from ceaseline.layers.placement.titles import a_title

if TYPE_CHECKING:
    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["TITLE"]


def title(
    placement: Placement,
    ground: Ground,  # noqa: ARG001 - every verb takes the ground
    *,
    title: str,
) -> Placement:
    """Return the placement under another title.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    title : str
        In one line, at most :data:`ceaseline.layers.placement.titles.LONGEST` letters.

    Raises
    ------
    InputError
        If it cannot be a title.
    """
    return placement.replaced(title=a_title(title))


def resolve(
    placement: Placement,  # noqa: ARG001 - as above
    ground: Ground,  # noqa: ARG001 - as above
    *,
    title: str,
) -> dict[str, Any]:
    """Return the argument of a title: in one line, its spaces single."""
    return {"title": a_title(title)}


TITLE = Verb(title, resolve, moves=False)
