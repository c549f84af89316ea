"""Edits as verbs: pure functions from placement to placement, recorded and undoable."""

from layers.edits.ground import Ground, default_ground
from layers.edits.history import apply, edit, origin, redo, replay, undo
from layers.edits.registry import VERBS

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
