import datetime as dt
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.errors import InputError
from ceaseline.geo.sources import Source
from ceaseline.layers.placement.file import dumps, loads
from ceaseline.layers.placement.placement import Base, Control, Edit, Placement, Section

SOURCE = Source("s", "Title <b>", "Publisher", "2024", "CC0", redistributable=False)


def trial(**changes):
    section = Section.of(
        'північ "one"',
        "settlements",
        [(36.5, 50), (37.5, 50.1234567)],
        [(1200, 900.4), (math.inf, 3)],
        depth_m=(1000.0, 0.0),
        locked=True,
    )
    fields = {
        "name": "trial",
        "title": "A trial",
        "sections": (section,),
        "date": dt.date(2024, 11, 20),
        "detail_m": 2000.0,
        "sources": (SOURCE,),
        "notes": "Line one.\nLine two.",
        "control": Control("2024-11-20", ((1, "Russia"),), ("UA-14",)),
        "origin": "contact-2024-11-20",
        "history": (Edit.of("move", {"km": 2.0, "toward": "Russia", "between": None}),),
        "undone": (Edit.of("flip", {"settlement": 7, "to": "Ukraine"}),),
        "base": Base((section,), 2000.0, Control("2024-11-20"), (SOURCE,)),
    }
    return Placement(**fields | changes)


def text(**changes):
    data = json.loads(dumps(trial()))
    for path, value in changes.items():
        spot = data
        *keys, last = path.split("__")
        for key in keys:
            spot = spot[int(key) if key.isdigit() else key]
        spot[int(last) if last.isdigit() else last] = value
    return json.dumps(data)


def test_round_trip_keeps_everything():
    assert loads(dumps(trial()), "trial.geojson") == trial()


def test_same_placement_same_bytes_and_dumps_of_loads_is_identity():
    once = dumps(trial())
    assert dumps(loads(once, "t")) == once


def test_file_is_plain_geojson_with_one_feature_a_line():
    written = dumps(trial())
    data = json.loads(written)
    assert data["type"] == "FeatureCollection"
    lines = [line for line in written.splitlines() if line.startswith('{"type":"Feature"')]
    assert [json.loads(line) for line in lines] == data["features"]


@given(
    st.lists(
        st.lists(
            st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(
                lambda p: (round(p[0], 7), round(p[1], 7))
            ),
            min_size=2, max_size=6, unique=True,
        ),
        min_size=1, max_size=4,
    ),
    st.text(min_size=1, max_size=30).filter(str.strip),
)  # fmt: skip
def test_any_line_and_title_round_trip(lines, title):
    sections = tuple(Section.of(f"s{k}", "drawn", line) for k, line in enumerate(lines))
    one = Placement("any", title, sections)
    assert loads(dumps(one), "any") == one


def test_what_other_editors_add_is_left_out():
    data = json.loads(dumps(trial()))
    data |= {"name": "layer", "bbox": [0, 0, 1, 1], "crs": {"type": "name"}}
    data["features"][0] |= {"id": 3, "bbox": [0, 0, 1, 1]}
    data["features"][0]["properties"] |= {"fid": 1, "stroke": "#f00", "locked": True}
    assert loads(json.dumps(data), "t") == trial()


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("{", r"t\.geojson is not readable as JSON"),
        ("[" * 100_000, r"t\.geojson is not readable as JSON \(it is nested too deeply\)"),
        ('{"a": NaN}', r"NaN is not a number in JSON"),
        ("[]", r"t\.geojson is not a placement: it has no member \"ceaseline\""),
        ('{"type": "FeatureCollection", "features": []}', r"bring it in with `ceaseline import`"),
        ('{"ceaseline_export": {}, "features": []}', r"is an export, .* no placement file; bring"),
        (text(features=[]), r"features is \[\]: List should have at least 1 item"),
        (text(ceaseline__name="Trial 1"), r"ceaseline\.name is \"Trial 1\": String should match"),
        (text(ceaseline__format="x 2"), r"ceaseline\.format is \"x 2\": Input should be"),
        (text(ceaseline__date="2024-13-01"), r"ceaseline\.date is \"2024-13-01\""),
        (text(ceaseline__surprise=1), r"ceaseline\.surprise is 1: Extra inputs are not permitted"),
        (
            text(features__0__geometry__coordinates__0=[236.5, 50]),
            r"section 1 \(північ \"one\"\), geometry\.coordinates\.0\.0 is 236\.5: .*less than or",
        ),
        (
            text(features__0__geometry__type="Polygon"),
            r"section 1 .*geometry\.type is \"Polygon\": Input should be 'LineString'",
        ),
        (text(features__0__properties__basis="guess"), r"properties\.basis is \"guess\""),
        (text(features__0__properties__depth_m=[-1, 5]), r"depth_m\.0 is -1: .*greater than or"),
        (
            text(features__0__properties__corridor_m=[[1, 2]]),
            r"2 vertices but 1 pairs in corridor_m",
        ),
        (
            text(
                features__0__geometry__coordinates=[[36, 50], [36, 50]],
                features__0__properties__corridor_m=None,
            ),
            r"section .* has all its vertices in one place; delete it",
        ),
    ],
)
def test_faults_are_named_with_place_and_value(broken, message):
    with pytest.raises(InputError, match=message):
        loads(broken, "t.geojson")


def test_all_faults_are_told_at_once():
    broken = text(
        ceaseline__name="X", features__0__properties__basis="guess", ceaseline__detail_m=-1
    )
    with pytest.raises(InputError) as caught:
        loads(broken, "t.geojson")
    assert len(str(caught.value).splitlines()) == 3


def test_a_long_list_of_faults_is_cut_short():
    data = json.loads(dumps(trial()))
    data["features"] = [{} for _ in range(50)]
    with pytest.raises(InputError, match=r"and \d+ more faults"):
        loads(json.dumps(data), "t.geojson")
