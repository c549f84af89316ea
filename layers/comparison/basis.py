"""One basis for all placements of a comparison: what is set, and what cannot be compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import shapely

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.gazetteer import gazetteer as load_gazetteer
from ceaseline.geo.lines import generalise
from ceaseline.geo.lines.chains import place
from ceaseline.geo.said import Said, counted, joined, listed, said
from ceaseline.layers.claims import claim
from ceaseline.layers.placement.meeting import crossings
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.titles import told_apart
from ceaseline.layers.plan.plan import ZoneSettings, plan

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.plan import Plan

__all__ = ["Basis", "labels", "same_basis"]

_TOLD_DEPTHS = 3
"""Where a placement states more depths than this, their range is told."""


@dataclass(frozen=True, eq=False)
class Basis:
    """What all placements of a comparison were brought to.

    Attributes
    ----------
    boundaries : Boundaries
    zone : ZoneSettings
        For sections that state no depths of their own.
    detail_m : float
        Tolerance that every line was generalised to.
    parties : (str, str)
    same_depth : bool
        Whether depths that placements state were set aside.
    depths : tuple of str
        How deep the zones are, a sentence each.
    set_here : tuple of str
        What was changed in a placement to bring it here, a sentence each.
    claims : tuple of str
        Which line goes by one of the library without being it, a sentence each.
    crossed : tuple of str
        Where a line crosses itself, so that what lies on either side is in doubt there.
    given : tuple of Placement
        The placements as they were given.
    """

    boundaries: Boundaries
    zone: ZoneSettings
    detail_m: float
    parties: tuple[str, str]
    same_depth: bool
    depths: tuple[str, ...]
    set_here: tuple[str, ...]
    claims: tuple[str, ...]
    crossed: tuple[str, ...]
    given: tuple[Placement, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The basis for people, a sentence each; depths that were set aside are said first."""
        country = said("Boundaries: {title}.", title=self.boundaries.title)
        detail = said(
            "Lines generalised to {m:,.0f} m; a settlement counts on the side where the line as it "
            "was given leaves it; the zone is that of the generalised line.",
            m=self.detail_m,
        )
        return (*self.depths, country, detail, *self.set_here, *self.claims, *self.crossed)


def same_basis(
    placements: Sequence[Placement],
    boundaries: Boundaries | None = None,
    zone: ZoneSettings | None = None,
    detail_m: float | None = None,
    gazetteer: Gazetteer | None = None,
    *,
    same_depth: bool = False,
) -> tuple[tuple[Plan, ...], Basis]:
    """Return the plans of placements on the same boundaries, detail and zone settings.

    Generalising passes no settlement; the party that a settlement falls to is in any case taken
    from the line as it was given.

    Parameters
    ----------
    placements : sequence of Placement
    boundaries : Boundaries, optional
        The embedded ones if not given.
    zone : ZoneSettings, optional
        15 km a side if not given; for sections that state no depths of their own.
    detail_m : float, optional
        Metres; that of the coarsest line if not given.
    gazetteer : Gazetteer, optional
        The settlements to count; the embedded ones if not given.
    same_depth : bool
        Whether to set aside the depths that placements state, so that all zones have that of
        `zone`.

    Raises
    ------
    InputError
        If there is no placement, the parties differ, or a line is coarser than `detail_m`.
    GeometryError
        If a line does not divide the country; the message names the placement.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> plans, basis = same_basis([load("contact-2024-11-20"), load("four-oblasts")])
    >>> {p.placement.detail_m for p in plans} == {basis.detail_m}
    True
    """
    _check_parties(placements)
    detail = _detail(placements, detail_m)
    country = boundaries if boundaries is not None else load_boundaries()
    settings = zone if zone is not None else ZoneSettings()
    places = gazetteer if gazetteer is not None else load_gazetteer(country.made_of)
    told: list[str] = []
    plans = []
    for given in placements:
        own = _facing(given, placements[0].parties, told)
        if same_depth:
            own = own.replaced(sections=tuple(s.replaced(depth_m=None) for s in own.sections))
        coarse = _generalised(own, detail, places, told)
        try:
            made = plan(coarse, country, settings, places)
            if coarse is not own:
                made = replace(made, as_given=plan(own, country, settings, places).division)
        except GeometryError as fault:
            raise GeometryError(f"{given.name} cannot be compared. {fault}") from None
        plans.append(made)
    parties = placements[0].parties
    depths = _set_aside(placements, settings, parties) if same_depth else _depths(plans, settings)
    changes = tuple(dict.fromkeys(told))
    crossed = tuple(dict.fromkeys(text for given in placements for text in _crossed(given)))
    basis = Basis(
        country,
        settings,
        detail,
        parties,
        same_depth,
        depths,
        changes,
        _claims(plans),
        crossed,
        tuple(placements),
    )
    return tuple(plans), basis


def labels(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return a name for each plan; those that share one are told apart.

    By their dates or edits where these differ, else by a number.

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> line = plan(load("four-oblasts"))
    >>> labels([line, line])
    ('four-oblasts', 'four-oblasts (2)')
    """
    names = [one.placement.name for one in plans]
    if len(set(names)) == len(names):
        return tuple(names)
    marks = [
        (
            p.date.isoformat() if p.date else "",
            said("not the library's line") if claim(one) else "",
            said("edits made: {count}", count=len(p.history)) if p.history else "",
        )
        for one, p in ((one, one.placement) for one in plans)
    ]
    return told_apart(names, marks)


def _check_parties(placements: Sequence[Placement]) -> None:
    if not placements:
        raise InputError("No placement was given; give at least one.")
    first = placements[0]
    faults = [
        f"{other.name} divides the country between {' and '.join(other.parties)}, {first.name} "
        f"between {' and '.join(first.parties)}; only placements of the same parties compare."
        for other in placements
        if set(other.parties) != set(first.parties)
    ]
    if faults:
        raise InputError.of(dict.fromkeys(faults))


def _detail(placements: Sequence[Placement], wanted: float | None) -> float:
    coarsest = max(placements, key=lambda p: p.detail_m)
    if wanted is None:
        return coarsest.detail_m
    if wanted < coarsest.detail_m:
        raise InputError(
            f"{coarsest.name} is drawn to a detail of {coarsest.detail_m:,.0f} m and cannot be "
            f"compared at {wanted:,.0f} m; give {coarsest.detail_m:,.0f} m or more."
        )
    return wanted


def _facing(placement: Placement, parties: tuple[str, str], told: list[str]) -> Placement:
    """Return the placement with the same party on the left."""
    if placement.parties == parties:
        return placement
    told.append(
        said(
            "{name}: turned round, so that {party} lies on the left.",
            name=placement.name,
            party=parties[0],
        )
    )
    sections = tuple(
        section.replaced(
            coords=section.coords[::-1],
            depth_m=section.depth_m and section.depth_m[::-1],
            corridor_m=section.corridor_m and tuple(p[::-1] for p in section.corridor_m[::-1]),
        )
        for section in reversed(placement.sections)
    )
    return placement.replaced(parties=parties, sections=sections)


def _generalised(
    placement: Placement, detail_m: float, places: Gazetteer, told: list[str]
) -> Placement:
    if placement.detail_m >= detail_m:
        return placement
    coarse = generalise(placement.lines, detail_m, places.lonlat)
    sections = tuple(
        _thinned(section, line.coords[:])
        for section, line in zip(placement.sections, coarse.geometry.geoms, strict=True)
    )
    told.append(
        said(
            "{name}: generalised from {fine:,.0f} to {coarse:,.0f} m, which moved {km2:,.1f} km² "
            "to the other side of the line, and no settlement.",
            name=placement.name,
            fine=placement.detail_m,
            coarse=detail_m,
            km2=coarse.moved_m2 / 1e6,
        )
    )
    return placement.replaced(sections=sections, detail_m=detail_m)


def _thinned(section: Section, coords: list[tuple[float, ...]]) -> Section:
    corridor = None
    if section.corridor_m is not None:
        width = dict(zip(section.coords, section.corridor_m, strict=True))
        corridor = [width[x, y] for x, y in coords]
    return Section.of(
        section.name, section.basis, coords, corridor,
        depth_m=section.depth_m, locked=section.locked,
    )  # fmt: skip


def _crossed(placement: Placement) -> Iterator[str]:
    """Yield where two sections of a line cross, or one crosses itself."""
    sections = placement.sections
    for k, section in enumerate(sections):
        if not shapely.is_simple(section.line):
            yield said(
                "{name}: section {number} ({section}) crosses itself; `ceaseline layers check` on "
                "its file says what to do.",
                name=placement.name, number=k + 1, section=section.name,
            )  # fmt: skip
    for one, two, spot in crossings([section.array for section in sections]):
        yield said(
            "{name}: section {one} ({first}) crosses section {two} ({second}) at {spot}; "
            "`ceaseline layers check` on its file says what to do.",
            name=placement.name, one=one + 1, first=sections[one].name,
            two=two + 1, second=sections[two].name, spot=place(*spot),
        )  # fmt: skip


def _claims(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Say which lines go by one of the library and are others."""
    return tuple(
        joined(": ", [name, found.words])
        for name, one in zip(labels(plans), plans, strict=True)
        if (found := claim(one))
    )


def _set_aside(
    placements: Sequence[Placement], zone: ZoneSettings, parties: tuple[str, str]
) -> tuple[str, ...]:
    """Say that all zones have one depth, and whose own depths that sets aside."""
    deep = [p.name for p in placements if any(s.depth_m for s in p.sections)]
    depth = _set_depth(zone, parties)
    if not deep:
        return (said("Zone: {depth}.", depth=depth),)
    return (
        counted(
            "Zone: {depth}, for every placement; of {names}, the depths that it states itself are "
            "set aside.",
            "Zone: {depth}, for every placement; of {names}, the depths that they state are set "
            "aside.",
            len(deep),
            depth=depth,
            names=listed(deep),
        ),
    )


def _depths(plans: Sequence[Plan], zone: ZoneSettings) -> tuple[str, ...]:
    """Say how deep each zone is: as the placement states it, and as it is set elsewhere."""
    parties = plans[0].parties
    set_ = _set_depth(zone, parties)
    if not any(s.depth_m for p in plans for s in p.placement.sections):
        return (said("Zone: {depth}.", depth=set_),)
    return tuple(
        said(
            "Zone of {name}: {depth}.",
            name=name,
            depth=_stated(one.placement.sections, parties, set_),
        )
        for name, one in zip(labels(plans), plans, strict=True)
    )


def _stated(sections: Sequence[Section], parties: tuple[str, str], set_: str) -> str:
    """Say which depths the sections of one placement state, and what stands for the others."""
    stated = Counter(section.depth_m for section in sections if section.depth_m)
    if not stated:
        return set_
    whole = stated.total() == len(sections)
    if len(stated) > _TOLD_DEPTHS:
        ranges = [_range([depth[side] / 1000 for depth in stated]) for side in (0, 1)]
        told = said("depths of its own, {depths}", depths=_by_side(ranges, parties))
    elif len(stated) == 1 and whole:
        told = said("{depth}, as it states", depth=_depth(next(iter(stated)), parties))
    else:
        told = joined(
            "; ",
            (
                said(
                    "{depth} along {many} of {all} sections, as it states",
                    depth=_depth(depth, parties),
                    many=many,
                    all=len(sections),
                )
                for depth, many in stated.items()
            ),
        )
    return told if whole else said("{own}; {set}, along the rest", own=told, set=set_)


def _range(numbers: Collection[float]) -> str:
    least, most = min(numbers), max(numbers)
    if least == most:
        return said("{n:,g} km", n=least)
    return said("{low:g} to {high:g} km", low=least, high=most)


def _set_depth(zone: ZoneSettings, parties: tuple[str, str]) -> str:
    depth = _depth(zone.depth_m, parties)
    return said("{depth}, an assumption", depth=depth) if zone.assumption else depth


def _depth(depth_m: tuple[float, float], parties: tuple[str, str]) -> str:
    if depth_m[0] == depth_m[1]:
        return said("{left} km on each side", left=Said.of("{n:g}", {"n": depth_m[0] / 1000}))
    return _by_side([said("{n:,g} km", n=depth / 1000) for depth in depth_m], parties)


def _by_side(depths: Sequence[str], parties: tuple[str, str]) -> str:
    return said(
        "{left} on the side of {first}, {right} on that of {second}",
        left=depths[0], first=parties[0], right=depths[1], second=parties[1],
    )  # fmt: skip
