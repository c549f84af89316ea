"""The legend shows what is on, and nothing else; the address brings all of it back."""

from __future__ import annotations

import pytest

from ceaseline.layers.comparison import as_frame
from ceaseline.layers.comparison import compare as compared
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.page.render import compare, render
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.describe import words
from ceaseline.maps.text.language import tongue

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS = {
    "territories": ("side of Ukraine", "side of Russia"),
    "line": ("Line ",),
    "zone": ("Demilitarized zone",),
    "corridor": ("may lie instead",),
    "zone_settlements": ("Settlements in the zone",),
    "oblasts": ("State border", "Oblast border"),
    "towns": ("Capital",),
    "water": ("River",),
    "drained": ("Drained",),
    "graticule": ("Graticule",),
}
"""Each layer's rows of the legend, by a word of each."""

FOLLOW = """(to) => new Promise((go) => {
  addEventListener("hashchange", () => requestAnimationFrame(go), { once: true });
  location.hash = to;
})"""
"""Changes the address and waits until the page has followed it."""


NAMED = """() => {
  const sheet = document.querySelector(".sheet").getBoundingClientRect();
  const map = document.getElementById("map").getBoundingClientRect();
  const pen = CanvasRenderingContext2D.prototype;
  const [own, names] = [pen.fillText, []];
  pen.fillText = function (text, x, y) {
    const [left, top] = [x + sheet.left, y + sheet.top];
    const right = left + this.measureText(text).width;
    if (left > map.left && right < map.right && top > map.top && top < map.bottom) names.push(text);
    return own.call(this, text, x, y);
  };
  document.getElementById("layer-graticule").click();
  return new Promise((go) => setTimeout(() => { pen.fillText = own; go(names); }, 400));
}"""
"""Every name that is drawn in sight."""


@pytest.fixture(scope="module")
def pair():
    held = compared([load("contact-2024-11-20"), load("four-oblasts")])
    return compare(held.plans, [as_frame(found) for found in held.pieces])


def rows(page):
    return page.locator("#legend-rows li").all_inner_texts()


@pytest.mark.parametrize("viewport", [(390, 844), (1440, 900)], ids=["phone", "wide"])
@pytest.mark.parametrize("layer", ROWS)
def test_one_layer_alone_has_its_rows_and_no_other(layer, viewport, alone):
    page = alone(viewport)
    page.evaluate(FOLLOW, f"#6/48.5/34&plan=0&layers={layer}")
    found = [text for text in page.locator("#legend-rows li").all_text_contents() if text]
    words = ROWS[layer]
    assert all(any(word in text for text in found) for word in words)
    assert all(any(word in text for word in words) for text in found)


@pytest.fixture(scope="module")
def alone(chromium, tmp_path_factory, default_map):
    """The default map, opened once a width."""
    path = tmp_path_factory.mktemp("legend") / "map.html"
    path.write_text(default_map, encoding="utf-8")
    pages = {}

    def page(viewport):
        if viewport not in pages:
            width, height = viewport
            pages[viewport] = chromium.new_page(viewport={"width": width, "height": height})
            pages[viewport].goto(path.as_uri())
            pages[viewport].wait_for_selector("html[data-complete=yes]", state="attached")
        return pages[viewport]

    yield page
    for one in pages.values():
        one.close()


def test_a_line_that_has_no_corridor_has_none_in_the_legend(opened):
    page = opened(render([plan(load("four-oblasts"))])).page
    found = rows(page)
    assert not any("may lie instead" in text for text in found)
    assert [text for text in found if text.startswith("Line ")] == ["Line along an oblast border"]


def test_two_placements_in_view_have_the_rows_of_both(opened, pair):
    page = opened(pair, "#6/48.5/34&plan=1&mode=swipe&with=0").page
    lines = {text for text in rows(page) if text.startswith("Line ")}
    assert lines == {
        "Line along a river", "Line between settlements", "Line along an oblast border",
    }  # fmt: skip
    page.check("[name=mode][value=single]")
    lines = {text for text in rows(page) if text.startswith("Line ")}
    assert lines == {"Line along an oblast border"}


def test_the_address_brings_view_layers_and_selection_back(opened, default_map):
    one = opened(default_map, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = one.page
    page.fill("#search", "Nikopol")
    page.press("#search", "Enter")
    page.uncheck("[data-layer=territories]")
    page.check("[data-layer=graticule]")
    page.locator("[aria-label='Opacity: Demilitarized zone']").fill("0.4")
    page.click("#theme")
    one.resolve(400)
    said, card = page.evaluate("location.hash"), page.locator("#card").inner_text()
    legend, pixels = page.locator("#legend-rows").text_content(), one.pixels()
    again = opened(default_map, said, viewport={"width": 390, "height": 844})
    again.resolve()
    assert again.page.locator("#card").inner_text() == card
    assert again.page.locator("#legend-rows").text_content() == legend
    assert again.page.get_attribute("html", "data-theme") == page.get_attribute(
        "html", "data-theme"
    )
    assert again.pixels() == pixels
    assert again.page.evaluate("location.hash") == said


def test_the_online_background_is_named_where_it_is_on(opened, default_plan):
    one = opened(render([default_plan], tiles=True), "#6/48.5/34&layers=territories")
    page = one.page
    assert page.locator("#credit-tiles").is_hidden()
    page.check("[data-layer=tiles]")
    assert "© OpenStreetMap" in page.locator(".credit").inner_text()
    assert any("OpenStreetMap" in text for text in rows(page))


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_on_paper_the_legend_is_that_of_the_page(opened, default_plan, lang):
    pytest.importorskip("matplotlib")
    from ceaseline.maps.print.legend import rows_of  # noqa: PLC0415 - matplotlib is an extra

    said = words(default_plan, proposal(), tongue(lang))
    rows = rows_of([default_plan], said.zone, tongue(lang), LIGHT)
    page = opened(render([default_plan], lang=lang)).page
    assert page.locator("#legend-rows li").all_text_contents() == [text for _, text in rows]


def test_a_drained_reservoir_is_named_with_its_year_beside_the_line(opened, default_map):
    one = opened(default_map, "#8.5/47.5/34.6")
    names = one.page.evaluate(NAMED)
    assert "Kakhovka Reservoir (drained 2023)" in names


def test_the_first_view_names_the_neighbours_in_sight(opened, default_map):
    one = opened(default_map)
    assert {"RUSSIA", "BELARUS", "MOLDOVA", "POLAND"} <= set(one.page.evaluate(NAMED))
