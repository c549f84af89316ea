"""A window of the country: what a change of the line there does to the zone, without the rest.

Beyond the greatest depth from the ground between the old line and the new one nothing of the zone
can change, so that the figures of the whole are those before, less what the window held, and more
what it holds now.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.country.geometry import dense_ground, wide_ground
from ceaseline.geo.geodesy import area, length
from ceaseline.geo.partition import Divider
from ceaseline.layers.plan.zone import around, deep_within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.partition import Division
    from ceaseline.layers.placement.placement import Section
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.layers.plan.zone import DeepLine

__all__ = ["Local", "Window"]

Box = tuple[float, float, float, float]

_DEGREE_M = 110_500.0
"""The shortest degree of latitude, a little less."""
_ROOM = 0.35
"""Of its size, how far a window reaches beyond what it is asked for, so that the hand has room."""
_LARGE = 6.0
"""A window that is so many times as wide as is needed is made anew."""


@dataclass(frozen=True, eq=False)
class Local:
    """What a line comes to in a window.

    Attributes
    ----------
    division : Division, optional
        The window's ground as the line divides it; None where the window has no ground.
    left, inside : (k,) bool array
        Which of the window's settlements are on the first party's side, and in the zone.
    zone_m2 : (first, second)
        The zone on either party's ground there.
    zone_m : float
        Length of the line there that has a depth.
    """

    division: Division | None
    left: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    zone_m2: tuple[float, float]
    zone_m: float

    @property
    def line_m(self) -> float:
        """Length of the line there."""
        return 0.0 if self.division is None else self.division.length_m

    @property
    def territory_m2(self) -> tuple[float, float]:
        """The ground of either party there."""
        if self.division is None:
            return 0.0, 0.0
        first, second = (float(metres) for metres in self.division.areas.sum(axis=1))
        return first, second


@dataclass(frozen=True, eq=False)
class Window:
    """A box within which a line is changed, with the ground and the settlements around it.

    Attributes
    ----------
    box : (west, south, east, north)
        Where the line may change, in degrees.
    depth_m : float
        The greatest depth of the zone.
    plan : Plan
        The line before.
    """

    box: Box
    depth_m: float
    plan: Plan

    @classmethod
    def around(cls, spots: NDArray[np.float64], depth_m: float, plan: Plan) -> Window:
        """Return a window with room around places, (n, 2) longitude and latitude."""
        low, high = spots.min(axis=0), spots.max(axis=0)
        room = _ROOM * float((high - low).max()) + 0.02
        (west, south), (east, north) = (low - room).tolist(), (high + room).tolist()
        return cls((west, south, east, north), depth_m, plan)

    def fits(self, spots: NDArray[np.float64], depth_m: float) -> bool:
        """Whether places lie within it, and it is not needlessly large for them."""
        low, high = spots.min(axis=0), spots.max(axis=0)
        west, south, east, north = self.box
        within = west <= low[0] and south <= low[1] and high[0] <= east and high[1] <= north
        size = max(east - west, north - south)
        wanted = float((high - low).max()) * (1 + 2 * _ROOM) + 0.04
        return bool(within and depth_m == self.depth_m and size <= _LARGE * wanted)

    def _reach(self, times: float) -> shapely.Polygon:
        """Return the box with so many depths around it."""
        west, south, east, north = self.box
        up = times * (self.depth_m + 100.0) / _DEGREE_M
        lean = np.cos(np.radians(min(max(abs(south - up), abs(north + up)), 89.0)))
        return shapely.box(west - up / lean, south - up, east + up / lean, north + up)

    @cached_property
    def _divider(self) -> Divider | None:
        ground = shapely.intersection(dense_ground(self.plan.boundaries), self._reach(1.0))
        parts = [p for p in shapely.get_parts(ground).tolist() if isinstance(p, shapely.Polygon)]
        return Divider([shapely.MultiPolygon(parts)]) if parts else None

    @cached_property
    def _wide(self) -> shapely.Geometry:
        """Where a line counts for the zone within the window."""
        wide = shapely.intersection(wide_ground(self.plan.boundaries), self._reach(2.0))
        shapely.prepare(wide)
        return wide

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """The rows of the settlements whose being in the zone may change."""
        west, south, east, north = self._reach(1.0).bounds
        x, y = self.plan.gazetteer.lonlat.T
        return np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))

    @cached_property
    def before(self) -> Local:
        """What the line before comes to in the window."""
        return self.local(self.plan.placement.sections, self.plan.lines)

    def local(self, sections: Sequence[Section], lines: Sequence[shapely.LineString]) -> Local:
        """Return what a line comes to in the window.

        Parameters
        ----------
        sections : sequence of Section
        lines : sequence of LineString
            Their geometries, ends carried to the border.

        Raises
        ------
        GeometryError
            If the line does not divide the window's ground.
        """
        lonlat = self.plan.gazetteer.lonlat[self.places]
        deep = self._deep_lines(sections, lines)
        division = None if self._divider is None else self._divider.divide(self._runs(lines))
        left = np.ones(len(lonlat), dtype=bool)
        if division is not None and len(lonlat):
            left = np.asarray(division.side(*lonlat.T) > 0)
        inside = np.zeros(len(lonlat), dtype=bool)
        for one in deep:
            inside |= one.distances(lonlat) <= np.where(left, *one.depth_m)
        zone = (0.0, 0.0) if division is None else self._zone(division, deep)
        length_m = sum(float(length(one.line)) for one in deep if any(one.depth_m))
        return Local(division, left, inside, zone, length_m)

    def _runs(self, lines: Sequence[shapely.LineString]) -> list[shapely.LineString]:
        """Return the runs of edges whose boxes meet the window's ground; their ends lie outside."""
        west, south, east, north = self._reach(1.1).bounds
        out = []
        for line in lines:
            spots = shapely.get_coordinates(line)
            low = np.minimum(spots[:-1], spots[1:])
            high = np.maximum(spots[:-1], spots[1:])
            near = ((low <= (east, north)) & (high >= (west, south))).all(axis=1)
            if near.all():
                out.append(line)
                continue
            bounds = np.flatnonzero(np.diff(np.concatenate([[0], near.astype(np.int8), [0]])))
            out += [shapely.LineString(spots[a : b + 1]) for a, b in bounds.reshape(-1, 2)]
        return out

    def _zone(self, division: Division, deep: Sequence[DeepLine]) -> tuple[float, float]:
        tolerance = self.plan.zone_settings.tolerance_m
        even = all(a == b for a, b in (one.depth_m for one in deep))
        first = around(deep, 0, tolerance)
        shapes = (first, first if even else around(deep, 1, tolerance))
        one, two = (float(np.sum(area(_ground(division, side, shapes[side])))) for side in (0, 1))
        return one, two

    def _deep_lines(
        self, sections: Sequence[Section], lines: Sequence[shapely.LineString]
    ) -> list[DeepLine]:
        """Return the line within the window and two depths around it, gathered by its depths."""
        met = [pair for pair in zip(sections, lines, strict=True)
               if shapely.intersects(self._wide, pair[1])]  # fmt: skip
        own, near = ([pair[k] for pair in met] for k in (0, 1))
        return deep_within(own, near, self._wide, self.plan.zone_settings)  # type: ignore[arg-type]  # parted above


def _ground(division: Division, side: int, within: shapely.Geometry) -> NDArray[np.object_]:
    """Return the polygons of one side's ground within a shape."""
    cut = shapely.get_parts(shapely.intersection(division.territory(side), within))
    return np.asarray(cut[shapely.get_type_id(cut) == shapely.GeometryType.POLYGON])
