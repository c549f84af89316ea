"""The bytes of an export in the formats that hold one layer; one plan gives the same bytes."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyogrio
import shapely

from ceaseline.geo.cells import neutral
from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.parquet import EMBEDDED
from ceaseline.layers.export.content import citations, layer_of
from ceaseline.layers.placement.file import dumps

if TYPE_CHECKING:
    import geopandas as gpd

    from ceaseline.layers.plan.plan import Plan

__all__ = ["csv_bytes", "fgb", "parquet"]

_DECIMALS = 7
_SOURCES = "ceaseline_sources"
"""Of a GeoParquet's metadata: the sources, a line each."""


def fgb(plan: Plan, layer: str) -> bytes:
    """Return a layer as FlatGeobuf, with its index."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder, "export.fgb")
        pyogrio.write_dataframe(layer_of(plan, layer), path, layer=layer, driver="FlatGeobuf")
        return path.read_bytes()


def csv_bytes(plan: Plan, layer: str) -> bytes:
    """Return a layer as CSV: points by `lon` and `lat`, all else by `wkt`, as the last columns.

    Text that a spreadsheet would run as a formula is led by an apostrophe.
    """
    frame = layer_of(plan, layer)
    table = pd.DataFrame(frame.drop(columns="geometry")).astype(object)
    table = table.where(table.notna(), None)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    named, spots = _spots(frame)
    writer.writerow([*table.columns, *named])
    for row, spot in zip(table.itertuples(index=False), spots, strict=True):
        writer.writerow([*(neutral(cell) for cell in row), *spot])
    return out.getvalue().encode()


def parquet(plan: Plan, layer: str) -> bytes:
    """Return a layer as GeoParquet 1.0, the placement and its sources in the file's metadata.

    Raises
    ------
    InputError
        If pyarrow, an extra, is not there.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise InputError("GeoParquet needs pyarrow; run: pip install pyarrow") from error
    frame = layer_of(plan, layer)
    table = pa.Table.from_pandas(
        pd.DataFrame(frame.drop(columns="geometry")), preserve_index=False
    ).append_column("geometry", pa.array(shapely.to_wkb(frame.geometry.to_numpy()), pa.binary()))
    carried = {
        "geo": json.dumps(_described(frame)),
        EMBEDDED: dumps(plan.placement),
        _SOURCES: citations(plan),
    }
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata(carried), out)
    return out.getvalue()


def _described(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return what GeoParquet says of a column of shapes; longitude and latitude if nothing else."""
    column = {
        "encoding": "WKB",
        "geometry_types": sorted(set(frame.geometry.geom_type)),
        "bbox": [float(edge) for edge in frame.total_bounds],
    }
    return {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": column}}


def _spots(frame: gpd.GeoDataFrame) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    shapes = frame.geometry.to_numpy()
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        coords = shapely.get_coordinates(shapes).round(_DECIMALS)
        return ("lon", "lat"), [tuple(spot) for spot in coords.tolist()]
    texts = shapely.to_wkt(shapes, rounding_precision=_DECIMALS)
    return ("wkt",), [(text,) for text in texts]
