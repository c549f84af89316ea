"""A plan: a placement with everything that follows from it on one country."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.country.geometry import dense_ground
from ceaseline.geo.gazetteer import gazetteer as load_gazetteer
from ceaseline.geo.geodesy import area
from ceaseline.layers.placement.sources import rested_on
from ceaseline.layers.plan.ends import Carried, carry_ends
from ceaseline.layers.plan.uncertainty import Uncertainty, known_of
from ceaseline.layers.plan.zone import DeepLine, ZoneSettings, around, deep_lines
from ceaseline.layers.study import in_force
from ceaseline.views import show

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.gazetteer import Gazetteer
    from ceaseline.geo.partition import Division
    from ceaseline.geo.partition.ray_casting import Places
    from ceaseline.geo.sources import Source
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.figure import Figure

__all__ = ["Plan", "ZoneSettings", "plan"]

_SLIVER_M2 = 1.0


@dataclass(frozen=True, eq=False)
class Plan:
    """A placement on one country, with everything derived from it when it is first asked for.

    Make one with :func:`plan`.

    Attributes
    ----------
    placement : Placement
    boundaries : Boundaries
    gazetteer : Gazetteer
        The settlements whose people are counted.
    zone_settings : ZoneSettings
    division : Division
        The country divided by the line; side 0 is the first party's.
    carried : tuple of Carried
        Ends of the line that were carried on to the border.
    lines : tuple of LineString
        The sections, with those ends.
    as_given : Division, optional
        Where the line was generalised for a comparison, the division by the line as it was given:
        which party a settlement falls to is a fact of that line.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> plan(load("contact-2024-11-20")).placement.parties
    ('Ukraine', 'Russia')
    """

    placement: Placement
    boundaries: Boundaries
    gazetteer: Gazetteer
    zone_settings: ZoneSettings
    division: Division = field(repr=False)
    carried: tuple[Carried, ...]
    lines: tuple[shapely.LineString, ...] = field(repr=False)
    as_given: Division | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        """Return it as a line."""
        left, right = (metres / 1000 for metres in self.zone_settings.depth_m)
        name, base = self.placement.name, self.boundaries.id
        return f"<Plan {name} on {base}, zone {left:g} and {right:g} km>"

    def _repr_html_(self) -> str:
        return str(show(self, "html"))

    def explore(self, **look: Any) -> Any:
        """Return a folium.Map to which layers are added with folium's own calls, and which saves.

        Parameters
        ----------
        **look
            The fields of :class:`ceaseline.maps.page.render.Look`: ``lang``, ``theme``, ...
        """
        return show(self, "map", **look)

    def draw(self, file: str | Path | None = None, **look: Any) -> Any:
        """Return an editor for a notebook, in which the line is moved by hand.

        Parameters
        ----------
        file : path, optional
            What is edited and saved; ``NAME-drawn.geojson`` in the working folder if not given.
        **look
            ``height`` in pixels, ``lang``, ``theme``.

        Raises
        ------
        InputError
            As :func:`ceaseline.maps.drawing.widget.editor`; if the extra ``notebook`` is not
            installed.
        """
        return show(self, "editor", file, **look)

    def to_geodataframe(self, layer: str) -> gpd.GeoDataFrame:
        """Return a layer with its figures: line, territories, oblasts, zone or settlements.

        Parameters
        ----------
        layer : str
            One of :data:`ceaseline.layers.export.fields.LAYERS`; its fields and units are there.

        Raises
        ------
        InputError
            If there is no such layer.
        """
        return show(self, "geodataframe", layer)

    @property
    def parties(self) -> tuple[str, str]:
        """The parties, left of the line and right of it."""
        return self.placement.parties

    @property
    def rests_on(self) -> tuple[Source, ...]:
        """The sources of all that it shows: the placement's, the boundaries' and the places'."""
        own = rested_on(self.placement)
        return (*own, *self.boundaries.sources, *self.gazetteer.sources)

    @cached_property
    def line(self) -> shapely.MultiLineString:
        """The line within the country or along its border."""
        return self.division.line

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All that the plan comes to, measured once; see :mod:`ceaseline.layers.measures`."""
        return show(self, "figures")  # type: ignore[no-any-return]

    @cached_property
    def left(self) -> NDArray[np.bool_]:
        """Which settlements are on the first party's side, in the order of the gazetteer's."""
        division = self.as_given if self.as_given is not None else self.division
        return np.asarray(division.sides(_prepared(self.boundaries, self.gazetteer)) > 0)

    @cached_property
    def parts(self) -> gpd.GeoDataFrame:
        """The parts of the country: ``unit_code``, ``party``, ``area_m2``, geometry."""
        frame = self.division.parts().rename(columns={"unit": "unit_code"})
        frame["party"] = [self.parties[side] for side in frame["side"]]
        return frame[["unit_code", "party", "area_m2", "geometry"]]

    @cached_property
    def territories(self) -> dict[str, shapely.MultiPolygon]:
        """The ground of each party."""
        return {party: self.division.territory(side) for side, party in enumerate(self.parties)}

    @cached_property
    def deep_lines(self) -> list[DeepLine]:
        """The line within the country, gathered by the depths of the zone along it."""
        return deep_lines(self.placement.sections, self.lines, self.boundaries, self.zone_settings)

    @cached_property
    def zone_parts(self) -> gpd.GeoDataFrame:
        """The zone by party and unit: ``party``, ``unit_code``, ``area_m2``, geometry.

        The first party's part is its ground within the first depth of the line, the second
        party's its own within the second.
        """
        frames = [self._zone_side(side) for side in (0, 1)]
        shapes = np.concatenate([shape for _, shape in frames])
        own = np.concatenate([index for index, _ in frames])
        rows = self.parts.iloc[own][["party", "unit_code"]].reset_index(drop=True)
        rows["area_m2"] = area(shapes) if len(shapes) else np.empty(0)
        return gpd.GeoDataFrame(rows, geometry=shapes, crs=4326)

    def _zone_side(self, side: int) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        within = self._arounds[side]
        index = np.flatnonzero(self.parts["party"] == self.parties[side])
        ground = self.parts.geometry.to_numpy()[index]
        shapely.prepare(within)
        near = shapely.intersects(within, ground)
        index, ground = index[near], ground[near]
        cut = np.asarray(shapely.intersection(ground, within))
        shapes = np.array([_polygons(shape) for shape in cut], dtype=np.object_)
        kept = ~np.asarray(shapely.is_empty(shapes))
        return index[kept], shapes[kept]

    @cached_property
    def _arounds(self) -> tuple[shapely.Geometry, shapely.Geometry]:
        """The ground within each side's depth of the line, on both sides of it."""
        even = all(left == right for left, right in (deep.depth_m for deep in self.deep_lines))
        tolerance = self.zone_settings.tolerance_m
        first = around(self.deep_lines, 0, tolerance)
        return first, first if even else around(self.deep_lines, 1, tolerance)

    @cached_property
    def zone(self) -> shapely.MultiPolygon:
        """The demilitarized zone, whole; beyond the border too where the settings do not clip."""
        shapes = list(self.zone_parts.geometry)
        if not self.zone_settings.clip:
            shapes += self._zone_beyond()
        return _whole(shapely.union_all(shapes))

    def _zone_beyond(self) -> list[shapely.Geometry]:
        around = [deep.zone(self.zone_settings.tolerance_m) for deep in self.deep_lines]
        return [shapely.difference(z, dense_ground(self.boundaries)) for z in around if z]

    @cached_property
    def settlements(self) -> gpd.GeoDataFrame:
        """All settlements, with the ``party`` each falls to, ``distance_m``, and ``in_zone``."""
        places = self.gazetteer.settlements.copy()
        lonlat = self.gazetteer.lonlat
        left = self.left
        nearest = np.full(len(places), np.inf)
        inside = np.zeros(len(places), dtype=bool)
        for deep in self.deep_lines:
            away = deep.distances(lonlat)
            inside |= away <= np.where(left, *deep.depth_m)
            nearest = np.minimum(nearest, away)
        places["party"] = np.where(left, *self.parties)
        places["distance_m"] = nearest
        places["in_zone"] = inside
        return places

    @cached_property
    def uncertainty(self) -> Uncertainty | None:
        """What hangs on where in its corridor the line lies; None where too little has one."""
        if not known_of(self.placement.sections).enough:
            return None
        return Uncertainty(
            self.placement,
            self.boundaries,
            self.zone_settings,
            self.division,
            self.lines,
            self.parts,
            self.zone_parts,
            self.settlements,
            self._facts(),
        )

    def _facts(self) -> gpd.GeoDataFrame:
        """Return the settlements that the line rests on, whoever's are counted, by ``party``."""
        embedded = load_gazetteer(self.boundaries.made_of)
        control = in_force().table.control
        ours = control and any(one.id == control.source for one in self.placement.sources)
        if not ours or self.gazetteer is embedded:
            return self.settlements
        places = embedded.settlements.copy()
        left = self.division.sides(_prepared(self.boundaries, embedded)) > 0
        places["party"] = np.where(left, *self.parties)
        return places


def plan(
    placement: Placement,
    boundaries: Boundaries | None = None,
    zone: ZoneSettings | None = None,
    gazetteer: Gazetteer | None = None,
) -> Plan:
    """Return the plan of a placement: territories, zone, parts, settlements.

    Asked for again, the plan of the same values is the same object: read from it, do not change
    its tables.

    Parameters
    ----------
    placement : Placement
    boundaries : Boundaries, optional
        The country to divide; the embedded one if not given.
    zone : ZoneSettings, optional
        15 km a side, as an assumption, if not given.
    gazetteer : Gazetteer, optional
        The settlements to count; the embedded ones if not given.

    Raises
    ------
    GeometryError
        If the line ends far inside the country, contradicts itself or never meets the country.

    Examples
    --------
    >>> from ceaseline.layers.placement.store import load
    >>> from ceaseline.geo.geodesy import length
    >>> four = plan(load("four-oblasts"))
    >>> set(four.territories) == {"Ukraine", "Russia"}
    True
    """
    base = boundaries if boundaries is not None else load_boundaries()
    settings = zone if zone is not None else ZoneSettings()
    places = gazetteer if gazetteer is not None else load_gazetteer(base.made_of)
    return _made(placement, base, settings, places)


@lru_cache(maxsize=4)
def _made(
    placement: Placement, base: Boundaries, settings: ZoneSettings, places: Gazetteer
) -> Plan:
    lines, carried = carry_ends(placement.lines, base)
    division = base.divider.divide(lines)
    return Plan(placement, base, places, settings, division, carried, tuple(lines))


@lru_cache(maxsize=4)
def _prepared(boundaries: Boundaries, gazetteer: Gazetteer) -> Places:
    places = gazetteer.settlements
    return boundaries.divider.places(places["lon"], places["lat"])


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the polygons of an overlay's result, without the lines and points of touching."""
    if isinstance(shape, shapely.Polygon | shapely.MultiPolygon):
        return shape
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon([p for p in parts if isinstance(p, shapely.Polygon)])


def _whole(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return polygons without the pinholes that rounding leaves along former seams."""
    polygons = []
    for polygon in shapely.get_parts(_polygons(shape)).tolist():
        rings = [ring for ring in polygon.interiors if area(shapely.Polygon(ring)) > _SLIVER_M2]
        polygons.append(shapely.Polygon(polygon.exterior, rings))
    return shapely.MultiPolygon(polygons)
