"""What is to be told of lines as they came: loops, and what lies outside the country."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.geodesy import length
from geo.lines.chains import place
from layers.cells import from_plane

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["loops", "outside"]


def loops(given: Sequence[shapely.Geometry]) -> list[str]:
    """Return a note for each line that crosses itself, with the first place where it does.

    Parameters
    ----------
    given : sequence of LineString or MultiLineString
        Longitude, latitude.

    Examples
    --------
    >>> loops([shapely.LineString([(30, 48), (32, 48), (32, 49), (31, 49), (31, 47)])])[0][:54]
    'Feature 0 crosses itself at 31.00000, 48.00000 (lon, l'
    """
    notes = []
    for number, shape in enumerate(given):
        for part in shapely.get_parts(shape):
            if not shapely.is_simple(part):
                lon, lat = _crossing(part)
                notes.append(
                    f"Feature {number} crosses itself at {place(lon, lat)}; the ground in its "
                    "loops was taken as drawn."
                )
    return notes


def _crossing(line: shapely.LineString) -> tuple[float, float]:
    """Return the first place along a line at which it meets itself."""
    pieces = shapely.get_parts(shapely.node(line))
    spots, count = np.unique(
        np.concatenate([shapely.get_coordinates(piece)[[0, -1]] for piece in pieces]),
        axis=0,
        return_counts=True,
    )
    met = spots[count > 2] if (count > 2).any() else spots
    first = int(np.argmin(shapely.line_locate_point(line, shapely.points(met))))
    return float(met[first, 0]), float(met[first, 1])


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
    ways = shapely.shortest_line(gone, country)
    far = int(np.argmax(shapely.length(ways)))
    lon, lat = from_plane(shapely.get_coordinates(ways[far]))[0]
    away = float(length(from_plane(shapely.get_coordinates(ways[far])))) / 1000
    told = f"{km:,.1f} km long, {away:,.0f} km away at {place(float(lon), float(lat))}"
    if len(gone) == 1:
        return [f"1 line outside the country was left out: {told}."]
    return [f"{len(gone):,} lines outside the country were left out: {told} at most."]
