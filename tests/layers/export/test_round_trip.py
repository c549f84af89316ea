"""Every placement of the library leaves in every format and comes back the same."""

import functools
import json
import sqlite3
import zipfile

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pyogrio
import pytest
import shapely
from defusedxml import ElementTree

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.gazetteer import Gazetteer, gazetteer
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import area
from ceaseline.geo.readers import read
from ceaseline.layers.export import styles
from ceaseline.layers.export.back import returned
from ceaseline.layers.export.content import layers_of
from ceaseline.layers.export.fields import LAYERS
from ceaseline.layers.export.files import geojson, gpkg, kml_bytes, kmz, shp
from ceaseline.layers.export.single import csv_bytes, fgb, parquet
from ceaseline.layers.export.write import SUFFIXES, export
from ceaseline.layers.figures import sources_of
from ceaseline.layers.importing import bring
from ceaseline.layers.placement.file import dumps
from ceaseline.layers.placement.placement import Edit, Placement, Section
from ceaseline.layers.placement.store import library, load, write
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.style import LIGHT

WHOLE = {"geojson": geojson, "gpkg": gpkg, "kml": kml_bytes, "kmz": kmz, "shp": shp}
SINGLE = {"fgb": fgb, "parquet": parquet, "csv": csv_bytes}
CARRY = (*WHOLE, "parquet")


@functools.cache
def counted():
    """Settlements of every kind, a tenth of them: the files are small, and read in no time."""
    every = settlements(added=True)
    kept = (every.index % 10 == 0) | (every["population"] > 150_000)
    few = every[kept | (every["name"] == "Illinivka")].reset_index(drop=True)
    return Gazetteer(few, gazetteer().sources)


@functools.cache
def planned(name):
    return plan(with_everything(load(name)), gazetteer=counted())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Exports, made once: (placement name, format) -> path."""
    folder = tmp_path_factory.mktemp("exports")

    def of(name, form):
        path = folder / f"{name}-{form}{SUFFIXES[form]}"
        if not path.exists():
            export(planned(name), form, path)
        return path

    return of


def with_everything(placement):
    """The placement with a history, depths, a lock and hard characters, so that all is tried."""
    first, *rest = placement.sections
    first = first.replaced(depth_m=(5000.0, 25000.5), locked=True, name='Ґанок <&> "№1" Ё')
    edit = Edit("depth", (("km", [5.0, 25.0005]),))
    return placement.replaced(
        sections=(first, *rest), notes="ліворуч — <b>&amp;\n", control=None, history=(edit,),
        origin=placement.name,
    )  # fmt: skip


NAMES = [
    pytest.param(name, marks=[] if name == "four-oblasts" else pytest.mark.slow)
    for name in library()
]


@pytest.mark.sampled
@pytest.mark.parametrize("form", CARRY)
@pytest.mark.parametrize("name", NAMES)
def test_a_placement_comes_back(made, name, form):
    reading = read(made(name, form))
    placement, notes = returned(reading)
    expected = with_everything(load(name))
    assert notes == []
    assert dumps(placement) == dumps(expected)
    for shape, section in zip(reading.frame.geometry, expected.sections, strict=True):
        assert np.abs(shapely.get_coordinates(shape) - section.array).max() <= 1e-7
    assert placement.sources == expected.sources
    assert placement.history == expected.history


@pytest.mark.slow
def test_a_plan_made_anew_leaves_the_same_bytes(made):
    planned.cache_clear()
    for form, make in WHOLE.items():
        assert make(planned("four-oblasts")) == made("four-oblasts", form).read_bytes()
    for form, make in SINGLE.items():
        assert make(planned("four-oblasts"), "line") == made("four-oblasts", form).read_bytes()


@pytest.mark.parametrize("form", ["geojson", "gpkg", "shp"])
def test_gis_programs_find_layers_and_figures(made, form, tmp_path):
    """Read by GDAL alone, which knows nothing of us."""
    path = made("four-oblasts", form)
    if form == "geojson":
        whole = gpd.read_file(path)
        frames = {name: whole[whole["layer"] == name] for name in LAYERS}
    elif form == "gpkg":
        frames = {name: gpd.read_file(path, layer=name) for name in LAYERS}
    else:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(tmp_path)
        frames = {name: gpd.read_file(tmp_path / f"{name}.shp") for name in LAYERS}
    found = planned("four-oblasts").figures
    territory = frames["territories"].set_index("party")
    for party in ("Ukraine", "Russia"):
        expected = find(found, "territory_area", party=party).value
        assert territory.loc[party, "area_m2"] == pytest.approx(expected, rel=1e-9)
        assert area(territory.geometry[party]) == pytest.approx(expected, abs=5e5)
        own = frames["oblasts"].query("party == @party")["area_m2"].sum()
        assert own == pytest.approx(expected, rel=1e-9)
    assert frames["zone"]["area_m2"].sum() == pytest.approx(
        find(found, "zone_area").value, rel=1e-6
    )
    assert len(frames["settlements"]) == len(counted().settlements)
    parties = frames["settlements"]["party"]
    assert set(parties) == {"Ukraine", "Russia"}
    assert all(frame.crs.to_epsg() == 4326 for frame in frames.values())


@pytest.mark.sampled
@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "shp"])
def test_no_layer_says_a_depth_that_the_zone_does_not_have(form, tmp_path):
    north = Section.of("north", "drawn", [(31.0, 52.5), (32.0, 49.0)], depth_m=(20e3, 5e3))
    south = Section.of("south", "drawn", [(32.0, 49.0), (32.0, 45.5)], depth_m=(8e3, 5e3))
    one = plan(Placement("own", "Own depths", (north, south)), gazetteer=counted())
    path = tmp_path / f"own{SUFFIXES[form]}"
    export(one, form, path)
    if form == "shp":
        with zipfile.ZipFile(path) as archive:
            archive.extractall(tmp_path)
        path = tmp_path / "zone.shp"
    if form == "kml":
        root = ElementTree.parse(path).getroot()
        (folder,) = (f for f in root.iterfind(".//{*}Folder") if f.find("{*}name").text == "zone")
        rows = [
            {d.get("name"): d.find("{*}value").text for d in mark.iterfind(".//{*}Data")}
            for mark in folder.iterfind("{*}Placemark")
        ]
        assert [mark.find("{*}name").text for mark in folder.iterfind("{*}Placemark")] == [
            "zone, Ukraine, 20 km", "zone, Ukraine, 8 km", "zone, Russia, 5 km",
        ]  # fmt: skip
    else:
        frame = gpd.read_file(path, layer="zone") if form == "gpkg" else gpd.read_file(path)
        rows = frame[frame["layer"] == "zone"] if form == "geojson" else frame
        rows = rows.to_dict("records")
    told = [
        (r["party"], float(r["depth_m"]), float(r["own"]), float(r["assumption"])) for r in rows
    ]
    assert told == [("Ukraine", 20e3, 1, 0), ("Ukraine", 8e3, 1, 0), ("Russia", 5e3, 1, 0)]


@pytest.mark.parametrize("form", ["geojson", "gpkg", "kml", "shp", *SINGLE])
def test_every_format_names_the_sources_of_ground_line_and_settlements(made, form):
    path = made("four-oblasts", form)
    if form == "geojson":
        named = str(json.loads(path.read_bytes())["ceaseline_export"]["sources"])
    elif form == "gpkg":
        named = str(pyogrio.read_dataframe(path, layer="sources").to_dict())
    elif form == "kml":
        root = ElementTree.parse(path).getroot()
        named = root.find(".//{*}Document/{*}description").text
    elif form == "parquet":
        named = pq.read_metadata(path).metadata[b"ceaseline_sources"].decode()
    elif form in SINGLE:
        named = path.with_suffix(".sources.txt").read_text(encoding="utf-8")
    else:
        with zipfile.ZipFile(path) as archive:
            named = archive.read("sources.txt").decode()
    for one in sources_of([planned("four-oblasts")]):
        assert one.title in named
        assert one.licence in named
    assert "GeoNames" in named


def test_the_geopackage_has_a_style_for_every_layer(made):
    path = made("four-oblasts", "gpkg")
    with sqlite3.connect(path) as base:
        rows = base.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (value,) = base.execute(
            "SELECT value FROM figures WHERE id = 'line_length' AND party IS NULL"
        ).fetchone()
    assert {row[0] for row in rows} == set(LAYERS)
    for name, column, qml, default in rows:
        assert pyogrio.read_info(path, layer=name)["geometry_name"] == column
        assert default == 1
        root = ElementTree.fromstring(qml.partition("\n")[2])
        assert root.find("renderer-v2").find("symbols")
    assert value == pytest.approx(1.1e6, rel=0.1)


def test_the_styles_are_the_colours_of_the_page():
    assert (LIGHT.fill, LIGHT.strong) == (styles.FILL, styles.STRONG)
    assert (LIGHT.line, LIGHT.zone) == (styles.LINE, styles.ZONE)


def test_kml_is_well_formed_and_has_a_folder_a_layer(made):
    root = ElementTree.parse(made("four-oblasts", "kml")).getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert [e.text for e in root.findall(".//k:Folder/k:name", space)] == list(LAYERS)
    assert len(root.findall(".//k:Placemark", space)) > len(counted().settlements)


def test_kml_draws_with_nothing_of_other_hosts(made):
    root = ElementTree.parse(made("four-oblasts", "kml")).getroot()
    assert not {part.tag.rpartition("}")[2] for part in root.iter()} & {"href", "Icon"}


def test_a_line_changed_elsewhere_is_taken_as_it_is_drawn(made, tmp_path):
    path = tmp_path / "changed.geojson"
    data = json.loads(made("four-oblasts", "geojson").read_text(encoding="utf-8"))
    line = next(f for f in data["features"] if f["properties"]["layer"] == "line")
    line["geometry"]["coordinates"][5][0] += 0.01
    path.write_text(json.dumps(data), encoding="utf-8")
    placement, notes = returned(read(path))
    assert "Changed since the export: 1 of" in notes[0]
    assert placement.sections[0].basis == "imported"
    assert placement.sections[0].depth_m == (5000.0, 25000.5)
    assert placement.history == ()
    assert placement.sources == load("four-oblasts").sources


def test_import_of_an_export_takes_its_new_name(made):
    done = bring(read(made("four-oblasts", "gpkg")), "mine")
    expected = with_everything(load("four-oblasts"))
    assert done.placement == expected.replaced(name="mine")
    assert done.source == expected.sources[0]
    assert done.held_m2 == pytest.approx(0.2224 * 599_094.6e6, rel=1e-3)


def test_a_placement_file_is_read_as_itself(tmp_path):
    path = write(load("four-oblasts"), tmp_path / "a.geojson")
    assert bring(read(path), "four-oblasts").placement == load("four-oblasts")


def test_layers_keep_the_line_exactly():
    placement = load("four-oblasts")
    frame = layers_of(plan(placement))["line"]
    for shape, section in zip(frame.geometry, placement.sections, strict=True):
        assert shape == section.line


def test_a_file_in_the_way_and_a_wrong_format_are_refused(tmp_path):
    path = tmp_path / "a.kml"
    path.write_text("mine")
    with pytest.raises(InputError, match=r"a\.kml exists and may hold something else; choose"):
        export(planned("four-oblasts"), "kml", path)
    assert path.read_text() == "mine"
    with pytest.raises(InputError, match="no export to 'dxf'; give geojson, gpkg, kml, "):
        export(planned("four-oblasts"), "dxf", path)


@pytest.mark.parametrize("form", ["gpkg", "geojson", "kml", "shp"])
def test_settlements_leave_with_their_units_and_what_their_people_are(made, form):
    """Without the rows that stand for villages, the layer counts what the tool counts."""
    path = made("four-oblasts", form)
    basis, listed = "counted_as", "listed"
    if form == "geojson":
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        rows = [f["properties"] for f in features if f["properties"]["layer"] == "settlements"]
    elif form == "kml":
        root = ElementTree.parse(path).getroot()
        space = "{http://www.opengis.net/kml/2.2}"
        marks = [
            {d.get("name"): d[0].text for d in mark.iter(f"{space}Data")}
            for mark in root.iter(f"{space}Placemark")
        ]
        rows = [row for row in marks if basis in row]
    else:
        source = f"/vsizip/{path}/settlements.shp" if form == "shp" else path
        layer = "settlements"
        rows = pyogrio.read_dataframe(source, layer=layer).to_dict("records")
    centres = (counted().settlements["people_basis"] == "centre").sum()
    assert sum(row[basis] == "centre" for row in rows) == centres > 20
    inside = [row for row in rows if int(row["in_zone"]) and row[basis] != "centre"]
    assert len(inside) == find(planned("four-oblasts").figures, "settlements_in_zone").value
    (illinivka,) = [
        row for row in rows if row["name"] == "Illinivka" and row["unit_code"] == "UA-14"
    ]
    assert illinivka["raion_name"] == "Kramatorskyi raion"
    assert illinivka["hrom_name"] == "Illinivska hromada"
    assert (illinivka[basis], int(illinivka[listed])) == ("share", 1124)
