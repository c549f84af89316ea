"""Draw a line anew where ground changes hands, and leave it bit for bit elsewhere.

The line, whatever else bounds the change, and the border of the country are cut where they meet;
the faces between them are given to a party each; the new line runs between faces of different
parties. Whatever the faces were given to, the result divides the country.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.faces import EdgeFaces
from ceaseline.layers.edits.ordering import arranged, part_of
from ceaseline.layers.edits.provenance import Provenance
from ceaseline.layers.edits.shores import true_sections
from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.edits.provenance import Cut, Pieces
    from ceaseline.layers.edits.stretch import Stretch
    from ceaseline.layers.placement.placement import Placement

    Decide: TypeAlias = Callable[[EdgeFaces, NDArray[np.bool_]], NDArray[np.bool_]]

__all__ = ["Gift", "all_given", "given", "modelled", "redrawn", "swapped"]

GRID = 1e-7
"""Degrees: new vertices lie on the grid that files store."""


def redrawn(
    placement: Placement,
    ground: Ground,
    extra: Sequence[NDArray[np.float64]],
    decide: Decide,
    fresh: Section | Sequence[Section],
    cuts: Sequence[Cut] = (),
) -> Placement:
    """Return the placement with the line between the faces as they are given anew.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    extra : sequence of (n, 2) arrays
        Chains that bound the change; longitude, latitude.
    decide : callable
        Takes the faces and whether the first party holds each, (n,) bool; returns whether it shall
        hold each.
    fresh : Section, or one for each of `extra`
        Whose basis, name and marks the stretches have that were not there before; without a name,
        the name and the depths of the section that is nearest.
    cuts : sequence of (section, position in vertices, place)
        Where an extra chain begins or ends on the line.

    Returns
    -------
    Placement
        Sections that did not move are the same objects; those cut are cut at 1e-7 degrees.

    Raises
    ------
    InputError
        If nothing is left of one party, so that there is no line.
    GeometryError
        If the line of the placement does not divide the country.
    """
    old = placement.sections
    provenance = Provenance.of([s.array for s in old], extra, cuts)
    edge_faces = EdgeFaces.of(ground, provenance.noded(GRID))
    held = ground.division(placement).side(edge_faces.spots[:, 0], edge_faces.spots[:, 1]) > 0
    before = edge_faces.without_thin(held)
    after = edge_faces.without_thin(decide(edge_faces, before))
    if (after == before).all():
        return placement
    tail, head = edge_faces.line(after)
    if not len(tail):
        raise InputError(
            f"{placement.name}: after this edit one party would hold the whole country and there "
            "would be no line; give a smaller change."
        )
    pieces = provenance.pieces(tail, head, ground.inland)
    models = [fresh] * len(extra) if isinstance(fresh, Section) else fresh
    new = [(modelled(old, models[k], coords), coords) for k, coords in pieces.fresh]
    stretches = true_sections(_stretches(old, pieces, new), ground, edge_faces, after)
    known = {section: section for section in old}
    sections = tuple(known.get(s, s) for s in arranged(stretches, old))
    return placement.replaced(sections=sections, control=None)


def given(
    placement: Placement, ground: Ground, ground_given: shapely.Geometry, to: str, fresh: Section
) -> Placement:
    """Return the placement with some ground given to a party.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    ground_given : Polygon or MultiPolygon
        Longitude, latitude; it may reach beyond the country.
    to : str
        The party.
    fresh : Section
        As in :func:`redrawn`.
    """
    return all_given(placement, ground, [Gift(ground_given, to, fresh)])


@dataclass(frozen=True, eq=False)
class Gift:
    """Some ground, who gets it, and what the line around it is called.

    Attributes
    ----------
    shape : Polygon or MultiPolygon
        Longitude, latitude; it may reach beyond the country.
    to : str
        The party.
    fresh : Section
        As in :func:`redrawn`.
    """

    shape: shapely.Geometry
    to: str
    fresh: Section


def all_given(placement: Placement, ground: Ground, gifts: Sequence[Gift]) -> Placement:
    """Return the placement with several pieces of ground given away at once.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    gifts : sequence of Gift
        Where they overlap, the last one counts.
    """
    shapes = [shapely.set_precision(gift.shape, GRID) for gift in gifts]
    rings = [[shapely.get_coordinates(r) for r in _rings(shape)] for shape in shapes]
    for shape in shapes:
        shapely.prepare(shape)

    def decide(edge_faces: EdgeFaces, before: NDArray[np.bool_]) -> NDArray[np.bool_]:
        out = before
        for gift, shape in zip(gifts, shapes, strict=True):
            inside = shapely.intersects(shape, edge_faces.inner)
            out = np.where(inside, gift.to == placement.parties[0], out)
        return out

    fresh = [gift.fresh for gift, own in zip(gifts, rings, strict=True) for _ in own]
    return redrawn(placement, ground, [ring for own in rings for ring in own], decide, fresh)


def _rings(shape: shapely.Geometry) -> NDArray[np.object_]:
    return np.asarray(shapely.get_rings(shapely.get_parts(shape)))


def swapped(
    placement: Placement,
    ground: Ground,
    pairs: Sequence[tuple[Sequence[Stretch], NDArray[np.float64]]],
    fresh: Section | Sequence[Section],
) -> Placement:
    """Return the placement with stretches of its line replaced by paths with the same ends.

    Ground between a stretch and its path changes hands. Where a path runs across other stretches of
    the line, what it would give to a party that holds it already stays as it is, so that the
    result divides the country.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    pairs : sequence of (stretches, path)
        Stretches that continue one another, and an (n, 2) array of longitude and latitude, oriented
        as the line, that begins and ends where they do.
    fresh : Section
        As in :func:`redrawn`.
    """
    loops = [np.vstack([new, *(part.coords[::-1] for part in old[::-1])]) for old, new in pairs]
    cuts = [cut for old, _ in pairs for part in old for cut in part.cuts]

    def decide(edge_faces: EdgeFaces, before: NDArray[np.bool_]) -> NDArray[np.bool_]:
        change = sum(_winding(loop, edge_faces.spots) for loop in loops)
        return np.asarray(np.clip(before + change, 0, 1), dtype=bool)

    return redrawn(placement, ground, [new for _, new in pairs], decide, fresh, cuts)


def _winding(loop: NDArray[np.float64], spots: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how often a closed loop winds round places, anticlockwise positive."""
    out = np.zeros(len(spots), dtype=np.int64)
    (west, south), (east, north) = loop.min(axis=0), loop.max(axis=0)
    x, y = spots.T
    near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
    if not len(near):
        return out
    tail, head = loop, np.roll(loop, -1, axis=0)
    # Only the edges beside a place, at its latitude, can be passed on the way east from it.
    tree = shapely.STRtree(np.asarray(shapely.linestrings(np.stack([tail, head], axis=1))))
    i, j = tree.query(shapely.box(x[near], y[near], east, y[near]))
    a, b, (x, y) = tail[j], head[j], spots[near[i]].T
    turn = (b[:, 0] - a[:, 0]) * (y - a[:, 1]) - (x - a[:, 0]) * (b[:, 1] - a[:, 1])
    up = (a[:, 1] <= y) & (b[:, 1] > y) & (turn > 0)
    down = (a[:, 1] > y) & (b[:, 1] <= y) & (turn < 0)
    np.add.at(out, near[i], up.astype(np.int64) - down.astype(np.int64))
    return out


def modelled(old: Sequence[Section], fresh: Section, coords: NDArray[np.float64]) -> Section:
    """Return what a new stretch takes its name and marks from: `fresh`, or the nearest section."""
    nearest = shapely.STRtree([s.line for s in old]).nearest(shapely.points(coords))
    near = old[int(np.bincount(nearest).argmax())]
    if not fresh.name:
        return fresh.replaced(name=near.name, depth_m=near.depth_m)
    return fresh if fresh.depth_m is not None else fresh.replaced(depth_m=near.depth_m)


def _stretches(
    old: Sequence[Section],
    pieces: Pieces,
    new: Sequence[tuple[Section, NDArray[np.float64]]],
) -> list[tuple[float, Section]]:
    """Return the sections by where they were, new ones last."""
    keyed = [(k + stretch[0] * 1e-6, part_of(old[k], *stretch)) for k, stretch in pieces.kept]
    keyed += [
        (float(len(old)), Section.of(m.name, m.basis, coords, depth_m=m.depth_m))
        for m, coords in new
    ]
    return keyed
