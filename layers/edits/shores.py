"""What a line has along the border, where the ground beside it has changed hands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.layers.edits.ordering import part_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.edits.faces import EdgeFaces
    from ceaseline.layers.placement.placement import Section

__all__ = ["true_sections"]

_ASIDE = 3e-6
"""Degrees, 30 cm: a place so far beside an edge of the border is inside the country or outside."""


def true_sections(
    pieces: Iterable[tuple[float, Section]],
    ground: Ground,
    edge_faces: EdgeFaces,
    left: NDArray[np.bool_],
) -> list[tuple[float, Section]]:
    """Return sections without the edges along the border that say what is no more so.

    Such an edge divides nothing, but has a party beside it: the one that held the ground there
    when the line was carried on.

    Parameters
    ----------
    pieces : iterable of (key, Section)
        The key stays with what is left of a section.
    ground : Ground
    edge_faces : EdgeFaces
        The faces of the country.
    left : (n,) bool array
        Whether the first party holds each.
    """
    tree = shapely.STRtree(edge_faces.faces)
    out: list[tuple[float, Section]] = []
    for key, section in pieces:
        true = _true(section.array, ground, tree, left)
        if true.all():
            out.append((key, section))
            continue
        starts = np.flatnonzero(true & ~np.concatenate([[False], true[:-1]]))
        stops = np.flatnonzero(true & ~np.concatenate([true[1:], [False]])) + 1
        out += [
            (key, part_of(section, float(a), float(b), section.array[a : b + 1]))
            for a, b in zip(starts.tolist(), stops.tolist(), strict=True)
        ]
    return out


def _true(
    coords: NDArray[np.float64], ground: Ground, tree: shapely.STRtree, left: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which edges have the party beside them that holds the ground there, (n - 1,)."""
    edges = np.asarray(shapely.linestrings(np.stack([coords[:-1], coords[1:]], axis=1)))
    out = np.ones(len(edges), dtype=bool)
    border = np.flatnonzero(~np.asarray(shapely.intersects(ground.inland, edges)))
    if not len(border):
        return out
    tail, head = coords[border], coords[border + 1]
    along = (head - tail) / np.hypot(*(head - tail).T)[:, None]
    aside = _ASIDE * np.column_stack([-along[:, 1], along[:, 0]])
    for sign in (1, -1):
        spots = shapely.points((tail + head) / 2 + sign * aside)
        k, face = tree.query(spots, predicate="intersects")
        out[border[k[left[face] != (sign > 0)]]] = False
    return out
