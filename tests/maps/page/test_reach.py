"""Where the map ends: the ground reaches beyond every window, and zooming stops."""

from __future__ import annotations

import io
import math
import re

import pytest
from PIL import Image

from tests.maps.page.test_view import box, mercator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REACH = (-30, 20, 95, 74)


def in_view(one):
    """West, south, east, north of the map, by its address and size."""
    zoom, lat, lon = map(float, re.search(r"#([\d.]+)/([-\d.]+)/([-\d.]+)", one.page.url).groups())
    left, top, right, bottom = box(one.page, "#map")
    wide, high = (right - left) / 2, (bottom - top) / 2
    x, y = mercator(lon, lat, zoom)
    corners = ((x - wide, y + high), (x + wide, y - high))
    out = []
    for u, v in corners:
        world = 256 * 2**zoom
        out += [
            u / world * 360 - 180,
            math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * v / world)))),
        ]
    return out


@pytest.mark.parametrize("size", [(2560, 1300), (390, 844), (320, 240), (1920, 400), (500, 1400)])
def test_the_ground_reaches_beyond_every_window(opened, default_map, size):
    one = opened(
        default_map,
        viewport=dict(zip(("width", "height"), size, strict=True)),
        reduced_motion="reduce",
    )
    one.page.evaluate("document.getElementById('panel-toggle').click()")
    for _ in range(12):
        one.page.evaluate("document.getElementById('zoom-out').click()")
        one.resolve(60)
    one.resolve(300)
    west, south, east, north = in_view(one)
    assert west >= REACH[0] - 0.5
    assert east <= REACH[2] + 0.5
    assert south >= REACH[1] - 0.5
    assert north <= REACH[3] + 0.5


def test_the_window_of_fine_ground_has_no_seam(opened, default_map):
    one = opened(default_map, "#5.5/50/46&layers=", viewport={"width": 1440, "height": 900})
    # where fine ground ends, at longitude 46: no line from north to south
    image = Image.open(io.BytesIO(one.page.screenshot())).convert("RGB")
    middle = 390 + (1440 - 390) // 2
    column = [image.getpixel((middle, y)) for y in range(60, 620)]
    beside = [image.getpixel((middle + 40, y)) for y in range(60, 620)]
    ground = max(set(beside), key=beside.count)
    assert sum(max(map(abs, map(int.__sub__, p, ground))) > 12 for p in column) < 60


def test_a_tall_window_shows_no_seam_in_the_south(opened, default_map):
    one = opened(default_map, viewport={"width": 1280, "height": 1500}, reduced_motion="reduce")
    image = Image.open(io.BytesIO(one.page.screenshot())).convert("RGB")
    # Anatolia, from the last fine ground at latitude 41 on: neither a border nor a coast
    column = [image.getpixel((1000, y)) for y in range(1200, 1390)]
    ground = max(set(column), key=column.count)
    assert column.count(ground) > 180
    assert max(max(map(abs, map(int.__sub__, p, ground))) for p in column) <= 2


def test_no_nearer_than_the_data_mean_anything(opened, default_map):
    one = opened(default_map, "#19/48.0/37.8", reduced_motion="reduce")
    for _ in range(4):
        one.page.click("#zoom-in")
        one.resolve(150)
    assert float(re.search(r"#([\d.]+)/", one.page.url)[1]) <= 14
