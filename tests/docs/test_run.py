"""Every command of the docs runs in an empty folder, and every link of the docs leads somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from ceaseline.layers.provisions import Proposal, Provision, ZoneModel, proposal, template
from ceaseline.maps.cli import run

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
FILES_OF_OTHERS = ("bring.md", "exports.md", "method.md", "studies.md")
"""Pages that name files of a reader, whose commands test_docs_others.py runs on such files."""
SERVING = "draw.md"
"""The page whose commands serve until Ctrl-C; tests/maps/drawing runs them."""

BLOCK = re.compile(r"^```(sh|console|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def blocks(page, *kinds):
    return [body for kind, body in BLOCK.findall(page.read_text("utf-8")) if kind in kinds]


def commands(page):
    """The words of each `ceaseline` command of a page, in order."""
    for body in blocks(page, "sh", "console"):
        for line in body.splitlines():
            for part in line.removeprefix("$ ").split("&&"):
                if "ceaseline " in part and not line.startswith(("#", " ")):
                    words = shlex.split(part, comments=True)
                    if words and words[0].endswith("ceaseline"):
                        yield words[1:]


LEFT_OUT = (*FILES_OF_OTHERS, SERVING)
RUN = [page for page in PAGES if page.name not in LEFT_OUT and list(commands(page))]


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.stem)
def test_every_command_of_a_page_runs_in_order(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    printed = ""
    for words in commands(page):
        code = run(words)
        out, err = capsys.readouterr()
        printed += out + err
        assert code == 0, (words, err)
    if page.stem == "tutorial":
        told = {n for body in blocks(page, "text") for n in re.findall(r"\d[\d,.]*\d|\d", body)}
        assert len(told) > 20
        missing = {n for n in told if n not in printed}
        assert not missing


def test_the_pages_that_are_run_are_not_few():
    assert {"README", "tutorial", "proposal", "edits", "page"} <= {page.stem for page in RUN}
    others = [len(list(commands(ROOT / "docs" / name))) for name in FILES_OF_OTHERS]
    assert min(others) >= 2
    assert sum(others) > 25


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page):
    for link in LINK.findall(page.read_text("utf-8")):
        if re.match(r"(https?|mailto):", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert ROOT in target.parents, link
        if anchor:
            assert anchor in anchors(target), link


def test_the_template_is_a_proposal_that_has_every_key(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text(template(), encoding="utf-8")
    study = proposal(path)
    assert [p.kind for p in study.provisions] == ["share", "zone_length", "zone_area", "term"]
    page = (ROOT / "docs" / "proposal.md").read_text("utf-8")
    for model in (Proposal, ZoneModel, Provision):
        for key in set(model.model_fields) - {"zone", "provision"}:
            assert re.search(rf"^#? ?{key} = ", template(), re.MULTILINE), key
            assert f"| `{key}` |" in page, key


def test_the_template_is_printed_and_taken_back(tmp_path, capsys):
    assert run(["audit", "--template"]) == 0
    assert capsys.readouterr().out == template()
    path = tmp_path / "my.toml"
    assert run(["audit", "--template", "-o", str(path)]) == 0
    assert path.read_text("utf-8") == template()
    path.write_text("mine", encoding="utf-8")
    assert run(["audit", "--template", "-o", str(path)]) == 2
    assert path.read_text("utf-8") == "mine"
