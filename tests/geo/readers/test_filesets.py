"""All of a file set is read, whatever its names are."""

import shutil
import sqlite3
import zipfile

import geopandas as gpd
import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import read

OLD = shapely.LineString([(36.5, 50.2), (36.6, 50.0)])
NEW = shapely.LineString([(36.5, 50.2), (36.7, 50.0)])


def shapefile(folder, name="front.shp", **columns):
    path = folder / name
    frame = gpd.GeoDataFrame(columns or {"n": [1]}, geometry=[OLD], crs=4326)
    frame.to_file(path, encoding="UTF-8")
    return path


def edited(folder, *, mode="WAL"):
    """Write a GeoPackage whose last edit stands in the log beside it, as in an open program."""
    start = folder / "start"
    start.mkdir()
    path = start / "in.gpkg"
    gpd.GeoDataFrame(geometry=[OLD], crs=4326).to_file(
        path, driver="GPKG", layer="front", SPATIAL_INDEX="NO"
    )
    base = sqlite3.connect(path)
    for name in [
        row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
    ]:
        base.execute(f"DROP TRIGGER {name}")
    base.commit()
    base.execute(f"PRAGMA journal_mode={mode}")
    (blob,) = base.execute("SELECT geom FROM front").fetchone()
    base.execute("UPDATE front SET geom = ?", (blob[: -16 * 2] + shapely.to_wkb(NEW)[-32:],))
    if mode == "WAL":
        base.commit()
    else:  # what is half written lies in the file, and its journal takes it back
        base.execute("PRAGMA cache_size=1")
        base.execute("PRAGMA cache_spill=1")
        base.execute("CREATE TABLE filler (a)")
        base.executemany("INSERT INTO filler VALUES (?)", [("x" * 3000,)] * 500)
    for own in start.iterdir():
        shutil.copyfile(own, folder / own.name)
    base.rollback()
    base.close()
    shutil.rmtree(start)
    return folder / "in.gpkg"


def test_an_edit_in_the_log_beside_is_read(tmp_path):
    path = edited(tmp_path)
    assert (tmp_path / "in.gpkg-wal").stat().st_size
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert read(path).frame.geometry[0].equals(NEW)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    (tmp_path / "in.gpkg-shm").unlink(missing_ok=True)
    assert read(path).frame.geometry[0].equals(NEW)


def test_an_edit_in_the_log_is_read_from_an_archive_too(tmp_path):
    path = edited(tmp_path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for suffix in ("", "-wal"):
            archive.write(f"{path}{suffix}", f"maps/{path.name}{suffix}")
    assert read(tmp_path / "a.zip").frame.geometry[0].equals(NEW)


@pytest.mark.parametrize("spoilt", ["noise", "stranger"])
def test_a_log_that_cannot_be_brought_in_is_named(tmp_path, spoilt):
    path = edited(tmp_path)
    log = tmp_path / "in.gpkg-wal"
    if spoilt == "noise":
        log.write_bytes(b"\x55" * 5000)
    else:
        with sqlite3.connect(path) as base:
            base.execute("PRAGMA journal_mode=DELETE")
        base.close()
        log.write_bytes(b"\x55" * 5000)
    with pytest.raises(InputError, match=r"in\.gpkg has in\.gpkg-wal beside it, with changes"):
        read(path)


def test_an_empty_log_is_nothing(tmp_path):
    path = tmp_path / "in.gpkg"
    gpd.GeoDataFrame(geometry=[OLD], crs=4326).to_file(path, driver="GPKG")
    (tmp_path / "in.gpkg-wal").write_bytes(b"")
    assert read(path).notes == ()


def test_what_was_half_written_is_taken_back(tmp_path):
    path = edited(tmp_path, mode="DELETE")
    assert (tmp_path / "in.gpkg-journal").stat().st_size
    assert read(path).frame.geometry[0].equals(OLD)


@pytest.mark.sampled
@pytest.mark.parametrize(
    "name", ["front [2024] final.shp", "a*b?.shp", "лінія фронту.shp", "ab!c.shp", "~x#1%20.shp"]
)
def test_a_name_is_no_pattern(tmp_path, name):
    folder = tmp_path / "maps [v2] {x}"
    folder.mkdir()
    path = shapefile(folder).parent / name
    for own in list(folder.iterdir()):
        own.rename(path.with_suffix(own.suffix))
    reading = read(path)
    assert reading.frame.geometry[0].equals(OLD)
    assert reading.notes == ()


def test_names_that_differ_by_case_are_taken_and_told(tmp_path):
    path = shapefile(tmp_path)
    (tmp_path / "front.prj").rename(tmp_path / "Front.PRJ")
    (tmp_path / "front.shx").rename(tmp_path / "front.SHX")
    reading = read(path)
    assert reading.frame.geometry[0].equals(OLD)
    assert reading.notes == ("Front.PRJ was taken as the .prj of front.shp.",)
    shutil.copyfile(tmp_path / "Front.PRJ", tmp_path / "FRONT.prj")
    with pytest.raises(InputError, match=r"has FRONT\.prj and Front\.PRJ beside it, which differ"):
        read(path)


@pytest.mark.parametrize("suffix", [".shx", ".prj"])
def test_a_missing_file_is_named(tmp_path, suffix):
    path = shapefile(tmp_path)
    path.with_suffix(suffix).unlink()
    with pytest.raises(InputError, match=rf"front\.shp lacks its \{suffix}; give all files"):
        read(path)


def test_a_wrong_encoding_does_not_refuse_the_geometry(tmp_path):
    path = shapefile(tmp_path, name_uk=["Донецьк"])
    frame = gpd.read_file(path)
    frame.to_file(path, encoding="cp1251")
    (tmp_path / "front.cpg").write_text("UTF-8")
    reading = read(path)
    assert reading.frame["name_uk"][0] == "Донецьк"
    assert reading.notes == (
        "The attributes of front.shp are not in the encoding that is said: read as Windows-1251.",
    )


@pytest.mark.parametrize(
    ("size", "said"),
    [(None, "front.shp has no .dbf beside it"), (20, "The .dbf of front.shp is cut short")],
)
def test_attributes_that_are_missing_are_told(tmp_path, size, said):
    path = shapefile(tmp_path)
    table = path.with_suffix(".dbf")
    if size is None:
        table.unlink()
    else:
        table.write_bytes(table.read_bytes()[:size])
    (note,) = read(path).notes
    assert note.startswith(said)


def test_an_index_that_lacks_records_is_written_anew(tmp_path):
    path = tmp_path / "front.shp"
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[OLD, NEW], crs=4326)
    frame.to_file(path)
    index = path.with_suffix(".shx")
    index.write_bytes(index.read_bytes()[:108])
    reading = read(path)
    assert len(reading.frame) == 2
    assert reading.notes == ("The .shx of front.shp lists 1 of its 2 records: all were read.",)


def test_a_shapefile_cut_short_says_so(tmp_path):
    path = shapefile(tmp_path)
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(InputError, match=r"front\.shp is truncated: it has \d+ bytes and says"):
        read(path)


def test_what_an_archive_holds_besides_is_told(tmp_path):
    path = shapefile(tmp_path)
    (tmp_path / "a.geojson").write_text('{"type": "Point", "coordinates": [1, 2]}')
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for own in [*tmp_path.glob("front.*"), tmp_path / "a.geojson"]:
            archive.write(own, own.name)
    assert read(tmp_path / "a.zip").notes == ("Of the archive, not read: a.geojson.",)
    assert path.exists()


def test_a_layer_that_was_not_asked_for_is_told(tmp_path):
    path = tmp_path / "a.gpkg"
    frame = gpd.GeoDataFrame(geometry=[OLD], crs=4326)
    frame.to_file(path, driver="GPKG", layer="line")
    frame.to_file(path, driver="GPKG", layer="towns", mode="a")
    assert read(path).notes == ("Only the layer 'line' was read, not towns.",)
    assert read(path, "line").notes == ()


def test_a_description_beside_the_data_of_an_archive_is_no_layer(tmp_path):
    line = '{"type": "LineString", "coordinates": [[36, 50], [36.1, 50]]}'
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("front.geojson", line)
        archive.writestr("metadata.json", "{}")
    assert read(tmp_path / "a.zip").notes == ("Of the archive, not read: metadata.json.",)
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("front.json", line)
    assert read(tmp_path / "b.zip").notes == ()


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("[Content_Types].xml", "xl/workbook.xml"), "is an Office document"),
        (("a.qgs", "a.qgd"), "is a QGIS project, which only names its files"),
    ],
)
def test_a_document_that_is_an_archive_inside_is_named(tmp_path, names, said):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    with pytest.raises(InputError, match=rf"a\.zip {said}"):
        read(tmp_path / "a.zip")
