"""Recorded edits, as a file may hold them: what is wrong before any is made."""

from __future__ import annotations

from inspect import Parameter, signature
from typing import TYPE_CHECKING

from ceaseline.geo.said import listed, said
from ceaseline.layers.edits.arguments import fault_of_value
from ceaseline.layers.edits.verbs.registry import VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.placement.placement import Edit

__all__ = ["faults_of"]

_PARTIES = ("beside", "party", "to", "toward")
"""The arguments that name a party."""


def faults_of(made: Edit, parties: Sequence[str]) -> list[tuple[str, str]]:
    """Return what is wrong with a recorded edit, each with what to do.

    Parameters
    ----------
    made : Edit
    parties : sequence of str
        Those of the placement.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Edit, default_parties
    >>> faults_of(Edit.of("move", {"km": 2, "toward": "Mars"}), default_parties())
    [("names the party 'Mars'", 'there are Ukraine and Russia')]
    >>> faults_of(Edit.of("lock", {"beteen": [1, 2]}), default_parties())
    [("has the argument 'beteen', which lock does not take", 'it takes between')]
    """
    if made.verb not in VERBS:
        return [
            (said("is {verb!r}", verb=made.verb), said("there are {names}", names=", ".join(VERBS)))
        ]
    taken = {
        key: parameter.default is Parameter.empty
        for key, parameter in signature(VERBS[made.verb].make).parameters.items()
        if parameter.kind is Parameter.KEYWORD_ONLY
    }
    given = made.arguments
    known = said("it takes {names}", names=", ".join(taken))
    faults: list[tuple[str, str]] = [
        (
            said("has the argument {key!r}, which {verb} does not take", key=key, verb=made.verb),
            known,
        )
        for key in given
        if key not in taken
    ]
    faults += [
        (said("has no argument {key!r}, which {verb} needs", key=key, verb=made.verb), known)
        for key, needed in taken.items()
        if needed and key not in given
    ]
    values = ((key, fault_of_value(made.verb, key, given[key])) for key in given if key in taken)
    wrong = {key: fault for key, fault in values if fault is not None}
    faults += wrong.values()
    faults += [
        (
            said("names the party {party!r}", party=given[key]),
            said("there are {names}", names=listed(parties)),
        )
        for key in _PARTIES
        if key in given and key not in wrong and given[key] not in parties
    ]
    return faults
