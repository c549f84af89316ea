"""How smoothly a map moves, all layers on: python benchmarks/smooth.py [folder].

Headless Chromium drags and zooms the map by its own input events while requestAnimationFrame
notes every frame. Told are frames a second, the 95th hundredth and the longest of the gaps between
frames, and how many frames took longer than 50 ms.
"""

from __future__ import annotations

import json
import platform
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import itertools

from playwright.sync_api import Page, sync_playwright

from ceaseline.layers.comparison import as_frame
from ceaseline.layers.comparison import compare as compared
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.page.render import compare, render

if TYPE_CHECKING:
    from collections.abc import Callable

ALL = "territories,line,zone,corridor,zone_settlements,oblasts,towns,water,drained,graticule"
NAMES = ("contact-2024-11-20", "contact-2026-08-22")
START = """() => {
  const frames = (window.frames_ = []);
  const note = (now) => { frames.push(now); window.next_ = requestAnimationFrame(note); };
  window.next_ = requestAnimationFrame(note);
}"""
STOP = "() => { cancelAnimationFrame(window.next_); return window.frames_; }"
LONG_MS = 50.0


def drag(page: Page, turns: int = 3) -> None:
    """Draw the map around in a loop, 60 small steps a turn."""
    box = page.locator("#map").bounding_box() or {}
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for _ in range(turns):
        for dx, dy in ((-260, -120), (260, -60), (60, 160)):
            page.mouse.move(x, y)
            page.mouse.down()
            for step in range(1, 21):
                page.mouse.move(x + dx * step / 20, y + dy * step / 20)
                page.wait_for_timeout(12)
            page.mouse.up()
            page.wait_for_timeout(350)


def wheel(page: Page) -> None:
    """Zoom in and out with the wheel over the middle of the map."""
    box = page.locator("#map").bounding_box() or {}
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)
    for sign in (-1, -1, -1, 1, 1, 1):
        for _ in range(3):
            page.mouse.wheel(0, 120 * sign)
            page.wait_for_timeout(60)
        page.wait_for_timeout(400)


def fly(page: Page) -> None:
    """Fly to a settlement that is searched for."""
    for name in ("Bakhmut", "Lviv"):
        page.fill("#search", name)
        page.press("#search", "Enter")
        page.wait_for_timeout(1800)


MOVES: dict[str, Callable[[Page], None]] = {"drag": drag, "wheel": wheel, "fly": fly}


def measured(page: Page, move: Callable[[Page], None]) -> dict[str, float]:
    """Return what a movement's frames came to."""
    page.evaluate(START)
    move(page)
    frames = page.evaluate(STOP)
    gaps = sorted(b - a for a, b in itertools.pairwise(frames))
    return {
        "fps": round(1000 * len(gaps) / (frames[-1] - frames[0]), 1),
        "p95_ms": round(gaps[int(0.95 * len(gaps))], 1),
        "longest_ms": round(gaps[-1], 1),
        "long_frames": sum(gap > LONG_MS for gap in gaps),
        "frames": len(gaps),
    }


def pages() -> dict[str, tuple[str, str]]:
    """Return what is measured: a page and its address."""
    plans = [plan(load(name)) for name in NAMES]
    pieces = [as_frame(found) for found in compared([load(name) for name in NAMES]).pieces]
    two, one = compare(plans, pieces), render(plans[:1])
    return {
        "country": (one, f"#6/48.5/34&plan=0&layers={ALL}"),
        "front": (one, f"#8.5/48/36.5&plan=0&layers={ALL}"),
        "village": (one, f"#11/48/37.2&plan=0&layers={ALL}"),
        "swipe": (two, f"#8.5/48/36.5&plan=1&mode=swipe&with=0&layers={ALL}"),
        "side by side": (two, f"#8.5/48/36.5&plan=1&mode=side&with=0&layers={ALL}"),
    }


def rows(folder: Path) -> list[dict[str, Any]]:
    """Measure every page with every movement."""
    out: list[dict[str, Any]] = []
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for name, (html, fragment) in pages().items():
            path = folder / f"{name}.html"
            path.write_text(html, encoding="utf-8")
            for kind, move in MOVES.items():
                page = chromium.new_page(viewport={"width": 1440, "height": 900})
                page.goto(path.as_uri() + fragment)
                page.wait_for_selector("html[data-complete=yes]", state="attached")
                page.wait_for_timeout(500)
                out.append({"view": name, "move": kind, **measured(page, move)})
                print(out[-1], flush=True)
                page.close()
        chromium.close()
    return out


def table(found: list[dict[str, Any]]) -> str:
    """Return the measurements as Markdown."""
    head = "| view | movement | frames a second | 95 % within | longest gap | over 50 ms |"
    lines = [head, "| --- | --- | ---: | ---: | ---: | ---: |"]
    lines += [
        f"| {r['view']} | {r['move']} | {r['fps']} | {r['p95_ms']} ms | {r['longest_ms']} ms | "
        f"{r['long_frames']} of {r['frames']} |"
        for r in found
    ]
    where = f"{platform.python_implementation()} {platform.python_version()}, headless Chromium"
    return "\n".join([*lines, "", f"Without a graphics card, 1440 x 900, {where}.", ""])


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        found = rows(Path(scratch))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "smooth.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (folder / "smooth.md").write_text(table(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/benchmarks"))
