"""What may be passed on: a source that forbids it stays out of files meant for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.sources import credited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceaseline.geo.sources import Source

__all__ = ["check_rights", "withheld"]


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
