"""Sources as a placement file holds them, all that it rests on, and what may not be passed on."""

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

__all__ = ["check_rights", "credited", "facts_of", "known_as", "rested_on", "source_of", "withheld"]


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


def withheld(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Return the sources that may not be passed on, each once.

    Parameters
    ----------
    sources : iterable of Source
        Of placements and boundaries.

    Examples
    --------
    >>> from ceaseline.geo.sources import source
    >>> [found.id for found in withheld([source("geonames"), source("deepstate")])]
    ['deepstate']
    """
    found = credited((), (source for source in sources if not source.redistributable))
    return tuple(sorted(found, key=lambda source: source.id))


def check_rights(sources: Iterable[Source], *, i_have_rights: bool = False) -> None:
    """Refuse to embed what may not be passed on, unless the person says that they may.

    Parameters
    ----------
    sources : iterable of Source
        Of everything that a map or an export would carry.
    i_have_rights : bool
        What the person says.

    Raises
    ------
    InputError
        If a source forbids it; every such source is named with its licence.

    Examples
    --------
    >>> from ceaseline.geo.sources import source
    >>> check_rights([source("deepstate")], i_have_rights=True)
    >>> check_rights([source("deepstate")])
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: DeepStateMap, daily control polygons, daily since 2022...
    """
    if i_have_rights:
        return
    faults = [_refusal(source) for source in withheld(sources)]
    if faults:
        raise InputError.of(faults)


def _refusal(source: Source) -> str:
    if source.id == "user-settlements":
        return (
            "The licence of your table of settlements (--settlements) is not known to the tool, "
            "and the file would hold its names and people; add --i-have-rights if you may pass "
            "them on."
        )
    return (
        f"{', '.join(filter(None, (source.title, source.date)))} ({source.publisher}) may not be "
        f"passed on: {source.licence}. Add --i-have-rights if you may."
    )
