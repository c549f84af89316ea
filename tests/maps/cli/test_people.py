"""People by unit, and a person's own settlements, through the commands."""

import csv
import io
import json

import pytest

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.layers.placement.store import load, write
from ceaseline.maps.cli import run

OWN = "name,lon,lat,people\nKherson,32.62,46.64,70000\nDonetsk,37.8,48.0,500000\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(OWN)
    return str(path)


def shown(capsys, *args):
    assert run(args) == 0
    return capsys.readouterr().out


def refused(capsys, *args):
    assert run(args) == 2
    return " ".join(capsys.readouterr().err.split())


def test_json_by_hromada_has_every_one_with_its_official_people(capsys):
    facts = json.loads(shown(capsys, "measure", "--by", "hromada", "-f", "json"))
    people = {}
    for one in facts["placements"][0]["measures"]:
        if one["id"] == "people" and len(one.get("unit_code", "")) == 19:
            people[one["unit_code"]] = people.get(one["unit_code"], 0) + one["value"]
    for row in read_csv(FOLDER / "hromada-population-2022.csv"):
        assert people[row["katottg"]] == int(row["people"])


def test_csv_by_raion_has_the_codes(capsys):
    rows = list(csv.DictReader(io.StringIO(shown(capsys, "measure", "--by", "raion", "-f", "csv"))))
    codes = {row["unit_code"] for row in rows if row["id"] == "people_in_zone"} - {""}
    assert "UA65100000000029736" in codes
    assert {row["unit"] for row in rows if row["unit_code"] in codes} == {"count"}


def test_the_terminal_shows_what_is_touched_and_says_how_many_more(capsys):
    text = shown(capsys, "measure", "--by", "hromada")
    assert "Kurakhivska hromada, Donetsk" in text
    assert "Vinnytska hromada" not in text
    flat = " ".join(text.split())
    assert "more hromadas lie wholly on one side, outside the zone: " in flat
    assert "CSV and JSON have them all." in flat


def test_without_it_nothing_is_told_by_raion(capsys):
    assert "people by" not in shown(capsys, "measure")


@pytest.mark.slow
def test_own_settlements_are_counted_and_named(capsys, own):
    facts = json.loads(shown(capsys, "measure", "--settlements", own, "-f", "json"))
    found = {(m["id"], m.get("party")): m["value"] for m in facts["placements"][0]["measures"]}
    assert found["people", "Ukraine"] == 70_000
    assert found["people", "Russia"] == 500_000
    assert found["people_in_zone", None] == 70_000
    assert ("people_listed", "Ukraine") not in found
    assert "user-settlements" in {one["id"] for one in facts["sources"]}
    assert not {"official-people", "katottg"} & {one["id"] for one in facts["sources"]}
    text = " ".join(shown(capsys, "measure", "--settlements", own).split())
    assert "People are those of the table supplied by the user, own.csv;" in text
    assert "Source: Settlements supplied by the user" in text


@pytest.mark.slow
def test_own_settlements_in_a_comparison(capsys, own):
    args = ("compare", "contact-2024-11-20", "four-oblasts", "--settlements", own, "-f", "json")
    text = shown(capsys, *args, "--measure", "people_in_zone")
    assert "70000" in text
    assert "user-settlements" in text


def test_own_settlements_by_a_level_that_they_do_not_say(capsys, own):
    told = refused(capsys, "measure", "--settlements", own, "--by", "raion")
    assert "settlements of own.csv do not say which raion each is in; add a column" in told


@pytest.mark.slow
def test_a_sealed_file_asks_for_its_table_and_tells_another(capsys, own, tmp_path):
    page = str(tmp_path / "map.html")
    assert "add --i-have-rights if you" in refused(capsys, "map", "--settlements", own, "-o", page)
    shown(capsys, "map", "--settlements", own, "-o", page, "--i-have-rights")
    told = refused(capsys, "verify", page)
    assert "counts the settlements of a table of its own, 'own.csv'; give it with" in told
    assert run(["verify", page, "--settlements", own]) == 0
    capsys.readouterr()
    other = tmp_path / "other.csv"
    other.write_text(OWN.replace("70000", "70001"))
    assert run(["verify", page, "--settlements", str(other)]) == 1
    out = capsys.readouterr().out
    assert "places" in out
    assert "70001" in out


def test_a_faulty_table_is_one_clear_error(capsys, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("name,lon,lat,people\nKherson,32.62,46.64,many\n")
    told = refused(capsys, "measure", "--settlements", str(path))
    assert "bad.csv, line 2, people: 'many' is not a whole number; give one" in told


def test_fetch_lists_the_new_downloads(capsys):
    names = shown(capsys, "fetch").split()
    assert {"geonames-ukraine", "geoboundaries-raions", "ocha-cod-ab"} <= set(names)


def test_the_help_of_settlements_says_when_rights_are_asked_for(capsys):
    told = " ".join(shown(capsys, "measure", "--help").split())
    assert "with a CSV of yours needs --i-have-rights" in told


def test_a_name_that_the_tool_prints_is_answered_when_given_back(capsys, tmp_path):
    file = tmp_path / "four-oblasts.geojson"
    write(load("four-oblasts"), file)
    told = refused(
        capsys, "edit", "flip", str(file), "Kalmiuska hromada (villages)", "--to", "Ukraine"
    )
    assert "stands for villages of which none is listed, and cannot be chosen by itself" in told
    assert "Kalmiuske (id 705186)" in told
