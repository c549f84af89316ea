"""Faults of what a file records: its history, and whether that leads to the line in the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import CeaselineError, GeometryError, InputError
from ceaseline.geo.lines.chains import place
from ceaseline.geo.said import counted, said
from ceaseline.layers.check.fault import Fault
from ceaseline.layers.edits.change import changed
from ceaseline.layers.edits.history import apply, replay
from ceaseline.layers.edits.recorded import faults_of
from ceaseline.layers.placement.file import dumps
from ceaseline.layers.placement.placement import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["check_history", "replayed"]

_ANEW = said('restore it from a copy, or delete "history", "undone" and "base" to begin anew')


def check_history(head: dict[str, Any], parties: Sequence[str], name: str) -> list[Fault]:
    """Return the faults of the edits that a file records, those undone too.

    Parameters
    ----------
    head : dict
        What the file has under ``ceaseline``.
    parties : sequence of str
        Those of the file.
    name : str
        What messages call the file.
    """
    faults = []
    for key, words in (
        ("history", said("of the history")),
        ("undone", said("of the undone edits")),
    ):
        edits = head.get(key)
        for number, made in enumerate(edits if isinstance(edits, list) else [], 1):
            args = made.get("args", {}) if isinstance(made, dict) else None
            if not isinstance(args, dict):
                continue
            edit = Edit.of(str(made.get("verb")), args)
            faults += [
                Fault(
                    name,
                    said("edit {number} {words} {what}", number=number, words=words, what=what),
                    remedy,
                )
                for what, remedy in faults_of(edit, parties)
            ]
    return faults


def replayed(placement: Placement, name: str, ground: Ground) -> tuple[Fault | None, Placement]:
    """Make the history anew, and tell where it does not lead to the line of the file.

    Parameters
    ----------
    placement : Placement
        Without other faults.
    name : str
        What messages call the file.
    ground : Ground

    Returns
    -------
    fault : Fault, optional
        None where the history leads to the file, to the byte.
    repaired : Placement
        The placement with what was changed outside of ceaseline recorded as its last edit, a
        replacement that brings the line of the file; as it was where that cannot be.
    """
    try:
        made = replay(placement, ground=ground)
    except CeaselineError as error:
        what = said(
            "the history cannot be made anew on the line that it starts from: {clause}",
            clause=_clause(error),
        )
        return Fault(name, what, _ANEW), placement
    if dumps(made) == dumps(placement):
        return None, placement
    what = said(
        "the history ({count}) does not lead to the line of the file, which was changed by hand, "
        "in another program or by another version: {apart}",
        count=_count(placement),
        apart=_apart(made, placement, ground),
    )
    recorded = _recorded(made, placement, ground)
    if isinstance(recorded, str):
        return Fault(
            name,
            said("{what}; and no edit can record that: {recorded}", what=what, recorded=recorded),
            _ANEW,
        ), placement
    number = len(recorded.history)
    remedy = said("let --fix record the change as an edit, or restore the file from a copy")
    kind = said("a title") if recorded.history[-1].verb == "title" else said("a replacement")
    repair = said(
        "recorded as edit {number}, {kind}; the file stays, undo brings back the other",
        number=number,
        kind=kind,
    )
    return Fault(name, what, remedy, repair), recorded


def _recorded(made: Placement, placement: Placement, ground: Ground) -> Placement | str:
    """Return the replayed placement with the file's line as one more edit, or why there is none."""
    args = {
        "sections": [
            {**feature["properties"], "coords": feature["geometry"]["coordinates"]}
            for feature in json.loads(dumps(placement))["features"]
        ],
        "detail_m": placement.detail_m,
    }
    after = made
    try:
        if made.title != placement.title:
            after = apply(after, Edit.of("title", {"title": placement.title}), ground)
        if made.sections != placement.sections or after is made:
            after = apply(after, Edit.of("replace", args), ground)
    except (InputError, GeometryError) as error:
        return _clause(error)
    if (after.sections, after.title) != (placement.sections, placement.title):
        return said("it would not come out the same")
    return after


def _apart(made: Placement, placement: Placement, ground: Ground) -> str:
    """Return how and where two lines differ, in words."""
    known = {spot for section in made.sections for spot in section.coords}
    own = [spot for section in placement.sections for spot in section.coords]
    there = set(own)
    left = [s for section in made.sections for s in section.coords if s not in there]
    new = [spot for spot in own if spot not in known]
    if not new and not left:
        if made.title != placement.title:
            return said("its title is {own!r}, not {made!r}", own=placement.title, made=made.title)
        return said(
            "names, order, marks or corridors of its sections, its detail or its sources are others"
        )
    far = changed(made, placement, ground).farthest_m
    return said(
        "they lie up to {far:,.0f} m apart, first at {spot}", far=far, spot=place(*(new or left)[0])
    )


def _count(placement: Placement) -> str:
    return counted("{n} edit", "{n} edits", len(placement.history))


def _clause(error: CeaselineError) -> str:
    return str(error).rstrip(".")
