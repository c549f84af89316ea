"""KML (OGC 2.2 and 2.3, Google's older names and its tracks too)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.limits import LIMITS, Limits, count
from ceaseline.geo.readers.parts import Gathered
from ceaseline.geo.readers.reading import Reading, of_layer
from ceaseline.geo.readers.xmltext import parsed, tag, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

__all__ = ["read"]

EMBEDDED = "ceaseline"
_STYLES: Final = frozenset({"Style", "StyleMap"})
_STEPS: Final = 4
"""From a placemark over a pair of styles to a style."""
_COLOUR: Final = re.compile(r"(?i)#?[0-9a-f]{2}([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")
"""Opacity, blue, green, red."""
_RGB: Final = re.compile(r"#[0-9a-f]{6}")
_ROOTS: Final = frozenset({"kml", "Document", "Folder", "Placemark"})
_NOT_READ: Final = {
    "NetworkLink": "network link was not followed",
    "GroundOverlay": "picture laid over the ground was left out",
    "Model": "model was left out",
}


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
    gathered = Gathered(path, limits)
    marks, embedded, styles, notes = _placemarks(path, limits)
    for number, (folder, mark) in enumerate(marks):
        row = {"layer": folder, **_filled(mark, styles), **_attributes(mark)}
        name = row.get("name")
        label = f"placemark {number}" + (f" ({name:.40})" if name else "")
        gathered.add(number, label, row, _geometry(mark))
    kept, note = of_layer(
        path, [row["layer"] for row in gathered.rows], layer, "folder", "placemark"
    )
    notes = [*notes, *gathered.notes(), *(() if embedded else note)]
    return Reading(
        path, "KML", gathered.frame(4326, kept), embedded=embedded, notes=tuple(notes),
        faults=tuple(gathered.faults),
    )  # fmt: skip


def _placemarks(
    path: Path, limits: Limits
) -> tuple[list[tuple[str, Element]], str, dict[str, str], list[str]]:
    """Return (folder, element) of each placemark, the placement carried along, styles, notes."""
    marks: list[tuple[str, Element]] = []
    styles: dict[str, str] = {}
    trail: list[Element] = []
    other: Counter[str] = Counter()
    events, notes = parsed(path, limits)
    for event, element in events:
        if event == "start":
            trail.append(element)
            continue
        trail.pop()
        name = tag(element)
        if name == "Placemark":
            marks.append((_folder(trail), element))
            count(path, len(marks), limits.features, "placemarks")
        elif name in _NOT_READ:
            other[name] += 1
        elif name in _STYLES and element.get("id"):
            styles[f"#{element.get('id')}"] = _drawn(element)
    _is_kml(path, element)
    notes += [_not_read(name, number) for name, number in sorted(other.items())]
    return marks, _data(element).get(EMBEDDED, ""), styles, notes


def _drawn(style: Element) -> str:
    """Return the fill of a style as #rrggbb, the address of another style, or ''."""
    if tag(style) == "StyleMap":
        pairs = [child for child in style if tag(child) == "Pair"]
        shown = [pair for pair in pairs if text(pair, "key") == "normal"] or pairs
        return next((text(pair, "styleUrl") for pair in shown), "")
    for child in style:
        if tag(child) == "PolyStyle" and text(child, "fill") != "0":
            found = _COLOUR.fullmatch(text(child, "color"))
            return f"#{found[3]}{found[2]}{found[1]}".lower() if found else ""
    return ""


def _filled(mark: Element, styles: dict[str, str]) -> dict[str, str]:
    """Return the fill that a placemark is drawn with, of its own style or of one it names."""
    fill = next((_drawn(child) for child in mark if tag(child) in _STYLES), "")
    fill = fill or text(mark, "styleUrl")
    for _ in range(_STEPS):
        if not fill or _RGB.fullmatch(fill):
            break
        fill = styles.get(fill, "")
    return {"fill": fill} if _RGB.fullmatch(fill) else {}


def _is_kml(path: Path, root: Element) -> None:
    name, inside = tag(root), (root.text or "").lstrip()[:1]
    if name in _ROOTS:
        return
    if inside in ("{", "["):
        raise InputError(
            f"{path.name} is XML that wraps JSON in <{name:.40}>; save what stands inside as "
            ".geojson."
        )
    raise InputError(
        f"{path.name} is XML but its root is <{name:.40}>, not <kml>{_KNOWN_ROOTS.get(name, '')}; "
        "export it as KML or GeoJSON."
    )


_KNOWN_ROOTS: Final = {
    "osm": " (OpenStreetMap's own form)",
    "FeatureCollection": " (GML)",
    "svg": " (a picture)",
    "Error": " (a service's message of an error)",
    "ServiceExceptionReport": " (a service's message of an error)",
    "ExceptionReport": " (a service's message of an error)",
    "TrainingCenterDatabase": " (a sport watch's TCX)",
    "LandXML": " (LandXML)",
    "qgis": " (a QGIS project, which only names its files)",
}


def _not_read(name: str, number: int) -> str:
    said = _NOT_READ[name]
    if number == 1:
        return f"1 {said}."
    what, _, rest = said.partition(" was ")
    head, _, tail = what.partition(" ")
    plural = {"network": "network links", "picture": "pictures", "model": "models"}[head]
    own = tail.removeprefix("link").strip()
    return f"{number:,} {plural}{' ' + own if own else ''} were {rest}."


def _folder(trail: list[Element]) -> str:
    for element in reversed(trail):
        if tag(element) == "Folder":
            return text(element, "name")
    return ""


def _attributes(mark: Element) -> dict[str, str]:
    found = {name: text(mark, name) for name in ("name", "description")}
    return {key: own for key, own in found.items() if own} | _data(mark)


def _data(element: Element) -> dict[str, str]:
    """Return what the element's own ExtendedData, or its document's, says."""
    found: dict[str, str] = {}
    for child in element:
        if tag(child) == "Document" and tag(element) == "kml":
            found |= _data(child)
        if tag(child) != "ExtendedData":
            continue
        for entry in child.iter():
            if tag(entry) == "Data":
                found[entry.get("name", "")] = text(entry, "value")
            elif tag(entry) == "SimpleData":
                found[entry.get("name", "")] = (entry.text or "").strip()
    return found


def _geometry(mark: Element) -> dict[str, Any] | None:
    """Return a placemark's geometries as GeoJSON writes them, None if it has none."""
    parts = list(_parts(mark))
    if len(parts) < 2:
        return parts[0] if parts else None
    return {"type": "GeometryCollection", "geometries": parts}


def _parts(mark: Element) -> Iterator[dict[str, Any]]:
    stack = [mark]
    while stack:
        element = stack.pop()
        name = tag(element)
        if name == "Polygon":
            yield {"type": "Polygon", "coordinates": _rings(element)}
        elif name == "Point":
            spots = _coordinates(element)
            yield {"type": "Point", "coordinates": spots[0] if spots else spots}
        elif name in ("LineString", "LinearRing"):
            yield {"type": "LineString", "coordinates": _coordinates(element)}
        elif name == "Track":
            yield {"type": "LineString", "coordinates": _track(element)}
        elif name not in ("ExtendedData", "Style", "StyleMap", "LookAt", "Camera", "Region"):
            stack += reversed(element)


def _rings(element: Element) -> list[Any] | str:
    """Return the rings of a polygon, the outer one first."""
    outer: list[Any] = []
    holes: list[Any] = []
    for child in element:
        into = {"outerBoundaryIs": outer, "innerBoundaryIs": holes}.get(tag(child))
        if into is not None:
            into += [_coordinates(ring) for ring in child.iter() if tag(ring) == "LinearRing"]
    if not outer and not holes:
        return []
    if len(outer) != 1:
        return f"{len(outer)} outer boundaries"
    return [*outer, *holes] if outer[0] else []


def _coordinates(element: Element) -> list[Any]:
    """Return positions; what is no number stays as it is written."""
    own = re.sub(r"\s*,\s*", ",", text(element, "coordinates"))
    return [_position(spot) for spot in own.split()]


def _position(spot: str) -> list[Any]:
    """Return longitude and latitude; more than three values (decimal commas) are none."""
    words = spot.split(",")
    return [_number(word) for word in words[:2]] if len(words) <= 3 else [spot]


def _track(element: Element) -> list[Any]:
    spots = [(child.text or "").split()[:2] for child in element if tag(child) == "coord"]
    return [[_number(word) for word in spot] for spot in spots if spot]


def _number(word: str) -> float | str:
    try:
        return float(word)
    except ValueError:
        return word
