"""What the pages and tables say of the drawn country, which takes no time to draw."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest

from ceaseline.layers.comparison import Difference
from ceaseline.layers.measures import REGISTRY
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.provisions import Proposal
from ceaseline.maps.page.render import render
from ceaseline.maps.print.map_page import subtitle
from ceaseline.maps.tables.compare import _idle
from tests.drawn import country


def page(**fields):
    study = Proposal(title="Drawn", parties=country.PARTIES, placements=("along",))
    line = country.along(**fields)
    return render(
        [plan(line, country.country(), ZoneSettings(), country.gazetteer())], proposal=study
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "The line along"),
        ({"date": dt.date(2024, 11, 20)}, "The line along Line of 20 November 2024"),
        (
            {"date": dt.date(2024, 11, 20), "title": "Front, 20 November 2024"},
            "Front, 20 November 2024",
        ),
    ],
)
def test_the_dateline_tells_the_date_that_the_title_leaves_out(fields, told):
    (line,) = re.findall(r'<p class="dateline">(.*?)</p>', page(**fields))
    assert re.sub(r"<[^>]*>", "", line) == told


@pytest.mark.parametrize(
    ("title", "told"), [("The front", "1 May 2025 · zone"), ("The front, 1 May 2025", "zone")]
)
def test_a_figure_s_subtitle_tells_the_date_that_its_title_leaves_out(title, told):
    said = SimpleNamespace(date="1 May 2025", edits="", claim="", zone="zone")
    assert subtitle(said, title) == told


@pytest.mark.parametrize(
    ("metres", "idle"),
    [
        ((99_999.0, 300_000.0), False), ((100_000.0,), False), ((100_001.0, 300_000.0), True),
        ((0.0,), False), ((None,), False),
    ],
)  # fmt: skip
def test_a_city_is_listed_where_a_zone_comes_within_100_km(metres, idle):
    rows = [Difference(REGISTRY["zone_to_city"], "Kapo", value, None) for value in metres]
    assert _idle(rows) is idle
