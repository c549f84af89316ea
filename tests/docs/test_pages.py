"""The docs say what the code does: dependencies and the commands of the README."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path

import pyogrio
import pytest

from ceaseline.layers.placement.store import library

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OWN = PROJECT["name"]


def requirements():
    listed = [*PROJECT["dependencies"]]
    for extra in PROJECT["optional-dependencies"].values():
        listed += extra
    return sorted({r for r in listed if not r.startswith(OWN)})


@pytest.mark.parametrize("requirement", requirements())
def test_every_dependency_is_bounded_and_has_its_reason_in_the_docs(requirement):
    name = re.match(r"[\w-]+", requirement).group()
    assert re.search(r">=[\d.]+,<[\d.]+$", requirement), requirement
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert re.search(rf"^\|.*\b{name} \|.*\w.* \|$", page, re.MULTILINE), name


def test_no_dependency_in_the_docs_is_a_ghost():
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = re.findall(r"^\| (.*) \|$", page, re.MULTILINE)
    named = {
        cells[1] if cells[0].startswith("`") else cells[0]
        for cells in (row.split(" | ") for row in rows)
    } - {"package", "extra", "---"}
    assert named == {re.match(r"[\w-]+", r).group() for r in requirements()}


def script(name):
    """A script of docs/, loaded from its file."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / "docs" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_marked_figure_is_measured_by_the_script():
    figures = script("figures")
    named = [
        m[1] for page in figures.PAGES for m in figures.FIGURE.finditer(page.read_text("utf-8"))
    ]
    assert set(named) == {*figures.FIGURES, *figures.FROM_SAMPLES}


def test_a_figure_that_is_not_current_is_named(tmp_path, monkeypatch, capsys):
    figures = script("figures")
    page = tmp_path / "page.md"
    page.write_text("of <!-- f:official -->603 km²<!-- /f --> and <!-- f:detail -->2 km<!-- /f -->")
    monkeypatch.setattr(figures, "PAGES", (page,))
    assert figures.main(["--check"]) == 1
    assert "page.md: official reads '603 km²', is '603,628 km²'" in capsys.readouterr().out
    assert figures.main([]) == 0
    assert page.read_text("utf-8").startswith("of <!-- f:official -->603,628 km²<!-- /f --> and")
    assert figures.main(["--check"]) == 0


def test_the_readme_holds_two_commands_of_one_line():
    text = (ROOT / "README.md").read_text("utf-8")
    lines = re.findall(r"^python3 -m venv .*$", text, re.MULTILINE)
    assert len(lines) == 2
    assert lines[0].endswith("ceaseline map -o ceaseline.html")
    assert " pip install '.[test]' " in lines[1].replace(".venv/bin/", "")
    assert ".venv/bin/pytest" in lines[1]


def test_the_python_of_the_readme_runs(tmp_path, monkeypatch, capsys):
    text = (ROOT / "README.md").read_text("utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own words
    out = capsys.readouterr().out
    assert out.startswith("0.18")
    assert all(f"\n{name} [('" in out for name in library())
    assert pyogrio.read_dataframe(tmp_path / "narrow.gpkg", layer="zone")["depth_m"].tolist() == [
        5000.0,
        5000.0,
    ]
    assert (tmp_path / "narrow.html").read_text("utf-8").startswith("<!DOCTYPE html>")
