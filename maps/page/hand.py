"""What a page has so that its line can be taken in hand: words, and the line exactly."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from ceaseline.layers.edits.files import copy_of
from ceaseline.layers.placement.store import SUFFIX, dumps
from ceaseline.maps.assets import element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.layers.plan.plan import Plan

__all__ = ["EDITING", "MOVING", "exact", "hand_words", "movable"]

EDITING: Final = ("look", "shape", "draw", "stretch", "depth", "flip", "give", "ring")
"""The tools of the editor."""
MOVING: Final = ("look", "shape", "draw")
"""Those that need no program behind the page."""
_MOST_VERTICES: Final = 20_000
"""Of a line that is moved in the page; a finer one would make the page large and the hand slow."""
_SAID: Final = ("same", "length", "share_of", "ground_of", "is_locked", "move_apart",
                "move_crosses", "move_leaves")  # fmt: skip
"""What the script of an exported page says; the rest stands in its markup."""


def hand_words(lang: str) -> Mapping[str, str]:
    """Return what is said of a line in the hand, in a language, by key.

    Examples
    --------
    >>> hand_words("en")["undo"], hand_words("uk")["undo"]
    ('Undo', 'Скасувати')
    """
    words: dict[str, dict[str, str]] = tomllib.loads(element("draw.toml"))
    return words["en"] | words.get(lang, {})


def movable(plan: Plan) -> bool:
    """Whether a reader can move a plan's line in the page."""
    return sum(len(section.coords) for section in plan.placement.sections) <= _MOST_VERTICES


def exact(plan: Plan, lang: str) -> dict[str, Any]:
    """Return what a page needs so that its reader can move the line without the engine, for JSON.

    Parameters
    ----------
    plan : Plan
    lang : str
        The page's.

    Returns
    -------
    dict
        ``words``, and ``exact``: the ``placement`` as the file that is downloaded has it, under
        another name and without a history; the name of that ``file``; ``line_m`` and
        ``territory_m2`` of the first and the second party as the engine measured them.
    """
    words, own = hand_words(lang), plan.placement
    safe = re.sub(r"[^a-z0-9-]+", "-", own.name.lower()).strip("-")[:94] or "placement"
    moved = copy_of(own.replaced(control=None), f"{safe}-moved")
    whole = {(f.id, f.party): f.value for f in plan.figures if f.unit_code is None}
    return {
        "words": {key: words[key] for key in (*_SAID, *(f"help_{mode}" for mode in MOVING))},
        "exact": {
            "file": moved.name + SUFFIX,
            "placement": json.loads(dumps(moved)),
            "line_m": whole["line_length", None],
            "territory_m2": [whole["territory_area", party] for party in plan.parties],
        },
    }
