"""`ceaseline import`, `fetch`, `layers export`: one clear error, and nothing half done."""

import json

import pytest

import ceaseline.geo.downloads
import ceaseline.geo.fetch
from ceaseline.geo.downloads import download
from ceaseline.geo.sources import source
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import read, write
from ceaseline.maps.cli import run

LINE = {
    "type": "LineString",
    "coordinates": [[36.6, 51.5], [36.5, 49.0], [35.0, 47.4], [34.0, 46.5], [33.6, 45.9]],
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drawn.geojson").write_text(json.dumps(LINE))
    return tmp_path


def said(capsys, *args, code=0):
    assert run(args) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out, err


def test_import_writes_a_placement_and_reports(here, capsys):
    _, report = said(capsys, "import", "drawn.geojson", "--as", "mine", "--title", "My line")
    assert "Read as GeoJSON." in report
    assert "Held on these boundaries: " in report
    assert "Length at detail 0 m: " in report
    assert report.endswith("Wrote mine.geojson.\n")
    placement = read(here / "mine.geojson")
    assert (placement.name, placement.title) == ("mine", "My line")
    assert placement.sections[0].basis == "imported"
    assert placement.sources[0].title == "drawn.geojson, brought in by the user"


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--status", "taken", "'taken' is no status; give held, liberated, contested or unknown"),
        ("--parallel", "both", "'both' is no way with lines side by side; give refuse, middle or"),
        ("--join", "-1", "The tolerance of ends is -1 m; give metres up to 10,000"),
    ],
)
def test_choices_of_an_import_are_checked_first(here, capsys, option, value, message):
    _, err = said(capsys, "import", "drawn.geojson", "--as", "mine", option, value, code=2)
    assert message in " ".join(err.split())
    assert not (here / "mine.geojson").exists()


@pytest.mark.usefixtures("here")
def test_a_choice_of_status_says_when_it_has_no_effect(capsys):
    _, report = said(
        capsys, "import", "drawn.geojson", "--as", "mine", "--status", "held", "--join", "50"
    )
    assert "--status had no effect: it chooses among polygons." in " ".join(report.split())


def test_import_never_writes_over_the_file_it_brings_in(here, capsys):
    drawn = (here / "drawn.geojson").read_bytes()
    _, err = said(capsys, "import", "drawn.geojson", "--as", "drawn", "--overwrite", code=2)
    assert "drawn.geojson is the file to bring in; give the placement another name (--as)" in err
    assert (here / "drawn.geojson").read_bytes() == drawn


def test_import_does_not_write_over_a_file_unasked(here, capsys):
    (here / "mine.geojson").write_text("precious")
    _, error = said(capsys, "import", "drawn.geojson", "--as", "mine", code=2)
    assert "mine.geojson exists" in error
    assert (here / "mine.geojson").read_text() == "precious"
    said(capsys, "import", "drawn.geojson", "--as", "mine", "--overwrite")
    said(capsys, "import", "drawn.geojson", "--as", "mine", "-o", "other.geojson")
    assert read(here / "other.geojson").name == "mine"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("none.geojson", "--as", "a"), "none.geojson is not a file on this machine"),
        (("drawn.geojson", "--as", "A B"), "'A B' cannot name a placement"),
        (("drawn.geojson", "--as", "../a"), "folder|cannot name"),
        (("drawn.geojson", "--as", "a", "--held-by", "Narnia"), "'Narnia' is not a party"),
        (("drawn.geojson", "--as", "a", "--detail", "-1"), "The detail is -1 m; give metres from"),
        (("drawn.geojson", "--as", "a", "--detail", "nan"), "The detail is nan m"),
        (("drawn.geojson", "--as", "a", "--border-km", "0"), "give 0.01 to 20"),
        (("drawn.geojson", "--as", "a", "--sliver-km2", "-1"), "give 0 to 10,000"),
        (("drawn.geojson", "--as", "a", "--layer", "x"), "has no layer 'x'; it has none"),
        (("drawn.geojson",), "Missing option"),
    ],
)
def test_import_refuses_and_writes_nothing(here, capsys, args, message):
    before = sorted(here.iterdir())
    _, error = said(capsys, "import", *args, code=2)
    assert any(word in error for word in message.split("|")), error
    assert sorted(here.iterdir()) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "option", [("-o", "mine.kml"), ("-o", "mine.geojson"), ("--format", "placement")]
)
def test_export_and_back(here, capsys, option):
    said(capsys, "import", "drawn.geojson", "--as", "mine", "-o", "placement.geojson")
    _, told = said(capsys, "layers", "export", "placement.geojson", *option)
    written = told.split()[-1].rstrip(".")
    said(capsys, "import", written, "--as", "mine", "-o", "back.geojson")
    assert (here / "back.geojson").read_bytes() == (here / "placement.geojson").read_bytes()


def test_a_suffix_that_nothing_writes_is_refused(here, capsys):
    _, error = said(capsys, "layers", "export", "four-oblasts", "-o", "a.dxf", code=2)
    assert "a.dxf does not say what it is to be; name it .geojson" in error
    assert not (here / "a.dxf").exists()


def test_what_may_not_be_passed_on_is_not_exported(here, capsys):
    section = Section.of("n", "imported", LINE["coordinates"])
    found = Placement("deep", "Deep", (section,), sources=(source("deepstate"),))
    write(found, here / "deep.geojson")
    export = ("layers", "export", "deep.geojson", "--format", "fgb")
    _, error = said(capsys, *export, code=2)
    assert "DeepState) may not be passed on: No open licence" in error
    assert not (here / "deep.fgb").exists()
    said(capsys, *export, "--i-have-rights")
    assert (here / "deep.fgb").exists()
    copy = ("layers", "export", "deep.geojson", "-f", "placement", "-o", "copy.geojson")
    assert "may not be passed on" in said(capsys, *copy, code=2)[1]
    said(capsys, *copy, "--i-have-rights")


def test_a_line_that_replaced_another_is_not_exported_without_rights(here, capsys):
    section = Section.of("n", "imported", LINE["coordinates"])
    write(
        Placement("deep", "Deep", (section,), sources=(source("deepstate"),)), here / "deep.geojson"
    )
    said(capsys, "layers", "new", "mine", "--from", "contact-2024-11-20")
    said(capsys, "edit", "replace", "mine.geojson", "--with", "deep.geojson")
    export = ("layers", "export", "mine.geojson", "--format", "kml")
    assert "DeepState) may not be passed on" in said(capsys, *export, code=2)[1]
    said(capsys, "edit", "undo", "mine.geojson")
    assert "DeepState) may not be passed on" in said(capsys, *export, code=2)[1]
    page = said(capsys, "map", "mine.geojson", "-o", "mine.html", code=2)[1]
    assert "DeepState) may not be passed on" in page


@pytest.mark.parametrize("form", [(), ("--format", "shp")])
def test_a_shapefile_is_named_as_the_archive_that_it_is(here, capsys, form):
    _, error = said(capsys, "layers", "export", "four-oblasts", "-o", "a.shp", *form, code=2)
    assert "a.shp: a Shapefile is several files" in error
    assert "name it a.zip" in error
    assert not (here / "a.shp").exists()


@pytest.mark.slow
def test_lengths_of_a_generalised_line_are_told_from_its_own_detail_on(here, capsys):
    said(capsys, "layers", "export", "contact-2024-11-20", "-o", "line.kml")
    report = "".join(said(capsys, "import", "line.kml", "--as", "line"))
    assert [row.split(": ")[0] for row in report.splitlines() if row.startswith("Length")] == [
        f"Length at detail {detail} m" for detail in ("2,000", "5,000", "10,000")
    ]
    assert "2,000 m: 863 km" in report
    assert (here / "line.geojson").exists()


@pytest.mark.usefixtures("here")
def test_fetch_lists_what_there_is(capsys):
    listed, _ = said(capsys, "fetch")
    assert "deepstate-YYYY-MM-DD\n" in listed


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("viina",), "did you mean viina-YYYY"),
        (("deepstate-2024-11-07", "--offline", "--cache", "cache"), "the network is switched off"),
        (("deepstate-2024-11-07", "-o", "no/such/file"), "does not exist"),
    ],
)
@pytest.mark.usefixtures("here")
def test_fetch_refuses(capsys, args, message):
    _, error = said(capsys, "fetch", *args, code=2)
    assert message in error


def test_fetch_tells_the_licence_first_and_prints_the_path(here, capsys, monkeypatch):
    order = []
    real = ceaseline.geo.fetch.permission
    monkeypatch.setattr(
        ceaseline.geo.fetch, "permission", lambda s: order.append("licence") or real(s)
    )

    def arrived(wanted, **_):
        order.append("transfer")
        path = here / wanted.filename
        path.write_bytes(b"data")
        return path

    monkeypatch.setattr(ceaseline.geo.fetch, "fetch", arrived)
    out, told = said(capsys, "fetch", "viina-2024", "-o", "mine.zip")
    assert order == ["licence", "transfer"]
    assert out == "mine.zip\n"
    assert "Licence: Open Data Commons Open Database License 1.0" in told
    assert "You may use it and pass it on under that licence." in told
    assert (here / "mine.zip").read_bytes() == b"data"
    assert download("viina-2024").filename == "control_latest_2024.zip"


def test_a_faulty_part_is_told_and_strict_refuses_it(here, capsys):
    parts = [LINE, {"type": "LineString", "coordinates": [[30, 48]]}]
    (here / "two.geojson").write_text(
        json.dumps({"type": "GeometryCollection", "geometries": parts})
    )
    _, report = said(capsys, "import", "two.geojson", "--as", "strict", "--strict", code=2)
    assert "two.geojson, feature 0, part 1, is a line of one position" in report
    assert not (here / "strict.geojson").exists()
    _, report = said(capsys, "import", "two.geojson", "--as", "lenient")
    assert "1 faulty part was left out: feature 0, part 1, is a line of one position" in report
    assert (here / "lenient.geojson").exists()
