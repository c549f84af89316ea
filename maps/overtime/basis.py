"""What the figures of a panel are measured by: one basis of all days, a range, or each day's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from ceaseline.maps.text.language import Tongue

__all__ = ["Basis", "in_words"]


@dataclass(frozen=True)
class Basis:
    """What one day's figure is measured by.

    Attributes
    ----------
    day : date
    text : str
        In words; empty where the measure has none.
    detail_m, resolution_m : float or None
        Of a length.
    """

    day: dt.date
    text: str
    detail_m: float | None = None
    resolution_m: float | None = None


def in_words(bases: Sequence[Basis], tongue: Tongue) -> str:
    """Return what figures of several days are measured by, in words.

    Parameters
    ----------
    bases : sequence of Basis
        By day.
    tongue : Tongue

    Examples
    --------
    >>> import datetime as dt
    >>> from ceaseline.maps.text.language import tongue
    >>> fine = Basis(dt.date(2022, 2, 23), "resolution 12 km", 2000.0, 12_100.0)
    >>> coarse = Basis(dt.date(2024, 11, 20), "resolution 17 km", 2000.0, 16_943.5)
    >>> in_words([fine, fine], tongue("en"))
    'resolution 12 km'
    >>> in_words([fine, coarse], tongue("uk"))
    'за деталізації 2 км, роздільна здатність 12–17 км'
    >>> in_words([fine, Basis(dt.date(2024, 11, 20), "as drawn", 0.0)], tongue("en"))
    '23 February 2022: resolution 12 km; 20 November 2024: as drawn'
    """
    texts = {one.text for one in bases}
    if len(texts) == 1:
        return texts.pop()
    details = [one.detail_m for one in bases if one.detail_m]
    facts = [one.resolution_m for one in bases if one.resolution_m is not None]
    if len(details) == len(facts) == len(bases):
        detail = tongue["at_detail"].format(detail=_span(details, 6, tongue))
        return f"{detail}, {tongue['resolution'].format(size=_span(facts, 2, tongue))}"
    return "; ".join(f"{tongue.date(one.day)}: {one.text}" for one in bases if one.text)


def _span(metres: Sequence[float], digits: int, tongue: Tongue) -> str:
    """Return lengths from the least to the greatest, to so many significant digits."""
    ends = (f"{float(f'{end / 1000:.{digits}g}'):g}" for end in (min(metres), max(metres)))
    shown = "–".join(dict.fromkeys(ends)).replace(".", tongue["decimal"])
    return f"{shown} {tongue['km']}"
