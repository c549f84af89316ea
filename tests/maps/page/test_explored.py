"""A map with layers of somebody's own, in Chromium."""

import folium
import pytest

import ceaseline as cl

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_layers_are_drawn_and_nothing_is_asked_of_other_hosts(opened):
    page = cl.plan("contact-2024-11-20").explore()
    folium.Marker((48.5, 35.0), tooltip="A tip", popup="<b>Here</b>").add_to(page)
    folium.CircleMarker((47, 36), radius=20, color="#123456").add_to(page)
    folium.GeoJson({"type": "Point", "coordinates": [31, 49]}, name="A layer").add_to(page)
    folium.LayerControl(collapsed=False).add_to(page)
    one = opened(page.get_root().render())
    assert one.complaints == []
    assert [address for address in one.requests if not address.startswith("data:")] == [one.address]
    marker = one.page.locator(".leaflet-marker-icon[src^='data:image/png']").first
    box = marker.bounding_box()
    assert (box["width"], box["height"]) == (25, 41)
    marker.click(force=True)
    assert one.page.locator(".leaflet-popup b").inner_text() == "Here"
    assert one.page.locator("path[stroke='#123456']").count() == 1
    assert "A layer" in one.page.locator(".leaflet-control-layers").inner_text()


def test_a_map_in_the_frame_of_a_notebook_is_whole(opened):
    frame = cl.plan("contact-2024-11-20")._repr_html_()
    one = opened(f"<!DOCTYPE html><html data-complete=yes><title>a</title><body>{frame}")
    inner = one.page.frame_locator("iframe")
    inner.locator("html[data-complete=yes]").wait_for(state="attached", timeout=30_000)
    assert inner.locator("#legend").is_visible()
    assert one.complaints == []
