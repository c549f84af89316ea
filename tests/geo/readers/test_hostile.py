"""Files made to do harm: a clear error or a right result, in bounded time, and nothing written."""
# ruff: noqa: E501 - a case a line reads best

import io
import json
import re
import signal
import sqlite3
import struct
import subprocess
import sys
import warnings
import zipfile
import zlib

import geopandas as gpd
import numpy as np
import pytest
import shapely

from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.readers import Limits, read

SECONDS = 20
LINE = {"type": "LineString", "coordinates": [[36.5, 50], [34, 46.5]]}
CASES = {}


def case(name, message):
    """Register what writes a file and returns its path; message None for a file that is read."""

    def keep(write):
        CASES[write.__name__] = (write, name, message)
        return write

    return keep


def geo(geometry, **members):
    feature = {"type": "Feature", "properties": {}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature], **members})


def texts(**given):
    """Register a case a text: name of the file, content, message."""
    for key, (name, content, message) in given.items():

        def write(path, content=content):
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

        write.__name__ = key
        case(name, message)(write)


def of_geometry(kind, coordinates):
    return geo({"type": kind, "coordinates": coordinates})


DEEP = 200_000
texts(
    empty=("a.geojson", b"", "a.geojson is empty; give a file with content"),
    empty_named_shp=("a.shp", b"", "is empty"),
    nothing_known=("a.dat", b"\x01\x02\x03\x04", "is not a format that is read: give GeoJSON"),
    executable=("a.kml", b"\x7fELF\x02\x01\x01", "is a program, no map"),
    truncated_json=("a.geojson", geo(LINE)[:-20], "is not JSON: .* .it may be truncated"),
    only_a_brace=("a.geojson", "{", "is not JSON"),
    deep_arrays=("a.geojson", "[" * DEEP, "nested too deeply|is not JSON"),
    deep_objects=("a.geojson", '{"a":' * DEEP + "1" + "}" * DEEP, "nested too deeply|has the type"),
    deep_coordinates=(
        "a.geojson",
        '{"type":"LineString","coordinates":' + "[" * 900 + "]" * 900 + "}",
        "no pair of numbers|nested too deeply",
    ),
    array_at_top=("a.geojson", "[1, 2]", "holds a JSON list, not a GeoJSON object"),
    topojson=("a.json", '{"type":"Topology","objects":{}}', "is TopoJSON without a list of arcs"),
    esri_json=("a.json", '{"rings": []}', "has the type None, which is not GeoJSON"),
    features_no_list=("a.geojson", '{"type":"FeatureCollection","features":7}', "without a list"),
    feature_no_object=("a.geojson", '{"type":"FeatureCollection","features":[7]}', "feature 0, is no object"),
    no_features=("a.geojson", '{"type":"FeatureCollection","features":[]}', "It has no features"),
    null_geometry=("a.geojson", geo(None), "1 feature without geometry was left out"),
    unknown_kind=("a.geojson", of_geometry("Sphere", []), "geometry of type 'Sphere'"),
    only_points=("a.geojson", of_geometry("Point", [30, 48]), "1 feature that is a Point was left"),
    nan=("a.geojson", of_geometry("LineString", [[1, 2]]).replace("[1, 2]", "[NaN, 2]"), "not a finite"),
    infinity=("a.geojson", '{"type":"Point","coordinates":[Infinity,1]}', "not a finite number"),
    overflow=(
        "a.geojson",
        of_geometry("LineString", [[1e308, 2], [1, 2]]).replace("1e+308", "1e999"),
        "not a finite number",
    ),
    endless_integer=("a.geojson", '{"type":' + "9" * 10_000 + "}", "whole number of thousands of digits"),
    text_coordinates=("a.geojson", of_geometry("LineString", [["1", "2"], ["3", "4"]]), "no pair of num"),
    flat_coordinates=("a.geojson", of_geometry("LineString", [1, 2, 3]), "no pair of numbers"),
    no_coordinates=("a.geojson", geo({"type": "Polygon"}), "holds no line and no polygon"),
    one_place=("a.geojson", of_geometry("LineString", [[30, 48]]), "line of one position"),
    short_ring=("a.geojson", of_geometry("Polygon", [[[30, 48], [31, 48]]]), "outer ring of 2"),
    ragged=("a.geojson", of_geometry("LineString", [[30, 48], [31]]), "no pair of numbers"),
    swapped=("a.geojson", of_geometry("LineString", [[48, 30], [50, 200]]), "give longitude first"),
    metres=("a.geojson", of_geometry("LineString", [[4e6, 6e6], [4.1e6, 6e6]]), "not longitudes and"),
    antimeridian=(
        "a.geojson",
        of_geometry("LineString", [[179, 60], [-179, 60]]),
        "crossed the antimeridian",
    ),
    unknown_crs=(
        "a.geojson",
        geo(LINE, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::999999"}}),
        "reference system that is not known",
    ),
    crs_no_object=("a.geojson", geo(LINE, crs=7), "reference system that is not known: 7"),
    latin_1=("a.geojson", '{"type":"Д"}'.encode("cp1251"), "is not utf-8 text at byte 9"),
    half_utf16=("a.geojson", geo(LINE).encode("utf-16")[:-1], "is not utf-16-le text at byte"),
    collection_of_collections=(
        "a.geojson",
        geo({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection"}, LINE]}),
        None,
    ),
    prototype_keys=("a.geojson", geo(LINE, __class__={"__init__": 1}, constructor=[]), None),
    xxe=(
        "a.kml",
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><name>&x;</name></kml>',
        "declares a document type or an entity",
    ),
    billion_laughs=(
        "a.kml",
        '<!DOCTYPE k [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><kml>&b;</kml>',
        "declares a document type or an entity",
    ),
    outer_dtd=("a.kml", '<!DOCTYPE kml SYSTEM "http://x.invalid/k.dtd"><kml/>', "declares a document"),
    deep_kml=("a.kml", "<kml>" + "<Folder>" * 5000, "levels of nesting, more than the 64"),
    truncated_kml=("a.kml", "<kml><Document><Placemark>", "not well-formed XML"),
    html=("a.kml", "<html><body>404</body></html>", "is a web page"),
    unknown_encoding=("a.kml", '<?xml version="1.0" encoding="klingon"?><kml/>', "encoding|well-form"),
    kml_words=(
        "a.kml",
        ("<kml><Placemark><name>p</name><LineString><coordinates>here there</coordinates>"
        "</LineString></Placemark></kml>"),
        r"placemark 0 \(p\), has a position that is no pair of numbers",
    ),
    kml_two_rims=(
        "a.kml",
        "<kml><Placemark><Polygon>"
        + "<outerBoundaryIs><LinearRing><coordinates>1,1 2,2 2,1 1,1</coordinates></LinearRing>"
        "</outerBoundaryIs>" * 2
        + "</Polygon></Placemark></kml>",
        "has no list of rings .2 outer boundaries",
    ),
    network_link=(
        "a.kml",
        "<kml><NetworkLink><Link><href>http://x.invalid/</href></Link></NetworkLink></kml>",
        "holds no line and no polygon",
    ),
    vrt=(
        "a.gpkg",
        ('<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/http://x.invalid/a'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"),
        "root is <OGRVRTDataSource>, not <kml>",
    ),
    many_comments=("a.kml", "<!---->" * 500 + "x", "not well-formed XML"),
    many_comments_and_a_prefix=("a.kml", "<!---->" * 500 + "x<a:b/>", "not well-formed XML"),
    open_comments=("a.kml", "<kml>" + "<!--" * 300_000, "not well-formed XML"),
    open_character_data=("a.kml", "<kml>" + "<![CDATA[" * 200_000, "not well-formed XML"),
    open_elements=("a.kml", "<kml " + "<a:b c:d='" * 200_000, "not well-formed XML"),
    many_entities=("a.kml", "<kml>" + "&nbsp" * 500_000, "not well-formed XML"),
    open_brackets=("a.wkt", "LINESTRING" + "(" * 1_000_000, "nested more than 64 times"),
    many_starts=("a.wkt", "POINT(1 " * 300_000, "nested more than 64 times"),
    many_records=("a.geojsonl", '{"a":\n' * 100_000, "nested too deeply"),
    odd_dxf=("a.dxf", "0\nSECTION\n" + "2\nENTITIES\n" * 100_000, "without entities"),
    truncated_gpkg=("a.gpkg", b"SQLite format 3\x00" + b"\0" * 200, "cannot be read"),
    truncated_fgb=("a.fgb", b"fgb\x03fgb\x00" + b"\xff" * 64, "cannot be read|no layer with"),
    truncated_parquet=("a.parquet", b"PAR1" + b"\xff" * 64, "cannot be read as GeoParquet"),
    lonely_shp=("a.shp", struct.pack(">i", 9994) + b"\0" * 96, "lacks its .shx and .prj"),
    truncated_zip=("a.zip", b"PK\x03\x04" + b"\0" * 30, "is a broken archive"),
    empty_zip=("a.zip", b"PK\x05\x06" + b"\0" * 18, "holds nothing and no file that is read"),
    csv_no_party=("a.csv", "name,people\nA,1\n", "none that says who holds the settlement"),
    csv_no_name=("a.csv", "party,people\nRussia,1\n", "none that names the settlement"),
    csv_ragged=("a.csv", "name,party\nA,B,C\n", "line 2, has 3 cells where the header has 2"),
    csv_open_quote=("a.csv", 'name,party\n"A,B\n' + "x" * 200_000, "is not a proper CSV table"),
    csv_null=("a.csv", b"name,party\nA\0B,Russia\n", None),
    csv_cp1251=("a.csv", "name,party\nДонецк,Russia\n".encode("cp866"), "is not UTF-8 text"),
    csv_empty=("a.csv", "name,party\n", "has no row that says who holds"),
    csv_formula=("a.csv", 'name,party\n"=HYPERLINK(""http://x.invalid"")",Russia\n', None),
    viina_bad_id=(
        "a.csv",
        "geonameid,date,status_wiki,status\n=1,20240101,UA,UA\n",
        "has the geonameid '=1'",
    ),
    viina_bad_date=(
        "a.csv",
        "geonameid,date,status_wiki,status\n1,yesterday,UA,UA\n",
        "VIINA writes YYYYMMDD",
    ),
)  # fmt: skip


def zipped(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@case("a.zip", "swells more than 250 times")
def zip_bomb(path):
    zipped(path, **{"a.geojson": b" " * 30_000_000})


@case("a.zip", "unpacks to more than the 512 MiB|swells")
def zip_claims_terabytes(path):
    zipped(path, **{"a.geojson": geo(LINE)})
    raw = bytearray(path.read_bytes())
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    path.write_bytes(raw)


@case("a.zip", "is a broken archive|swells")
def zip_hides_its_size(path):
    body = zlib.compress(b" " * 5_000_000)[2:-4]
    zipped(path, **{"a.geojson": b"x"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.geojson", body)
    raw = out.getvalue().replace(b"PK\x03\x04\x14\0\0\0\0\0", b"PK\x03\x04\x14\0\0\0\x08\0")
    path.write_bytes(raw.replace(b"\x14\x03\x14\0\0\0\0\0", b"\x14\x03\x14\0\0\0\x08\0"))


@case("a.zip", "more than the 200 that are read")
def zip_of_many(path):
    zipped(path, **{f"{k}.txt": "" for k in range(500)})


@case("a.zip", "archives inside archives are not opened")
def zip_in_zip(path):
    zipped(path, **{"inner.zip": b"PK\x03\x04"})


@case("a.kmz", "would be written outside its folder")
def zip_slip(path):
    zipped(path, **{"../../evil.kml": "<kml/>"})


@case("a.zip", "would be written outside its folder")
def zip_absolute(path):
    zipped(path, **{"/tmp/evil.kml": "<kml/>"})  # noqa: S108 - never written


@case("a.zip", "would be written outside its folder")
def zip_backslash(path):
    zipped(path, **{"..\\evil.kml": "<kml/>"})


@case("a.zip", "that is a link")
def zip_link(path):
    info = zipfile.ZipInfo("a.geojson")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, "/etc/passwd")


@case("a.zip", "two members of one name")
def zip_twins(path):
    zipped(path, **{"A.geojson": geo(LINE), "a.geojson": geo(LINE)})


@case("a.zip", "cannot be unpacked|broken archive")
def zip_locked(path):
    zipped(path, **{"a.geojson": geo(LINE)})
    raw = bytearray(path.read_bytes())
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)


@case("a.gpkg", "has no layer with geometry|cannot be read")
def gpkg_is_some_database(path):
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE a (b)")
    base.close()


@case("a.gpkg", "does not say its coordinate reference system")
def gpkg_without_crs(path):
    frame = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 1)])])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame.to_file(path, driver="GPKG")


@case("a.geojson", "such a tangle is no front")
def scribble(path):
    rng = np.random.default_rng(1)
    path.write_text(of_geometry("Polygon", [rng.uniform(30, 40, (20_000, 2)).tolist()]))


@case("a.geojson", None)
def bow_tie(path):
    path.write_text(of_geometry("Polygon", [[[30, 48], [31, 49], [31, 48], [30, 49], [30, 48]]]))


@case("a.geojson", None)
def a_hundred_thousand_vertices(path):
    turn = np.linspace(0, 2 * np.pi, 100_000)
    wave = 1 + 0.1 * np.sin(50 * turn)
    ring = np.column_stack([35 + wave * np.cos(turn), 48 + wave * np.sin(turn)])
    ring[-1] = ring[0]
    path.write_text(of_geometry("Polygon", [ring.tolist()]))


def tried(path, limits=None):
    """Read a file within the time; return the error's text, or the reading."""

    def late(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        return read(path, limits=limits or Limits())
    except CeaselineError as error:
        return str(error)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_there_are_enough():
    assert len(CASES) >= 60


@pytest.mark.parametrize("key", CASES)
def test_harm_is_refused_or_read(key, tmp_path):
    write, name, message = CASES[key]
    path = tmp_path / name
    write(path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    found = tried(path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
    if message is None:
        assert not isinstance(found, str), found
        assert len(found.frame) + len(found.held)
    else:
        assert isinstance(found, str), found
        assert name.partition(".")[0] in found

        assert re.search(message, found, re.DOTALL), found


@pytest.mark.parametrize("name", ["a.geojson", "a.kml", "a.gpkg", "a.fgb", "a.parquet", "a.csv"])
def test_files_cut_anywhere_are_refused_or_read(name, tmp_path):
    frame = gpd.GeoDataFrame(geometry=[shapely.box(30, 48, 31, 49).boundary], crs=4326)
    whole = tmp_path / name
    if name == "a.gpkg":
        frame.to_file(whole, driver="GPKG")
    elif name == "a.fgb":
        frame.to_file(whole, driver="FlatGeobuf", SPATIAL_INDEX="NO")
    elif name == "a.parquet":
        frame.to_parquet(whole)
    elif name == "a.kml":
        whole.write_text(
            "<kml><Placemark><LineString><coordinates>30,48 31,49</coordinates></LineString>"
            "</Placemark></kml>"
        )
    elif name == "a.csv":
        whole.write_text("geonameid,party\n708841,Russia\n704250,Russia\n")
    else:
        whole.write_text(geo(LINE))
    raw = whole.read_bytes()
    rng = np.random.default_rng(2)
    for end in rng.integers(0, len(raw), 12).tolist():
        whole.write_bytes(raw[:end])
        tried(whole)
        spoilt = bytearray(raw)
        spoilt[end] ^= 0xFF
        whole.write_bytes(spoilt)
        tried(whole)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_limits_hold(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(of_geometry("LineString", [[30 + k / 100, 48] for k in range(50)]))
    assert "has 50 vertices, more than the 10" in tried(path, Limits(vertices=10))
    assert "more than the 0.0 MiB that are read" in tried(path, Limits(text=100))
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [{}] * 9}))
    assert "has 9 features, more than the 5" in tried(path, Limits(features=5))


CHILD = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.readers import read
began = time.monotonic()
try:
    found = read(sys.argv[1])
    print("read", int(found.frame.geometry.count_coordinates().sum()))
except CeaselineError as error:
    print("refused", error)
print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["geojson", "gpkg", "kml", "bomb", "scribble"])
def test_a_million_vertices_in_bounded_time_and_memory(kind, tmp_path):
    turn = np.linspace(0, 2 * np.pi, 1_000_001)
    wave = 1 + 0.05 * np.sin(5000 * turn)
    ring = np.column_stack([35 + wave * np.cos(turn), 48 + wave * np.sin(turn)])
    ring[-1] = ring[0]
    path = tmp_path / f"a.{ {'bomb': 'zip', 'scribble': 'geojson'}.get(kind, kind) }"
    if kind == "bomb":
        zipped(path, **{"a.geojson": bytes(1_000_000_000)})
    elif kind == "scribble":
        rng = np.random.default_rng(1)
        path.write_text(of_geometry("Polygon", [rng.uniform(30, 40, (1_000_000, 2)).tolist()]))
    elif kind == "geojson":
        path.write_text(of_geometry("Polygon", [ring.tolist()]))
    elif kind == "gpkg":
        frame = gpd.GeoDataFrame(geometry=[shapely.Polygon(ring)], crs=4326)
        frame.to_file(path, driver="GPKG")
    else:
        spots = " ".join(f"{x},{y}" for x, y in ring)
        path.write_text(
            "<kml><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>"
            + spots
            + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"
        )
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, timeout=180,
        check=True,
    )  # fmt: skip
    said, figures = done.stdout.splitlines()
    seconds, gib = map(float, figures.split())
    assert said.startswith("refused" if kind in ("bomb", "scribble") else "read 1000001")
    assert seconds < 90
    assert gib < 3
