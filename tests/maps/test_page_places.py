"""Settlements that the coarse border leaves outside: why they count, and that the page says so."""

from __future__ import annotations

import pytest
import shapely


def test_a_settlement_of_the_zone_outside_its_shape_is_outside_the_country(default_plan):
    zone = shapely.union_all(default_plan.zone_parts.geometry.to_numpy())
    country = default_plan.boundaries.country
    places = default_plan.settlements
    spots = shapely.points(places["lon"], places["lat"])
    beside = places["in_zone"].to_numpy() != shapely.covers(zone, spots)
    assert set(places["name"][beside]) == {"Kherson", "Topoli", "Hoptivka"}
    assert not shapely.covers(country, spots[beside]).any()
    assert (places["distance_m"][beside] < 15_000).all()


@pytest.mark.browser
@pytest.mark.parametrize(("name", "told"), [("Kherson", True), ("Nikopol", False)])
def test_the_card_says_that_a_settlement_is_outside_as_drawn(opened, default_map, name, told):
    page = opened(default_map, reduced_motion="reduce").page
    page.fill("#search", name)
    page.press("#search", "Enter")
    card = page.locator("#card-rows").inner_text()
    assert "In the zone" in card
    assert ("counted by its distance to the line" in card) is told
