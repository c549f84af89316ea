"""Text that turns the words around it, in every output: pages, figures, tables, exports."""

import json
import subprocess
from shutil import which

import pytest

from ceaseline.geo.country.place_file import read_settlements
from ceaseline.geo.sources import Source
from ceaseline.geo.unseen import unseen
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import load, loads, write
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import Proposal, proposal
from ceaseline.maps.cli import run
from ceaseline.maps.page.render import Look, render
from ceaseline.maps.print.figure import Sheet, rendered
from ceaseline.maps.reports.report import report
from ceaseline.maps.seal.seal import bare

TURN = "\u202e"
STUDY = f"""
title = "A study{TURN} of \u2066a line"
placements = ["contact-2024-11-20"]
[[provision]]
id = "territory-share"
text = "Russian control {TURN}of about 20 % of the territory\u200b, שליטה"
kind = "share"
party = "Russia"
target = 20.0
tolerance = 2.5
reading = "As\x1b[2J {TURN}reported"
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    path = tmp_path_factory.mktemp("unseen") / "study.toml"
    path.write_text(STUDY.replace("\x1b", "\\u001b"), "utf-8")
    return path


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    """A file whose texts hold such signs."""
    own = load("contact-2022-02-23")
    path = tmp_path_factory.mktemp("unseen") / "line.geojson"
    write(own.replaced(name="own", title="MARK-T", notes="MARK-N\nline"), path)
    text = path.read_text("utf-8")
    first = json.dumps(own.sections[0].name, ensure_ascii=False)
    for mark in ("MARK-T", "MARK-N"):
        text = text.replace(mark, f"{mark} {TURN}20 %\u2067")
    text = text.replace(first, f'{first[:-1]}{TURN}"')
    assert TURN in text
    path.write_text(text, "utf-8")
    return path


def test_a_proposal_is_read_without_them(study):
    read = proposal(study)
    (only,) = read.provisions
    assert read.title == "A study of a line"
    assert only.text == "Russian control of about 20 % of the territory, שליטה"
    assert only.reading == "As [2J reported"


def test_a_proposal_of_such_signs_alone_has_no_title():
    with pytest.raises(ValueError, match="at least 1 item"):
        Proposal(title="\u200b\u202e", placements=("contact-2024-11-20",))


def test_a_placement_is_read_and_made_without_them(line):
    read = loads(line.read_bytes(), "line.geojson")
    assert read.title == "MARK-T 20 %"
    assert read.notes == "MARK-N 20 %\nline"
    assert not any(unseen(section.name) for section in read.sections)
    made = Placement(
        "own", f"a{TURN}b", (Section.of(f"n{TURN}", "drawn", [(36, 50), (37, 50)]),),
        parties=(f"A{TURN}", "B"), sources=(Source("s", f"t{TURN}", "p", "2024", "CC0"),),
    )  # fmt: skip
    assert (made.title, made.sections[0].name, made.parties) == ("ab", "n", ("A", "B"))
    assert made.sources[0].title == "t"


def test_a_table_of_settlements_is_read_without_them(tmp_path):
    path = tmp_path / f"own{TURN}.csv"
    path.write_text(f"name,lon,lat,people\nKher{TURN}son\u200b,32.62,46.64,7\n", "utf-8")
    read = read_settlements(path)
    assert list(read.settlements["name"]) == ["Kherson"]
    assert read.supplied == "own.csv"


@pytest.mark.sampled
@pytest.mark.parametrize("fmt", ["table", "json", "csv", "md"])
def test_what_is_printed_has_none_of_them(line, study, capsys, fmt):
    assert run(["measure", str(line), "--proposal", str(study), "--format", fmt]) == 0
    shown = capsys.readouterr()
    assert unseen(shown.out + shown.err) == ""


def test_a_message_spells_them_out(tmp_path, capsys):
    assert run(["measure", str(tmp_path / f"a{TURN}b\u2066.geojson")]) == 2
    shown = capsys.readouterr().err
    assert r"a\u202eb\u2066.geojson" in shown
    assert unseen(shown) == ""


@pytest.mark.parametrize(
    "args",
    [(f"me{TURN}asure",), (f"--x{TURN}y",), ("measure", f"--x{TURN}y"), ("measure", "-f", TURN)],
)
def test_what_is_wrong_on_the_command_line_is_spelt_out(capsys, args):
    assert run(args) == 2
    shown = capsys.readouterr().err
    assert r"\u202e" in shown
    assert unseen(shown) == ""


def test_a_page_sets_words_from_right_to_left_apart(default_plan, study, payload_of):
    look = Look(title=f"Own {TURN}title")
    page = render([default_plan], title=f"Own {TURN}title", proposal=proposal(study))
    assert look.title == "Own title"
    assert "\u2068שליטה\u2069" in page
    assert unseen(page.replace("\u2068שליטה\u2069", "").replace("\t", "")) == ""
    document, _ = payload_of(page)
    assert unseen(json.dumps(document, ensure_ascii=False)) == ""


@pytest.mark.slow
def test_a_figure_sets_words_from_right_to_left_apart(line, study):
    drawn = bare(rendered([plan(load(line))], "svg", Sheet(), proposal(study))).decode()
    assert "\u2068שליטה\u2069" in drawn
    assert unseen(drawn.replace("\u2068שליטה\u2069", "")) == ""


@pytest.mark.slow
def test_reports_have_none_of_them(line, study, tmp_path):
    own, read = plan(load(line)), proposal(study)
    page = bare(report(own, read, "html")).decode()
    assert unseen(page.replace("\u2068שליטה\u2069", "")) == ""
    path = tmp_path / "report.pdf"
    path.write_bytes(report(own, read, "pdf"))
    tool = which("pdftotext")
    if tool is None:
        pytest.skip("NO POPPLER: install poppler-utils to read the PDF.")
    shown = subprocess.run(  # noqa: S603 - a file of the test's own
        [tool, "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "of about 20 %" in shown
    assert not [sign for sign in shown if sign in "\u202e\u2066\u2067\u200b"]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["geojson", "kml", "gpkg"])
def test_exports_have_none_of_them(line, tmp_path, suffix):
    out = tmp_path / f"out.{suffix}"
    assert run(["layers", "export", str(line), "-o", str(out)]) == 0
    content = out.read_bytes()
    for sign in (TURN, "\u2066", "\u2067", "\u200b"):
        assert sign.encode() not in content
        assert json.dumps(sign).strip('"').encode() not in content


SEEN = """(place) => {
  const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT), found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    for (let n = 0; n < node.length; n += 1) {
      const range = document.createRange();
      range.setStart(node, n);
      range.setEnd(node, n + 1);
      const box = range.getClientRects()[0];
      if (box && box.width) found.push([Math.round(box.top / 6), box.left, node.data[n]]);
    }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((one) => one[2]).join("");
}"""
"""The letters of an element as a reader sees them: line by line, from left to right."""


def squeezed(text):
    return "".join(text.split())


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("raw", [False, True], ids=["read", "given past the reading"])
def test_a_verdict_is_seen_from_left_to_right(opened, study, raw):
    read = proposal(study)
    if raw:
        only = read.provision[0].model_copy(
            update={"text": f"Russian control {TURN}of about 20 % שליטה 20 %", "reading": TURN}
        )
        read = read.model_copy(update={"provision": (only,)})
    own = plan(load("contact-2024-11-20"))
    page = opened(render([own], proposal=read)).page
    text = squeezed(page.eval_on_selector(".provisions li", SEEN))
    assert text.startswith("Russiancontrolofabout20%")
    verdict = squeezed(page.inner_text(".provisions strong"))
    assert verdict in text
    assert "הטילש" in text
    paper = chromium_page(opened, bare(report(own, read, "html")).decode())
    rows = [squeezed(one) for one in paper]
    assert any(row.startswith("Russiancontrolofabout20%") for row in rows)
    assert any(verdict.lower() in row.lower() for row in rows)


def chromium_page(opened, html):
    """Return the cells of a report as they are seen."""
    whole = html.replace("<html ", '<html data-complete="yes" ', 1)
    page = opened(whole).page
    return page.eval_on_selector_all("tbody th, tbody td", f"all => all.map({SEEN})")
