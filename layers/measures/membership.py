"""Settlements and people by the unit that they belong to: oblast, raion or hromada."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.hromadas import hromadas, raions
from ceaseline.geo.gazetteer.unit_codes import unit_names
from ceaseline.layers.measures.people import counted
from ceaseline.layers.plan.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ceaseline.layers.plan.plan import Plan

__all__ = ["LEVELS", "UnitCount", "by_unit", "counts_by_unit"]

LEVELS: Final[dict[str, str]] = {"oblast": "unit_code", "raion": "raion", "hromada": "hromada"}
"""What settlements are gathered by, and the column that says where each belongs."""


HELD: Final = ("settlements", "people")


@dataclass(frozen=True)
class UnitCount:
    """What of one unit is on each side of the line, by where its settlements lie.

    Attributes
    ----------
    code : str
        ISO 3166-2 code of an oblast, KATOTTG code of a raion or hromada.
    title : str
        Its name with its kind.
    oblast : str
        Name of the oblast that it is in; its own for an oblast.
    counts : mapping of (str, str) to int
        By measure (``settlements``, ``people``, each also ``…_in_zone``) and party.
    """

    code: str
    title: str
    oblast: str
    counts: Mapping[tuple[str, str], int]

    def total(self, name: str) -> int:
        """Return a count of all parties."""
        return sum(value for (own, _), value in self.counts.items() if own == name)

    @property
    def touched(self) -> bool:
        """Whether the line parts its settlements, or some are in the zone."""
        holders = {party for (name, party), value in self.counts.items() if value and name in HELD}
        inside = self.total("settlements_in_zone") + self.total("people_in_zone")
        return len(holders) > 1 or inside > 0


def counts_by_unit(plan: Plan, level: str) -> tuple[UnitCount, ...]:
    """Return the settlements and people of a plan by unit, those in the zone too.

    A settlement counts for the unit that it belongs to, not for the one that its place lies in as
    drawn.

    Parameters
    ----------
    plan : Plan
    level : str
        ``oblast``, ``raion`` or ``hromada``.

    Returns
    -------
    tuple of UnitCount
        By oblast and name.

    Raises
    ------
    InputError
        If there is no such level, or the settlements do not say where they belong.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> rows = counts_by_unit(plan(load("four-oblasts")), "hromada")
    >>> len(rows), sum(row.total("people") for row in rows)
    (1640, 43579912)
    """
    if level not in LEVELS:
        raise InputError(f"There is no level {level!r}; give {', '.join(LEVELS)}.")
    places = plan.settlements
    if LEVELS[level] not in places:
        raise InputError(
            f"The settlements of {plan.gazetteer.supplied or 'the plan'} do not say which {level} "
            f"each is in; add a column `{level}` with its code, or leave --settlements out."
        )
    codes, row = np.unique(places[LEVELS[level]].to_numpy(str), return_inverse=True)
    party = places["party"].to_numpy()
    inside = places["in_zone"].to_numpy(bool)
    sums: dict[tuple[str, str], NDArray[np.int64]] = {}
    for suffix, chosen in (("", np.ones(len(places), bool)), ("_in_zone", inside)):
        for side in plan.parties:
            for name, weight in counted(plan):
                own = np.where(chosen & (party == side), weight, 0)
                sums[f"{name}{suffix}", side] = np.bincount(row, own, len(codes)).astype(int)
    found = [
        UnitCount(str(code), *_called(str(code), level), {k: int(v[n]) for k, v in sums.items()})
        for n, code in enumerate(codes)
    ]
    return tuple(sorted(found, key=lambda unit: (unit.oblast, unit.title, unit.code)))


def _called(code: str, level: str) -> tuple[str, str]:
    """Return a unit's title and the name of its oblast; the code where it is not known."""
    oblasts = unit_names()
    if level == "oblast":
        return (oblasts.get(code, code),) * 2
    unit = (raions() if level == "raion" else hromadas()).get(code)
    return (unit.title, oblasts[unit.oblast]) if unit else (code, "")


def by_unit(plan: Plan, level: str) -> tuple[Figure, ...]:
    """Return the same as measures with a ``unit_code``, for JSON and spreadsheets.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> by_unit(plan(load("four-oblasts")), "raion")[0].unit_code
    'UA71080000000036344'
    """
    return tuple(
        Figure(name, value, "count", party, unit.code)
        for unit in counts_by_unit(plan, level)
        for (name, party), value in unit.counts.items()
    )
