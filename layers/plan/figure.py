"""The figures of a plan, each with its unit, detail and basis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceaseline.layers.plan.uncertainty import Interval

__all__ = ["COUNTRY_BASIS", "UNIT_BASIS", "Figure", "find", "within"]

COUNTRY_BASIS = "area of the country as drawn in the boundaries used"
UNIT_BASIS = "area of the unit as drawn in the boundaries used"


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes
    ----------
    id : str
        Stable across versions.
    value : float
        In `unit`: m, m2, a fraction of 1, or a count.
    unit : str
        ``"m"``, ``"m2"``, ``"1"`` (a fraction) or ``"count"``.
    party : str, optional
        Whose it is; all parties' together where there is none.
    unit_code : str, optional
        ISO 3166-2 code of the oblast it is about; the whole country where there is none.
    detail_m : float, optional
        Tolerance the line was generalised to.
    basis : str, optional
        What a share is a share of.
    low, high : float, optional
        Settlements and people: of every and of any line within the corridor as stored. Areas: the
        least and the greatest of the line and the two edges of its corridor. Both or none.
    resolution_m : float, optional
        How finely the facts behind a line lie, see
        :func:`ceaseline.layers.plan.uncertainty.resolution`.
    """

    id: str
    value: float
    unit: str
    party: str | None = None
    unit_code: str | None = None
    detail_m: float | None = None
    basis: str | None = None
    low: float | None = None
    high: float | None = None
    resolution_m: float | None = None

    def as_dict(self) -> dict[str, float | str]:
        """Return it for JSON, without the fields that do not apply.

        Examples
        --------
        >>> Figure("zone_area", 25e9, "m2").as_dict()
        {'id': 'zone_area', 'value': 25000000000.0, 'unit': 'm2'}
        """
        return {key: value for key, value in self.__dict__.items() if value is not None}


def find(
    figures: Iterable[Figure],
    name: str,
    party: str | None = None,
    unit_code: str | None = None,
) -> Figure:
    """Return the one figure of a name, party and oblast.

    Raises
    ------
    KeyError
        If there is none.
    """
    for figure in figures:
        if (figure.id, figure.party, figure.unit_code) == (name, party, unit_code):
            return figure
    raise KeyError((name, party, unit_code))


def within(figure: Figure, interval: Interval | None) -> Figure:
    """Return a figure with the interval it may lie in, where there is one."""
    if interval is None:
        return figure
    low, high = interval
    return replace(figure, low=min(low, figure.value), high=max(high, figure.value))
