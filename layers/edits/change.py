"""What an edit changed: ground, shares, length, and how far the line moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.errors import GeometryError
from ceaseline.geo.geodesy import area, length
from ceaseline.geo.lines.chains import chains_of, densified
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.layers.edits.consequences import (
    Crossing,
    Pocket,
    ZoneSide,
    crossings,
    people,
    pockets,
    zone_sides,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.partition import Division
    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.placement.placement import Placement

_ON = 1e-6
"""Degrees, 10 cm: a place this near to a pocket bounds it."""

__all__ = ["Change", "changed", "displaced", "farthest"]


@dataclass(frozen=True)
class Change:
    """Two placements and the difference between them.

    Attributes
    ----------
    before, after : Placement
    country_m2 : float
        Area of the country, the basis of all shares.
    area_m2 : ((first, second), (first, second))
        Ground of each party before and after; 0 before if the line did not divide the country.
    gained_m2 : (first, second)
        Ground that went to each party; what it lost went to the other.
    length_m : (before, after)
        The line within the country or on its border, each at the detail it has.
    farthest_m : float
        The greatest distance of a place of either line from the other, at places 1 km apart and
        all vertices.
    moved_m : float
        The same without the line around pockets that are gone or new.
    crossings : tuple of Crossing
        The settlements that change sides, those with most people first.
    pockets : tuple of Pocket
        The pieces of ground that are gone, new or cut off.
    people : ((first, second), (first, second))
        On the side of each party before and after; 0 before if the line did not divide the country.
    zone : tuple of ZoneSide
        Of either party, where depths were edited.
    """

    before: Placement
    after: Placement
    country_m2: float
    area_m2: tuple[tuple[float, float], tuple[float, float]]
    gained_m2: tuple[float, float]
    length_m: tuple[float, float]
    farthest_m: float
    moved_m: float
    crossings: tuple[Crossing, ...] = ()
    pockets: tuple[Pocket, ...] = ()
    people: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    zone: tuple[ZoneSide, ...] = ()

    @property
    def shares(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The parties' shares of the country before and after, as fractions."""
        one, two = ((a / self.country_m2, b / self.country_m2) for a, b in self.area_m2)
        return one, two

    @property
    def verbs(self) -> set[str]:
        """The verbs of the edits that were made or taken back."""
        return _verbs(self.before, self.after)


def changed(before: Placement, after: Placement, ground: Ground) -> Change:
    """Compare two placements on one country.

    Parameters
    ----------
    before, after : Placement
    ground : Ground

    Raises
    ------
    GeometryError
        If a line does not divide the country.
    """
    new = ground.division(after)
    try:
        old = ground.division(before)
    except GeometryError:
        return _first(before, after, ground, new)
    sums = [tuple(float(a) for a in division.areas.sum(axis=1)) for division in (old, new)]
    gained, pieces, moved, far = (0.0, 0.0), tuple[Pocket, ...](), 0.0, 0.0
    if _coords(before) != _coords(after):
        had, has = old.territory(0), new.territory(0)
        gained = (_area(shapely.difference(has, had)), _area(shapely.difference(had, has)))
        pieces, far, moved = displaced(old, new, after.parties, ground)
    return Change(
        before,
        after,
        ground.area_m2,
        ((sums[0][0], sums[0][1]), (sums[1][0], sums[1][1])),
        gained,
        (float(length(old.line)), float(length(new.line))),
        far,
        moved,
        crossings(old, new, after.parties, ground),
        pieces,
        (people(old, ground), people(new, ground)),
        zone_sides(before, after, ground) if _deepened(before, after) else (),
    )


def displaced(
    old: Division, new: Division, parties: Sequence[str], ground: Ground
) -> tuple[tuple[Pocket, ...], float, float]:
    """Return the pockets that come, go or are cut off, and how far two lines are apart, in metres.

    Parameters
    ----------
    old, new : Division
        The same party on side 0 of both.
    parties : (str, str)
    ground : Ground

    Returns
    -------
    pockets : tuple of Pocket
    farthest_m : float
        As :func:`farthest`.
    moved_m : float
        The same without the line around pockets that are gone or new: what has vanished is not
        nearer to or farther from what is left.
    """
    pieces = pockets(old, new, parties, ground)
    far = farthest(old.line, new.line)
    return pieces, far, farthest(old.line, new.line, pieces) if pieces else far


def _coords(placement: Placement) -> list[tuple[tuple[float, float], ...]]:
    return [section.coords for section in placement.sections]


def _deepened(before: Placement, after: Placement) -> bool:
    """Whether an edit that was made or taken back gave depths."""
    shared = min(len(before.history), len(after.history))
    same = before.history[:shared] == after.history[:shared]
    return same and "depth" in _verbs(before, after)


def _verbs(before: Placement, after: Placement) -> set[str]:
    shared = min(len(before.history), len(after.history))
    return {made.verb for made in (*before.history[shared:], *after.history[shared:])}


def _first(before: Placement, after: Placement, ground: Ground, new: Division) -> Change:
    """Return the change from a line that did not divide the country."""
    left, right = (float(a) for a in new.areas.sum(axis=1))
    lengths = (float(length(before.line)), float(length(new.line)))
    far = farthest(before.line, new.line)
    return Change(
        before, after, ground.area_m2, ((0.0, 0.0), (left, right)), (0.0, 0.0), lengths,
        far, far, people=((0, 0), people(new, ground)),
    )  # fmt: skip


def _area(shape: shapely.Geometry) -> float:
    return float(area(shape)) if not shapely.is_empty(shape) else 0.0


def farthest(
    old: shapely.MultiLineString, new: shapely.MultiLineString, without: Sequence[Pocket] = ()
) -> float:
    """Return the greatest distance of a place of either line from the other, in metres.

    Parameters
    ----------
    old, new : MultiLineString
        Looked at every kilometre and at all vertices.
    without : sequence of Pocket
        Of the old line, what bounds those that are gone is passed over, and of the new one what
        bounds those that are new.

    Examples
    --------
    >>> equator, north = (shapely.MultiLineString([[(0, y), (1, y)]]) for y in (0.0, 0.1))
    >>> round(farthest(equator, north))  # the geodesic edge bulges north by half a metre
    11058
    """
    gone, fresh = (
        shapely.union_all([one.shape for one in without if one.state == state])
        for state in ("gone", "new")
    )
    one, two = chains_of(old), chains_of(new)
    return max(_reach(one, two, gone), _reach(two, one, fresh))


def _reach(
    chains: list[NDArray[np.float64]],
    others: list[NDArray[np.float64]],
    without: shapely.Geometry,
) -> float:
    spots = np.concatenate([densified(chain)[0] for chain in chains])
    if not shapely.is_empty(without):
        spots = spots[~shapely.dwithin(without, shapely.points(spots), _ON)]
    return float(NearestOnLine.of(others).metres(spots).max()) if len(spots) else 0.0
