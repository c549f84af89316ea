"""GeoJSON (RFC 7946, and the older form with a `crs` member)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from pyproj.exceptions import CRSError

from geo.errors import InputError
from geo.readers import deepstate
from geo.readers.limits import LIMITS, Limits, count, size
from geo.readers.reading import LAYER, Reading

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["document", "read"]

EMBEDDED = "ceaseline"
EXPORT = "ceaseline_export"


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read a GeoJSON file.

    Parameters
    ----------
    path : Path
        The file: a FeatureCollection, a Feature or a geometry, in UTF-8, -16 or -32.
    limits : Limits
        How large it may be.
    layer : str, optional
        Only the features whose property `layer` has this value; ``line`` where there are any.

    Raises
    ------
    InputError
        If it is no GeoJSON; the message names the place in the text or the feature.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.geojson")
    ...     _ = path.write_text('{"type": "LineString", "coordinates": [[30, 48], [31, 49]]}')
    ...     read(path).frame.geometry[0].wkt
    'LINESTRING (30 48, 31 49)'
    """
    found = deepstate.unwrapped(document(path, limits))
    features = _features(path, found)
    count(path, len(features), limits.features, "features")
    rows: list[dict[str, Any]] = []
    shapes: list[shapely.Geometry | None] = []
    for number, feature in enumerate(features):
        where = f"{path.name}, feature {number}"
        if not isinstance(feature, dict):
            raise InputError(f"{where}, is {feature!r:.40}; a feature is an object.")
        properties = feature.get("properties")
        rows.append(properties if isinstance(properties, dict) else {})
        shapes.append(_shape(where, feature.get("geometry")))
    rows, shapes = _of_layer(path, rows, shapes, layer)
    frame = gpd.GeoDataFrame(rows, geometry=shapes, crs=_crs(path, found))
    embedded = _embedded(found)
    return Reading(path, "GeoJSON", frame, name=str(found.get("name", "")), embedded=embedded)


def _embedded(found: dict[str, Any]) -> str:
    """Return the placement that the file is, or that an export carries along."""
    if isinstance(found.get(EMBEDDED), dict):
        return json.dumps(found)
    carried = found.get(EXPORT)
    placement = carried.get("placement") if isinstance(carried, dict) else None
    return placement if isinstance(placement, str) else ""


def document(path: Path, limits: Limits = LIMITS) -> dict[str, Any]:
    """Return a JSON file's object.

    Raises
    ------
    InputError
        If it is too large, nested too deeply, not text, not JSON or not an object.
    """
    size(path, limits.text)
    raw = path.read_bytes()
    try:
        found = json.loads(raw.decode(json.detect_encoding(raw)), parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path.name} is not {error.encoding} text at byte {error.start:,}; save it as UTF-8."
        ) from error
    except RecursionError as error:
        raise InputError(f"{path.name} is nested too deeply to be GeoJSON.") from error
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path.name} is not JSON: {error.msg.lower()} in line {error.lineno:,}, column "
            f"{error.colno:,}; it may be truncated."
        ) from error
    except ValueError as error:
        raise InputError(f"{path.name} cannot be read as JSON: {error}.") from error
    if not isinstance(found, dict):
        raise InputError(f"{path.name} holds a JSON {type(found).__name__}, not a GeoJSON object.")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _features(path: Path, found: dict[str, Any]) -> list[Any]:
    kind = found.get("type")
    if kind == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list):
            raise InputError(f"{path.name} is a FeatureCollection without a list of features.")
        return features
    if kind == "Feature":
        return [found]
    if kind in _BUILD:
        return [{"geometry": found}]
    raise InputError(
        f"{path.name} has the type {kind!r:.40}, which is not GeoJSON; export it as GeoJSON "
        "(RFC 7946)."
    )


def _of_layer(
    path: Path,
    rows: list[dict[str, Any]],
    shapes: list[shapely.Geometry | None],
    layer: str | None,
) -> tuple[list[dict[str, Any]], list[shapely.Geometry | None]]:
    names = [row.get("layer") for row in rows]
    chosen = layer or (LAYER if LAYER in names else None)
    if chosen is None:
        return rows, shapes
    kept = [k for k, name in enumerate(names) if name == chosen]
    if not kept:
        known = ", ".join(sorted({str(name) for name in names if name})) or "none"
        raise InputError(f"{path.name} has no layer {chosen!r}; it has {known}.")
    return [rows[k] for k in kept], [shapes[k] for k in kept]


def _crs(path: Path, found: dict[str, Any]) -> pyproj.CRS:
    member = found.get("crs")
    if member is None:
        return pyproj.CRS(4326)
    try:
        name = str(member["properties"]["name"])
        if name.endswith("CRS84"):
            return pyproj.CRS(4326)
        return pyproj.CRS.from_user_input(name)
    except (CRSError, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name} names a coordinate reference system that is not known: {member!r:.80}; "
            "leave the member `crs` out and give EPSG:4326."
        ) from error


def _shape(where: str, geometry: Any) -> shapely.Geometry | None:
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in _BUILD:
        raise InputError(f"{where}, has a geometry of type {kind!r:.40}; GeoJSON knows none such.")
    if kind == "GeometryCollection":
        return _collection(where, geometry.get("geometries"))
    try:
        built: shapely.Geometry = _BUILD[kind](geometry.get("coordinates"))
    except RecursionError as error:
        raise InputError(f"{where}, a {kind}, has coordinates nested too deeply.") from error
    except (TypeError, ValueError, IndexError, shapely.GEOSException) as error:
        raise InputError(
            f"{where}, a {kind}, has coordinates that do not make one ({error}); a position is "
            "[longitude, latitude], a line has two positions or more, a ring four."
        ) from error
    return built


def _collection(where: str, members: Any) -> shapely.GeometryCollection:
    shapes = [
        _shape(where, member)
        for member in (members if isinstance(members, list) else [])
        if not (isinstance(member, dict) and member.get("type") == "GeometryCollection")
    ]
    return shapely.GeometryCollection([shape for shape in shapes if shape is not None])


def _positions(coordinates: Any) -> NDArray[np.float64]:
    found = np.array(coordinates)
    if found.dtype.kind not in "iuf" or found.ndim != 2 or found.shape[1] < 2:
        raise ValueError(f"positions such as {coordinates!r:.40} are not pairs of numbers")
    return found[:, :2].astype(float)


def _polygon(rings: Any) -> shapely.Polygon:
    if not rings:
        return shapely.Polygon()
    outer, *holes = (shapely.LinearRing(_positions(ring)) for ring in rings)
    return shapely.Polygon(outer, holes)


_BUILD: dict[str | None, Any] = {
    "Point": lambda c: shapely.Point(_positions([c])[0]),
    "MultiPoint": lambda c: shapely.MultiPoint(_positions(c)),
    "LineString": lambda c: shapely.LineString(_positions(c)),
    "MultiLineString": lambda c: shapely.MultiLineString([_positions(line) for line in c]),
    "Polygon": _polygon,
    "MultiPolygon": lambda c: shapely.MultiPolygon([_polygon(rings) for rings in c]),
    "GeometryCollection": None,
}
