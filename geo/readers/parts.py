"""Geometries built part by part: what is sound is kept, what is faulty is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from ceaseline.geo.readers.limits import LIMITS, Limits, count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Fault", "FaultyPart", "Gathered", "listed", "polygon_of", "positions"]

_NAMED = 5
_TYPES = frozenset({
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
})  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One part of a file that cannot be used and was left out.

    Attributes
    ----------
    feature : str
        Which feature, in the words of its format; counted from 0.
    part : int, optional
        Which of the feature's parts, counted from 0; None where it has one.
    value : str
        What stands there.
    why : str
        What is wrong with it, as the predicate of a sentence.

    Examples
    --------
    >>> str(Fault("feature 3", 2, "[30, 48]", "is a line of one position; give two or more"))
    'feature 3, part 2, is a line of one position; give two or more ([30, 48])'
    """

    feature: str
    part: int | None
    value: str
    why: str

    def __str__(self) -> str:
        """Return it for a person."""
        part = "" if self.part is None else f", part {self.part}"
        return f"{self.feature}{part}, {self.why}" + (f" ({self.value})" if self.value else "")


def listed(faults: tuple[Fault, ...]) -> tuple[str, ...]:
    """Return the note that tells what was left out as faulty, the first five by name.

    Examples
    --------
    >>> listed((Fault("feature 3", None, "", "has no length"),))
    ('1 faulty part was left out: feature 3, has no length.',)
    """
    if not faults:
        return ()
    more = len(faults) - _NAMED
    named = "; ".join(str(fault) for fault in faults[:_NAMED])
    what = "1 faulty part was" if len(faults) == 1 else f"{len(faults):,} faulty parts were"
    return (f"{what} left out: {named}{f'; and {more:,} more' if more > 0 else ''}.",)


class FaultyPart(ValueError):  # noqa: N818 - it never leaves the readers
    """A part that cannot be built: why, and the value that stands there."""

    def __init__(self, why: str, value: Any = "") -> None:
        super().__init__(why)
        self.why = why
        self.value = value if isinstance(value, str) else f"{value!r:.60}"


@dataclass
class Gathered:
    """The features of a file, as they are read one after another.

    Attributes
    ----------
    path : Path
    limits : Limits
    rows, shapes, numbers : list
        Attributes, geometry (None for none) and number of each feature that has a sound part or
        none at all.
    faults : list of Fault
    empty, unclosed : int
        Parts without coordinates; rings that were closed.
    """

    path: Path
    limits: Limits = LIMITS
    rows: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[shapely.Geometry | None] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    empty: int = 0
    unclosed: int = 0

    def add(self, number: int, label: str, row: dict[str, Any], geometry: Any) -> None:
        """Add a feature whose geometry is written as in GeoJSON, or None.

        Parameters
        ----------
        number : int
            From 0.
        label : str
            What messages call it.
        row : dict
            Its attributes.
        geometry : object
            Whatever stands there; collections may be nested up to the limit.
        """
        parts: list[shapely.Geometry] = []
        before, empty = len(self.faults), 0
        single = not isinstance(geometry, dict) or not _is_many(geometry)
        for k, (kind, coordinates) in enumerate(_simple(geometry, self.limits.depth)):
            try:
                found = self._built(kind, coordinates)
            except FaultyPart as error:
                part = None if single else k
                self.faults.append(Fault(label, part, error.value, error.why))
                continue
            if found is None:
                empty += 1
            else:
                parts.append(found)
        self.empty += empty if parts else 0
        if parts or len(self.faults) == before:
            self.take(number, row, _together(parts))

    def take(self, number: int, row: dict[str, Any], shape: shapely.Geometry | None) -> None:
        """Add a feature whose geometry is built; None for none."""
        self.rows.append(row)
        self.numbers.append(number)
        self.shapes.append(shape)
        count(self.path, len(self.rows), self.limits.features, "features")

    def add_fault(self, label: str, why: str, value: Any = "") -> None:
        """Leave a whole feature out."""
        self.faults.append(Fault(label, None, FaultyPart(why, value).value, why))

    def frame(self, crs: Any, kept: list[int] | None = None) -> gpd.GeoDataFrame:
        """Return the features, or those at some places of the lists, numbered as in the file."""
        own = list(range(len(self.rows))) if kept is None else kept
        return gpd.GeoDataFrame(
            [self.rows[k] for k in own],
            index=[self.numbers[k] for k in own],
            geometry=[self.shapes[k] for k in own],
            crs=crs,
        )

    def notes(self) -> tuple[str, ...]:
        """Return what was left out or mended without being a fault."""
        out = []
        if self.empty:
            what = "1 part" if self.empty == 1 else f"{self.empty:,} parts"
            was = "was" if self.empty == 1 else "were"
            out.append(f"{what} without coordinates {was} left out.")
        if self.unclosed:
            what = "1 ring was" if self.unclosed == 1 else f"{self.unclosed:,} rings were"
            out.append(f"{what} not closed: closed straight from the last place to the first.")
        return tuple(out)

    def _built(self, kind: str, coordinates: Any) -> shapely.Geometry | None:
        if kind not in ("Point", "LineString", "Polygon"):
            raise FaultyPart(f"has a geometry of type {kind}, which is not known", coordinates)
        if coordinates is None or (isinstance(coordinates, (list, tuple)) and not coordinates):
            return None
        if kind == "Polygon":
            polygon, unclosed = polygon_of(coordinates)
            self.unclosed += unclosed
            return polygon
        if kind == "Point":
            return shapely.Point(positions([coordinates])[0])
        spots = positions(coordinates)
        if len(spots) < 2:
            raise FaultyPart("is a line of one position; a line has two or more", coordinates)
        return shapely.LineString(spots)


def _is_many(geometry: dict[str, Any]) -> bool:
    kind = geometry.get("type")
    return isinstance(kind, str) and (kind.startswith("Multi") or kind == "GeometryCollection")


def _simple(geometry: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield (kind, coordinates) of each part in order, without recursion; None yields nothing."""
    stack = [] if geometry is None else [(geometry, 0)]
    while stack:
        own, level = stack.pop()
        kind = own.get("type") if isinstance(own, dict) else None
        if kind not in _TYPES:
            yield f"{kind!r:.40}", ""
            continue
        key = "geometries" if kind == "GeometryCollection" else "coordinates"
        inside = own.get(key)
        if not kind.startswith("Multi") and kind != "GeometryCollection":
            yield kind, inside
        elif inside is not None and not isinstance(inside, (list, tuple, np.ndarray)):
            yield f"{kind} whose {key} are no list", inside
        elif kind == "GeometryCollection" and level >= depth:
            yield f"GeometryCollection nested more than {depth} times", ""
        elif kind == "GeometryCollection":
            stack += [(member, level + 1) for member in reversed(inside or [])]
        else:
            yield from ((kind.removeprefix("Multi"), item) for item in _filled(inside))


def _filled(items: Any) -> list[Any]:
    """Return the items, or one empty item for none."""
    return list(items) if items is not None and len(items) else [None]


def _together(parts: list[shapely.Geometry]) -> shapely.Geometry | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    polygons = [part for part in parts if isinstance(part, shapely.Polygon)]
    lines = [part for part in parts if isinstance(part, shapely.LineString)]
    if len(polygons) == len(parts):
        return shapely.MultiPolygon(polygons)
    if len(lines) == len(parts):
        return shapely.MultiLineString(lines)
    return shapely.GeometryCollection(list(parts))


def positions(coordinates: Any) -> NDArray[np.float64]:
    """Return the longitudes and latitudes of positions with any number of further values.

    Raises
    ------
    FaultyPart
        If one is no pair of finite numbers.

    Examples
    --------
    >>> positions([[30, 48, 120.5], [31, 49]]).tolist()
    [[30.0, 48.0], [31.0, 49.0]]
    """
    if isinstance(coordinates, FaultyPart):
        raise coordinates
    if not isinstance(coordinates, (list, tuple, np.ndarray)):
        raise FaultyPart("has no list of positions", coordinates)
    try:
        found = np.array(coordinates)
    except (ValueError, RecursionError):
        found = np.empty(0)
    if found.dtype.kind not in "iuf" or found.ndim != 2 or found.shape[1] < 2:
        found = np.array([_position(spot) for spot in coordinates], dtype=float).reshape(-1, 2)
    spots = found[:, :2].astype(float)
    wrong = np.flatnonzero(~np.isfinite(spots).all(axis=1))
    if len(wrong):
        x, y = spots[wrong[0]]
        raise FaultyPart(
            "has a coordinate that is not a finite number", f"position {wrong[0]}: {x:g}, {y:g}"
        )
    return spots


def _position(spot: Any) -> tuple[float, float]:
    if isinstance(spot, (list, tuple, np.ndarray)) and len(spot) >= 2:
        pair = spot[0], spot[1]
        if all(isinstance(v, (int, float, np.number)) and not isinstance(v, bool) for v in pair):
            try:
                return float(pair[0]), float(pair[1])
            except OverflowError:
                pass
    raise FaultyPart("has a position that is no pair of numbers [longitude, latitude]", spot)


def polygon_of(rings: Any) -> tuple[shapely.Polygon, int]:
    """Return a polygon of rings, and how many of them had to be closed.

    Raises
    ------
    FaultyPart
        If a ring has fewer than three places.

    Examples
    --------
    >>> polygon_of([[[30, 48], [31, 48], [31, 49]]])
    (<POLYGON ((30 48, 31 48, 31 49, 30 48))>, 1)
    """
    if not isinstance(rings, (list, tuple)):
        raise FaultyPart("has no list of rings", rings)
    made = []
    unclosed = 0
    for k, ring in enumerate(rings):
        if k and isinstance(ring, (list, tuple)) and not ring:
            continue  # a hole without a place takes nothing out
        spots = positions(ring)
        what = "an outer ring" if k == 0 else f"an inner ring ({k})"
        if len(spots) and (spots[0] != spots[-1]).any():
            spots = np.vstack([spots, spots[:1]])
            unclosed += 1
        if len(spots) < 4:
            raise FaultyPart(
                f"has {what} of {len(ring)} positions; a ring has four, the last the first again",
                np.asarray(ring).tolist(),
            )
        made.append(shapely.LinearRing(spots))
    return shapely.Polygon(made[0], made[1:]), unclosed
