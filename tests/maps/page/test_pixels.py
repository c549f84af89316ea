"""What draws is looked at: screenshots with and without it differ, on a desktop and on a phone."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from ceaseline.layers.comparison import as_frame, pieces
from ceaseline.maps.page.render import compare

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = {
    "desktop": ({"width": 1440, "height": 900}, ((700, 200), (1100, 360), (980, 550))),
    "phone": ({"width": 390, "height": 844}, ((110, 240), (300, 240), (200, 315))),
}


def looked_at(page, clip=None):
    return np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB")).astype(int)


def changed(before, after):
    """Which pixels differ by more than the eye would miss."""
    return np.abs(before - after).sum(axis=2) > 30


def near(mask, x, y, reach=6):
    return mask[y - reach : y + reach + 1, x - reach : x + reach + 1].any()


def within(box):
    """Rows and columns of a picture that an element covers."""
    x, y, w, h = (int(box[k]) for k in ("x", "y", "width", "height"))
    return slice(y, y + h), slice(x, x + w)


@pytest.fixture(params=SCREENS)
def screen(request):
    return SCREENS[request.param]


def test_a_measurement_is_drawn_where_it_was_clicked(opened, default_map, screen):
    viewport, spots = screen
    one = opened(default_map, "#6/48.5/33&layers=territories", viewport=viewport)
    page = one.page
    page.click("#measure")
    one.resolve(200)
    before = looked_at(page)
    for x, y in spots:
        page.mouse.click(x, y)
        one.resolve(350)
    page.mouse.move(5, viewport["height"] - 5)
    one.resolve(200)
    mask = changed(before, looked_at(page))
    box = page.locator("#measure-box").bounding_box()
    inside = mask.copy()
    inside[within(box)] = False
    assert all(near(mask, x, y) for x, y in spots)
    for (x, y), (u, v) in itertools.pairwise(spots):
        assert near(inside, (x + u) // 2, (y + v) // 2, 12)
    # the area between the three is tinted
    middle = np.mean(spots, axis=0).astype(int)
    assert near(np.abs(before - looked_at(page)).sum(axis=2) > 5, *middle, 1)
    page.click("#measure-close")
    one.resolve(200)
    after = changed(before, looked_at(page))
    assert not any(near(after, x, y) for x, y in spots)


LAYERS = (
    "territories", "line", "zone", "corridor", "zone_settlements", "oblasts", "towns", "water",
    "drained", "graticule",
)  # fmt: skip


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_is_seen_on_the_screen(opened, default_map, screen, layer):
    viewport, _ = screen
    # one layer on the bare land, seen where each has something: around the drained reservoir
    one = opened(default_map, f"#7.5/47.4/34.6&layers={layer}", viewport=viewport)
    wide = viewport["width"] > 760
    if not wide:
        one.page.evaluate("document.body.dataset.sheet = 'low'; dispatchEvent(new Event('resize'))")
    one.page.evaluate("for (const n of document.querySelectorAll('.stack, .foot')) n.hidden = true")
    one.resolve(300)
    on = looked_at(one.page)
    one.page.evaluate(f"document.getElementById('layer-{layer}').click()")
    one.resolve(300)
    area = one.page.locator("#map").bounding_box()
    assert changed(on, looked_at(one.page))[within(area)].sum() > 60


def test_each_swatch_shows_more_than_its_ground(opened, default_map, screen):
    viewport, _ = screen
    one = opened(default_map, f"#7/48/36&layers={','.join(LAYERS)}", viewport=viewport)
    one.page.evaluate("document.getElementById('legend').open = true")
    one.resolve(200)
    swatches = one.page.locator("#legend .swatch")
    assert swatches.count() >= 10
    for k in range(swatches.count()):
        swatches.nth(k).scroll_into_view_if_needed()
        picture = looked_at(one.page, swatches.nth(k).bounding_box())
        assert np.ptp(picture.reshape(-1, 3), axis=0).max() > 15, swatches.nth(k).evaluate(
            "n => n.parentNode.textContent"
        )


@pytest.mark.parametrize(
    ("selector", "viewport"),
    [
        ("#zoom-in svg", "desktop"), ("#zoom-out svg", "phone"), ("#home svg", "desktop"),
        ("#measure svg", "phone"), ("#table-open svg", "desktop"), ("#theme svg", "phone"),
        ("#print svg", "desktop"), ("#panel-toggle svg", "phone"), (".north svg", "desktop"),
        (".scale-bar", "desktop"), ("#panel-handle", "phone"),
    ],
)  # fmt: skip
def test_buttons_and_handles_are_drawn(opened, default_map, selector, viewport):
    one = opened(default_map, viewport=SCREENS[viewport][0])
    node = one.page.locator(selector).first
    box = node.bounding_box()
    shown = looked_at(one.page, box)
    node.evaluate("n => { n.style.visibility = 'hidden'; }")
    one.resolve(60)
    assert changed(shown, looked_at(one.page, box)).sum() > 20


def test_the_divider_is_drawn(opened, dated_plans):
    frame = as_frame(pieces(*dated_plans[1:]))
    one = opened(compare(dated_plans[1:], [frame]), "#6/48.5/33&mode=swipe")
    box = one.page.locator(".swipe").bounding_box()
    shown = looked_at(one.page, box)
    one.page.evaluate("document.querySelector('.swipe').style.visibility = 'hidden'")
    one.resolve(60)
    assert changed(shown, looked_at(one.page, box)).sum() > 1000
