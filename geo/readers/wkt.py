"""Well-known text: one geometry a line or over several, with `SRID=` before it or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pyproj
from pyproj.exceptions import CRSError

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.curves import DRAWN, circular
from ceaseline.geo.readers.limits import LIMITS, Limits, size
from ceaseline.geo.readers.parts import Gathered
from ceaseline.geo.readers.plaintext import text_of
from ceaseline.geo.readers.reading import Reading
from ceaseline.geo.readers.table import encoding_of, rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["COLUMNS", "is_wkt", "read", "table"]

COLUMNS: Final = ("wkt", "wkt_geom", "geom", "the_geom", "geometry")
"""What a column of well-known text is called in a CSV."""

_NAMES: Final = {
    name.upper(): name
    for name in (
        "Point", "MultiPoint", "LineString", "MultiLineString", "LinearRing", "Polygon",
        "MultiPolygon", "GeometryCollection", "CircularString", "CompoundCurve", "CurvePolygon",
        "MultiCurve", "MultiSurface", "Triangle",
    )
}  # fmt: skip
_START: Final = re.compile(
    rf"\s*(?:SRID\s*=\s*(\d{{1,6}})\s*;\s*)?({'|'.join(_NAMES)})\s*(Z|M|ZM)?\s*(?=\(|EMPTY\b)",
    re.IGNORECASE,
)
_PASSED: Final = frozenset({",", "Z", "M", "ZM", "z", "m", "zm"})
_BLANK: Final = re.compile(r"[\s;,]*")
_BRACKET: Final = re.compile(r"[()]")
_TOKEN: Final = re.compile(r"\s*([A-Za-z]+|[-+.\w]+|[(),])")


def is_wkt(text: str) -> bool:
    """Return whether a text begins as well-known text does.

    Examples
    --------
    >>> is_wkt("SRID=4326;LINESTRING Z (30 48 1, 31 49 1)"), is_wkt("point of order")
    (True, False)
    """
    return _START.match(text) is not None


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read the geometries of a file of well-known text; curves are drawn in short edges.

    Parameters
    ----------
    path : Path
        The file; longitude and latitude unless `SRID=` says otherwise.
    limits : Limits
        How large it may be.
    layer : str, optional
        Not used: the format has none.

    Raises
    ------
    InputError
        If a geometry is not closed or not known, or its SRID is not.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.wkt")
    ...     _ = path.write_text("LINESTRING (30 48, 31 49)")
    ...     read(path).frame.geometry[0].wkt
    'LINESTRING (30 48, 31 49)'
    """
    del layer
    text = text_of(path, limits)
    gathered = Gathered(path, limits)
    codes: set[str] = set()
    curved = 0
    for number, start in enumerate(_starts(path, text)):
        code, arcs = _take(gathered, number, f"geometry {number}", {}, start)
        codes.add(code)
        curved += arcs
    return _whole(path, "WKT", gathered, codes, curved)


def table(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    r"""Read a CSV one of whose columns (`wkt`, `geom`, `geometry`) holds well-known text.

    Parameters and errors as :func:`read`; the other columns are attributes.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.csv")
    ...     _ = path.write_text('WKT,name\n"LINESTRING (30 48, 31 49)",a\n')
    ...     table(path).frame.name[0]
    'a'
    """
    del layer
    size(path, limits.text)
    gathered = Gathered(path, limits)
    codes: set[str] = set()
    curved = 0
    with rows(path, encoding_of(path)) as (header, lines):
        column = next(header.index(name) for name in COLUMNS if name in header)
        for number, (line, cells) in enumerate(lines):
            start = _START.match(cells[column])
            row = dict(zip(header, cells, strict=True))
            if start is None:
                gathered.add_fault(f"line {line}", "holds no well-known text", cells[column][:40])
                continue
            try:
                code, arcs = _take(gathered, number, f"line {line}", row, start)
            except InputError:
                why = "holds well-known text that is not closed or nested too deeply"
                gathered.add_fault(f"line {line}", why)
                continue
            codes.add(code)
            curved += arcs
    return _whole(path, "CSV of WKT", gathered, codes or {"4326"}, curved)


def _take(
    gathered: Gathered, number: int, label: str, row: dict[str, Any], start: re.Match[str]
) -> tuple[str, int]:
    """Add the geometry that begins at a place; return its SRID and how many curves it has."""
    tree = _tree(gathered.path, start.string, start.end(), number, gathered.limits.depth)
    geometry, arcs = _plain(_NAMES[start[2].upper()], tree)
    gathered.add(number, label, row, geometry)
    return start[1] or "4326", arcs


def _whole(path: Path, kind: str, gathered: Gathered, codes: set[str], curved: int) -> Reading:
    if len(codes) > 1:
        raise InputError(f"{path.name} mixes the SRIDs {', '.join(sorted(codes))}; give one.")
    notes = [f"{curved:,} curve{'s were' if curved > 1 else ' was'} {DRAWN}."] if curved else []
    return Reading(
        path, kind, gathered.frame(_crs(path, codes.pop())),
        notes=(*notes, *gathered.notes()), faults=tuple(gathered.faults),
    )  # fmt: skip


def _crs(path: Path, code: str) -> pyproj.CRS:
    try:
        return pyproj.CRS.from_epsg(int(code))
    except CRSError as error:
        raise InputError(
            f"{path.name} names the SRID {code}, which is not known; give one of EPSG."
        ) from error


def _starts(path: Path, text: str) -> Iterator[re.Match[str]]:
    """Yield where each geometry begins; refuse anything else between them."""
    at = 0
    while (start := _START.match(text, at)) is not None:
        yield start
        at = _end(text, start.end())
        at = _after(text, at)
    if at < len(text):
        line = text.count("\n", 0, at) + 1
        raise InputError(
            f"{path.name} has {text[at : at + 20].strip()!r} in line {line:,}, which is no "
            "well-known text; give one geometry a line, as LINESTRING (30 48, 31 49)."
        )


def _after(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _end(text: str, at: int) -> int:
    """Return where the brackets that open at a place close; the end if they do not."""
    if text[at : at + 1] != "(":
        return at + len("EMPTY")
    depth = 0
    for found in _BRACKET.finditer(text, at):
        depth += 1 if found[0] == "(" else -1
        if not depth:
            return found.end()
    return len(text)


def _tree(path: Path, text: str, at: int, number: int, depth: int) -> Any:
    """Return brackets as nested lists: ["NAME", list] of a named one, "30 48" of a position."""
    top: list[Any] = []
    words: list[str] = []
    stack, name = [top], ""
    for found in _TOKEN.finditer(text, at, _end(text, at)):
        word = found[1]
        if word in (",", ")") and words:
            stack[-1].append([_number(w) for w in words[:2]])
            words = []
        if word == ")":
            stack.pop()
        elif word == "(" or word.upper() == "EMPTY":
            inner: list[Any] = []
            stack[-1].append((name, inner))
            stack += [inner] if word == "(" else []
            name = ""
        elif word.upper() in _NAMES:
            name = _NAMES[word.upper()]
        elif word not in _PASSED:
            words.append(word)
        if not 0 < len(stack) <= depth:
            break
    _closed(path, number, stack, words, depth)
    return top[0][1]


def _closed(path: Path, number: int, stack: list[Any], words: list[str], depth: int) -> None:
    if len(stack) > depth:
        raise InputError(f"{path.name}, geometry {number}, is nested more than {depth} times.")
    if len(stack) != 1 or words or not stack[0]:
        raise InputError(
            f"{path.name}, geometry {number}, has brackets that are not closed; it may be "
            "truncated."
        )


def _number(word: str) -> float | str:
    try:
        return float(word)
    except ValueError:
        return word


def _plain(kind: str, items: Any) -> tuple[dict[str, Any], int]:
    """Return a geometry as GeoJSON writes it, and how many curves were drawn in short edges."""
    inner = [item[1] if isinstance(item, tuple) else item for item in items]
    if kind in ("LineString", "LinearRing", "CircularString", "CompoundCurve"):
        spots, arcs = _line(kind, items)
        return {"type": "LineString", "coordinates": spots}, arcs
    if kind in ("Polygon", "Triangle", "CurvePolygon"):
        rings = [_line(_named(item), _inside(item)) for item in items]
        return {"type": "Polygon", "coordinates": [r for r, _ in rings]}, sum(n for _, n in rings)
    if kind == "Point":
        return {"type": "Point", "coordinates": inner[0] if inner else []}, 0
    if kind == "MultiPoint":
        spots = [s[0] if s and isinstance(s[0], list) else s for s in inner]
        return {"type": "MultiPoint", "coordinates": spots}, 0
    single = {"MultiPolygon": "Polygon", "MultiSurface": "Polygon"}.get(kind, "LineString")
    made = [
        _plain(_named(item, "" if kind == "GeometryCollection" else single), _inside(item))
        for item in items
    ]
    shapes = [shape for shape, _ in made]
    return {"type": "GeometryCollection", "geometries": shapes}, sum(n for _, n in made)


def _named(item: Any, otherwise: str = "LineString") -> str:
    return (item[0] if isinstance(item, tuple) else "") or otherwise


def _inside(item: Any) -> Any:
    return item[1] if isinstance(item, tuple) else item


def _line(kind: str, items: Any) -> tuple[Any, int]:
    """Return the positions of a line or a curve, and how many arcs it has."""
    if kind == "CompoundCurve":
        out: list[Any] = []
        arcs = 0
        for item in items:
            spots, own = _line(_named(item), _inside(item))
            out += spots[1:] if out else spots
            arcs += own
        return out, arcs
    return (circular(list(items)), 1) if kind == "CircularString" else (list(items), 0)
