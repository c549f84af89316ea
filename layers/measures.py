"""The figures of a plan, each with its unit, detail and basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.geodesy import length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from layers.plan import Plan

__all__ = ["FIXED", "Measure", "find", "measures"]

COUNTRY_BASIS = "area of the country as drawn in the boundaries used"
UNIT_BASIS = "area of the unit as drawn in the boundaries used"


@dataclass(frozen=True)
class Measure:
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
    """

    id: str
    value: float
    unit: str
    party: str | None = None
    unit_code: str | None = None
    detail_m: float | None = None
    basis: str | None = None

    def as_dict(self) -> dict[str, float | str]:
        """Return it for JSON, without the fields that do not apply.

        Examples
        --------
        >>> Measure("zone_area", 25e9, "m2").as_dict()
        {'id': 'zone_area', 'value': 25000000000.0, 'unit': 'm2'}
        """
        return {key: value for key, value in self.__dict__.items() if value is not None}


def measures(plan: Plan) -> tuple[Measure, ...]:
    """Return all fixed figures of a plan.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    tuple of Measure
        ``line_length``, ``zone_length``, ``zone_area``, ``territory_area``, ``territory_share``,
        ``settlements``, ``people``, ``settlements_in_zone``, ``people_in_zone``; areas and shares
        also by party and by oblast.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> share = find(measures(plan(load("four-oblasts"))), "territory_share", party="Russia")
    >>> round(share.value, 3)
    0.222
    """
    return tuple(measure for rule in FIXED for measure in rule(plan))


def find(
    figures: Iterable[Measure],
    name: str,
    party: str | None = None,
    unit_code: str | None = None,
) -> Measure:
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


def _line_length(plan: Plan) -> Iterator[Measure]:
    detail = plan.placement.detail_m
    yield Measure("line_length", float(length(plan.line)), "m", detail_m=detail)


def _zone_length(plan: Plan) -> Iterator[Measure]:
    metres = sum(float(length(deep.line)) for deep in plan.deep_lines if any(deep.depth_m))
    yield Measure("zone_length", metres, "m", detail_m=plan.placement.detail_m)


def _zone_area(plan: Plan) -> Iterator[Measure]:
    sizes, units, holder = (plan.zone_parts[key] for key in ("area_m2", "unit_code", "party"))
    yield Measure("zone_area", float(sizes.sum()), "m2")
    for party in plan.parties:
        own = sizes[holder == party]
        yield Measure("zone_area", float(own.sum()), "m2", party=party)
        for code, metres in own.groupby(units).sum().items():
            yield Measure("zone_area", float(metres), "m2", party=party, unit_code=str(code))


def _territory(plan: Plan) -> Iterator[Measure]:
    areas = plan.division.areas
    units = areas.sum(axis=0)
    for side, party in enumerate(plan.parties):
        own = float(areas[side].sum())
        yield Measure("territory_area", own, "m2", party=party)
        yield Measure(
            "territory_share", own / float(units.sum()), "1", party=party, basis=COUNTRY_BASIS
        )
        for k, code in enumerate(plan.division.coverage.labels):
            value = float(areas[side, k])
            share = value / float(units[k])
            yield Measure("territory_area", value, "m2", party=party, unit_code=code)
            yield Measure("territory_share", share, "1", party, code, basis=UNIT_BASIS)


def _settlements(plan: Plan) -> Iterator[Measure]:
    places = plan.settlements
    people = places["population"].to_numpy()
    inside = places["in_zone"].to_numpy(dtype=bool)
    everyone = np.ones(len(places), dtype=bool)
    sides = [(party, (places["party"] == party).to_numpy(bool)) for party in plan.parties]
    for suffix, chosen in (("", everyone), ("_in_zone", inside)):
        if suffix:
            yield Measure(f"settlements{suffix}", int(chosen.sum()), "count")
            yield Measure(f"people{suffix}", int(people[chosen].sum()), "count")
        for party, held in sides:
            own = chosen & held
            yield Measure(f"settlements{suffix}", int(own.sum()), "count", party=party)
            yield Measure(f"people{suffix}", int(people[own].sum()), "count", party=party)


FIXED: tuple[Callable[[Plan], Iterator[Measure]], ...] = (
    _line_length,
    _zone_length,
    _zone_area,
    _territory,
    _settlements,
)
"""What :func:`measures` evaluates, in order."""
