"""Bring foreign lines onto our boundaries: joined, carried to the border, turned the right way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import length
from ceaseline.geo.lines.chains import all_densified, joined, place
from ceaseline.layers.derive.cells import from_plane, to_plane
from ceaseline.layers.importing.front import carried
from ceaseline.layers.importing.given import outside, repeated
from ceaseline.layers.importing.junctions import JOIN_M, chained, nearest_end, tidied
from ceaseline.layers.importing.parallel import PARALLEL, single
from ceaseline.layers.importing.region import ground, in_plane
from ceaseline.layers.plan.ends import REACH_M

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.importing.report import End

    Chain = NDArray[np.float64]

__all__ = ["oriented"]

_ASIDE_M = 0.5
_TOLD_M = 100.0
_BEHIND_M2 = 3e9
"""Less ground behind two lines may be a bend of a front at the border."""


def oriented(
    lines: Iterable[shapely.Geometry],
    boundaries: Boundaries,
    *,
    join_m: float = JOIN_M,
    parallel: str = PARALLEL[0],
) -> tuple[list[Chain], list[End], list[str]]:
    """Return lines as one line that divides the country, the first party's side on its left.

    That is the capital's side; of a country whose capital is not given, the side that the longest
    of the lines has on its left as it was drawn.

    Parameters
    ----------
    lines : iterable of LineString or MultiLineString
        In any order and direction; longitude, latitude.
    boundaries : Boundaries
        The country.
    join_m : float
        Ends as near as this are joined.
    parallel : str
        What to do with two lines side by side, as in
        :func:`ceaseline.layers.importing.parallel.single`.

    Returns
    -------
    chains : list of (n, 2) arrays
        Longitude, latitude; closed for a pocket.
    ends : list of End
        Those carried more than 100 m to the border.
    notes : list of str
        What was left out, joined or is to be looked at.

    Raises
    ------
    InputError
        If no line meets the country.
    GeometryError
        If an end lies more than 50 km inside the country, two ends lie near one another or two
        lines side by side, or the lines do not part the country in two.
    """
    country = ground(boundaries.country)
    shapely.prepare(country)
    given = list(lines)
    dense, added = _dense(given)
    if not dense:
        raise _nothing()
    notes = [*repeated(given), *outside(dense, country)]
    chains, more = single(chained(shapely.multilinestrings(dense)), country, parallel)
    notes += more
    net = shapely.union_all([shapely.LineString(chain) for chain in chains])
    chains, more = tidied(net, country, join_m)
    notes += more
    chains, more = single(chains, country, parallel)
    notes += more
    ends: list[End] = []
    for k in range(len(chains)):
        for _ in range(2):
            chains[k] = _carried(chains, k, country, ends)[::-1]
    pieces, faces = _arrangement(chains, country)
    if not len(faces):
        raise _nothing()
    kept, lost, beyond = _turned(pieces, faces, _anchor(boundaries, dense, country))
    notes += _behind(beyond, country)
    if lost:
        notes.append(
            f"{sum(lost) / 1000:,.1f} km of line in {len(lost)} pieces has one side on both hands "
            "and was left out."
        )
    sparse = [_sparse(chain, added) for chain in joined(kept)]
    return [from_plane(chain) for chain in sparse], ends, notes


def _nothing() -> InputError:
    return InputError(
        "No line meets the country; check that the file gives longitude first, and what it shows."
    )


def _dense(given: list[shapely.Geometry]) -> tuple[list[shapely.LineString], set[bytes]]:
    """Return lines in the plane, edges at most 1 km, and the places that this put in."""
    chains = [shapely.get_coordinates(part) for part in shapely.get_parts(given)]
    chains = [chain for chain in chains if len(np.unique(chain, axis=0)) > 1]
    dense: list[shapely.LineString] = []
    added: set[bytes] = set()
    for chain, where in all_densified(chains) if chains else ():
        spots = to_plane(chain)
        new = np.delete(spots, where, axis=0)
        added |= {spot.tobytes() for spot in new}
        dense.append(shapely.LineString(spots))
    return dense, added


def _sparse(chain: Chain, added: set[bytes]) -> Chain:
    """Return a chain without the places that densifying put in between its own."""
    if not added:
        return chain
    own = np.array([spot.tobytes() not in added for spot in chain])
    own[[0, -1]] = True
    return np.asarray(chain[own])


def _carried(chains: list[Chain], k: int, country: shapely.Geometry, ends: list[End]) -> Chain:
    """Return a chain whose last place is carried to the border, if it is loose in the country."""
    chain = chains[k]
    last = shapely.Point(chain[-1])
    loose = (chain[0] != chain[-1]).any() and shapely.contains(country, last)
    others = shapely.MultiLineString(chains[:k] + chains[k + 1 :])
    if not loose or shapely.dwithin(others, last, _ASIDE_M):
        return chain
    out, end = carried(chain, country)
    if end.metres > REACH_M:
        if shapely.dwithin(others, shapely.Point(chain[0]), _ASIDE_M):
            raise _branch(chain)
        other = nearest_end(chains, k, country)
        raise GeometryError(
            f"The line ends {end.metres / 1000:.0f} km inside the country, at "
            f"{place(end.lon, end.lat)}; {other + '; ' if other else ''}draw it to the border or "
            f"the coast, or within {REACH_M / 1000:.0f} km of it."
        )
    if end.metres > _TOLD_M:
        ends.append(end)
    return out


def _branch(chain: Chain) -> GeometryError:
    start, end = (place(*from_plane(spot)[0].tolist()) for spot in chain[[0, -1]])
    km = float(length(from_plane(chain))) / 1000
    return GeometryError(
        f"A branch of {km:,.1f} km leaves the line at {start} and ends inside the country at "
        f"{end}; leave it out, or draw it to the border."
    )


def _arrangement(
    chains: list[Chain], country: shapely.Geometry
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Return the lines' pieces between crossings within the country, and the faces they make."""
    lines = shapely.union_all([shapely.LineString(chain) for chain in chains])
    inside = shapely.intersection(lines, country)
    pieces = shapely.get_parts(shapely.line_merge(inside))
    pieces = pieces[shapely.get_type_id(pieces) == shapely.GeometryType.LINESTRING]
    if not len(pieces):
        return pieces, pieces
    net = shapely.union_all([lines, shapely.boundary(country)])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    return pieces, faces[shapely.contains(country, shapely.point_on_surface(faces))]


def _anchor(
    boundaries: Boundaries, lines: list[shapely.LineString], country: shapely.Geometry
) -> shapely.Geometry:
    """Return a place of the first party's in the plane: in the capital, or left of a line."""
    capital = boundaries.made_of.table.capital
    if capital is not None:
        own = np.flatnonzero((boundaries.units["code"] == capital).to_numpy())
        k = int(own[0]) if len(own) else int(np.argmax(boundaries.unit_areas_m2))
        return in_plane(shapely.point_on_surface(boundaries.units.geometry.iloc[k]))
    line = lines[int(np.argmax(shapely.length(shapely.intersection(lines, country))))]
    inside = shapely.get_parts(shapely.intersection(line, country))
    longest = inside[int(np.argmax(shapely.length(inside)))]
    along = line.project(longest.interpolate(0.5, normalized=True))
    before, after = (np.array(line.interpolate(along + d).coords[0]) for d in (-_ASIDE_M, _ASIDE_M))
    step = (after - before) / max(float(np.hypot(*(after - before))), _ASIDE_M)
    return shapely.Point((before + after) / 2 + 2 * _ASIDE_M * np.array([-step[1], step[0]]))


def _turned(
    pieces: NDArray[np.object_], faces: NDArray[np.object_], capital: shapely.Geometry
) -> tuple[list[Chain], list[float], NDArray[np.object_]]:
    """Return the pieces with the capital's side on their left, and what else there is.

    That is the lengths of the pieces without sides, and the faces on the capital's side that lie
    behind the other side's.
    """
    chains = [shapely.get_coordinates(piece) for piece in pieces]
    left, right = (_beside(chains, faces, side) for side in (1.0, -1.0))
    known = (left >= 0) & (right >= 0) & (left != right)
    links = coo_array(
        (np.ones(known.sum()), (left[known], right[known])), shape=(len(faces), len(faces))
    )
    first = int(np.argmin(shapely.distance(faces, capital)))
    order, before = breadth_first_order(links.tocsr(), first, directed=False)
    colour = np.zeros(len(faces), int)
    colour[first] = 1
    for face in order[1:]:
        colour[face] = -colour[before[face]]
    torn = known & (colour[left] == colour[right]) & (colour[left] != 0)
    if torn.any():
        lon, lat = from_plane(chains[int(np.flatnonzero(torn)[0])][0])[0]
        raise GeometryError(
            f"The lines do not part the country in two sides at {place(lon, lat)}: three parts "
            "meet there; leave out one of the lines that cross."
        )
    kept = [
        chain if colour[a] > 0 else chain[::-1]
        for chain, a, ok in zip(chains, left, known, strict=True)
        if ok
    ]
    lost = [
        float(length(from_plane(chain))) for chain, ok in zip(chains, known, strict=True) if not ok
    ]
    own = colour > 0
    own[first] = False
    return kept, lost, faces[own]


def _behind(faces: NDArray[np.object_], country: shapely.Geometry) -> list[str]:
    """Return the doubt about much ground on the capital's side behind two lines.

    Pockets inside the country are a front's; ground that reaches the border is behind another line
    across the whole country.
    """
    border = shapely.boundary(country)
    reaching = shapely.dwithin(faces, border, _ASIDE_M)
    large = [face for face in faces[reaching] if shapely.area(face) > _BEHIND_M2]
    if not large:
        return []
    face = max(large, key=shapely.area)
    lon, lat = from_plane(shapely.get_coordinates(shapely.point_on_surface(face)))[0]
    note = (
        f"Doubtful: ground of about {shapely.area(face) / 1e6:,.0f} km² at {place(lon, lat)} lies "
        "behind two lines and is on the capital's side again; where each line is a front of its "
        "own, bring in one of them."
    )
    return [note]


def _beside(chains: list[Chain], faces: NDArray[np.object_], side: float) -> NDArray[np.int64]:
    """Return the face on one side of the longest edge of each chain, or -1."""
    spots = []
    for chain in chains:
        step = np.diff(chain, axis=0)
        size = np.hypot(*step.T)
        k = int(np.argmax(size))
        normal = side * np.array([-step[k, 1], step[k, 0]]) / max(size[k], 1e-9)
        spots.append((chain[k] + chain[k + 1]) / 2 + normal * min(_ASIDE_M, size[k] / 4))
    out = np.full(len(chains), -1, dtype=np.int64)
    i, j = shapely.STRtree(faces).query(shapely.points(np.array(spots)), predicate="within")
    out[i] = j
    return out
