"""Maps that several tests look at, made once, and the browser to look at them with."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.page.encoding import unpack
from ceaseline.maps.page.render import render

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def default_plan():
    return plan(load("contact-2024-11-20"))


@pytest.fixture(scope="session")
def dated_plans(default_plan):
    return [plan(load("contact-2022-02-23")), default_plan, plan(load("contact-2026-08-22"))]


@pytest.fixture(scope="session")
def default_map(default_plan):
    return render([default_plan])


@pytest.fixture(scope="session")
def dated_map(dated_plans):
    return render(dated_plans)


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium without a network."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("CEASELINE_BROWSER") == "required":
            pytest.fail("No Chromium is installed, and CEASELINE_BROWSER=required asks for one.")
        pytest.skip("NO BROWSER: install Chromium to test the pages (apt install chromium).")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def payload_of():
    """Read the payload of a page: ``document, streams = payload_of(html)``."""
    return lambda html: unpack(re.search(r'id="payload">([^<]*)<', html)[1])


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core, and a loud word where it is missing."""
    path = Path(os.environ.get("CEASELINE_AXE", AXE))
    if path.exists():
        return path.read_text(encoding="utf-8")
    if os.environ.get("CEASELINE_BROWSER") == "required":
        pytest.fail(f"{path} is missing; run: npm install --no-save axe-core")
    return pytest.skip("NO AXE: run `npm install --no-save axe-core` to test accessibility.")


class Opened:
    """A page opened from disk, with all it asked for and complained of."""

    def __init__(self, browser, path: Path, fragment: str = "", **context):
        self.context = browser.new_context(offline=True, accept_downloads=True, **context)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on(
            "console",
            lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))
        self.page.on("dialog", lambda d: (self.complaints.append(d.message), d.dismiss()))
        self.address = path.as_uri()
        self.page.goto(self.address + fragment)
        self.page.wait_for_selector("html[data-complete=yes]", state="attached", timeout=30_000)

    def violations(self, axe: str) -> list[tuple[str, object, str]]:
        self.page.evaluate(f"() => {{ {axe} }}")
        found = self.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
        return [
            (rule["id"], node["target"], node["failureSummary"])
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def pixels(self) -> str:
        return self.page.evaluate("() => document.querySelector('.sheet').toDataURL()")

    def resolve(self, ms: int = 60):
        """Wait by the page's own clock: what it set off for earlier has run, however busy it is."""
        self.page.evaluate(
            "(ms) => new Promise((go) => setTimeout(() => requestAnimationFrame(go), ms))", ms
        )


@pytest.fixture
def opened(chromium, tmp_path):
    """Open an HTML text in the browser: ``opened(html, "#fragment", viewport=...)``."""
    pages = []

    def open_(html: str, fragment: str = "", **context):
        path = tmp_path / f"map {len(pages)}.html"
        path.write_text(html, encoding="utf-8")
        context.setdefault("viewport", {"width": 1440, "height": 900})
        pages.append(Opened(chromium, path, fragment, **context))
        return pages[-1]

    yield open_
    for one in pages:
        one.context.close()
