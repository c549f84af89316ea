"""Binary geometries from GDAL: whole where they are sound, else part by part."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceaseline.geo.readers.curves import circular

if TYPE_CHECKING:
    from ceaseline.geo.readers.parts import Gathered

__all__ = ["built", "is_curve", "of_geopackage"]

_NAMES: Final = {
    1: "Point", 2: "LineString", 3: "Polygon", 4: "MultiPoint", 5: "MultiLineString",
    6: "MultiPolygon", 7: "GeometryCollection", 8: "CircularString", 9: "CompoundCurve",
    10: "CurvePolygon", 11: "MultiCurve", 12: "MultiSurface", 15: "PolyhedralSurface",
    16: "TIN", 17: "Triangle",
}  # fmt: skip
_CURVES: Final = range(8, 13)
_MOST_DEPTH: Final = 64


def built(gathered: Gathered, number: int, row: dict[str, Any], blob: bytes | None) -> None:
    """Add a feature of a binary geometry; where it is faulty, the parts of it that are sound.

    Examples
    --------
    >>> import pathlib
    >>> from ceaseline.geo.readers.parts import Gathered
    >>> found = Gathered(pathlib.Path("a.gpkg"))
    >>> one_place = struct.pack("<BII2d", 1, 2, 1, 30, 48)
    >>> built(found, 3, {}, one_place)
    >>> str(found.faults[0])
    'feature 3, is a line of one position; a line has two or more ([[30.0, 48.0]])'
    """
    label = f"feature {number}"
    if blob is None:
        gathered.add(number, label, row, None)
        return
    whole = None if is_curve(blob) else _whole(blob)
    if whole is not None and not _with_faulty_parts(whole):
        gathered.take(number, row, whole)
        return
    try:
        plain, _ = _plain(blob, 0, 0)
    except (struct.error, ValueError, IndexError):
        gathered.add_fault(label, "has a geometry that ends early or is of no known type")
        return
    gathered.add(number, label, row, plain)


def is_curve(blob: bytes) -> bool:
    """Return whether a binary geometry is of a type that may have arcs.

    Examples
    --------
    >>> is_curve(struct.pack("<BI", 1, 8)), is_curve(struct.pack("<BI", 1, 2))
    (True, False)
    """
    if len(blob) < 5:
        return False
    code = int.from_bytes(blob[1:5], "little" if blob[0] == 1 else "big")
    return (code & 0x1FFFFFFF) % 1000 in _CURVES


def of_geopackage(blob: Any) -> bytes | None:
    """Return the geometry inside a GeoPackage's: what follows its header; None if it has none.

    Examples
    --------
    >>> of_geopackage(b"GP" + bytes(6) + b"geometry")
    b'geometry'
    """
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        return None
    return blob[8 + {1: 32, 2: 48, 3: 48, 4: 64}.get((blob[3] >> 1) & 7, 0) :]


def _whole(blob: bytes) -> shapely.Geometry | None:
    with np.errstate(invalid="ignore"):  # a coordinate that is no number is told, not warned of
        return shapely.from_wkb(blob, on_invalid="ignore")


def _with_faulty_parts(shape: shapely.Geometry) -> bool:
    """Return whether a part has a number that is none: it goes by itself then."""
    coords = shapely.get_coordinates(shape)
    return bool(len(coords)) and not bool(np.isfinite(coords).all())


def _plain(blob: bytes, at: int, depth: int) -> tuple[dict[str, Any], int]:
    """Return the geometry at a place as GeoJSON writes it, and where it ends."""
    if depth > _MOST_DEPTH:
        raise ValueError
    order = "<" if blob[at] == 1 else ">"
    (code,) = struct.unpack_from(f"{order}I", blob, at + 1)
    at += 5
    kind = _NAMES[code & 0xFF] if code >> 29 else _NAMES.get(code % 1000, f"type {code}")
    width = 2 + bool(code >> 31) + bool(code >> 30 & 1) + {0: 0, 3: 2}.get(code // 1000 % 4, 1)
    if kind == "Point":
        spots, at = _spots(blob, at, order, width, 1)
        return {"type": kind, "coordinates": spots[0] if np.isfinite(spots).any() else []}, at
    (many,) = struct.unpack_from(f"{order}I", blob, at)
    at += 4
    if kind in ("LineString", "CircularString"):
        spots, at = _spots(blob, at, order, width, many)
        own = circular(spots) if kind == "CircularString" else spots
        return {"type": "LineString", "coordinates": own}, at
    if kind in ("Polygon", "Triangle"):
        rings = []
        for _ in range(many):
            (size,) = struct.unpack_from(f"{order}I", blob, at)
            ring, at = _spots(blob, at + 4, order, width, size)
            rings.append(ring)
        return {"type": "Polygon", "coordinates": rings}, at
    if kind.startswith("type"):
        raise ValueError
    inner = []
    for _ in range(many):
        part, at = _plain(blob, at, depth + 1)
        inner.append(part)
    return _of_parts(kind, inner), at


def _of_parts(kind: str, inner: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a geometry made of others: a curve of curves, a polygon of rings, or a collection."""
    lists = [part.get("coordinates", []) for part in inner]
    if kind == "CompoundCurve":
        joined = [spot for k, own in enumerate(lists) for spot in own[1 if k else 0 :]]
        return {"type": "LineString", "coordinates": joined}
    if kind == "CurvePolygon":
        return {"type": "Polygon", "coordinates": lists}
    return {"type": "GeometryCollection", "geometries": inner}


def _spots(blob: bytes, at: int, order: str, width: int, many: int) -> tuple[list[Any], int]:
    end = at + 8 * width * many
    if end > len(blob):
        raise ValueError
    found = np.frombuffer(blob[at:end], dtype=f"{order}f8").reshape(many, width)
    return found[:, :2].tolist(), end
