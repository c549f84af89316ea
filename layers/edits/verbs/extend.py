"""Extend: carry the line on to the border, or along it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.chains import joined
from ceaseline.layers.derive.cells import from_plane, to_plane
from ceaseline.layers.edits.ordering import arranged
from ceaseline.layers.edits.parted import parted
from ceaseline.layers.edits.verb import Verb, a_party, amount
from ceaseline.layers.edits.verbs.along import AT_END_M, ended_on_border, way_along
from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["EXTEND"]

MAX_KM = 10_000.0


def extend(
    placement: Placement,
    ground: Ground,
    *,
    end: str,
    km: float | None = None,
    beside: str | None = None,
) -> Placement:
    """Return the placement with its line carried on.

    Without kilometres, every open end inside the country is carried straight to the nearest place
    of the border. With kilometres, the line goes on from one of its ends along the border of the
    country, beside the ground of a party.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    end : str
        ``"start"``, ``"end"`` or, to close open ends, ``"open"``.
    km : float, optional
        Kilometres to add along the border.
    beside : str, optional
        The party; the first if not given.

    Raises
    ------
    InputError
        If no end is open, the end is not on the border, or the border comes to the line's other end
        before.
    """
    if end == "open":
        return _closed(placement, ground)
    if end not in ("start", "end"):
        raise InputError(f"{end!r} is no end of a line; give start, end or open.")
    if km is None:
        raise InputError("How far is missing; give --km, the kilometres along the border.")
    wanted = amount("distance", km, "km", MAX_KM) * 1000
    party = beside or placement.parties[0]
    trimmed = ended_on_border(placement, ground)
    way = way_along(trimmed, ground, end, party)
    if wanted > way.room_m + AT_END_M:
        raise InputError(
            f"Along the border beside {party} the line can be carried on from its {end} by at most "
            f"{way.room_m / 1000:.1f} km, not by {km:g}."
        )
    coords = way.first(wanted)
    ahead = coords if end == "end" else coords[::-1]
    border = Section.of(f"border from the {end}", "state border", ahead)
    old, pieces = parted(trimmed.sections, border)
    known = old if len(pieces) == 1 else [*old, *pieces]  # which are not joined again
    sections = arranged(list(enumerate([*old, *pieces])), known)
    return placement.replaced(sections=sections, control=None)


def _closed(placement: Placement, ground: Ground) -> Placement:
    """Carry every open end inside the country to the nearest place of the border."""
    starts = {s.coords[0] for s in placement.sections}
    ends = {s.coords[-1] for s in placement.sections}
    out = []
    for section in placement.sections:
        coords = section.array
        first, last = section.coords[0], section.coords[-1]
        if first not in ends and _inland(ground, first):
            coords = np.vstack([_nearest(ground, first), coords])
        if last not in starts and _inland(ground, last):
            coords = np.vstack([coords, _nearest(ground, last)])
        grown = len(coords) > len(section.coords)
        out.append(_with_coords(section, coords) if grown else section)
    if tuple(out) == placement.sections:
        raise InputError(f"No end of {placement.name} is open inside the country.")
    return placement.replaced(sections=tuple(out), control=None)


def _inland(ground: Ground, spot: tuple[float, float]) -> bool:
    return bool(shapely.intersects(ground.inland, shapely.Point(spot)))


def _nearest(ground: Ground, spot: tuple[float, float]) -> NDArray[np.float64]:
    rings = [shapely.LineString(ring) for ring in joined(list(ground.border))]
    border = shapely.transform(shapely.MultiLineString(rings), to_plane)
    point = shapely.transform(shapely.Point(spot), to_plane)
    near = shapely.get_coordinates(shapely.shortest_line(point, border))[-1:]
    return np.round(from_plane(near), 7)


def _with_coords(section: Section, coords: NDArray[np.float64]) -> Section:
    return Section.of(
        section.name, section.basis, coords, depth_m=section.depth_m, locked=section.locked
    )


def resolve(
    placement: Placement,
    ground: Ground,  # noqa: ARG001 - every verb takes the ground
    *,
    end: str = "open",
    km: float | None = None,
    beside: str | None = None,
) -> dict[str, Any]:
    """Return the arguments of an extension."""
    return {
        "end": end,
        "km": None if km is None else amount("distance", km, "km", MAX_KM),
        "beside": None if beside is None else a_party(placement, beside),
    }


EXTEND = Verb(extend, resolve)
