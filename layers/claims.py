"""What a placement passes for: a line of the library, by its name, title or origin, or not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.gazetteer import gazetteer
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import area
from ceaseline.geo.lines import generalise
from ceaseline.geo.said import Number, Said, counted, joined, message, said
from ceaseline.layers.edits.change import displaced, farthest
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.history import apply
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.study import in_force

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from ceaseline.layers.edits.consequences import Pocket
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.study import Study

__all__ = ["Claim", "claim", "claimed"]

By = Literal["name", "title", "origin"]

SAME_M = 0.1
"""Lines that lie nowhere farther apart are the same: coordinates are held to a centimetre."""
NAMED = 3
"""How many pockets are named; the rest are counted."""
SAME = message("they are the same line")


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
    moved_m : float
        The greatest distance without the line around pockets that are gone or new.
    pockets : tuple of Pocket
        Those of the library's line that are gone, and those that are new, the largest first.
    """

    of: str
    by: By
    farthest_m: float
    area_m2: float
    moved_m: float
    pockets: tuple[Pocket, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON.

        Examples
        --------
        >>> Claim("four-oblasts", "name", 2e3, 5e6, 2e3).as_dict()["by"]
        'name'
        """
        return {
            "of": self.of,
            "by": self.by,
            "farthest_m": self.farthest_m,
            "area_m2": self.area_m2,
            "moved_m": self.moved_m,
            "pockets": [pocket.as_dict() for pocket in self.pockets],
        }

    def __str__(self) -> str:
        """Return it as a sentence."""
        return self.words

    @property
    def words(self) -> str:
        """It as a sentence."""
        if self.by == "name":
            how = said("It has the name of {of} in the library, but not its line", of=self.of)
        elif self.by == "title":
            how = said("It has the title of {of} in the library, but not its line", of=self.of)
        else:
            how = said("It starts from {of} of the library, but has another line", of=self.of)
        return Said.of("{how}: {apart}.", {"how": how, "apart": self.apart})

    @property
    def elsewhere(self) -> bool:
        """Whether the lines differ beyond the pockets that are gone or new."""
        return self.moved_m > SAME_M

    @property
    def apart(self) -> str:
        """How far the lines are apart, and which pockets are gone or new, in words.

        Examples
        --------
        >>> Claim("four-oblasts", "name", 2e3, 5e6, 2e3).apart
        'they lie up to 2.00 km apart, 5.00 km² is on other sides'
        """
        sides = said("{area} is on other sides", area=_km2(self.area_m2))
        far = said("they lie up to {km:,.2f} km apart", km=self.moved_m / 1000)
        if not self.pockets:
            return joined(", ", [far, sides])
        told = [_pocket(one) for one in self.pockets[:NAMED]]
        rest = len(self.pockets) - NAMED
        if rest > 0:
            told.append(
                counted("{n} more pocket is gone or new", "{n} more pockets are gone or new", rest)
            )
        return said(
            "{pockets}; elsewhere {far}, {sides}",
            pockets=joined(", ", told), far=far if self.elsewhere else SAME, sides=sides,
        )  # fmt: skip


def _pocket(one: Pocket) -> str:
    values = {"area": _km2(one.area_m2), "place": one.near}
    if one.state == "gone":
        return said("a pocket of {area} near {place} is gone", **values)
    return said("a pocket of {area} near {place} is new", **values)


def _km2(square_metres: float) -> str:
    return said("{n} km²", n=Number(square_metres / 1e6, 2 if square_metres < 10e6 else 0))


def claimed(placement: Placement) -> tuple[str, By] | None:
    """Return the line of the library that a placement goes by, and what it claims it by.

    Examples
    --------
    >>> claimed(load("four-oblasts"))
    ('four-oblasts', 'name')
    """
    known = _known(in_force())
    name, title = (_folded(text) for text in (placement.name, placement.title))
    if name in known:
        return known[name], "name"
    if title in known:
        return known[title], "title"
    return (placement.origin, "origin") if placement.origin in library() else None


@lru_cache(maxsize=8)
def _known(study: Study) -> dict[str, str]:  # noqa: ARG001 - whose library it is
    """Return the library's names by what stands for them: the names themselves, and titles."""
    titles = {_folded(load(name).title): name for name in library()}
    return titles | {_folded(name): name for name in library()}


def _folded(text: str) -> str:
    """Return a text without differences of capitals and white space."""
    return " ".join(text.split()).casefold()


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
    if _same(theirs, one) or any(_same(coarse, one) for coarse in _coarser(other, one)):
        return None
    ground = Ground.of(one.boundaries, settlements(of=one.boundaries.made_of))
    pieces, far, moved = displaced(theirs.division, one.division, one.parties, ground)
    told = tuple(piece for piece in pieces if piece.state != "cut off")
    return Claim(name, by, far, _moved(theirs, one), moved, told)


def _same(one: Plan, two: Plan) -> bool:
    return farthest(one.line, two.line) <= SAME_M


def _coarser(other: Placement, one: Plan) -> Iterator[Plan]:
    """Yield the plans of a library's line as the tool generalises it to the detail of another.

    That it states a detail is not enough, anything lies within a detail that is coarse enough.
    """
    own = one.placement
    if own.detail_m <= other.detail_m:
        return
    start, ground = other, default_ground()
    with suppress(GeometryError, InputError):  # such as a history that fits another line
        for made in own.history:
            start = apply(start, made, ground) if made.verb == "simplify" else start
    for places in (
        gazetteer(one.boundaries.made_of).lonlat,
        ground.lonlat,
    ):  # of a comparison or import, of an edit
        with suppress(GeometryError):
            yield plan(_generalised(start, own.detail_m, places), one.boundaries)


def _generalised(placement: Placement, detail_m: float, places: NDArray[np.float64]) -> Placement:
    if placement.detail_m >= detail_m:
        return placement
    lines = generalise(placement.lines, detail_m, places).geometry.geoms
    sections = (
        section.replaced(coords=tuple(line.coords), corridor_m=None)
        for section, line in zip(placement.sections, lines, strict=True)
    )
    return placement.replaced(sections=tuple(sections), control=None)


def _coords(placement: Placement) -> tuple[Any, ...]:
    return tuple(section.coords for section in placement.sections)


def _moved(one: Plan, two: Plan) -> float:
    """Return the ground of the first party in one plan that is not in the other, both ways."""
    had, has = (p.division.territory(0) for p in (one, two))
    both = (shapely.difference(had, has), shapely.difference(has, had))
    return sum(float(area(shape)) for shape in both if not shapely.is_empty(shape))
