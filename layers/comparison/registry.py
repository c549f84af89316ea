"""The measures of a comparison: one function each, with unit, definition and source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ceaseline.layers.comparison.subject import Subject

__all__ = ["ENGINE", "REGISTRY", "Quantity", "Rule", "Value", "evaluate", "quantity", "select"]

Value: TypeAlias = float | Mapping[str, float] | None
"""One number, None where the placement does not say, or a number for each key."""

Rule: TypeAlias = "Callable[[Subject], Value]"

ENGINE = "geodesic, WGS84"
"""Source of a measure that follows from the line and the boundaries alone."""


@dataclass(frozen=True)
class Quantity:
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
        From a :class:`ceaseline.layers.comparison.subject.Subject` to the value.
    """

    id: str
    title: str
    unit: str
    per: str
    source: str
    definition: str
    rule: Rule


_ROOMS = ("line", "ground", "people", "zone")

REGISTRY: dict[str, Quantity] = {}
"""All measures by id."""


def quantity(
    name: str, title: str, unit: str, *, per: str = "", source: str = ENGINE
) -> Callable[[Rule], Rule]:
    """Register a function as a measure; its docstring is the definition.

    Parameters
    ----------
    name, title, unit, per, source
        As the fields of :class:`Quantity`.

    Examples
    --------
    >>> REGISTRY["sinuosity"].unit
    '1'
    """

    def register(rule: Rule) -> Rule:
        if name in REGISTRY:
            raise ValueError(f"two measures have the id {name}")
        words = " ".join((rule.__doc__ or "").split())
        REGISTRY[name] = Quantity(name, title, unit, per, source, words, rule)
        return rule

    return register


def select(ids: Iterable[str] | None = None) -> tuple[Quantity, ...]:
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
        return tuple(sorted(REGISTRY.values(), key=_room))
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


def _room(one: Quantity) -> int:
    room = one.rule.__module__.rpartition("_")[2]
    return _ROOMS.index(room) if room in _ROOMS else len(_ROOMS)


def evaluate(
    subject: Subject, chosen: Iterable[Quantity] | None = None
) -> dict[tuple[str, str], float | None]:
    """Return the values of a placement by measure and key.

    Parameters
    ----------
    subject : Subject
    chosen : iterable of Quantity, optional
        All if not given.

    Returns
    -------
    dict
        ``(id, key)`` to the value; the key is empty where the measure has one value only.
    """
    out: dict[tuple[str, str], float | None] = {}
    for one in chosen if chosen is not None else REGISTRY.values():
        value = one.rule(subject)
        if isinstance(value, Mapping):
            out.update({(one.id, key): float(number) for key, number in value.items()})
        else:
            out[one.id, ""] = None if value is None else float(value)
    return out
