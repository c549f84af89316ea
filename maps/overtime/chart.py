"""Figures of dated placements along time, as data: one panel a measure."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError
from ceaseline.layers.plan.uncertainty import resolution
from ceaseline.maps.overtime.basis import Basis, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.text.describe import Words
    from ceaseline.maps.text.language import Tongue

__all__ = [
    "USUAL",
    "Panel",
    "Point",
    "Row",
    "among",
    "apart",
    "charted",
    "day_ticks",
    "marked",
    "panels",
    "thinned",
]

USUAL = ("territory_share", "zone_area", "people_in_zone")
"""What is charted if nothing else is asked for: territory, zone, people."""

_MONTHS = 30.4375
_FEWEST = 2
_SCALES = {"m": 1e3, "m2": 1e6, "1": 0.01}
"""What the unit in which a figure is shown is in SI; counts are shown as they are."""
_FINEST = 6
"""Decimals of an axis, at most."""


@dataclass(frozen=True)
class Point:
    """One figure of one placement.

    Attributes
    ----------
    plan : int
        The place of its plan among those given.
    day : date
    value : float
        In the unit of its panel.
    low, high : float or None
        The range, in the same unit, where the figure has one.
    shown, interval : str
        The same in words.
    """

    plan: int
    day: dt.date
    value: float
    low: float | None
    high: float | None
    shown: str
    interval: str


@dataclass(frozen=True)
class Row:
    """One figure over time, of both sides together or of one.

    Attributes
    ----------
    party : str
        In the language of the chart; empty for both sides together.
    side : int or None
    points : tuple of Point
        By day.
    """

    party: str
    side: int | None
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Panel:
    """One measure over time, on an axis that begins at zero.

    Attributes
    ----------
    id, name, unit : str
        The unit is empty for counts.
    bases : tuple of Basis
        What its figures are measured by, by day.
    rows : tuple of Row
    """

    id: str
    name: str
    unit: str
    bases: tuple[Basis, ...]
    rows: tuple[Row, ...]

    @property
    def title(self) -> str:
        """Return the name with its unit."""
        return f"{self.name}, {self.unit}" if self.unit else self.name

    @property
    def greatest(self) -> float:
        """Return the greatest value or end of a range."""
        return max(p.high if p.high is not None else p.value for r in self.rows for p in r.points)

    @property
    def ranged(self) -> bool:
        """Tell whether any figure has a range."""
        return any(p.low is not None and p.high is not None for r in self.rows for p in r.points)

    @property
    def of_zone(self) -> bool:
        """Tell whether the figures hang on how deep the zone is."""
        return self.id.startswith("zone_") or self.id.endswith("_in_zone")

    @property
    def of_people(self) -> bool:
        """Tell whether people are counted."""
        return self.id.startswith("people")

    def basis(self, tongue: Tongue) -> str:
        """Return what its figures are measured by: a range, or each day's, where they differ."""
        return in_words(self.bases, tongue) if self.bases else ""

    def words(self, tongue: Tongue) -> str:
        """Return the whole panel in a sentence a row, for those who cannot see it."""
        told = []
        for row in self.rows:
            each = "; ".join(f"{tongue.date(p.day)}: {p.shown}" for p in row.points)
            told.append(f"{row.party}: {each}." if row.party else f"{each}.")
        basis = self.basis(tongue)
        title = f"{self.title} ({basis})" if basis else self.title
        return " ".join([f"{title}.", *told])


def apart(plans: Sequence[Plan]) -> bool:
    """Tell whether plans stand along time: two or more, each of a day of its own."""
    return charted(plans) and all(plan.placement.date for plan in plans)


def charted(plans: Sequence[Plan]) -> bool:
    """Tell whether plans make a chart over time: two or more dated, each of a day of its own."""
    days = [plan.placement.date for plan in plans if plan.placement.date is not None]
    return len(days) >= _FEWEST and len(set(days)) == len(days)


def among(plans: Sequence[Plan]) -> tuple[list[Plan], list[Plan]]:
    """Return the dated plans by day, and those that no day can be given.

    Raises
    ------
    InputError
        If fewer than two are dated, or two are of the same day.
    """
    dated = [plan for plan in plans if plan.placement.date is not None]
    rest = [plan for plan in plans if plan.placement.date is None]
    if len(dated) < _FEWEST:
        raise InputError(
            f"A chart over time needs two placements with a date, and {len(dated)} of "
            f"{', '.join(p.placement.name for p in plans) or 'the library'} has one; `ceaseline "
            "layers list` shows the dates of the library."
        )
    by_day: dict[Any, Plan] = {}
    for plan in dated:
        day = plan.placement.date
        if day in by_day:
            raise InputError(_same_day(by_day[day], plan))
        by_day[day] = plan
    return [by_day[day] for day in sorted(by_day)], rest


def _same_day(one: Plan, other: Plan) -> str:
    own, day = one.placement.name, one.placement.date
    if own == other.placement.name:
        return f"{own}, of {day}, is given twice; a chart over time takes one placement a day."
    return (
        f"{own} and {other.placement.name} are both of {day}; a chart over time takes one "
        "placement a day, `ceaseline compare` sets two side by side."
    )


def panels(plans: Sequence[Plan], said: Sequence[Words], ids: Sequence[str] = USUAL) -> list[Panel]:
    """Return what plans come to over time, a panel a measure.

    Parameters
    ----------
    plans : sequence of Plan
        Those with a date each of a day of its own; those without are left out.
    said : sequence of Words
        Of each plan, in the language of the chart.
    ids : sequence of str
        Measures, by the ids that ``ceaseline measure --format json`` writes.

    Raises
    ------
    InputError
        If there is no such measure for the whole country.
    """
    order = sorted(
        (k for k, plan in enumerate(plans) if plan.placement.date is not None),
        key=lambda k: str(plans[k].placement.date),
    )
    dated = [plans[k] for k in order]
    out = []
    for name in dict.fromkeys(ids):
        found = [[f for f in said[k].figures if f["id"] == name] for k in order]
        if not all(found):
            known = ", ".join(dict.fromkeys(f["id"] for f in said[0].figures))
            raise InputError(f"No measure {name!r} can be charted; give {known}.")
        first = found[-1][0]
        bases = tuple(map(_basis, dated, (one[0] for one in found)))
        out.append(Panel(name, first["name"], first["unit"], bases, _rows(order, dated, found)))
    return out


def _basis(plan: Plan, figure: Mapping[str, Any]) -> Basis:
    own = plan.placement
    length = figure["unit_si"] == "m"
    return Basis(
        _day(plan),
        figure["basis"],
        own.detail_m if length else None,
        resolution(own.sections) if length else None,
    )


def _day(plan: Plan) -> dt.date:
    day = plan.placement.date
    if day is None:
        raise InputError(f"{plan.placement.name} has no date; a chart over time needs one.")
    return day


def _rows(
    numbers: Sequence[int], dated: Sequence[Plan], found: Sequence[Sequence[Mapping[str, Any]]]
) -> tuple[Row, ...]:
    """Return the row of both sides together where the measure has one, else one a side."""
    sides = [f["side"] for f in found[0]]
    out = []
    for side in [None] if None in sides else sides:
        own = [next(f for f in figures if f["side"] == side) for figures in found]
        points = tuple(map(_point, numbers, dated, own))
        out.append(Row("" if side is None else own[0]["party"], side, points))
    return tuple(out)


def _point(number: int, plan: Plan, figure: Mapping[str, Any]) -> Point:
    per = _SCALES.get(figure["unit_si"], 1.0)
    low, high = (
        None if figure.get(key) is None else float(figure[key]) / per
        for key in ("low_si", "high_si")
    )
    value, shown = figure["value_si"] / per, figure["shown"]
    return Point(number, _day(plan), value, low, high, shown, figure["interval"])


def day_ticks(days: Sequence[dt.date], wanted: int = 5) -> list[tuple[dt.date, str]]:
    """Return the beginnings of years, or of months, from before the first day to after the last.

    Parameters
    ----------
    days : sequence of date
        By day.
    wanted : int
        How many at most, about.

    Returns
    -------
    list of (date, str)
        ``"2024"`` where years are told, else ``"2024-03"``.

    Examples
    --------
    >>> import datetime as dt
    >>> [text for _, text in day_ticks([dt.date(2022, 2, 23), dt.date(2024, 11, 20)])]
    ['2022', '2023', '2024', '2025']
    >>> [text for _, text in day_ticks([dt.date(2024, 3, 2), dt.date(2024, 5, 20)])]
    ['2024-03', '2024-04', '2024-05', '2024-06']
    """
    first, last = days[0], days[-1]
    months = (last - first).days / _MONTHS
    step = next(
        (s for s in (1, 3, 6, 12) if months / s < wanted), 12 * (1 + int(months / 12 / wanted))
    )
    at = (first.year * 12 + first.month - 1) // step * step
    out: list[tuple[dt.date, str]] = []
    while not out or out[-1][0] < last:
        day = dt.date(at // 12, at % 12 + 1, 1)
        out.append((day, f"{day:%Y}" if step % 12 == 0 else f"{day:%Y-%m}"))
        at += step
    return out


def thinned(marks: Sequence[tuple[dt.date, str]], room: float, wide: float) -> list[str]:
    """Return the texts of marks that have room side by side; empty where one has none.

    Parameters
    ----------
    marks : sequence of (date, str)
        As of `day_ticks`.
    room : float
        From the first mark to the last.
    wide : float
        A text with the space beside it, in the same unit.

    Examples
    --------
    >>> import datetime as dt
    >>> marks = day_ticks([dt.date(2022, 2, 23), dt.date(2025, 11, 20)])
    >>> thinned(marks, 100, 20), thinned(marks, 100, 30)
    (['2022', '2023', '2024', '2025', '2026'], ['2022', '', '2024', '', '2026'])
    """
    every = max(1, math.ceil(wide * (len(marks) - 1) / room))
    return [text if k % every == 0 else "" for k, (_, text) in enumerate(marks)]


def marked(values: Sequence[float], tongue: Tongue) -> list[str]:
    """Return the values of an axis in words, with the decimals that they need.

    Examples
    --------
    >>> from ceaseline.maps.text.language import tongue
    >>> marked([0.0, 2.5, 5.0], tongue("uk")), marked([0.0, 1000.0], tongue("en"))
    (['0,0', '2,5', '5,0'], ['0', '1,000'])
    """
    digits = next(
        (d for d in range(_FINEST) if all(math.isclose(round(v, d), v) for v in values)), _FINEST
    )
    return [tongue.number(value, digits) for value in values]
