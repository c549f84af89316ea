"""DXF text: the lines and polylines of a drawing."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.curves import arc, bulged
from ceaseline.geo.readers.limits import LIMITS, Limits, count
from ceaseline.geo.readers.parts import Gathered
from ceaseline.geo.readers.plaintext import text_of
from ceaseline.geo.readers.reading import Reading, of_layer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["is_dxf", "read"]

_READ = ("LINE", "LWPOLYLINE", "POLYLINE", "ARC", "POINT")
_CLOSED = 1


def is_dxf(text: str) -> bool:
    r"""Return whether a text begins as DXF does.

    Examples
    --------
    >>> is_dxf("999\nby hand\n  0\nSECTION\n  2\nENTITIES\n"), is_dxf("0,1")
    (True, False)
    """
    lines = [line.strip() for line in text.split("\n")[:40]]
    while lines[:1] == ["999"]:
        lines = lines[2:]
    return lines[:2] == ["0", "SECTION"]


@dataclass(frozen=True)
class _Entity:
    """One entity: its kind and its pairs of group code and value."""

    kind: str
    pairs: list[tuple[int, str]] = field(default_factory=list)
    vertices: list[_Entity] = field(default_factory=list)

    def text(self, code: int) -> str:
        """Return the first value of a code."""
        return next((value for own, value in self.pairs if own == code), "")

    def number(self, code: int) -> Any:
        """Return it as a number; as it is written where it is none, 0 where it is missing."""
        return _number(self.text(code) or "0")

    @property
    def flags(self) -> int:
        """Return the bits of code 70."""
        found = self.number(70)
        return int(found) if isinstance(found, float) else 0


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    r"""Read the lines, polylines and arcs of a DXF drawing whose units are degrees.

    DXF does not say a reference system, so longitude and latitude are taken where all fits them.

    Parameters
    ----------
    path : Path
        The file, as text.
    limits : Limits
        How large it may be.
    layer : str, optional
        Only what lies on the layer of this name; ``line`` where there is one.

    Raises
    ------
    InputError
        If its pairs of lines are broken, or its numbers are no degrees.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> text = "0\nSECTION\n2\nENTITIES\n0\nLINE\n10\n30\n20\n48\n11\n31\n21\n49\n0\nENDSEC"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.dxf")
    ...     _ = path.write_text(text + "\n0\nEOF\n")
    ...     read(path).frame.geometry[0].wkt
    'LINESTRING (30 48, 31 49)'
    """
    gathered = Gathered(path, limits)
    other: Counter[str] = Counter()
    for number, entity in enumerate(_entities(path, text_of(path, limits))):
        if entity.kind not in _READ:
            other[entity.kind] += 1
            continue
        row = {"layer": entity.text(8)}
        gathered.add(number, f"entity {number} ({entity.kind})", row, _geometry(entity))
    kept, note = of_layer(path, [row["layer"] for row in gathered.rows], layer, item="entity")
    frame = gathered.frame(4326, kept)
    _in_degrees(path, frame)
    notes = ["DXF says no coordinate reference system: taken as longitude and latitude."]
    if other:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(other.items()))
        notes.append(f"Entities that are no lines were left out: {kinds:.200}.")
    return Reading(
        path, "DXF", frame, notes=(*notes, *gathered.notes(), *note),
        faults=tuple(gathered.faults),
    )  # fmt: skip


def _in_degrees(path: Path, frame: Any) -> None:
    if not len(frame):
        return
    west, south, east, north = frame.total_bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(
            f"{path.name} is a drawing that reaches from {west:.6g}, {south:.6g} to {east:.6g}, "
            f"{north:.6g}; DXF says no coordinate reference system, and these are no longitudes "
            "and latitudes: set its system in a GIS and save it as GeoPackage."
        )


def _pairs(path: Path, text: str) -> Iterator[tuple[int, str]]:
    lines = text.split("\n")
    for k in range(0, len(lines) - 1, 2):
        code = lines[k].strip()
        if not code and not "".join(lines[k:]).strip():
            return
        if not code.lstrip("-").isdecimal() or len(code) > 5:
            raise InputError(
                f"{path.name}, line {k + 1:,}, has {lines[k]!r:.30} where DXF has a group code; "
                "save the drawing anew as DXF text."
            )
        yield int(code), lines[k + 1].strip()


def _entities(path: Path, text: str) -> list[_Entity]:
    """Return the entities of the section of entities, paper space and deleted ones left out."""
    out: list[_Entity] = []
    section = last = ""
    for code, value in _pairs(path, text):
        if code == 0:
            last = value.upper()
            if last in ("ENDSEC", "EOF"):
                section = ""
            elif section == "ENTITIES" and last == "VERTEX" and out:
                out[-1].vertices.append(_Entity(last))
            elif section == "ENTITIES" and last not in ("SEQEND", "SECTION"):
                out.append(_Entity(last))
                count(path, len(out), LIMITS.features, "entities")
        elif code == 2 and last == "SECTION":
            section = value.upper()
        elif section == "ENTITIES" and out and last != "SEQEND":
            own = out[-1].vertices[-1] if last == "VERTEX" and out[-1].vertices else out[-1]
            own.pairs.append((code, value))
    if not out:
        raise InputError(f"{path.name} is a DXF drawing without entities; draw the line in it.")
    return [entity for entity in out if entity.text(67) != "1"]


def _number(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _geometry(entity: _Entity) -> dict[str, Any]:
    """Return an entity as GeoJSON writes it."""
    if entity.kind == "POINT":
        return {"type": "Point", "coordinates": [entity.number(10), entity.number(20)]}
    if entity.kind == "LINE":
        spots: list[Any] = [[entity.number(a), entity.number(a + 10)] for a in (10, 11)]
    elif entity.kind == "ARC":
        spots = _arc(entity)
    elif entity.kind == "LWPOLYLINE":
        spots = _polyline(_light(entity), closed=bool(entity.flags & _CLOSED))
    else:
        own = [v for v in entity.vertices if not v.flags & 16]
        path = [([v.number(10), v.number(20)], v.number(42)) for v in own]
        spots = _polyline(path, closed=bool(entity.flags & _CLOSED))
    return {"type": "LineString", "coordinates": spots}


def _light(entity: _Entity) -> list[tuple[list[Any], Any]]:
    """Return the vertices of a light polyline with their bulges."""
    out: list[tuple[list[Any], Any]] = []
    for code, value in entity.pairs:
        if code == 10:
            out.append(([_number(value), ""], 0.0))
        elif code == 20 and out:
            out[-1][0][1] = _number(value)
        elif code == 42 and out:
            out[-1] = (out[-1][0], _number(value))
    return out


def _polyline(path: list[tuple[list[Any], Any]], *, closed: bool) -> list[Any]:
    spots = [spot for spot, _ in path]
    if closed and len(path) > 1:
        path, spots = [*path, path[0]], [*spots, spots[0]]
    numbers = [*(v for spot in spots for v in spot), *(bulge for _, bulge in path)]
    if not all(isinstance(v, float) and np.isfinite(v) for v in numbers):
        return spots
    out: list[Any] = spots[:1]
    for (a, bulge), (b, _) in itertools.pairwise(path):
        out += bulged(np.array(a), np.array(b), bulge)[1:].tolist()
    return out


def _arc(entity: _Entity) -> list[Any]:
    x, y, radius, start, end = (entity.number(code) for code in (10, 20, 40, 50, 51))
    if not all(isinstance(v, float) and np.isfinite(v) for v in (x, y, radius, start, end)):
        return [[x, y], [radius, start]]
    drawn: list[Any] = arc([x, y], radius, start, (end - start) % 360.0 or 360.0).tolist()
    return drawn
