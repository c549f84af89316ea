"""One basis for all placements of a comparison: what is set, and what cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.boundaries import boundaries as load_boundaries
from geo.errors import GeometryError, InputError
from geo.lines import generalise
from layers.placement import Section
from layers.plan import ZoneSettings, plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.boundaries import Boundaries
    from geo.gazetteer import Gazetteer
    from layers.placement import Placement
    from layers.plan import Plan

__all__ = ["Basis", "labels", "same_basis"]


@dataclass(frozen=True, eq=False)
class Basis:
    """What all placements of a comparison were brought to.

    Attributes
    ----------
    boundaries : Boundaries
    zone : ZoneSettings
    detail_m : float
        Tolerance that every line was generalised to.
    parties : (str, str)
    set_here : tuple of str
        What was changed in a placement to bring it here, a sentence each.
    given : tuple of Placement
        The placements as they were given.
    """

    boundaries: Boundaries
    zone: ZoneSettings
    detail_m: float
    parties: tuple[str, str]
    set_here: tuple[str, ...]
    given: tuple[Placement, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The basis for people, a sentence each."""
        left, right = (depth / 1000 for depth in self.zone.depth_m)
        first, second = self.parties
        apart = f"{left:g} km on the side of {first}, {right:g} km on the side of {second}"
        depths = f"{left:g} km on each side" if left == right else apart
        assumed = ", an assumption" if self.zone.assumption else ""
        return (
            f"Boundaries: {self.boundaries.title}.",
            f"Lines generalised to {self.detail_m:,.0f} m.",
            f"Zone: {depths}{assumed}.",
            *self.set_here,
        )


def same_basis(
    placements: Sequence[Placement],
    boundaries: Boundaries | None = None,
    zone: ZoneSettings | None = None,
    detail_m: float | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[tuple[Plan, ...], Basis]:
    """Return the plans of placements on the same boundaries, detail and zone settings.

    Parameters
    ----------
    placements : sequence of Placement
    boundaries : Boundaries, optional
        The embedded ones if not given.
    zone : ZoneSettings, optional
        15 km a side if not given; depths of single sections are set aside.
    detail_m : float, optional
        Metres; that of the coarsest line if not given.
    gazetteer : Gazetteer, optional
        The settlements to count; the embedded ones if not given.

    Raises
    ------
    InputError
        If there is no placement, the parties differ, or a line is coarser than `detail_m`.
    GeometryError
        If a line does not divide the country; the message names the placement.

    Examples
    --------
    >>> from layers.store import load
    >>> plans, basis = same_basis([load("contact-2024-11-20"), load("four-oblasts")])
    >>> {p.placement.detail_m for p in plans} == {basis.detail_m}
    True
    """
    _check_parties(placements)
    detail = _detail(placements, detail_m)
    country = boundaries if boundaries is not None else load_boundaries()
    settings = zone if zone is not None else ZoneSettings()
    said: list[str] = []
    plans = []
    for given in placements:
        placement = _generalised(_facing(given, placements[0].parties, said), detail, said)
        placement = _one_depth(placement, said)
        try:
            plans.append(plan(placement, country, settings, gazetteer))
        except GeometryError as fault:
            raise GeometryError(f"{given.name} cannot be compared. {fault}") from None
    parties, changes = placements[0].parties, tuple(dict.fromkeys(said))
    return tuple(plans), Basis(country, settings, detail, parties, changes, tuple(placements))


def labels(plans: Sequence[Plan]) -> tuple[str, ...]:
    """Return a name for each plan; those that share a name are numbered.

    Examples
    --------
    >>> from layers.plan import plan
    >>> from layers.store import load
    >>> line = plan(load("four-oblasts"))
    >>> labels([line, line])
    ('four-oblasts', 'four-oblasts (2)')
    """
    seen: dict[str, int] = {}
    out = []
    for one in plans:
        name = one.placement.name
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(out)


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


def _facing(placement: Placement, parties: tuple[str, str], said: list[str]) -> Placement:
    """Return the placement with the same party on the left."""
    if placement.parties == parties:
        return placement
    said.append(f"{placement.name}: turned round, so that {parties[0]} lies on the left.")
    sections = tuple(
        section.renewed(
            coords=section.coords[::-1],
            depth_m=section.depth_m and section.depth_m[::-1],
            corridor_m=section.corridor_m and tuple(p[::-1] for p in section.corridor_m[::-1]),
        )
        for section in reversed(placement.sections)
    )
    return placement.renewed(parties=parties, sections=sections)


def _generalised(placement: Placement, detail_m: float, said: list[str]) -> Placement:
    if placement.detail_m >= detail_m:
        return placement
    coarse = generalise(placement.lines, detail_m)
    sections = tuple(
        _thinned(section, line.coords[:])
        for section, line in zip(placement.sections, coarse.geometry.geoms, strict=True)
    )
    said.append(
        f"{placement.name}: generalised from {placement.detail_m:,.0f} to {detail_m:,.0f} m, which "
        f"moved {coarse.moved_m2 / 1e6:,.1f} km² to the other side of the line."
    )
    return placement.renewed(sections=sections, detail_m=detail_m)


def _thinned(section: Section, coords: list[tuple[float, ...]]) -> Section:
    corridor = None
    if section.corridor_m is not None:
        width = dict(zip(section.coords, section.corridor_m, strict=True))
        corridor = [width[x, y] for x, y in coords]
    return Section.of(
        section.name, section.basis, coords, corridor,
        depth_m=section.depth_m, locked=section.locked,
    )  # fmt: skip


def _one_depth(placement: Placement, said: list[str]) -> Placement:
    if all(section.depth_m is None for section in placement.sections):
        return placement
    said.append(f"{placement.name}: depths of its own sections set aside.")
    return placement.renewed(sections=tuple(s.renewed(depth_m=None) for s in placement.sections))
