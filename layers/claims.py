"""What a placement passes for: a line of the library, by its name, title or origin, or not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import shapely

from geo.errors import GeometryError
from geo.geodesy import area
from layers.edits.change import farthest
from layers.plan import plan
from layers.store import library, load

if TYPE_CHECKING:
    from layers.placement import Placement
    from layers.plan import Plan

__all__ = ["Claim", "claim", "claimed"]

By = Literal["name", "title", "origin"]

SAME_M = 0.1
"""Lines that lie nowhere farther apart are the same: coordinates are held to a centimetre."""


@dataclass(frozen=True)
class Claim:
    """A placement that goes by a line of the library which it is not.

    Attributes
    ----------
    of : str
        The library's name of that line.
    by : str
        What it claims it by: ``"name"``, ``"title"`` or ``"origin"``.
    farthest_m : float
        The greatest distance of a place of either line from the other.
    area_m2 : float
        The ground that lies on the other side of the one than of the other.
    """

    of: str
    by: By
    farthest_m: float
    area_m2: float

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON.

        Examples
        --------
        >>> Claim("four-oblasts", "name", 2e3, 5e6).as_dict()["by"]
        'name'
        """
        return {
            "of": self.of,
            "by": self.by,
            "farthest_m": self.farthest_m,
            "area_m2": self.area_m2,
        }

    def __str__(self) -> str:
        """Return it as a sentence."""
        how = {
            "name": f"It has the name of {self.of} in the library, but not its line",
            "title": f"It has the title of {self.of} in the library, but not its line",
            "origin": f"It starts from {self.of} of the library, but has another line",
        }
        apart = f"{self.farthest_m / 1000:,.2f} km apart"
        return f"{how[self.by]}: they lie up to {apart}, {_km2(self.area_m2)} is on other sides."


def _km2(square_metres: float) -> str:
    decimals = 2 if square_metres < 10e6 else 0
    return f"{square_metres / 1e6:,.{decimals}f} km²"


def claimed(placement: Placement) -> tuple[str, By] | None:
    """Return the line of the library that a placement goes by, and what it claims it by.

    Examples
    --------
    >>> claimed(load("four-oblasts"))
    ('four-oblasts', 'name')
    """
    known = library()
    if placement.name in known:
        return placement.name, "name"
    for name in known:
        if placement.title.casefold() == load(name).title.casefold():
            return name, "title"
    return (placement.origin, "origin") if placement.origin in known else None


@lru_cache(maxsize=4)
def claim(one: Plan) -> Claim | None:
    """Return how the line of a plan differs from that of the library it goes by.

    Parameters
    ----------
    one : Plan

    Returns
    -------
    Claim, optional
        None where it goes by none, or has its line, generalised or not.

    Examples
    --------
    >>> claim(plan(load("four-oblasts")))
    """
    found = claimed(one.placement)
    if found is None:
        return None
    name, by = found
    other = load(name)
    if _coords(other) == _coords(one.placement):
        return None
    try:
        theirs = plan(other, one.boundaries)
    except GeometryError:  # a country that the library's line does not divide
        return None
    far = farthest(theirs.line, one.line)
    coarser = one.placement.detail_m > other.detail_m
    if far <= SAME_M + one.placement.detail_m * coarser:  # the same line, generalised
        return None
    return Claim(name, by, far, _moved(theirs, one))


def _coords(placement: Placement) -> tuple[Any, ...]:
    return tuple(section.coords for section in placement.sections)


def _moved(one: Plan, two: Plan) -> float:
    """Return the ground of the first party in one plan that is not in the other, both ways."""
    had, has = (p.division.territory(0) for p in (one, two))
    both = (shapely.difference(had, has), shapely.difference(has, had))
    return sum(float(area(shape)) for shape in both if not shapely.is_empty(shape))
