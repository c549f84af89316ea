"""Tell a file's format from its content, and read it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import (
    archive,
    deepstate,
    dxf,
    geojson,
    gpx,
    isw,
    kml,
    parquet,
    points,
    table,
    vector,
    viina,
    wkt,
    wrong,
)
from ceaseline.geo.readers.check import checked
from ceaseline.geo.readers.limits import LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ceaseline.geo.readers.reading import Reading

__all__ = ["READERS", "read", "sniff"]

READERS: Mapping[str, Callable[[Path, Limits, str | None], Reading]] = {
    "csv": table.read,
    "csv of wkt": wkt.table,
    "dxf": dxf.read,
    "flatgeobuf": vector.flatgeobuf,
    "geojson": geojson.read,
    "geopackage": vector.geopackage,
    "gpx": gpx.read,
    "kml": kml.read,
    "parquet": parquet.read,
    "shapefile": vector.shapefile,
    "viina": viina.read,
    "wkt": wkt.read,
}
"""The reader of each format."""

_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"SQLite format 3\x00", "geopackage"),
    (b"fgb\x03", "flatgeobuf"),
    (b"PAR1", "parquet"),
    (b"\x00\x00\x27\x0a", "shapefile"),
)
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_SUFFIX = {".shp": "shapefile", ".csv": "csv", ".tsv": "csv"}
_GPX = re.compile(r"\A(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->|\s)*<(?:\w+:)?gpx\b", re.DOTALL)
_BESIDE = frozenset(
    {".shx", ".dbf", ".prj", ".txt", ".zip", ".cpg", ".qix", ".sbn", ".sbx", ".xml"}
)
"""What lies beside the data in an archive and is none itself."""
_IN_ARCHIVE = (
    "shapefile", "kml", "geojson", "geopackage", "flatgeobuf", "parquet", "gpx", "dxf", "wkt",
    "csv", "csv of wkt", "viina",
)  # fmt: skip


def sniff(path: Path) -> str:
    """Return the format of a file: a key of :data:`READERS`, or ``zip``.

    Raises
    ------
    InputError
        If it is none that is read.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "misnamed.gpkg")
    ...     _ = path.write_text(' {"type": "FeatureCollection", "features": []}')
    ...     sniff(path)
    'geojson'
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if not head.strip():
        raise InputError(f"{path.name} is empty; give a file with content.")
    text = _text(head)
    wrong.refuse_known(path, head, text)
    kind = _by_text(text) or _SUFFIX.get(path.suffix.lower(), "")
    if kind == "csv":
        header = [name.strip(' "').lower() for name in re.split("[,;\t]", _first_line(text))]
        if viina.is_viina(header):
            return "viina"
        return "csv of wkt" if set(header) & {*wkt.COLUMNS} else "csv"
    if not kind and path.suffix.lower() == ".txt" and table.is_table(text):
        return "csv"
    if not kind:
        raise InputError(f"{path.name} is not a format that is read: give {wrong.FORMATS}.")
    return kind


def _text(head: bytes) -> str:
    """Return the beginning of a file as text, without marks and blanks before it."""
    for mark in _WIDE:
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"").decode("utf-8", "replace").lstrip()


def _by_text(text: str) -> str:
    """Return the format that a text's first characters tell, empty if none."""
    if text[:1] in ("{", "[", "\x1e") or text[:2] in ("//", "/*"):
        return "geojson"
    if text[:1] == "<":
        return "gpx" if _GPX.match(text) else "kml"
    if dxf.is_dxf(text):
        return "dxf"
    return "wkt" if wkt.is_wkt(text) else ""


def read(path: Path | str, layer: str | None = None, limits: Limits = LIMITS) -> Reading:
    """Read lines, polygons or a table of settlements from a foreign file.

    The format is told by the content, the publisher by the layout and the names.

    Parameters
    ----------
    path : Path or str
        A file on this machine; addresses are not followed.
    layer : str, optional
        Which layer of several; of a table of several dates, the date.
    limits : Limits
        How large a file may be.

    Returns
    -------
    Reading
        With its frame in EPSG:4326.

    Raises
    ------
    InputError
        If it cannot be read or holds nothing to use; nothing has been written then.

    Examples
    --------
    >>> read("https://example.org/a.geojson")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: https://example.org/a.geojson is not a file on this...
    """
    given, path = path, Path(path)
    if not path.is_file():
        raise InputError(
            f"{given} is not a file on this machine; give the path of one, or fetch a dataset of "
            "the catalogue first."
        )
    try:
        reading = _read(path, layer, limits)
    except PermissionError as error:
        raise InputError(f"{path.name} may not be read; change its permissions.") from error
    return reading.replaced(path=path)


def _read(path: Path, layer: str | None, limits: Limits) -> Reading:
    kind = sniff(path)
    if kind != "zip":
        return _recognised(path, READERS[kind](path, limits, layer), kind, limits)
    with tempfile.TemporaryDirectory() as folder:
        inner, kind, others = _member(path, archive.unpack(path, Path(folder), limits), layer)
        own = None if kind == "shapefile" else layer
        reading = READERS[kind](inner, limits, own)
        carried = sorted(p for p in inner.parent.iterdir() if p.name.endswith(".ceaseline.json"))
        if carried and not reading.embedded:
            reading = reading.replaced(embedded=carried[0].read_text(encoding="utf-8"))
        if others and layer is None and not reading.embedded:
            reading = reading.noted(f"Of the archive, not read: {', '.join(others):.200}.")
        reading = reading.replaced(format=f"{reading.format}, zipped", path=inner)
        return _recognised(path, reading, kind, limits)


def _member(path: Path, members: list[Path], layer: str | None) -> tuple[Path, str, list[str]]:
    """Return the file of an archive that is read, its format, and the names of the others."""
    found = [(member, kind) for member in members if (kind := _kind(member)) in _IN_ARCHIVE]
    _refuse_packed(path, members)
    for wanted in _IN_ARCHIVE:
        own = [member for member, kind in found if kind == wanted]
        own = [member for member in own if member.suffix.lower() != ".json"] or own
        named = [member for member in own if member.stem == (layer or "line")]
        if wanted == "kml":
            named = [member for member in own if member.name == "doc.kml"]
        if named or len(own) == 1:
            chosen = (named or own)[0]
            return chosen, wanted, sorted(m.name for m, _ in found if m != chosen)
        if own:
            known = ", ".join(sorted(member.stem for member in own))
            raise InputError(f"{path.name} holds several layers: {known}. Name one with --layer.")
    names = ", ".join(member.name for member in members[:5]) or "nothing"
    raise InputError(
        f"{path.name} holds {names:.200} and no file that is read; archives inside archives are "
        "not opened."
    )


def _refuse_packed(path: Path, members: list[Path]) -> None:
    """Refuse documents of other programs that are archives inside."""
    names = [member.name for member in members]
    if "[Content_Types].xml" in names:
        raise InputError(f"{path.name} is an Office document (.xlsx, .docx); save it as CSV.")
    if any(name.endswith(".qgs") for name in names):
        raise InputError(
            f"{path.name} is a QGIS project, which only names its files; give the layer's own file."
        )


def _kind(member: Path) -> str:
    if member.suffix.lower() in _BESIDE or member.name.endswith(".ceaseline.json"):
        return ""
    try:
        return sniff(member)
    except InputError:
        return ""


def _recognised(path: Path, reading: Reading, kind: str, limits: Limits) -> Reading:
    """Say whose layout it is, keep what shows control, and check the geometries."""
    if kind in ("csv", "viina"):
        return reading.replaced(source=viina.SOURCE if kind == "viina" else "")
    if (rows := points.held(reading)) is not None:
        return rows
    reading = checked(reading, limits)
    names = (path.stem, reading.path.stem, reading.name)
    if deepstate.is_history(reading):
        return deepstate.ground(reading).replaced(
            source=deepstate.SOURCE, date=deepstate.stamped(*names), format="DeepState history"
        )
    day = deepstate.is_archive(*names)
    if day:
        return reading.replaced(source=deepstate.SOURCE, date=day, format="DeepState daily polygon")
    if isw.is_isw(*names):
        return reading.replaced(
            source=isw.SOURCE, date=isw.named_date(*names), format="ISW/CTP assessed control"
        )
    return reading


def _first_line(text: str) -> str:
    """Return the first line that is no word to Excel on how the columns are parted."""
    lines = text.splitlines()
    return next((line for line in lines if not line.lower().startswith("sep=")), "")
