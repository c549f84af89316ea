"""Build the site of the docs into build/site, README.md its front page; broken links are errors."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "site"
SOURCE = BUILD / "source"
SECTIONS = {
    "Start": {"Ceaseline": "index.md", "From a question to an answer": "tutorial.md",
              "Glossary": "glossary.md"},
    "Use": {"Commands": "commands.md", "Edit on the map": "draw.md",
            "Edits, checks and searches": "edits.md",
            "The page": "page.md", "Bring data": "bring.md", "Exports": "exports.md",
            "The proposal as a file": "proposal.md", "Other studies": "studies.md",
             "From Python": "python.md",
            "Languages": "languages.md"},
    "Trust": {"Method": "method.md", "Figures": "figures.md", "Sources": "sources.md",
              "Engine": "engine.md",
              "Mutation": "mutation.md", "Dependencies": "dependencies.md",
              "For contributors": "contributing.md"},
}  # fmt: skip
"""Every page of docs/, once; a page that is missing here is an error."""

CONFIG = """[project]
site_name = "Ceaseline"
site_description = "Model a ceasefire proposal on the map and measure what it would mean."
docs_dir = "source"
site_dir = "html"
use_directory_urls = false
nav = [{nav}]

[project.theme]
font = false
language = "en"
"""
CODE = re.compile(r"\[([^\]]+)\]\(\.\./tests/[^)]*\)")
"""A link to a file that the site does not have."""
LOADED = re.compile(
    r'<(?:script|img|iframe|link rel="stylesheet")[^>]*?(?:src|href)="((?:https?:)?//[^"]*)"'
)


def gather() -> None:
    """Copy README and docs to one folder, links between them set right."""
    shutil.rmtree(BUILD, ignore_errors=True)
    SOURCE.mkdir(parents=True)
    text = (ROOT / "README.md").read_text("utf-8")
    text = text.replace("](docs/", "](").replace("](geo/data/SOURCES.md", "](sources.md")
    (SOURCE / "index.md").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "LICENSE", SOURCE)
    shutil.copy(ROOT / "geo" / "data" / "SOURCES.md", SOURCE / "sources.md")
    shutil.copytree(ROOT / "docs" / "benchmarks", SOURCE / "benchmarks")
    for page in sorted((ROOT / "docs").glob("*.md")):
        text = page.read_text("utf-8").replace("](../README.md", "](index.md")
        text = CODE.sub(r"\1", text.replace("](../geo/data/SOURCES.md", "](sources.md"))
        (SOURCE / page.name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "images", SOURCE / "images")
    for name in ("placement.schema.json", "notebook.ipynb"):
        shutil.copy(ROOT / "docs" / name, SOURCE)


def configure() -> Path:
    """Write what the builder reads; refuse pages that no section has."""
    listed = {name for pages in SECTIONS.values() for name in pages.values()}
    found = {page.name for page in SOURCE.glob("*.md")}
    if listed != found:
        differing = ", ".join(sorted(listed ^ found))
        raise SystemExit(f"docs/website.py and docs/ differ in {differing}.")
    nav = ", ".join(
        f'{{"{title}" = [{", ".join(f"{{{name!r} = {page!r}}}" for name, page in pages.items())}]}}'
        for title, pages in SECTIONS.items()
    )
    path = BUILD / "zensical.toml"
    path.write_text(CONFIG.replace("{nav}", nav), encoding="utf-8")
    return path


def broken() -> list[str]:
    """Return the links of the built pages that lead nowhere, and what they load of other hosts."""
    html = BUILD / "html"
    pages = {page: page.read_text("utf-8") for page in html.rglob("*.html")}
    out = []
    for page, text in pages.items():
        out += [f"{page.name} loads {address}" for address in LOADED.findall(text)]
        for link in re.findall(r'<a [^>]*?href="([^"]+)"', text):
            path, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or path.startswith("/"):
                continue
            target = (page.parent / path).resolve() if path else page
            if not target.exists() or (
                anchor and target in pages and f'id="{anchor}"' not in pages[target]
            ):
                out.append(f"{page.relative_to(html)}: {link}")
    return sorted(set(out))


def main() -> int:
    gather()
    config = configure()
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(config)]
    done = subprocess.run(command, cwd=BUILD, check=False)  # noqa: S603 - our own words
    if done.returncode:
        return done.returncode
    wrong = broken()
    for link in wrong:
        print(f"wrong: {link}")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
