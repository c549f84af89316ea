"""The figures of a plan: all of them with their ranges, or quickly those that a division gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ceaseline.layers.measures.registry import REGISTRY, ROWS, ordered
from ceaseline.layers.measures.view import PlanView
from ceaseline.layers.plan.figure import Figure, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceaseline.layers.measures.registry import Measure
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.plan.uncertainty import Interval

__all__ = ["figures", "others", "quick_figures", "ranges", "told_in_rows"]


def figures(plan: Plan) -> tuple[Figure, ...]:
    """Return all figures of a plan; `Plan.figures` keeps them.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    tuple of Figure
        ``line_length``, ``zone_length``, ``zone_area``, ``territory_area``, ``territory_share``,
        ``settlements``, ``people``, ``people_listed``, the three ``…_in_zone``; areas and shares
        also by party and by oblast. ``people`` are the official ones, ``people_listed`` those
        that the gazetteer lists. Lengths carry the resolution of the facts behind the line;
        what hangs on where exactly the line lies carries ``low`` and ``high``. Then every measure
        that was registered besides.

    Examples
    --------
    >>> from ceaseline.layers.plan.figure import find
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> share = find(figures(plan(load("four-oblasts"))), "territory_share", party="Russia")
    >>> round(share.value, 3)
    0.222
    """
    known = ranges(plan)
    own = (
        within(one, known.get((one.id, one.party)) if one.unit_code is None else None)
        for each in ordered(quick=False)
        for one in each.rule(plan)
    )
    return (*own, *others(plan))


def quick_figures(plan: Plan) -> tuple[Figure, ...]:
    """Return the figures that a division gives, without a polygon and without ranges.

    Length, territory, shares, settlements and people by side: a few milliseconds a line where the
    quick way to divide is sure (:attr:`ceaseline.geo.partition.Division.length_m`). Areas are equal
    to the full figures', lengths within 1 m.

    Parameters
    ----------
    plan : Plan

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> found = quick_figures(plan(load("contact-2024-11-20")))
    >>> sorted({one.id for one in found})[:3]
    ['line_length', 'people', 'people_listed']
    """
    return tuple(one for each in ordered(quick=True) for one in each.rule(plan))


def ranges(plan: Plan) -> dict[tuple[str, str | None], Interval]:
    """Return the range of what hangs on where the line lies, by id of the figure and party."""
    may = plan.uncertainty
    if may is None:
        return {}
    out: dict[tuple[str, str | None], Interval] = {}
    whole = float(plan.division.areas.sum())
    for party, (low, high) in may.territory_m2.items():
        out["territory_area", party] = (low, high)
        out["territory_share", party] = (low / whole, high / whole)
    out.update({("zone_area", party): ends for party, ends in may.zone_area_m2.items()})
    return out


def told_in_rows() -> frozenset[str]:
    """Return the ids of the figures that have a place of their own in tables."""
    return frozenset(name for each in ROWS for name in each.ids)


def others(plan: Plan) -> Iterator[Figure]:
    """Yield the figures of measures that say nothing of rows: a value, or one for each party."""
    told = told_in_rows()
    view = PlanView(plan)
    for one in REGISTRY.values():
        if one.everywhere and one.id not in told:
            yield from _plain(one, view)


def _plain(one: Measure, view: PlanView) -> Iterable[Figure]:
    value = one.rule(view)
    if isinstance(value, Mapping):
        return [
            Figure(
                one.id,
                float(number),
                one.unit,
                party=None if one.per == "unit" else key,
                unit_code=key if one.per == "unit" else None,
            )
            for key, number in value.items()
        ]
    return [] if value is None else [Figure(one.id, float(value), one.unit)]
