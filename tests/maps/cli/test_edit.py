"""`ceaseline edit` and `layers new` on files."""

import json
from pathlib import Path

import pytest

import ceaseline.layers.check.examine
import ceaseline.layers.edits.files
import ceaseline.layers.solve.share
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.store import dumps, load, loads, read, write
from ceaseline.maps.cli import run
from tests.layers.edits import drawn

SCHEMA = Path(__file__).parents[3] / "docs" / "placement.schema.json"


@pytest.fixture
def trial(tmp_path, monkeypatch):
    """A line on the drawn country, which takes the place of the embedded one."""
    monkeypatch.chdir(tmp_path)
    for module in (ceaseline.layers.edits.files, ceaseline.layers.check.examine):
        monkeypatch.setattr(module, "default_ground", drawn.ground)
    return write(drawn.trial(), "trial.geojson")


def shown(capsys, *args):
    assert run([str(a) for a in args]) == 0
    return capsys.readouterr()


def refused(capsys, *args):
    assert run([str(a) for a in args]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    return err


def test_flip_undo_redo_history_replay(capsys, trial):
    before = trial.read_bytes()
    out, _ = shown(capsys, "edit", "flip", trial, "chorb", "--to", "Russia")
    assert "share of Russia" in out
    assert "Ground that changed hands" in out
    after = trial.read_bytes()
    assert read(trial).history[0].arguments["name"] == "Chorb"
    out, _ = shown(capsys, "edit", "history", trial)
    assert "Chorb" in out
    _, err = shown(capsys, "edit", "replay", trial)
    assert "The result is the file, byte for byte." in err
    shown(capsys, "edit", "undo", trial)
    assert dumps(read(trial).replaced(undone=())).encode() == before
    shown(capsys, "edit", "redo", trial)
    assert trial.read_bytes() == after


def test_marks_and_json(capsys, trial):
    out, _ = shown(capsys, "edit", "lock", trial, "--between", "Chorb", "20")
    assert "Recorded: lock, between km " in out
    assert " and 20." in out
    out, _ = shown(capsys, "edit", "depth", trial, "--km", "5", "20", "-f", "json")
    facts = json.loads(out)
    assert facts["history_length"] == 2
    assert {s.depth_m for s in read(trial).sections} == {(5000.0, 20000.0)}
    kept = trial.read_bytes()
    err = refused(capsys, "edit", "move", trial, "--km", "2", "--toward", "Russia")
    assert "which is locked, at" in err
    assert trial.read_bytes() == kept


def test_whole_areas(capsys, trial):
    """Units, what a party holds in them, a swap, a withdrawal; each each on the same line."""
    polygon = trial.with_name("corner.geojson")
    ring = [list(spot) for spot in drawn.at((1, 8), (3, 8), (3, 7), (1, 7), (1, 8))]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "Corner"}, "geometry": geometry}
    polygon.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    first = dumps(read(trial))
    for args, told in (
        (("give", "--held-by", "Ukraine", "--in", "A", "--in", "B"), "to Russia, units A and B."),
        (("give", "--polygon", polygon, "--to", "Russia"), "basis drawn, name corner, to Russia"),
        (
            ("swap", "--give", "A", "--to", "Russia", "--for", "C", "--for", "D"),
            "(to Russia, units A) and (to Ukraine, units C and D).",
        ),
        (("withdraw", "--party", "Ukraine", "--km", "2", "--in", "B"), "party Ukraine, units B."),
    ):
        verb, *rest = args
        out, _ = shown(capsys, "edit", verb, trial, *rest)
        assert told in " ".join(out.split())
        write(loads(first, "trial"), trial)
    err = refused(capsys, "edit", "give", trial, "Nowhere", "--to", "Russia")
    assert "'Nowhere' is no unit of the country" in err
    assert "one party would hold the whole" in refused(
        capsys, "edit", "give", trial, "A", "B", "C", "D", "I", "--to", "Russia"
    )
    assert dumps(read(trial)) == first


def test_a_path_is_drawn(capsys, trial):
    """As a text and as a file, which make the same line; then taken back."""
    first, path = dumps(read(trial)), drawn.at((2.5, 5.5), (6, 6), (8.5, 6))
    line = trial.with_name("path.geojson")
    line.write_text(json.dumps({"type": "LineString", "coordinates": [list(p) for p in path]}))
    text = " ".join(f"{lon},{lat}" for lon, lat in path)
    out, _ = shown(capsys, "edit", "draw", trial, "--path", text)
    assert "a path of 3 places" in " ".join(out.split())
    told = dumps(read(trial))
    assert set(path) <= set(read(trial).sections[0].coords)
    shown(capsys, "edit", "undo", trial)
    shown(capsys, "edit", "draw", trial, "--path", line)
    assert dumps(read(trial)) == told
    shown(capsys, "edit", "undo", trial)
    shown(capsys, "edit", "draw", trial, "--path", text, "--basis", "river")
    out, _ = shown(capsys, "edit", "history", trial)
    assert "basis river, a path of 3 places" in " ".join(out.split())
    assert "river" in {section.basis for section in read(trial).sections}
    shown(capsys, "edit", "undo", trial)
    assert dumps(read(trial).replaced(undone=(), base=None)) == first


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--path", "30.1,48.2 30.2"], "'30.2' of the path is no place; give longitude,latitude"),
        (["--path", "nothing.geojson"], "'nothing.geojson' of the path is no place; give long"),
        (["--path", "30.1,48.2"], "The path has 1 places; give 2 to 10,000."),
        (["--path", "nan,48.2 30,48"], "The path has the place nan, 48.2; give longitudes from"),
        (["--path", "30.1,48.2 30.3,48.2", "--basis", "sea"], "give drawn, river, admin border or"),
    ],
)
def test_what_is_no_path(capsys, trial, words, message):
    kept = trial.read_bytes()
    assert message in " ".join(refused(capsys, "edit", "draw", trial, *words).split())
    assert trial.read_bytes() == kept


def test_a_library_placement_is_copied_first(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    err = refused(capsys, "edit", "undo", "contact-2024-11-20")
    assert "ceaseline layers new NAME --from contact-2024-11-20" in err
    _, err = shown(capsys, "layers", "new", "mine", "--from", "contact-2024-11-20")
    assert "Wrote mine.geojson" in err
    own, first = read("mine.geojson"), load("contact-2024-11-20")
    assert (own.name, own.origin, own.sections) == ("mine", first.name, first.sections)
    assert "mine.geojson exists; give another name" in refused(capsys, "layers", "new", "mine")
    shown(capsys, "layers", "new", "mine", "--overwrite", "--from", "donbas-full")
    assert read("mine.geojson").origin == "donbas-full"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("layers", "new", "Mine!"), "'Mine!' cannot be a placement's name"),
        (("layers", "new", "donbas-full"), "donbas-full is a placement of the library"),
        (("layers", "new", "mine", "--folder", "nowhere"), "nowhere"),
        (("edit", "undo", "nothing.geojson"), "nothing.geojson cannot be read"),
        (("edit", "undo", "trial.geojson"), "trial has no edits to undo"),
        (("edit", "depth", "trial.geojson", "--km", "deep"), "The depths 'deep' are not numbers"),
        (
            ("edit", "flip", "trial.geojson", "Nowhereville", "--to", "Russia"),
            "Nowhereville",
        ),
    ],
)
def test_what_cannot_be_done_says_why_and_writes_nothing(capsys, trial, args, message):
    before = sorted(p.name for p in trial.parent.iterdir()) if trial.parent.parts else []
    kept = trial.read_bytes()
    assert message in refused(capsys, *args)
    assert trial.read_bytes() == kept
    assert (sorted(p.name for p in trial.parent.iterdir()) if trial.parent.parts else []) == before


def test_a_file_changed_by_hand_does_not_replay(capsys, trial):
    shown(capsys, "edit", "lock", trial)
    own = read(trial)
    moved = [Section.of(s.name, s.basis, s.array + 0.01) for s in own.sections]
    write(own.replaced(sections=tuple(moved)), trial)
    assert run(["edit", "replay", str(trial)]) == 2
    assert "its edits make another line than the file has" in capsys.readouterr().err


def test_check_and_fix(capsys, trial):
    assert "has no faults" in shown(capsys, "layers", "check", trial).err
    write(drawn.trial(drawn.at((-1, 5), (9, 5.5))), trial)
    assert run(["layers", "check", str(trial)]) == 2
    out, err = capsys.readouterr()
    assert "its end is open inside" in out
    assert "trial.geojson has 1 fault; repair it with --fix. Nothing was written." in err
    out, err = shown(capsys, "layers", "check", trial, "--fix", "-f", "json")
    (fault,) = json.loads(out)["faults"]
    assert fault["moved_m"] > 1000
    assert "Repaired trial.geojson." in err
    assert "has no faults" in shown(capsys, "layers", "check", trial).err
    trial.write_text("[]")
    assert run(["layers", "check", str(trial), "--fix"]) == 2
    assert "mend it by hand" in capsys.readouterr().err


def test_the_published_schema_is_current(capsys):
    out, _ = shown(capsys, "layers", "schema")
    assert out == SCHEMA.read_text()
    assert json.loads(out)["properties"].keys() == {"type", "ceaseline", "features"}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("--share", "20", "--length", "3"), "Give one of --share, --length and --zone-area."),
        ((), "Give one of --share, --length and --zone-area."),
        (("--share", "20", "--folder", "nowhere"), "The folder nowhere does not exist"),
        (("--share", "0"), "The share is 0 %"),
        (("--share", "20", "--party", "Poland"), "'Poland' is not a party of contact-2024-11-20"),
    ],
)
def test_solve_asks_for_one_number(capsys, args, message):
    assert message in refused(capsys, "solve", *args)


def test_solve_writes_its_answers(capsys, trial, monkeypatch):
    monkeypatch.setattr(ceaseline.layers.solve.share, "default_ground", drawn.ground)
    out, _ = shown(capsys, "solve", trial, "--share", "52.5", "-f", "json")
    shift, flips = json.loads(out)["answers"]
    assert shift["value"] == pytest.approx(0.525, abs=1e-4)
    assert shift["file"] == "trial-share-52-5-shift.geojson"
    assert read(shift["file"]).history[-1].verb == "move"
    assert read(flips["file"]).history[-1].verb == "flips"
    assert "exists; --overwrite replaces it" in refused(capsys, "solve", trial, "--share", "52.5")
