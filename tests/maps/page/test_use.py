"""What a person does with the page: find, click, measure, switch, take away, print, by keyboard."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from dataclasses import replace

import numpy as np
import pyproj
import pytest
import shapely

from ceaseline.geo.geodesy import area
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.maps import assets
from ceaseline.maps.page.render import render

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GEOD = pyproj.Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def main(chromium, tmp_path_factory, default_map):
    """The default map, opened once: tests put back what they change."""
    path = tmp_path_factory.mktemp("use") / "map.html"
    path.write_text(default_map, encoding="utf-8")
    context = chromium.new_context(
        offline=True, viewport={"width": 1440, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-complete=yes]", state="attached", timeout=30_000)
    yield page
    context.close()


def card(page):
    names = page.locator("#card-rows dt").all_inner_texts()
    values = page.locator("#card-rows dd").all_inner_texts()
    return page.locator("#card-title").inner_text(), dict(zip(names, values, strict=True))


def in_page(chromium, names, expression, argument):
    """Run an expression over the page's own scripts, in an empty page."""
    page = chromium.new_page()
    source = "\n".join(assets.element(f"{name}.js") for name in names)
    out = page.evaluate(f"(given) => {{ {source}\n return {expression}; }}", argument)
    page.close()
    return out


def test_lengths_agree_with_the_engine(chromium):
    random = np.random.default_rng(2)
    ends = np.column_stack([random.uniform(20, 42, (500, 2)), random.uniform(43, 54, (500, 2))])
    pairs = ends[:, [0, 2, 1, 3]]
    shown = in_page(
        chromium, ["geodesy"], "given.map((p) => geodesic(...p).metres)", pairs.tolist()
    )
    true = GEOD.inv(*pairs.T)[2]
    assert np.abs(np.array(shown) / true - 1).max() < 1e-9


def test_areas_agree_with_the_engine(chromium):
    random = np.random.default_rng(3)
    shapes = []
    for size in (0.01, 0.1, 1.0, 5.0):
        around = random.uniform(0, 2 * np.pi, 9)
        around.sort()
        middle = random.uniform([25, 45], [38, 51])
        shapes.append((middle + size * np.column_stack([np.cos(around), np.sin(around)])).tolist())
    shown = in_page(chromium, ["geodesy"], "given.map(areaOf)", shapes)
    true = [float(area(shapely.Polygon(shape))) for shape in shapes]
    assert shown == pytest.approx(true, rel=1e-6)


@pytest.mark.parametrize(
    "typed", ["Bakhmut", "бахмут", "Артемовск", "Artemivsk", "  BACHMUT ", "Бахмут"]
)
def test_a_settlement_is_found_by_any_name(main, default_plan, typed):
    row = default_plan.settlements.set_index("name").loc["Bakhmut"]
    main.fill("#search", typed)
    main.press("#search", "Enter")
    title, facts = card(main)
    assert title == "Bakhmut"
    assert facts["Side"] == row["party"]
    assert facts["Distance to the line"].startswith(f"{row['distance_m'] / 1000:.2f} km (")
    assert (facts["Distance to the zone"] == "In the zone") == row["in_zone"]
    assert main.locator("#search").input_value() == "Bakhmut"


def test_the_arrows_walk_the_results(main):
    main.fill("#search", "mykol")
    names = main.locator("#search-results li span").all_inner_texts()
    assert len(names) > 2
    main.press("#search", "ArrowDown")
    main.press("#search", "ArrowDown")
    assert main.get_attribute("#search", "aria-activedescendant") == "hit-1"
    main.press("#search", "Enter")
    assert card(main)[0] == names[1]
    main.fill("#search", "Atlantis")
    assert main.locator("#search-none").is_visible()
    main.fill("#search", "")


def test_a_click_tells_side_oblast_and_distances(opened, default_map, default_plan):
    one = opened(default_map, "#9/48.2/39.4&layers=territories,line,zone")
    one.page.mouse.click(390 + (1440 - 390) / 2, 450)
    _, facts = card(one.page)
    away = default_plan.deep_lines[0].distances(np.array([[39.4, 48.2]]))[0]
    assert facts["Side"] == "Russia"
    assert facts["Oblast"] == "Luhansk"
    assert facts["Distance to the line"].endswith("(approximate)")
    shown = float(facts["Distance to the line"].split(" ")[0])
    assert shown == pytest.approx(away / 1000, abs=0.6)
    one.page.mouse.click(900, 20)
    assert card(one.page)[1]["Side"] in {"Ukraine", "outside the country", "Russia"}


def test_the_measuring_tool_is_geodesic(opened, default_map):
    one = opened(default_map, "#7/48.5/33")
    page = one.page
    page.click("#measure")
    for x, y in ((700, 300), (1100, 360), (980, 650)):
        page.mouse.click(x, y)
        one.resolve(320)
    metres = float(page.get_attribute("#measure-box", "data-metres"))
    square = float(page.get_attribute("#measure-box", "data-area"))
    spots = page.evaluate(
        """() => [...document.querySelectorAll('#map .leaflet-overlay-pane svg path')]
             .map((p) => p.getAttribute('d')).filter((d) => d.includes('a4,4'))"""
    )
    assert len(spots) == 3
    zoom = 2**7 * 256
    places = []
    for x, y in ((700, 300), (1100, 360), (980, 650)):
        px, py = x - 390 - 1050 / 2, y - 450
        world_x = (33 + 180) / 360 * zoom + px
        world_y = (0.5 - np.log(np.tan(np.pi / 4 + np.radians(48.5) / 2)) / (2 * np.pi)) * zoom + py
        lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * world_y / zoom))))
        places.append((world_x / zoom * 360 - 180, lat))
    true = sum(GEOD.inv(*a, *b)[2] for a, b in itertools.pairwise(places))
    assert metres == pytest.approx(true, rel=2e-4)
    assert square == pytest.approx(float(area(shapely.Polygon(places))), rel=5e-4)
    page.click("#measure-undo")
    assert float(page.get_attribute("#measure-box", "data-metres")) < metres
    page.keyboard.press("Escape")
    assert not page.locator("#measure-box").is_visible()


def test_the_address_holds_view_layers_selection_and_theme(opened, default_map):
    one = opened(default_map, "#8.5/48.2/37.5", reduced_motion="reduce")
    page = one.page
    page.fill("#search", "Kramatorsk")
    page.press("#search", "Enter")
    page.locator("[data-layer=corridor]").uncheck()
    page.locator("[data-layer=graticule]").check()
    page.locator("#theme").click()
    page.locator("#layers input[type=range]").nth(2).fill("0.5")
    one.resolve(400)
    address = page.evaluate("() => location.hash")
    assert "opacity=zone:0.5" in address
    again = opened(default_map, address, reduced_motion="reduce")
    again.resolve(400)
    assert again.page.evaluate("() => location.hash") == address
    assert card(again.page)[0] == "Kramatorsk"
    assert not again.page.locator("[data-layer=corridor]").is_checked()
    assert again.page.locator("[data-layer=graticule]").is_checked()
    assert again.page.get_attribute("html", "data-theme") == "dark"
    assert again.pixels() == one.pixels()


@pytest.mark.parametrize(
    "fragment",
    [
        "#", "#////", "#99999/999/999", "#NaN/1/2&plan=7&layers=__proto__&mode=x&opacity=zone:9",
        "#6/48/33&place=1e999&theme=<b>&__proto__=1&constructor=2&with=-1", "#%E0%A4%A",
    ],
)  # fmt: skip
def test_a_spoilt_address_does_no_harm(opened, default_map, fragment):
    one = opened(default_map, fragment)
    assert one.complaints == []
    assert one.page.locator("#card").is_hidden()


def test_the_tables_sort_filter_and_go_into_files(opened, default_map, default_plan):
    one = opened(default_map)
    page = one.page
    page.click("#table-open")
    for name in page.eval_on_selector_all("[data-set]", "all => all.map(b => b.dataset.set)"):
        page.click(f"[data-set={name}]")
        assert page.locator("#table-body tr").count() > 2, name
    page.click("[data-set=settlements]")
    head = page.locator("#table-head button")
    head.nth(5).click()
    head.nth(5).click()
    nearest = default_plan.settlements.sort_values("distance_m").iloc[0]["name"]
    assert page.locator("#table-body tr").first.locator("td").first.inner_text() == nearest
    assert page.get_attribute("#table-head th:nth-child(6)", "aria-sort") == "ascending"
    page.fill("#table-filter", "Bakhmut")
    with page.expect_download() as got:
        page.click("#table-csv")
    text = got.value.path().read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    found = next(row for row in rows if row[0] == "Bakhmut")
    assert len(rows) == 1 + page.locator("#table-body tr").count()
    assert float(found[5]) == pytest.approx(
        default_plan.settlements.set_index("name").loc["Bakhmut", "distance_m"] / 1000, abs=0.006
    )
    page.fill("#table-filter", "")
    page.click("[data-set=parts]")
    with page.expect_download() as got:
        page.click("#table-geojson")
    found = json.loads(got.value.path().read_text("utf-8"))
    assert got.value.suggested_filename == "contact-2024-11-20-parts.geojson"
    shapes = [shapely.geometry.shape(f["geometry"]) for f in found["features"]]
    assert len(shapes) == len(default_plan.parts)
    total = sum(float(area(shape)) for shape in shapes)
    assert total == pytest.approx(default_plan.boundaries.area_m2, rel=2e-6)
    assert found["ceaseline"]["sources"][0]["licence"]
    assert one.complaints == []


def test_cells_that_a_spreadsheet_would_run_are_tamed(chromium):
    cells = ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "|x", "%x", "plain", 'a"b', -5, "1,5"]
    shown = in_page(chromium, ["dom", "search", "table"], "given.map((c) => csvCell(c))", cells)
    assert shown[:8] == [f'"\'{cell}"' for cell in cells[:8]]
    assert shown[8:] == ["plain", '"a""b"', "-5", '"1,5"']


def test_the_slider_walks_the_dates(opened, dated_map):
    one = opened(dated_map)
    page = one.page
    seen = set()
    for step in range(3):
        page.locator("#timeline").fill(str(step))
        one.resolve()
        seen.add((page.locator("#timeline-value").inner_text(), one.pixels()[-2000:]))
        assert page.locator(f"#panel header [data-plan='{step}']").is_visible()
        assert page.locator("#panel header [data-plan]:visible").count() == 1
    assert sorted(date for date, _ in seen) == [
        "20 November 2024", "22 August 2026", "23 February 2022",
    ]  # fmt: skip
    assert len({shape for _, shape in seen}) == 3


def test_the_slider_runs_from_the_earliest_date_and_starts_at_the_newest(opened, dated_plans):
    page = opened(render([dated_plans[1], dated_plans[2], dated_plans[0]])).page
    assert page.locator(".ends").inner_text().split("\n") == ["23 February 2022", "22 August 2026"]
    assert page.locator("#timeline").input_value() == "2"
    assert page.locator("#timeline-value").inner_text() == "22 August 2026"
    page.locator("#timeline").fill("0")
    assert page.locator("#timeline-value").inner_text() == "23 February 2022"


def test_play_walks_the_dates_and_stops_at_the_newest(opened, dated_map):
    one = opened(dated_map)
    page = one.page
    value = page.locator("#timeline")
    assert value.input_value() == "2"
    page.click("#play")
    seen = [value.input_value()]
    for _ in range(2):
        assert page.get_attribute("#play", "aria-pressed") == "true"
        one.resolve(1250)
        seen.append(value.input_value())
    assert seen == ["0", "1", "2"]
    assert page.get_attribute("#play", "aria-pressed") == "false"
    page.click("#play")
    page.click("#play")
    one.resolve(1300)
    assert value.input_value() == "0"


def test_the_chart_over_time_marks_the_day_and_goes_to_one(opened, dated_map):
    one = opened(dated_map, viewport={"width": 1440, "height": 1400})
    page = one.page
    charts = page.locator(".over-time")
    assert charts.count() == 3
    marks = charts.nth(1).locator(".now")

    def seen():
        one.resolve()
        shown = [float(mark.evaluate("m => getComputedStyle(m).opacity")) for mark in marks.all()]
        return shown, charts.nth(1).screenshot()

    newest, first_look = seen()
    assert newest == [0, 0, 1]
    charts.nth(1).locator("[data-go='0']").press("Enter")
    oldest, second_look = seen()
    assert oldest == [1, 0, 0]
    assert first_look != second_look
    assert page.locator("#timeline").input_value() == "0"
    page.click("#play")
    charts.nth(2).locator("[data-go='1']").click()
    one.resolve(1400)
    assert page.locator("#timeline").input_value() == "1"  # a hand on the chart stops the play
    assert page.get_attribute("#play", "aria-pressed") == "false"


def test_a_day_of_the_chart_is_gone_to_also_where_a_placement_has_no_date(opened, dated_plans):
    one = opened(render([plan(load("four-oblasts")), *dated_plans]))
    page = one.page
    assert page.locator("#timeline").count() == 0
    page.locator(".over-time").nth(1).locator(".day").first.click()
    one.resolve()
    assert page.locator("#alternatives").input_value() == "1"
    assert page.locator("#alternatives option:checked").inner_text().endswith("23 February 2022")
    gone = "Left out, having no date: Crimea and the whole of four oblasts."
    assert page.locator(".times p").last.inner_text() == gone


def test_one_placement_has_no_chart_over_time(opened, default_map):
    assert opened(default_map).page.locator(".over-time, .times").count() == 0


def test_the_keyboard_reaches_everything(opened, default_map):
    one = opened(default_map)
    page = one.page
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("() => document.activeElement.id || document.activeElement.tagName")
        )
    wanted = page.eval_on_selector_all(
        "button:not(:disabled), input, summary, #map",
        "all => all.filter((e) => e.checkVisibility()).map((e) => e.id || e.tagName)",
    )
    assert set(wanted) <= reached
    page.focus("#map")
    before = page.evaluate("() => location.hash")
    page.keyboard.press("ArrowRight")
    one.resolve(700)
    page.keyboard.press("+")
    one.resolve(700)
    assert page.evaluate("() => location.hash") != before
    page.keyboard.press("Enter")
    assert page.locator("#card").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#card").is_hidden()


def test_it_prints_on_light_paper(opened, default_map, tmp_path):
    one = opened(default_map, color_scheme="dark")
    data = one.page.pdf(format="A4", path=tmp_path / "map.pdf")
    assert data.startswith(b"%PDF-")
    one.page.emulate_media(media="print")
    assert one.page.evaluate("() => getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert not one.page.locator(".toolbar").is_visible()
    assert one.page.locator("#panel h1").is_visible()


def test_on_paper_the_title_comes_first_and_the_map_shows_what_was_in_sight(opened, default_map):
    one = opened(default_map, reduced_motion="reduce")
    page = one.page
    page.click("#home")
    one.resolve(400)
    address = page.evaluate("location.hash")
    assert address
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    one.resolve(400)
    tops = [
        page.locator(name).bounding_box()["y"]
        for name in ("h1", "#map", "#legend", ".credit", "#panel .key >> visible=true")
    ]
    assert tops == sorted(tops)
    zoom = float(page.evaluate("location.hash.slice(1).split('/')[0]"))
    wide = page.locator("#map").bounding_box()["width"]
    assert 256 * 2**zoom * (40.23 - 22.13) / 360 > 0.75 * wide
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    one.resolve(400)
    assert page.evaluate("location.hash") == address


def test_the_default_page_takes_four_sheets(opened, default_map):
    printed = opened(default_map, viewport={"width": 1440, "height": 900}).page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4


def test_the_credit_names_nobody_twice(opened, default_map):
    credit = opened(default_map).page.locator(".credit").inner_text()
    assert [credit.count(name) for name in ("GeoNames", "Natural Earth", "DeepState")] == [1, 1, 1]


def test_a_detail_is_a_plain_number_of_kilometres_or_as_drawn(opened, default_map, default_plan):
    said = opened(default_map).page.locator(".key").first.inner_text()
    assert "at 2 km detail" in said
    drawn = replace(default_plan, placement=replace(default_plan.placement, detail_m=0.0))
    page = opened(render([drawn]), "#9/47.55/35.9").page
    assert "as drawn" in page.locator(".key").first.inner_text()
