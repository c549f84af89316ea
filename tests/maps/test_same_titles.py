"""No two placements share a title in one output, and a line that is not the library's says so."""

import re
from html import unescape

import pytest
from matplotlib.text import Text

from ceaseline.layers.comparison.basis import labels
from ceaseline.layers.edits import edit
from ceaseline.layers.placement.store import load, read, write
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.cli import run
from ceaseline.maps.page.render import render
from ceaseline.maps.print.map_page import lay_out
from ceaseline.maps.reports.report import Setting, report
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.describe import titles, words
from ceaseline.maps.text.language import tongue

NAME = "contact-2024-11-20"
HOSTILE = "<script>alert(1)</script> & [x](javascript:y)"


@pytest.fixture(scope="module")
def pair():
    """The 2026 line under the title of 2024, beside the line of 2024."""
    new = load("contact-2026-08-22").replaced(name="replayed", title=load(NAME).title)
    return plan(load(NAME)), plan(new)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "old", "new"),
    [
        ("en", "20 November 2024)", "22 August 2026)"),
        ("uk", "20 листопада 2024)", "22 серпня 2026)"),
        ("ru", "20 ноября 2024)", "22 августа 2026)"),
    ],
)
def test_a_map_and_a_figure_tell_them_apart_by_their_dates(pair, payload_of, lang, old, new):
    document, _ = payload_of(render(pair, lang=lang))
    titles = [one["title"] for one in document["plans"]]
    assert len(set(titles)) == 2
    assert titles[0].endswith(old)
    assert titles[1].endswith(new)
    sheet = lay_out(pair, proposal(), tongue(lang), LIGHT, (11.0, 8.5))
    texts = " ".join(" ".join(text.get_text().split()) for text in sheet.findobj(Text))
    assert old in texts
    assert new in texts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("a pocket of 175 km² near Yunakivka is new", "; elsewhere up to 40.7 km apart, ")),
        ("uk", ("окрема ділянка 175 км² (поруч: Юнаківка)", "; деінде відстань до 40,7 км, ")),
        ("ru", ("участок 175 км² (рядом: Юнаковка)", "; в других местах расстояние до 40,7 км, ")),
    ],
)
def test_page_figure_and_report_say_that_the_line_is_another(pair, lang, said):
    claim = words(pair[1], proposal(), tongue(lang)).claim
    assert all(one in claim for one in (NAME, *said))
    assert words(pair[0], proposal(), tongue(lang)).claim == ""
    assert claim in render([pair[1]], lang=lang)
    assert claim in report(pair[1], proposal(), "html", Setting(lang=lang)).decode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "head", "mark"),
    [
        ("en", f"Notes of {NAME}, from which it starts: ", "(not the library's line)"),
        ("uk", f"Примітки до {NAME}, звідки починається ця лінія: ", "(не лінія бібліотеки)"),
        (
            "ru",
            f"Примечания к {NAME}, с которой начинается эта линия: ",
            "(не линия библиотеки)",
        ),
    ],
)
def test_an_edited_line_says_whose_notes_it_has_and_in_its_title_that_it_is_another(
    lang, head, mark
):
    start = load(NAME).replaced(name="mine", origin=NAME)
    own = plan(edit(start, "move", km=5.0, toward="Ukraine", between=["100", "110"]))
    speech = tongue(lang)
    notes = head + speech.said(start.notes)
    title = f"{speech.said(start.title)} {mark}"
    assert words(own, proposal(), speech).notes == notes
    assert words(plan(start), proposal(), speech).notes == speech.said(start.notes)
    for page in (
        render([own], lang=lang),
        report(own, proposal(), "html", Setting(lang=lang)).decode(),
    ):
        assert head in page
        assert title in unescape(page)
    sheet = lay_out([own], proposal(), speech, LIGHT, (11.0, 8.5))
    texts = [" ".join(text.get_text().split()) for text in sheet.findobj(Text)]
    assert any(title in text for text in texts)


@pytest.mark.slow
def test_notes_and_titles_of_its_own_stay_as_they_are():
    """A title that claims nothing is not marked; notes that were written for a line are its own."""
    start = load(NAME).replaced(name="mine", title="My line", origin=NAME, notes="Mine.")
    own = plan(edit(start, "move", km=5.0, toward="Ukraine", between=["100", "110"]))
    assert words(own, proposal(), tongue("en")).notes == "Mine."
    assert titles([own], tongue("en")) == ("My line",)
    by_hand = plan(load("contact-2026-08-22").replaced(name=NAME, notes=load(NAME).notes))
    said = words(by_hand, proposal(), tongue("en")).notes
    assert said == f"Notes of {NAME} in the library, whose line this is not: {load(NAME).notes}"


def test_a_line_changed_by_hand_is_told_from_the_library_s_in_every_title(pair):
    old = pair[0].placement
    front = old.sections[1]
    coords = list(front.coords)
    coords[200] = (round(coords[200][0] + 0.05, 7), coords[200][1])
    bent = front.replaced(coords=tuple(coords), corridor_m=None)
    own = old.replaced(sections=(old.sections[0], bent, *old.sections[2:]), control=None)
    three = [*pair, plan(own)]
    assert titles([pair[0], three[2]], tongue("en")) == (
        old.title, f"{old.title} (not the library's line)",
    )  # fmt: skip
    assert titles(three, tongue("en")) == (
        f"{old.title} (20 November 2024)",
        f"{old.title} (22 August 2026, not the library's line)",
        f"{old.title} (20 November 2024, not the library's line)",
    )
    assert labels([pair[0], three[2]]) == (NAME, f"{NAME} (not the library's line)")


@pytest.mark.slow
def test_columns_of_an_audit_and_of_a_comparison_are_told_apart(pair, capsys, tmp_path):
    other = pair[1].placement.replaced(name=NAME)
    path = write(other, tmp_path / "other.geojson")
    assert run(["audit", "--placements", f"{NAME},{path}", "-f", "csv"]) == 0
    names = {line.partition(",")[0] for line in capsys.readouterr().out.splitlines()[1:]}
    assert names == {f"{NAME} (2024-11-20)", f"{NAME} (2026-08-22)"}


def test_a_title_is_given_when_made_and_changed_later(tmp_path, capsys):
    folder = ["--folder", str(tmp_path)]
    assert run(["layers", "new", "a", "--from", NAME, "--title", "  My  line ", *folder]) == 0
    path = tmp_path / "a.geojson"
    assert read(path).title == "My line"
    assert run(["edit", "title", str(path), HOSTILE]) == 0
    assert read(path).title == HOSTILE
    assert run(["layers", "check", str(path)]) == 0
    capsys.readouterr()
    assert run(["measure", str(path), "-f", "md"]) == 0
    assert capsys.readouterr().out.startswith(r"## \<script>alert(1)\</script> & \[x](java")
    page = render([plan(read(path))])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in re.sub(r'id="payload">[^<]*<', "", page)
    assert run(["edit", "undo", str(path)]) == 0
    assert read(path).title == "My line"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("layers", "new", "b", "--title", " "), "The title is empty; give 1 to 300 letters."),
        (("layers", "new", "b", "--title", "x" * 301), "The title has 301 letters; give at most"),
        (("edit", "title", "a.geojson", "a\u202eb"), "The title holds U+202E, a sign that cannot"),
    ],
)
def test_what_is_no_title_is_refused_and_nothing_written(
    args, message, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert run(["layers", "new", "a", "--from", "four-oblasts"]) == 0
    before = (tmp_path / "a.geojson").read_bytes()
    assert run(args) == 2
    assert message in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["a.geojson"]
    assert (tmp_path / "a.geojson").read_bytes() == before
