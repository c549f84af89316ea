"""The charts of a comparison as data: one description, drawn as SVG or by matplotlib."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ceaseline.geo.said import joined, message, said
from ceaseline.layers.measures import REGISTRY
from ceaseline.maps.text.quantities import kilometres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.comparison import Comparison, Goal
    from ceaseline.layers.provisions import Proposal
    from ceaseline.maps.text.language import Tongue

__all__ = ["COLOURS", "Chart", "Series", "charts", "length_chart", "said_in", "strip_charts",
           "stroke", "ticks", "tradeoff_chart"]  # fmt: skip

COLOURS = ("#2f7fd1", "#d07a1f", "#3f9c4b", "#b0448f", "#1f97a5", "#a08a1c", "#808488", "#cf4a40")
"""Told apart by hue and lightness; dashes tell them apart where hues are not seen."""

_DASHES = ((), (5.0, 1.5), (1.2, 1.2), (6.0, 1.5, 1.2, 1.5))
"""In widths of the line."""

_UNITS = {"m": (1e3, message("km")), "m2": (1e6, message("km²")), "1": (1.0, ""),
          "count": (1.0, ""), "1/m2": (1e-6, message("a km²"))}  # fmt: skip


@dataclass(frozen=True)
class Series:
    """One row of points.

    Attributes
    ----------
    name : str
    x, y : tuple of float
    kind : str
        ``"line"``, ``"area"`` (filled to zero) or ``"dots"`` (each with its label).
    labels : tuple of str
        Of dots.
    """

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    kind: str = "line"
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes
    ----------
    title, x_title, y_title : str
    series : tuple of Series
    level : (value, low, high, label), optional
        A target with its tolerance, drawn across.
    words : str
        What it shows, for those who cannot see it.
    """

    title: str
    x_title: str
    y_title: str
    series: tuple[Series, ...]
    level: tuple[float, float, float, str] | None = None
    words: str = ""


def charts(held: Comparison, study: Proposal, goals: Sequence[Goal] = ()) -> list[Chart]:
    """Return the charts of a comparison: strips, lengths against detail, trade-offs.

    Parameters
    ----------
    held : Comparison
    study : Proposal
        Whose length of the zone is drawn in.
    goals : sequence of Goal
        The first two make the figure of trade-offs.
    """
    out = [*strip_charts(held), length_chart(held, study)]
    return [*out, tradeoff_chart(held, goals)] if len(goals) > 1 else out


def said_in(tongue: Tongue, given: Chart) -> Chart:
    """Return a chart with its words in a language; names of placements stay.

    Parameters
    ----------
    tongue : Tongue
    given : Chart
        In English.
    """
    level = given.level and (*given.level[:3], tongue.said(given.level[3]))
    series = tuple(replace(one, name=tongue.said(one.name)) for one in given.series)
    title, x_title, y_title = map(tongue.said, (given.title, given.x_title, given.y_title))
    return Chart(title, x_title, y_title, series, level, tongue.said(given.words))


def strip_charts(held: Comparison) -> list[Chart]:
    """Return for each line but the base how far it runs from the base, km by km."""
    left, right = held.basis.parties
    out = []
    for name, gap in zip(held.names[1:], held.apart, strict=True):
        km = tuple((gap.strip.station_m / 1000).round(1).tolist())
        off = tuple((gap.strip.offset_m / 1000).round(2).tolist())
        words = said(
            "Mean {mean}, 95 % within {most}, at most {farthest}.",
            mean=kilometres(gap.mean_m), most=kilometres(gap.p95_m),
            farthest=kilometres(gap.hausdorff_m),
        )  # fmt: skip
        y_title = said("km: + on the side of {left}, − of {right}", left=left, right=right)
        title = said("How far {name} runs from {base}", name=name, base=held.names[0])
        series = (Series(name, km, off, "area"),)
        out.append(Chart(title, said("km along {name}", name=name), y_title, series, None, words))
    return out


def length_chart(held: Comparison, study: Proposal) -> Chart:
    """Return the length of every line against its detail, with the proposal's length drawn in."""
    series = tuple(
        Series(
            name,
            tuple(d / 1000 for d in drawn.detail_m),
            tuple(round(m / 1000, 1) for m in drawn.length_m),
        )
        for name, drawn in zip(held.names, held.lengths, strict=True)
    )
    titles = (said("Length against detail"), said("detail, km"), said("length, km"))
    wanted = next((p for p in study.provisions if p.kind == "zone_length"), None)
    if wanted is None or wanted.target is None or wanted.tolerance is None:
        return Chart(*titles, series)
    low, high = wanted.target - wanted.tolerance, wanted.target + wanted.tolerance
    reached = [
        said(
            "{name} reaches {low:,.0f} km at a detail of {at:g} km",
            name=name,
            low=low,
            at=at / 1000,
        )
        for name, drawn in zip(held.names, held.lengths, strict=True)
        if (at := drawn.reaches(low * 1000)) is not None
    ]
    words = said("No line reaches {low:,.0f} km at any detail.", low=low)
    if reached:
        words = joined("", [joined("; ", reached), "."])
    about = said("proposal: about {km:,.0f} km", km=wanted.target)
    return Chart(*titles, series, (wanted.target, low, high, about), words)


def tradeoff_chart(held: Comparison, goals: Sequence[Goal]) -> Chart:
    """Return the placements by the first two of some goals; those not beaten apart."""
    first, second = goals[:2]
    groups: dict[bool, list[int]] = {True: [], False: []}
    standings = held.standings(goals)
    for k, standing in enumerate(standings):
        if None not in standing.values[:2]:
            groups[not standing.beaten_by].append(k)
    series = tuple(
        Series(
            said("not beaten") if unbeaten else said("beaten"),
            tuple(_scaled(first, standings[k].values[0]) for k in own),
            tuple(_scaled(second, standings[k].values[1]) for k in own),
            "dots",
            tuple(held.names[k] for k in own),
        )
        for unbeaten, own in groups.items()
        if own
    )
    words = said("Nothing is weighted; not beaten means that none is at least as good on all.")
    return Chart(said("Trade-offs"), _axis(first), _axis(second), series, None, words)


def _scaled(goal: Goal, value: float | None) -> float:
    return (value or 0.0) / _UNITS[REGISTRY[goal.id].unit][0]


def _axis(goal: Goal) -> str:
    unit = _UNITS[REGISTRY[goal.id].unit][1]
    return joined(", ", filter(None, (goal.words, unit)))


def stroke(number: int) -> tuple[str, tuple[float, ...]]:
    """Return how the line of a placement is drawn, by its number: colour, dashes in line widths.

    Examples
    --------
    >>> stroke(0), stroke(1), stroke(8)
    (('#2f7fd1', ()), ('#d07a1f', (5.0, 1.5)), ('#2f7fd1', (5.0, 1.5)))
    """
    rounds, hue = divmod(number, len(COLOURS))
    return COLOURS[hue], _DASHES[(hue + rounds) % len(_DASHES)]


def ticks(low: float, high: float, wanted: int = 5) -> list[float]:
    """Return round values that span a range.

    Parameters
    ----------
    low, high : float
    wanted : int
        About how many.

    Examples
    --------
    >>> ticks(0, 1035), ticks(-3.2, 4.1)
    ([0.0, 250.0, 500.0, 750.0, 1000.0, 1250.0], [-4.0, -2.0, 0.0, 2.0, 4.0, 6.0])
    """
    span = max(high - low, 1e-9) / wanted
    power = 10.0 ** len(str(int(span))) / 10 if span >= 1 else 10.0 ** -_zeros(span)
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= span)
    first, last = int(low // step), -int(-high // step)
    return [round(k * step, 10) for k in range(first, last + 1)]


def _zeros(span: float) -> int:
    count = 0
    while span < 1:
        span *= 10
        count += 1
    return count
