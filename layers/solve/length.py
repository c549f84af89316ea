"""A length by going on along the border or by another detail; the area of the zone by its depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.optimize import bisect, brentq

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import edge_lengths, length
from ceaseline.geo.lines import length_at
from ceaseline.geo.said import Said, said
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.edits.history import edit
from ceaseline.layers.edits.verbs.along import ended_on_border, way_along
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.plan.zone import DEEPEST_M
from ceaseline.layers.solve.answer import Answer

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement


__all__ = ["solve_length", "solve_zone_area"]

CLOSE_M = 10.0
"""Lengths nearer than this are the same."""
_COARSEST_M = 50_000.0
_MOST_STRETCHES = 12
_LEAST_KM = 0.005
_SHALLOWEST_M = 1.0
_COAST = 0.03
"""Degrees, about 3 km: border this near to another country is land border."""


def solve_length(
    placement: Placement, metres: float, ground: Ground | None = None
) -> tuple[Answer, ...]:
    """Find lines of a length.

    Parameters
    ----------
    placement : Placement
        Where to start from.
    metres : float
        The length sought.
    ground : Ground, optional
        The embedded country if not given.

    Returns
    -------
    tuple of Answer
        Continuations along the border from either end, beside either party, then the detail at
        which the line alone has that length.

    Raises
    ------
    InputError
        If the length is not a number above 0.
    """
    if not (np.isfinite(metres) and metres > 0):
        raise InputError(f"The length is {metres / 1000:g} km; give a number above 0.")
    where = ground or default_ground()
    now = float(length(where.division(placement).line))
    answers = [
        _along(placement, where, now, metres, end, party)
        for end in ("start", "end")
        for party in placement.parties
    ]
    return (*answers, _coarser(placement, where, now, metres))


def _along(
    placement: Placement, ground: Ground, now: float, metres: float, end: str, party: str
) -> Answer:
    way = f"border-{end}-{party.lower()}"
    if end == "start":
        what = said("along the border from the start beside {party}", party=party)
    else:
        what = said("along the border from the end beside {party}", party=party)
    after, value, reached = placement, now, now
    for _ in range(_MOST_STRETCHES):
        try:
            room = way_along(ended_on_border(after, ground), ground, end, party).room_m
        except InputError as error:
            if after is placement:
                return Answer(way, said("No continuation {way}: {why}", way=what, why=f"{error}"))
            break
        reached = value + room
        km = round(min(metres - value, room) / 1000, 3)
        if km < _LEAST_KM or room < _LEAST_KM * 1000:
            break
        after = edit(after, "extend", ground, end=end, km=km, beside=party)
        value = float(length(ground.division(after).line))
    if abs(value - metres) > CLOSE_M:
        return Answer(
            way,
            said(
                "No continuation {way} gives {wanted:,.1f} km: the line has {now:,.1f} km, and "
                "with it {most:,.1f} km at most.",
                way=what,
                wanted=metres / 1000,
                now=now / 1000,
                most=reached / 1000,
            ),
            reachable=(now, reached),
        )
    coast = (value - now) * _coast_share(placement, after, ground)
    if coast > CLOSE_M:
        what = said("{way}, {km:,.1f} km of it coast", way=what, km=coast / 1000)
    return Answer(
        way,
        said(
            "Carried on by {more:,.1f} km {way}, the line has {km:,.1f} km at a detail of {m:g} m.",
            more=(value - now) / 1000,
            way=what,
            km=value / 1000,
            m=after.detail_m,
        ),
        after,
        value,
        (now, reached),
    )


def _coarser(placement: Placement, ground: Ground, now: float, metres: float) -> Answer:
    alone = float(length(placement.line))
    beyond = alone - now

    def miss(detail: float) -> float:
        return float(length_at(placement.lines, [detail], ground.lonlat)[0]) - beyond - metres

    least = miss(_COARSEST_M) + metres
    if not least <= metres <= now:
        return Answer(
            "detail",
            said(
                "At no detail has the line alone {wanted:,.1f} km: it has {now:,.1f} km as it is "
                "drawn, at {m:g} m, and {least:,.1f} km at {coarsest:g} km. A finer line would be "
                "longer, but is not known.",
                wanted=metres / 1000,
                now=now / 1000,
                m=placement.detail_m,
                least=least / 1000,
                coarsest=_COARSEST_M / 1000,
            ),
            reachable=(least, now),
        )
    detail = int(np.ceil(bisect(miss, 0.0, _COARSEST_M, xtol=0.5))) + 1
    try:
        after = edit(placement, "simplify", ground, detail_m=detail)
    except InputError as error:
        why = said("No detail gives that length: {why}", why=f"{error}")
        return Answer("detail", why, reachable=(least, now))
    value = float(length(ground.division(after).line))
    off = abs(value - metres)
    found = said(
        "At a detail of {m:,.0f} m the line alone has {km:,.1f} km", m=detail, km=value / 1000
    )
    if off > CLOSE_M:
        found = said(
            "{found}; it falls in steps, here past {km:,.1f} km", found=found, km=metres / 1000
        )
    return Answer(
        "detail",
        Said.of("{found}.", {"found": found}),
        after,
        value,
        (least, now),
    )


def _coast_share(before: Placement, after: Placement, ground: Ground) -> float:
    """Return how much of the border that a line was carried on along is coast, as a fraction."""
    (had, coast_had), (has, coast_has) = (_border_m(p, ground) for p in (before, after))
    return (coast_has - coast_had) / (has - had) if has > had else 0.0


def _border_m(placement: Placement, ground: Ground) -> tuple[float, float]:
    """Return the length of a line's border sections, and of what is farther than 3 km from land."""
    if ground.boundaries is None:
        return 0.0, 0.0
    lands = ground.boundaries.neighbours.geometry.to_numpy()
    shapely.prepare(lands)
    border = coast = 0.0
    for section in placement.sections:
        if section.basis == "state border":
            points = shapely.points((section.array[1:] + section.array[:-1]) / 2)
            near = shapely.dwithin(lands[:, None], points, _COAST).any(axis=0)
            size = edge_lengths(*np.ascontiguousarray(section.array.T))
            border += float(size.sum())
            coast += float(size[~near].sum())
    return border, coast


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
