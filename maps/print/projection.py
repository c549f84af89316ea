"""The plane that printed maps are drawn in: an equal-area conic, with distances true to 1 %."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.country.planes import transformer
from ceaseline.geo.geodesy import densify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = ["flat", "flat_points", "window"]

_EDGE_M = 20_000.0


def flat_points(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return places in the plane, (n, 2) metres.

    Examples
    --------
    >>> flat_points(np.array([33.0]), np.array([48.5])).round().tolist()
    [[0.0, 0.0]]
    """
    return np.column_stack(transformer("equal-area").transform(lon, lat))


def flat(shapes: Iterable[shapely.Geometry]) -> list[shapely.Geometry]:
    """Return shapes in the plane, long edges along their geodesics.

    Examples
    --------
    >>> [round(s.area / 1e6) for s in flat([shapely.box(33, 48, 34, 49)])]
    [8218]
    """
    return [
        shapely.transform(densify(shape, _EDGE_M), lambda spots: flat_points(*spots.T))
        for shape in shapes
    ]


def window(
    shapes: Iterable[shapely.Geometry], ratio: float, margin: float
) -> tuple[float, float, float, float]:
    """Return the box around shapes in the plane with a margin and a ratio of width to height.

    Parameters
    ----------
    shapes : iterable of shapely geometry
        In the plane.
    ratio : float
    margin : float
        As a share of the larger side.

    Examples
    --------
    >>> window([shapely.box(0, 0, 10, 30)], 1.0, 0.0)
    (-10.0, 0.0, 20.0, 30.0)
    """
    left, bottom, right, top = shapely.total_bounds(list(shapes)).tolist()
    space = margin * max(right - left, top - bottom)
    width, height = right - left + 2 * space, top - bottom + 2 * space
    width, height = max(width, height * ratio), max(height, width / ratio)
    x, y = (left + right) / 2, (bottom + top) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2
