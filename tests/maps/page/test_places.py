"""Settlements that the coarse border leaves outside: why they count, and that the page says so."""

from __future__ import annotations

import csv
import io

import pytest
import shapely


def test_a_settlement_of_the_zone_outside_its_shape_is_outside_the_country(default_plan):
    zone = shapely.union_all(default_plan.zone_parts.geometry.to_numpy())
    country = default_plan.boundaries.country
    places = default_plan.settlements
    spots = shapely.points(places["lon"], places["lat"])
    beside = places["in_zone"].to_numpy() != shapely.covers(zone, spots)
    villages = "Khersonska hromada (villages)"  # they stand where the city does
    assert set(places["name"][beside]) == {"Kherson", villages, "Topoli", "Hoptivka"}
    assert not shapely.covers(country, spots[beside]).any()
    assert (places["distance_m"][beside] < 15_000).all()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("name", "told"), [("Kherson", True), ("Nikopol", False)])
def test_the_card_says_that_a_settlement_is_outside_as_drawn(opened, default_map, name, told):
    page = opened(default_map, reduced_motion="reduce").page
    page.fill("#search", name)
    page.press("#search", "Enter")
    card = page.locator("#card-rows").inner_text()
    assert "In the zone" in card
    assert ("counted by its distance to the line" in card) is told


@pytest.mark.slow
@pytest.mark.browser
def test_the_figures_taken_away_are_those_of_measure_in_si_units(opened, default_map, default_plan):
    page = opened(default_map).page
    page.click("#table-open")
    with page.expect_download() as got:
        page.click("#table-csv")
    rows = csv.DictReader(io.StringIO(got.value.path().read_text("utf-8-sig")))
    taken = [(row["id"], float(row["value_si"]), row["unit_si"]) for row in rows]
    assert taken == [(m.id, float(m.value), m.unit) for m in figures_in_order(default_plan)]


def figures_in_order(plan):
    """The country's figures first, then its units', as the page has them."""
    return sorted(plan.figures, key=lambda m: m.unit_code is not None)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "name", "told"),
    [
        ("Oleshkivska", "Oleshky", ("Khersonskyi", "24,124 (registered, 1 January 2022)")),
        ("Oleksandrivka, Kramatorska", "Oleksandrivka", ("Kramatorska",)),
        ("Verbliany", "Verbliany", ("share of the hromada's people outside towns",)),
        (
            "Khersonska hromada (villages)",
            "Khersonska hromada (villages)",
            ("none of them listed",),
        ),
        ("Simferopol", "Simferopol", ("the gazetteer's figure",)),
    ],
)
def test_search_by_hromada_and_what_the_card_says_of_people(opened, default_map, query, name, told):
    page = opened(default_map, reduced_motion="reduce").page
    page.fill("#search", query)
    page.locator("#search-results li", has=page.get_by_text(name, exact=True)).first.click()
    assert page.locator("#card-title").inner_text() == name
    card = " ".join(page.locator("#card-rows").inner_text().split())
    assert all(words in card for words in told)
    assert "Hromada" in card
