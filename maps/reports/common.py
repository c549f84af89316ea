"""What every report has: its own words about method, limits and sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.maps.print.document import Document, Keys, Part, Prose
from ceaseline.maps.text.describe import about_people, catalogue, made_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.text.language import Tongue

__all__ = ["closing", "credits_of", "keyed", "limits", "made"]


def limits(plans: Sequence[Plan], tongue: Tongue) -> list[str]:
    """Return the disclaimer and what the boundaries say of themselves, a paragraph each."""
    return [tongue["disclaimer"], *(tongue.said(note) for note in plans[0].boundaries.notes)]


def credits_of(plans: Sequence[Plan], study: Proposal, tongue: Tongue) -> list[str]:
    """Return the sources that plans rest on, one sentence each."""
    return [
        f"{s['title']}, {s['publisher']}, {s['date']} ({tongue['licence']}: {s['licence']})."
        for s in catalogue(plans, tongue, study).values()
    ]


def closing(plans: Sequence[Plan], study: Proposal, tongue: Tongue) -> list[Part]:
    """Return the parts that end a report: method, limits, sources.

    Parameters
    ----------
    plans : sequence of Plan
    study : Proposal
    tongue : Tongue
    """
    texts = (
        ("method_title", [tongue["method"], about_people(plans[0], tongue)]),
        ("limits", limits(plans, tongue)),
        ("sources", credits_of(plans, study, tongue)),
    )
    return [Part(tongue[key], (Prose(tuple(own), small=True),)) for key, own in texts]


def keyed(figures: Iterable[tuple[str, str]]) -> Keys:
    """Return figures to be set large, each with what it is; what stands in brackets goes there too.

    Examples
    --------
    >>> keyed([("862.5 km (536.0 mi)", "Length of the line")]).items
    (('862.5 km', '536.0 mi; Length of the line'),)
    """
    out = []
    for value, words in figures:
        first, _, rest = value.partition(" (")
        out.append((first, f"{rest[:-1]}; {words}" if rest else words))
    return Keys(tuple(out))


def made(
    title: str, subtitle: str, introduced: Sequence[tuple[str, str]], parts: Sequence[Part],
    tongue: Tongue, *, contents: bool = False, lying: bool = False,
) -> Document:  # fmt: skip
    """Return a report of its parts, with what stands in every one.

    Parameters
    ----------
    title, subtitle, introduced, parts, lying
        As of :class:`ceaseline.maps.print.document.Document`; parts without blocks are left out.
    tongue : Tongue
    contents : bool
        Whether it has a table of contents, as long ones need.
    """
    own = tuple(part for part in parts if part.blocks)
    return Document(
        title, subtitle, tuple(introduced), own, tongue.code,
        tongue["contents"] if contents else "", made_with(tongue), tongue["page_of"], lying,
    )  # fmt: skip
