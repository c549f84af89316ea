"""Every command on another study: the drawn country by its hand-made figures, and two real ones."""

import json
import re

import pytest
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.study import using
from ceaseline.maps.cli import run
from ceaseline.maps.page.encoding import unpack
from tests.drawn.study import written

OF_ANOTHER = re.compile(
    r"ukrain|russia|(?<![_\w-])oblast|dnipro\b|crimea|kyiv|donetsk|kherson|raion|hromada",
    re.IGNORECASE,
)
IDS = re.compile(r'"id": "[a-z_]+"|along_oblast_border|\bdnipro,')
"""Ids are the same in every study."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return str(written(tmp_path_factory.mktemp("study") / "drawn"))


@pytest.fixture
def said(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder; what it says is of no other country."""
    monkeypatch.chdir(tmp_path)

    def spoken(*words, code=0):
        assert run(words) == code, words
        out, err = capsys.readouterr()
        text = IDS.sub("", out + err)
        assert not OF_ANOTHER.search(text), (words, OF_ANOTHER.search(text))
        return out + err

    return spoken


def test_a_command_takes_a_study_from_its_option_or_from_the_environment(said, drawn, monkeypatch):
    (one,) = json.loads(said("--study", drawn, "measure", "--format", "json"))["placements"]
    assert (one["name"], one["title"]) == ("salient", "The line salient")
    assert "5 km on each side" in said("--study", drawn, "measure")
    monkeypatch.setenv("CEASELINE_STUDY", drawn)
    text = said("measure", "along", "--by", "unit")
    assert "By canton" in text
    assert "Settlements and people by canton" in text
    assert "South holds half of Drawnia" in text
    assert said("layers", "list").count("The line") == 3


def test_a_study_or_a_language_that_is_not_there(said, drawn):
    assert "There is no study 'koera'; did you mean korea?" in said(
        "--study", "koera", "measure", code=2
    )
    told = said("--study", drawn, "measure", "--lang", "uk", code=2)
    assert "The study drawn is not told in 'uk'; give en." in told


def test_edits_are_of_the_study(said, drawn):
    of = ("--study", drawn)
    said(*of, "layers", "new", "mine", "--from", "along")
    said(*of, "edit", "flip", "mine.geojson", "Dudek", "--to", "South")
    said(*of, "edit", "move", "mine.geojson", "--km", "2", "--toward", "North")
    said(*of, "edit", "give", "mine.geojson", "Centa", "--to", "North")
    said(*of, "layers", "check", "mine.geojson")
    with using(drawn):
        shares = find(plan(load("mine.geojson")).figures, "territory_share", "North", "D-C")
    assert shares.value == pytest.approx(1.0, abs=1e-6)
    told = said(*of, "edit", "flip", "mine.geojson", "Nowhere", "--to", "North", code=2)
    assert "There is no settlement 'Nowhere'" in told


def test_a_line_can_be_derived_from_the_control_of_the_study(drawn):
    from ceaseline.geo.gazetteer.settlements import settlements  # noqa: PLC0415 - here alone
    from ceaseline.layers.derive.control import derive  # noqa: PLC0415 - here alone
    from ceaseline.layers.placement.placement import Control, Placement  # noqa: PLC0415 - here alone

    with using(drawn):
        sections = derive(Control("2024-01-01"), boundaries(), settlements())
        own = plan(Placement("derived", "Derived", sections))
        sides = own.settlements.groupby("party")["name"].apply(set)
        assert "Kapo" in sides["North"]
        assert {"Cento", "Sudo", "Besto"} <= sides["South"]
        assert {section.basis for section in sections} <= {"settlements", "river", "admin border"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "lines", "second"),
    [
        ("drawn", ("salient", "along"), "South"),
        ("korea", ("armistice-1953",), "DPR Korea"),
        ("cyprus", ("northern-limit", "southern-limit"), "Turkish forces"),
    ],
)
def test_every_command_runs_on_another_study(said, drawn, tmp_path, name, lines, second):
    of = ("--study", drawn if name == "drawn" else name)
    pages = {"map.html": "map", "report.html": "report", "report.pdf": "report", "map.svg": "map"}
    for file, command in pages.items():
        said(*of, command, lines[0], "-o", file)
    for words in (
        ("study", "check", of[1]),
        ("measure", *lines, "--lengths"),
        ("measure", lines[0], "--format", "csv"),
        ("audit",),
        ("audit", "--template"),
        ("audit", "-o", "audit.pdf"),
        ("layers", "show", lines[0]),
        ("layers", "export", lines[0], "-o", "line.gpkg"),
        ("import", "line.gpkg", "--as", "back"),
        ("measure", "back.geojson"),
        ("solve", lines[0], "--share", "50", "--party", second),
        ("compare", lines[0], lines[-1]) if len(lines) > 1 else ("measure",),
        ("compare", lines[0], lines[-1], "-o", "compare.html") if len(lines) > 1 else ("measure",),
    ):
        said(*of, *words)
    for file in pages:
        away = ("--study", of[1]) if name == "drawn" else ()
        assert "is reproduced, byte for byte" in said(*away, "verify", file), file
    text = (tmp_path / "map.html").read_text("utf-8")
    document, _ = unpack(re.search(r'id="payload">([^<]*)<', text)[1])
    told = [document["text"][key] for key in ("legend_oblast", "oblast", "by_oblast")]
    told += [unit["title"] for unit in document["base"]["units"]]
    assert not OF_ANOTHER.search(" ".join(told))


def test_a_file_of_a_study_of_ones_own_is_verified_in_that_study_alone(said, drawn):
    said("--study", drawn, "map", "along", "-o", "own.html")
    told = said("verify", "own.html", code=2)
    assert "made in the study 'drawn', which does not come with the tool; give its folder" in told
    assert "Verified: own.html" in said("--study", drawn, "verify", "own.html")


HOSTILE = """<img src=x onerror="window.hit=1">'"</script><script>window.hit=2</script>"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The drawn country by somebody who writes scripts wherever a text goes."""
    folder = written(tmp_path_factory.mktemp("hostile") / "drawn")
    words = json.dumps(HOSTILE)
    changes = {
        "study.toml": [
            ('"The drawn country"', words), ('"Drawnia"', words), ('"canton"', words),
            ('"People are drawn."', words), ('"Paro"', words), ("[control]", "[phrases]\n[old]"),
            ('"North"', json.dumps(f"N{HOSTILE}")), ('"South"', json.dumps(f"S{HOSTILE}")),
        ],
        "sources.toml": [('"The drawn country"', words), ('"Drawn by the tests."', words)],
        "proposal.toml": [
            ('"What is proposed in Drawnia"', words), ('"South holds half of Drawnia"', words),
            ('"North"', json.dumps(f"N{HOSTILE}")), ('"South"', json.dumps(f"S{HOSTILE}")),
        ],
        "units.geojson": [('"Alba"', words), ('"Besta"', words)],
    }  # fmt: skip
    for name, pairs in changes.items():
        text = (folder / name).read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        if name == "study.toml":
            text = text.partition("[phrases]")[0]
            text += f'[phrases.en]\nlegend_towns = {words}\n"Oblast border" = {words}\n'
        (folder / name).write_text(text, "utf-8")
    for path in (folder / "library").glob("*.geojson"):
        held = json.loads(path.read_text("utf-8"))
        held["ceaseline"]["parties"] = [f"N{HOSTILE}", f"S{HOSTILE}"]
        path.write_text(json.dumps(held), "utf-8")
    return str(folder)


@pytest.mark.slow
@pytest.mark.parametrize("words", [("map", "salient"), ("compare", "salient", "along")])
def test_the_texts_of_a_study_never_run(hostile, opened, tmp_path, words):
    out = tmp_path / "page.html"
    assert run(["--study", hostile, *words, "-o", str(out)]) == 0
    page = opened(out.read_text("utf-8")).page
    page.wait_for_timeout(500)
    assert page.evaluate("window.hit") is None
    assert "onerror=" in page.inner_text("body")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["report.html", "map.svg"])
def test_the_texts_of_a_study_are_escaped_in_what_has_no_script(hostile, tmp_path, name):
    words = [
        "report" if name.startswith("report") else "map",
        "salient",
        "-o",
        str(tmp_path / name),
    ]
    assert run(["--study", hostile, *words]) == 0
    text = (tmp_path / name).read_text("utf-8")
    assert "&lt;img src=x onerror=" in text
    assert "<img src=x" not in text


class TestPrecedents:
    """What is published of them, and GeographicLib on the bare coordinates."""

    def test_korea_is_its_line_and_4_km_along_it(self):
        with using("korea"):
            own = plan(load("armistice-1953"), zone=ZoneSettings((2e3, 2e3)))
            figures = own.figures
            line = find(figures, "line_length").value
            chain = own.placement.sections[0].line
            north = shapely.union_all(
                [s for c, s in zip(own.boundaries.units["code"], own.boundaries.units.geometry,
                                   strict=True) if c.startswith("KP")]
            )  # fmt: skip
        from pyproj import Geod  # noqa: PLC0415 - the oracle, here alone

        geod = Geod(ellps="WGS84")
        assert line == pytest.approx(geod.geometry_length(chain), abs=1)
        assert line == pytest.approx(203.9e3, abs=100)
        # a band on both sides, and what its bends and its ends at the coast change of it
        assert find(figures, "zone_area").value == pytest.approx(4e3 * line, rel=0.005)
        assert find(figures, "zone_length").value == pytest.approx(line, abs=50)
        held = find(figures, "territory_area", "DPR Korea").value
        assert held == pytest.approx(abs(geod.geometry_area_perimeter(north)[0]), rel=1e-6)
        south = find(figures, "territory_share", "DPR Korea", "KR-41").value
        assert south == pytest.approx(0, abs=1e-6)  # the islands of Gyeonggi are on their side

    def test_the_buffer_zone_of_cyprus_is_what_lies_between_its_limits(self):
        with using("cyprus"):
            held = [
                find(plan(load(name)).figures, "territory_area", "Turkish forces").value
                for name in ("northern-limit", "southern-limit")
            ]
        assert (held[1] - held[0]) / 346e6 == pytest.approx(1, abs=0.02)  # as published
        assert held[0] / 3_355e6 == pytest.approx(1, abs=0.02)
