"""Doubts to be told aloud: what was brought in, but is hardly what the person meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import area, length
from ceaseline.geo.lines.chains import densified, place
from ceaseline.layers.derive.cells import to_plane
from ceaseline.layers.importing.region import BORDER_M, ground

if TYPE_CHECKING:
    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.importing.report import Imported
    from ceaseline.layers.placement.placement import Placement, Section

__all__ = ["LONGEST_M", "doubts"]

LONGEST_M = 2_500_000.0
"""A front is not longer: the line of contact of 2022 had about 1,100 km, that of 2024 a third
more with every pocket."""
_ALONG = 0.5
_THIN = 0.05
_RING_M = 10_000.0


def doubts(done: Imported, boundaries: Boundaries) -> list[str]:
    """Return the doubts about a line that was brought in.

    Parameters
    ----------
    done : Imported
        With its lengths.
    boundaries : Boundaries
        The country.

    Returns
    -------
    list of str
        A line of more than 2,500 km, one more than half of which runs along the state border, and
        thin rings.
    """
    notes = []
    metres = dict(done.lengths).get(0.0, 0.0)
    if metres > LONGEST_M:
        notes.append(
            f"Doubtful: the line is {metres / 1000:,.0f} km long, and a front is not longer than "
            f"{LONGEST_M / 1000:,.0f} km; look whether the file shows more than one front."
        )
    along = _along(done.placement, boundaries)
    if along > _ALONG:
        notes.append(
            f"Doubtful: {100 * along:.0f} % of the line runs within {BORDER_M / 1000:g} km of the "
            "country's own border; look whether it is a front."
        )
    rings = [note for section in done.placement.sections if (note := _thin(section))]
    half = metres / 2
    wide = done.held_m2 / max(half, 1.0)
    if not rings and half > _RING_M and wide < _THIN * half:
        notes.append(
            f"Doubtful: what is held is {wide / 1000:,.1f} km wide on average along "
            f"{metres / 1000:,.0f} km of line; this looks like a strip along a line, a zone."
        )
    return notes + rings


def _along(placement: Placement, boundaries: Boundaries) -> float:
    """Return the share of a line inside the country that runs along its border."""
    inside, edge = 0.0, 0.0
    country = ground(boundaries.country)
    border = shapely.boundary(country)
    shapely.prepare(country)
    shapely.prepare(border)
    for section in placement.sections:
        spots = to_plane(densified(np.asarray(section.coords))[0])
        middle = shapely.points((spots[1:] + spots[:-1]) / 2)
        size = np.hypot(*np.diff(spots, axis=0).T)
        own = shapely.contains(country, middle)
        inside += float(size[own].sum())
        edge += float(size[own & shapely.dwithin(border, middle, BORDER_M)].sum())
    return edge / inside if inside else 0.0


def _thin(section: Section) -> str:
    if not section.closed:
        return ""
    coords = np.asarray(section.coords)
    half = float(length(coords)) / 2
    wide = abs(float(area(shapely.Polygon(coords)))) / max(half, 1.0)
    if half < _RING_M or wide > _THIN * half:
        return ""
    return (
        f"Doubtful: the pocket at {place(*coords[0].tolist())} is {half / 1000:,.0f} km long and "
        f"{wide / 1000:,.2f} km wide; this looks like a line drawn twice, or a strip along one."
    )
