"""A placement: a named, dated, sourced line that people edit, save, share and compare."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias, get_args

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.unseen import cleaned, tidy, unseen
from ceaseline.layers.study import in_force
from ceaseline.views import show

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from ceaseline.geo.sources import Source

__all__ = [
    "BASES",
    "Base",
    "Basis",
    "Control",
    "Edit",
    "Placement",
    "Section",
    "as_it_stood",
    "default_parties",
    "other_party",
]

Basis: TypeAlias = Literal[
    "settlements", "river", "admin border", "state border", "drawn", "imported"
]
BASES: tuple[Basis, ...] = get_args(Basis)

Pair: TypeAlias = tuple[float, float]

DECIMALS = 7
"""Coordinates are held to 1e-7 degrees, a centimetre."""


def default_parties() -> tuple[str, str]:
    """Return the parties of the study in force: left of every section, and right of it.

    Examples
    --------
    >>> default_parties()
    ('Ukraine', 'Russia')
    """
    return in_force().parties


@dataclass(frozen=True)
class Section:
    """One stretch of a line, with the first party on its left.

    Attributes
    ----------
    name : str
        Unique in its placement.
    basis : Basis
        What the stretch follows.
    coords : tuple of (lon, lat)
        Degrees, rounded to 1e-7. A section whose last place repeats its first is a pocket.
    depth_m : (left, right), optional
        Depth of the zone on either side of this section; None takes the plan's setting.
    corridor_m : tuple of (left, right), optional
        For each vertex the distance in metres to the nearest settlement held by the first and by
        the second party: how far the line might lie elsewhere.
    locked : bool
        Whether edits that would move it are refused.

    Examples
    --------
    >>> section = Section.of("north", "drawn", [(36.5, 50.0), (37.5, 50.0)])
    >>> section.line.wkt
    'LINESTRING (36.5 50, 37.5 50)'
    """

    name: str
    basis: Basis
    coords: tuple[Pair, ...]
    depth_m: Pair | None = None
    corridor_m: tuple[Pair, ...] | None = None
    locked: bool = False

    def __post_init__(self) -> None:
        """Free the name from signs that cannot be seen."""
        tidy(self, ("name",))

    @classmethod
    def of(
        cls,
        name: str,
        basis: Basis,
        coords: ArrayLike,
        corridor_m: ArrayLike | None = None,
        **rest: Any,
    ) -> Self:
        """Make a section from an ``(n, 2)`` array, rounded, without repeated vertices.

        Parameters
        ----------
        name, basis
            As the fields.
        coords : (n, 2) array_like
            Longitude, latitude in degrees.
        corridor_m : (n, 2) array_like, optional
            As the field.
        **rest
            ``depth_m`` and ``locked``.
        """
        spots = np.round(np.asarray(coords, dtype=float), DECIMALS) + 0.0
        keep = np.ones(len(spots), dtype=bool)
        keep[1:] = (spots[1:] != spots[:-1]).any(axis=1)
        corridor = None
        if corridor_m is not None:
            width = np.round(np.asarray(corridor_m, dtype=float)[keep], 0)
            corridor = _pairs(width)
        return cls(name, basis, _pairs(spots[keep]), corridor_m=corridor, **rest)

    @cached_property
    def array(self) -> NDArray[np.float64]:
        """The coordinates, (n, 2): longitude, latitude."""
        return np.array(self.coords, dtype=float)

    @cached_property
    def line(self) -> shapely.LineString:
        """The section as a LineString."""
        return shapely.LineString(self.array)

    @property
    def closed(self) -> bool:
        """Whether the section is a pocket: its last place repeats its first."""
        return self.coords[0] == self.coords[-1]

    def replaced(self, **changes: Any) -> Self:
        """Return the section with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Control:
    """What a line derived from settlements was derived from, so that it can be derived anew.

    Attributes
    ----------
    date : str
        One of the dates of the table of facts, for example ``"2024-11-20"``.
    flips : tuple of (settlement id, party)
        Settlements given to another party than the table says, in the order it was done.
    whole : tuple of str
        ISO 3166-2 codes of units that go to the second party whole, whoever holds what in them.
    """

    date: str
    flips: tuple[tuple[int, str], ...] = ()
    whole: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edit:
    """One recorded edit: a verb of :mod:`ceaseline.layers.edits` and its arguments, as JSON values.

    Examples
    --------
    >>> Edit("move", (("km", 2.0), ("toward", "Russia"))).arguments
    {'km': 2.0, 'toward': 'Russia'}
    """

    verb: str
    args: tuple[tuple[str, Any], ...] = field(default=(), hash=False)  # lists have no hash

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments by name."""
        return dict(self.args)

    @classmethod
    def of(cls, verb: str, arguments: Mapping[str, Any]) -> Self:
        """Make an edit from a mapping; arguments that are None are left out."""
        return cls(verb, tuple((k, v) for k, v in sorted(arguments.items()) if v is not None))


@dataclass(frozen=True)
class Base:
    """What the edits of a history started from, kept so that the file alone can be replayed.

    Attributes
    ----------
    sections : tuple of Section
        The line before the first edit.
    detail_m : float
        Its detail, in metres.
    control : Control, optional
        What it was derived from.
    sources : tuple of Source, optional
        What it rested on; None while no edit has brought in another source.
    title : str, optional
        What it was called; None while no edit has given another title.
    """

    sections: tuple[Section, ...]
    detail_m: float = 0.0
    control: Control | None = None
    sources: tuple[Source, ...] | None = None
    title: str | None = None


@dataclass(frozen=True)
class Placement:
    """A named, dated, sourced line.

    Attributes
    ----------
    name : str
        Lower case, digits and hyphens; also the name of its file.
    title : str
        For people.
    sections : tuple of Section
        In order; the first party lies on the left of each.
    date : date, optional
        The day the line describes.
    parties : (str, str)
        The party on the left, the party on the right.
    detail_m : float
        Tolerance the line was generalised to, in metres; printed beside every length.
    sources : tuple of Source
        What the line rests on.
    notes : str
        What a reader should know about it.
    control : Control, optional
        Present while the line is still exactly what its settlements make it.
    origin : str
        Name of the placement that the history starts from; empty for an original.
    history, undone : tuple of Edit
        The edits made since the origin, and those taken back, which `redo` would make again.
    base : Base, optional
        What the first edit found; present while there is a history.

    Examples
    --------
    >>> north = Section.of("north", "drawn", [(36.5, 50.0), (37.5, 50.0)])
    >>> Placement("trial", "A trial", (north,)).line.wkt
    'MULTILINESTRING ((36.5 50, 37.5 50))'
    """

    name: str
    title: str
    sections: tuple[Section, ...]
    date: dt.date | None = None
    parties: tuple[str, str] = field(default_factory=default_parties)
    detail_m: float = 0.0
    sources: tuple[Source, ...] = ()
    notes: str = ""
    control: Control | None = None
    origin: str = ""
    history: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = field(default=())
    base: Base | None = None

    def __post_init__(self) -> None:
        """Free what people read from signs that cannot be seen."""
        tidy(self, ("name", "title", "origin"), ("notes",))
        if any(map(unseen, self.parties)):
            first, second = map(cleaned, self.parties)
            object.__setattr__(self, "parties", (first, second))

    def __repr__(self) -> str:
        """Return it as a line."""
        date = f" of {self.date}" if self.date else ""
        return f"<Placement {self.name}{date}, {len(self.sections)} sections>"

    def _repr_html_(self) -> str:
        return str(show(self, "html"))

    @cached_property
    def line(self) -> shapely.MultiLineString:
        """The whole line, one part a section, in order."""
        return shapely.MultiLineString([section.line for section in self.sections])

    @property
    def lines(self) -> list[shapely.LineString]:
        """The sections as LineStrings, for :meth:`ceaseline.geo.partition.Divider.divide`."""
        return [section.line for section in self.sections]

    def replaced(self, **changes: Any) -> Self:
        """Return the placement with some fields changed."""
        return replace(self, **changes)

    def section(self, name: str) -> Section:
        """Return the section of that name.

        Raises
        ------
        InputError
            If there is none; the message lists those there are.
        """
        for section in self.sections:
            if section.name == name:
                return section
        known = ", ".join(s.name for s in self.sections)
        raise InputError(f"{self.name} has no section {name!r}; it has {known}.")


def other_party(parties: Sequence[str], party: str) -> str:
    """Return the opposing party.

    Raises
    ------
    InputError
        If `party` is not one of the two.

    Examples
    --------
    >>> other_party(default_parties(), "Russia")
    'Ukraine'
    """
    if party not in parties:
        raise InputError(f"{party!r} is not a party; give {parties[0]} or {parties[1]}.")
    return parties[1] if party == parties[0] else parties[0]


def _pairs(spots: Iterable[Sequence[float]]) -> tuple[Pair, ...]:
    return tuple((float(x), float(y)) for x, y in spots)


def as_it_stood(placement: Placement) -> bool:
    """Tell whether a line follows who held each settlement on a day, with nothing given away.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> as_it_stood(load("contact-2024-11-20")), as_it_stood(load("donbas-full"))
    (True, False)
    """
    control = placement.control
    return control is not None and not control.flips and not control.whole
