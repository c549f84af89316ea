"""The registry of measures: one function each, with unit, definition, source and what it needs.

A measure that is registered with :func:`measure` stands in comparisons, tables, JSON, maps and
reports. Those that have figures by party and unit, or a range, say with :func:`rows` how they stand
among the figures of a plan; any other stands there with its value, by party where it has one each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ceaseline.geo.country_file import in_force
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ceaseline.layers.measures.view import PlanView
    from ceaseline.layers.plan.figure import Figure
    from ceaseline.layers.plan.plan import Plan

__all__ = [
    "ENGINE",
    "PLACES",
    "QUICK",
    "REGISTRY",
    "ROWS",
    "Measure",
    "Rows",
    "Rule",
    "Value",
    "evaluate",
    "measure",
    "ordered",
    "rows",
    "select",
]

Value: TypeAlias = float | Mapping[str, float] | None
"""One number, None where the placement does not say, or a number for each key."""

Rule: TypeAlias = "Callable[[PlanView], Value]"

ENGINE = "geodesic, WGS84"
"""Source of a measure that follows from the line and the boundaries alone."""
PLACES = "settlements used"
"""Source of a measure of settlements and people; a country says more of its own."""


@dataclass(frozen=True)
class Measure:
    """One measure.

    Attributes
    ----------
    id : str
        Stable across versions.
    title : str
        For people.
    unit : str
        ``"m"``, ``"m2"``, ``"1"`` (a fraction or ratio), ``"1/m2"`` or ``"count"``.
    per : str
        What its values are keyed by: ``"party"``, ``"unit"``, ``"basis"``, ``"city"``,
        ``"holder"``; empty for a single value.
    source : str
        Method or data it rests on beyond the line.
    definition : str
        What exactly is measured.
    rule : callable
        From a :class:`ceaseline.layers.measures.view.PlanView` to the value.
    everywhere : bool
        Whether it is among the figures of a plan; otherwise it is compared only.
    """

    id: str
    title: str
    unit: str
    per: str
    source: str
    definition: str
    rule: Rule
    everywhere: bool = True

    @property
    def rests_on(self) -> str:
        """The source for people: of settlements what the country says of those counted.

        Examples
        --------
        >>> REGISTRY["people"].rests_on
        'registered on 1 January 2022 (State Statistics Service); Crimea: GeoNames'
        """
        said = in_force().table.people_source if self.source == PLACES else ""
        return said or self.source


REGISTRY: dict[str, Measure] = {}
"""All measures by id."""


def measure(
    name: str,
    title: str,
    unit: str,
    *,
    per: str = "",
    source: str = ENGINE,
    everywhere: bool = True,
) -> Callable[[Rule], Rule]:
    """Register a function as a measure; its docstring is the definition.

    Parameters
    ----------
    name, title, unit, per, source, everywhere
        As the fields of :class:`Measure`.

    Examples
    --------
    >>> REGISTRY["sinuosity"].unit
    '1'
    """

    def register(rule: Rule) -> Rule:
        if name in REGISTRY:
            raise ValueError(f"two measures have the id {name}")
        words = " ".join((rule.__doc__ or "").split())
        REGISTRY[name] = Measure(name, title, unit, per, source, words, rule, everywhere)
        return rule

    return register


@dataclass(frozen=True, eq=False)
class Rows:
    """How measures stand among the figures of a plan.

    Attributes
    ----------
    ids : tuple of str
        Of the figures.
    needs : str
        ``line``, ``areas`` or ``sides``, which a division gives; ``zone`` or ``places``, which
        need polygons or distances.
    rule : callable
        From a plan to its figures.
    quick : bool, optional
        Whether it stands among the quick figures only (True) or among the full ones only (False).
    """

    ids: tuple[str, ...]
    needs: str
    rule: Callable[[Plan], Iterable[Figure]]
    quick: bool | None = None


ROWS: list[Rows] = []
"""What gives the figures of a plan."""
_ORDER = ("line_length", "zone_length", "zone_area", "territory_area", "settlements",
          "settlements_in_zone")  # fmt: skip
"""The first ids of figures in the order that files have had from the start; others follow."""
QUICK = frozenset({"line", "areas", "sides"})
"""What a division gives without building a polygon."""


def rows(
    *ids: str, needs: str, quick: bool | None = None
) -> Callable[[Callable[[Plan], Iterator[Figure]]], Callable[[Plan], Iterator[Figure]]]:
    """Register a function that gives figures of a plan.

    Parameters
    ----------
    *ids, needs, quick
        As the fields of :class:`Rows`.
    """

    def register(
        rule: Callable[[Plan], Iterator[Figure]],
    ) -> Callable[[Plan], Iterator[Figure]]:
        ROWS.append(Rows(ids, needs, rule, quick))
        return rule

    return register


def select(ids: Iterable[str] | None = None) -> tuple[Measure, ...]:
    """Return the measures of those ids, or all.

    Raises
    ------
    InputError
        If an id is unknown; the message names the nearest.

    Examples
    --------
    >>> [q.title for q in select(["sinuosity"])]
    ['Sinuosity']
    """
    if ids is None:
        return tuple(REGISTRY.values())
    wanted = list(ids)
    unknown = [name for name in wanted if name not in REGISTRY]
    if unknown:
        raise InputError.of(
            f"There is no measure {name!r:.80}; {_instead(name)}" for name in unknown
        )
    return tuple(REGISTRY[name] for name in wanted)


def _instead(name: str) -> str:
    if near := nearest_names(name, REGISTRY):
        return f"near it: {', '.join(near)}."
    return f"there are {', '.join(sorted(REGISTRY))}."


def evaluate(
    view: PlanView, chosen: Iterable[Measure] | None = None
) -> dict[tuple[str, str], float | None]:
    """Return the values of a placement by measure and key.

    Parameters
    ----------
    view : PlanView
    chosen : iterable of Measure, optional
        All if not given.

    Returns
    -------
    dict
        ``(id, key)`` to the value; the key is empty where the measure has one value only.
    """
    out: dict[tuple[str, str], float | None] = {}
    for one in chosen if chosen is not None else REGISTRY.values():
        value = one.rule(view)
        if isinstance(value, Mapping):
            out.update({(one.id, key): float(number) for key, number in value.items()})
        else:
            out[one.id, ""] = None if value is None else float(value)
    return out


def ordered(*, quick: bool) -> list[Rows]:
    """Return what gives the figures of a plan, in the order in which they stand.

    Parameters
    ----------
    quick : bool
        Only those that a division gives.
    """
    taken = [
        one for one in ROWS if one.quick in (None, quick) and (not quick or one.needs in QUICK)
    ]
    return sorted(taken, key=lambda one: _place(one.ids[0]))


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)
