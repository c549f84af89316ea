"""Make the film of README.md from real pages in headless Chromium: docs/images/film.gif."""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent))
from pictures import DATED, IMAGES, browser_path, written

SIZE = (1200, 720)
SHOWN = (800, 480)
COLOURS = 96
MOST_BYTES = 1_000_000
STILL, QUICK = 1400, 260
"""Milliseconds of a frame to look at, and of one in a movement."""

Frames = list[tuple[Image.Image, int]]


def take(tab: Page, frames: Frames, ms: int, wait: int = 350) -> None:
    """Add what a page shows as a frame of so many milliseconds."""
    tab.wait_for_timeout(wait)
    picture = Image.open(BytesIO(tab.screenshot())).convert("RGB")
    frames.append((picture.resize(SHOWN, Image.Resampling.LANCZOS), ms))


def years(tab: Page, frames: Frames) -> None:
    """From date to date, a place by its name, a distance."""
    tab.locator("#timeline").fill("0")
    take(tab, frames, STILL)
    for step in ("1", "2"):
        tab.locator("#timeline").fill(step)
        take(tab, frames, STILL)
    for typed in ("Z", "Zap", "Zapori"):
        tab.fill("#search", typed)
        take(tab, frames, QUICK)
    frames[-1] = (frames[-1][0], STILL // 2)
    tab.keyboard.press("Enter")
    take(tab, frames, STILL, 900)
    tab.click("#card-close")
    tab.click("#measure")
    box = tab.locator("#map").bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    for x, y in ((0.35, 0.3), (0.6, 0.35), (0.75, 0.6)):
        tab.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        take(tab, frames, QUICK)
    frames[-1] = (frames[-1][0], STILL)


def swipe(tab: Page, frames: Frames) -> None:
    """Two lines side by side under one divider, then what changes hands."""
    handle = tab.locator("#swipe")
    handle.focus()
    take(tab, frames, STILL)
    for key in ("PageDown", "PageDown", "PageUp", "PageUp", "PageUp"):
        handle.press(key)
        take(tab, frames, QUICK, 200)
    tab.check("[name=mode][value=pieces]")
    take(tab, frames, 2 * STILL, 700)


def main() -> int:
    frames: Frames = []
    pages = {"years": (["map", *DATED], years),
             "compare": (["compare", "contact-2024-11-20", "four-oblasts"], swipe)}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        for name, (words, play) in pages.items():
            path = written(Path(folder), name, words, ".html")
            context = browser.new_context(
                viewport={"width": SIZE[0], "height": SIZE[1]}, reduced_motion="reduce",
                offline=True,
            )  # fmt: skip
            tab = context.new_page()
            tab.goto(path.as_uri())
            tab.wait_for_selector("html[data-complete=yes]", state="attached")
            play(tab, frames)
            context.close()
        browser.close()
    return saved(frames, IMAGES / "film.gif")


def saved(frames: Frames, path: Path) -> int:
    """Write the film in one palette, so that what stands still costs nothing."""
    strip = Image.new("RGB", (SHOWN[0], SHOWN[1] * 3))
    for k, n in enumerate((0, len(frames) // 2, len(frames) - 1)):
        strip.paste(frames[n][0], (0, k * SHOWN[1]))
    palette = strip.quantize(COLOURS, dither=Image.Dither.NONE)
    still = [f.quantize(palette=palette, dither=Image.Dither.NONE) for f, _ in frames]
    still[0].save(
        path, save_all=True, append_images=still[1:], duration=[ms for _, ms in frames], loop=0,
        optimize=True, disposal=1,
    )  # fmt: skip
    size = path.stat().st_size
    seconds = sum(ms for _, ms in frames) / 1000
    print(f"{path.name}: {len(frames)} frames, {seconds:.1f} s, {size:,} bytes")
    return int(size > MOST_BYTES)


if __name__ == "__main__":
    raise SystemExit(main())
