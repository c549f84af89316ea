"""How long figures take from the hand to the screen: python benchmarks/hands.py [folder].

The editor is served as `ceaseline draw` serves it. Headless Chromium takes a vertex in hand, moves
it by real events of a mouse and lets go, again and again; the page itself notes for every figure
that it shows how long before that the hand had moved. Told are the medians and 95th hundredths, and
a histogram.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.drawing import VERTICES, finer
from ceaseline.layers.placement.store import load, write
from tests.maps.hand import Hand

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement

GESTURES = 12
MOVES = 30
BUCKETS = (0, 20, 40, 60, 80, 100, 150, 10_000)
PROGRAM = "import sys; from ceaseline.maps.cli import run; sys.exit(run(sys.argv[1:]))"


class Mouse(Hand):
    """A mouse on the page of the editor."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def waits(self) -> list[int]:
        """Return what the page noted, in milliseconds: of the last 400 figures."""
        found = self.page.get_attribute("html", "data-waits") or ""
        return [int(ms) for ms in found.split(",") if ms]


def served(folder: Path, placement: Placement) -> tuple[subprocess.Popen[str], str]:
    """Start the editor on a placement; return the program and its address."""
    file = write(placement, folder / f"{placement.name}.geojson")
    args = [sys.executable, "-c", PROGRAM, "draw", str(file), "--no-browser"]
    editor = subprocess.Popen(args, stdout=subprocess.PIPE, text=True)
    assert editor.stdout is not None
    return editor, re.findall(r"http\S+", editor.stdout.readline())[0]


def measured(page: Page, placement: Placement) -> list[int]:
    """Move vertices by the mouse; return how long each figure took."""
    hand, chance = Mouse(page), np.random.default_rng(3)
    coords = max((s.array for s in placement.sections), key=len)
    for turn in range(GESTURES):
        spot = coords[int(chance.integers(20, len(coords) - 20))]
        hand.go(*spot, zoom=11)
        x, y = hand.at(spot)
        page.mouse.move(x, y)
        page.mouse.down()
        way = chance.normal(0, 1.2, 2)
        for step in range(MOVES):
            page.mouse.move(x + way[0] * step, y + way[1] * step)
            page.wait_for_timeout(16)
        page.wait_for_timeout(400)
        page.keyboard.press("Escape")
        page.mouse.up()
        print(f"{placement.name}: {turn + 1} of {GESTURES}", flush=True)
    return hand.waits()


def rows(folder: Path) -> list[dict[str, object]]:
    """Measure the default line and one as it is imported."""
    line = load("contact-2024-11-20")
    lines = {"the default": line.replaced(name="default"),
             "as imported": finer(line, VERTICES).replaced(name="imported")}  # fmt: skip
    browser = next(
        path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))
    )
    out: list[dict[str, object]] = []
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, placement in lines.items():
            editor, address = served(folder, placement)
            with editor:
                page = chromium.new_page(viewport={"width": 1440, "height": 900})
                page.goto(address)
                page.wait_for_selector("html[data-sequence]", state="attached")
                took = measured(page, placement)
                page.close()
                editor.send_signal(signal.SIGINT)
            count = sum(len(s.coords) for s in placement.sections)
            middle, most = np.percentile(took, [50, 95])
            histogram = np.histogram(took, BUCKETS)[0].tolist()
            told = {"median_ms": round(middle), "p95_ms": round(most), "histogram": histogram}
            out.append({"line": name, "vertices": count, "shown": len(took), **told})
        chromium.close()
    return out


def table(found: list[dict[str, object]]) -> str:
    """Return the measurements as Markdown."""
    ends = [f"under {high} ms" for high in BUCKETS[1:-1]] + [f"{BUCKETS[-2]} ms or more"]
    head = f"| line | vertices | figures shown | median | 95 of 100 | {' | '.join(ends)} |"
    lines = [head, f"| --- |{' ---: |' * (4 + len(ends))}"]
    for one in found:
        cells = " | ".join(str(n) for n in one["histogram"])  # type: ignore[attr-defined]  # a list
        lines.append(
            f"| {one['line']} | {one['vertices']:,} | {one['shown']} | {one['median_ms']} ms | "
            f"{one['p95_ms']} ms | {cells} |"
        )
    where = f"{platform.python_implementation()} {platform.python_version()}, headless Chromium"
    return "\n".join([*lines, "", f"Two cores, without a graphics card, {where}.", ""])


def main(folder: Path) -> None:
    """Write the table and the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        found = rows(Path(scratch))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hands.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (folder / "hands.md").write_text(table(found), encoding="utf-8")
    print(table(found))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/benchmarks"))
