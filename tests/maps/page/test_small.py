"""On a phone, with and without its keyboard, and on a tablet: nothing off the screen."""

from __future__ import annotations

import re

import pytest

from tests.maps.page.test_view import box, mercator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SMALL = {"phone": (390, 844), "with its keyboard": (390, 500), "tablet": (820, 1180)}


@pytest.fixture(params=SMALL)
def small(request, opened, default_map):
    size = dict(zip(("width", "height"), SMALL[request.param], strict=True))
    return opened(
        default_map, viewport=size, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )


def inside(page, selector):
    left, top, right, bottom = box(page, selector)
    window = page.viewport_size
    return left >= 0 and top >= 0 and right <= window["width"] and bottom <= window["height"]


def lie_apart(page, one, other):
    a, b = box(page, one), box(page, other)
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_result_is_shown_where_nothing_covers_it(small):
    page = small.page
    page.tap("#search")
    page.fill("#search", "Kherson")
    small.resolve(150)
    assert inside(page, "#search-results")
    page.locator("#search-results li").first.tap()
    small.resolve(300)
    assert page.get_attribute("body", "data-sheet") == "low"
    assert inside(page, "#card")
    assert lie_apart(page, "#card", ".toolbar")
    zoom, lat, lon = map(float, re.search(r"#([\d.]+)/([-\d.]+)/([-\d.]+)", page.url).groups())
    middle, place = mercator(lon, lat, zoom), mercator(32.6178, 46.6558, zoom)
    left, top, right, bottom = box(page, "#map")
    y = (top + bottom) / 2 + place[1] - middle[1]
    assert box(page, "#card")[3] + 8 < y < box(page, ".foot")[1] - 8
    assert abs(place[0] - middle[0]) < (right - left) / 4


def test_a_tap_shows_the_card_alone(small):
    page = small.page
    page.touchscreen.tap(small.page.viewport_size["width"] * 0.6, 110)
    small.resolve(300)
    assert page.locator("#card").is_visible()
    assert not page.locator(".tip").first.is_visible()
    assert not page.locator("#legend").is_visible()
    page.tap("#card-close")
    assert page.locator("#legend").is_visible()


def test_measuring_has_the_map_to_itself(small):
    page = small.page
    page.touchscreen.tap(small.page.viewport_size["width"] * 0.6, 110)
    small.resolve(200)
    page.tap("#measure")
    small.resolve(200)
    assert not page.locator("#card").is_visible()
    assert page.get_attribute("body", "data-sheet") == "low"
    assert inside(page, "#measure-box")
    assert lie_apart(page, "#measure-box", ".toolbar")
    assert lie_apart(page, "#measure-box", "#legend")
