"""The bytes of an export in the formats that hold all layers; one plan gives the same bytes."""

from __future__ import annotations

import io
import json
import sqlite3
import tempfile
import warnings
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyogrio
import shapely

from ceaseline.geo.cells import neutral
from ceaseline.layers.export.content import citations, figures, layers_of, sources
from ceaseline.layers.export.kml import kml
from ceaseline.layers.export.styles import qml
from ceaseline.layers.placement.file import dumps

if TYPE_CHECKING:
    import geopandas as gpd

    from ceaseline.layers.plan.plan import Plan

__all__ = ["geojson", "gpkg", "kml_bytes", "kmz", "shp"]

_DAY = "1980-01-01T00:00:00.000Z"
"""What a format that wants a time of writing is given: the bytes depend on the plan alone."""
_DECIMALS = 7
_GPKG = "1.2"
"""The version of GeoPackage: GDAL 3.6 and the QGIS of its time warn of later ones."""
_CREDIT = "ceaseline-sources.txt"
"""The file in a KMZ that names the sources; it comes first, and tells whose archive it is."""


def geojson(plan: Plan) -> bytes:
    """Return one FeatureCollection, a feature a line, each with its `layer` and figures.

    Features are numbered: GDAL would else take a settlement's `id` for the number of its feature,
    and pass over those below 0.
    """
    lines: list[str] = []
    for name, frame in layers_of(plan).items():
        for row, shape in zip(_rows(frame), frame.geometry, strict=True):
            geometry = shapely.geometry.mapping(shapely.transform(shape, _rounded))
            feature = {
                "type": "Feature",
                "id": len(lines) + 1,
                "properties": {"layer": name, **row},
                "geometry": geometry,
            }
            lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    placement = json.dumps(dumps(plan.placement), ensure_ascii=False)
    measured = json.dumps(_rows(figures(plan)), ensure_ascii=False, separators=(",", ":"))
    named = json.dumps(_rows(sources(plan)), ensure_ascii=False, separators=(",", ":"))
    head = (
        '{\n"type": "FeatureCollection",\n"ceaseline_export": {\n'
        f'"figures": {measured},\n"sources": {named},\n"placement": {placement}\n}},\n'
        '"features": [\n'
    )
    return (head + ",\n".join(lines) + "\n]\n}\n").encode()


def gpkg(plan: Plan) -> bytes:
    """Return a GeoPackage: layers, QGIS styles, figures, sources, and the placement itself."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _DAY})
    try:
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = Path(folder, "export.gpkg")
            frames = layers_of(plan)
            for name, frame in frames.items():
                pyogrio.write_dataframe(
                    frame, path, layer=name, driver="GPKG", append=path.exists(),
                    dataset_options={"VERSION": _GPKG},
                )  # fmt: skip
            with closing(sqlite3.connect(path)) as base, base:
                _own_tables(base, plan, list(frames))
            with closing(sqlite3.connect(path)) as base:
                base.execute("VACUUM")
            return path.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def kml_bytes(plan: Plan) -> bytes:
    """Return a KML document: a folder a layer, styled, the placement in its ExtendedData."""
    held = plan.placement
    return kml(layers_of(plan), held, dumps(held), citations(plan)).encode()


def kmz(plan: Plan) -> bytes:
    """Return the KML document in an archive of its own, as Google Earth shares it."""
    said = f"{citations(plan)}\n".encode()
    return _zipped([(_CREDIT, said), ("doc.kml", kml_bytes(plan))])


def shp(plan: Plan) -> bytes:
    """Return a zip with a Shapefile a layer; figures, sources and the placement beside them."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, frame in layers_of(plan).items():
            pyogrio.write_dataframe(frame, Path(folder, f"{name}.shp"), encoding="UTF-8")
        beside = {
            "figures.csv": figures(plan).map(neutral).to_csv(index=False, lineterminator="\n"),
            "sources.txt": f"{citations(plan)}\n",
        }
        carried = (f"{plan.placement.name}.ceaseline.json", dumps(plan.placement).encode())
        made = [(path.name, _dated(path)) for path in Path(folder).iterdir()]
        made += [(name, text.encode()) for name, text in beside.items()]
        return _zipped([carried, *sorted(made)])


def _dated(path: Path) -> bytes:
    """Return what a file of a Shapefile holds, with a day of writing that is always the same."""
    content = bytearray(path.read_bytes())
    if path.suffix == ".dbf":
        content[1:4] = bytes([80, 1, 1])
    return bytes(content)


def _zipped(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _own_tables(base: sqlite3.Connection, plan: Plan, layers: list[str]) -> None:
    base.execute("CREATE TABLE ceaseline (id INTEGER PRIMARY KEY, placement TEXT NOT NULL)")
    base.execute("INSERT INTO ceaseline VALUES (1, ?)", (dumps(plan.placement),))
    base.execute(
        "CREATE TABLE figures (fid INTEGER PRIMARY KEY, id TEXT, value REAL, unit TEXT, party TEXT,"
        " unit_code TEXT, unit_name TEXT, detail_m REAL, basis TEXT, low REAL, high REAL,"
        " resolution_m REAL)"
    )
    base.executemany(
        "INSERT INTO figures VALUES (NULL, :id, :value, :unit, :party, :unit_code, :unit_name,"
        " :detail_m, :basis, :low, :high, :resolution_m)",
        _rows(figures(plan)),
    )
    base.execute(
        "CREATE TABLE sources (fid INTEGER PRIMARY KEY, id TEXT, title TEXT, publisher TEXT,"
        " date TEXT, licence TEXT, licence_url TEXT, url TEXT, attribution TEXT, notes TEXT)"
    )
    base.executemany(
        "INSERT INTO sources VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        sources(plan).to_numpy().tolist(),
    )
    base.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT,"
        " f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT,"
        " styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT,"
        " ui TEXT, update_time DATETIME)"
    )
    base.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui,"
        " update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, 'Ceaseline', '', '', ?)",
        [(name, name, qml(name, plan.parties), _DAY) for name in layers],
    )
    base.executemany(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change)"
        " VALUES (?, 'attributes', ?, ?)",
        [(name, name, _DAY) for name in ("ceaseline", "figures", "sources", "layer_styles")],
    )


def _rounded(coords: Any) -> Any:
    return coords.round(_DECIMALS)


def _rows(frame: pd.DataFrame | gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON values, missing ones as None."""
    plain = pd.DataFrame(frame.drop(columns="geometry", errors="ignore")).astype(object)
    records = plain.where(plain.notna(), None).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in records]
