"""The page printed from the browser: its title on every sheet, white paper, upright or across."""

import subprocess
from shutil import which

import numpy as np
import pytest
from PIL import Image

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(which("pdftotext") is None, reason="poppler's pdftotext is not installed"),
]

TITLE, LINE = "Ceasefire proposal reported in late 2024", "Line of contact, 20 November 2024"


def run(program, *arguments):
    done = subprocess.run([which(program), *arguments], check=True, capture_output=True)  # noqa: S603 - poppler's own
    return done.stdout.decode()


@pytest.fixture
def sheets(opened, default_map, tmp_path):
    """Print it, ``sheets(landscape=True, ...)``: the text and the picture of each sheet."""

    def printed(*, landscape=False, hidden=False, theme="light"):
        one = opened(default_map, f"#6/48.5/32&theme={theme}")
        if hidden:
            one.page.click("#panel-toggle")
        path = tmp_path / "page.pdf"
        one.page.pdf(path=path, format="A4", landscape=landscape, print_background=True)
        text = run("pdftotext", "-layout", str(path), "-")
        pages = text.split("\f")[:-1]
        run("pdftoppm", "-r", "50", "-png", str(path), str(tmp_path / "p"))
        files = sorted(tmp_path.glob("p-*.png"))
        images = [np.asarray(Image.open(file).convert("RGB")) for file in files]
        assert len(pages) == len(images)
        return pages, images

    return printed


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
@pytest.mark.parametrize("hidden", [False, True], ids=["panel", "hidden"])
def test_every_sheet_says_what_it_is_of(sheets, landscape, hidden):
    pages, _ = sheets(landscape=landscape, hidden=hidden)
    assert len(pages) == 1 if hidden else len(pages) > 3
    for number, page in enumerate(pages, 1):
        head = " ".join(page.split()[:40])
        assert TITLE in head
        assert LINE in head
        assert f"{number}/{len(pages)}" in "".join(page.split())[-20:]


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
def test_no_dark_margin(sheets, landscape):
    _, images = sheets(landscape=landscape, theme="dark")
    for image in images:
        assert all((edge == 255).all() for edge in (image[2], image[-3], image[:, 2], image[:, -3]))


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "across"])
def test_map_and_whole_legend_stand_on_the_first_sheet(sheets, landscape):
    pages, images = sheets(landscape=landscape)
    for words in ("Territory on the side of Russia", "Drained reservoir", "GeoNames"):
        assert words in pages[0]
        assert "Legend" not in "".join(pages[1:])
    # the sheet is filled: ink within 16 mm of either side
    inked = np.flatnonzero((images[0] < 255).any(axis=(0, 2)))
    wide = images[0].shape[1]
    assert inked[0] < wide * 0.08
    assert inked[-1] > wide * 0.9
