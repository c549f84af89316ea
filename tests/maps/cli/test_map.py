"""`ceaseline map`: one file, the same each time, or a refusal before anything is drawn."""

import pytest

import ceaseline.layers.plan.plan
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import write
from ceaseline.maps.cli import run

NO_NUMBER = "The depth 'x' is not a number; give kilometres, as 15 or 12.5, or two of them: 10 20."


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    line = Section.of("north to south", "drawn", [(36.0, 53.0), (35.0, 48.0), (31.0, 44.0)])
    path = tmp_path_factory.mktemp("trial") / "trial.geojson"
    return str(write(Placement("trial", "<script>alert(1)</script>", (line,)), path))


@pytest.fixture
def nothing_is_computed(monkeypatch):
    monkeypatch.setattr(ceaseline.layers.plan.plan, "plan", lambda *_: pytest.fail("computed"))


def refused(capsys, *args):
    assert run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err.removeprefix("Error: ").rstrip("\n")


def test_a_map_is_one_file_the_same_each_time(capsys, trial, tmp_path):
    path = tmp_path / "map.html"
    assert run(["map", trial, "-o", str(path)]) == 0
    first = path.read_bytes()
    assert capsys.readouterr().err == f"Wrote {path} ({len(first):,} bytes).\n"
    assert first.startswith(b"<!DOCTYPE html>")
    assert b"<script>alert(1)" not in first
    assert run(["map", trial, "-o", str(path)]) == 0  # a map of its own may be replaced
    assert path.read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]


@pytest.mark.slow
def test_a_smaller_file_says_what_it_cost(capsys, trial, tmp_path):
    path = tmp_path / "map.html"
    assert run(["map", trial, "-o", str(path), "--max-kb", "640"]) == 0
    assert path.stat().st_size <= 640_000
    said = capsys.readouterr().err
    assert "Simplified to fit the size asked for: no place of a border, line or zone lies" in said


def test_without_a_name_the_map_is_ceaseline_html_here(trial, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["map", trial]) == 0
    assert (tmp_path / "ceaseline.html").is_file()


@pytest.mark.usefixtures("nothing_is_computed")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--lang", "de"], "The interface has no language 'de'; give en, ru or uk."),
        (["--theme", "sepia"], "There is no theme 'sepia'; give auto, light or dark."),
        (["--depth-km", "x"], NO_NUMBER),
    ],
)
def test_an_option_that_cannot_be_used_is_refused_before_computing(
    capsys, trial, tmp_path, options, message
):
    assert refused(capsys, "map", trial, "-o", str(tmp_path / "m.html"), *options) == message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nothing_is_computed")
def test_a_missing_folder_is_refused_before_computing(capsys, trial, tmp_path):
    path = tmp_path / "none" / "m.html"
    assert refused(capsys, "map", trial, "-o", str(path)) == (
        f"The folder {tmp_path / 'none'} for m.html does not exist; make it first."
    )


@pytest.mark.usefixtures("nothing_is_computed")
def test_somebody_elses_page_is_left_alone(capsys, trial, tmp_path):
    path = tmp_path / "home.html"
    path.write_text("<p>mine")
    message = refused(capsys, "map", trial, "-o", str(path))
    assert message.startswith(f"{path} exists and may hold something else;")
    assert path.read_text() == "<p>mine"


def test_a_size_that_cannot_be_reached_writes_nothing(capsys, trial, tmp_path):
    message = refused(capsys, "map", trial, "-o", str(tmp_path / "m.html"), "--max-kb", "5")
    assert message.startswith("The map cannot be made smaller than ")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_placement_among_several(capsys, trial, tmp_path):
    message = refused(capsys, "map", trial, "four-oblast", "-o", str(tmp_path / "m.html"))
    assert "did you mean four-oblasts" in message


def test_a_map_is_measured_again_and_one_vertex_changed_shows(capsys, trial, tmp_path):
    path = tmp_path / "map.html"
    assert run(["map", trial, "-o", str(path)]) == 0
    assert run(["verify", str(path)]) == 0
    text = path.read_text("utf-8")
    assert text.count("[36.0,53.0]") == 1
    path.write_text(text.replace("[36.0,53.0]", "[36.0,53.0000001]"), "utf-8")
    assert run(["verify", str(path)]) == 1
    assert "Not reproduced" in capsys.readouterr().out


@pytest.mark.slow
def test_static_figures_beside_the_page_and_alone(trial, tmp_path):
    path = tmp_path / "map.svg"
    assert run(["map", trial, "-o", str(path), "--png", "--dpi", "50"]) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.png", "map.svg"]
    assert run(["verify", str(path.with_suffix(".png"))]) == 0
    assert b"alert(1)</script>" not in path.read_bytes()


@pytest.mark.usefixtures("nothing_is_computed")
@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("m.gif", [], "m.gif is not named *.html, *.png, *.svg or *.pdf; name it so."),
        ("m.pdf", ["--size", "B5"], "pixels as 1200x675, or lengths as 180mmx120mm."),
        ("m.html", ["--png", "--dpi", "9"], "9 dots an inch cannot be printed; give 50 to 1200."),
    ],
)
def test_figures_that_cannot_be_drawn_are_refused(capsys, trial, tmp_path, name, options, message):
    assert refused(capsys, "map", trial, "-o", str(tmp_path / name), *options).endswith(message)
    assert list(tmp_path.iterdir()) == []
