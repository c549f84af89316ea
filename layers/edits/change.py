"""What an edit changed: ground, shares, length, and how far the line moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.errors import GeometryError
from geo.geodesy import area, length
from geo.lines.chains import chains_of, densified
from geo.lines.nearest import NearestOnLine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.partition import Division
    from layers.edits.ground import Ground
    from layers.placement import Placement

__all__ = ["Change", "changed", "farthest"]


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
    """

    before: Placement
    after: Placement
    country_m2: float
    area_m2: tuple[tuple[float, float], tuple[float, float]]
    gained_m2: tuple[float, float]
    length_m: tuple[float, float]
    farthest_m: float

    @property
    def shares(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The parties' shares of the country before and after, as fractions."""
        one, two = ((a / self.country_m2, b / self.country_m2) for a, b in self.area_m2)
        return one, two


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
    gained = (0.0, 0.0)
    if before.sections != after.sections:
        had, has = old.territory(0), new.territory(0)
        gained = (_area(shapely.difference(has, had)), _area(shapely.difference(had, has)))
    return Change(
        before,
        after,
        ground.area_m2,
        ((sums[0][0], sums[0][1]), (sums[1][0], sums[1][1])),
        gained,
        (float(length(old.line)), float(length(new.line))),
        farthest(old.line, new.line),
    )


def _first(before: Placement, after: Placement, ground: Ground, new: Division) -> Change:
    """Return the change from a line that did not divide the country."""
    left, right = (float(a) for a in new.areas.sum(axis=1))
    lengths = (float(length(before.line)), float(length(new.line)))
    return Change(
        before, after, ground.area_m2, ((0.0, 0.0), (left, right)), (0.0, 0.0), lengths,
        farthest(before.line, new.line),
    )  # fmt: skip


def _area(shape: shapely.Geometry) -> float:
    return float(area(shape)) if not shapely.is_empty(shape) else 0.0


def farthest(old: shapely.MultiLineString, new: shapely.MultiLineString) -> float:
    """Return the greatest distance of a place of either line from the other, in metres.

    Parameters
    ----------
    old, new : MultiLineString
        Looked at every kilometre and at all vertices.

    Examples
    --------
    >>> equator, north = (shapely.MultiLineString([[(0, y), (1, y)]]) for y in (0.0, 0.1))
    >>> round(farthest(equator, north))
    11057
    """
    one, two = chains_of(old), chains_of(new)
    return max(_reach(one, two), _reach(two, one))


def _reach(chains: list[NDArray[np.float64]], others: list[NDArray[np.float64]]) -> float:
    spots = np.concatenate([densified(chain)[0] for chain in chains])
    return float(NearestOnLine.of(others).find(spots)[2].max())
