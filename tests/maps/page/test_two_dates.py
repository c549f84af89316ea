"""Two lines from one publisher, of two days: every output names both, each with its own."""

from dataclasses import replace

import pytest

from ceaseline.geo.sources import source
from ceaseline.layers.comparison import compare
from ceaseline.layers.figures import as_json
from ceaseline.layers.placement.sources import withheld
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.page.render import render
from ceaseline.maps.tables.compare import comparison_tables

DAYS = ("2024-11-07", "2025-10-15")


@pytest.fixture(scope="module")
def lines():
    daily = source("deepstate")
    names = ("four-oblasts", "contact-2022-02-23")
    return [
        load(name).replaced(sources=(replace(daily, date=day),))
        for name, day in zip(names, DAYS, strict=True)
    ]


@pytest.fixture(scope="module")
def plans(lines):
    return [plan(line) for line in lines]


def test_the_page_names_both_and_each_line_its_own(plans, payload_of):
    html = render(plans)
    document, _ = payload_of(html)
    listed = document["sources"]
    own = [[listed[key]["date"] for key in one["sources"]] for one in document["plans"]]
    assert own == [[day] for day in DAYS]
    assert {*document["base"]["sources"], *document["place_sources"]} <= set(listed)
    assert all(f"DeepState, {day}" in html for day in DAYS)


@pytest.mark.slow
def test_figures_and_tables_name_both(plans, lines):
    record = as_json(plans, proposal())
    by_id = {one["id"]: one["date"] for one in record["sources"]}
    named = [[by_id[s["id"]] for s in one["sources"]] for one in record["placements"]]
    assert named == [[day] for day in DAYS]
    notes = " ".join(comparison_tables(compare(lines))[-1].notes)
    assert all(f"DeepState, {day}" in notes for day in DAYS)
    assert [one.date for one in withheld([s for line in lines for s in line.sources])] == [*DAYS]
