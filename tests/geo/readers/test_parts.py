"""One faulty part does not refuse a file: it is left out, named and counted."""

import json
import re

import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import faultless, read
from ceaseline.geo.readers.parts import FaultyPart, Gathered, polygon_of

LINE = [[36.5, 50.2], [36.6, 50.0], [36.7, 49.9]]
RING = [[35, 46], [35.1, 46], [35.1, 46.1], [35, 46]]


def written(tmp_path, *geometries, name="a.geojson", **members):
    features = [{"type": "Feature", "properties": {}, "geometry": g} for g in geometries]
    path = tmp_path / name
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features, **members}), "utf-8"
    )
    return path


def of(kind, coordinates):
    return {"type": kind, "coordinates": coordinates}


def nested(depth, inside):
    for _ in range(depth):
        inside = {"type": "GeometryCollection", "geometries": [inside]}
    return inside


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        (of("LineString", [[30, 48]]), r"feature 1, is a line of one position"),
        (of("LineString", [[30, 48], [float("nan"), 48]]), r"feature 1, has a coord.*position 1"),
        (of("LineString", [[30, 48], [1e400, 48]]), r"not a finite number"),
        (of("LineString", [[30, 48], ["31", 48]]), r"no pair of numbers .* \(\['31', 48\]\)"),
        (of("LineString", [[30, 48], [31]]), r"no pair of numbers"),
        (of("LineString", [[30, 48], None]), r"no pair of numbers .* \(None\)"),
        (of("LineString", 7), r"has no list of positions \(7\)"),
        (of("LineString", [[30, 48], [30, 48]]), r"feature 1, has no length"),
        (of("LineString", [[30, 48], [31, 98]]), r"not longitudes and latitudes"),
        (of("LineString", [[179, 60], [-179, 60]]), r"antimeridian"),
        (of("Polygon", [[[30, 48], [31, 48]]]), r"has an outer ring of 2 positions"),
        (of("Polygon", [[[30, 48], [31, 48], [32, 48], [30, 48]]]), r"is no area"),
        (of("Polygon", 7), r"has no list of rings"),
        (of("MultiLineString", [LINE, [[30, 48]]]), r"feature 1, part 1, is a line of one"),
        (of("MultiPolygon", [[RING], [[[1, 1]]]]), r"feature 1, part 1, has an outer ring of 1"),
        (of("Sphere", []), r"feature 1, has a geometry of type 'Sphere'"),
        ({"type": "MultiPolygon"}, None),
        ({"type": "MultiPolygon", "coordinates": 3}, r"whose coordinates are no list"),
        (nested(2, of("Blob", 1)), r"feature 1, part 0, has a geometry of type 'Blob'"),
        (nested(80, of("LineString", LINE)), r"nested more than 64 times"),
        ([1, 2], r"feature 1, has a geometry of type None"),
    ],
)
def test_a_faulty_part_is_named_and_the_rest_is_read(tmp_path, geometry, told):
    reading = read(written(tmp_path, of("LineString", LINE), geometry))
    assert shapely.get_coordinates(reading.frame.geometry[0]).tolist() == LINE
    if told is None:
        assert reading.faults == ()
        assert "1 feature without geometry was left out." in reading.notes
        return
    (fault,) = reading.faults
    (note,) = [note for note in reading.notes if "faulty" in note]
    assert note.startswith("1 faulty part was left out: feature 1")
    assert str(fault) in note
    assert re.search(told, str(fault)), str(fault)
    with pytest.raises(InputError, match=r"a\.geojson, feature 1"):
        faultless(reading)


def test_where_nothing_is_sound_the_cause_is_told(tmp_path):
    with pytest.raises(InputError, match=r"a\.geojson, feature 0, has no length: all positions"):
        read(written(tmp_path, of("LineString", [[36.5, 49], [36.5, 49]])))
    with pytest.raises(InputError, match=r"2 faulty parts were left out: feature 0.*; feature 1"):
        read(written(tmp_path, of("LineString", [[1, 1]]), of("LineString", [[2, 2]])))


def test_many_faults_are_counted_and_some_named(tmp_path):
    bad = [of("LineString", [[k, 48]]) for k in range(25)]
    reading = read(written(tmp_path, *bad, of("LineString", LINE)))
    assert len(reading.faults) == 25
    (note,) = [note for note in reading.notes if "faulty" in note]
    assert "25 faulty parts were left out: feature 0," in note
    assert note.endswith("; and 20 more.")
    with pytest.raises(InputError, match=r"feature 19, is a line.*\na\.geojson has 5 more\."):
        faultless(reading)


def test_a_faulty_hole_takes_its_polygon_along(tmp_path):
    reading = read(written(tmp_path, of("Polygon", [RING, [[1, 1]]]), of("LineString", LINE)))
    assert "an inner ring (1) of 1 positions" in str(reading.faults[0])


@pytest.mark.parametrize("depth", [1, 2, 60])
def test_collections_in_collections_are_read(tmp_path, depth):
    reading = read(written(tmp_path, nested(depth, of("LineString", LINE))))
    assert shapely.get_coordinates(reading.frame.geometry[0]).tolist() == LINE
    assert (reading.notes, reading.faults) == ((), ())


def test_parts_with_and_without_altitude_are_read(tmp_path):
    mixed = [[*LINE[0], 120.5], LINE[1], [*LINE[2], 1, 2]]
    reading = read(written(tmp_path, of("LineString", mixed)))
    assert shapely.get_coordinates(reading.frame.geometry[0]).tolist() == LINE
    assert not reading.frame.geometry.has_z.any()


def test_empty_parts_are_no_faults(tmp_path):
    empty = [of("LineString", []), of("Polygon", []), of("MultiPolygon", []), None,
             {"type": "GeometryCollection", "geometries": []}, {}]  # fmt: skip
    reading = read(written(tmp_path, of("MultiLineString", [LINE, []]), *empty))
    assert reading.faults == ()
    assert reading.notes == (
        "1 part without coordinates was left out.",
        "6 features without geometry were left out.",
    )


def test_a_ring_that_is_not_closed_is_closed_and_told(tmp_path):
    reading = read(written(tmp_path, of("Polygon", [RING[:-1]])))
    assert reading.notes[0].startswith("1 ring was not closed")
    assert reading.frame.geometry[0].equals(shapely.Polygon(RING))


@pytest.mark.parametrize(
    "member",
    [
        {"type": "EPSG", "properties": {"code": 3857}},
        {"type": "EPSG", "properties": {"code": "3857"}},
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},
        {"type": "OGC", "properties": {"urn": "urn:ogc:def:crs:EPSG::3857"}},
    ],
)
def test_every_form_of_the_crs_member_is_read(tmp_path, member):
    line = [[4063161.0, 6446275.0], [4074293.0, 6446275.0]]  # 36.5 and 36.6 degrees east
    reading = read(written(tmp_path, of("LineString", line), crs=member))
    lon, lat = shapely.get_coordinates(reading.frame.geometry[0])[0]
    assert lon == pytest.approx(36.5, abs=1e-4)
    assert lat == pytest.approx(50.0, abs=0.1)


def test_parts_are_counted_through_a_feature(tmp_path):
    gathered = Gathered(tmp_path)
    inner = [of("MultiLineString", [LINE, [[1, 1]]]), nested(1, of("LineString", [[2, 2]]))]
    gathered.add(4, "feature 4", {}, {"type": "GeometryCollection", "geometries": inner})
    assert [fault.part for fault in gathered.faults] == [1, 2]
    assert shapely.get_num_geometries(gathered.shapes[0]) == 1


def test_a_hole_without_a_place_takes_nothing_out():
    ring = [[30, 48], [31, 48], [31, 49], [30, 48]]
    polygon, unclosed = polygon_of([ring, [], [[30.6, 48.2], [30.7, 48.2], [30.7, 48.3]]])
    assert (len(polygon.interiors), unclosed) == (1, 1)
    with pytest.raises(FaultyPart, match="an outer ring of 0 positions"):
        polygon_of([[], ring])


def test_an_inner_ring_outside_the_outer_one_is_told_as_such(tmp_path):
    rings = [[[30, 48], [31, 48], [31, 49], [30, 48]], [[33, 48], [34, 48], [34, 49], [33, 48]]]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": rings}))
    reading = read(path)
    assert reading.notes[0] == (
        "Feature 0 has an inner ring outside its outer one at 33.00000, 48.00000 (lon, lat); it "
        "counts as ground."
    )
    assert shapely.area(reading.frame.geometry[0]) == pytest.approx(1.0)
