"""`ceaseline layers list|show|export`: what there is, what it says of itself, and handing it on."""

import csv
import io
import json
from pathlib import Path

import pytest

from ceaseline.layers.export.formats import FORMATS, named_by
from ceaseline.layers.export.write import SUFFIXES
from ceaseline.layers.placement.placement import Edit, Placement, Section
from ceaseline.layers.placement.store import library, load, read, write
from ceaseline.maps.cli import run
from ceaseline.maps.cli.export import Form


def shown(capsys, *args):
    assert run(args) == 0
    return capsys.readouterr().out


def refused(capsys, *args):
    assert run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.removeprefix("Error: ").rstrip("\n")


def test_the_library_is_listed_in_every_format(capsys):
    facts = json.loads(shown(capsys, "layers", "list", "-f", "json"))
    assert [own["name"] for own in facts["placements"]] == list(library())
    rows = list(csv.DictReader(io.StringIO(shown(capsys, "layers", "list", "-f", "csv"))))
    assert [row["name"] for row in rows] == list(library())
    text = shown(capsys, "layers", "list")
    assert all(name in text for name in library())
    assert "| four-oblasts |" in shown(capsys, "layers", "list", "-f", "md")


def test_a_placement_shows_sections_notes_and_sources(capsys):
    text = shown(capsys, "layers", "show", "contact-2024-11-20")
    assert "Line of contact, 20 November 2024" in text
    assert "Dnipro, Kherson to" in text
    assert "Natural Earth" in text
    facts = json.loads(shown(capsys, "layers", "show", "contact-2024-11-20", "-f", "json"))
    own = load("contact-2024-11-20")
    assert [s["vertices"] for s in facts["sections"]] == [len(s.coords) for s in own.sections]


def test_the_length_shown_is_the_one_measured(capsys, tmp_path):
    spots = [(36.0, 51.5), (36.0, 46.0), (36.0, 44.0)]
    write(
        Placement("stub", "A stub", (Section.of("n", "drawn", spots),)), tmp_path / "stub.geojson"
    )
    own = str(tmp_path / "stub.geojson")
    measured = json.loads(shown(capsys, "measure", own, "-f", "json"))["placements"][0]["measures"]
    (inside,) = [m["value"] for m in measured if m["id"] == "line_length"]
    text = " ".join(shown(capsys, "layers", "show", own, "-f", "md").split())
    assert f"{inside / 1000:,.1f} km" in text
    assert "in the country; 833.9 km" in text
    spots = [(33.0, 49.5), (33.0, 48.0)]
    write(Placement("open", "Open", (Section.of("n", "drawn", spots),)), tmp_path / "open.geojson")
    text = shown(capsys, "layers", "show", str(tmp_path / "open.geojson"), "-f", "md")
    assert "as drawn; the line does not divide the country" in text


def test_an_unknown_name_is_refused_with_the_nearest(capsys):
    assert "did you mean donbas-full" in refused(capsys, "layers", "show", "donbass-full")


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("a.geojson", b'{\n"type": "FeatureCollection",\n"ceaseline_export"'),
        ("a.json", b'{\n"type": "FeatureCollection",\n"ceaseline_export"'),
        ("a.gpkg", b"SQLite format 3"),
        ("a.kml", b"<?xml"),
        ("a.kmz", b"PK"),
        ("a.zip", b"PK"),
        ("a.fgb", b"fgb\x03"),
        ("a.parquet", b"PAR1"),
        ("a.csv", b"name,basis,left,right,"),
    ],
)
@pytest.mark.sampled
def test_a_file_is_what_its_name_says(tmp_path, name, head):
    path = tmp_path / name
    assert run(["layers", "export", "four-oblasts", "-o", str(path)]) == 0
    assert path.read_bytes().lstrip().startswith(head)


def test_without_a_name_all_that_follows_is_a_geopackage(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["layers", "export", "four-oblasts"]) == 0
    assert "Wrote four-oblasts.gpkg." in capsys.readouterr().err
    assert Path("four-oblasts.gpkg").read_bytes().startswith(b"SQLite format 3")


def test_one_layer_is_written_with_its_sources_beside(capsys, tmp_path):
    path = tmp_path / "zone.csv"
    assert run(["layers", "export", "four-oblasts", "-o", str(path), "--layer", "zone"]) == 0
    told = f"Wrote {path} and its sources, {tmp_path / 'zone.sources.txt'}."
    assert told in " ".join(capsys.readouterr().err.split())
    assert path.read_text("utf-8").startswith("party,area_m2,depth_m,own,assumption,wkt\n")
    assert "Natural Earth" in (tmp_path / "zone.sources.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("-o", "a.kml", "-f", "csv"), "a.kml would be kml by its name, and --format says csv;"),
        (("-o", "a.gpkg", "-f", "placement"), "says placement; give one of them, or name it a.geo"),
        (("-o", "a.kml", "--layer", "zone"), "An export to kml holds all layers; leave the layer"),
        (("-f", "fgb", "--layer", "town"), "There is no layer 'town'; give line, territories,"),
        (("-f", "placement", "--layer", "line"), "A placement file is its line; leave --layer"),
    ],
)
def test_what_contradicts_itself_is_refused(capsys, tmp_path, monkeypatch, args, message):
    monkeypatch.chdir(tmp_path)
    assert message in refused(capsys, "layers", "export", "four-oblasts", *args)
    assert list(tmp_path.iterdir()) == []


def test_the_formats_of_the_command_are_those_that_are_written():
    assert {form.value for form in Form} == {*FORMATS, "placement"}
    for form, suffix in SUFFIXES.items():
        assert named_by(suffix).name == form


def test_a_name_that_says_nothing_is_refused(capsys, tmp_path):
    path = tmp_path / "a.xyz"
    assert refused(capsys, "layers", "export", "four-oblasts", "-o", str(path)) == (
        f"{path} does not say what it is to be; name it .geojson, .json, .gpkg, .kml, .kmz, .zip, "
        ".fgb, .parquet, .csv, or give --format."
    )
    assert list(tmp_path.iterdir()) == []


def test_a_placement_with_edits_is_not_lost_to_an_export(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = load("four-oblasts")
    edited = own.replaced(history=(Edit.of("simplify", {"detail_m": 5000.0}),))
    path = write(edited, tmp_path / "four-oblasts.geojson")
    export = ("layers", "export", "four-oblasts", "-f", "placement")
    message = refused(capsys, *export)
    assert message.startswith("four-oblasts.geojson holds a placement with edits of its own;")
    assert read(path).history == edited.history
    assert "exists and may hold" in refused(
        capsys, "layers", "export", "four-oblasts", "-o", str(path)
    )
    assert run([*export, "--overwrite"]) == 0
    assert read(path).sections == own.sections
