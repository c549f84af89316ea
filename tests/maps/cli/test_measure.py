"""`ceaseline measure`: one basis in four formats, and a clear refusal of everything else."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ceaseline.layers.plan.plan
from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import library, load, write
from ceaseline.maps.cli import run
from ceaseline.maps.cli._app import paired
from ceaseline.maps.cli._options import meant

TRIAL = Section.of("north to south", "drawn", [(36.0, 53.0), (35.0, 48.0), (31.0, 44.0)])


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    path = tmp_path_factory.mktemp("trial") / "trial.geojson"
    return write(Placement("trial", "A [red]trial[/] | =1+1", (TRIAL,), detail_m=500.0), path)


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """The units of the embedded base as somebody's file."""
    path = tmp_path_factory.mktemp("base") / "units.geojson"
    load_boundaries().units[["code", "name", "geometry"]].to_file(path)
    return str(path)


def shown(capsys, *args):
    assert run(args) == 0
    return capsys.readouterr().out


def refused(capsys, *args):
    assert run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("Error: ") == 1
    assert "Traceback" not in err
    return err.removeprefix("Error: ").rstrip("\n")


def value(measures, name, party=None, unit=None):
    (found,) = [
        m for m in measures if (m["id"], m.get("party"), m.get("unit_code")) == (name, party, unit)
    ]
    return found


class TestFormats:
    def test_json_is_the_object_of_the_design(self, capsys, trial):
        facts = json.loads(shown(capsys, "measure", str(trial), "--format", "json"))
        assert facts["tool"] == "ceaseline"
        assert facts["boundaries"]["official_area_m2"] == 603_628e6
        (own,) = facts["placements"]
        assert own["name"] == "trial"
        assert own["zone"]["depth_m"] == [15000.0, 15000.0]
        assert own["zone"]["assumption"] is True
        assert {m["id"] for m in own["measures"]} >= {
            "line_length",
            "zone_length",
            "zone_area",
            "territory_area",
            "territory_share",
            "settlements",
            "people",
            "settlements_in_zone",
            "people_in_zone",
        }
        assert value(own["measures"], "line_length")["detail_m"] == 500.0
        assert value(own["measures"], "territory_share", "Russia")["basis"]
        keys = {"id", "text", "kind", "target", "tolerance", "measured", "verdict"}
        keys |= {"off_target", "off_tolerance"}
        assert all(set(p) == keys for p in own["provisions"])

    def test_oblasts_and_parties_sum_to_the_country(self, capsys, trial):
        facts = json.loads(shown(capsys, "measure", str(trial), "--format", "json"))
        figures = facts["placements"][0]["measures"]
        areas = [m for m in figures if m["id"] == "territory_area"]
        whole = sum(m["value"] for m in areas if "unit_code" not in m)
        assert whole == pytest.approx(facts["boundaries"]["area_m2"], abs=1)
        assert sum(m["value"] for m in areas if "unit_code" in m) == pytest.approx(whole, abs=1)

    def test_csv_has_the_same_figures_as_json(self, capsys, trial):
        facts = json.loads(shown(capsys, "measure", str(trial), "--format", "json"))
        text = shown(capsys, "measure", str(trial), "--format", "csv")
        rows = list(csv.DictReader(io.StringIO(text)))
        own = facts["placements"][0]
        figures, provisions = own["measures"], own["provisions"]
        measured, (left, right, *lengths), held = (
            rows[: len(figures)],
            rows[len(figures) : -len(provisions)],
            rows[-len(provisions) :],
        )
        assert [float(row["value"]) for row in measured] == [m["value"] for m in figures]
        assert [row["id"] for row in measured] == [m["id"] for m in figures]
        assert [(row["id"], row["party"], float(row["value"])) for row in (left, right)] == [
            ("zone_depth", "Ukraine", 15e3),
            ("zone_depth", "Russia", 15e3),
        ]
        drawn = own["lengths"]
        assert [(row["id"], float(row["detail_m"]), float(row["value"])) for row in lengths] == [
            (f"length_of_{kind}:{row['id']}", detail, metres)
            for kind in ("part", "definition")
            for row in drawn[f"{kind}s"]
            for detail, metres in zip(drawn["detail_m"], row["length_m"], strict=True)
            if metres is not None
        ]
        assert "assumption" in left["basis"]
        assert "assumption" in right["basis"]
        for row, provision in zip(held, provisions, strict=True):
            assert (row["id"], row["verdict"]) == (provision["id"], provision["verdict"])
            for name, key in (("value", "measured"), ("target", "target"), ("tolerance",) * 2):
                known = provision[key]
                assert row[name] == ("" if known is None else str(known))

    def test_what_hangs_on_where_the_line_lies_has_its_range_in_json_and_csv(self, capsys):
        own = json.loads(shown(capsys, "measure", "--format", "json"))["placements"][0]
        ranged = [m for m in own["measures"] if "low" in m]
        assert {m["id"] for m in ranged} == {
            *("zone_area", "territory_area", "territory_share"),
            *("settlements_in_zone", "people_in_zone", "people_listed_in_zone"),
        }
        assert all(m["low"] <= m["value"] <= m["high"] for m in ranged)
        people = value(own["measures"], "people_in_zone")
        deciding = own["deciding_settlements"]
        assert people["high"] - people["low"] == sum(one["people"] for one in deciding)
        assert deciding[0]["name"] == "Horlivka"
        assert deciding[0]["distance_m"] == pytest.approx(16_257, abs=1)
        assert deciding[0]["nearest_m"] < 15_000 < deciding[0]["farthest_m"]
        assert not deciding[0]["in_zone"]
        towns = value(own["measures"], "settlements_in_zone")
        assert towns["high"] - towns["low"] == sum(one["settlement"] for one in deciding)
        sizes = [one["people"] for one in deciding]
        assert sizes == sorted(sizes, reverse=True)
        assert own["resolution_m"] == value(own["measures"], "line_length")["resolution_m"]
        rows = list(csv.DictReader(io.StringIO(shown(capsys, "measure", "-f", "csv"))))
        (row,) = [r for r in rows if r["id"] == "people_in_zone" and not r["party"]]
        assert (float(row["low"]), float(row["high"])) == (people["low"], people["high"])
        (row,) = [r for r in rows if r["id"] == "line_length"]
        assert float(row["resolution_m"]) == own["resolution_m"]

    def test_the_table_has_ranges_and_names_those_that_decide(self, capsys):
        text = shown(capsys, "measure", "--format", "md")
        assert "| figure | value | low to high | how |" in text
        assert "at a detail of 2,000 m, resolution 17 km" in text
        people = next(line for line in text.split("\n") if line.startswith("| people in the zone"))
        assert " to " in people
        assert "## Settlements that decide" in text
        assert "| Horlivka | Russia |" in text
        assert "By where in its corridor the line lies: Ukraine 483," in text

    def test_a_line_that_follows_no_settlements_has_no_ranges(self, capsys, trial):
        text = shown(capsys, "measure", str(trial), "--format", "md")
        assert "| figure | value | how |" in text
        assert "resolution" not in text
        assert "decide" not in text
        own = json.loads(shown(capsys, "measure", str(trial), "-f", "json"))["placements"][0]
        assert own["resolution_m"] is None
        assert own["deciding_settlements"] == []
        assert not any("low" in m or "resolution_m" in m for m in own["measures"])

    def test_lengths_are_added_where_they_are_asked_for(self, capsys, trial):
        assert "Which definition" not in shown(capsys, "measure", "--format", "md")
        text = shown(capsys, "measure", "--lengths", "--format", "md")
        assert "## Length of the line, part by part" in text
        assert "## Which definition gives your kilometres?" in text
        assert "along the river (Dnipro, Kherson to Bilenke Pershe)" in text
        row = next(line for line in text.split("\n") if "the river on to the sea" in line)
        assert row.count("≈ 1,000") == 3
        assert "≈ marks what comes within 5 % of 1,000, 1,200, 1,300, 2,000 km." in text
        own = shown(capsys, "measure", str(trial), "--lengths", "--format", "md")
        assert "| the line, river stretches not told apart |" in own
        assert "river on to the sea" not in own

    def test_stretches_with_depths_of_their_own_are_told(self, capsys, tmp_path):
        deep = TRIAL.replaced(depth_m=(2000.0, 3000.0))
        path = write(Placement("deep", "Deep", (deep,)), tmp_path / "deep.geojson")
        zone = json.loads(shown(capsys, "measure", str(path), "-f", "json"))["placements"][0][
            "zone"
        ]
        assert zone["sections"] == [{"name": "north to south", "depth_m": [2000.0, 3000.0]}]
        assert (zone["used"], zone["assumption"]) == (False, False)
        assert [d["depth_m"] for d in zone["in_force"]] == [[2000.0, 3000.0]]
        rows = list(csv.DictReader(io.StringIO(shown(capsys, "measure", str(path), "-f", "csv"))))
        depths = [row for row in rows if row["id"] == "zone_depth"]
        assert [(row["party"], row["value"], row["basis"]) for row in depths] == [
            ("Ukraine", "2000.0", "its own"),
            ("Russia", "3000.0", "its own"),
        ]
        for form in ("table", "md"):
            text = " ".join(shown(capsys, "measure", str(path), "-f", form).split())
            assert "2 km on the side of Ukraine, 3 km on" in text
            assert "each stretch has its own" in text
            assert "15 km" not in text
            assert "an assumption" not in text

    def test_an_option_that_no_stretch_takes_is_said_to_be_unused(self, capsys, tmp_path):
        deep = TRIAL.replaced(depth_m=(2000.0, 3000.0))
        path = write(Placement("deep", "Deep", (deep,)), tmp_path / "deep.geojson")
        text = " ".join(shown(capsys, "measure", str(path), "--depth-km", "9").split())
        assert (
            "The depth that was asked for, 9 km on each side, is used nowhere: each stretch has "
            "its own." in text
        )

    def test_where_only_some_stretches_have_their_own_depth_both_are_said(self, capsys, tmp_path):
        north = Section.of("north", "drawn", [(36.0, 53.0), (35.0, 48.0)], depth_m=(0.0, 3000.0))
        middle = Section.of("middle", "drawn", [(35.0, 48.0), (34.0, 47.0)], depth_m=(8e3, 3e3))
        south = Section.of("south", "drawn", [(34.0, 47.0), (31.0, 44.0)])
        parts = Placement("parts", "Parts", (north, middle, south))
        path = write(parts, tmp_path / "parts.geojson")
        text = shown(capsys, "measure", str(path), "-f", "md")
        assert "0–8 km on the side of Ukraine, 3 km on the side of Russia, by stretch along" in text
        assert "elsewhere 15 km on each side (an assumption: the proposal states no depth)." in text
        assert "Depths by stretch: 0 km on the side of Ukraine, 3 km on the side of Russia" in text
        rows = list(csv.DictReader(io.StringIO(shown(capsys, "measure", str(path), "-f", "csv"))))
        told = [(row["value"], row["basis"]) for row in rows if row["id"] == "zone_depth"]
        assert [value for value, _ in told] == ["0.0", "3000.0", "8000.0", "3000.0"] + [
            "15000.0"
        ] * 2
        assert ["assumption" in basis for _, basis in told] == [False] * 4 + [True] * 2

    def test_the_table_names_detail_basis_assumption_and_sources(self, capsys, trial):
        text = " ".join(shown(capsys, "measure", str(trial)).split())
        assert "A [red]trial[/] | =1+1 (trial, not dated)" in text
        assert "at a detail of 500 m" in text
        assert "15 km on each side (an assumption: the proposal states no depth)" in text
        assert "Shares are of the country as drawn" in text
        assert "599,094.6 km²; the official area is 603,628 km²" in text
        assert "Natural Earth" in text
        assert "State Statistics Service of Ukraine" in text
        assert "the country" in text

    def test_every_format_for_people_names_the_settlements_and_the_proposal(self, capsys):
        for fmt in ("table", "md"):
            text = " ".join(shown(capsys, "measure", "four-oblasts", "-f", fmt).split())
            assert "Source: GeoNames gazetteer" in text
            assert "Source: Trump Promised to End the War" in text

    def test_json_names_every_source_once(self, capsys):
        facts = json.loads(shown(capsys, "measure", "four-oblasts", "-f", "json"))
        ids = [s["id"] for s in facts["sources"]]
        assert len(set(ids)) == len(ids)
        assert {"geonames", "proposal-press"} <= set(ids)
        assert {s["id"] for s in facts["boundaries"]["sources"]} <= set(ids)
        assert all(s["licence"] and s["date"] for s in facts["sources"])

    def test_markdown_escapes_what_data_brings(self, capsys, trial):
        text = shown(capsys, "measure", str(trial), "--format", "md")
        assert text.startswith("## A \\[red]trial\\[/] \\| =1+1 (trial, not dated)\n")

    def test_the_default_is_the_line_of_the_reported_weeks(self, capsys):
        facts = json.loads(shown(capsys, "measure", "--format", "json"))
        assert facts["placements"][0]["name"] == meant(None) == "contact-2024-11-20"
        share = value(facts["placements"][0]["measures"], "territory_share", "Russia")
        assert share["value"] == pytest.approx(0.1858, abs=0.002)


class TestAnotherBase:
    WORDS = "Stretches along oblast borders follow them as Natural Earth 1:10m Admin 1"

    def test_borders_of_the_embedded_base_are_told_on_another(self, capsys, other):
        text = " ".join(shown(capsys, "measure", "four-oblasts", "--boundaries", other).split())
        assert self.WORDS in text
        facts = json.loads(
            shown(capsys, "measure", "four-oblasts", "--boundaries", other, "-f", "json")
        )
        (note,) = facts["placements"][0]["notes"]
        assert note.startswith(self.WORDS)

    @pytest.mark.parametrize("name", ["four-oblasts", "contact-2024-11-20"])
    def test_there_is_nothing_to_tell_on_the_embedded_base(self, capsys, name):
        assert self.WORDS not in " ".join(shown(capsys, "measure", name).split())

    def test_there_is_nothing_to_tell_of_a_line_along_no_border(self, capsys, other):
        text = shown(capsys, "measure", "contact-2024-11-20", "--boundaries", other)
        assert self.WORDS not in " ".join(text.split())


class TestDepth:
    @pytest.mark.sampled
    @pytest.mark.parametrize(
        ("given", "metres"),
        [(["10"], [10e3, 10e3]), (["10", "20.5"], [10e3, 20.5e3]), (["0", "5"], [0, 5e3])],
    )
    def test_one_or_two_depths(self, capsys, trial, given, metres):
        text = shown(capsys, "measure", str(trial), "--depth-km", *given, "-f", "json")
        zone = json.loads(text)["placements"][0]["zone"]
        assert zone["depth_m"] == metres
        assert zone["assumption"] is False

    @pytest.mark.parametrize("km", ["0", "-5", "nan", "inf", "150.1", "1e9"])
    def test_a_depth_that_makes_no_zone_is_refused_before_computing(
        self, capsys, trial, km, monkeypatch
    ):
        monkeypatch.setattr(ceaseline.layers.plan.plan, "plan", lambda *_: pytest.fail("computed"))
        assert refused(capsys, "measure", str(trial), "--depth-km", km) == (
            f"The zone's depth is {float(km):g} km; give a depth from 0 to 150 km on each side, "
            "and more than 0 on one."
        )

    @pytest.mark.parametrize("km", ["abc", "15,5", "15km"])
    def test_a_depth_that_is_no_number_is_refused(self, capsys, km):
        assert refused(capsys, "measure", "--depth-km", km) == (
            f"The depth {km!r} is not a number; give kilometres, as 15 or 12.5, or two of them: "
            "10 20."
        )

    def test_three_depths_are_refused(self, capsys):
        assert refused(capsys, "measure", "--depth-km", "1 2 3") == (
            "The depth is '1 2 3'; give one number of kilometres, or two."
        )

    @given(st.lists(st.text(max_size=4)))
    def test_other_arguments_are_left_alone(self, args):
        assert paired(args) == args


class TestRefusals:
    def test_an_unknown_placement_with_the_nearest_names(self, capsys):
        message = refused(capsys, "measure", "contact-2024-11")
        assert message.startswith("There is no placement 'contact-2024-11'; did you mean ")
        assert "contact-2024-11-20" in message

    def test_an_unknown_placement_like_none(self, capsys):
        message = refused(capsys, "measure", "zzzz")
        assert all(name in message for name in library())

    @pytest.mark.parametrize(
        ("name", "content", "word"),
        [
            ("empty.geojson", b"", "empty.geojson"),
            ("binary.geojson", bytes(range(256)), "binary.geojson"),
            ("cut.geojson", b'{"type": "FeatureCollection", "features": [', "cut.geojson"),
            ("deep.geojson", b"[" * 200_000, "deep.geojson"),
            ("list.geojson", b"[1, 2]", "list.geojson"),
            ("nan.geojson", b'{"type": NaN}', "nan.geojson"),
            ("other.geojson", b'{"type": "FeatureCollection", "features": []}', "other.geojson"),
        ],
    )
    def test_a_hostile_file(self, capsys, tmp_path, name, content, word):
        path = tmp_path / name
        path.write_bytes(content)
        assert word in refused(capsys, "measure", str(path))

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no endless device here")
    @pytest.mark.parametrize(
        ("args", "most"),
        [
            (("measure",), "ceaseline.layers.placement.store.LARGEST_BYTES"),
            (("layers", "check"), "ceaseline.layers.placement.store.LARGEST_BYTES"),
            (("measure", "--proposal"), "ceaseline.layers.provisions.LARGEST_BYTES"),
            (("verify",), "ceaseline.maps.verify.verify.LARGEST_BYTES"),
        ],
    )
    def test_a_file_without_end(self, capsys, tmp_path, monkeypatch, args, most):
        monkeypatch.setattr(most, 1_000_000)
        path = tmp_path / "endless.geojson"
        path.symlink_to("/dev/zero")
        message = refused(capsys, *args, str(path))
        assert message.startswith(str(path))
        assert "more than" in message or "larger than" in message

    def test_a_missing_file(self, capsys, tmp_path):
        path = tmp_path / "none.geojson"
        assert refused(capsys, "measure", str(path)).startswith(
            f"{path} cannot be read (No such file or directory); give a placement file or one of "
        )

    def test_a_folder_for_a_placement(self, capsys, tmp_path):
        assert refused(capsys, "measure", str(tmp_path)).startswith(
            f"{tmp_path} cannot be read (Is a directory);"
        )

    def test_a_line_that_never_meets_the_country(self, capsys, tmp_path):
        far = Section.of("far", "drawn", [(-10.0, 40.0), (-5.0, 45.0)])
        path = write(Placement("far", "Far away", (far,)), tmp_path / "far.geojson")
        assert "country" in refused(capsys, "measure", str(path))

    def test_unknown_boundaries(self, capsys, trial):
        message = refused(capsys, "measure", str(trial), "--boundaries", "natural-erth")
        assert "natural-earth" in message

    def test_a_missing_proposal(self, capsys, trial, tmp_path):
        path = tmp_path / "none.toml"
        assert refused(capsys, "measure", str(trial), "--proposal", str(path)) == (
            f"{path} cannot be read (No such file or directory); give a proposal in TOML."
        )

    def test_an_unknown_format(self, capsys):
        assert run(["measure", "--format", "xml"]) == 2
        assert "'xml' is not one of" in capsys.readouterr().err


class TestOutput:
    @pytest.fixture(autouse=True)
    def _nothing_is_computed(self, monkeypatch):
        monkeypatch.setattr(ceaseline.layers.plan.plan, "plan", lambda *_: pytest.fail("computed"))

    def test_a_missing_folder(self, capsys, trial, tmp_path):
        path = tmp_path / "none" / "a.json"
        assert refused(capsys, "measure", str(trial), "-o", str(path)) == (
            f"The folder {tmp_path / 'none'} for a.json does not exist; make it first."
        )
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_that_cannot_be_written(self, capsys, trial, tmp_path, monkeypatch):
        monkeypatch.setattr(os, "access", lambda *_: False)
        assert refused(capsys, "measure", str(trial), "-o", str(tmp_path / "a.json")) == (
            f"The folder {tmp_path} is not writable; choose another for a.json."
        )
        assert list(tmp_path.iterdir()) == []

    def test_a_folder_for_a_file(self, capsys, trial, tmp_path):
        assert refused(capsys, "measure", str(trial), "-o", str(tmp_path)) == (
            f"{tmp_path} is a folder; give the name of a file."
        )

    def test_somebody_elses_file(self, capsys, trial, tmp_path):
        path = tmp_path / "notes.txt"
        path.write_text("mine")
        message = refused(capsys, "measure", str(trial), "-o", str(path))
        assert message.startswith(f"{path} exists and may hold something else;")
        assert path.read_text() == "mine"

    @pytest.mark.parametrize(
        "args", [("measure", "--format", "json"), ("layers", "list", "-f", "json")]
    )
    def test_a_placement_with_its_edits(self, capsys, trial, args):
        held = trial.read_bytes()
        message = refused(capsys, *args, "-o", str(trial))
        assert message.startswith(
            f"{trial} exists and may hold something else; choose another name"
        )
        assert trial.read_bytes() == held


def test_output_goes_to_the_file_and_the_note_to_stderr(capsys, trial, tmp_path):
    path = tmp_path / "figures.json"
    assert run(["measure", str(trial), "-f", "json", "-o", str(path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"Wrote {path} ({path.stat().st_size:,} bytes).\n"
    first = path.read_bytes()
    assert json.loads(first)["tool"] == "ceaseline"
    assert run(["measure", str(trial), "-f", "json", "-o", str(path)]) == 0
    assert path.read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["figures.json"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["--depth-km", "5", "-5", "x", "--format", "json"]), max_size=4))
def test_whatever_is_typed_there_is_no_traceback(args):
    assert run(["layers", "show", "zzzz", *args]) == 2


@pytest.mark.parametrize(
    "asked", [("--format", "markdown"), ("-f", "Markdown"), ("--format=markdown",)]
)
def test_markdown_may_be_asked_for_by_its_whole_name(capsys, asked):
    assert run(["measure", *asked]) == 0
    assert capsys.readouterr().out.startswith("## ")


def test_a_format_that_there_is_not_is_told_without_a_library_s_words(capsys):
    assert run(["measure", "--format", "xml"]) == 2
    told = capsys.readouterr().err
    assert "Value error" not in told
    assert "'--format' / '-f': 'xml' is not one of 'table', 'json', 'csv', 'md'." in told


@pytest.mark.slow
def test_a_file_that_has_another_name_than_its_placement_is_told(capsys, tmp_path):
    file = tmp_path / "asym.geojson"
    write(load("four-oblasts").replaced(name="b"), file)
    write(load("four-oblasts").replaced(name="same"), tmp_path / "same.geojson")
    assert run(["measure", str(file), "-f", "csv"]) == 0
    assert capsys.readouterr().err == "asym.geojson holds the placement b.\n"
    few = ("--measure", "territory_share")
    assert run(["compare", str(tmp_path / "same.geojson"), str(file), *few]) == 0
    assert capsys.readouterr().err == "asym.geojson holds the placement b.\n"
