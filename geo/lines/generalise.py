"""Generalise lines and coverages within a tolerance, and say what that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyproj
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import area, length
from ceaseline.geo.lines.arcs import arcs_of
from ceaseline.geo.lines.chains import Line, chains_of, densified
from ceaseline.geo.lines.simplify import kept, kept_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Units = Sequence[shapely.Polygon | shapely.MultiPolygon] | NDArray[np.object_]

__all__ = ["Generalised", "generalise", "length_at"]

_GEOD = pyproj.Geod(ellps="WGS84")


@dataclass(frozen=True, eq=False)
class Generalised:
    """A line or a coverage with less detail, and what that changed.

    Attributes
    ----------
    geometry : LineString, MultiLineString or (n_units,) array of Polygon or MultiPolygon
        Longitude, latitude; its vertices are vertices of the original.
    tolerance_m : float
        The tolerance asked for.
    deviation_m : float
        Greatest distance of a vertex of the original from the edge that replaces it.
    length_m : tuple of float
        Length of the line, or of all borders each once, before and after.
    moved_m2 : float
        Ground that lies on another side of the line, or in another unit, than before.
    change_m2 : (1,) or (n_units,) array
        What the left side of the line, or each unit, gained.
    """

    geometry: Any
    tolerance_m: float
    deviation_m: float
    length_m: tuple[float, float]
    moved_m2: float
    change_m2: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class _Coarse:
    """Chains with less detail, and the arcs they are made of before and after."""

    chains: list[NDArray[np.float64]]
    arcs: list[NDArray[np.float64]]
    keep: list[NDArray[np.bool_]]
    deviation: float

    @classmethod
    def of(
        cls, chains: Sequence[NDArray[np.float64]], tolerance: float, places: ArrayLike | None
    ) -> _Coarse:
        _check(tolerance)
        numbered, arcs, spots = arcs_of(chains)
        coords = [spots[arc] for arc in arcs]
        keep, deviation = kept(coords, tolerance, places)
        stays = np.zeros(len(spots), bool)
        for arc, k in zip(arcs, keep, strict=True):
            stays[arc[k]] = True
        out = [_closed(spots[chain[stays[chain]]], chain) for chain in numbered]
        return cls(out, coords, keep, deviation)

    @property
    def lengths(self) -> tuple[float, float]:
        after = [arc[k] for arc, k in zip(self.arcs, self.keep, strict=True)]
        return _length(self.arcs), _length(after)

    def moved(self) -> float:
        """Return the area in m² of all lobes between chords and what they replace."""
        rings = [
            ring for arc, k in zip(self.arcs, self.keep, strict=True) for ring in _rings(arc, k)
        ]
        if not rings:
            return 0.0
        return float(np.sum(area(shapely.make_valid(np.array(list(map(shapely.Polygon, rings)))))))


def _check(tolerance: float) -> None:
    if not tolerance >= 0:
        raise InputError(f"The tolerance is {tolerance} m; give metres, not below 0.")


def _length(chains: Sequence[NDArray[np.float64]]) -> float:
    return float(sum(length(chain) for chain in chains))


def _closed(coords: NDArray[np.float64], chain: NDArray[np.int64]) -> NDArray[np.float64]:
    """Close a ring whose first vertex was left out."""
    if chain[0] == chain[-1] and (coords[0] != coords[-1]).any():
        return np.concatenate([coords, coords[:1]])
    return coords


def _rings(arc: NDArray[np.float64], keep: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Return each stretch that was replaced, closed by its chord."""
    spots = np.flatnonzero(keep)
    long = np.flatnonzero(np.diff(spots) > 1)
    out = []
    for a, b in zip(spots[long].tolist(), spots[long + 1].tolist(), strict=True):
        chord = densified(arc[[b, a]])[0]
        out.append(np.concatenate([arc[a : b + 1], chord[1:]]))
    return out


def generalise(
    geometry: Line | Units | Sequence[Line], tolerance: float, places: ArrayLike | None = None
) -> Generalised:
    """Leave out the vertices that a tolerance allows, with the topology kept.

    A line that does not cross itself does not do so afterwards; units that share a border share it
    afterwards, none is lost, and the ends of a line and the places where three units meet stay. No
    given place comes to lie on another side of the line, or in another unit.

    Parameters
    ----------
    geometry : LineString, MultiLineString or a sequence of them; or a sequence of units
        Units (Polygon, MultiPolygon) share their edges exactly. Longitude, latitude in degrees.
    tolerance : float
        Greatest distance in metres of a vertex left out from the geodesic that replaces it.
    places : (n, 2) array, optional
        Longitude, latitude of places that stay on their side, such as settlements; the line takes
        back as many vertices as that needs. Only those within the tolerance of it cost anything.

    Returns
    -------
    Generalised

    Raises
    ------
    InputError, GeometryError
        If it is neither, the tolerance is below 0, or the places are no such array.

    Examples
    --------
    >>> line = shapely.LineString([(30, 50), (30.5, 50.004), (31, 50), (31, 51)])
    >>> coarse = generalise(line, 400)
    >>> coarse.geometry.wkt, round(coarse.deviation_m)
    ('LINESTRING (30 50, 31 50, 31 51)', 325)
    >>> round(coarse.length_m[1] - coarse.length_m[0], 1), round(coarse.moved_m2 / 1e6, 1)
    (-2.9, 11.7)
    >>> generalise(line, 400, places=[(30.6, 50.002)]).geometry.equals(line)
    True
    """
    given = [geometry] if isinstance(geometry, shapely.Geometry) else list(geometry)
    if given and all(isinstance(g, (shapely.Polygon, shapely.MultiPolygon)) for g in given):
        return _coverage(np.array(given, dtype=object), tolerance, places)
    coarse = _Coarse.of(chains_of(given), tolerance, places)
    lines = [shapely.LineString(chain) for chain in coarse.chains]
    gain = -sum(
        _GEOD.polygon_area_perimeter(*ring.T)[0]
        for arc, k in zip(coarse.arcs, coarse.keep, strict=True)
        for ring in _rings(arc, k)
    )
    return Generalised(
        lines[0] if isinstance(geometry, shapely.LineString) else shapely.MultiLineString(lines),
        tolerance, coarse.deviation, coarse.lengths, coarse.moved(), np.array([gain]),
    )  # fmt: skip


def _coverage(
    units: NDArray[np.object_], tolerance: float, places: ArrayLike | None
) -> Generalised:
    many = np.array([shapely.MultiPolygon(shapely.get_parts(u).tolist()) for u in units])
    kind, coords, offsets = shapely.to_ragged_array(many)
    rings = [np.ascontiguousarray(r[:, :2]) for r in np.split(coords, offsets[0][1:-1])]
    coarse = _Coarse.of(rings, tolerance, places)
    starts = np.concatenate([[0], np.cumsum([len(ring) for ring in coarse.chains])])
    after = shapely.from_ragged_array(kind, np.concatenate(coarse.chains), (starts, *offsets[1:]))
    single = shapely.get_type_id(units) == shapely.GeometryType.POLYGON
    after[single] = shapely.get_geometry(after[single], 0)
    change = np.asarray(area(after)) - np.asarray(area(units))
    return Generalised(after, tolerance, coarse.deviation, coarse.lengths, coarse.moved(), change)


def length_at(
    line: Line | Sequence[Line], tolerances: ArrayLike, places: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Return the length of a line at each of several details.

    Parameters
    ----------
    line : LineString, MultiLineString or a sequence of them
        Longitude, latitude in degrees.
    tolerances : (n,) array
        Metres, as for :func:`generalise`.
    places : (n, 2) array, optional
        Longitude, latitude of places that stay on their side, as for :func:`generalise`.

    Returns
    -------
    (n,) array
        Geodesic metres.

    Raises
    ------
    InputError, GeometryError
        If it is no line, a tolerance is below 0, or the places are no such array.

    Examples
    --------
    >>> zigzag = shapely.LineString([(30, 50), (30.1, 50.02), (30.2, 50), (30.4, 50)])
    >>> length_at(zigzag, [0, 5000]).round().tolist()
    [29350.0, 28678.0]
    """
    chains = chains_of(line)
    wanted = np.atleast_1d(np.asarray(tolerances, dtype=np.float64)).tolist()
    for metres in wanted:
        _check(metres)
    _, numbers, spots = arcs_of(chains)
    arcs = [spots[arc] for arc in numbers]
    return np.array(
        [
            _length([arc[k] for arc, k in zip(arcs, keep, strict=True)])
            for keep, _ in kept_at(arcs, wanted, places)
        ]
    )
