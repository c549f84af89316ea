"""What a text really is: sequences are read, and each fault is told by its cause."""

import json
import re

import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import read

FEATURES = [
    {
        "type": "Feature",
        "properties": {"n": k},
        "geometry": {"type": "LineString", "coordinates": [[36 + k / 10, 50], [36.1 + k / 10, 50]]},
    }
    for k in range(3)
]
LINES = [json.dumps(feature) for feature in FEATURES]
WHOLE = json.dumps({"type": "FeatureCollection", "features": FEATURES})
KML = (
    "<Placemark><name>a&nbsp;b</name><LineString><coordinates>30,48 30.1,48.1</coordinates>"
    "</LineString></Placemark>"
)


def put(tmp_path, text, name="a.geojson"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "\r\n".join(LINES) + "\r\n\r\n",
        "\ufeff" + "\n".join(LINES),
        "".join(f"\x1e{line}\n" for line in LINES),
        "".join(f"\x1e{json.dumps(f, indent=1)}\n" for f in FEATURES),
        "\n".join(json.dumps(f, indent=1) for f in FEATURES),
        "".join(LINES),
        "\n".join(json.dumps({"type": "FeatureCollection", "features": [f]}) for f in FEATURES),
        json.dumps(FEATURES),
        "\n".join(json.dumps(f["geometry"]) for f in FEATURES),
    ],
)
def test_a_sequence_of_texts_is_read(tmp_path, text):
    reading = read(put(tmp_path, text, "a.geojsonl"))
    assert len(reading.frame) == 3
    assert reading.frame.geometry[2].wkt == "LINESTRING (36.2 50, 36.300000000000004 50)"
    assert reading.format.startswith("GeoJSON ")


def test_a_broken_text_of_a_sequence_is_left_out(tmp_path):
    broken = [LINES[0], LINES[1][:40], LINES[2], "[1]x"]
    for text in ("\n".join(broken), "".join(f"\x1e{line}\n" for line in broken)):
        reading = read(put(tmp_path, text))
        assert len(reading.frame) == 2
        assert str(reading.faults[0]).startswith("line 2, is not JSON: it ends before it is compl")
        assert str(reading.faults[1]).startswith("line 4, is not JSON: after its end comes 'x'")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WHOLE[:-1], r"it ends before it is complete \(it may be truncated\) in line 1"),
        (WHOLE[:200], "it may be truncated"),
        (WHOLE[: WHOLE.index("LineString") + 4], "it may be truncated"),
        (WHOLE[:-1] + ', "x": tru', "it may be truncated"),
        (WHOLE.replace("]}}", "],}}", 1), "a comma stands before the closing } in line 1, col"),
        (WHOLE.replace("]]", "],]", 1), "a comma stands before the closing ]"),
        (WHOLE.replace('"type"', "'type'", 1), "single quotes stand where JSON has double ones"),
        ("// by hand\n" + WHOLE, "a comment, which JSON has not, stands in line 1"),
        (WHOLE.replace('"', "\u201c"), "typographic quotes stand where JSON has straight ones"),
        (WHOLE.replace('"type"', "type", 1), "a name stands there without quotes"),
        ("module.exports = " + WHOLE, "is JavaScript; save what stands between"),
        ("404: Not Found", "is a server's message of an error, not data"),
        (" \n", "is empty; give a file with content"),
        ("{// by hand\n" + WHOLE[1:], "a comment, which JSON has not, stands in line 1"),
        (WHOLE.replace(", ", " ", 1), "stands where a comma, a bracket or a value is expected"),
        (WHOLE.replace('"n"', '"n\\q"', 1), "a backslash stands where JSON has none"),
        (WHOLE.replace('"n"', '"n\n"', 1), "a line break or a tab stands inside a text"),
        (WHOLE + "\n}", "after the end of the text in line 2, column 1 comes '}'"),
        (
            WHOLE.replace("[36", "\n<<<<<<< HEAD\n[36", 1),
            "marks of a merge by git .<<<<<<<. from line 2; choose",
        ),
        ("<<<<<<< HEAD\n" + WHOLE, "marks of a merge by git"),
        ("var line = " + WHOLE, "is JavaScript; save what stands between"),
        ("callback(" + WHOLE + ");", "JSONP"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "pointer of Git LFS"),
        ("<!DOCTYPE html><html><title>Sign in</title></html>", "is a web page .HTML., not data"),
        ("\n<!-- x --><HTML><body>", "is a web page"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "is a web page"),
        (f"<string>{WHOLE}</string>", "is XML that wraps JSON in <string>"),
        ('{"error": {"code": 498, "message": "Invalid token"}}', "message of an error.*Invalid to"),
        ('{"message": "Not Found", "status": "404"}', "message of an error.*Not Found"),
        ('{"rings": [[[1, 2]]], "spatialReference": {"wkid": 4326}}', "is Esri JSON"),
        ('PROJCS["WGS 84"]', "describes a coordinate reference system"),
        ("AC1032\x00\x00", "is a DWG drawing"),
        (b"\x1f\x8b\x08\x00", "is packed with gzip"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x89PNG\r\n", "is a PNG picture"),
        (b"\xd0\xcf\x11\xe0\xa1", "is an old Office document"),
        (b"7z\xbc\xaf\x27\x1c", "is a 7z archive"),
        ("<osm version='0.6'></osm>", r"its root is <osm>, not <kml> \(OpenStreetMap's own form"),
        ("<gml:FeatureCollection xmlns:gml='x'/>", r"not <kml> \(GML\)"),
    ],
)
def test_what_is_wrong_is_told_by_its_cause(tmp_path, text, told):
    with pytest.raises(InputError, match=told) as caught:
        read(put(tmp_path, text))
    said = str(caught.value)
    assert "\n" not in said
    assert ("truncated" in said) == ("truncated" in told)
    assert not re.search(r"expecting|delimiter|extra data|expat|token\b(?!')", said, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (f"<kml>{KML}</kml>", "HTML's names of characters"),
        (f"<Document>{KML}</Document>", ""),
        (f"<kml xmlns='http://www.opengis.net/kml/2.2'><Folder>{KML}</Folder></kml>", ""),
        (KML, ""),
        (f"\n\n <?xml version='1.0'?><kml>{KML}</kml>", "Blanks stood before the XML declaration"),
        (f"\ufeff<?xml version='1.0' encoding='UTF-8'?><kml>{KML}</kml>", ""),
        (f"<kml a:b='c'>{KML}</kml>", "The prefix a is not declared"),
        (f"<!-- <x:y> --><kml><gx:Tour/>{KML}</kml>", "The prefix gx is not declared"),
        (f"<kml><NetworkLink/><NetworkLink/>{KML}</kml>", "2 network links were not followed."),
        (f"<kml><GroundOverlay/>{KML}</kml>", "1 picture laid over the ground was left out."),
    ],
)
def test_kml_of_every_dress_is_read(tmp_path, text, note):
    reading = read(put(tmp_path, text, "a.kml"))
    assert reading.frame.geometry[0].wkt == "LINESTRING (30 48, 30.1 48.1)"
    assert reading.frame["name"][0] == "a\xa0b"
    assert any(own.startswith(note) for own in reading.notes)


SPOTS = "<coordinates>30,48,5 30.1,48 30.1,48.1 30,48</coordinates>"
RIM = f"<outerBoundaryIs><LinearRing>{SPOTS}</LinearRing></outerBoundaryIs>"
TRACK = "<gx:Track><gx:coord>30 48 0</gx:coord><gx:coord>30.1 48.1 0</gx:coord></gx:Track>"


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        (f"<LinearRing>{SPOTS}</LinearRing>", ["LineString"]),
        (f"<Polygon>{RIM}</Polygon>", ["Polygon"]),
        (TRACK, ["LineString"]),
        (f"<gx:MultiTrack>{TRACK}{TRACK}</gx:MultiTrack>", ["LineString"] * 2),
        (
            (
                f"<MultiGeometry><MultiGeometry><LinearRing>{SPOTS}</LinearRing></MultiGeometry>"
                f"<Polygon>{RIM}</Polygon></MultiGeometry>"
            ),
            ["LineString", "Polygon"],
        ),
    ],
)
def test_every_geometry_of_kml_is_read(tmp_path, body, kinds):
    text = f"<kml xmlns:gx='http://www.google.com/kml/ext/2.2'><Placemark>{body}</Placemark></kml>"
    reading = read(put(tmp_path, text, "a.kml"))
    assert reading.frame.geometry.geom_type.tolist() == kinds
    assert reading.faults == ()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<LineString><coordinates>30,48</coordinates></LineString>", "a line of one position"),
        ("<LineString><coordinates>30 48</coordinates></LineString>", "no pair of numbers"),
        ("<LineString><coordinates>30,5,48,1 30,6,48,2</coordinates></LineString>", "30,5,48,1"),
        ("<LineString><coordinates>x,y 1,2</coordinates></LineString>", r"\(\['x', 'y'\]\)"),
        (f"<Polygon>{RIM * 2}</Polygon>", "2 outer boundaries"),
        ("<LineString><coordinates>nan,48 1,2</coordinates></LineString>", "not a finite number"),
    ],
)
def test_a_faulty_placemark_is_named(tmp_path, body, told):
    text = f"<kml>{KML}<Placemark><name>second</name>{body}</Placemark></kml>"
    reading = read(put(tmp_path, text, "a.kml"))
    (fault,) = reading.faults
    assert str(fault).startswith("placemark 1 (second), ")
    assert re.search(told, str(fault))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<kml><Document><Placemark>", "all elements are closed; it may be truncated"),
        (f"<kml>{KML}</kml", "it may be truncated"),
        ("<kml><a></b></kml>", "in line 1, column .*: an element is closed that is not the one"),
        ("<kml><name>A & B</name></kml>", "an & stands there; write &amp;"),
        ("<kml><name>A < B</name></kml>", "stands where it may not|a < stands where none may"),
        ("<kml><a b='1' b='2'/></kml>", "has one attribute twice"),
        (f"<kml>{KML}</kml><kml/>", "something follows after the end of the root element"),
        ("<kml>&wrong;</kml>", "an entity is used that is not declared"),
        ("x<?xml version='1.0'?><kml/>", "is not a format that is read"),
        (b"<kml><name>\xcd\xee</name></kml>", "a byte stands there that is not of its encoding"),
        (f"<kml>\n<<<<<<< HEAD\n{KML}</kml>", "marks of a merge by git"),
    ],
)
def test_what_is_wrong_with_xml_is_told_by_its_cause(tmp_path, text, told):
    with pytest.raises(InputError, match=told) as caught:
        read(put(tmp_path, text, "a.kml"))
    said = str(caught.value)
    assert ("truncated" in said) == ("truncated" in told)
    assert not re.search(r"expat|mismatched|undefined|token", said)


def test_a_layer_left_out_unasked_is_told(tmp_path):
    shown = [
        dict(feature, properties={"layer": name})
        for feature, name in zip(FEATURES, ("line", "towns", "towns"), strict=True)
    ]
    path = put(tmp_path, json.dumps({"type": "FeatureCollection", "features": shown}))
    (note,) = read(path).notes
    assert note == "Only the layer 'line' was read; 2 features of others were left out: towns."
    assert read(path, "line").notes == ()


def test_a_line_that_crosses_itself_is_named(tmp_path):
    loop = shapely.LineString([(36, 50), (36.2, 50), (36.1, 50.1), (36.1, 49.9)])
    path = put(tmp_path, json.dumps(shapely.geometry.mapping(loop)))
    (note,) = read(path).notes
    assert note == (
        "Feature 0 is a line that crosses itself at 36.10000, 50.00000 (lon, lat); kept as it is."
    )
