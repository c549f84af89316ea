"""GeoPackage, Shapefile and FlatGeobuf, through GDAL with its doors to other files shut.

Which driver may open a file is decided by the file's first bytes before GDAL sees it, so that a
description that points elsewhere (a VRT, a service's address) never reaches it.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import warnings
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyogrio
import pyogrio.raw
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, GeometryError

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.curves import DRAWN
from ceaseline.geo.readers.fileset import database, shapefile_set
from ceaseline.geo.readers.limits import LIMITS, Limits, count, size
from ceaseline.geo.readers.parts import Gathered
from ceaseline.geo.readers.reading import LAYER, Reading
from ceaseline.geo.readers.wkb import built, is_curve, of_geopackage

__all__ = ["TABLE", "flatgeobuf", "geopackage", "shapefile"]

TABLE = "ceaseline"
"""The GeoPackage table in which an export carries its placement: one row, column `placement`."""

pyogrio.set_gdal_config_options({"OGR_ARC_STEPSIZE": "0.05"})  # of FlatGeobuf

_FAULTS = (
    DataSourceError, DataLayerError, FeatureError, GeometryError, CRSError, ValueError,
    OverflowError,
)  # fmt: skip
_CURVES: Final = frozenset({"CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve",
                            "MultiSurface"})  # fmt: skip
_FALLBACKS: Final = (("UTF-8", "UTF-8"), ("CP1251", "Windows-1251"), ("ISO-8859-1", "Latin-1"))


def geopackage(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read one layer of a GeoPackage; the file is copied first, so that nothing is written by it.

    Parameters
    ----------
    path : Path
        The file; what SQLite keeps beside it (`-wal`, `-journal`) is read with it.
    limits : Limits
        How large it may be.
    layer : str, optional
        Which layer; ``line`` where there is one, or the only one.

    Raises
    ------
    InputError
        If it cannot be opened or has several layers and none was named.
    """
    size(path, limits.binary)
    with tempfile.TemporaryDirectory() as folder:
        copy = database(path, Path(folder))
        embedded = _embedded(copy)
        opened = _opened(path, copy, layer)
        reading = _layer(path, opened, "GeoPackage", limits, _curves_of(copy, opened.name))
    notes = () if embedded else opened.notes(layer)
    return reading.replaced(embedded=embedded).noted(*notes)


def flatgeobuf(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read a FlatGeobuf file; parameters and errors as :func:`geopackage`."""
    size(path, limits.binary)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.fgb")
        shutil.copyfile(path, copy)
        return _layer(path, _opened(path, copy, layer), "FlatGeobuf", limits)


def shapefile(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read a Shapefile with its .shx, .dbf and .prj beside it.

    Parameters and errors as :func:`geopackage`; a Shapefile without .prj or .shx is refused with
    the name of the file that is missing.
    """
    size(path, limits.binary)
    if layer not in (None, path.stem):
        raise InputError(f"{path.name} has no layer {layer!r}: {path.stem}. Name one with --layer.")
    with tempfile.TemporaryDirectory() as folder:
        copy, notes = shapefile_set(path, Path(folder))
        reading = _layer(path, _opened(path, copy, None), "Shapefile", limits)
    return reading.noted(*notes)


def _embedded(copy: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as base:
            row = base.execute(f"SELECT placement FROM {TABLE}").fetchone()  # noqa: S608  a constant
    except sqlite3.Error:
        return ""
    return row[0] if row and isinstance(row[0], str) else ""


@dataclass(frozen=True)
class _Opened:
    """One layer of a file that GDAL has opened."""

    where: Path
    name: str
    others: tuple[str, ...]

    def notes(self, asked: str | None) -> tuple[str, ...]:
        """Return the note on layers that were not read and nobody left out."""
        if asked is not None or not self.others:
            return ()
        return (f"Only the layer {self.name!r} was read, not {', '.join(self.others):.160}.",)


def _opened(path: Path, where: Path, layer: str | None) -> _Opened:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = [str(name) for name, kind in pyogrio.list_layers(where) if kind is not None]
    except _FAULTS as error:
        raise _damaged(path) from error
    chosen = _chosen(path, names, layer)
    return _Opened(where, chosen, tuple(name for name in names if name != chosen))


def _layer(
    path: Path, opened: _Opened, kind: str, limits: Limits, curves: dict[int, bytes] | None = None
) -> Reading:
    """Read a layer; parts that no geometry can be built of are faults, curves are told."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            info = _info(opened)
            count(path, int(info["features"]), limits.features, "features")
            (meta, fids, blobs, columns), notes = _decoded(path, opened, kind)
    except _FAULTS as error:
        raise _damaged(path) from error
    gathered = Gathered(path, limits)
    for number, (fid, drawn) in enumerate(zip(fids, blobs, strict=True)):
        row = {str(f): column[number] for f, column in zip(meta["fields"], columns, strict=True)}
        built(gathered, number, row, (curves or {}).get(int(fid), drawn))
    told = _many_curves(info) if curves is None else len(curves)
    if told:
        what = "1 feature with curves was" if told == 1 else f"{told:,} features with curves were"
        notes.append(f"{what} {DRAWN}.")
    frame = gathered.frame(meta["crs"])
    return Reading(
        path, kind, frame, notes=(*notes, *gathered.notes()), faults=tuple(gathered.faults)
    )


def _many_curves(info: dict[str, Any]) -> int:
    kind = str(info.get("geometry_type") or "").split(" ")[-1]
    return int(info["features"]) if any(curve in kind for curve in _CURVES) else 0


def _info(opened: _Opened) -> dict[str, Any]:
    """Return what a layer says of itself, its names of columns in whichever encoding."""
    for encoding in (None, "ISO-8859-1"):
        try:
            return dict(
                pyogrio.read_info(
                    opened.where, layer=opened.name, encoding=encoding, force_feature_count=True
                )
            )
        except UnicodeDecodeError:
            continue
    raise ValueError


def _decoded(path: Path, opened: _Opened, kind: str) -> tuple[Any, list[str]]:
    """Read a layer as its encoding is said to be, else as one in which its texts can be read."""
    own: dict[str, Any] = {"layer": opened.name, "force_2d": True, "datetime_as_string": True,
                           "return_fids": True}  # fmt: skip
    try:
        return pyogrio.raw.read(opened.where, **own), []
    except UnicodeDecodeError:
        pass
    if kind != "Shapefile":
        found = pyogrio.raw.read(opened.where, **own, columns=[])
        return found, ["Its attributes are no UTF-8 text and were left out."]
    for encoding, said in _FALLBACKS:
        try:
            found = pyogrio.raw.read(opened.where, **own, encoding=encoding)
        except UnicodeDecodeError:
            continue
        return found, [
            f"The attributes of {path.name} are not in the encoding that is said: read as {said}."
        ]
    raise ValueError


def _curves_of(copy: Path, layer: str) -> dict[int, bytes]:
    """Return the geometries of a GeoPackage's layer that are curves, by row."""
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as base:
            (column,) = base.execute(
                "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
            ).fetchone()
            names = [str(name).replace('"', '""') for name in (column, layer)]
            found = {
                row
                for row, head in base.execute(
                    'SELECT rowid, substr("{}", 1, 80) FROM "{}"'.format(*names)  # noqa: S608 - quoted
                )
                if is_curve(of_geopackage(head) or b"")
            }
            return (
                {
                    row: inside
                    for row, blob in base.execute('SELECT rowid, "{}" FROM "{}"'.format(*names))  # noqa: S608 - quoted
                    if row in found and (inside := of_geopackage(blob)) is not None
                }
                if found
                else {}
            )
    except (sqlite3.Error, TypeError):
        return {}


def _damaged(path: Path) -> InputError:
    return InputError(
        f"{path.name} cannot be read: it is damaged or incomplete; save it anew from a GIS, or "
        "download it again."
    )


def _chosen(path: Path, names: list[str], layer: str | None) -> str:
    if layer is None and LAYER in names:
        return LAYER
    if layer is None and len(names) == 1:
        return names[0]
    if layer in names:
        return str(layer)
    if not names:
        raise InputError(f"{path.name} has no layer with geometry; it may be damaged.")
    known = ", ".join(names)
    asked = "several layers" if layer is None else f"no layer {layer!r}"
    raise InputError(f"{path.name} has {asked}: {known}. Name one with --layer.")
