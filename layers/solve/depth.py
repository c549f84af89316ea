"""The area of the zone: by its depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import brentq

from ceaseline.geo.errors import InputError
from ceaseline.geo.said import said
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.history import edit
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.plan.zone import DEEPEST_M
from ceaseline.layers.solve.answer import Answer

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement

__all__ = ["solve_zone_area"]

_SHALLOWEST_M = 1.0


def solve_zone_area(
    placement: Placement, area_m2: float, ground: Ground | None = None
) -> tuple[Answer, ...]:
    """Find the depth, the same on both sides and everywhere, that gives the zone an area.

    Parameters
    ----------
    placement : Placement
    area_m2 : float
        The area sought, within the country.
    ground : Ground, optional
        The embedded country if not given.

    Raises
    ------
    InputError
        If the area is not a number above 0.
    """
    if not (np.isfinite(area_m2) and area_m2 > 0):
        raise InputError(f"The zone's area is {area_m2 / 1e6:g} km²; give a number above 0.")
    where = ground or default_ground()
    bare = placement.replaced(sections=tuple(s.replaced(depth_m=None) for s in placement.sections))

    def area_at(depth: float) -> float:
        settings = ZoneSettings((depth, depth), tolerance_m=max(1.0, depth / 2000))
        return float(plan(bare, where.boundaries, settings).zone_parts["area_m2"].sum())

    least, most = area_at(_SHALLOWEST_M), area_at(DEEPEST_M)
    if not least <= area_m2 <= most:
        return (
            Answer(
                "depth",
                said(
                    "No depth gives a zone of {km2:,.0f} km²: up to {km:g} km on each side it has "
                    "{most:,.0f} km² at most.",
                    km2=area_m2 / 1e6,
                    km=DEEPEST_M / 1000,
                    most=most / 1e6,
                ),
                reachable=(least, most),
            ),
        )
    depth = brentq(lambda d: area_at(d) - area_m2, _SHALLOWEST_M, DEEPEST_M, xtol=0.5, rtol=1e-5)
    km = round(float(depth) / 1000, 3)
    after = edit(placement, "depth", where, km=[km, km])
    value = area_at(km * 1000)
    return (
        Answer(
            "depth",
            said(
                "With a depth of {km:g} km on each side the zone has {km2:,.1f} km² within the "
                "country.",
                km=km,
                km2=value / 1e6,
            ),
            after,
            value,
            (least, most),
        ),
    )
