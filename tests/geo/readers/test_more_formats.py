"""Tracks, drawings and texts: each form in which a line comes, read by its content."""

import json
import sqlite3
import struct

import geopandas as gpd
import numpy as np
import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import faultless, read, sniff
from ceaseline.geo.readers.curves import arcs_through

LINE = [[36.5, 50.2], [36.6, 50.0], [36.7, 49.9]]
GPX = (
    '<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">'
    '<wpt lat="48" lon="30"><name>w</name></wpt>'
    "<trk><name>front</name>{}</trk></gpx>"
)


def put(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def points(spots, tag):
    return "".join(f'<{tag} lat="{lat}" lon="{lon}"><ele>1</ele></{tag}>' for lon, lat in spots)


def coordinates(reading):
    return [shapely.get_coordinates(shape).tolist() for shape in reading.frame.geometry]


def test_tracks_and_routes_of_gpx(tmp_path):
    segments = "".join(f"<trkseg>{points(own, 'trkpt')}</trkseg>" for own in (LINE, LINE[:2]))
    text = GPX.format(segments).replace(
        "</gpx>", f"<rte><name>r</name>{points(LINE[1:], 'rtept')}</rte></gpx>"
    )
    reading = read(put(tmp_path, "a.gpx", text))
    assert coordinates(reading) == [LINE, LINE[:2], LINE[1:]]
    assert reading.frame["name"].tolist() == ["front", "front", "r"]
    assert reading.notes == ("1 feature that is a Point was left out.",)
    assert reading.format == "GPX"


def test_a_faulty_point_of_gpx_is_named(tmp_path):
    bad = '<trkseg><trkpt lat="x" lon="30"/><trkpt lat="48" lon="30"/></trkseg>'
    text = GPX.format(f"<trkseg>{points(LINE, 'trkpt')}</trkseg>{bad}")
    (fault,) = read(put(tmp_path, "a.xml", text)).faults
    assert str(fault).startswith("track 1 (front), part 1, has a position that is no pair")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LINESTRING (36.5 50.2, 36.6 50.0, 36.7 49.9)", [LINE]),
        ("\ufefflinestring z(36.5 50.2 1,36.6 50 2,\r\n36.7 49.9 3)", [LINE]),
        ("SRID=4326;LINESTRING(36.5 50.2,36.6 50.0,36.7 49.9);", [LINE]),
        ("LINESTRING ZM (36.5 50.2 1 2, 36.6 50 1 2, 36.7 49.9 1 2)\nPOINT (1 2)", [LINE]),
        ("LINESTRING(36.5 50.2,36.6 50)\nLINESTRING(36.6 50,36.7 49.9)", [LINE[:2], LINE[1:]]),
        ("MULTILINESTRING((36.5 50.2,36.6 50),(36.6 50,36.7 49.9))", [LINE[:2], LINE[1:]]),
        ("POLYGON((36 49,37 49,37 50,36 49))", [[[36, 49], [37, 49], [37, 50], [36, 49]]]),
        ("MULTIPOLYGON(((36 49,37 49,37 50,36 49)),EMPTY)", [[[36, 49], [37, 49], [37, 50],
                                                              [36, 49]]]),
        (("GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(LINESTRING(36.5 50.2,36.6 50)),POINT(1 2),"
         "MULTIPOINT((1 2),3 4))"), [LINE[:2]]),
        ("COMPOUNDCURVE((36.5 50.2,36.6 50.0),(36.6 50,36.7 49.9))", [LINE]),
    ],
)  # fmt: skip
def test_well_known_text(tmp_path, text, expected):
    reading = read(put(tmp_path, "a.txt", text))
    assert coordinates(reading) == expected
    assert reading.format == "WKT"


def test_well_known_text_in_another_reference_system(tmp_path):
    reading = read(put(tmp_path, "a.wkt", "SRID=3857;LINESTRING(4063161 6446275,4063261 6446275)"))
    assert coordinates(reading)[0][0][0] == pytest.approx(36.5, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("LINESTRING(1 2,3 4", "geometry 0, has brackets that are not closed; it may be truncated"),
        ("LINESTRING(1 2,3 4)\nhello", "has 'hello' in line 2, which is no well-known text"),
        ("LINESTRING(1 2)", "geometry 0, is a line of one position"),
        ("LINESTRING(1 x,3 4)", "no pair of numbers"),
        ("CIRCULARSTRING(1 2,3 4)", "2 positions of a circular string, which has an odd number"),
        ("SRID=999999;POINT(1 2)", "SRID 999999, which is not known"),
        ("SRID=4326;POINT(1 2)\nSRID=3857;POINT(1 2)", "mixes the SRIDs 3857, 4326"),
        ("GEOMETRYCOLLECTION(" * 90 + "POINT(1 2)" + ")" * 90, "is nested more than 64 times"),
        ("LINESTRING EMPTY", "1 feature without geometry was left out"),
    ],
)
def test_what_is_wrong_with_well_known_text(tmp_path, text, told):
    with pytest.raises(InputError, match=told):
        read(put(tmp_path, "a.wkt", text))


def dxf(*entities):
    head = "999\nby hand\n0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n0\nENDSEC\n"
    pairs = "\n".join(f"{code}\n{value}" for entity in entities for code, value in entity)
    return f"{head}0\nSECTION\n2\nENTITIES\n{pairs}\n0\nENDSEC\n0\nEOF\n"


def light(spots, flags=0, bulge=None):
    pairs = [(0, "LWPOLYLINE"), (8, "front"), (90, len(spots)), (70, flags)]
    for k, (x, y) in enumerate(spots):
        pairs += [(10, x), (20, y)] + ([(42, bulge)] if bulge and k == 0 else [])
    return pairs


def old(spots):
    out = [(0, "POLYLINE"), (8, "front"), (66, 1), (70, 0), (10, 0), (20, 0)]
    for x, y in spots:
        out += [(0, "VERTEX"), (8, "front"), (10, x), (20, y), (30, 0)]
    return [*out, (0, "SEQEND")]


def test_lines_and_polylines_of_a_drawing(tmp_path):
    line = [(0, "LINE"), (8, "front"), (10, 36), (20, 50), (11, 36.1), (21, 50)]
    words = [(0, "TEXT"), (8, "x"), (1, "hello"), (10, 1), (20, 2)]
    path = put(tmp_path, "a.dxf", dxf(line, words, light(LINE), old(LINE), light(LINE, flags=1)))
    reading = read(path)
    assert coordinates(reading) == [[[36, 50], [36.1, 50]], LINE, LINE, [*LINE, LINE[0]]]
    assert reading.notes == (
        "DXF says no coordinate reference system: taken as longitude and latitude.",
        "Entities that are no lines were left out: 1 TEXT.",
    )
    assert reading.frame["layer"].tolist() == ["front"] * 4


def test_a_bulge_is_a_half_circle(tmp_path):
    path = put(tmp_path, "a.dxf", dxf(light([[36, 50], [36.2, 50]], bulge=1)).replace("\n", "\r\n"))
    spots = np.array(coordinates(read(path))[0])
    assert np.hypot(*(spots - [36.1, 50]).T) == pytest.approx(0.1, rel=1e-9)
    assert spots[len(spots) // 2].tolist() == pytest.approx([36.1, 49.9])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (dxf(light([[4e5, 5.5e6], [4.1e5, 5.5e6]])), "DXF says no coordinate reference system, an"),
        ("0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", "is a DXF drawing without entities"),
        (dxf(light(LINE)).replace("LWPOLYLINE\n8", "LWPOLYLINE\nx"), "where DXF has a group code"),
        (dxf(light([[36, 50]])), r"entity 0 \(LWPOLYLINE\), is a line of one position"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00", "is a binary DXF; save it as DXF text"),
    ],
)
def test_what_is_wrong_with_a_drawing(tmp_path, text, told):
    with pytest.raises(InputError, match=told):
        read(put(tmp_path, "a.dxf", text))


def topology(**changes):
    found = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [36.0, 49.0]},
        "objects": {
            "front": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "LineString", "arcs": [0, ~1], "properties": {"name": "a"}},
                    {"type": "Polygon", "arcs": [[2]]},
                ],
            }
        },
        "arcs": [[[0, 0], [1, 1]], [[3, 1], [-2, 0]], [[0, 0], [2, 0], [0, 2], [-2, -2]]],
    }
    return json.dumps(found | changes)


def test_topojson(tmp_path):
    reading = read(put(tmp_path, "a.json", topology()))
    first, second = coordinates(reading)
    assert first == pytest.approx(np.array([[36, 49], [36.1, 49.1], [36.3, 49.1]]))
    assert second == pytest.approx(np.array([[36, 49], [36.2, 49], [36.2, 49.2], [36, 49]]))
    assert reading.frame["name"].tolist()[0] == "a"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"arcs": None}, "without a list of arcs"),
        ({"objects": {}}, "without objects"),
        ({"objects": {"a": {}, "b": {}}}, "has several objects: a, b. Name one with --layer"),
        ({"transform": {"scale": 1}}, "a transform that is none"),
        (
            {"objects": {"a": {"type": "LineString", "arcs": [9]}}},
            r"names an arc that is none of the file's 3 \(9\)",
        ),
    ],
)
def test_what_is_wrong_with_topojson(tmp_path, changes, told):
    with pytest.raises(InputError, match=told):
        read(put(tmp_path, "a.json", topology(**changes)))


def wkb(code, *bodies):
    return struct.pack("<BI", 1, code) + b"".join(bodies)


def spots(code, *places):
    flat = [v for place in places for v in place]
    return wkb(code, struct.pack(f"<I{len(flat)}d", len(places), *flat))


ARC = [(36, 49), (36.1, 49.1), (36.2, 49)]
DRAWN = arcs_through(np.array(ARC)).tolist()
CURVES = {
    "CIRCULARSTRING": (spots(8, *ARC), [DRAWN]),
    "COMPOUNDCURVE": (
        wkb(9, struct.pack("<I", 2), spots(2, (35.9, 49), ARC[0]), spots(8, *ARC)),
        [[[35.9, 49], *DRAWN]],
    ),
    "CURVEPOLYGON": (
        wkb(10, struct.pack("<I", 1), wkb(9, struct.pack("<I", 2), spots(8, *ARC),
                                          spots(2, ARC[2], ARC[0]))),
        [[*DRAWN, [36, 49]]],
    ),
    "MULTICURVE": (
        wkb(11, struct.pack("<I", 2), spots(8, *ARC), spots(2, (1, 1), (2, 2))),
        [DRAWN, [[1, 1], [2, 2]]],
    ),
    "MULTISURFACE": (
        wkb(12, struct.pack("<I", 1), wkb(10, struct.pack("<I", 1), spots(8, *ARC, (36.1, 48.9),
                                                                           ARC[0]))),
        None,
    ),
}  # fmt: skip


def curved(path, kind, blob):
    """Write a GeoPackage with one geometry put in as bytes."""
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.LineString(ARC)], crs=4326)
    frame.to_file(path, driver="GPKG", layer="front", SPATIAL_INDEX="NO")
    base = sqlite3.connect(path)
    for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
        base.execute(f"DROP TRIGGER {name}")
    head = b"GP\x00\x01" + struct.pack("<i", 4326)
    base.execute("UPDATE front SET geom = ?", (head + blob,))
    base.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = ?", (kind,))
    base.commit()
    base.close()


@pytest.mark.sampled
@pytest.mark.parametrize("kind", CURVES)
def test_curves_are_drawn_finely_and_told(tmp_path, kind):
    blob, expected = CURVES[kind]
    curved(tmp_path / "a.gpkg", kind, blob)
    reading = read(tmp_path / "a.gpkg")
    assert any(note.startswith("1 feature with curves was drawn") for note in reading.notes)
    if expected is not None:
        assert coordinates(reading) == [pytest.approx(np.array(one)) for one in expected]
    else:
        assert shapely.area(reading.frame.geometry[0]) == pytest.approx(np.pi * 0.01, rel=1e-6)


@pytest.mark.parametrize(
    ("blob", "told"),
    [
        (spots(2, (30, 48)), "feature 0, is a line of one position"),
        (wkb(5, struct.pack("<I", 2), spots(2, *ARC), spots(2, (1, 1))), None),
        (spots(2, (30, 48), (float("nan"), 1)), "not a finite number"),
        (wkb(3, struct.pack("<I", 1), struct.pack("<I4d", 2, 1, 1, 2, 2)), "an outer ring of 2"),
    ],
)
def test_a_faulty_part_of_a_binary_format_is_named(tmp_path, blob, told):
    curved(tmp_path / "a.gpkg", "GEOMETRY", blob)
    if told is None:
        assert str(read(tmp_path / "a.gpkg").faults[0]).startswith("feature 0, part 1, is a line")
        return
    with pytest.raises(InputError, match=told):
        read(tmp_path / "a.gpkg")


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg"])
def test_points_with_a_party_are_settlements_held(tmp_path, name):
    frame = gpd.GeoDataFrame(
        {"name": ["Pokrovsk", "x", "y"], "Party": ["Russia", "Ukraine", None]},
        geometry=shapely.points([(37.18, 48.28), (37.5, 48.1), (1, 1)]),
        crs=4326,
    )
    frame.to_file(tmp_path / name)
    reading = read(tmp_path / name)
    assert [(row.party, row.name, row.lonlat) for row in reading.held] == [
        ("Russia", "Pokrovsk", (37.18, 48.28)),
        ("Ukraine", "x", (37.5, 48.1)),
    ]
    assert reading.notes == ("1 point without a position or a party left out.",)
    assert not len(reading.frame)


@pytest.mark.parametrize(
    "text",
    [
        "lon,lat,party\n37.18,48.28,Russia\n",
        "sep=;\r\nX;Y;Status\r\n37,18;48,28;Russia\r\n",
        "party\tlongitude\tlatitude\nRussia\t37.18\t48.28\n",
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt"])
def test_a_table_with_longitudes_and_latitudes(tmp_path, text, name):
    (row,) = read(put(tmp_path, name, text)).held
    assert (row.party, row.lonlat) == ("Russia", (37.18, 48.28))


@pytest.mark.parametrize("spot", ["200,48", "37,x", "nan,48", "37,"])
def test_a_row_without_a_place_on_earth_is_named(tmp_path, spot):
    told = r"line 2, has a position that is no longitude and latitude in degrees \('"
    with pytest.raises(InputError, match=rf"a\.csv has no row that says who .* {told}"):
        read(put(tmp_path, "a.csv", f"lon,lat,party\n{spot},Russia\n"))
    found = read(put(tmp_path, "a.csv", f"lon,lat,party\n{spot},Russia\n37.18,48.28,Russia\n"))
    assert [row.row for row in found.held] == [3]
    assert "1 faulty part was left out: line 2, has a position" in found.notes[0]
    with pytest.raises(InputError, match=r"a\.csv, line 2, has a position"):
        faultless(found)


def test_a_table_is_told_from_words(tmp_path):
    assert sniff(put(tmp_path, "a.txt", "name;party\n")) == "csv"
    with pytest.raises(InputError, match="is not a format that is read: give GeoJSON"):
        sniff(put(tmp_path, "b.txt", "Dear all, the line runs along the river."))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_with_a_column_of_well_known_text(tmp_path, mark):
    rows = [["WKT", "name"], ['"LINESTRING (36.5 50.2, 36.6 50.0, 36.7 49.9)"', "a"],
            ['"LINESTRING (1 2"', "b"], ["none", "c"], ['"LINESTRING (1 2)"', "d"]]  # fmt: skip
    reading = read(put(tmp_path, "a.csv", "\n".join(mark.join(row) for row in rows)))
    assert coordinates(reading) == [LINE]
    assert reading.frame["name"].tolist() == ["a"]
    assert [str(fault)[:30] for fault in reading.faults] == [
        "line 3, holds well-known text ",
        "line 4, holds no well-known te",
        "line 5, is a line of one posit",
    ]


def test_a_table_may_begin_with_blank_lines_and_end_with_empty_rows(tmp_path):
    text = "\n\nsep=;\nname;party\nPokrovsk;Russia\n;\n;;;\n"
    (row,) = read(put(tmp_path, "a.csv", text)).held
    assert (row.row, row.name) == (5, "Pokrovsk")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("first", ["", "sep=;\r\n"])
def test_a_csv_of_wkt_in_any_encoding(tmp_path, encoding, first):
    text = f'{first}id;WKT;назва\r\n1;"LINESTRING (36.5 50.2, 36.6 50.0)";Фронт\r\n'
    reading = read(put(tmp_path, "a.csv", text.encode(encoding)))
    assert (reading.format, reading.frame["назва"][0]) == ("CSV of WKT", "Фронт")
