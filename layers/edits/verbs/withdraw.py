"""Withdraw: a party's side of the line moves back by a distance, in some units or everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.anchor import anchored
from ceaseline.layers.edits.areas import codes_of, recorded_area, shape_of, titles_of
from ceaseline.layers.edits.redraw import Gift
from ceaseline.layers.edits.verb import Verb, a_party, amount
from ceaseline.layers.edits.verbs.give import handed_over
from ceaseline.layers.edits.verbs.move import MAX_KM, band
from ceaseline.layers.placement.placement import Section, other_party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.areas import Rings
    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["WITHDRAW"]

_FINER = 0.3
"""Of the 3 m that a shifted line may be off: 1 m."""


def withdraw(
    placement: Placement,
    ground: Ground,
    *,
    party: str,
    km: float,
    units: Sequence[str] = (),
    area: Rings | None = None,
) -> Placement:
    """Return the placement with all that a party holds near the line given up.

    All its ground within the distance of the line, and in the units, goes to the other party: the
    new line lies that far from the old one there, within 1 m, and steps back to it along the
    units' borders.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    party : str
        The party that withdraws.
    km : float
        Kilometres, above 0.
    units : sequence of str
        Codes of the country's units; all if neither these nor an area are given.
    area : coordinates of a MultiPolygon, optional
        Longitude, latitude.

    Raises
    ------
    InputError
        If the party holds nothing there within the distance.
    """
    depth = amount("distance", km, "km", MAX_KM) * 1000
    runs = [run for s in placement.sections for run in anchored(s.array, ground)]
    inner = [shapely.LineString(run) for run in runs]
    line = [run for run in inner if shapely.intersects(ground.inland, run)]
    shape = band(shapely.MultiLineString(line), depth, "round", _FINER)
    where = "the country"
    if units or area is not None:
        shape = shapely.intersection(shape, shape_of(ground, units, area))
        where = titles_of(units) or "the area"
    shape = shapely.union_all([p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"])
    fresh = Section("", "drawn", ())
    if shape.is_empty:
        raise InputError(f"{party} holds nothing within {km:g} km of the line in {where}.")
    return handed_over(
        placement, ground, [Gift(shape, other_party(placement.parties, party), fresh)]
    )


def resolve(
    placement: Placement,
    ground: Ground,
    *,
    party: str,
    km: float,
    units: Sequence[str] = (),
    shapes: Sequence[shapely.Geometry] = (),
    **_: str,
) -> dict[str, Any]:
    """Return the arguments of a withdrawal."""
    return {
        "party": a_party(placement, party),
        "km": amount("distance", km, "km", MAX_KM),
        "units": codes_of(ground, units) or None,
        "area": recorded_area(shapes) if shapes else None,
    }


WITHDRAW = Verb(withdraw, resolve)
