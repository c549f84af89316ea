"""Fewer vertices for a line that is drawn more finely than its zone can show.

A vertex is left out where the edge between its neighbours passes so close by, and with so nearly
the same depth, that the zone does not change by more than an allowance. Every other vertex is
tried at once, again and again; what was left out before counts, so that the sum is bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

__all__ = ["thinned"]

_WORTH_WHILE: Final = 0.95


def thinned(
    centre: Floats, radius: Floats, ends: NDArray[np.bool_], allowance: float
) -> NDArray[np.intp]:
    """Return which disks to keep.

    Parameters
    ----------
    centre
        (v, 2) m, several paths one after the other.
    radius
        (v,) m.
    ends
        (v,) whether a path starts or ends there.
    allowance
        By how much the hulls of neighbouring disks may change, m.

    Returns
    -------
    (k,) ascending; the ends among them. No edge is made longer than a quarter of the radius.

    Examples
    --------
    >>> angle = np.linspace(0, 3, 3001)
    >>> ring = 10_000 * np.column_stack([np.cos(angle), np.sin(angle)])
    >>> ends = np.isin(np.arange(3001), [0, 3000])
    >>> 700 < len(thinned(ring, np.full(3001, 500.0), ends, 0.1)) < 800
    True
    """
    kept = np.arange(len(centre))
    off = np.zeros(len(kept) - 1)
    while len(kept) > 2:
        before = len(kept)
        for parity in (1, 2):
            kept, off = _without(centre, radius, ends, allowance, (kept, off), parity)
        if len(kept) > _WORTH_WHILE * before:
            break
    return kept


def _without(
    centre: Floats,
    radius: Floats,
    ends: NDArray[np.bool_],
    allowance: float,
    path: tuple[NDArray[np.intp], Floats],
    parity: int,
) -> tuple[NDArray[np.intp], Floats]:
    """Leave out every other vertex where that is allowed; `off` bounds what each edge is off."""
    kept, off = path
    middle = np.arange(parity, len(kept) - 1, 2)
    a, b, c = kept[middle - 1], kept[middle], kept[middle + 1]
    step, to = centre[c] - centre[a], centre[b] - centre[a]
    square = np.maximum((step * step).sum(axis=1), 1e-300)
    share = (to * step).sum(axis=1) / square
    aside = np.abs(to[:, 0] * step[:, 1] - to[:, 1] * step[:, 0]) / np.sqrt(square)
    aside += np.abs(radius[a] + share * (radius[c] - radius[a]) - radius[b])
    aside += np.maximum(off[middle - 1], off[middle])
    gone = (share > 0) & (share < 1) & (aside <= allowance) & ~ends[b]
    gone &= 16 * square <= radius[b] * radius[b]
    off = off.copy()
    off[middle[gone] - 1] = aside[gone]
    stays = np.ones(len(kept), dtype=bool)
    stays[middle[gone]] = False
    return kept[stays], off[stays[:-1]]
