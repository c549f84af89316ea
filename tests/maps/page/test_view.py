"""The first view: the country whole and large, nothing over it, the credit in sight."""

from __future__ import annotations

import math

import pytest

from ceaseline.maps.page.render import render
from ceaseline.maps.style import LIGHT

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 390, "height": 844}
BOUNDS = (22.132, 44.381, 40.160, 52.369)


def mercator(lon, lat, zoom):
    scale = 256 * 2**zoom
    y = 0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)
    return (lon + 180) / 360 * scale, y * scale


def box(page, selector):
    found = page.locator(selector).bounding_box()
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def country(one):
    """Where the country stands on the screen: left, top, right, bottom."""
    page = one.page
    page.click("#home")
    one.resolve(400)
    zoom, lat, lon = map(float, page.evaluate("location.hash.slice(1).split('&')[0]").split("/"))
    left, top, right, bottom = box(page, "#map")
    x, y = mercator(lon, lat, zoom)
    west, south = mercator(*BOUNDS[:2], zoom)
    east, north = mercator(*BOUNDS[2:], zoom)
    mid = (left + right) / 2, (top + bottom) / 2
    return west - x + mid[0], north - y + mid[1], east - x + mid[0], south - y + mid[1]


def test_the_country_fills_a_phone_between_buttons_and_credit(opened, default_map):
    one = opened(default_map, viewport=PHONE, reduced_motion="reduce")
    page = one.page
    left, top, right, bottom = country(one)
    assert right - left > 0.85 * PHONE["width"]
    assert left >= 0
    assert right <= PHONE["width"]
    assert top >= box(page, ".toolbar")[3]
    assert bottom <= box(page, ".foot")[1] + 1


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1440, "height": 900}], ids=["phone", "wide"])
def test_every_word_of_the_credit_is_in_sight(opened, default_map, viewport):
    page = opened(default_map, viewport=viewport).page
    hidden = "e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]"
    assert page.locator(".credit").evaluate(hidden) == [0, 0]
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    assert page.locator(".credit").evaluate(size) >= 10.5
    assert box(page, ".credit")[3] <= box(page, ".maps")[3] + 1


def test_the_legend_stands_clear_of_the_country(opened, default_map):
    one = opened(default_map, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = one.page
    left, top, right, _ = country(one)
    assert page.locator("#legend").get_attribute("open") is not None
    assert right <= box(page, ".toolbar")[0]
    assert right - left > 0.85 * (box(page, "#map")[2] - box(page, "#map")[0])
    assert top >= 0
    assert left >= box(page, "#map")[0]


@pytest.mark.parametrize(
    "size",
    [(1024, 768), (768, 1024), (1024, 1366), (800, 740), (844, 390)],
    ids=lambda size: "x".join(map(str, size)),
)
def test_in_any_window_the_country_is_whole_and_the_legend_is_read(opened, default_map, size):
    viewport = dict(zip(("width", "height"), size, strict=True))
    one = opened(default_map, viewport=viewport, reduced_motion="reduce")
    page = one.page
    left, top, right, bottom = country(one)
    frame, bar = box(page, "#map"), box(page, ".toolbar")
    across = bar[2] - bar[0] > bar[3] - bar[1]
    assert frame[0] <= left
    assert right <= (frame[2] if across else bar[0])
    assert top >= (bar[3] if across else frame[1])
    is_open = page.locator("#legend").get_attribute("open") is not None
    assert bottom <= (box(page, "#legend") if is_open else box(page, ".foot"))[1] + 1
    assert right - left > 0.6 * (frame[2] - frame[0])
    if not is_open:
        page.click("#legend summary")
    hidden = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.textContent)"
    assert page.locator("#legend, #legend li").evaluate_all(hidden) == []


NAMED = """() => {
  const drawn = [];
  const pen = CanvasRenderingContext2D.prototype;
  const own = pen.fillText;
  pen.fillText = function (text, x, y) {
    drawn.push([text, x, y - 8, x + this.measureText(text).width, y]);
    return own.call(this, text, x, y);
  };
  document.getElementById("layer-oblasts").click();
  return new Promise((go) => setTimeout(() => {
    pen.fillText = own;
    const { left, top } = document.querySelector(".sheet").getBoundingClientRect();
    go(drawn.map(([text, a, b, c, d]) => [text, a + left, b + top, c + left, d + top]));
  }, 400));
}"""


@pytest.mark.parametrize("size", [(844, 390), (1440, 900), (390, 844)])
def test_no_name_runs_under_buttons_legend_or_scale(opened, default_map, size):
    viewport = dict(zip(("width", "height"), size, strict=True))
    page = opened(default_map, viewport=viewport).page
    names = page.evaluate(NAMED)
    assert len(names) > 10
    for selector in (".toolbar", "#legend", "#scale", ".credit"):
        x1, y1, x2, y2 = box(page, selector)
        under = [n for n, a, b, c, d in names if a < x2 and c > x1 and b < y2 and d > y1]
        assert not under, selector


def test_the_handle_makes_the_panel_taller_and_lower(opened, default_map):
    one = opened(default_map, viewport=PHONE)
    page = one.page

    def top():
        one.resolve()
        return box(page, "#panel")[1]

    half = top()
    page.click("#panel-handle")
    assert top() < 0.2 * PHONE["height"]
    assert page.locator("#panel-handle").get_attribute("aria-expanded") == "true"
    page.click("#panel-handle")
    assert top() == half
    page.locator("#panel-handle").focus()
    page.keyboard.press("ArrowDown")
    assert top() > 0.85 * PHONE["height"]
    x, y = (box(page, "#panel-handle")[k] for k in (0, 1))
    page.mouse.move(x + 150, y + 12)
    page.mouse.down()
    page.mouse.move(x + 150, y - 60)
    page.mouse.up()
    assert top() == half
    assert one.complaints == []


def test_under_the_hand_the_map_has_no_bare_edge(opened, default_map):
    one = opened(default_map, "#7/48.5/34&plan=0", viewport={"width": 1440, "height": 900})
    page = one.page
    left, top, right, bottom = box(page, "#map")
    page.mouse.move(800, 300)
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(800 + 25 * step, 300 + 15 * step)
        one.resolve()
        sheet = box(page, ".sheet")
        assert sheet[0] <= left
        assert sheet[1] <= top
        assert sheet[2] >= right
        assert sheet[3] >= bottom
    page.mouse.up()
    assert one.complaints == []


def test_seen_from_afar_no_settlement_hides_the_line(opened, default_map):
    ink = """() => {
        const sheet = document.querySelector("#map canvas");
        const { data } = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height);
        let count = 0;
        for (let i = 0; i < data.length; i += 4) count += Math.max(...data.slice(i, i + 3)) < 50;
        return count;
    }"""
    counts = [
        opened(default_map, f"#5/48.3/36&layers={layers}", viewport=PHONE).page.evaluate(ink)
        for layers in ("territories,line", "territories,line,zone_settlements")
    ]
    assert counts[0] > 100
    assert counts[1] == pytest.approx(counts[0], rel=0.02)


COVERED = """() => {
  const sheet = document.querySelector(".sheet");
  const boxOf = (e) => e.getBoundingClientRect();
  const [frame, legend] = [sheet, document.getElementById("legend")].map(boxOf);
  const ratio = sheet.width / frame.width;
  const part = [legend.left - frame.left, legend.top - frame.top, legend.width, legend.height];
  const { data } = sheet.getContext("2d").getImageData(...part.map((v) => v * ratio));
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (FILLS.some((c) => c.every((v, k) => Math.abs(v - data[i + k]) <= 2))) count += 1;
  }
  return count / (data.length / 4);
}"""
"""The share of the legend's box where the map beneath has the colour of a territory."""


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("size", [(1280, 720), (1366, 768), (1440, 900), (1920, 1080)],
                         ids=lambda size: "x".join(map(str, size)))  # fmt: skip
def test_no_pixel_of_the_country_is_under_the_legend(opened, default_plan, size, lang):
    viewport = dict(zip(("width", "height"), size, strict=True))
    one = opened(render([default_plan], lang=lang), viewport=viewport, reduced_motion="reduce")
    page = one.page
    if page.locator("#legend").get_attribute("open") is None:
        assert (size, lang) == ((1280, 720), "ru")  # in no width is there room for its words
    fills = [[int(c[k : k + 2], 16) for k in (1, 3, 5)] for c in LIGHT.fill]
    assert page.evaluate(COVERED.replace("FILLS", str(fills))) < 0.001
    page.click("#zoom-in")
    one.resolve(400)
    left, _, right, _ = country(one)
    frame = box(page, "#map")
    assert right - left > 0.72 * (frame[2] - frame[0])
