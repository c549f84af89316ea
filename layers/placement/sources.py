"""Sources as a placement file holds them, and all that a placement's file rests on."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ceaseline.geo.errors import InputError
from ceaseline.geo.sources import Source
from ceaseline.layers.placement.schema import SourceModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceaseline.layers.placement.placement import Placement

__all__ = ["credited", "facts_of", "known_as", "rested_on", "source_of"]


def facts_of(source: Source) -> dict[str, Any]:
    """Return a source as JSON values; what it does not say is left out.

    Examples
    --------
    >>> facts_of(Source("a", "Title", "", "2024", "CC0"))
    {'id': 'a', 'title': 'Title', 'date': '2024', 'licence': 'CC0', 'publisher': ''}
    """
    facts = asdict(source)
    redistributable = facts.pop("redistributable")
    kept = {key: value for key, value in facts.items() if value}
    for key in ("title", "publisher", "date", "licence"):
        kept.setdefault(key, "")
    return kept if redistributable else kept | {"redistributable": False}


def source_of(facts: Mapping[str, Any]) -> Source:
    """Return the source that JSON values describe.

    Raises
    ------
    InputError
        If they describe none.

    Examples
    --------
    >>> one = Source("a", "Title", "", "2024", "Mine", redistributable=False)
    >>> source_of(facts_of(one)) == one
    True
    """
    try:
        return Source(**SourceModel.model_validate(facts).model_dump())
    except ValidationError:
        raise InputError(
            f"{str(facts)[:60]} is no source; give id, title, publisher, date and licence as texts."
        ) from None


def credited(own: Iterable[Source], others: Iterable[Source]) -> tuple[Source, ...]:
    """Return sources with others added, each once; a taken id gets a number.

    Examples
    --------
    >>> may, june = (Source("daily", "Front", "P", day, "CC0") for day in ("May", "June"))
    >>> [(s.id, s.date) for s in credited([may], [may, june])]
    [('daily', 'May'), ('daily-2', 'June')]
    """
    out = list(own)
    for source in others:
        if any(_same(source, known) for known in out):
            continue
        taken, number, name = {known.id for known in out}, 1, source.id
        while name in taken:
            number += 1
            name = f"{source.id}-{number}"
        out.append(replace(source, id=name))
    return tuple(out)


def known_as(own: Iterable[Source], listed: Iterable[Source]) -> tuple[str, ...]:
    """Return the ids that sources have in a list made by :func:`credited`.

    Examples
    --------
    >>> may, june = (Source("daily", "Front", "P", day, "CC0") for day in ("May", "June"))
    >>> known_as([june], credited([may], [june]))
    ('daily-2',)
    """
    every = tuple(listed)
    return tuple(next(known.id for known in every if _same(one, known)) for one in own)


def _same(one: Source, known: Source) -> bool:
    """Whether two sources are one under perhaps another id."""
    return replace(one, id=known.id) == known


def rested_on(placement: Placement) -> tuple[Source, ...]:
    """Return the sources of everything that a placement's file carries.

    Parameters
    ----------
    placement : Placement

    Returns
    -------
    tuple of Source
        Of its line, and of the lines that its edits, undone ones too, hold.
    """
    held = [
        source_of(facts)
        for made in (*placement.history, *placement.undone)
        for facts in made.arguments.get("sources", ())
    ]
    return credited(placement.sources, held)
