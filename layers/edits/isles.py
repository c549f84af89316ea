"""Islands that no line reaches: a shore of their own says who holds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.layers.edits.ordering import arranged, stem
from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.geo.partition import Division
    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["with_isles"]

_NAME = "island shore"


def with_isles(
    placement: Placement,
    ground: Ground,
    before: Division,
    shapes: list[tuple[shapely.Geometry, bool]],
) -> Placement:
    """Return the placement with every island in the hands that it is to be in.

    Ground that no line reaches is on the side of the line's nearest place, so that a line which is
    drawn anew may take an island along, or may not reach one that was given. Where that is so, a
    section along its shore says whose it is; where it is no more, such a section is left out.

    Parameters
    ----------
    placement : Placement
        After the edit.
    ground : Ground
    before : Division
        Of the line before it: who held what.
    shapes : list of (geometry, bool)
        Ground that was given, and whether to the first party.
    """
    isles = _isles(placement, ground)
    if not len(isles):
        return placement
    spots = shapely.point_on_surface(isles)
    lonlat = shapely.get_coordinates(spots)
    wanted = before.side(*lonlat.T) > 0
    for shape, left in shapes:
        wanted = np.where(shapely.intersects(shape, spots), left, wanted)
    bare = placement.replaced(
        sections=tuple(
            section
            for section in placement.sections
            if not (_made_here(section) or _of_another(section, isles, wanted))
        )
    )
    for _ in isles:  # the shore of one may be what is nearest to another
        held = ground.division(bare).side(*lonlat.T) > 0
        wrong = np.flatnonzero(held != wanted)
        if not len(wrong):
            break
        shores = [_shore(isles[k], left=bool(wanted[k])) for k in wrong]
        pieces = list(enumerate([*bare.sections, *shores]))
        bare = bare.replaced(sections=arranged(pieces, bare.sections))
    return bare


def _isles(placement: Placement, ground: Ground) -> NDArray[np.object_]:
    """Return the parts of the country whose inside no line touches."""
    parts = shapely.get_parts(ground.country)
    inner = shapely.buffer(parts, -5e-7, quad_segs=1)
    return np.asarray(parts[~shapely.intersects(inner, placement.line)])


def _made_here(section: Section) -> bool:
    return section.closed and not section.locked and stem(section.name) == _NAME


def _of_another(section: Section, isles: NDArray[np.object_], wanted: NDArray[np.bool_]) -> bool:
    """Whether a section is the shore of an island that is to be in other hands than it says."""
    if section.basis != "state border" or not section.closed:
        return False
    ring = shapely.Polygon(section.array)
    near = shapely.dwithin(shapely.get_exterior_ring(isles), section.line, 1e-6)
    own = near & shapely.intersects(ring, shapely.point_on_surface(isles))
    left = bool(shapely.is_ccw(shapely.LinearRing(section.array)))
    return bool((own & (wanted != left)).any())


def _shore(isle: shapely.Polygon, *, left: bool) -> Section:
    ring = shapely.get_coordinates(shapely.orient_polygons(isle).exterior)
    return Section.of(_NAME, "state border", ring if left else ring[::-1])
