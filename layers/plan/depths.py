"""The depths that a plan's zone really has: those of its stretches, and the assumed one if used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from ceaseline.geo.geodesy import area, length
from ceaseline.layers.plan.ends import TOLD_M
from ceaseline.layers.plan.zone import around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceaseline.layers.plan.plan import Plan

__all__ = ["Deep", "Depths", "depths_of", "zone_by_depth"]


@dataclass(frozen=True)
class Deep:
    """The stretches of a line within the country on which the zone has the same depths.

    Attributes
    ----------
    depth_m : (first party's side, second party's side)
    length_m : float
        Of these stretches together.
    own : bool
        Whether the stretches carry the depths themselves; else they take the plan's setting.
    """

    depth_m: tuple[float, float]
    length_m: float
    own: bool


@dataclass(frozen=True)
class Depths:
    """The depths in force along a plan's line.

    Attributes
    ----------
    stretches : tuple of Deep
        Those with depths of their own first, the longest of them first.
    setting_m : (float, float)
        What stretches without depths of their own take.
    assumption : bool
        Whether the zone, or a part of it, rests on an assumed depth.
    """

    stretches: tuple[Deep, ...]
    setting_m: tuple[float, float]
    assumption: bool

    @property
    def own(self) -> tuple[Deep, ...]:
        """The stretches with depths of their own."""
        return tuple(deep for deep in self.stretches if deep.own)

    @property
    def used(self) -> bool:
        """Whether any of the zone takes the setting; without a line in the country, it would."""
        return not self.stretches or any(not deep.own for deep in self.stretches)

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON, metres.

        Examples
        --------
        >>> Depths((Deep((20e3, 5e3), 7e5, True),), (15e3, 15e3), False).as_dict()["used"]
        False
        """
        return {
            "depth_m": list(self.setting_m),
            "assumption": self.assumption,
            "used": self.used,
            "in_force": [
                {"depth_m": list(deep.depth_m), "length_m": deep.length_m, "own": deep.own}
                for deep in self.stretches
            ],
        }


def depths_of(plan: Plan) -> Depths:
    """Return the depths that the zone of a plan really has.

    A setting that no stretch takes is no depth of the zone, and no assumption either.

    Parameters
    ----------
    plan : Plan

    Examples
    --------
    >>> from ceaseline.layers.plan.plan import plan
    >>> from ceaseline.layers.placement.store import load
    >>> depths = depths_of(plan(load("four-oblasts")))
    >>> depths.stretches[0].depth_m, depths.used, depths.assumption
    ((15000.0, 15000.0), True, True)
    """
    every = [Deep(deep.depth_m, float(length(deep.line)), deep.own) for deep in plan.deep_lines]
    found = [deep for deep in every if deep.length_m > TOLD_M]  # others lie over water
    found.sort(key=lambda deep: (not deep.own, -deep.length_m))
    settings = plan.zone_settings
    told = Depths(tuple(found), settings.depth_m, assumption=False)
    return Depths(told.stretches, told.setting_m, assumption=settings.assumption and told.used)


def zone_by_depth(plan: Plan) -> gpd.GeoDataFrame:
    """Return the zone of each party in parts by the depth that they come from.

    Where the zones of two stretches overlap, the ground is the deeper one's.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    GeoDataFrame
        ``party``, ``area_m2``, ``depth_m``, ``own`` (whether the stretch carries the depth
        itself), ``assumption``, geometry: polygons that do not overlap, EPSG:4326.
    """
    rows = [row for side in (0, 1) for row in _side(plan, side)]
    columns = ["party", "area_m2", "depth_m", "own", "assumption", "geometry"]
    return gpd.GeoDataFrame(rows, columns=columns, crs=4326)


def _side(plan: Plan, side: int) -> Iterator[dict[str, Any]]:
    """Yield the parts of one party's zone, the deepest first."""
    parts = plan.zone_parts
    rest = shapely.union_all(parts.geometry[parts["party"] == plan.parties[side]].to_numpy())
    ways = sorted({(deep.depth_m[side], deep.own) for deep in plan.deep_lines}, reverse=True)
    for depth, own in ways:
        shape = rest
        if len(ways) > 1:
            own_lines = [d for d in plan.deep_lines if (d.depth_m[side], d.own) == (depth, own)]
            within = around(own_lines, side, plan.zone_settings.tolerance_m)
            shape, rest = shapely.intersection(rest, within), shapely.difference(rest, within)
        polygons = [p for p in shapely.get_parts(shape) if isinstance(p, shapely.Polygon)]
        if depth > 0 and polygons:
            yield {
                "party": plan.parties[side],
                "area_m2": float(np.sum(area(np.array(polygons, dtype=np.object_)))),
                "depth_m": depth,
                "own": int(own),
                "assumption": int(plan.zone_settings.assumption and not own),
                "geometry": shapely.MultiPolygon(polygons),
            }
