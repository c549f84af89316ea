"""How far a line known only from settlements might lie elsewhere, and what hangs on it.

Between the nearest settlements of the two parties the line could run anywhere without any listed
place changing hands: that band is its corridor. A stretch that follows settlements is uncertain
within it; rivers, borders, drawn and imported stretches are taken as they stand. Where less than
half of what is no river or border has a known corridor, as after edits, nothing is said of the
whole line: a range would tell of a few stretches only, and read as certainty.

The edges of the band are the line with every vertex carried to the nearest settlement of the first
party, and to that of the second. Along the border of two parties' cells these are the two rims of
the strip of Delaunay triangles that the line runs through. The ends of a stretch stay where they
are, so that each edge joins on to what comes before and after.

Source of the idea of a region with a sure core and a broad boundary: A. Cohn, N. Gotts, "The
'egg-yolk' representation of regions with indeterminate boundaries", in P. Burrough and A. Frank,
Geographic Objects with Indeterminate Boundaries, 171-187 (1996).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from ceaseline.geo.gazetteer.people import is_settlement
from ceaseline.geo.gazetteer.settlements import positions
from ceaseline.geo.geodesy import area, densify, distance
from ceaseline.geo.lines.chains import densified
from ceaseline.geo.lines.nearest import ecef
from ceaseline.layers.plan.zone import around, deep_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.partition import Division
    from ceaseline.layers.placement.placement import Placement, Section
    from ceaseline.layers.plan.zone import DeepLine, ZoneSettings

__all__ = [
    "Interval",
    "Known",
    "Uncertainty",
    "is_uncertain",
    "known_of",
    "partly_known",
    "resolution",
]

_STEP_M = 500.0
"""Every place along the line, no farther apart than this, is carried to the edges."""

_ENOUGH = 0.5
"""The share of a line that must have a known corridor for a figure of all of it to rest on."""
_FIXED = ("river", "admin border", "state border")
"""Stretches that follow a feature of the ground: nothing about them hangs on settlements."""

Interval: TypeAlias = tuple[float, float]
"""The least and the greatest value of a figure, over the line and what its corridor allows."""

_Moves: TypeAlias = "dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]]"


def is_uncertain(section: Section) -> bool:
    """Return whether a stretch might lie elsewhere within its corridor: it follows settlements."""
    return section.basis == "settlements" and section.corridor_m is not None


@dataclass(frozen=True)
class Known:
    """For how much of a line a corridor is known.

    Attributes
    ----------
    known_m : float
        Length of the stretches that follow settlements and have their corridor.
    line_m : float
        Length of all that is no river and no border: what was drawn, moved or imported, too.
    """

    known_m: float
    line_m: float

    @property
    def enough(self) -> bool:
        """Whether at least half has its corridor, so that the line has ranges and a resolution."""
        return self.known_m > 0 and self.known_m >= self.line_m * _ENOUGH * (1 - 1e-9)

    @property
    def whole(self) -> bool:
        """Whether all has its corridor, but for half a percent."""
        return self.known_m >= self.line_m * 0.995

    def as_dict(self) -> dict[str, float | bool]:
        """Return it for JSON, in metres."""
        return {"known_m": self.known_m, "line_m": self.line_m, "enough": self.enough}


def known_of(sections: Sequence[Section]) -> Known:
    """Return for how much of a line a corridor is known.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Section
    >>> line, wide = [(36.0, 0.0), (36.1, 0.0)], [(3000, 5000), (3000, 5000)]
    >>> found = known_of([
    ...     Section.of("front", "settlements", line, corridor_m=wide),
    ...     Section.of("moved", "drawn", [(36.1, 0.0), (36.4, 0.0)]),
    ...     Section.of("Dnipro", "river", [(36.4, 0.0), (36.9, 0.0)]),
    ... ])
    >>> round(found.known_m), round(found.line_m), found.enough
    (11132, 44528, False)
    """
    own = [section for section in sections if section.basis not in _FIXED]
    known = sum(_metres(section) for section in own if is_uncertain(section))
    return Known(known, sum(map(_metres, own)))


def partly_known(sections: Sequence[Section]) -> Known | None:
    """Return for how much of a line that follows settlements a corridor is known, if not for all.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Section
    >>> partly_known([Section.of("mine", "drawn", [(36.0, 0.0), (36.1, 0.0)])])
    """
    known = known_of(sections)
    follows = any(section.basis == "settlements" for section in sections)
    return known if follows and not known.whole else None


def _metres(section: Section) -> float:
    lon, lat = section.array.T
    return float(np.sum(distance(lon[:-1], lat[:-1], lon[1:], lat[1:])))


def resolution(sections: Sequence[Section]) -> float | None:
    """Return how finely the facts behind a line lie, in metres.

    Half of the line that follows settlements (by length) runs where the nearest settlements of the
    two parties are farther apart than this, measured through the line. What it does between them
    nobody knows, however finely it is drawn.

    Parameters
    ----------
    sections : sequence of Section

    Returns
    -------
    float or None
        None where less than half of what is no river or border has a known corridor.

    Examples
    --------
    >>> from ceaseline.layers.placement.placement import Section
    >>> line, wide = [(36.0, 48.0), (36.1, 48.0)], [(3000, 5000), (3000, 5000)]
    >>> resolution([Section.of("front", "settlements", line, corridor_m=wide)])
    8000.0
    >>> resolution([Section.of("mine", "drawn", line)])
    """
    if not known_of(sections).enough:
        return None
    widths, weights = [np.empty(0)], [np.empty(0)]
    for section in filter(is_uncertain, sections):
        across = np.asarray(section.corridor_m, dtype=float).sum(axis=1)
        lon, lat = section.array.T
        widths.append((across[:-1] + across[1:]) / 2)
        weights.append(np.asarray(distance(lon[:-1], lat[:-1], lon[1:], lat[1:])))
    width, weight = np.concatenate(widths), np.concatenate(weights)
    order = np.argsort(width, kind="stable")
    # the first edge, from the narrowest on, with which half of the length is reached
    reached = np.cumsum(weight[order])
    middle = float(width[order][np.searchsorted(reached, reached[-1] / 2)])
    return middle if np.isfinite(middle) else None


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """What a plan comes to where its line lies elsewhere within its corridor.

    Settlements never change sides: each stays on that of the line's parties on which it is.

    Attributes
    ----------
    placement, boundaries, zone_settings, division, lines, parts, zone_parts, settlements
        As :class:`ceaseline.layers.plan.plan.Plan` has them.
    facts : GeoDataFrame
        The settlements that the line rests on, ``id``, ``lon``, ``lat`` and ``party``: those that
        are counted, or the embedded ones where a person's own are counted.
    """

    placement: Placement
    boundaries: Boundaries
    zone_settings: ZoneSettings
    division: Division
    lines: tuple[shapely.LineString, ...]
    parts: gpd.GeoDataFrame
    zone_parts: gpd.GeoDataFrame
    settlements: gpd.GeoDataFrame
    facts: gpd.GeoDataFrame

    @property
    def parties(self) -> tuple[str, str]:
        """The parties, left of the line and right of it."""
        return self.placement.parties

    @cached_property
    def edges(self) -> tuple[list[shapely.LineString], list[shapely.LineString]]:
        """The line carried to the settlements of the first party, and to those of the second.

        Sections in the placement's order, those that are not uncertain as they are.
        """
        out = []
        for moves in self._moves:
            lines = list(self.lines)
            for k, (_, goal) in moves.items():
                lines[k] = _joined(self.placement.sections[k], goal, lines[k])
            out.append(lines)
        return out[0], out[1]

    @cached_property
    def _moves(self) -> tuple[_Moves, _Moves]:
        """For each side and uncertain section: places along it, and where they are carried to."""
        places = self.facts
        lonlat = positions(places)
        left = np.asarray(places["party"] == self.parties[0], dtype=bool)
        # people who stand at no place of their own, in rows with ids below 0, are no facts
        known = np.asarray(places["id"] > 0, dtype=bool)
        return self._moved(0, lonlat[left & known]), self._moved(1, lonlat[~left & known])

    def _moved(self, side: int, targets: NDArray[np.float64]) -> _Moves:
        if not len(targets):
            return {}
        sections, tree = self.placement.sections, cKDTree(ecef(targets))
        fixed = [
            line
            for section, line in zip(sections, self.lines, strict=True)
            if not is_uncertain(section)
        ]
        moves = {}
        for k, section in enumerate(sections):
            if is_uncertain(section):
                spots, wide = _stations(section, side)
                goal = _toward(spots, targets[tree.query(ecef(spots))[1]], wide)
                goal = _this_side(spots, goal, fixed)
                if not section.closed:
                    goal[[0, -1]] = spots[[0, -1]]
                moves[k] = (spots, goal)
        return moves

    @cached_property
    def bands(self) -> tuple[shapely.Geometry, shapely.Geometry]:
        """The ground between the line and its edge on the first party's side, and the second's."""
        first, second = (
            densify(shapely.union_all(shapely.make_valid(np.array(shapes, dtype=np.object_))))
            for shapes in (
                [shape for move in moves.values() for shape in _swept(*move)]
                for moves in self._moves
            )
        )
        return first, second

    @cached_property
    def _grounds(self) -> tuple[float, float]:
        """Area in m² of each party's ground that the line passes on its way to its edges."""
        sizes = []
        for party, band in zip(self.parties, self.bands, strict=True):
            sizes.append(_area(_cut(self._ground_of(party), band)))
        return sizes[0], sizes[1]

    def _ground_of(self, party: str) -> NDArray[np.object_]:
        parts = self.parts
        return np.asarray(parts.geometry.to_numpy()[np.asarray(parts["party"] == party)])

    @cached_property
    def territory_m2(self) -> dict[str, Interval]:
        """Area of each party's ground with the line at either edge of its corridor."""
        areas = self.division.areas.sum(axis=1)
        first, second = self._grounds
        own = ((areas[0] - first, areas[0] + second), (areas[1] - second, areas[1] + first))
        return {p: (float(a), float(b)) for p, (a, b) in zip(self.parties, own, strict=True)}

    def _deep(self, lines: Sequence[shapely.LineString], *, uncertain: bool) -> list[DeepLine]:
        """Return the stretches that are uncertain, or the others, by their depths."""
        sections = self.placement.sections
        pairs = [
            (section, line)
            for section, line in zip(sections, lines, strict=True)
            if is_uncertain(section) == uncertain
        ]
        chosen, drawn = [section for section, _ in pairs], [line for _, line in pairs]
        return deep_lines(chosen, drawn, self.boundaries, self.zone_settings)

    @cached_property
    def _zones(self) -> tuple[list[DeepLine], list[list[DeepLine]]]:
        """The stretches that are fixed, and the others as they are on either edge."""
        fixed = self._deep(self.lines, uncertain=False)
        return fixed, [self._deep(edge, uncertain=True) for edge in self.edges]

    @cached_property
    def _distances(self) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Distance of each settlement to either edge, (2, n) metres, and whether in its zone."""
        places = self.settlements
        lonlat = positions(places)
        left = np.asarray(places["party"] == self.parties[0], dtype=bool)
        away = np.full((2, len(places)), np.inf)
        inside = np.zeros((2, len(places)), dtype=bool)
        near = np.flatnonzero(places["distance_m"] <= self._reach_m)
        fixed, edges = self._zones
        for rows, deep in [((0, 1), one) for one in fixed] + [
            ((k,), one) for k, edge in enumerate(edges) for one in edge
        ]:
            metres = deep.distances(lonlat[near])
            within = metres <= np.where(left[near], *deep.depth_m)
            for row in rows:
                inside[row, near] |= within
                away[row, near] = np.minimum(away[row, near], metres)
        return away, inside

    @property
    def _reach_m(self) -> float:
        """How far from the line a settlement may lie for an edge to reach it with its zone."""
        widths = [np.asarray(s.corridor_m) for s in self.placement.sections if is_uncertain(s)]
        widest = max(float(w[np.isfinite(w)].max(initial=0.0)) for w in widths)
        return widest + max(max(pair) for pair in self._depths_m)

    @property
    def _depths_m(self) -> list[tuple[float, float]]:
        return [s.depth_m or self.zone_settings.depth_m for s in self.placement.sections]

    @cached_property
    def surely_in_zone(self) -> NDArray[np.bool_]:
        """Whether each settlement is in the zone of the line and of both edges.

        An edge is as near to a settlement or as far from it as any line in the corridor as stored,
        so these are in the zone of every such line.
        """
        inside = np.asarray(self.settlements["in_zone"], dtype=bool)
        return inside & self._distances[1].all(axis=0)

    @cached_property
    def maybe_in_zone(self) -> NDArray[np.bool_]:
        """Whether each settlement is in the zone of the line or of an edge."""
        inside = np.asarray(self.settlements["in_zone"], dtype=bool)
        return inside | self._distances[1].any(axis=0)

    @cached_property
    def deciding(self) -> pd.DataFrame:
        """The settlements that are in the zone or not, depending on where the line lies.

        Those with most people first: ``id``, ``name``, ``name_uk``, ``name_ru``, ``party``,
        ``people``, ``in_zone`` (of the line as it is), ``distance_m`` (to it), ``nearest_m`` and
        ``farthest_m`` (to the line and its edges), ``settlement``: False for a row that stands for
        villages of which none is listed.
        """
        where = np.flatnonzero(self.maybe_in_zone & ~self.surely_in_zone)
        columns = ["id", "name", "name_uk", "name_ru", "party", "population", "in_zone"]
        rows = self.settlements.iloc[where][[*columns, "distance_m"]]
        every = np.vstack([self._distances[0][:, where], rows["distance_m"]])
        found = (
            pd.DataFrame(rows)
            .rename(columns={"population": "people"})
            .assign(
                nearest_m=every.min(axis=0),
                farthest_m=every.max(axis=0),
                settlement=is_settlement(self.settlements)[where],
            )
        )
        return found.sort_values(["people", "id"], ascending=[False, True]).reset_index(drop=True)

    @cached_property
    def zone_area_m2(self) -> dict[str | None, Interval]:
        """Area of the zone by party, and of all (None): least and greatest of line and edges."""
        as_is = self.zone_parts.groupby("party")["area_m2"].sum()
        found = [[float(as_is.get(party, 0.0)) for party in self.parties]]
        found += [self._zone_areas(edge) for edge in (0, 1)]
        out: dict[str | None, Interval] = {
            party: (min(own), max(own))
            for party, own in zip(self.parties, zip(*found, strict=True), strict=True)
        }
        totals = [sum(own) for own in found]
        out[None] = (min(totals), max(totals))
        return out

    @cached_property
    def _arounds(self) -> list[tuple[shapely.Geometry, shapely.Geometry]]:
        """The ground within each side's depth of either edge."""
        fixed, edges = self._zones
        tolerance = self.zone_settings.tolerance_m
        even = all(left == right for left, right in self._depths_m)
        sides = (0,) if even else (0, 1)
        rivers = [around(fixed, side, tolerance) for side in sides]  # the same on both edges
        out: list[tuple[shapely.Geometry, shapely.Geometry]] = []
        for edge in edges:
            own = [
                shapely.union(around(edge, side, tolerance), river)
                for side, river in zip(sides, rivers, strict=True)
            ]
            out.append((own[0], own[-1]))
        return out

    def _zone_areas(self, edge: int) -> list[float]:
        """Return the area of each party's part of the zone with the line at one edge, m²."""
        arounds, band = self._arounds[edge], self.bands[edge]
        sizes = [0.0, 0.0]
        for side, party in enumerate(self.parties):
            ground = self._ground_of(party)
            own = _cut(ground, arounds[side])
            sizes[side] += _area(own)
            if side == edge:
                # what lies between line and edge is the other party's then, to its own depth
                other = own if arounds[0] is arounds[1] else _cut(ground, arounds[1 - side])
                sizes[side] -= _area(_cut(own, band))
                sizes[1 - side] += _area(_cut(other, band))
        return sizes


def _stations(section: Section, side: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return places along a section, (n, 2), no farther apart than a step, and its corridor there.

    Along an edge of a cell one settlement is the nearest, and the distance to it convex: between
    vertices the corridor is no wider than the chord between theirs says.
    """
    spots, where = densified(section.array, _STEP_M)
    known = np.asarray(section.corridor_m, dtype=float)[:, side]
    wide = np.interp(np.arange(len(spots)), where, known)
    return spots, np.where(np.isnan(wide), np.inf, wide)


def _toward(
    spots: NDArray[np.float64], nearest: NDArray[np.float64], wide: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return places carried toward others, as far as the corridor says and no farther."""
    away = np.asarray(distance(*spots.T, *nearest.T))
    share = np.minimum(wide, away) / np.maximum(away, 1e-3)
    goal = spots + (nearest - spots) * share[:, None]
    # the corridor is kept in whole metres: within one, the place itself is meant
    return np.where((wide > away - 1)[:, None], nearest, goal)


def _joined(
    section: Section, goal: NDArray[np.float64], line: shapely.LineString
) -> shapely.LineString:
    """Return a carried section whose ends stay, with what was added to bring it to the border."""
    if not section.closed:
        whole, start = shapely.get_coordinates(line), section.array[0]
        at = int(np.flatnonzero((whole == start).all(axis=1))[0])
        goal = np.vstack([whole[:at], goal, whole[at + len(section.coords) :]])
    keep = np.ones(len(goal), dtype=bool)
    keep[1:] = (goal[1:] != goal[:-1]).any(axis=1)
    # a pocket with one place in it shrinks to that place
    return shapely.LineString(goal[keep] if keep.sum() > 1 else goal[:2])


def _this_side(
    spots: NDArray[np.float64], goal: NDArray[np.float64], fixed: Sequence[shapely.LineString]
) -> NDArray[np.float64]:
    """Return where vertices come to if they stop at the first fixed stretch on their way."""
    if not fixed:
        return goal
    barrier = shapely.MultiLineString(list(fixed))
    ways = np.asarray(shapely.linestrings(np.stack([spots, goal], axis=1)))
    shapely.prepare(barrier)
    for k in np.flatnonzero(shapely.intersects(barrier, ways)):
        met = shapely.get_coordinates(shapely.intersection(barrier, ways[k]))
        goal[k] = met[np.argmin(((met - spots[k]) ** 2).sum(axis=1))]
    return goal


def _swept(spots: NDArray[np.float64], goal: NDArray[np.float64]) -> list[shapely.Polygon]:
    """Return the ground that places along a line pass on the way to where they are carried."""
    # a fan for each run of places carried to one and the same, a quadrangle between two runs
    ends = np.flatnonzero((goal[1:] != goal[:-1]).any(axis=1))
    cuts = np.unique(np.concatenate([[0], ends, ends + 1, [len(goal) - 1]])).tolist()
    return [
        shapely.Polygon(np.vstack([spots[a : b + 1], goal[a : b + 1][::-1]]))
        for a, b in pairwise(cuts)
    ]


def _cut(ground: NDArray[np.object_], within: shapely.Geometry) -> NDArray[np.object_]:
    """Return what of each piece of ground lies within a shape, without those that lie apart."""
    shapely.prepare(within)
    near = ground[shapely.intersects(within, ground)]
    return np.asarray(shapely.intersection(near, within))


def _area(shapes: NDArray[np.object_]) -> float:
    """Return the area of the polygons among shapes and their parts, m²."""
    parts = shapely.get_parts(shapely.get_parts(shapes))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return float(np.sum(area(polygons))) if len(polygons) else 0.0
