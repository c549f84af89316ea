"""The verbs by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ceaseline.layers.edits.verbs.attributes import DEPTH, LOCK, UNLOCK
from ceaseline.layers.edits.verbs.draw import DRAW
from ceaseline.layers.edits.verbs.extend import EXTEND
from ceaseline.layers.edits.verbs.flip import FLIP, FLIPS
from ceaseline.layers.edits.verbs.follow import FOLLOW
from ceaseline.layers.edits.verbs.give import GIVE, SWAP
from ceaseline.layers.edits.verbs.move import MOVE
from ceaseline.layers.edits.verbs.replace import REPLACE
from ceaseline.layers.edits.verbs.shape import SIMPLIFY, SMOOTH
from ceaseline.layers.edits.verbs.title import TITLE
from ceaseline.layers.edits.verbs.withdraw import WITHDRAW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.layers.edits.verb import Verb

__all__ = ["VERBS"]

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "depth": DEPTH,
        "draw": DRAW,
        "extend": EXTEND,
        "flip": FLIP,
        "flips": FLIPS,
        "follow": FOLLOW,
        "give": GIVE,
        "lock": LOCK,
        "move": MOVE,
        "replace": REPLACE,
        "simplify": SIMPLIFY,
        "smooth": SMOOTH,
        "swap": SWAP,
        "title": TITLE,
        "unlock": UNLOCK,
        "withdraw": WITHDRAW,
    }
)
"""What an edit's verb may be."""
