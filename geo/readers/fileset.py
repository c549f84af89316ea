"""Formats of several files: all that belong together, copied to where nothing else is.

A copy has plain names, so that nothing in a name can be taken for a pattern or an address, and
nothing is ever written beside the user's file.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Final

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["database", "shapefile_set"]

_HEADER: Final = 100
_LOG_HEADER: Final = 32
_DBF_HEADER: Final = 32
_NEEDED: Final = (".shx", ".prj")
_TAKEN: Final = (".shx", ".prj", ".dbf", ".cpg")


def database(path: Path, folder: Path) -> Path:
    """Copy a GeoPackage with what SQLite keeps beside it, and bring that in.

    A program that has the file open (QGIS) keeps what it saved last in `-wal`; what it was writing
    when it broke off is taken back by `-journal`.

    Parameters
    ----------
    path : Path
        The file.
    folder : Path
        An empty one.

    Returns
    -------
    Path
        The copy, with nothing beside it.

    Raises
    ------
    InputError
        If what lies beside it cannot be brought in; the message names that file.
    """
    copy = folder / "copy.gpkg"
    shutil.copyfile(path, copy)
    beside = []
    for suffix in ("-wal", "-journal"):
        own = path.with_name(path.name + suffix)
        if own.is_file() and own.stat().st_size:
            shutil.copyfile(own, folder / f"copy.gpkg{suffix}")
            beside.append(own)
    if not beside:
        return copy
    try:
        with closing(sqlite3.connect(copy)) as base:
            base.execute("SELECT count(*) FROM sqlite_master").fetchone()
            _, frames, _ = base.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            (state,) = base.execute("PRAGMA quick_check(1)").fetchone()
        applied = state == "ok" and (frames > 0 or not _holds_changes(beside[0]))
    except sqlite3.Error:
        applied = False
    if not applied:
        names = " and ".join(own.name for own in beside)
        raise InputError(
            f"{path.name} has {names} beside it, with changes that cannot be brought in: it is "
            "damaged or belongs to another file; close the program that has the file open, save "
            "it anew, or take that file away if the changes in it are not wanted."
        )
    return copy


def _holds_changes(beside: Path) -> bool:
    """Return whether a log is large enough to hold a change; a journal says nothing by its size."""
    return beside.name.endswith("-wal") and beside.stat().st_size > _LOG_HEADER


def shapefile_set(path: Path, folder: Path) -> tuple[Path, list[str]]:
    """Copy a Shapefile with the files beside it, whatever the case of their endings.

    Parameters
    ----------
    path : Path
        The `.shp`.
    folder : Path
        An empty one.

    Returns
    -------
    copy : Path
    notes : list of str
        What had another name, or was found wanting.

    Raises
    ------
    InputError
        If its `.shx` or `.prj` is missing, or there are two of one that differ by case alone.
    """
    copy = folder / "copy.shp"
    shutil.copyfile(path, copy)
    notes = []
    missing = []
    found = {suffix: _beside(path, suffix) for suffix in _TAKEN}
    for suffix, own in found.items():
        if own is None:
            missing += [suffix] if suffix in _NEEDED else []
            continue
        shutil.copyfile(own, copy.with_suffix(suffix))
        if own.stem != path.stem:
            notes.append(f"{own.name} was taken as the {suffix} of {path.name}.")
    if missing:
        raise InputError(
            f"{path.name} lacks its {' and '.join(missing)}; give all files of the Shapefile, "
            "or one zip with them."
        )
    _whole(path)
    notes += [*_attributes(path, copy.with_suffix(".dbf")), *_index(path, copy)]
    return copy, notes


def _beside(path: Path, suffix: str) -> Path | None:
    """Return the file of one ending: of the same name, or the only one that differs by case."""
    wanted = (path.stem + suffix).casefold()
    near = [own for own in path.parent.iterdir() if own.name.casefold() == wanted]
    same = [own for own in near if own.stem == path.stem]
    best = [own for own in same if own.suffix == suffix] or same or near
    if len(best) > 1:
        raise InputError(
            f"{path.name} has {' and '.join(sorted(own.name for own in best))} beside it, which "
            "differ by case alone; keep the one that belongs to it."
        )
    return best[0] if best else None


def _whole(path: Path) -> None:
    """Refuse a `.shp` that is shorter than its header says."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(_HEADER)
    stated = 2 * struct.unpack(">i", head[24:28])[0] if len(head) == _HEADER else _HEADER
    if size < max(stated, _HEADER):
        raise InputError(
            f"{path.name} is truncated: it has {size:,} bytes and says {stated:,}; copy or "
            "download it again."
        )


def _attributes(path: Path, table: Path) -> list[str]:
    """Return the note on a `.dbf` that is not there or has fewer rows than it says."""
    if not table.exists():
        return [f"{path.name} has no .dbf beside it: read without attributes."]
    head = table.read_bytes()[:_DBF_HEADER]
    if len(head) == _DBF_HEADER:
        rows, start, width = struct.unpack("<IHH", head[4:12])
        if table.stat().st_size >= start + rows * width:
            return []
    return [f"The .dbf of {path.name} is cut short: attributes are missing."]


def _index(path: Path, copy: Path) -> list[str]:
    """Write the index of the copy anew where it lacks records that the `.shp` has."""
    offsets = _records(copy)
    index = copy.with_suffix(".shx")
    listed = max(0, index.stat().st_size - _HEADER) // 8
    if listed >= len(offsets):
        return []
    head = bytearray(copy.read_bytes()[:_HEADER])
    head[24:28] = struct.pack(">i", (_HEADER + 8 * len(offsets)) // 2)
    body = b"".join(struct.pack(">ii", *own) for own in offsets)
    index.write_bytes(bytes(head) + body)
    return [
        f"The .shx of {path.name} lists {listed:,} of its {len(offsets):,} records: all were read."
    ]


def _records(copy: Path) -> list[tuple[int, int]]:
    """Return offset and length of each record of a `.shp`, in words of two bytes."""
    out = []
    with copy.open("rb") as stream:
        end = stream.seek(0, 2)
        at = _HEADER
        while at + 8 <= end:
            stream.seek(at)
            words = struct.unpack(">ii", stream.read(8))[1]
            if words < 2 or at + 8 + 2 * words > end:
                break
            out.append((at // 2, words))
            at += 8 + 2 * words
    return out
