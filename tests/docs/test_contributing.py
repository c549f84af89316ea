"""The worked examples of the page for contributors, as they stand there."""

import re
import sys
from gettext import GNUTranslations

import pytest

from ceaseline.layers.comparison import compare
from ceaseline.layers.export import formats
from ceaseline.layers.measures import REGISTRY, find
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import Plan, plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps import overlay
from ceaseline.maps.cli import run
from ceaseline.maps.page import payload
from ceaseline.maps.page.encoding import unpack
from ceaseline.maps.print import declared
from ceaseline.maps.tables.measure import figure_tables
from ceaseline.maps.text import gather, language
from tests.docs.test_pages import ROOT

PAGE = (ROOT / "docs" / "contributing.md").read_text("utf-8")


def example(name):
    """The block after its mark, as it stands."""
    block = rf"^<!-- example: {name} -->\n```\w+\n(.*?)^```"
    return re.search(block, PAGE, re.MULTILINE | re.DOTALL)[1]


@pytest.fixture
def towns():
    exec(compile(example("measure"), "contributing.md", "exec"), {})  # noqa: S102 - our own words
    yield
    del REGISTRY["towns"]


@pytest.mark.usefixtures("towns")
def test_the_measure_stands_in_figures_tables_and_comparisons(monkeypatch):
    monkeypatch.setattr(Plan, "figures", property(measured))
    made = plan(load("four-oblasts"))
    places = made.settlements
    for party in made.parties:
        large = places[(places["party"] == party) & (places["population"] >= 50_000)]
        assert find(made.figures, "towns", party).value == len(large) > 0
    tables = figure_tables(made, proposal())
    assert "Further measures" in [table.title for table in tables]
    held = compare([load("four-oblasts"), load("donbas-full")], measures=["towns"])
    assert {row.key for row in held.differences(1)} == set(made.parties)


def measured(one):
    from ceaseline.layers.measures import figures  # noqa: PLC0415 - anew, with the measure

    return figures(one)


def test_the_language_is_begun(tmp_path, monkeypatch):
    command = example("language").split()
    assert command[:4] == ["python", "-m", "ceaseline.maps.text.gather", "--new"]
    monkeypatch.setattr(gather, "FOLDER", tmp_path)
    monkeypatch.setattr(sys, "argv", ["gather", *command[3:]])
    gather.main()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["pl.mo", "pl.po"]
    with (tmp_path / "pl.mo").open("rb") as file:
        words = GNUTranslations(file)
    monkeypatch.setattr(language, "LANGUAGES", (*language.LANGUAGES, "pl"))
    monkeypatch.setattr(language, "_messages", lambda code: {"pl": words}[code])
    assert language.tongue("pl")["map"] == "Map"  # in English until it has a word


def test_the_format_is_known_to_the_command(tmp_path, monkeypatch):
    names = {"__name__": "own"}
    exec(compile(example("format"), "contributing.md", "exec"), names)  # noqa: S102 - as above
    module = type("Own", (), names)
    for table, value in ((formats.FORMATS, module.FORMAT), (formats._MODULES, module)):
        monkeypatch.setitem(table, "geojsonl", value)
    monkeypatch.setattr("ceaseline.layers.export.write.ONE_LAYER", ("geojsonl",))
    module.write = staticmethod(names["write"])
    out = tmp_path / "x.geojsonl"
    assert run(["layers", "export", "four-oblasts", "-o", str(out)]) == 0
    assert '"Russia"' in out.read_text("utf-8")
    assert "Source: " in (tmp_path / "x.sources.txt").read_text("utf-8")


def test_the_overlay_is_on_page_and_figure_with_its_legend(tmp_path, monkeypatch):
    monkeypatch.setattr(overlay, "OVERLAYS", overlay.OVERLAYS.copy())
    for module in (payload, declared):
        monkeypatch.setattr(module, "OVERLAYS", overlay.OVERLAYS)
    exec(compile(example("overlay"), "contributing.md", "exec"), {})  # noqa: S102 - as above
    monkeypatch.chdir(tmp_path)
    for file in ("x.html", "x.svg"):
        assert run(["map", "four-oblasts", "-o", file]) == 0
    text = (tmp_path / "x.html").read_text("utf-8")
    held, _ = unpack(re.search(r'id="payload">([^<]*)<', text)[1])
    (told,) = [one for one in held["overlays"] if one["id"] == "halfway"]
    assert (told["title"], told["off"]) == ("The middle of each section", False)
    assert len(held["plans"][0]["overlays"]["halfway"]["spots"]) == len(
        load("four-oblasts").sections
    )
    assert "The middle of each section" in (tmp_path / "x.svg").read_text("utf-8")


def test_the_layer_is_on_the_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(example("layer"), "contributing.md", "exec"), {})  # noqa: S102 - as above
    assert "Pokrovsk" in (tmp_path / "mine.html").read_text("utf-8")


def test_what_the_page_names_is_there():
    paths = re.findall(r"`((?:layers|maps|geo|tests|docs|tools)/[\w/.]+)`", PAGE)
    assert len(paths) >= 8
    assert [path for path in paths if not (ROOT / path.rstrip("/")).exists()] == []
