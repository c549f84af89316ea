"""Edits as verbs: pure functions from placement to placement, recorded and undoable."""

from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.history import apply, edit, origin, redo, replay, undo
from ceaseline.layers.edits.verbs.registry import VERBS

__all__ = [
    "VERBS",
    "Ground",
    "apply",
    "default_ground",
    "edit",
    "origin",
    "redo",
    "replay",
    "undo",
]
