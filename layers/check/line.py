"""Faults of the line as a whole: crossings, open ends, ground on no side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import GeometryError
from ceaseline.geo.geodesy import distance
from ceaseline.geo.lines.chains import place
from ceaseline.geo.said import Said, said
from ceaseline.layers.check.fault import Fault
from ceaseline.layers.derive.cells import from_plane, to_plane
from ceaseline.layers.placement.meeting import crossings, self_meeting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.check.features import Draft
    from ceaseline.layers.edits.context import Ground

__all__ = ["check_line"]


def check_line(found: list[Draft], ground: Ground, faults: list[Fault]) -> None:
    """Add the faults of a line to a list, and repair the sections in place where that is safe.

    Parameters
    ----------
    found : list of Draft
    ground : Ground
    faults : list of Fault
    """
    for draft in found:
        _uncross(draft, faults)
    _crossings(found, faults)
    _close(found, ground, faults)
    _divide(found, ground, faults)


def _uncross(draft: Draft, faults: list[Fault]) -> None:
    """Cut loops out of a section that crosses itself."""
    for _ in range(len(draft.coords)):
        crossing = self_meeting(draft.coords)
        if crossing is None:
            return
        first, last, spot = crossing
        loop = draft.coords[first + 1 : last + 1]
        far = float(np.max(distance(spot[0], spot[1], loop[:, 0], loop[:, 1])))
        faults.append(
            Fault(
                draft.where,
                said("it crosses itself at {spot}", spot=place(*spot)),
                said("draw it without the loop"),
                said("loop of {count} vertices cut out", count=len(loop)),
                far,
            )
        )
        draft.coords = np.vstack([draft.coords[: first + 1], spot, draft.coords[last + 1 :]])
        draft.properties.pop("corridor_m", None)


def _crossings(found: Sequence[Draft], faults: list[Fault]) -> None:
    for one, two, spot in crossings([draft.coords for draft in found]):
        faults.append(
            Fault(
                found[one].where,
                said("it crosses {where} at {spot}", where=found[two].where, spot=place(*spot)),
                said("end both where they meet"),
            )
        )


def _close(found: Sequence[Draft], ground: Ground, faults: list[Fault]) -> None:
    """Carry ends inside the country to the nearest end that it may join, or to the border."""
    for draft in found:
        for last in (False, True):
            spot = draft.coords[-1 if last else 0]
            mates = np.array([d.coords[0 if last else -1] for d in found])
            if (mates == spot).all(axis=1).any() or not _inside(ground, spot):
                continue
            goal, metres, what = _goal(draft, found, ground, spot, last=last)
            faults.append(
                Fault(
                    draft.where,
                    _open(spot, metres, what, last=last),
                    said("draw it on to there"),
                    said("carried on to {what}", what=what),
                    metres,
                )
            )
            parts = [draft.coords, goal[None]] if last else [goal[None], draft.coords]
            draft.coords = np.vstack(parts)
            draft.properties.pop("corridor_m", None)


def _open(spot: NDArray[np.float64], metres: float, what: str, *, last: bool) -> Said:
    """Say which end of a section is open, where, and how far from what."""
    values = {"spot": place(*spot), "km": metres / 1000, "what": what}
    if last:
        return said(
            "its end is open inside the country at {spot}, {km:.2f} km from {what}", **values
        )
    return said("its start is open inside the country at {spot}, {km:.2f} km from {what}", **values)


def _inside(ground: Ground, spot: NDArray[np.float64]) -> bool:
    return bool(shapely.intersects(ground.inland, shapely.Point(spot)))


def _goal(
    draft: Draft, found: Sequence[Draft], ground: Ground, spot: NDArray[np.float64], *, last: bool
) -> tuple[NDArray[np.float64], float, str]:
    border = shapely.transform(shapely.boundary(ground.country), to_plane)
    point = shapely.transform(shapely.Point(spot), to_plane)
    near = shapely.get_coordinates(shapely.shortest_line(point, border))[-1:]
    goal = np.round(from_plane(near)[0], 7)
    best: tuple[NDArray[np.float64], float, str] = (
        goal,
        float(distance(*spot, *goal)),
        said("the border"),
    )
    for other in found:
        mate = other.coords[0 if last else -1]
        metres = float(distance(*spot, *mate))
        if other is not draft and 0 < metres < best[1]:
            best = (mate, metres, other.where)
    return best


def _divide(found: list[Draft], ground: Ground, faults: list[Fault]) -> None:
    """Try whether the line divides the country, and whether turning one section round helps."""
    lines = [shapely.LineString(draft.coords) for draft in found]
    message = _refusal(lines, ground)
    if not message:
        return
    for k, draft in enumerate(found):
        turned = [line.reverse() if n == k else line for n, line in enumerate(lines)]
        if len(found) > 1 and not _refusal(turned, ground):
            faults.append(
                Fault(
                    draft.where,
                    said("it runs the wrong way, so that ground lies on both sides of the line"),
                    said("turn it round"),
                    said("turned round"),
                )
            )
            draft.coords = draft.coords[::-1]
            draft.properties.pop("corridor_m", None)
            if draft.properties.get("depth_m"):
                draft.properties["depth_m"] = draft.properties["depth_m"][::-1]
            return
    what, _, remedy = message.rstrip(".").partition("; ")
    faults.append(
        Fault(said("the line"), what[:1].lower() + what[1:], remedy or said("draw it anew"))
    )


def _refusal(lines: Sequence[shapely.LineString], ground: Ground) -> str:
    try:
        ground.divider.divide(lines)
    except GeometryError as error:
        return str(error)
    return ""
