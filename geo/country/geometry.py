"""The country's ground with its edges as geodesics: what a line meets and a zone is clipped to."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import shapely

if TYPE_CHECKING:
    from ceaseline.geo.country.boundaries import Boundaries

    Ground: TypeAlias = shapely.Polygon | shapely.MultiPolygon

__all__ = ["dense_ground", "wide_ground"]

_MARGIN = 2e-6
"""Degrees, 20 cm: a line this far outside the country still follows its border."""


@lru_cache(maxsize=4)
def dense_ground(boundaries: Boundaries) -> Ground:
    """Return the country with no edge over 1 km, so that straight edges are geodesics to 2 cm."""
    ground: Any = shapely.coverage_union_all(boundaries.divider.coverage.polygons)
    shapely.prepare(ground)
    return ground  # type: ignore[no-any-return]  # a polygon or several


@lru_cache(maxsize=4)
def wide_ground(boundaries: Boundaries) -> Ground:
    """Return the country with a margin of 20 cm, so that what runs along its border is within."""
    ground: Any = shapely.buffer(dense_ground(boundaries), _MARGIN, quad_segs=1)
    shapely.prepare(ground)
    return ground  # type: ignore[no-any-return]  # a polygon or several
