"""Every kind of fault is found with its place, and repaired where that is safe."""

import json

import numpy as np
import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.check import check
from ceaseline.layers.check.files import check_file, fix_file
from ceaseline.layers.edits import edit
from ceaseline.layers.placement.file import dumps
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import library, load, read, write
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at


@pytest.fixture(scope="module")
def ground():
    return drawn.ground()


def data(*lines, **head):
    sections = tuple(Section.of(f"s{k}", "drawn", line) for k, line in enumerate(lines))
    own = json.loads(dumps(Placement("trial", "A trial", sections or drawn.trial().sections)))
    own["ceaseline"] |= head
    return own


def report(own, ground):
    return check(json.dumps(own), "trial.geojson", ground)


def only(found):
    assert len(found.faults) == 1, [str(f) for f in found.faults]
    return found.faults[0]


def sound(found, ground):
    assert found.repaired is not None
    again = check(dumps(found.repaired), "again", ground)
    assert again.faults == ()
    return found.repaired


def test_a_sound_placement_has_no_faults(ground):
    found = report(data(), ground)
    assert found.faults == ()
    assert found.repaired == drawn.trial()


@pytest.mark.parametrize("name", library())
def test_the_library_is_sound(name):
    assert check(dumps(load(name)), name).faults == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is not readable as JSON"),
        ("[" * 100_000, "it is nested too deeply"),
        ("[]", 'it has no member "ceaseline"'),
        ('{"type": "FeatureCollection", "features": []}', "bring it in with `ceaseline import`"),
    ],
)
def test_no_placement(text, message, ground):
    fault = only(check(text, "trial.geojson", ground))
    assert message in str(fault)
    assert check(text, "trial.geojson", ground).repaired is None


def test_open_end_is_carried_to_the_border_and_measured(ground):
    found = report(data(at((-1, 5), (9, 5.5))), ground)
    fault = only(found)
    assert "its end is open inside the country at 30.48330, 48.22000 (lon, lat)" in fault.what
    assert fault.repair == "carried on to the border"
    assert fault.moved_m == pytest.approx(4000 * (1.125) * 0.97, rel=0.2)
    sound(found, ground)


def test_open_ends_are_joined(ground):
    found = report(data(at((-1, 5), (5, 5)), at((5.1, 5), (12, 5))), ground)
    assert {f.repair for f in found.faults} == {"carried on to section 2 (s1)"}
    assert found.faults[0].moved_m == pytest.approx(400, rel=0.02)
    sound(found, ground)


def test_loops_are_cut_out(ground):
    found = report(data(at((-1, 5), (5, 5), (6, 6), (5, 7), (4, 4), (12, 4.5))), ground)
    fault = only(found)
    assert "it crosses itself at" in fault.what
    assert fault.moved_m > 1000
    line = shapely.LineString(sound(found, ground).sections[0].coords)
    assert line.is_simple


def test_a_pocket_that_shares_a_corner_with_the_front_does_not_cross_it(ground):
    front = at((-1, 5), (5, 5), (11, 5))
    pocket = at((5, 5), (4, 4), (6, 4), (5, 5))
    for ring in (pocket, at((4, 4), (6, 4), (5, 5), (4, 4))):
        assert report(data(front, ring), ground).faults == ()
    across = report(data(front, at((5, 5), (6, 4), (5, 6), (4, 4), (5, 5))), ground)
    assert "it crosses section 2 (s1) at" in across.faults[0].what


def test_sections_that_cross(ground):
    found = report(data(at((-1, 5), (12, 5)), at((-1, 6), (12, 4))), ground)
    assert "it crosses section 2 (s1) at" in found.faults[0].what
    assert found.repaired is None


def test_a_section_that_runs_the_wrong_way_is_turned(ground):
    wrong = data(at((-1, 5), (12, 5)), at((-1, 7), (12, 7)), at((-1, 8), (12, 8)))
    wrong["features"][1]["geometry"]["coordinates"].reverse()
    assert report(wrong, ground).faults == ()
    wrong["features"][1]["geometry"]["coordinates"].reverse()
    wrong["features"][1]["properties"]["depth_m"] = [1, 2]
    found = report(wrong, ground)
    assert "it runs the wrong way" in only(found).what
    repaired = sound(found, ground)
    assert repaired.sections[1].depth_m == (2, 1)


def test_a_line_that_never_meets_the_country(ground):
    found = report(data(at((-3, 15), (12, 15))), ground)
    assert "never meets the country" in only(found).what
    assert found.repaired is None


def test_duplicate_names_are_numbered(ground):
    own = data(at((-1, 5), (5, 5)), at((5, 5), (12, 5)))
    own["features"][1]["properties"]["name"] = "s0"
    found = report(own, ground)
    assert "the name 's0' is taken by another section" in only(found).what
    assert [s.name for s in sound(found, ground).sections] == ["s0", "s0 (2)"]


def test_swapped_coordinates_are_exchanged(ground):
    own = data()
    spots = own["features"][0]["geometry"]["coordinates"]
    own["features"][0]["geometry"]["coordinates"] = [[lat, lon] for lon, lat in spots]
    found = report(own, ground)
    assert "its coordinates are swapped" in only(found).what
    assert sound(found, ground).sections == drawn.trial().sections


def test_places_that_are_none_are_left_out(ground):
    own = data()
    spots = own["features"][0]["geometry"]["coordinates"]
    spots[1:1] = [[float("nan"), 48], ["a", 1], None, [True, 2], [3]]
    spots.append([1000, 48])
    found = report(own, ground)
    assert [f.repair for f in found.faults] == ["left out 5 vertices", "left out 1 vertices"]
    assert "5 of 11 vertices are no numbers, the first is vertex 2" in found.faults[0].what
    assert "1000, 48 is no longitude and latitude in degrees" in found.faults[1].what
    assert sound(found, ground).sections == drawn.trial().sections


def test_a_section_of_one_place(ground):
    own = data(at((-1, 5), (12, 5)), at((3, 3), (3.1, 3)))
    own["features"][1]["geometry"]["coordinates"] = [[30.1, 48.1], [30.1, 48.1]]
    found = report(own, ground)
    assert "it has fewer than two places" in only(found).what
    assert len(sound(found, ground).sections) == 1


@pytest.mark.parametrize(
    ("geometry", "message"),
    [(None, "its geometry is missing"), ({"type": "Point", "coordinates": [1, 2]}, "is Point")],
)
def test_geometries_that_are_no_lines(geometry, message, ground):
    own = data(at((-1, 5), (12, 5)), at((3, 3), (3.1, 3)))
    own["features"][1]["geometry"] = geometry
    found = report(own, ground)
    assert message in only(found).what
    assert found.repaired is None


def test_several_lines_in_one_feature_are_split(ground):
    own = data(at((-1, 5), (5, 5)))
    own["features"][0]["geometry"] = {
        "type": "MultiLineString",
        "coordinates": [at((-1, 5), (5, 5)), at((5, 5), (12, 5))],
    }
    found = report(own, ground)
    assert "a MultiLineString of 2 lines" in found.faults[0].what
    assert len(sound(found, ground).sections) == 2


@pytest.mark.parametrize("depth", [[-5, 5], [1], "deep", [1e9, 1], [None, 2]])
def test_depths_that_are_none(depth, ground):
    own = data()
    own["features"][0]["properties"]["depth_m"] = depth
    found = report(own, ground)
    assert "its depths are" in only(found).what
    assert found.repaired is None


def test_names_bases_and_corridors(ground):
    own = data()
    own["features"][0]["properties"] = {"name": " ", "basis": "road", "corridor_m": [[1, 2]]}
    found = report(own, ground)
    assert [f.repair for f in found.faults] == [
        "named section 1",
        "basis set to drawn",
        "corridor left out",
    ]
    sound(found, ground)


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"parties": ["Ukraine", "Ukraine"]}, "the parties are ['Ukraine', 'Ukraine']"),
        (
            {"history": [{"verb": "move", "args": {"km": 1, "toward": "Poland"}}]},
            "edit 1 of the history names the party 'Poland'",
        ),
        ({"history": [{"verb": "turn", "args": {}}]}, "edit 1 of the history is 'turn'"),
        (
            {"control": {"date": "2024-11-20", "flips": [[1, "Poland"]]}},
            "the control gives settlement 1 to the party 'Poland'",
        ),
        ({"title": ""}, "title"),
        ({"name": "A trial"}, "name"),
    ],
)
def test_faults_of_the_head(head, message, ground):
    found = report(data(**head), ground)
    assert message in str(only(found))
    assert found.repaired is None


def test_no_sections(ground):
    own = data()
    own["features"] = []
    found = report(own, ground)
    assert "there is no section" in found.faults[0].what
    assert found.repaired is None


def test_another_crs_is_reprojected(ground):
    own = data()
    own["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert report(own, ground).faults == ()
    lonlat = np.array(own["features"][0]["geometry"]["coordinates"])
    k = 20037508.342789244 / 180
    y = np.log(np.tan(np.radians(90 + lonlat[:, 1]) / 2)) / np.pi * 180
    own["features"][0]["geometry"]["coordinates"] = (
        np.column_stack([lonlat[:, 0], y]) * k
    ).tolist()
    own["crs"]["properties"]["name"] = "EPSG:3857"
    found = report(own, ground)
    assert "the coordinates are in EPSG:3857" in only(found).what
    assert sound(found, ground).sections[0].array == pytest.approx(lonlat, abs=2e-7)
    own["crs"]["properties"]["name"] = "EPSG:none"
    assert "the CRS 'EPSG:none' is not known" in report(own, ground).faults[0].what


def test_a_repair_that_moves_the_line_drops_the_history(ground):
    own = data(at((-1, 5), (9, 5.5)), history=[{"verb": "lock", "args": {}}])
    assert report(own, ground).repaired.history == ()
    own = json.loads(dumps(edit(drawn.trial(), "lock", ground)))
    del own["features"][0]["properties"]["name"]
    assert [e.verb for e in report(own, ground).repaired.history] == ["lock", "replace"]


def test_files(tmp_path, ground):
    path = tmp_path / "trial.geojson"
    write(drawn.trial(at((-1, 5), (9, 5.5))), path)
    before = path.read_bytes()
    assert len(check_file(path, ground).faults) == 1
    assert path.read_bytes() == before
    fix_file(path, ground)
    assert check_file(path, ground).faults == ()
    assert len(read(path).sections[0].coords) == 3
    with pytest.raises(InputError, match="cannot be read"):
        check_file(tmp_path / "none.geojson", ground)
