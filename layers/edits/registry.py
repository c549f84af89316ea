"""The verbs by name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from layers.edits.extend import EXTEND
from layers.edits.flip import FLIP, FLIPS
from layers.edits.follow import FOLLOW
from layers.edits.give import GIVE, SWAP
from layers.edits.marks import DEPTH, LOCK, UNLOCK
from layers.edits.move import MOVE
from layers.edits.replace import REPLACE
from layers.edits.shape import SIMPLIFY, SMOOTH
from layers.edits.title import TITLE
from layers.edits.withdraw import WITHDRAW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from layers.edits.verbs import Verb

__all__ = ["VERBS"]

VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        "depth": DEPTH,
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
