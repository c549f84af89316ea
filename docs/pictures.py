"""Draw the pictures of README.md and docs: maps in headless Chromium, without a network."""

from __future__ import annotations

import math
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).resolve().parent / "images"
STATIC, PRINTED, REPORT = "map-static", "map-printed", "report"
EDITOR, MOVED = "draw", "map-moved"
DESKTOP, PHONE = (1440, 900), (390, 844)
DATED = ["contact-2022-02-23", "contact-2024-11-20", "contact-2026-08-22"]
PAGES: dict[str, list[str]] = {
    "map": ["map", "contact-2024-11-20"],
    "years": ["map", *DATED],
    "compare": ["compare", "contact-2024-11-20", "contact-2026-08-22"],
}
STUDIES: dict[str, list[str]] = {
    "study-korea": ["--study", "korea", "map"],
    "study-cyprus": ["--study", "cyprus", "map", "northern-limit"],
    "study-drawn": ["map", "salient", "--depth-km", "20"],
}
"""The gallery of studies; the drawn country's is written by the tests."""
SHOTS: dict[str, tuple[str, tuple[int, int], str]] = {
    "map-desktop": ("map", DESKTOP, "light"),
    "map-desktop-dark": ("map", DESKTOP, "dark"),
    "map-phone": ("map", PHONE, "light"),
    "map-phone-dark": ("map", PHONE, "dark"),
    "years-desktop": ("years", DESKTOP, "light"),
    "compare-desktop": ("compare", DESKTOP, "light"),
    "compare-desktop-dark": ("compare", DESKTOP, "dark"),
    "compare-phone": ("compare", PHONE, "light"),
    "compare-phone-dark": ("compare", PHONE, "dark"),
}
"""Picture: page, size of the window, colour scheme."""


def written(folder: Path, name: str, words: list[str], suffix: str) -> Path:
    """Run one command of the tool and return the file that it wrote."""
    path = folder / f"{name}{suffix}"
    code = "import sys; from ceaseline.maps.cli import run; sys.exit(run(sys.argv[1:]))"
    args = [*words, "-o", str(path)]
    subprocess.run([sys.executable, "-c", code, *args], check=True)  # noqa: S603 - our own words
    return path


def of_study(folder: Path, name: str) -> Path:
    """Return the map of a study of the gallery."""
    words = STUDIES[name]
    if "--study" not in words:
        sys.path.insert(0, str(IMAGES.parents[1]))
        from tests.drawn.study import written as drawn  # noqa: PLC0415 - for this picture alone

        words = ["--study", str(drawn(folder / name)), *words]
    return written(folder, name, words, ".html")


def browser_path() -> str | None:
    """Return where Chromium is; None lets Playwright take its own."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def shot(browser: Browser, page: Path, size: tuple[int, int], scheme: str) -> bytes:
    """Return a picture of a page, opened from disk with the network off."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        offline=True,
    )
    tab = context.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_timeout(1500)
    picture = tab.screenshot()
    context.close()
    return picture


def edited(browser: Browser, folder: Path, size: tuple[int, int]) -> bytes:
    """Return a picture of the editor with a stretch of the line in the hand."""
    code = "import sys; from ceaseline.maps.cli import run; sys.exit(run(sys.argv[1:]))"
    args = [sys.executable, "-c", code, "draw", "contact-2024-11-20", "--no-browser"]
    with subprocess.Popen(args, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,  # noqa: S603 - our own words
                          text=True) as editor:  # fmt: skip
        address = next(found[0] for line in editor.stdout or ()
                       if (found := re.findall(r"https?://\S+#\S+", line)))  # fmt: skip
        tab = browser.new_page(viewport={"width": size[0], "height": size[1]})
        tab.goto(address)
        tab.wait_for_selector("html[data-sequence]", state="attached")
        tab.evaluate("() => { location.hash = '9.4/48.1/37.15'; }")
        tab.wait_for_timeout(800)
        course(tab)
        picture = tab.screenshot()
        tab.close()
        editor.send_signal(signal.SIGINT)
    return picture


def course(tab: Page) -> None:
    """Draw a new course of the line from the middle of the map, and do not let go."""
    tab.click("[data-tool=draw]")
    middle = tab.locator("#map").bounding_box()
    x, y = middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2
    tab.mouse.move(x + 12, y - 32)
    tab.mouse.down()
    for turn in range(30):
        tab.mouse.move(x + 12 + 9.2 * turn, y - 32 - 80 * math.sin(turn / 9.5) - 1.2 * turn)
        tab.wait_for_timeout(30)
    tab.wait_for_timeout(600)


def moved(browser: Browser, page: Path, size: tuple[int, int]) -> bytes:
    """Return a picture of a map from disk on which a reader moved the line."""
    tab = browser.new_page(viewport={"width": size[0], "height": size[1]})
    tab.goto(f"{page.as_uri()}#9.4/48.1/37.15")
    tab.wait_for_timeout(1500)
    tab.click("#move")
    course(tab)
    tab.mouse.up()
    tab.wait_for_timeout(300)
    picture = tab.screenshot()
    tab.close()
    return picture


def printed(browser: Browser, page: Path) -> bytes | None:
    """Return the first sheet of a printed page; None without poppler's pdftoppm."""
    tab = browser.new_page()
    tab.goto(page.as_uri())
    tab.wait_for_timeout(1500)
    sheet = page.with_suffix(".pdf")
    tab.pdf(path=sheet, format="A4", print_background=True)
    tab.close()
    return paper(sheet, 1)


def paper(sheet: Path, number: int) -> bytes | None:
    """Return a page of a PDF; None without poppler's pdftoppm."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        return None
    first = ["-f", str(number), "-l", str(number), "-singlefile"]
    args = [tool, "-r", "100", *first, "-png", str(sheet), str(sheet)]
    subprocess.run(args, check=True)  # noqa: S603 - our own words
    return Path(f"{sheet}.png").read_bytes()


def side_by_side(pictures: list[bytes]) -> bytes:
    """Return pages beside one another, on grey."""
    pages = [Image.open(BytesIO(one)).convert("RGB") for one in pictures]
    wide, high = pages[0].size
    whole = Image.new("RGB", ((wide + 20) * len(pages) + 20, high + 40), "#9a9a9a")
    for k, page in enumerate(pages):
        whole.paste(page, (20 + k * (wide + 20), 20))
    out = BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


def saved(name: str, picture: bytes) -> None:
    """Write a picture with few colours, so that it stays small."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image.thumbnail((1600, 1600))
    image = image.quantize(256, kmeans=3, dither=Image.Dither.NONE)
    image.save(IMAGES / f"{name}.png", optimize=True)
    print(f"{name}.png: {(IMAGES / f'{name}.png').stat().st_size:,} bytes")


def main(names: list[str]) -> None:
    """Draw the pictures of these names, or all."""
    IMAGES.mkdir(exist_ok=True)
    chosen = {name: SHOTS[name] for name in SHOTS if not names or name in names}
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as play:
        folder = Path(scratch)
        needed = {page for page, _, _ in chosen.values()} | {"map"}
        files = {page: written(folder, page, PAGES[page], ".html") for page in needed}
        browser = play.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        for name, (page, size, scheme) in chosen.items():
            saved(name, shot(browser, files[page], size, scheme))
        if (not names or PRINTED in names) and (sheet := printed(browser, files["map"])):
            saved(PRINTED, sheet)
        for name in (name for name in STUDIES if not names or name in names):
            saved(name, shot(browser, of_study(folder, name), DESKTOP, "light"))
        if not names or EDITOR in names:
            saved(EDITOR, edited(browser, folder, (1280, 860)))
        if not names or MOVED in names:
            saved(MOVED, moved(browser, files["map"], (1280, 860)))
        browser.close()
        if not names or STATIC in names:
            saved(STATIC, written(folder, STATIC, PAGES["map"], ".png").read_bytes())
        if not names or REPORT in names:
            sheet = written(folder, REPORT, ["report", "contact-2024-11-20"], ".pdf")
            pages = [page for number in (1, 2) if (page := paper(sheet, number))]
            if pages:
                saved(REPORT, side_by_side(pages))


if __name__ == "__main__":
    main(sys.argv[1:])
