"""GPX: the tracks and routes of a receiver or a planner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ceaseline.geo.readers.limits import LIMITS, Limits
from ceaseline.geo.readers.parts import Gathered
from ceaseline.geo.readers.reading import Reading
from ceaseline.geo.readers.xmltext import parsed, tag, text

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

__all__ = ["read"]


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read the tracks and routes of a GPX file; each segment of a track is a line of its own.

    Parameters
    ----------
    path : Path
        The file.
    limits : Limits
        How large and how deeply nested it may be.
    layer : str, optional
        Not used: the format has none.

    Raises
    ------
    InputError
        If it is no XML; the message names the line.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> text = "<gpx><rte><rtept lat='48' lon='30'/><rtept lat='49' lon='31'/></rte></gpx>"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.gpx")
    ...     _ = path.write_text(text)
    ...     read(path).frame.geometry[0].wkt
    'LINESTRING (30 48, 31 49)'
    """
    del layer
    gathered = Gathered(path, limits)
    events, notes = parsed(path, limits)
    found = [element for event, element in events if event == "end" and tag(element) in _TAKEN]
    for number, element in enumerate(found):
        name = text(element, "name")
        label = f"{_TAKEN[tag(element)]} {number}" + (f" ({name:.40})" if name else "")
        gathered.add(number, label, {"name": name} if name else {}, _geometry(element))
    return Reading(
        path, "GPX", gathered.frame(4326), notes=(*notes, *gathered.notes()),
        faults=tuple(gathered.faults),
    )  # fmt: skip


_TAKEN = {"trk": "track", "rte": "route", "wpt": "waypoint"}


def _geometry(element: Element) -> dict[str, Any]:
    if tag(element) == "wpt":
        return {"type": "Point", "coordinates": _position(element)}
    if tag(element) == "rte":
        return {"type": "LineString", "coordinates": _spots(element, "rtept")}
    segments = [_spots(child, "trkpt") for child in element if tag(child) == "trkseg"]
    return {"type": "MultiLineString", "coordinates": segments}


def _spots(element: Element, name: str) -> list[Any]:
    return [_position(child) for child in element if tag(child) == name]


def _position(element: Element) -> list[Any]:
    out: list[Any] = []
    for key in ("lon", "lat"):
        try:
            out.append(float(element.get(key, "")))
        except ValueError:
            out.append(element.get(key))
    return out
