"""Move: a uniform geodesic shift of the line or of a stretch of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import shapely

from ceaseline.geo.geodesy import buffer
from ceaseline.layers.edits.between import between_km
from ceaseline.layers.edits.redraw import given
from ceaseline.layers.edits.stretch import stretches
from ceaseline.layers.edits.verb import Verb, a_party, amount
from ceaseline.layers.placement.placement import Section, other_party

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

__all__ = ["MAX_KM", "MOVE", "band", "move"]

MAX_KM = 150.0
"""The farthest shift: the depth to which the zone's engine is proven."""
_TOLERANCE_M = 1.0
_COARSE = 2e-5
"""Degrees (2 m): the outline of the ground that changes hands is drawn no finer."""


def move(
    placement: Placement,
    ground: Ground,
    *,
    km: float,
    toward: str,
    between: Sequence[float] | None = None,
) -> Placement:
    """Return the placement with its line shifted toward a party.

    The other party gains all ground of that party within the distance of the line, so that the new
    line lies exactly that far from the old one wherever it is not nearer to the border, within
    3 m. A stretch is moved with straight ends: at both, the line steps across at a right angle.

    Parameters
    ----------
    placement : Placement
    ground : Ground
    km : float
        Kilometres, above 0.
    toward : str
        The party that gives ground.
    between : (from, to), optional
        Kilometres along the line; all of it if not given.
    """
    depth = amount("distance", km, "km", MAX_KM) * 1000
    parts = stretches(placement, between)
    line = shapely.MultiLineString([shapely.LineString(part.coords) for part in parts])
    shape = band(line, depth, "round" if between is None else "flat")
    fresh = Section(name="", basis="drawn", coords=())
    return given(placement, ground, shape, other_party(placement.parties, toward), fresh)


def band(
    line: shapely.MultiLineString,
    depth: float,
    ends: Literal["round", "flat"],
    finer: float = 1.0,
) -> shapely.Geometry:
    """Return the ground within a distance of a line, its outline within 3 m or finer.

    Parameters
    ----------
    line : MultiLineString
        Longitude, latitude.
    depth : float
        Metres.
    ends : str
        How it goes round the ends of the line.
    finer : float
        Of the 3 m, the part that is allowed.
    """
    zone = buffer(line, depth, tolerance=min(_TOLERANCE_M * finer, depth / 10), ends=ends)
    return shapely.make_valid(shapely.simplify(zone, min(_COARSE * finer, depth * 1e-6)))


def resolve(
    placement: Placement,
    ground: Ground,
    *,
    km: float,
    toward: str,
    between: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return the arguments of a move."""
    return {
        "km": amount("distance", km, "km", MAX_KM),
        "toward": a_party(placement, toward),
        "between": between_km(placement, ground, between),
    }


MOVE = Verb(move, resolve)
