"""What every verb is made of, and the checks that several share."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from ceaseline.layers.placement.placement import Placement

__all__ = ["Verb", "a_party", "amount"]


@dataclass(frozen=True)
class Verb:
    """One kind of edit.

    Attributes
    ----------
    make : callable
        ``make(placement, ground, **arguments) -> Placement``, pure.
    settle : callable
        ``resolve(placement, ground, **words) -> arguments``: what a person gave as JSON values that
        mean the same whatever is edited later, so that the history can be replayed.
    moves : bool
        Whether it moves the line, which a lock refuses.
    """

    make: Callable[..., Placement]
    resolve: Callable[..., dict[str, Any]]
    moves: bool = True


def a_party(placement: Placement, party: str) -> str:
    """Return the party of a placement that a word stands for, whatever its case.

    Raises
    ------
    InputError
        If the placement has no such party.
    """
    for known in placement.parties:
        if known.casefold() == str(party).strip().casefold():
            return known
    raise InputError(
        f"{party!r} is not a party of {placement.name}; give {placement.parties[0]} or "
        f"{placement.parties[1]}."
    )


def amount(what: str, value: float, unit: str, top: float) -> float:
    """Return a number above 0 and at most `top`.

    Raises
    ------
    InputError
        If it is not.

    Examples
    --------
    >>> amount("distance", 2, "km", 500)
    2.0
    >>> amount("distance", -2, "km", 500)
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The distance is -2 km; give a number above 0 and at most 500.
    """
    number = float(value)
    if not (isfinite(number) and 0 < number <= top):
        raise InputError(
            f"The {what} is {value} {unit}; give a number above 0 and at most {top:g}."
        )
    return number
