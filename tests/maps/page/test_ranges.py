"""The page says how finely the facts lie, how far a figure may be off, and who decides it."""

import csv
import io

import pytest

from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.page.render import render
from ceaseline.maps.text.describe import DECIDING, words
from ceaseline.maps.text.language import tongue

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium, tmp_path_factory, default_map):
    path = tmp_path_factory.mktemp("ranges") / "map.html"
    path.write_text(default_map, encoding="utf-8")
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-complete=yes]", state="attached", timeout=30_000)
    yield page
    context.close()


def test_key_figures_carry_resolution_and_range(page, default_plan):
    shown = page.locator("ul.key li").all_inner_texts()
    assert "at 2 km detail, resolution 17 km" in shown[0]
    figure = find(default_plan.figures, "people_in_zone")
    assert f"People in the zone: {figure.low:,.0f} to {figure.high:,.0f}" in shown[3]
    share = find(default_plan.figures, "territory_share", "Russia")
    assert f"{100 * share.low:.2f} to {100 * share.high:.2f} %" in shown[1]


def test_those_that_decide_are_listed_with_people_and_distance(page, default_plan):
    page.locator("summary", has_text="Settlements that decide").click()
    table = page.get_by_role("region", name="Settlements that decide")
    rows = [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]
    every = default_plan.uncertainty.deciding
    assert [row[0] for row in rows] == every["name"].head(DECIDING).tolist()
    assert rows[0][3:] == ["16.3", "no"]
    assert rows[0][2] == f"{every['people'].iloc[0]:,}"
    words = table.locator("xpath=preceding-sibling::p").inner_text()
    assert words.endswith(
        f"lies: {every['settlement'].sum()}, with {every['people'].sum():,} people."
    )


def test_csv_of_the_page_has_the_ranges(page, default_plan):
    page.click("#table-open")
    with page.expect_download() as taken:
        page.click("#table-csv")
    text = taken.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    (row,) = [r for r in rows if r["id"] == "people_in_zone" and r["Side of"] == "both"]
    figure = find(default_plan.figures, "people_in_zone")
    assert (float(row["low_si"]), float(row["high_si"])) == (figure.low, figure.high)
    (row,) = [r for r in rows if r["id"] == "line_length"]
    assert (row["low_si"], row["high_si"]) == ("", "")
    page.click("#table-close")


def test_a_line_along_borders_says_none_of_it():
    html = render([plan(load("four-oblasts"))])
    body = html[html.index("<main") : html.index("</aside>")]
    for gone in ("resolution", "Settlements that decide", "corridor the line lies"):
        assert gone not in body


@pytest.mark.parametrize(
    ("code", "facts", "ends"),
    [("uk", "роздільна здатність 17 км", "від 17,92 до 19,25 %"),
     ("ru", "разрешение 17 км", "от 17,92 до 19,25 %")],
)  # fmt: skip
def test_ranges_in_other_languages(default_plan, code, facts, ends):
    said = words(default_plan, proposal(), tongue(code))
    assert said.resolution == facts
    (share,) = [f for f in said.figures if (f["id"], f["side"]) == ("territory_share", 1)]
    assert share["interval"] == ends
    assert said.deciding[0]["name"] == {"uk": "Горлівка", "ru": "Горловка"}[code]
