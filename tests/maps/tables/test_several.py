"""`ceaseline measure A B C`: one table, one CSV, the JSON as it was."""

import csv
import io
import json

import pytest

from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import load, write
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.cli import run

NAMES = ("contact-2022-02-23", "four-oblasts")


def shown(capsys, *args):
    assert run(["measure", *args]) == 0
    return capsys.readouterr().out


def cells(text):
    """The rows of the Markdown tables, the first cell as the key."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {row[0]: row[1:] for row in rows}


def test_one_table_with_a_column_a_placement(capsys):
    text = shown(capsys, *NAMES, "-f", "md")
    assert text.count("## ") == 1
    rows = cells(text)
    assert rows["figure"] == list(NAMES)
    assert rows["date"] == ["2022-02-23", "not dated"]
    for k, name in enumerate(NAMES):
        figures = plan(load(name)).figures
        share = find(figures, "territory_share", party="Russia").value
        assert rows["Russia: share"][k].startswith(f"{share * 100:.2f} %")
        length = find(figures, "line_length").value
        assert rows["line"][k].startswith(f"{length / 1000:,.1f} km")
        people = find(figures, "people_in_zone").value
        assert rows["people in the zone"][k].startswith(f"{people:,}")
    (verdicts,) = (row for name, row in rows.items() if name.startswith("Russian control of about"))
    assert verdicts == [
        (
            "7.37 %: missed, 12.63 percentage points short of the target, 10.13 short of what "
            "still counts as met"
        ),
        "22.24 %: met",
    ]
    assert rows["The conflict is frozen along the line"] == ["not measurable on a map"] * 2
    assert "Source: Trump Promised" in text
    assert "Shares are of the country as drawn" in text


@pytest.mark.slow
def test_one_csv_with_a_column_of_placements(capsys):
    rows = list(csv.DictReader(io.StringIO(shown(capsys, *NAMES, "-f", "csv"))))
    assert list(dict.fromkeys(row["placement"] for row in rows)) == list(NAMES)
    for name in NAMES:
        alone = list(csv.DictReader(io.StringIO(shown(capsys, name, "-f", "csv"))))
        assert [row for row in rows if row["placement"] == name] == alone


def test_the_json_of_several_has_each_as_alone(capsys):
    both = json.loads(shown(capsys, *NAMES, "-f", "json"))["placements"]
    for name, one in zip(NAMES, both, strict=True):
        alone = json.loads(shown(capsys, name, "-f", "json"))["placements"][0]
        assert (one["measures"], one["provisions"], one["zone"]) == (
            alone["measures"], alone["provisions"], alone["zone"],
        )  # fmt: skip


def test_a_single_placement_keeps_its_full_view(capsys):
    text = shown(capsys, NAMES[1], "-f", "md")
    assert text.startswith("## Crimea and the whole of four oblasts (four-oblasts, not dated)")
    assert "## By oblast" in text


def test_one_placement_twice_is_told_apart(capsys):
    rows = cells(shown(capsys, NAMES[1], NAMES[1], "-f", "md"))
    assert rows["figure"] == ["four-oblasts", "four-oblasts (2)"]
    assert len(set(rows["title"])) == 2


@pytest.mark.parametrize("form", ["table", "md"])
def test_placements_of_other_parties_are_measured_apart(capsys, tmp_path, form):
    line = Section.of("a", "drawn", [(36.0, 53.0), (35.0, 48.0), (31.0, 44.0)])
    other = Placement("other", "Other", (line,), parties=("North", "South"))
    path = write(other, tmp_path / "other.geojson")
    assert run(["measure", NAMES[1], str(path), "-f", form]) == 2
    assert (
        "other is between North and South, four-oblasts between Ukraine and Russia; measure them "
        "apart." in capsys.readouterr().err
    )
