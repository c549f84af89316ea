"""A coverage prepared for dividing: oriented, densified rings, each edge knowing its neighbour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.lines.chains import check_flat, densified, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Coverage", "densified_polygons", "vertex_ids"]


def vertex_ids(*groups: NDArray[np.float64]) -> list[NDArray[np.int64]]:
    """Return a number for each distinct vertex of several arrays, equal bit for bit.

    Parameters
    ----------
    *groups : (n, 2) arrays
        Longitude, latitude.

    Returns
    -------
    list of (n,) int arrays
        One per group: the same number for the same vertex, ascending by longitude, latitude.

    Examples
    --------
    >>> one, two = vertex_ids(np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([[2.0, 1.0]]))
    >>> one.tolist(), two.tolist()
    ([1, 0], [1])
    """
    stacked = np.ascontiguousarray(np.concatenate(groups)) + 0.0
    ids, distinct = pd.factorize(stacked.view(np.complex128).ravel())
    rank = np.empty(len(distinct), np.int64)
    rank[np.argsort(distinct)] = np.arange(len(distinct))
    cuts = np.cumsum([len(group) for group in groups])[:-1]
    return np.split(rank[ids], cuts)


def densified_polygons(
    polygons: Sequence[shapely.Polygon | shapely.MultiPolygon] | NDArray[np.object_],
) -> NDArray[np.object_]:
    """Return the polygons with every edge at most 1 km long and the interior on the left.

    Shared edges stay shared, bit for bit.

    Parameters
    ----------
    polygons : sequence of Polygon or MultiPolygon
        Longitude, latitude in degrees.

    Returns
    -------
    (n,) array of MultiPolygon

    Examples
    --------
    >>> square = shapely.box(30, 48, 30.01, 48.018)
    >>> shapely.get_num_coordinates(densified_polygons([square])).tolist()
    [9]
    """
    oriented = shapely.orient_polygons(np.asarray(shapely.force_2d(list(polygons))))
    many = np.array([shapely.MultiPolygon(shapely.get_parts(p).tolist()) for p in oriented])
    kind, coords, offsets = shapely.to_ragged_array(many)
    points, where = densified(coords)
    closed = np.isin(np.arange(len(coords)), offsets[0][1:])
    # A jump from one ring's end to the next ring's start is no edge: drop what was put on it.
    count = np.diff(where, append=where[-1] + 1)
    jump = np.append(closed[1:], True)
    keep = np.ones(len(points), bool)
    for k in np.flatnonzero(jump[:-1] & (count[:-1] > 1)):
        keep[where[k] + 1 : where[k + 1]] = False
    rank = np.concatenate([[0], np.cumsum(keep)])
    rings = np.append(rank[where], rank[-1])[offsets[0]]
    return shapely.from_ragged_array(kind, points[keep], (rings, *offsets[1:]))


@dataclass(frozen=True, eq=False)
class Coverage:
    """Units that tile a country, as one table of directed edges with the unit on the left.

    Attributes
    ----------
    labels : tuple of str
        One per unit.
    polygons : (n_units,) array of MultiPolygon
        Densified to 1 km, oriented.
    tail, head : (n, 2) array
        Ends of each edge in ring order; longitude, latitude.
    unit, ring : (n,) int array
        The unit and the ring of each edge; rings are numbered through the whole coverage.
    first : (n_rings + 1,) int array
        First edge of each ring.
    twin : (n,) int array
        The same edge of the neighbouring unit, which runs the other way; -1 on the border.
    """

    labels: tuple[str, ...]
    polygons: NDArray[np.object_]
    tail: NDArray[np.float64]
    head: NDArray[np.float64]
    unit: NDArray[np.int64]
    ring: NDArray[np.int64]
    first: NDArray[np.int64]
    twin: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        units: Sequence[shapely.Polygon | shapely.MultiPolygon] | NDArray[np.object_],
        labels: Sequence[str] | None = None,
    ) -> Self:
        """Prepare units that share their edges exactly.

        Parameters
        ----------
        units : sequence of Polygon or MultiPolygon
            Longitude, latitude in degrees.
        labels : sequence of str, optional
            One per unit; the position as text if not given.

        Raises
        ------
        InputError
            If a unit is no polygon or the labels do not fit.
        GeometryError
            If units overlap or their shared border is not drawn with the same vertices.

        Examples
        --------
        >>> pair = Coverage.of([shapely.box(30, 48, 31, 49), shapely.box(31, 48, 32, 49)])
        >>> len(pair.labels), int((pair.twin >= 0).sum()) // 2
        (2, 112)
        """
        given = np.asarray(list(units), dtype=object)
        names = tuple(str(k) for k in (range(len(given)) if labels is None else labels))
        _check(given, names)
        polygons = densified_polygons(given)
        _, coords, (ring_at, poly_at, unit_at) = shapely.to_ragged_array(polygons)
        size = np.diff(ring_at)
        edge = np.delete(np.arange(len(coords)), ring_at[1:] - 1)
        ring = np.repeat(np.arange(len(size)), size - 1)
        polygon = np.repeat(np.arange(len(poly_at) - 1), np.diff(poly_at))
        unit = np.repeat(np.arange(len(given)), np.diff(unit_at))
        tail, head = coords[edge], coords[edge + 1]
        first = np.concatenate([[0], np.cumsum(size - 1)])
        return cls(
            names, polygons, tail, head, unit[polygon[ring]], ring, first, _twins(tail, head)
        )

    @property
    def border(self) -> NDArray[np.bool_]:
        """Which edges have no neighbour: the border of the country."""
        return self.twin < 0


def _check(units: NDArray[np.object_], labels: tuple[str, ...]) -> None:
    faults = [
        f"Unit {k} is a {getattr(unit, 'geom_type', type(unit).__name__)}; a Polygon or "
        "MultiPolygon is expected."
        for k, unit in enumerate(units)
        if not isinstance(unit, (shapely.Polygon, shapely.MultiPolygon))
    ]
    if not len(units):
        faults.append("The coverage has no units; give at least one polygon.")
    if len(labels) != len(units):
        faults.append(f"{len(units)} units have {len(labels)} labels; give one label a unit.")
    if len(set(labels)) != len(labels):
        faults.append("Two units have the same label; give each a label of its own.")
    if faults:
        raise InputError.of(faults)
    lonlat, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(units)), return_index=True
    )
    check_flat(np.split(lonlat, np.flatnonzero(np.diff(ring)) + 1), "border of a unit")
    if shapely.coverage_is_valid(units):
        return
    wrong = shapely.coverage_invalid_edges(units)
    spot = shapely.get_coordinates(wrong)[0]
    raise GeometryError(
        f"The units do not fit together at {place(*spot)}: they overlap there, or draw their "
        "shared border with different vertices; clean them with shapely.coverage_clean."
    )


def _twins(tail: NDArray[np.float64], head: NDArray[np.float64]) -> NDArray[np.int64]:
    a, b = vertex_ids(tail, head)
    top = np.int64(max(a.max(), b.max()) + 1)
    ahead, back = a * top + b, b * top + a
    order = np.argsort(ahead)
    spot = np.minimum(np.searchsorted(ahead[order], back), len(order) - 1)
    return np.where(ahead[order][spot] == back, order[spot], -1).astype(np.int64)
