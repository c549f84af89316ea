"""KML (OGC 2.2 and 2.3, Google's older names too)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from defusedxml import DefusedXmlException, ElementTree

from geo.errors import InputError
from geo.readers.limits import LIMITS, Limits, count, size
from geo.readers.reading import LAYER, Reading

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

__all__ = ["read"]

EMBEDDED = "ceaseline"


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read the placemarks of a KML file; network links, overlays and tours are not followed.

    Parameters
    ----------
    path : Path
        The file. A document type declaration is refused, since it can name other files.
    limits : Limits
        How large and how deeply nested it may be.
    layer : str, optional
        Only the placemarks of the folder of this name; ``line`` where there is one.

    Raises
    ------
    InputError
        If it is no KML; the message names the line or the placemark.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> text = "<kml><Placemark><name>a</name><LineString><coordinates>30,48 31,49"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.kml")
    ...     _ = path.write_text(text + "</coordinates></LineString></Placemark></kml>")
    ...     frame = read(path).frame
    >>> frame.geometry[0].wkt, frame.name[0]
    ('LINESTRING (30 48, 31 49)', 'a')
    """
    size(path, limits.text)
    rows: list[dict[str, Any]] = []
    shapes: list[shapely.Geometry] = []
    marks, embedded = _placemarks(path, limits)
    for number, (folder, mark) in enumerate(marks):
        row = {"layer": folder, **_attributes(mark)}
        where = f"{path.name}, placemark {number} ({row.get('name', 'unnamed')!s:.40})"
        for shape in _shapes(where, mark):
            rows.append(row)
            shapes.append(shape)
    names = [row["layer"] for row in rows]
    chosen = layer or (LAYER if LAYER in names else None)
    kept = [k for k, name in enumerate(names) if chosen in (None, name)]
    if chosen and not kept:
        known = ", ".join(sorted(set(filter(None, names)))) or "none"
        raise InputError(f"{path.name} has no folder {chosen!r}; it has {known}.")
    frame = gpd.GeoDataFrame([rows[k] for k in kept], geometry=[shapes[k] for k in kept], crs=4326)
    return Reading(path, "KML", frame, embedded=embedded)


def _placemarks(path: Path, limits: Limits) -> tuple[list[tuple[str, Element]], str]:
    """Return (folder, element) of each placemark, and the placement carried along."""
    marks: list[tuple[str, Element]] = []
    trail: list[Element] = []
    try:
        for event, element in ElementTree.iterparse(path, ("start", "end"), forbid_dtd=True):
            if event == "start":
                trail.append(element)
                count(path, len(trail), limits.depth, "levels of nesting")
                continue
            trail.pop()
            if _tag(element) == "Placemark":
                marks.append((_folder(trail), element))
                count(path, len(marks), limits.features, "placemarks")
    except ElementTree.ParseError as error:
        raise InputError(
            f"{path.name} is not well-formed XML: {error}; it may be truncated."
        ) from (error)
    except DefusedXmlException as error:
        raise InputError(
            f"{path.name} declares a document type or an entity, which can name other files or "
            "swell without bound; remove the declaration."
        ) from error
    except (ValueError, LookupError) as error:
        raise InputError(f"{path.name} has an encoding that cannot be read: {error}.") from error
    if _tag(element) != "kml":
        raise InputError(f"{path.name} is XML but its root is <{_tag(element)}>, not <kml>.")
    return marks, _data(element).get(EMBEDDED, "")


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _folder(trail: list[Element]) -> str:
    for element in reversed(trail):
        if _tag(element) == "Folder":
            return _text(element, "name")
    return ""


def _text(element: Element, tag: str) -> str:
    for child in element:
        if _tag(child) == tag:
            return (child.text or "").strip()
    return ""


def _attributes(mark: Element) -> dict[str, str]:
    found = {tag: _text(mark, tag) for tag in ("name", "description")}
    return {key: text for key, text in found.items() if text} | _data(mark)


def _data(element: Element) -> dict[str, str]:
    """Return what the element's own ExtendedData, or its document's, says."""
    found: dict[str, str] = {}
    for child in element:
        if _tag(child) == "Document" and _tag(element) == "kml":
            found |= _data(child)
        if _tag(child) != "ExtendedData":
            continue
        for entry in child.iter():
            if _tag(entry) == "Data":
                found[entry.get("name", "")] = _text(entry, "value")
            elif _tag(entry) == "SimpleData":
                found[entry.get("name", "")] = (entry.text or "").strip()
    return found


def _shapes(where: str, mark: Element) -> list[shapely.Geometry]:
    out: list[shapely.Geometry] = []
    for element in mark.iter():
        tag = _tag(element)
        try:
            if tag == "Polygon":
                out.append(_polygon(element))
            elif tag in ("LineString", "Point"):
                spots = _coordinates(element)
                out.append(shapely.Point(spots[0]) if tag == "Point" else shapely.LineString(spots))
        except (ValueError, IndexError, shapely.GEOSException) as error:
            raise InputError(
                f"{where}, has a {tag} whose coordinates cannot be read ({error}); write them "
                "longitude,latitude, separated by spaces."
            ) from error
    return out


def _polygon(element: Element) -> shapely.Polygon:
    outer: list[shapely.LinearRing] = []
    holes: list[shapely.LinearRing] = []
    for child in element:
        into = {"outerBoundaryIs": outer, "innerBoundaryIs": holes}.get(_tag(child))
        if into is not None:
            into.extend(
                shapely.LinearRing(_coordinates(ring))
                for ring in child.iter()
                if _tag(ring) == "LinearRing"
            )
    if len(outer) != 1:
        raise ValueError(f"it has {len(outer)} outer boundaries")
    return shapely.Polygon(outer[0], holes)


def _coordinates(element: Element) -> np.ndarray[Any, np.dtype[np.float64]]:
    text = re.sub(r"\s*,\s*", ",", _text(element, "coordinates"))
    spots = np.array([spot.split(",")[:2] for spot in text.split()], dtype=float)
    if spots.ndim != 2 or spots.shape[1] != 2:
        raise ValueError(f"{text[:40]!r} is not longitude,latitude")
    return spots
