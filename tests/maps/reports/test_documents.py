"""Reports on placements, comparisons and audits: what stands in them, read back from the PDF."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace

import pypdf
import pytest

from ceaseline.layers.audit import audit
from ceaseline.layers.comparison import compare, goal
from ceaseline.layers.edits import edit
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.cli import run
from ceaseline.maps.print.document import Graded, Keys, Picture
from ceaseline.maps.reports.audit import audit_document
from ceaseline.maps.reports.comparison import comparison_document
from ceaseline.maps.reports.pictures import Pen
from ceaseline.maps.reports.placement import placement_document
from ceaseline.maps.reports.report import Setting, audit_report, comparison_report, report
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.describe import titles
from ceaseline.maps.text.language import tongue

LANGUAGES = ("en", "uk", "ru")
NAMES = ("contact-2022-02-23", "contact-2024-11-20", "four-oblasts")
GOALS = (goal("zone_area:min"), goal("people_in_zone:min"))
LEAST = 7.9
"""Points of the smallest letters of text."""


@pytest.fixture(scope="module")
def lines():
    return [load(name) for name in NAMES]


@pytest.fixture(scope="module")
def held(lines):
    return compare(lines, measures=("line_length", "zone_area", "people_in_zone"))


def pen(lang="en", **kind):
    return Pen(tongue(lang), LIGHT, 6.8, **kind)


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def pages(content):
    return [" ".join(page.extract_text().split()) for page in read(content).pages]


@pytest.mark.sampled
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_placement_opens_with_its_title_its_map_and_its_key_figures(default_plan, lang):
    own = placement_document(default_plan, proposal(), pen(lang), None)
    speech = tongue(lang)
    assert own.title == titles([default_plan], speech)[0]
    assert own.lang == lang
    picture, keys = own.parts[0].blocks
    assert isinstance(picture, Picture)
    assert isinstance(keys, Keys)
    assert own.title in picture.words
    for key in ("legend_corridor", "legend_people", "legend_drained", "basis_river"):
        assert speech[key].split()[0] in picture.svg
    assert [part.title for part in own.parts[1:3]] == [speech["provisions"], speech["figures"]]
    assert [part.title for part in own.parts][-1] == speech["sources"]


def test_a_drawing_has_no_ids_that_two_may_share_nor_a_date(default_plan):
    drawn = pen(web=True).lines([default_plan], proposal()).svg
    assert not re.search(r'<g id="', drawn)
    assert "date" not in drawn
    assert LIGHT.fill[0] not in drawn
    assert "var(--fill-0)" in drawn


@pytest.mark.slow
def test_a_comparison_goes_by_titles_and_says_once_what_it_rests_on(held):
    own = comparison_document(held, proposal(), GOALS, pen(), None)
    names = titles(held.plans, tongue("en"))
    assert [name for _, name in own.introduced] == list(NAMES)
    assert own.introduced[0][0] == f"{names[0]} (the base)"
    told = [part.title for part in own.parts]
    assert f"What changes hands: {names[0]} → {names[1]}" in told
    assert told[-3:] == ["Method", "Limits", "Sources"]
    assert len(told) == len(set(told))
    assert not any(name in " ".join(told) for name in NAMES)
    assert own.contents
    assert not own.lying


def test_an_audit_marks_what_is_met_and_what_is_missed(default_plan):
    plans = [plan(load("four-oblasts")), default_plan]
    own = audit_document(audit(plans, proposal()), plans, pen("uk"), None)
    table = next(block for part in own.parts for block in part.blocks if isinstance(block, Graded))
    names = titles([default_plan, plans[0]], tongue("uk"))
    assert table.table.columns[2:] == names
    for (row, column), tone in table.tones.items():
        first, verdict = str(table.table.rows[row][column]).split("\n")
        assert re.match(r"[\d,\s]+ (%|км)", first)
        assert verdict.startswith({"good": "виконано", "bad": "не виконано"}[tone])
    assert len(table.tones) == 4


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_placement_on_paper(default_plan, lang):
    content = report(default_plan, proposal(), "pdf", Setting(lang, page="Letter"))
    said, speech = pages(content), tongue(lang)
    assert titles([default_plan], speech)[0] in said[0]
    assert speech["page_of"].format(page=2, pages=len(said)) in said[1]
    assert " ".join(said).count(speech["disclaimer"]) == 1
    assert read(content).trailer["/Root"]["/Lang"] == lang


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_comparison_on_paper(held, lang):
    content = comparison_report(held, proposal(), "pdf", GOALS, Setting(lang, "Three lines"))
    said, speech = pages(content), tongue(lang)
    for name in titles(held.plans, speech):
        assert name in said[0]
    assert speech["contents"] in " ".join(said[:2])
    links = [n for page in read(content).pages[:2] for n in page.get("/Annots", [])]
    assert len(links) >= 9
    town = {"en": "Mariupol", "uk": "Маріуполь", "ru": "Мариуполь"}[lang]
    assert town in " ".join(said)
    assert (
        comparison_report(held, proposal(), "pdf", GOALS, Setting(lang, "Three lines")) == content
    )


@pytest.mark.slow
def test_no_text_on_paper_is_smaller_than_can_be_read(held):
    sizes = set()

    def seen(text, cm, tm, _font, size):
        if text.strip():
            sizes.add(round(size * math.hypot(*cm[2:4]) * math.hypot(*tm[2:4]), 2))

    for page in read(comparison_report(held, proposal(), "pdf", GOALS)).pages:
        page.extract_text(visitor_text=seen)
    assert len(sizes) > 4
    assert min(sizes) >= LEAST


@pytest.mark.slow
def test_an_edited_line_is_named_as_another_on_paper():
    start = load(NAMES[1]).replaced(name="mine", origin=NAMES[1])
    own = plan(edit(start, "move", km=5.0, toward="Ukraine", between=["100", "110"]))
    for lang, mark in (("en", "(not the library's line)"), ("ru", "(не линия библиотеки)")):
        said = pages(report(own, proposal(), "pdf", Setting(lang)))
        assert mark in said[0]
        assert tongue(lang)["notes_start"].partition("{")[0] in " ".join(said)


@pytest.mark.slow
def test_a_hostile_and_long_title_is_text_and_stays_on_the_page(default_plan):
    hostile = "#panic() $x$ *b* </title><script>alert(1)</script> " + "ы" * 200
    own = default_plan.placement.replaced(name="other", title=hostile, notes=hostile)
    twice = [default_plan, replace(default_plan, placement=own)]
    for content in (
        report(twice[1], proposal(), "pdf"),
        audit_report(audit(twice, proposal()), twice, "pdf"),
    ):
        said = "".join(pages(content)).replace("\u200b", "")
        assert "#panic() $x$ *b* </title><script>alert(1)</script>" in said
        assert said.replace(" ", "").count("ы" * 200) >= 1


@pytest.mark.slow
def test_the_commands_write_reports_that_are_drawn_again_the_same(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pair = ["four-oblasts", "contact-2022-02-23"]
    how = ["--lang", "ru", "--title", "Отчёт", "--theme", "dark", "--page", "A3"]
    assert run(["compare", *pair, "-o", "a.pdf", "--measure", "zone_area", *how]) == 0
    assert run(["audit", "--placements", ",".join(pair), "-o", "b.pdf", *how]) == 0
    assert run(["audit", "--placements", ",".join(pair), "-o", "c.html", *how]) == 0
    assert run(["report", pair[0], "-o", "d.html", *how]) == 0
    for name in ("a.pdf", "b.pdf", "c.html", "d.html"):
        capsys.readouterr()
        assert run(["verify", name]) == 0
        assert "Drawn again: identical" in capsys.readouterr().out
    assert pages((tmp_path / "a.pdf").read_bytes())[0].startswith("Отчёт")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["audit", "--lang", "de", "-o", "a.pdf"], "no language 'de'"),
        (["audit", "--page", "A0", "-o", "a.pdf"], "no page 'A0'; give A4, Letter or A3"),
        (["audit", "--theme", "sepia", "-o", "a.html"], "no theme 'sepia'"),
        (["report", "--theme", "sepia"], "no theme 'sepia'"),
        (["compare", "a", "b", "--page", "B5", "-o", "a.pdf"], "no page 'B5'"),
        (["audit", "-o", "none/a.pdf"], "none"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_written(
    args, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert run(args) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
