"""The Python of the docs runs: the page and the notebook."""

import json
import re

import pytest

from tests.docs.test_pages import ROOT, script

pytestmark = pytest.mark.slow


def test_the_python_of_the_page_runs_in_order(tmp_path, monkeypatch, capsys):
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 6
    monkeypatch.chdir(tmp_path)
    names = {}
    for block in blocks:
        exec(compile(block, "python.md", "exec"), names)  # noqa: S102 - our own words
    out = capsys.readouterr().out
    assert "<Plan contact-2024-11-20" in out
    assert "Kherson" in out
    made = {path.name for path in tmp_path.iterdir()}
    assert made >= {"trial.geojson", "with-towns.html", "years.html", "contact.svg"}
    assert "Pokrovsk" in (tmp_path / "with-towns.html").read_text("utf-8")


def test_the_notebook_runs_and_shows_what_it_did():
    notebook = script("notebook")
    held = json.loads(notebook.PATH.read_text("utf-8"))["cells"]
    again = notebook.ran(held)
    assert sum(cell["cell_type"] == "code" for cell in held) >= 8
    for before, after in zip(held, again, strict=True):
        for one, two in zip(before.get("outputs", []), after.get("outputs", []), strict=True):
            assert one["output_type"] == two["output_type"]
            assert one.get("text") == two.get("text")
            assert set(one.get("data", ())) == set(two.get("data", ()))
