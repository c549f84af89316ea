"""The stretch of another line that lies between two places of this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import length
from ceaseline.geo.lines.chains import place
from ceaseline.layers.edits.between import REACH_M, places_on, runs_of
from ceaseline.layers.edits.stretch import connected, length_km, stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.placement.placement import Placement, Section

__all__ = ["borrowed"]


def borrowed(other: Placement, ends: Sequence[NDArray[np.float64]]) -> Section:
    """Return what another line has between its places nearest to two ends, as one section.

    Parameters
    ----------
    other : Placement
    ends : two (2,) arrays
        Longitude, latitude.

    Returns
    -------
    Section
        With the name and basis of the section that most of it is from.

    Raises
    ------
    InputError
        If no run of sections that continue one another is the nearest to both ends, or within
        :data:`ceaseline.layers.edits.between.REACH_M` of both, or both ends are nearest to one
        place of it.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Placement, Section
    >>> west = Section.of("west", "river", [(30, 0), (31, 0)])
    >>> east = Section.of("east", "drawn", [(31, 0), (35, 0)])
    >>> two = borrowed(Placement("two", "Two", (west, east)), np.array([(30.5, 1), (34, 1)]))
    >>> two.name, two.coords
    ('east', ((30.5, 0.0), (31.0, 0.0), (34.0, 0.0)))
    """
    runs = [run for run in runs_of(other) if not other.sections[run[0]].closed]
    if not runs:
        raise InputError(f"{other.name} has only pockets; give a line that runs on.")
    found = np.array([places_on(other, runs, (float(x), float(y))) for x, y in ends])
    km, off = found[..., 0], found[..., 1]
    run = _run(other, ends, off)
    low, high = sorted(min(float(value), length_km(other)) for value in km[:, run])
    if high - low < 0.001:
        raise InputError(
            f"Both ends of the stretch are nearest to one place of {other.name}, km {low:.3f}; "
            "give two that are farther apart."
        )
    parts = stretches(other, (low, high))
    most = max(parts, key=lambda part: float(length(shapely.LineString(part.coords))))
    model = other.sections[most.section]
    return model.of(model.name, model.basis, connected(parts, "replace"))


def _run(other: Placement, ends: Sequence[NDArray[np.float64]], off: NDArray[np.float64]) -> int:
    """Return which run both ends stand for: one near both, else the one nearest to each."""
    near = np.where((off <= REACH_M).all(axis=0), off.sum(axis=0), np.inf)
    if np.isfinite(near).any():
        return int(near.argmin())
    first, last = off.argmin(axis=1)
    if first != last:
        told = " and ".join(
            f"{off[k, run] / 1000:,.1f} km from {place(*ends[k])}"
            for k, run in enumerate((first, last))
        )
        raise InputError(
            f"{other.name} has no one piece between the ends of the stretch: its nearest pieces, "
            f"{told}, do not continue one another; replace one piece at a time."
        )
    return int(first)
