"""The length of the line: by going on along the border, or by the detail it is drawn at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.optimize import bisect

from geo.errors import InputError
from geo.geodesy import edge_lengths, length
from geo.lines import length_at
from layers.edits.along import ended_on_border, way_along
from layers.edits.ground import Ground, default_ground
from layers.edits.history import edit
from layers.solve.answer import Answer

if TYPE_CHECKING:
    from layers.placement import Placement

__all__ = ["solve_length"]

CLOSE_M = 10.0
"""Lengths nearer than this are the same."""
_COARSEST_M = 50_000.0
_MOST_STRETCHES = 12
_LEAST_KM = 0.005
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
    what = f"along the border from the {end} beside {party}"
    after, value, reached = placement, now, now
    for _ in range(_MOST_STRETCHES):
        try:
            room = way_along(ended_on_border(after, ground), ground, end, party).room_m
        except InputError as error:
            if after is placement:
                return Answer(way, f"No continuation {what}: {error}")
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
            f"No continuation {what} gives {metres / 1000:,.1f} km: the line has "
            f"{now / 1000:,.1f} km, and with it {reached / 1000:,.1f} km at most.",
            reachable=(now, reached),
        )
    coast = (value - now) * _coast_share(placement, after, ground)
    shore = f", {coast / 1000:,.1f} km of it coast" if coast > CLOSE_M else ""
    return Answer(
        way,
        f"Carried on by {(value - now) / 1000:,.1f} km {what}{shore}, the line has "
        f"{value / 1000:,.1f} km at a detail of {after.detail_m:g} m.",
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
            f"At no detail has the line alone {metres / 1000:,.1f} km: it has {now / 1000:,.1f} km "
            f"as it is drawn, at {placement.detail_m:g} m, and {least / 1000:,.1f} km at "
            f"{_COARSEST_M / 1000:g} km. A finer line would be longer, but is not known.",
            reachable=(least, now),
        )
    detail = int(np.ceil(bisect(miss, 0.0, _COARSEST_M, xtol=0.5))) + 1
    try:
        after = edit(placement, "simplify", ground, detail_m=detail)
    except InputError as error:
        return Answer("detail", f"No detail gives that length: {error}", reachable=(least, now))
    value = float(length(ground.division(after).line))
    off = abs(value - metres)
    steps = f"; it falls in steps, here past {metres / 1000:,.1f} km" if off > CLOSE_M else ""
    return Answer(
        "detail",
        f"At a detail of {detail:,.0f} m the line alone has {value / 1000:,.1f} km{steps}.",
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
