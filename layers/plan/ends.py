"""Carry the loose ends of a line to the border, so that the line divides the country."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.ops import substring

from ceaseline.geo.country.boundaries import boundaries as bounds_of
from ceaseline.geo.country.geometry import dense_ground
from ceaseline.geo.errors import GeometryError
from ceaseline.geo.geodesy import distance, length
from ceaseline.geo.lines.chains import place
from ceaseline.geo.said import said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries

__all__ = ["REACH_M", "Carried", "carry_ends"]

REACH_M = 50_000.0
"""An end farther than this from any border is refused: to carry it would be to invent a line."""
OFFSHORE_M = 100_000.0
"""The same for an end on the coast, on a base whose country holds the territorial sea."""
_PAST_M = 30.0
"""How far past the border an end is carried, so that rounding leaves none of it inside."""
_ON_BORDER = 3e-7
"""Degrees, 3 cm: as near as this, an end is on the border."""
_ON_RIVER = 1e-5
"""Degrees, a metre: as near as this, an end is on the river."""
ESTUARY_M = 200_000.0
"""An end on the river that parts the country is carried down it to the sea no farther than this."""
_AFLOAT = 0.25
"""A way over water has no more than this share of it on land."""
_DEGREE_M = 111_320.0
TOLD_M = 100.0
"""Shorter additions are the rounding of two maps of one border and are not told."""


@dataclass(frozen=True)
class Carried:
    """An end that was carried on.

    Attributes
    ----------
    lon, lat : float
        Where the line ended, in degrees.
    metres : float
        By how much it was carried on.
    """

    lon: float
    lat: float
    metres: float

    @property
    def words(self) -> str:
        """It as a sentence for a person."""
        return said(
            "The line ended inside the country at {spot}; carried {km:.1f} km on.",
            spot=place(self.lon, self.lat), km=self.metres / 1000,
        )  # fmt: skip

    def __str__(self) -> str:
        """Return it as a sentence for a person."""
        return self.words


def carry_ends(
    lines: Sequence[shapely.LineString], boundaries: Boundaries
) -> tuple[list[shapely.LineString], tuple[Carried, ...]]:
    """Return lines whose loose ends inside the country are carried to the nearest border.

    A gap between the end of one line and the start of another is closed where it is shorter than
    the way to the border, as where a line drawn on a finer base leaves off at a lagoon. An end on
    the lower course of the river that parts the country follows it to the sea: on a base whose
    country holds the estuary, a line that was derived on one without it goes on as it came.

    Parameters
    ----------
    lines : sequence of LineString
        Oriented sections; longitude, latitude.
    boundaries : Boundaries
        Whose country is divided.

    Returns
    -------
    lines : list of LineString
        In the same order.
    carried : tuple of Carried
        Those carried by more than 100 m.

    Raises
    ------
    GeometryError
        If an end lies more than 50 km inside the country.
    """
    spots = [shapely.get_coordinates(line) for line in lines]
    loose = _loose(spots, boundaries)
    if not loose:
        return list(lines), ()
    carried = [told for end in loose if (told := _to_the_sea(spots, end, boundaries))]
    loose = _loose(spots, boundaries)
    border = _border(boundaries)
    for k, start in loose:
        end = spots[k][0] if start else spots[k][-1]
        others = [o for o in loose if o[1] != start and o[0] != k]
        target = _target(end, [spots[o][0] if s else spots[o][-1] for o, s in others], border)
        metres = float(distance(*end, *target))
        if metres > REACH_M and not (metres < OFFSHORE_M and _over_water(end, target, boundaries)):
            rest = [spots[o][0] if s else spots[o][-1] for o, s in loose if (o, s) != (k, start)]
            raise GeometryError(
                f"The line ends {metres / 1000:.0f} km inside the country, at {place(*end)}; "
                f"{_gap(end, rest)}draw it to the border or the coast, or within "
                f"{REACH_M / 1000:.0f} km of it."
            )
        if metres > TOLD_M:
            carried.append(Carried(float(end[0]), float(end[1]), metres))
        spots[k] = np.vstack([target, spots[k]] if start else [spots[k], target])
    return [shapely.LineString(own) for own in spots], tuple(carried)


def _to_the_sea(
    spots: list[NDArray[np.float64]], loose: tuple[int, bool], boundaries: Boundaries
) -> Carried | None:
    """Carry an end that lies on the lower river down to the sea, in place; return what was done."""
    k, start = loose
    river = boundaries.river
    if river is None:
        return None
    end = shapely.Point(spots[k][0] if start else spots[k][-1])
    if river.distance(end) > _ON_RIVER:
        return None
    rest = substring(river, river.project(end), river.length)
    metres = float(length(rest))
    if rest.geom_type != "LineString" or metres > ESTUARY_M:
        return None
    onward = shapely.get_coordinates(rest)[1:]
    spots[k] = np.vstack([onward[::-1], spots[k]] if start else [spots[k], onward])
    return Carried(end.x, end.y, metres)


def _loose(spots: list[NDArray[np.float64]], boundaries: Boundaries) -> list[tuple[int, bool]]:
    """Return (line, whether its start) of every end inside the country that nothing continues."""
    starts = {tuple(own[0]) for own in spots}
    ends = {tuple(own[-1]) for own in spots}
    free = [(k, True) for k, own in enumerate(spots) if tuple(own[0]) not in ends]
    free += [(k, False) for k, own in enumerate(spots) if tuple(own[-1]) not in starts]
    if not free:
        return []
    points = shapely.points(np.array([spots[k][0] if s else spots[k][-1] for k, s in free]))
    ground = dense_ground(boundaries)
    inside = np.asarray(shapely.contains_properly(ground, points))
    near = np.asarray(shapely.dwithin(ground.boundary, points, _ON_BORDER))
    return [end for end, within, on in zip(free, inside, near, strict=True) if within and not on]


@lru_cache(maxsize=4)
def _border(
    boundaries: Boundaries,
) -> tuple[shapely.Geometry, NDArray[np.float64], shapely.Geometry]:
    """Return the border, longitudes shrunk to the scale of latitudes, that scale, the ground."""
    ground = dense_ground(boundaries)
    border = ground.boundary
    middle = np.radians((border.bounds[1] + border.bounds[3]) / 2)
    scale = np.array([np.cos(middle), 1.0])
    return shapely.transform(border, lambda xy: xy * scale), scale, ground


def _target(
    end: NDArray[np.float64],
    others: list[NDArray[np.float64]],
    border: tuple[shapely.Geometry, NDArray[np.float64], shapely.Geometry],
) -> NDArray[np.float64]:
    edge, scale, ground = border
    nearest = shapely.get_coordinates(shapely.shortest_line(shapely.Point(end * scale), edge))[1]
    landing = nearest / scale
    way = float(distance(*end, *landing))
    if others:
        gaps = np.asarray(distance(end[0], end[1], *np.array(others).T))
        if gaps.min() < way:
            return others[int(gaps.argmin())]
    past: NDArray[np.float64] = end + (landing - end) * (1 + _PAST_M / max(way, 1e-3))
    if shapely.contains(ground, shapely.Point(past)):
        past = _beside(landing, ground)
    return past


def _gap(end: NDArray[np.float64], others: list[NDArray[np.float64]]) -> str:
    """Return where the nearest other loose end lies, for a message; '' where there is none."""
    if not others:
        return ""
    gaps = np.asarray(distance(end[0], end[1], *np.array(others).T))
    nearest = int(gaps.argmin())
    return f"another end lies {gaps[nearest]:,.0f} m from it, at {place(*others[nearest])}; "


def _beside(corner: NDArray[np.float64], ground: shapely.Geometry) -> NDArray[np.float64]:
    """Return a place outside the country by a corner of its border, past which it goes on."""
    disk = shapely.buffer(shapely.Point(corner), _PAST_M / _DEGREE_M)
    spot = shapely.point_on_surface(shapely.difference(disk, ground))
    return np.array([spot.x, spot.y])


def _over_water(
    end: NDArray[np.float64], target: NDArray[np.float64], boundaries: Boundaries
) -> bool:
    """Return whether the way leads over what the country's own base draws as sea."""
    way = shapely.LineString([end, target])
    land = bounds_of(of=boundaries.made_of).country
    return bool(shapely.intersection(way, land).length < _AFLOAT * way.length)
