"""The peers, each with what it needs: absent ones are named, with the reason.

PostGIS is looked for at the address in the environment variable BENCH_POSTGIS (a libpq string),
turf in the folder BENCH_TURF (the one that holds node_modules), with node on the path.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from harness import Benchmark, installed
from pyproj import Geod

GEOD = Geod(ellps="WGS84")
CRSS = {"UTM 36N": 32636, "LAEA 3035": 3035, "Web Mercator": 3857}
Op = Callable[[str], Callable[[], Any]]  # what to do, "length", "area" or "buffer:15000"


def geopandas_ops(geometry: Any) -> dict[str, Op]:
    series = gpd.GeoSeries([geometry], crs=4326)

    def make(crs: int) -> Op:
        def op(what: str) -> Callable[[], Any]:
            name, _, metres = what.partition(":")
            if name == "buffer":
                return lambda: (
                    series.to_crs(crs).buffer(float(metres), quad_segs=64).to_crs(4326).iloc[0]
                )
            return lambda: float(getattr(series.to_crs(crs), name).iloc[0])

        return op

    return {f"geopandas {name}": make(crs) for name, crs in CRSS.items()}


def pyproj_op(geometry: Any) -> Op:
    def op(what: str) -> Callable[[], Any]:
        if what == "length":
            return lambda: GEOD.geometry_length(geometry)
        return lambda: abs(GEOD.geometry_area_perimeter(geometry)[0])

    return op


@contextlib.contextmanager
def postgis(geometry: Any) -> Iterator[Op]:
    import psycopg  # noqa: PLC0415 - optional

    link = psycopg.connect(os.environ["BENCH_POSTGIS"], autocommit=True)
    link.execute("create temporary table peer (g geography)")
    link.execute(
        "insert into peer values (ST_GeomFromWKB(decode(%s,'hex'),4326)::geography)",
        [shapely.to_wkb(geometry).hex()],
    )

    def op(what: str) -> Callable[[], Any]:
        name, _, metres = what.partition(":")
        if name == "buffer":
            sql = f"select ST_AsBinary(ST_Buffer(g,{metres},'quad_segs=64')) from peer"
            return lambda: shapely.from_wkb(bytes(link.execute(sql).fetchone()[0]))
        sql = f"select ST_{name.title()}(g) from peer"
        return lambda: float(link.execute(sql).fetchone()[0])

    yield op
    link.close()


@contextlib.contextmanager
def duckdb(geometry: Any) -> Iterator[Op]:
    import duckdb as engine  # noqa: PLC0415 - optional
    import duckdb_extension_spatial as spatial  # noqa: PLC0415 - optional

    folder = Path(spatial.__file__).parent / "extensions" / f"v{engine.__version__}"
    link = engine.connect()
    link.execute(f"load '{folder / 'spatial.duckdb_extension'}'")
    link.execute("set threads = 1")
    link.execute(
        "create table peer as select ST_FlipCoordinates(ST_GeomFromWKB(?)) g",
        [shapely.to_wkb(geometry)],
    )

    def op(what: str) -> Callable[[], Any]:
        if what.startswith("buffer"):
            raise LookupError("has no geodesic buffer")
        sql = f"select ST_{what.title()}_Spheroid(g) from peer"
        return lambda: float(link.execute(sql).fetchone()[0])

    yield op
    link.close()


@contextlib.contextmanager
def sedonadb(geometry: Any) -> Iterator[Op]:
    import sedona.db  # noqa: PLC0415 - optional

    link = sedona.db.connect()
    link.sql(f"select ST_GeogFromWKB(x'{shapely.to_wkb(geometry).hex()}') g").to_memtable().to_view(
        "peer", overwrite=True
    )

    def op(what: str) -> Callable[[], Any]:
        name, _, metres = what.partition(":")
        if name == "buffer":
            sql = f"select ST_AsBinary(ST_Buffer(g,{metres},'quad_segs=64')) a from peer"
            return lambda: shapely.from_wkb(link.sql(sql).to_pandas().iloc[0, 0])
        sql = f"select ST_{name.title()}(g) a from peer"
        return lambda: float(link.sql(sql).to_pandas().iloc[0, 0])

    yield op


@contextlib.contextmanager
def spherely(geometry: Any) -> Iterator[Op]:
    import spherely as engine  # noqa: PLC0415 - optional

    options = {"oriented": False} if geometry.geom_type == "Polygon" else {}
    peer = engine.from_wkb([shapely.to_wkb(geometry)], **options)

    def op(what: str) -> Callable[[], Any]:
        if what.startswith("buffer"):
            raise LookupError("has no buffer")
        return lambda: float(getattr(engine, what)(peer)[0])

    yield op


_TURF = """
const turf = require(process.argv[1] + '/node_modules/@turf/turf'), fs = require('fs');
const feature = JSON.parse(fs.readFileSync(process.argv[2]));
require('readline').createInterface({input: process.stdin}).on('line', what => {
  const [name, metres] = what.split(':'); let value = null;
  if (name === 'length') value = turf.length(feature, {units: 'meters'});
  else if (name === 'area') value = turf.area(feature);
  else value = turf.buffer(feature, +metres, {units: 'meters', steps: 64}).geometry;
  process.stdout.write(JSON.stringify(value) + '\\n');
});
"""


@contextlib.contextmanager
def turf(geometry: Any) -> Iterator[Op]:
    with tempfile.TemporaryDirectory() as folder:
        feature = Path(folder) / "feature.json"
        shape = shapely.geometry.mapping(geometry)
        feature.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": shape}))
        node = subprocess.Popen(
            ["node", "-e", _TURF, os.environ["BENCH_TURF"], str(feature)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

        def ask(what: str) -> Any:
            node.stdin.write(what + "\n")
            node.stdin.flush()
            value = json.loads(node.stdout.readline())
            return shapely.geometry.shape(value) if isinstance(value, dict) else value

        yield lambda what: lambda: ask(what)
        node.stdin.close()
        node.wait(timeout=60)


def why_absent(name: str) -> str:
    """Return why a peer cannot be asked, or nothing where it can."""
    modules = {
        "PostGIS": "psycopg", "DuckDB spatial": "duckdb_extension_spatial",
        "sedonadb": "sedonadb", "spherely": "spherely",
    }  # fmt: skip
    variables = {"PostGIS": "BENCH_POSTGIS", "turf": "BENCH_TURF"}
    if name in modules and not installed(modules[name]):
        return f"the module {modules[name]} is not installed"
    if name in variables and variables[name] not in os.environ:
        return f"{variables[name]} is not set"
    if name == "turf" and not shutil.which("node"):
        return "node is not on the path"
    return ""


OTHERS = {
    "PostGIS": postgis, "DuckDB spatial": duckdb, "sedonadb": sedonadb, "spherely": spherely,
    "turf": turf,
}  # fmt: skip


@contextlib.contextmanager
def asked(
    bench: Benchmark, geometry: Any, what: str, leave_out: dict[str, str]
) -> Iterator[dict[str, Callable[[], Any]]]:
    """Give the work of every peer that is there; say which ones are not, and why."""
    with contextlib.ExitStack() as stack:
        works = {}
        for name, peer in OTHERS.items():
            why = leave_out.get(name) or why_absent(name)
            try:
                if not why:
                    works[name] = stack.enter_context(peer(geometry))(what)
                    continue
            except LookupError as error:
                why = str(error)
            if name not in bench.skipped and name not in {r.name for r in bench.rows}:
                bench.skip(name, why)
        for name, op in geopandas_ops(geometry).items():
            if name not in leave_out:
                works[name] = op(what)
        yield works
