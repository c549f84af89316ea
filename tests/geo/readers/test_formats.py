"""One front, written in every format that is read, comes back the same."""

import datetime as dt
import json
import pathlib
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import Held, read, sniff
from ceaseline.geo.readers.status import united

LINE = shapely.LineString([(36.5, 50.2), (37.25, 49.5), (37.5, 48.0)])
AREA = shapely.Polygon(
    [(35, 46), (38, 46), (38, 48), (35, 48)], [[(36, 46.5), (36, 47), (36.5, 47), (36.5, 46.5)]]
)
SAMPLES = pathlib.Path(__file__).parents[3].parent / "shared" / "samples"


@pytest.fixture
def frame():
    return gpd.GeoDataFrame({"name": ["a", "Бе́лый"]}, geometry=[LINE, AREA], crs=4326)


def write_kml(frame, path):
    def ring(r):
        text = " ".join(f"{x},{y},0" for x, y in r.coords)
        return f"<LinearRing><coordinates>{text}</coordinates></LinearRing>"

    marks = []
    for name, shape in zip(frame["name"], frame.geometry, strict=True):
        if shape.geom_type == "LineString":
            body = ring(shape).replace("LinearRing", "LineString")
        else:
            body = f"<outerBoundaryIs>{ring(shape.exterior)}</outerBoundaryIs>" + "".join(
                f"<innerBoundaryIs>{ring(hole)}</innerBoundaryIs>" for hole in shape.interiors
            )
            body = f"<Polygon>{body}</Polygon>"
        data = f'<ExtendedData><Data name="k"><value>{name}</value></Data></ExtendedData>'
        marks.append(f"<Placemark><name>{name}</name>{data}{body}</Placemark>")
    text = (
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'
    )
    path.write_text(text, encoding="utf-8")


def zipped(path, *members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, name in members:
            archive.write(member, name)
    return path


WRITE = {
    "a.geojson": lambda f, p: f.to_file(p, driver="GeoJSON"),
    "a.gpkg": lambda f, p: f.to_file(p, driver="GPKG", layer="whatever"),
    "a.fgb": lambda f, p: f.to_file(p, driver="FlatGeobuf", SPATIAL_INDEX="NO"),
    "a.parquet": lambda f, p: f.to_parquet(p),
    "a.kml": write_kml,
}


@pytest.mark.filterwarnings("ignore:.*FlatGeobuf.*")
@pytest.mark.parametrize("name", WRITE)
def test_every_format_keeps_geometry_and_attributes(frame, tmp_path, name):
    path = tmp_path / name
    WRITE[name](frame, path)
    reading = read(path)
    assert reading.frame.crs.to_epsg() == 4326
    assert list(reading.frame["name"]) == ["a", "Бе́лый"]
    for got, expected in zip(reading.frame.geometry, frame.geometry, strict=True):
        assert got.equals_exact(expected, 1e-9)
    (note,) = reading.notes
    assert note.startswith("The longest edge is 232 km")


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize(("row", "shape"), [(0, LINE), (1, AREA)])
def test_shapefiles_plain_and_zipped(frame, tmp_path, pack, row, shape):
    path = tmp_path / "front.shp"
    frame.iloc[[row]].to_file(path, encoding="UTF-8")
    if pack:
        path = zipped(tmp_path / "f.zip", *((p, f"in/{p.name}") for p in tmp_path.glob("front.*")))
    reading = read(path)
    assert reading.path == path
    assert reading.format == ("Shapefile, zipped" if pack else "Shapefile")
    assert reading.frame.geometry[0].normalize().equals_exact(shape.normalize(), 1e-9)
    assert reading.frame["name"][0] == frame["name"][row]


def test_kmz_reads_doc_kml(frame, tmp_path):
    write_kml(frame, tmp_path / "a.kml")
    write_kml(frame.iloc[:1], tmp_path / "b.kml")
    members = (tmp_path / "b.kml", "x.kml"), (tmp_path / "a.kml", "doc.kml")
    path = zipped(tmp_path / "a.kmz", *members)
    assert len(read(path).frame) == 2


def test_other_reference_systems_are_reprojected(frame, tmp_path):
    frame = frame.set_geometry(shapely.transform(frame.geometry, lambda xy: xy / 1000 + [36, 47]))
    frame = frame.set_crs(4326)
    frame.to_crs(3857).to_file(tmp_path / "a.gpkg", driver="GPKG")
    reading = read(tmp_path / "a.gpkg")
    assert reading.notes == ("Reprojected from WGS 84 / Pseudo-Mercator.",)
    assert reading.frame.geometry[0].equals_exact(frame.geometry[0], 1e-9)
    frame.to_crs(3857).to_file(tmp_path / "a.geojson", driver="GeoJSON", RFC7946="NO")
    assert "3857" in (tmp_path / "a.geojson").read_text()
    assert read(tmp_path / "a.geojson").frame.geometry[0].equals_exact(frame.geometry[0], 1e-9)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_geojson_in_every_unicode_encoding(tmp_path, encoding):
    feature = {
        "type": "Feature",
        "properties": {"name": "Бахмут"},
        "geometry": shapely.geometry.mapping(LINE),
    }
    path = tmp_path / "a.geojson"
    path.write_bytes(json.dumps(feature, ensure_ascii=False).encode(encoding))
    assert read(path).frame["name"][0] == "Бахмут"


def test_a_layer_is_chosen_by_name_or_is_the_line(frame, tmp_path):
    path = tmp_path / "a.gpkg"
    frame.to_file(path, driver="GPKG", layer="one")
    frame.iloc[:1].to_file(path, driver="GPKG", layer="two", mode="a")
    with pytest.raises(InputError, match=r"a\.gpkg has several layers: one, two\. Name one with"):
        read(path)
    with pytest.raises(InputError, match="has no layer 'three': one, two"):
        read(path, "three")
    assert len(read(path, "one").frame) == 2
    frame.iloc[:1].to_file(path, driver="GPKG", layer="line", mode="a")
    assert len(read(path).frame) == 1


def test_points_and_empty_features_are_left_out_and_told(tmp_path):
    shapes = [LINE, shapely.Point(30, 48), shapely.Point(31, 48), None]
    path = tmp_path / "a.geojson"
    gpd.GeoDataFrame(geometry=shapes, crs=4326).to_file(path, driver="GeoJSON")
    assert read(path).notes[:2] == (
        "1 feature without geometry was left out.",
        "2 features that are each a Point were left out.",
    )


def test_a_table_of_settlements(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name;oblast;party\nПокровськ;Donetsk;Russia\n=1+1;;Ukraine\n\n", "utf-8-sig")
    assert read(path).held == (
        Held(2, "Russia", None, "Покровськ", "Donetsk"),
        Held(3, "Ukraine", None, "=1+1"),
    )


def test_the_facts_table_by_date(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("geonameid,name,held_by_2022-02-23,held_by_2024-11-20\n7,X,Ukraine,Russia\n")
    assert read(path).held == (Held(2, "Russia", 7, "X"),)
    assert read(path).date == dt.date(2024, 11, 20)
    assert read(path, "2022-02-23").held[0].party == "Ukraine"
    with pytest.raises(InputError, match=r"no date '2023-01-01'; it has 2022-02-23, 2024-11-20"):
        read(path, "2023-01-01")


def test_viina_by_day_plain_and_zipped(tmp_path):
    path = tmp_path / "control_latest_2024.csv"
    rows = [
        f"{place},202401{day:02d},UA,UA,UA,UA,{'RU' if day > 5 and place == 2 else 'UA'}"
        for place in (1, 2)
        for day in range(1, 11)
    ]
    header = '"geonameid","date","status_wiki","status_boost","status_dsm","status_isw","status"'
    path.write_text("\n".join([header, *rows]))
    packed = zipped(tmp_path / "control_latest_2024.zip", (path, path.name))
    for given in (path, packed):
        reading = read(given)
        assert [(h.id, h.party) for h in reading.held] == [(1, "UA"), (2, "RU")]
        assert (reading.date, reading.source) == (dt.date(2024, 1, 10), "viina")
        assert [h.party for h in read(given, "2024-01-05").held] == ["UA", "UA"]
    with pytest.raises(InputError, match="has no row of 2023-01-05"):
        read(path, "2023-01-05")


def test_isw_by_its_name_in_web_mercator(frame, tmp_path):
    path = tmp_path / "UkraineControlMapAO13JUL2023.shp"
    frame.iloc[[1]].to_crs(3857).to_file(path)
    reading = read(path)
    assert (reading.source, reading.date) == ("isw-ctp", dt.date(2023, 7, 13))
    assert reading.frame.geometry[0].symmetric_difference(AREA).area < 1e-9


def test_deepstate_history_keeps_what_is_held(tmp_path):
    def feature(name, fill, shape):
        return {
            "type": "Feature",
            "properties": {"name": name, "fill": fill},
            "geometry": shapely.geometry.mapping(shape),
        }

    features = [
        feature("Окуповано /// Occupied /// ", "#a52714", AREA),
        feature("ОРДЛО /// CADR and CALR /// ", "#880e4f", shapely.box(38, 47, 39, 48)),
        feature("Звільнено /// Liberated /// ", "#0f9d58", shapely.box(30, 50, 31, 51)),
        feature("Напрямок удару", "#ff5252", shapely.Point(37, 48)),
    ]
    inner = {"type": "FeatureCollection", "features": features}
    path = tmp_path / "last.json"
    path.write_text(json.dumps({"id": 1, "datetime": "x", "map": inner}))
    reading = read(path)
    assert (len(reading.frame), reading.source) == (3, "deepstate")
    kept = united(reading)
    assert len(kept.frame) == 2
    assert kept.notes[-1].startswith("Left out: 1 feature liberated (")


@pytest.mark.parametrize(("name", "area_km2"), [("2024-11-07", 110_884), ("2025-10-15", None)])
def test_samples_are_known_by_their_layer_name(name, area_km2):
    path = SAMPLES / f"deepstate-{name}.geojson"
    if not path.exists():
        pytest.skip(f"no sample at {path}")
    reading = read(path)
    assert reading.source == "deepstate"
    assert reading.date == dt.date.fromisoformat(name)
    if area_km2:
        shape = shapely.union_all(reading.frame.geometry.to_numpy())
        area = abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(shape))[0])
        assert area / 1e6 == pytest.approx(area_km2, abs=1)


def test_content_decides_over_the_name(frame, tmp_path):
    path = tmp_path / "a.shp"
    frame.to_file(path, driver="GeoJSON")
    assert sniff(path) == "geojson"
    assert len(read(path).frame) == 2


def test_reading_writes_nothing(frame, tmp_path):
    for name, write in WRITE.items():
        write(frame, tmp_path / name)
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    for path in before:
        read(path)
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == before
    assert np.all([p.is_file() for p in before])


TABLE = "name;oblast;party\r\nПокровськ;Донецька;Росія\r\nКупʼянськ;Харківська;Україна\r\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-8"])
def test_a_table_in_any_unicode(tmp_path, encoding):
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    (tmp_path / "a.csv").write_bytes((mark + TABLE).encode(encoding))
    found = read(tmp_path / "a.csv")
    assert [row.name for row in found.held] == ["Покровськ", "Купʼянськ"]
    assert found.notes == ()


def test_a_table_in_windows_1251_is_read_where_its_names_are_settlements(tmp_path):
    text = TABLE.replace("ʼ", "'")
    (tmp_path / "a.csv").write_bytes(text.encode("cp1251"))
    found = read(tmp_path / "a.csv")
    assert [row.name for row in found.held] == ["Покровськ", "Куп'янськ"]
    (note,) = found.notes
    assert note.startswith("Not UTF-8: read as Windows-1251, in which 2 of its 2 names")


@pytest.mark.parametrize("encoding", ["koi8_u", "cp866"])
def test_a_table_in_another_encoding_is_refused(tmp_path, encoding):
    text = "name,oblast,party\nДонецк,Донецка,Russia\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    with pytest.raises(InputError, match=r"a\.csv is not UTF-8 text .*; save it as UTF-8"):
        read(tmp_path / "a.csv")
