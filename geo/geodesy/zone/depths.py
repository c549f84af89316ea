"""The depths of a zone as people give them: one number, one a section, or one a vertex."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["DEEPEST", "depths_of"]

DEEPEST: Final = 200_000.0
"""Deepest zone, m: to this depth a disk of the ellipsoid is a circle of the plane to 0.06 m."""


def depths_of(
    depth: Any, sizes: Sequence[int], side: str, *, several: bool
) -> list[NDArray[np.float64]]:
    """Return the depth at each vertex of each section.

    Parameters
    ----------
    depth
        m: a number; for one line an array of a depth a vertex; for several sections a sequence of
        one item a section, each a number or an array of a depth a vertex.
    sizes
        Number of vertices of each section.
    side
        "left" or "right", for the message.
    several
        Whether the line was given as sections.

    Raises
    ------
    InputError
        The number of depths fits neither, or a depth is not from 0 to `DEEPEST`.

    Examples
    --------
    >>> [d.tolist() for d in depths_of([1000, [500, 700]], [3, 2], "left", several=True)]
    [[1000.0, 1000.0, 1000.0], [500.0, 700.0]]
    """
    if np.isscalar(depth) or getattr(depth, "ndim", 1) == 0:
        items = [depth] * len(sizes)
    elif several:
        items = list(depth)
        if len(items) != len(sizes):
            raise InputError(
                f"There are {len(items)} depths on the {side} for {len(sizes)} sections; give one "
                "for all, or one a section."
            )
    else:
        items = [depth]
    return [
        _along(item, size, f"{side}, section {k + 1}" if several else side)
        for k, (item, size) in enumerate(zip(items, sizes, strict=True))
    ]


def _along(depth: Any, size: int, where: str) -> NDArray[np.float64]:
    try:
        metres = np.asarray(depth, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(
            f"The depth on the {where} is {depth!r}; give a number of metres."
        ) from None
    if metres.ndim == 0:
        metres = np.full(size, metres)
    if metres.shape != (size,):
        raise InputError(
            f"There are {metres.size} depths on the {where} for {size} vertices; give one for "
            "all, or one a vertex."
        )
    bad = ~((metres >= 0) & (metres <= DEEPEST))
    if bad.any():
        raise InputError(
            f"The depth on the {where} is {metres[bad][0]:g} m; give metres from 0 to "
            f"{DEEPEST:,.0f}."
        )
    return metres
