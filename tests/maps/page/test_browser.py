"""The page in headless Chromium, from disk, without a network."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_it_opens_unplugged_and_without_a_complaint(opened, default_map):
    one = opened(default_map)
    assert one.requests == [one.address]
    assert one.complaints == []
    assert int(one.page.get_attribute("html", "data-ready")) > 0


@pytest.mark.sampled
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_screen(opened, default_map, size, scheme):
    width, height = size
    one = opened(default_map, viewport={"width": width, "height": height}, color_scheme=scheme)
    page = one.page
    assert page.get_attribute("html", "data-theme") == scheme
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for part in ("#map", "#panel h1", "#legend", ".toolbar", "#scale", "#search"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= -1
        assert box["x"] + box["width"] <= width + 1
        assert box["width"] > 20


@pytest.mark.sampled
@pytest.mark.parametrize("which", [slice(3), slice(3, None)], ids=["first", "others"])
def test_each_layer_can_be_switched_and_the_legend_follows(opened, default_map, which):
    one = opened(default_map)
    page = one.page
    names = page.eval_on_selector_all("[data-layer]", "boxes => boxes.map(b => b.dataset.layer)")
    assert len(names) >= 10
    for name in names[which]:
        box = page.locator(f"[data-layer={name}]")
        before, legend = one.pixels(), page.locator("#legend-rows").inner_text()
        was = box.is_checked()
        box.click()
        one.resolve()
        assert box.is_checked() != was
        assert one.pixels() != before, name
        assert page.locator("#legend-rows").inner_text() != legend, name
        box.click()
        one.resolve()
        assert one.pixels() == before, name
    assert one.complaints == []


def test_with_nothing_on_the_legend_is_empty(opened, default_map):
    one = opened(default_map, "#6/48.5/32&layers=")
    assert one.page.locator("#legend-rows li").count() == 0
