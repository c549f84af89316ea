"""Files that are no data at all, or data in another dress: what each of them is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FORMATS", "conflict", "refuse_known"]

FORMATS: Final = (
    "GeoJSON (also one a line), TopoJSON, GeoPackage, Shapefile (.shp or zipped), KML, KMZ, GPX, "
    "WKT, DXF, FlatGeobuf, GeoParquet or a CSV of settlements"
)
"""What is read, for messages."""

_MAGIC: Final = (
    (b"\x1f\x8b", "is packed with gzip; unpack it and give the file inside"),
    (b"BZh", "is packed with bzip2; unpack it and give the file inside"),
    (b"\xfd7zXZ\x00", "is packed with xz; unpack it and give the file inside"),
    (b"\x28\xb5\x2f\xfd", "is packed with zstd; unpack it and give the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it, or pack its files as zip"),
    (b"Rar!\x1a\x07", "is a RAR archive; unpack it, or pack its files as zip"),
    (b"%PDF-", "is a PDF; export the map's layer as GeoJSON or GeoPackage"),
    (b"\x89PNG", "is a PNG picture; give the line or the polygons themselves"),
    (b"\xff\xd8\xff", "is a JPEG picture; give the line or the polygons themselves"),
    (b"GIF8", "is a GIF picture; give the line or the polygons themselves"),
    (b"II*\x00", "is a TIFF picture; give the line or the polygons as vectors"),
    (b"MM\x00*", "is a TIFF picture; give the line or the polygons as vectors"),
    (b"\xd0\xcf\x11\xe0", "is an old Office document (.xls, .doc); save the table as CSV"),
    (b"AutoCAD Binary DXF", "is a binary DXF; save it as DXF text"),
    (b"!table", "is a MapInfo table; export it as GeoPackage or GeoJSON"),
    (b"\x7fELF", "is a program, no map"),
)  # fmt: skip
_TEXTS: Final = (
    (r"version https://git-lfs", ("is a pointer of Git LFS, not the file itself; fetch that with "
     "`git lfs pull`, or download it from the repository's page")),
    (r"(?:\d{3}:? )?(?:Not Found|Forbidden|Unauthorized|Access [Dd]enied|Bad Gateway)\b",
     "is a server's message of an error, not data; download the file again"),
    (r"AC10\d\d", "is a DWG drawing; save it as DXF text"),
    (r"(?:PROJCS|GEOGCS|PROJCRS|GEOGCRS|COMPD_CS|BOUNDCRS)\s*\[", ("describes a coordinate "
     "reference system (.prj) and holds no line; give the file that it belongs to")),
    (r"\[InternetShortcut\]", "is a shortcut to a web page, not the file; download that"),
    (r"Version\s+\d+\s+Charset", "is a MapInfo interchange file (.mif); export it as GeoPackage"),
    (r"(?:(?:var|let|const|export)\s+)?[\w$.]+\s*=\s*[{\[(]", ("is JavaScript; save what stands "
     "between its outer braces as .geojson")),
    (r"[\w$.]+\(\s*[{\[]", ("is JavaScript (JSONP); save what stands between its outer brackets "
     "as .geojson")),
    (r"(?i)<!doctype html|<html\b|<head\b|<body\b|<script\b|<meta\b", ("is a web page (HTML), not "
     "data: perhaps a login or an error page; download the file itself")),
)  # fmt: skip


def refuse_known(path: Path, head: bytes, text: str) -> None:
    """Refuse a file that is known for something that is not read.

    Parameters
    ----------
    path : Path
        For the message.
    head : bytes
        Its beginning.
    text : str
        The same as text, without marks and blanks before it.

    Raises
    ------
    InputError
        If it is one; the message says what it is and what to do.

    Examples
    --------
    >>> import pathlib
    >>> refuse_known(pathlib.Path("a.kml"), b"<!DOCTYPE html>", "<!DOCTYPE html>")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: a.kml is a web page (HTML), not data: perhaps a login or...
    """
    for magic, said in _MAGIC:
        if head.startswith(magic):
            raise InputError(f"{path.name} {said}.")
    conflict(path, text)
    bare = re.sub(r"\A(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->|\s)+", "", text, flags=re.DOTALL)
    for pattern, said in _TEXTS:
        if re.match(pattern, bare):
            raise InputError(f"{path.name} {said}.")


def conflict(path: Path, text: str) -> None:
    r"""Refuse a text in which a merge by git left its marks.

    Raises
    ------
    InputError
        If it has them; the message names the line.

    Examples
    --------
    >>> import pathlib
    >>> conflict(pathlib.Path("a.geojson"), "{\n<<<<<<< HEAD\n}")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: a.geojson holds the marks of a merge by git (<<<<<<<)...
    """
    found = re.search(r"^<{7}(?: |$)", text, re.MULTILINE)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        raise InputError(
            f"{path.name} holds the marks of a merge by git (<<<<<<<) from line {line:,}; choose "
            "one of the two sides and remove the marks."
        )
