"""GeoJSON (RFC 7946, and the older forms with a `crs` member), one text or a sequence of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pyproj
from pyproj.exceptions import CRSError

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import deepstate, topojson
from ceaseline.geo.readers.jsontext import texts
from ceaseline.geo.readers.limits import LIMITS, Limits, count
from ceaseline.geo.readers.parts import Gathered
from ceaseline.geo.readers.reading import Reading, of_layer

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read"]

EMBEDDED = "ceaseline"
EXPORT = "ceaseline_export"
_GEOMETRIES: Final = frozenset({
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
})  # fmt: skip


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read a GeoJSON file.

    Parameters
    ----------
    path : Path
        The file: a FeatureCollection, a Feature or a geometry, or a sequence of them (one a line,
        or RFC 8142), in UTF-8, -16 or -32; TopoJSON too.
    limits : Limits
        How large it may be.
    layer : str, optional
        Only the features whose property `layer` has this value; ``line`` where there are any. Of
        TopoJSON, the object.

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
    values, broken = texts(path, limits)
    first = values[0]
    if len(values) == 1 and isinstance(first, dict) and first.get("type") == "Topology":
        return topojson.read(path, first, limits, layer)
    values, kind = _unpacked(path, values, broken=bool(broken))
    values = [deepstate.unwrapped(value) for value in values]
    features = [feature for value in values for feature in _features(path, value)]
    count(path, len(features), limits.features, "features")
    gathered = Gathered(path, limits)
    for line, why in broken:
        gathered.add_fault(f"line {line}", f"is not JSON: {why}")
    for number, feature in enumerate(features):
        _gather(gathered, number, feature)
    kept, note = of_layer(path, [row.get("layer") for row in gathered.rows], layer)
    head = values[0]
    embedded = _embedded(head)
    notes = (*gathered.notes(), *(() if embedded else note))
    return Reading(
        path, kind, gathered.frame(_crs(path, head), kept), name=str(head.get("name", "")),
        embedded=embedded, notes=notes, faults=tuple(gathered.faults),
    )  # fmt: skip


def _unpacked(path: Path, values: list[Any], *, broken: bool) -> tuple[list[dict[str, Any]], str]:
    """Return the objects of a file, and what to call its form."""
    if len(values) > 1 or broken:
        wrong = [value for value in values if not isinstance(value, dict)]
        if wrong:
            raise InputError(f"{path.name} is a sequence of texts with {wrong[0]!r:.40} in it.")
        return values, "GeoJSON sequence"
    (found,) = values
    if isinstance(found, list) and found and all(isinstance(v, dict) for v in found):
        return found, "GeoJSON features in a list"
    if not isinstance(found, dict):
        raise InputError(f"{path.name} holds a JSON {type(found).__name__}, not a GeoJSON object.")
    return [found], "GeoJSON"


def _gather(gathered: Gathered, number: int, feature: Any) -> None:
    label = f"feature {number}"
    if not isinstance(feature, dict):
        gathered.add_fault(label, "is no object as a feature is", feature)
        return
    properties = feature.get("properties")
    row = properties if isinstance(properties, dict) else {}
    gathered.add(number, label, {str(key): value for key, value in row.items()}, _whole(feature))


def _whole(feature: dict[str, Any]) -> Any:
    """Return a feature's geometry; nothing for the older way of writing none."""
    geometry = feature.get("geometry")
    return None if geometry in ({}, []) else geometry


def _embedded(found: dict[str, Any]) -> str:
    """Return the placement that the file is, or that an export carries along."""
    if isinstance(found.get(EMBEDDED), dict):
        return json.dumps(found)
    carried = found.get(EXPORT)
    placement = carried.get("placement") if isinstance(carried, dict) else None
    return placement if isinstance(placement, str) else ""


def _features(path: Path, found: dict[str, Any]) -> list[Any]:
    kind = found.get("type")
    if kind == "FeatureCollection":
        features = found.get("features")
        if not isinstance(features, list):
            raise InputError(f"{path.name} is a FeatureCollection without a list of features.")
        return features
    if kind == "Feature":
        return [found]
    if kind in _GEOMETRIES:
        return [{"geometry": found}]
    raise InputError(f"{path.name} {_other(found)}")


def _other(found: dict[str, Any]) -> str:
    """Return what a JSON object that is no GeoJSON is, as the predicate of a sentence."""
    kind = found.get("type")
    if "geometryType" in found or "spatialReference" in found or {"rings", "paths"} & set(found):
        return (
            f"is Esri JSON: it has the type {kind!r:.40}, which is not GeoJSON; export it as "
            "GeoJSON (in a service's address, f=geojson)."
        )
    told = found.get("error", found.get("message"))
    if told and "features" not in found:
        said = told.get("message", told) if isinstance(told, dict) else told
        return (
            f"holds a service's message of an error and no data: {said!r:.80}; sign in or mend the "
            "address and download it again."
        )
    return f"has the type {kind!r:.40}, which is not GeoJSON; export it as GeoJSON (RFC 7946)."


def _crs(path: Path, found: dict[str, Any]) -> pyproj.CRS:
    member = found.get("crs")
    if member is None:
        return pyproj.CRS(4326)
    try:
        return _named_crs(member)
    except (CRSError, KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{path.name} names a coordinate reference system that is not known: "
            f"{_crs_name(member)}; leave the member `crs` out and give EPSG:4326."
        ) from error


def _crs_name(member: Any) -> str:
    inner = member.get("properties") if isinstance(member, dict) else None
    name = inner.get("name") if isinstance(inner, dict) else None
    return f"{name!r:.80}" if isinstance(name, str) else f"{member!r:.80}"


def _named_crs(member: Any) -> pyproj.CRS:
    """Return the reference system of a `crs` member in the form of 2008 or before."""
    told = member["properties"]
    if str(member.get("type", "name")).upper() == "EPSG":
        return pyproj.CRS.from_epsg(int(told["code"]))
    name = str(told["urn"] if "urn" in told else told["name"])
    if name.endswith("CRS84"):
        return pyproj.CRS(4326)
    return pyproj.CRS.from_user_input(name)
