"""One name for a thing in every format, as the page of the exports says; one layer a file."""

import csv
import functools
import io
import json
import re
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import which

import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from defusedxml import ElementTree

from ceaseline.geo.country.place_file import read_settlements
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.gazetteer import Gazetteer, gazetteer
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.readers import read
from ceaseline.layers.export.back import returned
from ceaseline.layers.export.content import layer_of
from ceaseline.layers.export.fields import FIELDS, LAYERS
from ceaseline.layers.export.files import geojson, gpkg, kml_bytes, kmz, shp
from ceaseline.layers.export.formats import FORMATS
from ceaseline.layers.export.single import csv_bytes, fgb, parquet
from ceaseline.layers.export.styles import SIZES
from ceaseline.layers.export.write import SUFFIXES, checked_layer, export
from ceaseline.layers.placement.file import dumps
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.plan.plan import plan

PAGE = Path(__file__).parents[3] / "docs" / "exports.md"
KML = "{http://www.opengis.net/kml/2.2}"


@functools.cache
def drawn():
    """A line with hard names, and few settlements, so that all that is written is small."""
    north = Section.of('=cmd|"1"', "drawn", [(31.0, 52.5), (32.0, 49.0)], depth_m=(20e3, 5e3))
    south = Section.of("-2; Ї", "drawn", [(32.0, 49.0), (32.0, 45.5)])
    every = settlements(added=True)
    few = every[(every["population"] > 150_000) | (every.index % 20 == 0)].reset_index(drop=True)
    counted = Gazetteer(few, gazetteer().sources)
    return plan(Placement("own", "Own", (north, south)), gazetteer=counted)


@functools.cache
def tree(form):
    text = whole(form)
    if form == "kmz":
        text = zipfile.ZipFile(io.BytesIO(text)).read("doc.kml")
    return ElementTree.fromstring(text)


def of_kml(root, layer):
    (folder,) = (f for f in root.iter(f"{KML}Folder") if f.find(f"{KML}name").text == layer)
    found = [[d.get("name") for d in m.iter(f"{KML}Data")] for m in folder.iter(f"{KML}Placemark")]
    return [name for name in FIELDS[layer] if any(name in row for row in found)], found


def fields_of(form, layer, folder):
    """The fields that a file of a format really has, read by others than the tool."""
    if form == "geojson":
        rows = json.loads(whole(form))["features"]
        (first, *_) = (r["properties"] for r in rows if r["properties"]["layer"] == layer)
        return [name for name in first if name != "layer"]
    if form in ("kml", "kmz"):
        named, rows = of_kml(tree(form), layer)
        assert all(set(row) <= set(named) for row in rows)
        return named
    if form == "csv":
        head = next(csv.reader(io.StringIO(csv_bytes(drawn(), layer).decode())))
        added = ["lon", "lat"] if layer == "settlements" else ["wkt"]
        assert head[-len(added) :] == added
        return head[: -len(added)]
    path = folder / f"a.{'zip' if form == 'shp' else form}"
    if form == "parquet":
        path.write_bytes(parquet(drawn(), layer))
        return [name for name in pq.read_schema(path).names if name != "geometry"]
    path.write_bytes(fgb(drawn(), layer) if form == "fgb" else whole(form))
    if form == "shp":
        return list(pyogrio.read_info(f"/vsizip/{path}/{layer}.shp")["fields"])
    return list(pyogrio.read_info(path, layer=layer)["fields"])


@functools.cache
def whole(form):
    made = {"geojson": geojson, "gpkg": gpkg, "kml": kml_bytes, "kmz": kmz, "shp": shp}
    return made[form](drawn())


@pytest.mark.parametrize("form", FORMATS)
def test_a_thing_has_one_name_in_every_format(form, tmp_path):
    for layer in LAYERS:
        expected = list(FIELDS[layer])
        if form in ("kml", "kmz"):  # which leaves empty values out
            frame = layer_of(drawn(), layer)
            expected = [name for name in expected if frame[name].notna().any()]
        assert fields_of(form, layer, tmp_path) == expected, layer


def test_no_name_is_too_long_for_a_shapefile():
    names = [name for fields in FIELDS.values() for name in fields]
    assert all(len(name) <= 10 and name == name.lower() for name in names)
    for code in ("unit_code", "raion_code", "hrom_code"):
        for fields in FIELDS.values():
            assert (code in fields) == (code.replace("code", "name") in fields)


def test_the_page_has_every_field_with_its_meaning_and_no_other():
    text = PAGE.read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (?:`(\w+)`)? ?\| (.+) \|$", text, re.MULTILINE)
    assert [(layer, field) for layer, field, _ in rows] == [
        (layer, field) for layer, fields in FIELDS.items() for field in ("", *fields)
    ]
    for form in FORMATS:
        assert re.search(rf"^\|.*\.{'zip' if form == 'shp' else form}\b", text, re.MULTILINE), form


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_alone_is_what_it_is_among_the_others(layer, tmp_path):
    """The three formats of one layer hold the same rows and shapes; read by GDAL and pyarrow."""
    expected = layer_of(drawn(), layer)
    (tmp_path / "a.fgb").write_bytes(fgb(drawn(), layer))
    (tmp_path / "a.parquet").write_bytes(parquet(drawn(), layer))
    (tmp_path / "a.csv").write_bytes(csv_bytes(drawn(), layer))
    packed = pq.read_table(tmp_path / "a.parquet")
    shapes = shapely.from_wkb(packed["geometry"].to_pylist())
    assert (shapes == expected.geometry.to_numpy()).all()
    indexed = pyogrio.read_dataframe(tmp_path / "a.fgb")
    plain = pyogrio.read_dataframe(tmp_path / "a.csv")
    assert len(indexed) == len(plain) == packed.num_rows == len(expected)
    for name in {"area_m2", "people", "distance_m", "length_m"} & set(FIELDS[layer]):
        total = float(expected[name].sum())
        assert sum(packed[name].to_pylist()) == pytest.approx(total)
        assert indexed[name].sum() == pytest.approx(total)
        assert plain[name].astype(float).sum() == pytest.approx(total)
    if layer == "settlements":
        assert plain["lon"].astype(float).to_numpy() == pytest.approx(
            expected.geometry.x.to_numpy(), abs=1e-7
        )
    else:
        texts = plain["wkt"] if "wkt" in plain else plain.geometry.to_wkt()
        spots = shapely.get_coordinates(shapely.from_wkt(texts))
        assert abs(spots - shapely.get_coordinates(expected.geometry)).max() <= 1e-7


def test_the_metadata_of_a_geoparquet_are_those_of_its_standard(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet(drawn(), "zone"))
    found = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert (found["version"], found["primary_column"]) == ("1.0.0", "geometry")
    column = found["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert set(column["geometry_types"]) == {"MultiPolygon"}
    assert column["bbox"] == pytest.approx(list(layer_of(drawn(), "zone").total_bounds))


@pytest.mark.parametrize("layer", ["line", "zone"])
def test_a_geoparquet_of_any_layer_gives_the_placement_back(layer, tmp_path):
    path = export(drawn(), "parquet", tmp_path / "a.parquet", layer=layer)
    placement, notes = returned(read(path))
    assert dumps(placement) == dumps(drawn().placement)
    assert notes == [] if layer == "line" else "shows no line" in notes[0]


def test_a_layer_of_areas_is_not_taken_for_the_line(tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(whole("gpkg"))
    placement, notes = returned(read(path, layer="zone"))
    assert dumps(placement) == dumps(drawn().placement)
    assert notes == ["The layer shows no line; the placement is the one that the file carries."]


def test_without_pyarrow_a_geoparquet_asks_for_it(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match="GeoParquet needs pyarrow; run: pip install pyarrow"):
        export(drawn(), "parquet", tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_kmz_is_the_kml_with_its_sources_before_it():
    packed = zipfile.ZipFile(io.BytesIO(whole("kmz")))
    assert packed.namelist() == ["ceaseline-sources.txt", "doc.kml"]
    assert packed.read("doc.kml") == whole("kml")
    assert "(CC BY 4.0)" in packed.read("ceaseline-sources.txt").decode()


def test_a_spreadsheet_runs_nothing_of_a_csv():
    rows = list(csv.DictReader(io.StringIO(csv_bytes(drawn(), "line").decode())))
    assert [row["name"] for row in rows] == ['\'=cmd|"1"', "'-2; Ї"]
    assert (rows[0]["depth_l_m"], rows[1]["depth_l_m"]) == ("20000.0", "")
    ids = [
        row["id"] for row in csv.DictReader(io.StringIO(csv_bytes(drawn(), "settlements").decode()))
    ]
    assert ids == [str(n) for n in layer_of(drawn(), "settlements")["id"]]


@pytest.mark.parametrize("form", ["fgb", "csv"])
def test_the_sources_lie_beside_what_cannot_name_them(form, tmp_path):
    path = tmp_path / f"a.b.{form}"
    export(drawn(), form, path)
    export(drawn(), form, path, layer="zone", overwrite=True)
    text = (tmp_path / "a.b.sources.txt").read_text("utf-8")
    assert text.startswith("Sources of 'Own', exported by ceaseline:\nSource: Natural Earth")
    (tmp_path / "c.sources.txt").write_text("mine")
    with pytest.raises(InputError, match=r"c\.sources\.txt exists and may hold something else"):
        export(drawn(), form, tmp_path / f"c.{form}")
    assert (tmp_path / "c.sources.txt").read_text() == "mine"
    (tmp_path / f"d.{form}").write_text("mine")
    with pytest.raises(InputError, match=rf"d\.{form} exists and may hold something else"):
        export(drawn(), form, tmp_path / f"d.{form}")
    assert not (tmp_path / "d.sources.txt").exists()


def test_an_export_again_gives_the_same_bytes():
    """The formats that others' libraries write; the index of a FlatGeobuf too."""
    for make in (fgb, parquet, csv_bytes):
        assert make(drawn(), "settlements") == make(drawn(), "settlements")
    assert kmz(drawn()) == whole("kmz")
    assert shp(drawn()) == whole("shp")


@pytest.mark.parametrize(
    ("form", "layer", "message"),
    [
        ("csv", "town", "no layer 'town'; give line, territories, oblasts, zone or settlements"),
        ("kml", "zone", "export to kml holds all layers; leave the layer 'zone' out, or give a"),
    ],
)
def test_a_layer_that_cannot_be_is_refused(form, layer, message):
    with pytest.raises(InputError, match=message):
        checked_layer(form, layer)


def test_the_geopackage_is_of_a_version_that_older_programs_know(tmp_path):
    path = tmp_path / "a.gpkg"
    path.write_bytes(whole("gpkg"))
    with sqlite3.connect(path) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (10200,)
        found = {row[0] for row in base.execute("SELECT definition FROM gpkg_extensions")}
    assert {link.partition("#")[0] for link in found} == {"http://www.geopackage.org/spec120/"}


@pytest.mark.slow
@pytest.mark.skipif(which("ogrinfo") is None, reason="GDAL's ogrinfo is not installed")
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "parquet"])
def test_the_gdal_of_the_system_reads_it_without_a_warning(form, tmp_path):
    """Of Debian 12 that is 3.6.2, older than the one that writes."""
    path = export(drawn(), form, tmp_path / f"a{SUFFIXES[form]}")
    source = f"/vsizip/{path}" if form == "shp" else str(path)
    told = subprocess.run(  # noqa: S603 - a file of the test's own
        [which("ogrinfo"), "-al", "-so", source], capture_output=True, text=True, check=True
    )
    assert told.stderr == ""
    assert "successful" in told.stdout
    assert not re.search("warning|error", told.stdout, re.IGNORECASE)


def test_the_style_shows_each_settlement_once_by_its_size_and_names_it(tmp_path):
    """The filters of a QGIS style are SQL as well: SQLite is asked how many each one takes."""
    path = tmp_path / "a.gpkg"
    path.write_bytes(whole("gpkg"))
    base = sqlite3.connect(path)
    (text,) = base.execute(
        "SELECT styleQML FROM layer_styles WHERE f_table_name = 'settlements'"
    ).fetchone()
    root = ElementTree.fromstring(text.partition("\n")[2])
    assert root.get("labelsEnabled") == "1"
    dots = root.findall("renderer-v2/rules/rule")
    names = root.findall("labeling/rules/rule")
    assert (len(dots), len(names)) == (2 * len(SIZES), len(SIZES))
    count = "SELECT count(*) FROM settlements WHERE "
    for rules in (dots, names):
        counted = [base.execute(count + rule.get("filter")).fetchone()[0] for rule in rules]
        (expected,) = base.execute(
            "SELECT count(*) FROM settlements WHERE counted_as <> 'centre'"
        ).fetchone()
        assert sum(counted) == expected
        assert all(counted)
    across = [
        float(layer.find("Option/Option[@name='size']").get("value"))
        for layer in root.findall("renderer-v2/symbols/symbol/layer")
    ]
    assert across == sorted(across, reverse=True)
    assert {rule.find("settings/text-style").get("fieldName") for rule in names} == {"name"}
    for kind in (dots, names):
        far = [int(rule.get("scalemaxdenom")) for rule in kind]
        assert far == sorted(far, reverse=True)
    base.close()


def test_a_table_of_ones_own_leaves_under_the_same_names(tmp_path):
    (tmp_path / "own.csv").write_text("name,lon,lat,people\nA,30.5,50.4,7\nB,37.6,48,3000\n")
    own = plan(drawn().placement, gazetteer=read_settlements(tmp_path / "own.csv"))
    (tmp_path / "a.gpkg").write_bytes(gpkg(own))
    for rows in (
        pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="settlements").to_dict("records"),
        list(csv.DictReader(io.StringIO(csv_bytes(own, "settlements").decode()))),
    ):
        assert [set(row) >= set(FIELDS["settlements"]) for row in rows] == [True, True]
        assert [(row["name"], int(row["people"]), row["unit_name"]) for row in rows] == [
            ("A", 7, "Kyiv"),
            ("B", 3000, "Donetsk"),
        ]


def test_units_leave_with_their_names():
    units = layer_of(drawn(), "oblasts")
    assert set(units.loc[units["unit_code"] == "UA-14", "unit_name"]) == {"Donetsk"}
    towns = layer_of(drawn(), "settlements").set_index("id")
    assert towns.loc[706448, "unit_name"] == "Kherson"
    assert towns.loc[706448, "raion_name"] == "Khersonskyi raion"
