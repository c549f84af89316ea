"""The zone: all points within a geodesic depth of a line.

In the conformal plane of `ConformalPlane` every disk of the ellipsoid is a circle, so the zone is
the union of circles around the line's vertices and of the hulls of neighbouring ones. Its outline
is put together from the exposed pieces of circles and of common tangents, each in closed form,
and only then drawn as chords.

Sources: K. Kedem, R. Livne, J. Pach, M. Sharir, "On the union of Jordan regions and collision-free
translational motion amidst polygonal obstacles", Discrete Comput. Geom. 1, 59-71 (1986), for the
linear size of the outline; `ConformalPlane` for the plane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import numpy as np
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy._edges import densify_path, distance
from ceaseline.geo.geodesy._ellipsoid import A
from ceaseline.geo.geodesy._paths import check_lonlat
from ceaseline.geo.geodesy.zone.outline import Zone, polygonal, union_of_capsules
from ceaseline.geo.geodesy.zone.plane import ConformalPlane
from ceaseline.geo.geodesy.zone.sides import GRID, flattened, one_side
from ceaseline.geo.geodesy.zone.thin import thinned

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["DEEPEST", "buffer", "depths_of"]

_LONGEST: Final = 1000.0
"""Longest edge of a zone's outline, m, so that it may be drawn straight in lon/lat."""

_STRETCH: Final = 1.8
"""Bound of the plane's scale at 80° from its centre, 2 / (1 + cos 80°) = 1.71."""

_MERGE: Final = 0.02
"""Neighbouring vertices closer than this share of the tolerance are one; where there are many
vertices, those that change the zone by less are left out."""

_MANY: Final = 5_000
_STEEP: Final = 80.0


def buffer(
    line: shapely.LineString | shapely.MultiLineString,
    left: Any,
    right: Any = None,
    tolerance: float = 0.1,
    ends: Literal["round", "flat"] = "round",
) -> Zone:
    """Return the zone: all points within a geodesic depth of a line.

    Parameters
    ----------
    line
        LineString or MultiLineString in longitude and latitude, degrees; its edges are geodesics.
        It may cross itself, approach itself, or be closed.
    left, right
        Depths on the line's left and right, m, from 0 to 200,000; `right` is as `left` where it
        is not given. A number; for a LineString an array of a depth a vertex; for a
        MultiLineString a sequence of one item a section, each a number or an array of a depth a
        vertex. Between vertices a depth changes evenly.
    tolerance
        Greatest deviation of the zone's boundary, m. Not below 0.01; beyond 100 km of depth the
        plane itself is off by up to 0.03 m (150 km) and 0.06 m (200 km).
    ends
        "round": the depth counts in every direction from the line's ends; "flat": the zone stops
        at the perpendicular through a free end, except where another stretch of the line reaches
        beyond it.

    Returns
    -------
    Polygon or MultiPolygon
        Valid, longitude and latitude, degrees; pockets beyond the depth are holes; no edge longer
        than 1 km. Over the antimeridian longitudes run on past 180.

    Raises
    ------
    InputError
        A depth, the tolerance or `ends` is not one of those above, or `line` is no line.
    GeometryError
        The line has no length, a coordinate is no place on the Earth, the line spans more than
        160°, or the zone reaches or goes around a pole.

    Notes
    -----
    A point belongs to the side on which it lies of the nearest edge, and beyond a free end on
    that of the end's edge, carried on; beside an edge that runs forth and back it belongs to both.

    Examples
    --------
    >>> zone = buffer(shapely.LineString([(36, 48), (36.5, 48.5)]), left=15_000)
    >>> zone.geom_type, zone.is_valid
    ('Polygon', True)
    >>> from ceaseline.geo.geodesy import area
    >>> round(area(zone) / 1e6)
    2713
    """
    sections, several = _sections(line)
    _check(tolerance, ends)
    sizes = [len(section) for section in sections]
    lefts = depths_of(left, sizes, "left", several=several)
    rights = lefts if right is None else depths_of(right, sizes, "right", several=several)
    deepest = max(float(d.max()) for d in (*lefts, *rights))
    if deepest <= 0:
        raise InputError("The depth is 0 m on both sides; a zone needs a depth above 0 on one.")
    lonlat = np.concatenate(sections)
    _check_poles(lonlat, deepest)
    frame = _Frame(lonlat, deepest, tolerance, ends)
    same = all((a == b).all() for a, b in zip(lefts, rights, strict=True))
    zone = frame.around(sections, lefts) if same else frame.by_sides(sections, lefts, rights)
    return frame.on_earth(zone)


def _sections(line: Any) -> tuple[list[Floats], bool]:
    """Return the vertices of each section, and whether the line was given as sections."""
    if not isinstance(line, (shapely.LineString, shapely.MultiLineString)):
        kind = getattr(line, "geom_type", type(line).__name__)
        raise InputError(f"Found {kind} where a LineString or a MultiLineString is expected.")
    sections = [shapely.get_coordinates(part) for part in shapely.get_parts(line)]
    check_lonlat(shapely.get_coordinates(line))
    if not any((section != section[:1]).any() for section in sections):
        raise GeometryError(
            "The line has no length: it is empty, or all its vertices are one place; a zone needs "
            "a line with two places."
        )
    return sections, isinstance(line, shapely.MultiLineString)


def _check(tolerance: float, ends: str) -> None:
    if not tolerance >= 0.01:
        raise InputError(f"The tolerance is {tolerance} m; give 0.01 m or more.")
    if ends not in {"round", "flat"}:
        raise InputError(f"The ends are {ends!r}; give 'round' or 'flat'.")


def _check_poles(lonlat: Floats, depth: float) -> None:
    lon, lat = lonlat[int(np.abs(lonlat[:, 1]).argmax())].tolist()
    if distance(lon, lat, lon, 90.0 if lat > 0 else -90.0) <= depth:
        raise GeometryError(
            f"The line comes to {lon:.4f}, {lat:.4f}, within the depth of {depth:,.0f} m of the "
            "pole; a zone that holds a pole has no polygon in longitude and latitude."
        )


class _Frame:
    """The plane of one zone, and how finely to draw in it."""

    def __init__(self, lonlat: Floats, depth: float, tolerance: float, ends: str) -> None:
        self.plane = ConformalPlane.around(lonlat, depth)
        self.tolerance = min(tolerance, depth / 10)
        self.flat = ends == "flat"
        self.sheet = 360.0 * round((float(lonlat[:, 0].mean()) - self.plane.lon) / 360.0)
        span = np.hypot(*self.plane.forward(lonlat).T).max()
        # a geodesic's curvature in the plane is the distance from its centre over 2 A²
        bend = max(float(span), 1.0) / (2 * A * A)
        self.max_step = float(np.clip(np.sqrt(8 * 0.03 * self.tolerance / bend), 100.0, 20_000.0))
        north = float(np.abs(lonlat[:, 1]).max())
        if north > _STEEP:  # there the zone's own latitudes count, not the line's
            north = min(north + float(np.degrees(depth / A)) + 0.01, 89.999)
        steep = np.tan(np.radians(north))
        self.max_edge = min(_LONGEST, float(np.sqrt(0.8 * self.tolerance * A / max(steep, 0.1))))

    def _dense(self, section: Floats, depth: Floats, step: float) -> tuple[Floats, Floats]:
        """Return the section without long edges or repeated places, and its depths."""
        lonlat, position = densify_path(section, step)
        dense = np.interp(position, np.arange(len(depth)), depth)
        move = np.abs(np.diff(lonlat, axis=0)).max(axis=1) * (A * np.pi / 180)
        kept = np.flatnonzero((move > _MERGE * self.tolerance) | (np.diff(dense) != 0)) + 1
        kept = np.concatenate([[0], kept])
        if len(kept) == 1:
            kept = np.unique([0, np.abs(lonlat - lonlat[0]).max(axis=1).argmax()])
        return lonlat[kept], dense[kept]

    def around(self, sections: list[Floats], depths: list[Floats]) -> Zone:
        """Return the zone of the same depth on both sides, in the plane."""
        dense = [
            self._dense(section, depth, self.max_step)
            for section, depth in zip(sections, depths, strict=True)
        ]
        dense = [(lonlat, depth) for lonlat, depth in dense if len(lonlat) > 1]
        depth = np.concatenate([d for _, d in dense])
        least = 1e-3 * self.tolerance
        centre, radius = self.plane.disks(
            np.concatenate([lonlat for lonlat, _ in dense]), np.maximum(depth, least)
        )
        last = np.cumsum([len(d) for _, d in dense]) - 1
        if len(depth) > _MANY:
            ends = np.zeros(len(depth), dtype=bool)
            ends[last] = ends[np.append(0, last[:-1] + 1)] = True
            kept = thinned(centre, radius, ends, _MERGE * self.tolerance)
            centre, radius, depth = centre[kept], radius[kept], depth[kept]
            last = np.searchsorted(kept, last)
        first = np.setdiff1d(np.arange(len(depth) - 1), last, assume_unique=True)
        first = first[(depth[first] > 0) | (depth[first + 1] > 0)]
        zone = union_of_capsules(centre, radius, first, self.tolerance, self.max_edge)
        if not self.flat:
            return zone
        cut = last[:-1] + 1
        paths, radii = np.split(centre, cut), np.split(radius, cut)
        return flattened(zone, paths, radii, self.tolerance, self.max_edge)

    def by_sides(self, sections: list[Floats], lefts: list[Floats], rights: list[Floats]) -> Zone:
        """Return the zone with a depth for each side, in the plane."""
        paths = [
            self.plane.forward(self._dense(section, np.zeros(len(section)), self.max_edge)[0])
            for section in sections
            if (section != section[:1]).any()
        ]
        pieces: list[Any] = []
        for side, depths in ((1, lefts), (-1, rights)):
            if any((depth > 0).any() for depth in depths):
                whole = self.around(sections, depths)
                reach = _STRETCH * max(float(d.max()) for d in depths)
                pieces += one_side(whole, paths, reach, self.max_edge, side)
        return polygonal(shapely.union_all(pieces, grid_size=GRID))

    def on_earth(self, zone: Zone) -> Zone:
        """Return a zone of the plane in longitude and latitude."""
        earth = shapely.transform(_cut(zone, self.max_edge * (1 + 1e-9)), self.plane.inverse)
        rings = shapely.get_rings(shapely.get_parts(earth))
        lon, ring = shapely.get_coordinates(rings, return_index=True)
        leap = (np.abs(np.diff(lon[:, 0])) > 180) & (np.diff(ring) == 0)
        if leap.any():
            place = lon[int(np.argmax(leap))].round(3).tolist()
            raise GeometryError(
                f"The zone goes around a pole (it closes at {place[0]}, {place[1]}); such a zone "
                "has no polygon in longitude and latitude: cut the line into parts."
            )
        if self.sheet:
            earth = shapely.transform(earth, lambda lonlat: lonlat + np.array([self.sheet, 0.0]))
        return earth if earth.is_valid else polygonal(shapely.make_valid(earth))


def _cut(zone: Zone, longest: float) -> Zone:
    """Return a zone without long edges; GEOS tests its validity, which is dear, so not in vain."""
    rings = shapely.get_rings(shapely.get_parts(zone))
    places, ring = shapely.get_coordinates(rings, return_index=True)
    step = np.hypot(*np.diff(places, axis=0).T)[np.diff(ring) == 0]
    return shapely.segmentize(zone, longest) if (step > longest).any() else zone


DEEPEST: Final = 200_000.0
"""Deepest zone, m: to this depth a disk of the ellipsoid is a circle of the plane to 0.06 m."""


def depths_of(
    depth: Any, sizes: Sequence[int], side: str, *, several: bool
) -> list[NDArray[np.float64]]:
    """Return the depth at each vertex of each section.

    Parameters
    ----------
    depth
        m: a number; for one line an array of a depth a vertex; for several sections a sequence of
        one item a section, each a number or an array of a depth a vertex.
    sizes
        Number of vertices of each section.
    side
        "left" or "right", for the message.
    several
        Whether the line was given as sections.

    Raises
    ------
    InputError
        The number of depths fits neither, or a depth is not from 0 to `DEEPEST`.

    Examples
    --------
    >>> [d.tolist() for d in depths_of([1000, [500, 700]], [3, 2], "left", several=True)]
    [[1000.0, 1000.0, 1000.0], [500.0, 700.0]]
    """
    if np.isscalar(depth) or getattr(depth, "ndim", 1) == 0:
        items = [depth] * len(sizes)
    elif several:
        items = list(depth)
        if len(items) != len(sizes):
            raise InputError(
                f"There are {len(items)} depths on the {side} for {len(sizes)} sections; give one "
                "for all, or one a section."
            )
    else:
        items = [depth]
    return [
        _along(item, size, f"{side}, section {k + 1}" if several else side)
        for k, (item, size) in enumerate(zip(items, sizes, strict=True))
    ]


def _along(depth: Any, size: int, where: str) -> NDArray[np.float64]:
    try:
        metres = np.asarray(depth, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(
            f"The depth on the {where} is {depth!r}; give a number of metres."
        ) from None
    if metres.ndim == 0:
        metres = np.full(size, metres)
    if metres.shape != (size,):
        raise InputError(
            f"There are {metres.size} depths on the {where} for {size} vertices; give one for "
            "all, or one a vertex."
        )
    bad = ~((metres >= 0) & (metres <= DEEPEST))
    if bad.any():
        raise InputError(
            f"The depth on the {where} is {metres[bad][0]:g} m; give metres from 0 to "
            f"{DEEPEST:,.0f}."
        )
    return metres
