"""The figures of a plan, each with its unit, detail and basis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from ceaseline.geo.gazetteer.people import is_settlement, listed_people
from ceaseline.geo.geodesy import length
from ceaseline.layers.plan.uncertainty import resolution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.plan.uncertainty import Interval

__all__ = ["FIXED", "Measure", "counted", "find", "measures"]

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
        >>> Measure("zone_area", 25e9, "m2").as_dict()
        {'id': 'zone_area', 'value': 25000000000.0, 'unit': 'm2'}
        """
        return {key: value for key, value in self.__dict__.items() if value is not None}


@lru_cache(maxsize=4)
def measures(plan: Plan) -> tuple[Measure, ...]:
    """Return all fixed figures of a plan.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    tuple of Measure
        ``line_length``, ``zone_length``, ``zone_area``, ``territory_area``, ``territory_share``,
        ``settlements``, ``people``, ``people_listed``, the three ``…_in_zone``; areas and shares
        also by party and by oblast. ``people`` are the official ones, ``people_listed`` those
        that the gazetteer lists. Lengths carry the resolution of the facts behind the line;
        what hangs on where exactly the line lies carries ``low`` and ``high``.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
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
    yield _length("line_length", float(length(plan.line)), plan)


def _zone_length(plan: Plan) -> Iterator[Measure]:
    metres = sum(float(length(deep.line)) for deep in plan.deep_lines if any(deep.depth_m))
    yield _length("zone_length", metres, plan)


def _length(name: str, metres: float, plan: Plan) -> Measure:
    own = plan.placement
    facts = resolution(own.sections)
    return Measure(name, metres, "m", detail_m=own.detail_m, resolution_m=facts)


def _within(measure: Measure, interval: Interval | None) -> Measure:
    """Return a measure with the interval it may lie in, where there is one."""
    if interval is None:
        return measure
    low, high = interval
    return replace(measure, low=min(low, measure.value), high=max(high, measure.value))


def _zone_area(plan: Plan) -> Iterator[Measure]:
    sizes, units, holder = (plan.zone_parts[key] for key in ("area_m2", "unit_code", "party"))
    known = plan.uncertainty.zone_area_m2 if plan.uncertainty else {}
    yield _within(Measure("zone_area", float(sizes.sum()), "m2"), known.get(None))
    for party in plan.parties:
        own = sizes[holder == party]
        yield _within(Measure("zone_area", float(own.sum()), "m2", party=party), known.get(party))
        for code, metres in own.groupby(units).sum().items():
            yield Measure("zone_area", float(metres), "m2", party=party, unit_code=str(code))


def _territory(plan: Plan) -> Iterator[Measure]:
    areas = plan.division.areas
    units = areas.sum(axis=0)
    whole = float(units.sum())
    known = plan.uncertainty.territory_m2 if plan.uncertainty else {}
    for side, party in enumerate(plan.parties):
        own, interval = float(areas[side].sum()), known.get(party)
        shares = interval and (interval[0] / whole, interval[1] / whole)
        yield _within(Measure("territory_area", own, "m2", party=party), interval)
        share = Measure("territory_share", own / whole, "1", party=party, basis=COUNTRY_BASIS)
        yield _within(share, shares)
        for k, code in enumerate(plan.division.coverage.labels):
            value = float(areas[side, k])
            part = value / float(units[k])
            yield Measure("territory_area", value, "m2", party=party, unit_code=code)
            yield Measure("territory_share", part, "1", party, code, basis=UNIT_BASIS)


def counted(plan: Plan) -> list[tuple[str, NDArray[np.int64]]]:
    """Return what of settlements is summed: a measure's name, and how much of it each has, (n,).

    Rows that stand for villages of which none is listed are no settlements; what the gazetteer
    itself says of people stands under its own name.
    """
    places = plan.settlements
    listed = listed_people(places)
    return [
        ("settlements", is_settlement(places).astype(np.int64)),
        ("people", np.asarray(places["population"], dtype=np.int64)),
        *([] if listed is None else [("people_listed", listed)]),
    ]


def _settlements(plan: Plan) -> Iterator[Measure]:
    places = plan.settlements
    for party in plan.parties:
        own = (places["party"] == party).to_numpy(bool)
        for name, weight in counted(plan):
            yield Measure(name, int(weight[own].sum()), "count", party=party)


def _settlements_in_zone(plan: Plan) -> Iterator[Measure]:
    places, may = plan.settlements, plan.uncertainty
    inside = places["in_zone"].to_numpy(dtype=bool)
    for party in (None, *plan.parties):
        held = (
            np.ones(len(places), bool) if party is None else (places["party"] == party).to_numpy()
        )
        for name, weight in counted(plan):
            counts = [
                int(weight[held & chosen].sum())
                for chosen in (inside, *((may.surely_in_zone, may.maybe_in_zone) if may else ()))
            ]
            interval = (counts[1], counts[2]) if may else None
            measure = Measure(f"{name}_in_zone", counts[0], "count", party=party)
            yield _within(measure, interval)


FIXED: tuple[Callable[[Plan], Iterator[Measure]], ...] = (
    _line_length,
    _zone_length,
    _zone_area,
    _territory,
    _settlements,
    _settlements_in_zone,
)
"""What :func:`measures` evaluates, in order."""
