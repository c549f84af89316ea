"""A stretch of a section, with the section's marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["part_of"]


def part_of(section: Section, low: float, high: float, coords: NDArray[np.float64]) -> Section:
    """Return a stretch of a section with the section's marks; the section itself if it is all.

    Parameters
    ----------
    section : Section
    low, high : float
        From and to, in vertices along the section.
    coords : (n, 2) array
        The places of the stretch; its inner vertices are the section's or lie on its edges.
    """
    if np.array_equal(coords, section.array):
        return section
    widths = None
    if section.corridor_m is not None:
        known = np.array(section.corridor_m, dtype=float)
        size = np.hypot(*np.diff(coords, axis=0).T)
        at = np.interp(np.concatenate([[0.0], np.cumsum(size)]), *_stations(section, low, high))
        wide = np.column_stack([np.interp(at, np.arange(len(known)), w) for w in known.T])
        widths = np.where(np.isnan(wide), np.inf, wide)
    return Section.of(
        section.name, section.basis, coords, widths, depth_m=section.depth_m, locked=section.locked
    )


def _stations(section: Section, low: float, high: float) -> tuple[Any, Any]:
    """Return distances in degrees from the start of a stretch, and the vertices there."""
    size = np.hypot(*np.diff(section.array, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(size)])
    where = np.arange(len(along))
    at = np.concatenate([[low], where[(where > low) & (where < high)], [high]])
    gone = np.interp(at, where, along)
    return gone - gone[0], at
