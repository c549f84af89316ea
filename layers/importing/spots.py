"""Settlements told by where they lie: the listed one of that name, or the nearest."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import KDTree

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import find, positions, settlements
from ceaseline.geo.geodesy import distance
from ceaseline.layers.derive.cells import to_plane

if TYPE_CHECKING:
    from ceaseline.geo.readers import Held

__all__ = ["NAMED_M", "NEAR_M", "Placed"]

NAMED_M = 10_000.0
"""A settlement of the name that is given lies within this of the place that is given."""
NEAR_M = 2000.0
"""So does the nearest listed settlement where no name tells, or none of that name is listed."""
_SHOWN = 5


class Placed:
    """Finds listed settlements by position, and keeps what is to be told of that."""

    def __init__(self) -> None:
        self._count = 0
        self._farthest = 0.0
        self._far: list[str] = []

    def of(self, row: Held) -> int | None:
        """Return the id of the settlement of a row with a position; None where none is near.

        Parameters
        ----------
        row : Held
            Of a file of points, or a table with longitudes and latitudes.

        Raises
        ------
        InputError
            If settlements of its name are listed, all of them far away.

        Examples
        --------
        >>> from ceaseline.geo.readers import Held
        >>> placed = Placed()
        >>> placed.of(Held(2, "Russia", lonlat=(38.0, 48.6)))
        713174
        >>> placed.notes()
        ['1 place matched by its position, 0.7 km from the listed settlement at most.']
        """
        lon, lat = row.lonlat or (0.0, 0.0)
        named = find(row.name) if row.name else None
        if named is not None and len(named):
            metres = np.atleast_1d(distance(lon, lat, *positions(named).T))
            k = int(np.argmin(metres))
            if metres[k] > NAMED_M:
                raise InputError(
                    f"the nearest listed settlement called '{row.name:.60}' lies "
                    f"{metres[k] / 1000:,.0f} km from {lon:.5f}, {lat:.5f} (lon, lat), more than "
                    f"{NAMED_M / 1000:g} km; correct the name or the position."
                )
            return self._found(int(named["id"].iloc[k]), float(metres[k]))
        _, nearest = self._tree.query(to_plane([[lon, lat]])[0])
        own = settlements().iloc[int(nearest)]
        metres_away = float(distance(lon, lat, own["lon"], own["lat"]))
        if metres_away > NEAR_M:
            self._far.append(f"{row.name or 'unnamed'} at {lon:.5f}, {lat:.5f}")
            return None
        return self._found(int(own["id"]), metres_away)

    def notes(self) -> list[str]:
        """Return what is to be told."""
        out = []
        if self._count:
            what = "1 place" if self._count == 1 else f"{self._count:,} places"
            out.append(
                f"{what} matched by {'its' if self._count == 1 else 'their'} position, "
                f"{self._farthest / 1000:.1f} km from the listed settlement at most."
            )
        if self._far:
            what = "1 place lies" if len(self._far) == 1 else f"{len(self._far):,} places lie"
            more = f" and {len(self._far) - _SHOWN:,} more" if len(self._far) > _SHOWN else ""
            out.append(
                f"{what} more than {NEAR_M / 1000:g} km from any listed settlement: left out "
                f"({'; '.join(self._far[:_SHOWN])}{more})."
            )
        return out

    def _found(self, place: int, metres: float) -> int:
        self._count += 1
        self._farthest = max(self._farthest, metres)
        return place

    @cached_property
    def _tree(self) -> KDTree:
        return KDTree(to_plane(positions(settlements())))
