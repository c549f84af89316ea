"""The table of facts: which party held which settlement on which date."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.layers.study import in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.layers.placement.placement import Control
    from ceaseline.layers.study import Study

__all__ = ["HELD_BY", "Facts", "facts", "held"]

HELD_BY = "held_by_"
"""What the columns of the table begin with; a date follows."""


@dataclass(frozen=True)
class Facts:
    """Who held what.

    Attributes
    ----------
    held : mapping of date to mapping of settlement id to party
        Dates as ISO 8601; settlement ids of GeoNames. What is not listed was the first party's.
    names : mapping of settlement id to name
    disputed : mapping of date to frozenset of settlement id
        Places within about 2 km of the line that day: who held them may be disputed.
    """

    held: Mapping[str, Mapping[int, str]]
    names: Mapping[int, str]
    disputed: Mapping[str, frozenset[int]]

    @property
    def dates(self) -> tuple[str, ...]:
        """The dates, in order."""
        return tuple(sorted(self.held))


def facts() -> Facts:
    """Return the table of control of the study in force.

    The embedded one has 1,436 settlements on three dates. Source: read off the public daily control
    maps of those dates, place by place; for the first the line of contact as publicly reported, to
    about 5 km. Facts at the precision of a settlement, not a survey. A study without a table has
    no dates.

    Examples
    --------
    >>> facts().dates
    ('2022-02-23', '2024-11-20', '2026-08-22')
    >>> facts().held["2024-11-20"][708841]
    'Russia'
    """
    return _facts(in_force())


@lru_cache(maxsize=8)
def _facts(study: Study) -> Facts:
    if study.control is None:
        return Facts({}, {}, {})
    text = study.control.read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    dates = [name.removeprefix(HELD_BY) for name in rows[0] if name.startswith(HELD_BY)]
    return Facts(
        held={d: {int(r["geonameid"]): r[HELD_BY + d] for r in rows} for d in dates},
        names={int(r["geonameid"]): r["name"] for r in rows},
        disputed={
            d: frozenset(int(r["geonameid"]) for r in rows if r[f"near_line_{d}"] == "yes")
            for d in dates
        },
    )


def held(control: Control) -> dict[int, str]:
    """Return who holds each listed settlement, its flips included.

    Parameters
    ----------
    control : Control
        The date and the flips.

    Raises
    ------
    InputError
        If the table has no such date.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Control
    >>> held(Control("2024-11-20", ((708841, "Ukraine"),)))[708841]
    'Ukraine'
    """
    table = facts()
    if control.date not in table.held:
        known = (
            f"there is one for {', '.join(table.dates)}" if table.dates else "the study has none"
        )
        raise InputError(f"There is no table of control for {control.date}; {known}.")
    return {**table.held[control.date], **dict(control.flips)}
