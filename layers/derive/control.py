"""Derive a line from who holds which settlement.

Within each region that the barriers make, every place belongs to the party that holds the nearest
settlement; the line is the border between the parties' cells, its corners rounded to a stated
detail. Between regions held by different parties it is the barrier itself: the river that parts the
country, or an administrative border.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.gazetteer.settlements import positions
from ceaseline.layers.derive.barrier_regions import (
    BarrierRegion,
    barrier_regions,
    basis_between,
    members,
    shared_borders,
)
from ceaseline.layers.derive.cells import (
    borders_of_cells,
    corridor_widths,
    from_plane,
    rounded,
    to_plane,
)
from ceaseline.layers.derive.facts import held
from ceaseline.layers.derive.naming import named
from ceaseline.layers.placement.placement import Section, default_parties

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.placement.placement import Basis, Control

    Chain = NDArray[np.float64]

__all__ = ["DETAIL_M", "derive", "first_party_holds"]

DETAIL_M = 2000.0
"""Default detail of derived lines: settlements of 500 people lie about 4 km from one another, so a
finer line would draw what the facts do not say."""

_ON_BORDER = 1e-8
"""Degrees, a millimetre: a chain's end this near to a barrier lies on it."""
_SHORTEST = 1e-5
"""Degrees, about a metre: shorter pieces are noise of the coast."""


@dataclass(frozen=True, eq=False)
class _Cells:
    """One barrier region with the settlements in it."""

    part: BarrierRegion
    xy: NDArray[np.float64]
    left: NDArray[np.bool_]

    def left_at(self, lonlat: Chain) -> bool:
        """Return whether the first party holds the settlement nearest to one place, (2,)."""
        if self.part.whole or not len(self.xy):
            return False
        gap = self.xy - to_plane(lonlat)
        return bool(self.left[np.argmin((gap * gap).sum(axis=1))])

    def chains(self, detail: float) -> list[Chain]:
        """Return the line within the barrier region, first party on the left, lon/lat."""
        if self.part.whole or not len(self.xy):
            return []
        raw = borders_of_cells(self.xy, self.left)
        smooth = [from_plane(chain) for chain in rounded(raw, detail, self.xy)]
        return [piece for chain in smooth for piece in _clipped(chain, self.part.geometry)]


def first_party_holds(control: Control, places: GeoDataFrame) -> NDArray[np.bool_]:
    """Return whether the first party holds each settlement; those not listed are its own.

    Parameters
    ----------
    control : Control
    places : GeoDataFrame
        From :func:`ceaseline.geo.gazetteer.settlements.settlements`.

    Returns
    -------
    (n,) bool array
    """
    table, (first, _) = held(control), default_parties()
    return np.array([table.get(int(i), first) == first for i in places["id"]], dtype=bool)


def derive(
    control: Control,
    boundaries: Boundaries,
    places: GeoDataFrame,
    detail_m: float = DETAIL_M,
) -> tuple[Section, ...]:
    """Return the sections of the line that a control makes.

    Parameters
    ----------
    control : Control
        Date, flips and units given whole.
    boundaries : Boundaries
        The country, its river and its barriers.
    places : GeoDataFrame
        All settlements, from :func:`ceaseline.geo.gazetteer.settlements.settlements`.
    detail_m : float
        No corner is moved by more than this, in metres.

    Returns
    -------
    tuple of Section
        In order along the line, each with its corridor.
    """
    left = first_party_holds(control, places)
    parts = barrier_regions(boundaries, control)
    home = members(parts, places)
    lonlat = positions(places)
    cells = [
        _Cells(part, to_plane(lonlat[home == k]), left[home == k]) for k, part in enumerate(parts)
    ]
    inner = [cell.chains(detail_m) for cell in cells]
    stretches: list[tuple[Basis, Chain]] = [("settlements", c) for own in inner for c in own]
    for (i, j), borders in shared_borders([part.geometry for part in parts]).items():
        basis = basis_between(parts[i], parts[j])
        for border in borders:
            stretches += [
                (basis, piece)
                for piece in _opposed(border, (cells[i], cells[j]), (inner[i], inner[j]))
            ]
    widths = [corridor_widths(np.round(c, 7), lonlat, left) for _, c in stretches]
    return named(
        [
            Section.of("", basis, chain, corridor_m=width)
            for (basis, chain), width in zip(stretches, widths, strict=True)
        ],
        places,
    )


def _clipped(chain: Chain, ground: shapely.Geometry) -> list[Chain]:
    """Return the pieces of a chain within a barrier region, oriented as the chain."""
    line = shapely.LineString(chain)
    inside = shapely.line_merge(shapely.intersection(line, ground))
    pieces = []
    for piece in shapely.get_parts(inside):
        if piece.geom_type != "LineString" or piece.length < _SHORTEST:
            continue
        spots = shapely.get_coordinates(piece)
        middle = (spots[0] + spots[1]) / 2
        tail, head = chain[:-1], chain[1:]
        edges = shapely.linestrings(np.stack([tail, head], axis=1))
        edge = int(np.argmin(shapely.distance(edges, shapely.Point(middle))))
        ahead = (head[edge] - tail[edge]) @ (spots[1] - spots[0]) > 0
        pieces.append(spots if ahead else spots[::-1])
    return pieces


def _opposed(
    border: Chain, cells: tuple[_Cells, _Cells], inner: tuple[list[Chain], list[Chain]]
) -> list[Chain]:
    """Return the stretches of a barrier between different parties, the first on the left.

    The party on a bank changes where a chain within that bank meets the barrier.
    """
    line = shapely.LineString(border)
    breaks = [_breaks(line, own) for own in inner]
    stops = sorted({0.0: border[0], line.length: border[-1], **breaks[0], **breaks[1]}.items())
    where: Chain = np.array([at for at, _ in stops])
    longest = int(np.argmax(np.diff(where)))
    halfway = float(where[longest] + where[longest + 1]) / 2
    middle = shapely.get_coordinates(line.interpolate(halfway))[0]
    sides = []
    for cell, own in zip(cells, breaks, strict=True):
        turns = np.cumsum([float(at) in own for at in where[:-1]])
        sides.append((turns - turns[longest]) % 2 == (0 if cell.left_at(middle) else 1))
    out: list[Chain] = []
    run: list[Chain] = []
    for k in range(len(where) - 1):
        opposed = sides[0][k] != sides[1][k]
        if opposed:
            piece = _between(line, stops[k], stops[k + 1])
            run.append(piece if not run else piece[1:])
        if run and (k == len(where) - 2 or not opposed or sides[0][k + 1] != sides[0][k]):
            whole = np.vstack(run)
            out.append(whole if sides[0][k if opposed else k - 1] else whole[::-1])
            run = []
    return out


def _breaks(line: shapely.LineString, chains: list[Chain]) -> dict[float, Chain]:
    """Return where chains end on a barrier: position in degrees along it, and the place."""
    ends = [end for chain in chains for end in (chain[0], chain[-1])]
    spots = shapely.points(np.array(ends).reshape(-1, 2))
    near = np.asarray(shapely.distance(spots, line)) < _ON_BORDER
    at = np.asarray(shapely.line_locate_point(line, spots))
    return {float(at[k]): ends[k] for k in np.flatnonzero(near)}


def _between(
    line: shapely.LineString, start: tuple[float, Chain], end: tuple[float, Chain]
) -> Chain:
    """Return a stretch of a barrier that begins and ends exactly at two places of it."""
    spots = shapely.get_coordinates(line)
    at = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(spots, axis=0).T))])
    inside = (at > start[0] + _ON_BORDER) & (at < end[0] - _ON_BORDER)
    return np.vstack([start[1], spots[inside], end[1]])
