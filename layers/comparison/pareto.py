"""Which placements are not beaten on all chosen measures, without weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.said import joined, said
from ceaseline.layers.measures.registry import REGISTRY, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Goal", "Standing", "goal", "standings"]

_WAYS = ("min", "max")


@dataclass(frozen=True)
class Goal:
    """A measure of which less, or more, counts as better for the reader who chose it.

    Attributes
    ----------
    id, key : str
        Measure, and party or other key where it has several values.
    way : str
        ``"min"`` or ``"max"``.
    """

    id: str
    key: str
    way: str

    @property
    def text(self) -> str:
        """The goal as :func:`goal` reads it."""
        return f"{self.id}/{self.key}:{self.way}" if self.key else f"{self.id}:{self.way}"

    @property
    def words(self) -> str:
        """The goal for people."""
        title = REGISTRY[self.id].title
        about = joined(", ", [title, self.key] if self.key else [title])
        if self.way == "min":
            return said("least {measure}", measure=about)
        return said("most {measure}", measure=about)


@dataclass(frozen=True)
class Standing:
    """How one placement stands against the others.

    Attributes
    ----------
    values : tuple of (float or None)
        One for each goal.
    beaten_by : tuple of int
        The placements that are at least as good on every goal and better on one; None of those
        with an unknown value.
    """

    values: tuple[float | None, ...]
    beaten_by: tuple[int, ...]


def goal(text: str) -> Goal:
    """Read a goal from ``measure[/key]:min|max``.

    Raises
    ------
    InputError
        If the measure is unknown or the direction is neither.

    Examples
    --------
    >>> goal("people/Russia:min")
    Goal(id='people', key='Russia', way='min')
    >>> goal("people/Russia:min").text
    'people/Russia:min'
    """
    name, _, way = text.rpartition(":")
    if way not in _WAYS or not name:
        raise InputError(
            f"The trade-off {text!r} does not say which way; give for example people_in_zone:min."
        )
    ident, _, key = name.partition("/")
    (known,) = select([ident])
    if bool(known.per) != bool(key):
        wanted = f"a {known.per} after a slash" if known.per else "no slash"
        raise InputError(f"The measure {ident!r} takes {wanted}; the trade-off was {text!r}.")
    return Goal(ident, key, way)


def standings(
    values: Sequence[Mapping[tuple[str, str], float | None]], goals: Sequence[Goal]
) -> tuple[Standing, ...]:
    """Return which placements are beaten on all goals, and by which.

    Parameters
    ----------
    values : sequence of mapping
        One a placement, as :func:`ceaseline.layers.measures.registry.evaluate` returns it.
    goals : sequence of Goal

    Raises
    ------
    InputError
        If a placement has no value for the key of a goal, such as a party's name misspelt.

    Examples
    --------
    >>> short = {("zone_area", ""): 1.0, ("people_in_zone", ""): 9.0}
    >>> long = {("zone_area", ""): 2.0, ("people_in_zone", ""): 9.0}
    >>> both = [goal("zone_area:min"), goal("people_in_zone:min")]
    >>> [s.beaten_by for s in standings([short, long], both)]
    [(), (0,)]
    """
    for one in goals:
        if not any((one.id, one.key) in row for row in values):
            keys = sorted({key for row in values for name, key in row if name == one.id})
            raise InputError(f"{one.id} has no {one.key!r}; it has {', '.join(keys)}.")
    table = [tuple(row.get((g.id, g.key)) for g in goals) for row in values]
    return tuple(
        Standing(
            own, tuple(k for k, other in enumerate(table) if k != n and _beats(other, own, goals))
        )
        for n, own in enumerate(table)
    )


def _beats(one: Sequence[float | None], two: Sequence[float | None], goals: Sequence[Goal]) -> bool:
    gaps = []
    for a, b, g in zip(one, two, goals, strict=True):
        if a is None or b is None:
            return False
        gaps.append(b - a if g.way == "min" else a - b)
    return all(gap >= 0 for gap in gaps) and any(gap > 0 for gap in gaps)
