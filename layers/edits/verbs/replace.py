"""Replace: the line, or a stretch of it, becomes another line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import distance
from ceaseline.layers.derive.naming import unique_names
from ceaseline.layers.edits.between import between_km
from ceaseline.layers.edits.redraw import swapped
from ceaseline.layers.edits.stretch import connected, stretches
from ceaseline.layers.edits.verb import Verb
from ceaseline.layers.edits.verbs.borrow import borrowed
from ceaseline.layers.placement.placement import BASES, Section
from ceaseline.layers.placement.sources import credited, facts_of, source_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["REPLACE"]


def replace(
    placement: Placement,
    ground: Ground,
    *,
    sections: Sequence[Mapping[str, Any]],
    between: Sequence[float] | None = None,
    detail_m: float | None = None,
    sources: Sequence[Mapping[str, Any]] = (),
) -> Placement:
    """Return the placement with other sections in place of its own or of a stretch.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    sections : sequence of mappings
        ``name``, ``basis`` and ``coords`` of each; ``depth_m``, ``locked`` and ``corridor_m`` where
        they came with a change that was made outside. All sections of a whole line are turned
        round if that changes less ground; the one section of a stretch runs from its nearer
        end, and the line steps straight to it and from it.
    between : (from, to), optional
        Kilometres along the line; all of it if not given.
    detail_m : float, optional
        The detail of the other line: that of the whole from now on, or, for a stretch, if it is
        coarser.
    sources : sequence of mappings
        What the other line rests on, as files hold sources; named with those that are there.

    Raises
    ------
    InputError
        If a stretch is to be replaced by several sections, or a section is no line.
    """
    new = [_section(given) for given in sections]
    after = _exchanged(placement, ground, new, between)
    if after.sections == placement.sections:
        return placement
    if detail_m is not None:
        coarser = detail_m if between is None else max(placement.detail_m, detail_m)
        after = after.replaced(detail_m=coarser)
    return after.replaced(sources=credited(placement.sources, map(source_of, sources)))


def _exchanged(
    placement: Placement,
    ground: Ground,
    new: Sequence[Section],
    between: Sequence[float] | None,
) -> Placement:
    """Return the placement with other sections, of what it had before still saying the rest."""
    if between is None:
        return _nearest(placement, ground, new)
    if len(new) != 1:
        raise InputError(
            f"A stretch is replaced by one section, not by {len(new)}; give a file with one."
        )
    parts = stretches(placement, between)
    old = connected(parts, "replace")
    coords = _turned(new[0].array, old)
    path = np.vstack([old[:1], coords, old[-1:]])
    path = path[np.concatenate([[True], (path[1:] != path[:-1]).any(axis=1)])]
    return swapped(placement, ground, [(parts, path)], new[0].replaced(coords=()))


def _section(given: Mapping[str, Any]) -> Section:
    spots = np.asarray(given["coords"], dtype=float)
    if spots.ndim != 2 or spots.shape[1] != 2 or len(spots) < 2 or not np.isfinite(spots).all():
        raise InputError(
            f"Section {given.get('name')!r} is no line; give two or more places of longitude and "
            "latitude."
        )
    basis = given.get("basis", "drawn")
    widths, depths = given.get("corridor_m"), given.get("depth_m")
    return Section.of(
        str(given["name"]),
        basis if basis in BASES else "drawn",
        spots,
        None if widths is None else [[np.inf if x is None else x for x in pair] for pair in widths],
        depth_m=None if depths is None else (float(depths[0]), float(depths[1])),
        locked=bool(given.get("locked", False)),
    )


def _turned(coords: NDArray[np.float64], old: NDArray[np.float64]) -> NDArray[np.float64]:
    (a, b), (c, d) = old[[0, -1]], coords[[0, -1]]
    ahead = float(distance(*a, *c)) + float(distance(*b, *d))
    back = float(distance(*a, *d)) + float(distance(*b, *c))
    return coords if ahead <= back else coords[::-1]


def _nearest(placement: Placement, ground: Ground, new: Sequence[Section]) -> Placement:
    """Return the placement with the new line, turned so that it changes less."""
    ahead = placement.replaced(sections=unique_names(new), control=None)
    before = ground.division(placement).areas
    change = np.abs(ground.division(ahead).areas - before).sum()
    if change <= ground.area_m2:
        return ahead
    turned = [Section.of(s.name, s.basis, s.array[::-1]) for s in new]
    return placement.replaced(sections=unique_names(turned), control=None)


def resolve(
    placement: Placement,
    ground: Ground,
    *,
    other: Placement,
    between: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the arguments of a replacement: the other line itself, so that no file is needed.

    Of a line of several sections, a stretch takes what lies between its own ends,
    see :func:`ceaseline.layers.edits.verbs.borrow.borrowed`.
    """
    km = between_km(placement, ground, between)
    sections = other.sections
    if km is not None and len(sections) > 1:
        parts = stretches(placement, km)
        sections = (borrowed(other, (parts[0].coords[0], parts[-1].coords[-1])),)
    return {
        "sections": [
            {"name": s.name, "basis": s.basis, "coords": [list(spot) for spot in s.coords]}
            for s in sections
        ],
        "between": km,
        "detail_m": other.detail_m,
        "sources": [facts_of(source) for source in other.sources] or None,
    }


REPLACE = Verb(replace, resolve)
