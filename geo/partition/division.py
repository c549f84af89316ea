"""A country divided by a line: areas, parts, territories and the side of any place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import area, length
from ceaseline.geo.partition.boundary_integrals import BoundaryIntegrals
from ceaseline.geo.partition.overlay import Faces, divided

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from ceaseline.geo.partition.coverage import Coverage
    from ceaseline.geo.partition.ray_casting import Places
    from ceaseline.geo.partition.rings import Rings

__all__ = ["Division"]

SUM_TOLERANCE_M2 = 1.0


@dataclass(frozen=True, eq=False)
class Division:
    """A coverage divided by an oriented line; side 0 is its left, side 1 its right.

    Everything is computed when it is first asked for. Make one with
    :meth:`ceaseline.geo.partition.Divider.divide`.

    Attributes
    ----------
    rings : Rings
        The units, prepared.
    chains : tuple of (n, 2) arrays
        The line, oriented; longitude, latitude.

    Examples
    --------
    >>> from ceaseline.geo.partition import Divider
    >>> country = Divider([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)], ["A", "B"])
    >>> division = country.divide(shapely.LineString([(30.5, 47), (30.5, 50)]))
    >>> (division.areas / 1e6).round().tolist()
    [[4109.0, 0.0], [4109.0, 8218.0]]
    """

    rings: Rings
    chains: tuple[NDArray[np.float64], ...]
    batch: tuple[BoundaryIntegrals, int] | None = None

    @property
    def coverage(self) -> Coverage:
        """The units that are divided."""
        return self.rings.coverage

    @cached_property
    def _quick(self) -> tuple[BoundaryIntegrals, int] | None:
        """The quick way's result and the line's number in it; None where it is not sure."""
        quick, row = self.batch or (BoundaryIntegrals.of(self.rings, [self.chains]), 0)
        return (quick, row) if quick.sure[row] else None

    @cached_property
    def _faces(self) -> Faces:
        return divided(self.rings, self.chains)

    @cached_property
    def areas(self) -> NDArray[np.float64]:
        """Area of each unit on each side, (2, n_units) in m², geodesic on WGS84."""
        if self._quick is not None:
            quick, row = self._quick
            return np.asarray(quick.areas[row])
        faces = self._faces
        out = np.zeros((2, len(self.coverage.labels)))
        np.add.at(out, ((faces.side < 0).astype(int), faces.unit), _areas(faces.polygons))
        return out

    @cached_property
    def length_m(self) -> float:
        """Length of the line within the country or along its border, m, along geodesics.

        Where the quick way is sure it is that way's, which bends no edge: within 1 m of the
        length of :attr:`line`.

        Examples
        --------
        >>> from ceaseline.geo.partition import Divider
        >>> country = Divider([shapely.box(30, 48, 31, 49)])
        >>> line = shapely.LineString([(30.5, 47), (30.5, 50)])
        >>> round(country.divide(line).length_m)
        111200
        """
        if self._quick is not None:
            quick, row = self._quick
            return float(quick.length_m[row])
        return float(length(self.line))

    def parts(self) -> gpd.GeoDataFrame:
        """Return the parts of the country: one row a unit and side that has ground.

        Returns
        -------
        GeoDataFrame
            ``unit`` (its label), ``side`` (0 left, 1 right), ``area_m2`` and the geometry, in
            EPSG:4326; gap-free and overlap-free, its areas sum to the whole within 1 m².

        Raises
        ------
        GeometryError
            If the parts do not sum to the whole.

        Examples
        --------
        >>> from ceaseline.geo.partition import Divider
        >>> country = Divider([shapely.box(30, 48, 31, 49)], ["A"])
        >>> parts = country.divide(shapely.LineString([(30.5, 47), (30.5, 50)])).parts()
        >>> parts[["unit", "side"]].values.tolist()
        [['A', 0], ['A', 1]]
        """
        faces = self._faces
        key = faces.unit * 2 + (faces.side < 0)
        rows = []
        for value in np.unique(key):
            own = faces.polygons[key == value]
            shape = own[0] if len(own) == 1 else shapely.coverage_union_all(own)
            unit, side = divmod(int(value), 2)
            rows.append((self.coverage.labels[unit], side, shape))
        frame = gpd.GeoDataFrame(rows, columns=["unit", "side", "geometry"], crs=4326)
        frame.insert(2, "area_m2", _areas(frame.geometry.to_numpy()))
        gap = float(frame["area_m2"].sum() - self._whole)
        if abs(gap) > SUM_TOLERANCE_M2:
            raise GeometryError(
                f"The parts differ from the whole by {gap:.1f} m² (at most {SUM_TOLERANCE_M2:.0f} "
                "m² is allowed); check the line for self-crossings and near-repeated vertices."
            )
        return frame

    @cached_property
    def _whole(self) -> float:
        return float(_areas(self.coverage.polygons).sum())

    def territory(self, side: int) -> shapely.MultiPolygon:
        """Return the union of all parts on one side.

        Parameters
        ----------
        side : int
            0 for the left of the line, 1 for the right.

        Raises
        ------
        InputError
            If `side` is neither.

        Examples
        --------
        >>> from ceaseline.geo.partition import Divider
        >>> country = Divider([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)])
        >>> west = country.divide(shapely.LineString([(31.5, 47), (31.5, 50)])).territory(0)
        >>> tuple(round(x, 3) for x in west.bounds)
        (30.0, 48.0, 31.5, 49.001)
        """
        if side not in (0, 1):
            raise InputError(f"Side {side!r} is not a side; give 0 for the left, 1 for the right.")
        return self._territories[side]

    @cached_property
    def _territories(self) -> tuple[shapely.MultiPolygon, ...]:
        faces = self._faces
        whole = [shapely.coverage_union_all(faces.polygons[faces.side == side]) for side in (1, -1)]
        return tuple(shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in whole)

    @cached_property
    def line(self) -> shapely.MultiLineString:
        """The part of the line within the country or along its border, oriented."""
        edges = self._faces.line.reshape(-1, 2, 2)
        merged = shapely.line_merge(
            shapely.multilinestrings(np.asarray(shapely.linestrings(edges))), directed=True
        )
        return shapely.MultiLineString(shapely.get_parts(merged).tolist())

    def side(self, lon: ArrayLike, lat: ArrayLike) -> NDArray[np.int8]:
        """Return +1 for places on the left, -1 on the right.

        A place on the line counts as left. A place outside the country has the side of the nearest
        place of the country, so that a port drawn off a coarse coast is on its coast's side.

        Parameters
        ----------
        lon, lat : (n,) array or float
            Degrees.

        Returns
        -------
        (n,) int8 array

        Examples
        --------
        >>> from ceaseline.geo.partition import Divider
        >>> country = Divider([shapely.box(30, 48, 31, 49)])
        >>> division = country.divide(shapely.LineString([(30.5, 47), (30.5, 50)]))
        >>> division.side([30.4, 30.6, 31.2], [48.5, 48.5, 48.5]).tolist()
        [1, -1, -1]
        """
        return self.sides(self.rings.places(lon, lat))

    def sides(self, places: Places) -> NDArray[np.int8]:
        """Return what :meth:`side` does, for places prepared by :meth:`Divider.places`.

        Parameters
        ----------
        places : Places

        Returns
        -------
        (n,) int8 array

        Examples
        --------
        >>> from ceaseline.geo.partition import Divider
        >>> country = Divider([shapely.box(30, 48, 31, 49)])
        >>> places = country.places([30.4, 30.6], [48.5, 48.5])
        >>> country.divide(shapely.LineString([(30.5, 47), (30.5, 50)])).sides(places).tolist()
        [1, -1]
        """
        out = np.zeros(len(places.lon), np.int8)
        unsure = ~out.astype(bool)
        if self._quick is not None:
            quick, row = self._quick
            out, sure = quick.sides(row, places)
            unsure = ~sure
        if not unsure.any():
            return out
        if unsure.all():
            return self._by_tree(places.tree)
        out[unsure] = self._by_faces(places.lonlat[unsure])
        return out

    def _by_faces(self, lonlat: NDArray[np.float64]) -> NDArray[np.int8]:
        return self._by_tree(shapely.STRtree(np.asarray(shapely.points(lonlat))))

    def _by_tree(self, places: shapely.STRtree) -> NDArray[np.int8]:
        points = places.geometries
        faces = self._faces
        out = np.zeros(len(points), np.int8)
        j, i = places.query(faces.polygons, predicate="intersects")
        np.maximum.at(out, i, faces.side[j] + np.int8(2))
        missing = out == 0
        if missing.any():
            nearest = shapely.STRtree(faces.polygons).nearest(points[missing])
            out[missing] = faces.side[nearest] + 2
        return (out - 2).astype(np.int8)


def _areas(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    return np.asarray(area(polygons), dtype=float)
