"""Every fault of a study is told with its place and remedy, those of several parts at once."""

import json
import re

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.authoring import inspect_study
from ceaseline.layers.study import studies
from tests.drawn.study import written


@pytest.fixture
def folder(tmp_path):
    return written(tmp_path / "drawn")


@pytest.mark.parametrize("name", studies())
def test_those_that_come_with_the_tool_have_no_faults(name):
    assert inspect_study(name) == ()


def test_the_drawn_one_has_none(folder):
    assert inspect_study(folder) == ()


def swap(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def properties(name, **changes):
    def change(folder):
        held = json.loads((folder / name).read_text("utf-8"))
        for feature in held["features"][:1]:
            feature["properties"] |= changes
        (folder / name).write_text(json.dumps(held), "utf-8")

    return change


def text(name, old, new):
    return lambda folder: swap(folder / name, old, new)


CASES = [
    (text("study.toml", 'title = "The', 'titel = "The'), "title is missing; add it"),
    (text("study.toml", '"North"\n', '"South"\n'), "both parties are called 'South'"),
    (
        text("study.toml", "river.geojson", "bach.geojson"),
        "country.river.file: bach.geojson is not",
    ),
    (
        text("study.toml", 'capital = "D-A"', 'capital = "D-Z"'),
        "country.capital: 'D-Z' is not known",
    ),
    (
        text("study.toml", 'units = ["D-I"]', 'units = ["D-1"]'),
        "country.barrier.Insula: 'D-1' is no",
    ),
    (
        text("study.toml", 'settlements = ["drawn"]', 'settlements = ["drwan"]'),
        "did you mean drawn",
    ),
    (
        text("study.toml", 'source = "drawn"', 'source = "else"'),
        "control.source: 'else' is not known",
    ),
    (
        text("study.toml", '"salient"', '"saliant"'),
        "placement: 'saliant' is not known; did you mean",
    ),
    (
        text("settlements.csv", ",1000000,", ",many,"),
        "line 2, population: 'many' is no whole",
    ),
    (
        text("settlements.csv", "30.9,", "fifty,"),
        "line 2, lon: 'fifty' is no number of",
    ),
    (
        text("study.toml", 'id = "drawn"', 'id = "Drawn !"'),
        "id is 'Drawn !'; give what has",
    ),
    (
        lambda f: (f / "units.geojson").unlink(),
        "units: units.geojson is not there",
    ),
    (text("sources.toml", "publisher", "publischer"), "drawn.publischer is no key of this table"),
    (text("units.geojson", "D-B", "D-A"), "units.geojson: two units have the code D-A; give each"),
    (
        text("units.geojson", "31.0, 0.0", "31.3, 0.1"),
        "do not share their edges: D-[A-C] and",
    ),
    (lambda f: (f / "units.geojson").write_text("{"), "country.units: The file .*units.geojson of"),
    (lambda f: (f / "land.geojson").write_text("[]"), "land.geojson: The file .* is damaged"),
    (
        text("land.geojson", '"borders"', '"border"'),
        "land.geojson: its features lack borders; give",
    ),
    (text("rivers.geojson", '"rank"', '"size"'), "rivers.geojson: its features lack"),
    (text("settlements.csv", "D-A", "D-X"), "Kapo is in the unit 'D-X', which is not there"),
    (text("settlements.csv", "101,", "100,"), "two settlements have the id 100; give each its own"),
    (
        text("settlements.csv", "30.9,", "39.9,"),
        "Kapo lies outside the country; correct lon and lat",
    ),
    (
        text("settlements.csv", "name_uk", "name_ua"),
        "lacks name_uk; a study's table of settlements",
    ),
    (
        text("control.csv", "geonameid", "id"),
        "control.csv: it lacks the columns geonameid and held_by",
    ),
    (
        text("control.csv", "100,Kapo,North", "100,Kapo,Nort"),
        "line 2, held_by_2024-01-01: 'Nort' is no",
    ),
    (
        text("control.csv", "100,Kapo", "999,Kapo"),
        "control.csv, line 2: no settlement has the id '999'",
    ),
    (lambda f: (f / "control.csv").write_bytes(b"\xff"), "control.csv: it cannot be read"),
    (
        text("library/along.geojson", '"North"', '"Nord"'),
        r"along.geojson: .*parties are Nord and South",
    ),
    (
        lambda f: (f / "library/along.geojson").write_text("{"),
        "^along.geojson: it is not readable",
    ),
    (
        lambda f: [p.unlink() for p in (f / "library").glob("*")],
        "library: it holds no placement; bring",
    ),
    (
        text("proposal.toml", '["North", "South"]', '["South", "North"]'),
        "parties are South and North",
    ),
    (
        text("proposal.toml", 'source = "drawn"', 'source = "no"'),
        "proposal.toml: source: 'no' is not",
    ),
    (
        text("proposal.toml", '"along"]', '"alone"]'),
        "proposal.toml: placements: 'alone' is not known",
    ),
    (
        text("proposal.toml", "tolerance = 5.0", ""),
        "proposal.toml: .*give it a target and a tolerance",
    ),
]


@pytest.mark.parametrize(("change", "message"), CASES)
def test_a_fault_is_told_with_its_place(folder, change, message):
    change(folder)
    told = [str(fault) for fault in inspect_study(folder)]
    assert any(re.search(message, line) for line in told), told


def test_faults_of_several_parts_are_told_at_once(folder):
    swap(folder / "study.toml", '"D-A"', '"D-Z"')
    swap(folder / "settlements.csv", "D-A", "D-X")
    swap(folder / "proposal.toml", 'source = "drawn"', 'source = "no"')
    told = " ".join(map(str, inspect_study(folder)))
    assert all(word in told for word in ("'D-Z'", "'D-X'", "'no'"))


def test_what_is_no_study_at_all(tmp_path):
    with pytest.raises(InputError, match="There is no study"):
        inspect_study(tmp_path / "none")
    (fault,) = inspect_study(tmp_path)
    assert "There is no study" in str(fault)


def test_a_line_that_cannot_be_read_is_told_once_and_no_other_is_accused(folder):
    whole = (folder / "library" / "along.geojson").read_text("utf-8")
    (folder / "library" / "along.geojson").write_text(whole[: len(whole) // 2], "utf-8")
    told = [str(fault) for fault in inspect_study(folder)]
    assert len(told) == 1
    assert told[0].startswith("along.geojson: it is not readable as JSON")


def test_sources_that_are_not_there_are_told_with_those_of_the_study(folder):
    swap(folder / "study.toml", 'units = ["drawn"]', 'units = ["mine"]')
    (fault,) = inspect_study(folder)
    assert str(fault) == "country.sources.units: 'mine' is not known; give one of drawn."
