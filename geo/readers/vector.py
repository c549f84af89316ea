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
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio
from pyogrio.errors import CRSError, DataLayerError, DataSourceError, FeatureError, GeometryError

from geo.errors import InputError
from geo.readers.limits import LIMITS, Limits, count, size
from geo.readers.reading import LAYER, Reading

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["TABLE", "flatgeobuf", "geopackage", "shapefile"]

TABLE = "ceaseline"
"""The GeoPackage table in which an export carries its placement: one row, column `placement`."""

_FAULTS = (
    DataSourceError, DataLayerError, FeatureError, GeometryError, CRSError, UnicodeDecodeError,
    ValueError, OverflowError,
)  # fmt: skip


def geopackage(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read one layer of a GeoPackage; the file is copied first, so that nothing is written by it.

    Parameters
    ----------
    path : Path
        The file.
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
        copy = Path(folder, "copy.gpkg")
        shutil.copyfile(path, copy)
        embedded = _embedded(copy)
        frame = _layer(path, copy, limits, layer)
    return Reading(path, "GeoPackage", frame, embedded=embedded)


def flatgeobuf(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read a FlatGeobuf file; parameters and errors as :func:`geopackage`."""
    size(path, limits.binary)
    return Reading(path, "FlatGeobuf", _layer(path, path, limits, layer))


def shapefile(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read a Shapefile with its .shx, .dbf and .prj beside it.

    Parameters and errors as :func:`geopackage`; a Shapefile without .prj or .shx is refused with
    the name of the file that is missing.
    """
    size(path, limits.binary)
    beside = {p.suffix.lower() for p in path.parent.glob(f"{path.stem}.*")}
    missing = [suffix for suffix in (".shx", ".prj") if suffix not in beside]
    if missing:
        raise InputError(
            f"{path.name} lacks its {' and '.join(missing)}; give all files of the Shapefile, "
            "or one zip with them."
        )
    return Reading(path, "Shapefile", _layer(path, path, limits, layer))


def _embedded(copy: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro", uri=True)) as base:
            row = base.execute(f"SELECT placement FROM {TABLE}").fetchone()  # noqa: S608  a constant
    except sqlite3.Error:
        return ""
    return row[0] if row and isinstance(row[0], str) else ""


def _layer(path: Path, where: Path, limits: Limits, layer: str | None) -> gpd.GeoDataFrame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = [str(name) for name, kind in pyogrio.list_layers(where) if kind is not None]
            chosen = _chosen(path, names, layer)
            found = pyogrio.read_info(where, layer=chosen, force_feature_count=True)
            count(path, int(found["features"]), limits.features, "features")
            frame = pyogrio.read_dataframe(
                where, layer=chosen, force_2d=True, datetime_as_string=True
            )
    except _FAULTS as error:
        first = str(error).replace(str(where), path.name).splitlines()[0]
        raise InputError(
            f"{path.name} cannot be read ({first:.160}); it may be truncated or damaged: save it "
            "anew from a GIS."
        ) from error
    return frame


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
