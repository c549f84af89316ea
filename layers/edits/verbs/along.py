"""The way along the border of the country from an end of a line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import length
from ceaseline.geo.lines import cut, locate
from ceaseline.geo.lines.chains import densified, joined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement, Section

__all__ = ["AT_END_M", "Way", "ended_on_border", "way_along"]

ON_BORDER_M = 100.0
"""An end this near to the border is read as on it."""
AT_END_M = 1.0
"""A way that stops this near to the line's next end goes on to it."""
_NEAR_BORDER = 1e-3
"""Degrees, about 100 m."""


@dataclass(frozen=True, eq=False)
class Way:
    """The border from a place on.

    Attributes
    ----------
    coords : (n, 2) array
        All round; longitude, latitude; the first is the place.
    room_m : float
        How far it is to the line's next end on it, in metres.
    next_end : (2,) array, optional
        That end; None if the way comes back to where it began.
    """

    coords: NDArray[np.float64]
    room_m: float
    next_end: NDArray[np.float64] | None

    def first(self, metres: float) -> NDArray[np.float64]:
        """Return the first metres of the way; the line's next end itself if that is there."""
        coords = shapely.get_coordinates(
            cut(shapely.LineString(self.coords), 0.0, min(metres, self.room_m))
        )
        coords[0] = self.coords[0]
        if self.next_end is not None and metres > self.room_m - AT_END_M:
            coords[-1] = self.next_end
        return coords


def way_along(placement: Placement, ground: Ground, end: str, beside: str) -> Way:
    """Return the border from an end of the line on, beside the ground of a party.

    Parameters
    ----------
    placement : Placement
        That ends on the border; see :func:`ended_on_border`.
    ground : Ground
    end : str
        ``"start"`` or ``"end"``.
    beside : str
        The party.

    Raises
    ------
    InputError
        If the line has no such end on the border.
    """
    run = _main_run(placement)
    place = run[0] if end == "start" else run[-1]
    rings = joined(list(ground.border))
    point = shapely.Point(place)
    ring = min(rings, key=lambda r: float(shapely.distance(shapely.LineString(r), point)))
    # The country is on the left of its border, the first party on the left of the line.
    ahead = (beside == placement.parties[0]) == (end == "end")
    line = shapely.LineString(ring if ahead else ring[::-1])
    here, off = (float(v) for v in locate(line, place[0], place[1]))
    if abs(off) > ON_BORDER_M:
        raise InputError(
            f"The line ends {abs(off) / 1000:.2f} km from the border, at {place[0]:.4f}, "
            f"{place[1]:.4f} (lon, lat); carry it to the border first with extend --end open."
        )
    spots = np.array([spot for s in placement.sections for spot in (s.coords[0], s.coords[-1])])
    whole = float(length(line))
    at, gap = locate(line, spots[:, 0], spots[:, 1])
    further = np.where(np.abs(gap) <= ON_BORDER_M, (at - here) % whole, np.inf)
    further[further <= AT_END_M] = np.inf
    first = int(further.argmin())
    met = bool(np.isfinite(further[first])) and further[first] < whole - AT_END_M
    coords = _from(line, here, whole, place)
    return Way(
        coords,
        float(further[first]) if met else float(length(shapely.LineString(coords))),
        spots[first] if met else None,
    )


def _from(
    ring: shapely.LineString, here: float, whole: float, place: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return a ring from a distance along it on, all round, beginning at a place."""
    pieces = [place[None]]
    if here < whole - 1e-3:
        pieces.append(shapely.get_coordinates(cut(ring, here, whole))[1:])
    if here > 1e-3:
        pieces.append(shapely.get_coordinates(cut(ring, 0.0, here))[1:-1])
    return np.vstack(pieces)


def _main_run(placement: Placement) -> NDArray[np.float64]:
    """Return the longest open run of sections, as one chain."""
    runs = [
        run
        for run in joined([section.array for section in placement.sections])
        if (run[0] != run[-1]).any()
    ]
    if not runs:
        raise InputError(f"The line of {placement.name} is closed all round; it has no end.")
    return max(runs, key=lambda run: float(length(shapely.LineString(run))))


def ended_on_border(placement: Placement, ground: Ground) -> Placement:
    """Return the placement without what its line has beyond the border at its ends.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    """
    out = []
    for section in placement.sections:
        own = section
        for last in (False, True):
            end = shapely.Point(own.coords[-1 if last else 0])
            if not shapely.dwithin(ground.country, end, _NEAR_BORDER):
                own = _trimmed(own, ground, last=last)
        out.append(own)
    return placement.replaced(sections=tuple(out))


def _trimmed(section: Section, ground: Ground, *, last: bool) -> Section:
    """Return a section that ends where it leaves the country."""
    coords = section.array if last else section.array[::-1]
    dense, where = densified(coords)
    line = shapely.LineString(dense)
    inside = shapely.get_coordinates(shapely.intersection(line, ground.country))
    if not len(inside):
        return section
    along = shapely.line_locate_point(line, shapely.points(inside))
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(dense, axis=0).T))])[where]
    kept = coords[at < along.max() - 1e-7]
    out = np.vstack([kept, inside[int(along.argmax())]])
    return type(section).of(
        section.name,
        section.basis,
        out if last else out[::-1],
        depth_m=section.depth_m,
        locked=section.locked,
    )
