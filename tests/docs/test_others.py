"""The docs' commands on files of a reader: the files are made, the commands run, the text held."""

import csv
import json
import re
import sqlite3
import zipfile
from itertools import pairwise
from xml.sax.saxutils import escape

import geopandas
import pytest
import shapely
from pyproj import Geod, Transformer

import ceaseline.geo.fetch
from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.country_file import CountryTable
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.layers.placement.file import dumps
from ceaseline.layers.placement.store import load, read
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.study import StudyTable
from ceaseline.maps.cli import run
from tests.docs.test_run import ROOT, commands

GEOD = Geod(ellps="WGS84")
FRONT = [(36.6, 51.5), (36.5, 49.0), (35.0, 47.4), (34.0, 46.5), (33.6, 45.9)]
UTM = "EPSG:32636"
POLYGONS = {
    "occupied": (37.0, 47.0, 40.5, 49.0),
    "contested": (36.5, 47.5, 37.0, 48.5),
    "liberated": (36.0, 49.5, 37.0, 50.0),
}


def put(path, *parts):
    """Write a GeoJSON of (properties, geometry)."""
    features = [
        {"type": "Feature", "properties": told, "geometry": json.loads(shapely.to_geojson(shape))}
        for told, shape in parts
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def drawn(shape, crs=4326):
    return geopandas.GeoDataFrame({"name": ["it"]}, geometry=[shape], crs=4326).to_crs(crs)


def control(folder):
    """Three polygons with their status; short edges, so that straight is as good as geodesic."""
    boxes = {word: shapely.segmentize(shapely.box(*b), 0.02) for word, b in POLYGONS.items()}
    put(folder / "control.geojson", *(({"status": word}, shape) for word, shape in boxes.items()))


def lines(folder):
    front = shapely.LineString(FRONT)
    put(folder / "front.geojson", ({}, front))
    places = " ".join(f"{lon},{lat}" for lon, lat in FRONT)
    (folder / "front.kml").write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
        f"<name>{escape('Front & more')}</name><LineString><coordinates>{places}</coordinates>"
        "</LineString></Placemark></Document></kml>",
        "utf-8",
    )
    road = shapely.LineString([(30, 50), (31, 50.5)])
    drawn(road).to_file(folder / "survey.gpkg", layer="roads", driver="GPKG")
    drawn(front).to_file(folder / "survey.gpkg", layer="front", driver="GPKG")
    drawn(front, UTM).to_file(folder / "front.shp")
    limits = [shapely.offset_curve(front, side) for side in (0.1, -0.1)]
    put(folder / "limits.geojson", *(({}, limit) for limit in limits))
    pieces = [FRONT[:3], [(34.998, 47.3982), (34.0, 46.5), (33.6, 46.3)]]
    put(folder / "pieces.geojson", *(({}, shapely.LineString(piece)) for piece in pieces))


def tables(folder):
    (folder / "held.csv").write_text(
        "name;oblast;party\nКраматорськ;Донецька;Росія\nПокровськ;Донецька;Росія\n", "utf-8"
    )
    (folder / "people.csv").write_text(
        "name,lon,lat,people\nKherson,32.62,46.64,70000\nDonetsk,37.8,48.0,500000\n", "utf-8"
    )
    units = boundaries().units[["code", "geometry"]]
    units.to_file(folder / "oblasts.gpkg", driver="GPKG")


def geonames(folder):
    """The archive of GeoNames in small: a town, a village, a district and an abandoned place."""
    rows = [
        (1, "Kherson", 46.65, 32.61, "PPLA", 279131),
        (2, "Mala", 48.0, 37.8, "PPL", 120),
        (3, "Quarter", 46.66, 32.62, "PPLX", 9000),
        (4, "Gone", 46.7, 32.4, "PPLQ", 7),
    ]
    with zipfile.ZipFile(folder / "geonames.zip", "w") as archive:
        told = [
            f"{id_}\t{name}\t{name}\t\t{lat}\t{lon}\tP\t{code}\tUA\t\t08\t\t\t\t{people}\t\t\t"
            "Europe/Kyiv\t2024-01-01"
            for id_, name, lat, lon, code, people in rows
        ]
        archive.writestr("UA.txt", "\n".join(told))
    return folder / "geonames.zip"


@pytest.fixture
def play(tmp_path, monkeypatch, capsys):
    """Run the commands of a page in order; return what each said, without its line breaks."""
    monkeypatch.chdir(tmp_path)

    def played(page):
        said = {}
        for words in commands(ROOT / "docs" / f"{page}.md"):
            code = run(words)
            out, err = capsys.readouterr()
            assert code == 0, (words, err)
            said[" ".join(words)] = " ".join((out + err).split())
        return said

    return played


def geodesic(places):
    """The places along a way, every kilometre or so of its geodesic edges."""
    found = []
    for (lon, lat), (to_lon, to_lat) in pairwise(places):
        count = int(GEOD.inv(lon, lat, to_lon, to_lat)[2] // 1000) + 1
        found += [(lon, lat), *GEOD.npts(lon, lat, to_lon, to_lat, count)]
    return [*found, tuple(places[-1])]


def distance_m(spot, places):
    """From a place to a way, in a plane that is true from that place."""
    near = Transformer.from_crs(
        4326, f"+proj=aeqd +lon_0={spot[0]} +lat_0={spot[1]} +ellps=WGS84", always_xy=True
    )
    lon, lat = zip(*places, strict=True)
    return shapely.LineString(list(zip(*near.transform(lon, lat), strict=True))).distance(
        shapely.Point(0, 0)
    )


def apart_m(start, end):
    """How far places on the straight line in longitude and latitude lie from the geodesic."""
    way = geodesic([start, end])
    straight = shapely.LineString([start, end])
    return [
        distance_m(straight.interpolate(k / 40, normalized=True).coords[0], way) for k in range(41)
    ]


def held_km2(said):
    """What an import says the party holds on these boundaries."""
    return float(re.search(r"Held on these boundaries: ([\d,.]+) km²", said)[1].replace(",", ""))


def line_of(path):
    return shapely.union_all(
        [shapely.LineString(section.coords) for section in read(path).sections]
    )


@pytest.mark.slow
def test_what_bring_says_of_files_of_yours(play, tmp_path, monkeypatch):
    lines(tmp_path)
    tables(tmp_path)
    control(tmp_path)
    arrived = geonames(tmp_path)
    monkeypatch.setattr(ceaseline.geo.fetch, "fetch", lambda *_, **__: arrived)
    said = play("bring")

    held_by_lines(said, tmp_path)
    held_by_polygons(said)
    held_by_tables(said, tmp_path)
    assert (tmp_path / "again.geojson").read_bytes() == (tmp_path / "drawn.geojson").read_bytes()
    assert "deepstate-YYYY-MM-DD" in said["fetch"]
    fetched = said["fetch geonames-ukraine -o UA.zip"]
    assert "Licence: CC BY 4.0" in fetched
    assert (tmp_path / "UA.zip").read_bytes() == arrived.read_bytes()


def held_by_lines(said, folder):
    """Each format gives the same line; ends, gaps and parallels are dealt with and told."""
    first = said["import front.geojson --as drawn"]
    for name, form in (("kml", "KML"), ("gpkg", "GeoPackage")):
        (told,) = (text for text in said.values() if f"Wrote from-{name}.geojson" in text)
        assert f"Read as {form}." in told
        assert held_km2(told) == held_km2(first)
        assert line_of(folder / f"from-{name}.geojson").equals(line_of(folder / "drawn.geojson"))
    assert "Read as Shapefile." in said["import front.shp --as from-shapefile"]
    plane = Transformer.from_crs(4326, UTM, always_xy=True)
    corners = shapely.LineString([plane.transform(*spot) for spot in FRONT])
    brought = shapely.get_coordinates(line_of(folder / "from-shapefile.geojson"))
    assert len(brought) > 50
    off = shapely.distance(shapely.points(*plane.transform(*brought.T)), corners)
    assert off.max() < 0.1
    edge = GEOD.inv(*FRONT[1], *FRONT[2])[2] / 1000
    assert f"bends most is {edge:.0f} km, from 36.50000, 49.00000" in first
    assert max(apart_m(FRONT[1], FRONT[2])) == pytest.approx(
        float(re.search(r"would lie up to (\d+) m from it", first)[1]), abs=2
    )
    limits = json.loads((folder / "limits.geojson").read_text("utf-8"))["features"]
    sides = [geodesic(feature["geometry"]["coordinates"]) for feature in limits]
    middle = shapely.get_coordinates(line_of(folder / "midway.geojson"))
    inner = [spot for spot in middle if 46.3 < spot[1] < 51]
    assert inner
    for spot in inner:
        one, other = (distance_m(spot, side) for side in sides)
        assert one == pytest.approx(other, abs=2)

    joined = said["import pieces.geojson --as joined --join 500"]
    gap = GEOD.inv(*FRONT[2], 34.998, 47.3982)[2]
    assert f"1 gap between two ends was closed: {gap:.0f} m" in joined
    carried = re.search(r"end at 33\.60000, 46\.30000 \(lon, lat\) carried ([\d,]+) m", joined)
    assert 0 < float(carried[1].replace(",", "")) <= 50_000
    (whole,) = read(folder / "joined.geojson").sections
    start = whole.coords[0]
    assert boundaries().country.boundary.distance(shapely.Point(start)) < 1e-5


def held_by_polygons(said):
    """Which polygons count; the steps from what came to what is held add up."""
    held = said["import control.geojson --as held"]
    both = said["import control.geojson --as held-or-contested --status held,contested"]
    area = {
        word: abs(GEOD.geometry_area_perimeter(shapely.segmentize(shapely.box(*b), 0.02))[0]) / 1e6
        for word, b in POLYGONS.items()
    }
    assert f"1 feature liberated ({area['liberated']:,.1f} km²)" in held
    assert f"1 feature contested ({area['contested']:,.1f} km²)" in held
    assert f"Polygons as they came: {area['occupied']:,.1f} km²" in held
    assert held_km2(both) - held_km2(held) == pytest.approx(area["contested"], abs=0.3)
    steps = [float(n.replace(",", "")) for n in re.findall(r" ([+-][\d,]+\.\d) km²", held)]
    assert len(steps) >= 3
    assert sum(steps) == pytest.approx(held_km2(held) - area["occupied"], abs=0.1 * len(steps))
    coarse = said["import control.geojson --as coarse --detail 5000"]
    assert "Generalised to 5,000 m" in coarse
    assert "no settlement did" in coarse
    assert re.findall(r"Length at detail ([\d,]+) m", coarse) == ["5,000", "10,000"]
    assert "Length at detail 0 m" in held


def held_by_tables(said, folder):
    """The named settlements change sides and no other; people are those of the reader's table."""
    told = said["import held.csv --as from-settlements"]
    assert "2 settlements; 1 otherwise than on 2026-08-22" in told
    listed = settlements()
    town = listed[(listed["name"] == "Kramatorsk") & (listed["unit_code"] == "UA-14")]
    facts = json.loads((folder / "from-settlements.geojson").read_text("utf-8"))["ceaseline"]
    assert facts["control"]["flips"] == [[int(town["id"].iloc[0]), "Russia"]]
    ours = plan(load("contact-2026-08-22"))
    theirs = plan(read(folder / "from-settlements.geojson"))
    changed = ours.settlements["party"] != theirs.settlements["party"]
    assert ours.settlements.loc[changed, "name"].tolist() == ["Kramatorsk"]

    own = said["measure drawn.geojson --settlements people.csv"]
    assert re.search(r"│ Ukraine │ [^│]+│[^│]+│ +1 │ +70,000 │", own)
    assert re.search(r"│ Russia │ [^│]+│[^│]+│ +1 │ +500,000 │", own)
    names = said["measure drawn.geojson --settlements UA.zip"]
    assert re.search(r"│ Ukraine │ [^│]+│[^│]+│ +1 │ +279,131 │", names)
    assert re.search(r"│ Russia │ [^│]+│[^│]+│ +1 │ +120 │", names)
    base = said["measure drawn.geojson --boundaries oblasts.gpkg"]
    assert "country as drawn (oblasts.gpkg): 599,094.6 km²" in base
    page = (folder / "people.html").read_text("utf-8")
    assert "people.csv" in page
    refused = ["map", "drawn.geojson", "--settlements", "people.csv", "-o", "no.html"]
    assert run(refused) == 2
    assert not (folder / "no.html").exists()


def returns():
    """For each suffix of the page of exports, whether it says that the placement comes back."""
    page = (ROOT / "docs" / "exports.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+\| `(\.\w+)`[^|]*\|[^|]*\| (yes|no)\b", page, re.MULTILINE)
    return {suffix: word == "yes" for suffix, word in rows}


@pytest.mark.slow
def test_what_exports_says_comes_back(play, tmp_path):
    play("exports")
    ours = dumps(load("contact-2024-11-20")).encode()
    assert (tmp_path / "back.geojson").read_bytes() == ours
    assert run(["import", "line.kml", "--as", "renamed"]) == 0
    renamed = (tmp_path / "renamed.geojson").read_bytes()
    assert renamed.replace(b'"name": "renamed"', b'"name": "contact-2024-11-20"') == ours
    assert renamed != ours
    told = returns()
    assert len(told) == 8
    for suffix, comes_back in told.items():
        (path,) = (p for p in tmp_path.glob(f"*{suffix}") if p.stem in ("line", "settlements"))
        to = tmp_path / f"back-of-{suffix[1:]}.geojson"
        run(["import", str(path), "--as", "contact-2024-11-20", "-o", str(to)])
        if comes_back:
            assert to.read_bytes() == ours, suffix
        else:
            assert not to.exists() or to.read_bytes() != ours, suffix
    assert {one.basis for one in read(tmp_path / "back-of-fgb.geojson").sections} == {"imported"}
    for name in ("line", "settlements"):
        beside = (tmp_path / f"{name}.sources.txt").read_text("utf-8")
        assert "Natural Earth" in beside
    with sqlite3.connect(tmp_path / "line.gpkg") as base:
        (rows,) = base.execute("SELECT count(*) FROM sources").fetchone()
        assert rows > 0
    assert "ceaseline_export" in json.loads((tmp_path / "line.geojson").read_text("utf-8"))
    with zipfile.ZipFile(tmp_path / "line.kmz") as archive:
        assert "ceaseline-sources.txt" in archive.namelist()
    with zipfile.ZipFile(tmp_path / "line.zip") as archive:
        assert "sources.txt" in archive.namelist()
    with (tmp_path / "settlements.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    assert list(rows[0])[-2:] == ["lon", "lat"]
    party = {row["name"]: row["party"] for row in rows if int(row["people"]) > 200_000}
    assert (party["Kharkiv"], party["Donetsk"]) == ("Ukraine", "Russia")


@pytest.mark.slow
def test_a_polygon_is_set_against_the_library_as_method_says(play, tmp_path):
    """What changes hands, by an overlay in an equal-area plane."""
    control(tmp_path)
    said = play("method")
    told = said["compare contact-2024-11-20 public.geojson"]
    theirs = plan(load("contact-2024-11-20")).territories["Russia"]
    given = shapely.intersection(
        shapely.segmentize(shapely.box(*POLYGONS["occupied"]), 0.02), boundaries().country
    )
    for party, ground in (
        ("Ukraine", shapely.difference(theirs, given)),
        ("Russia", shapely.difference(given, theirs)),
    ):
        km2 = geopandas.GeoSeries([ground], crs=4326).to_crs(6933).area.sum() / 1e6
        found = re.search(rf"Ground to {party} │ – │ ([\d,]+) km²", told)
        assert float(found[1].replace(",", "")) == pytest.approx(km2, rel=0.003)


@pytest.mark.slow
def test_a_study_of_ones_own_is_made_as_studies_says(play, tmp_path):
    west, east = shapely.box(10, 50, 11, 51), shapely.box(11, 50, 12, 51)
    put(tmp_path / "districts.geojson", ({"name": "Westmark"}, west), ({"name": "Eastmark"}, east))
    put(tmp_path / "front.geojson", ({}, shapely.LineString([(9.9, 50.5), (12.1, 50.5)])))
    (tmp_path / "towns.csv").write_text(
        "name,lon,lat,people\nNordby,10.5,50.7,1200\nSydby,11.5,50.2,800\n", "utf-8"
    )
    said = play("studies")
    assert "vale has no faults." in said["study check vale"]
    told = said["--study vale measure"]
    assert re.search(r"│ Uplands │ [^│]+│[^│]+│ +1 │ +1,200 │", told)
    assert re.search(r"│ Lowlands │ [^│]+│[^│]+│ +1 │ +800 │", told)
    named = (ROOT / "docs" / "studies.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w./]+)`[^|]*\|", named, re.MULTILINE)
    files = [row for row in rows if "." in row or row.endswith("/")]
    assert {"study.toml", "settlements.csv", "library/"} <= set(files)
    for file in files:
        assert (tmp_path / "vale" / file).exists(), file
    page = (tmp_path / "vale.html").read_text("utf-8")
    assert "districts.geojson" in page


def test_every_key_of_a_study_stands_in_studies():
    page = (ROOT / "docs" / "studies.md").read_text("utf-8")
    keys = {*StudyTable.model_fields, *CountryTable.model_fields}
    missing = {
        key for key in keys if f"`{key}`" not in page and f"[[{key}]]" not in page
        and f"[{key}]" not in page and f"[{key}." not in page
    }  # fmt: skip
    assert not missing
