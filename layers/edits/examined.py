"""What an edit made, checked as `ceaseline.layers.check` checks a file, before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.chains import place
from ceaseline.layers.derive.naming import unique_names
from ceaseline.layers.placement.meeting import crossings, self_meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement, Section

__all__ = ["examined"]


def examined(before: Placement, after: Placement, verb: str, ground: Ground) -> Placement:
    """Return what a verb made, if `ceaseline.layers.check` would find no fault in it.

    Sections that were there before are not looked at again, but for the others' crossing them.
    A section that only touches itself is cut where it does.

    Parameters
    ----------
    before, after : Placement
    verb : str
        What made it, for the message.
    ground : Ground

    Raises
    ------
    InputError
        If a section crosses another or itself, or ends inside the country where none goes on; the
        message names the sections and the place.
    """
    known = set(before.sections)
    after = _cut_where_touching(after, known)
    new = [k for k, section in enumerate(after.sections) if section not in known]
    what = _fault(before, after, new, ground)
    if what:
        raise InputError(
            f"This {verb} would make a line that cannot be used: {what}; give another stretch, a "
            "smaller amount or another end."
        )
    return after


def _fault(before: Placement, placement: Placement, new: Sequence[int], ground: Ground) -> str:
    sections = placement.sections
    for k in new:
        met = self_meeting(sections[k].array)
        if met is not None:
            return f"{sections[k].name!r} crosses itself at {place(*met[2])}"
    for one, two, spot in crossings([s.array for s in sections], new):
        return f"{sections[one].name!r} crosses {sections[two].name!r} at {place(*spot)}"
    had = {spot for _, spot in _loose(before, ground)}
    for section, end in _loose(placement, ground):
        if end not in had:
            return f"{section.name!r} ends inside the country at {place(*end)}"
    return ""


def _loose(placement: Placement, ground: Ground) -> list[tuple[Section, tuple[float, float]]]:
    """Return the ends inside the country where no section goes on, each with its section."""
    sections = placement.sections
    starts, stops = {s.coords[0] for s in sections}, {s.coords[-1] for s in sections}
    found = [(s, s.coords[0]) for s in sections if s.coords[0] not in stops]
    found += [(s, s.coords[-1]) for s in sections if s.coords[-1] not in starts]
    return [pair for pair in found if shapely.intersects(ground.inland, shapely.Point(pair[1]))]


def _cut_where_touching(placement: Placement, known: set[Section]) -> Placement:
    """Take what lies between two visits of a section to one place off it, as a section of its own.

    The line's edges stay, the way they run too; check refuses a section that meets itself.
    """
    if all(s in known or shapely.is_simple(s.line) for s in placement.sections):
        return placement
    out: list[Section] = []
    for section in placement.sections:
        ways = [list(range(len(section.coords)))] if section in known else _ways(section.coords)
        out += [section] if len(ways) == 1 else [_of_vertices(section, way) for way in ways]
    return placement.replaced(sections=unique_names(out))


def _ways(coords: Sequence[tuple[float, float]]) -> list[list[int]]:
    """Return the vertices of a line as one way and rings, none of which comes to a place twice."""
    way: list[int] = []
    at: dict[tuple[float, float], int] = {}
    rings = []
    for k, spot in enumerate(coords):
        first = at.get(spot)
        whole = first == 0 and k == len(coords) - 1
        if first is not None and not whole:
            ring = way[first:]
            rings.append([*ring, k])
            for gone in ring[1:]:
                del at[coords[gone]]
            way = way[:first]
        at[spot] = len(way)
        way.append(k)
    return [way, *rings] if len(way) > 1 else rings


def _of_vertices(section: Section, own: Sequence[int]) -> Section:
    widths = None if section.corridor_m is None else [section.corridor_m[k] for k in own]
    return section.replaced(
        coords=tuple(section.coords[k] for k in own),
        corridor_m=None if widths is None else tuple(widths),
    )
