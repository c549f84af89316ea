"""What is to be told of lines as they came: those that lie outside the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import length
from ceaseline.geo.lines.chains import place
from ceaseline.layers.derive.cells import from_plane

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["outside", "repeated"]

_COARSE_M = 1000.0
"""To tell the farthest of many lines, the country is as coarse as this."""


def repeated(given: Sequence[shapely.Geometry]) -> list[str]:
    """Return a note on the lines that are given more than once, if there are any.

    Parameters
    ----------
    given : sequence of LineString or MultiLineString
        Longitude, latitude.

    Examples
    --------
    >>> line = shapely.LineString([(30, 48), (31, 49)])
    >>> repeated([line, line.reverse()])
    ['1 line that is there twice was taken once.']
    """
    parts = shapely.get_parts(given)
    again = len(parts) - len(set(shapely.to_wkb(shapely.normalize(parts)).tolist()))
    if not again:
        return []
    what = "line that is there twice was" if again == 1 else "lines that are there twice were"
    return [f"{again:,} {what} taken once."]


def outside(lines: Sequence[shapely.LineString], country: shapely.Geometry) -> list[str]:
    """Return a note on the lines that do not meet the country, if there are any that do.

    Parameters
    ----------
    lines : sequence of LineString
        In the plane, metres.
    country : Polygon or MultiPolygon
        In the plane; prepared.

    Examples
    --------
    >>> far = [shapely.LineString([(0, y), (9e3, y)]) for y in (0, 7e4)]
    >>> outside(far, shapely.box(1e3, -1e3, 8e3, 1e3))[0][:65]
    '1 line outside the country was left out: 9.0 km long, 69 km away '
    """
    off = np.asarray([not meets for meets in shapely.intersects(country, list(lines))])
    if not off.any() or off.all():
        return []
    gone = [line for line, out in zip(lines, off, strict=True) if out]
    km = sum(float(length(from_plane(shapely.get_coordinates(line)))) for line in gone) / 1000
    coarse = shapely.simplify(country, _COARSE_M)
    far = gone[int(np.argmax(shapely.distance(coarse, gone)))]
    way = from_plane(shapely.get_coordinates(shapely.shortest_line(far, country)))
    (lon, lat), away = way[0], float(length(way)) / 1000
    told = f"{away:,.0f} km away at {place(float(lon), float(lat))}"
    if len(gone) == 1:
        return [f"1 line outside the country was left out: {km:,.1f} km long, {told}."]
    told = f"{km:,.1f} km in all, the farthest {told}"
    return [f"{len(gone):,} lines outside the country were left out: {told}."]
