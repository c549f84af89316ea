"""Declared layers: what they show, on the page and on paper, and what is refused."""

import re

import numpy as np
import pytest
import shapely
from pyproj import Geod

from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.study import using
from ceaseline.maps import overlay as module
from ceaseline.maps.overlay import OVERLAYS, Overlay, capital_way, overlay
from ceaseline.maps.page import payload
from ceaseline.maps.page.render import render
from ceaseline.maps.print import declared
from ceaseline.maps.print.figure import Sheet, rendered
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.language import tongue
from tests.drawn.study import written

GEOD = Geod(ellps="WGS84")
RING = shapely.Point(31, 50).buffer(1.5)
KINDS = {
    "area": ([RING], {"fill": 0.5, "colour": "bad"}),
    "way": ([shapely.LineString([(30, 50), (33, 51)])], {"dash": (6.0, 3.0), "colour": "good"}),
    "spots": ([shapely.MultiPoint([(31, 50), (32, 49)])], {"radius": 6.0, "colour": "accent"}),
    "nothing": ([], {}),
}


@pytest.fixture
def layers(monkeypatch):
    """A table of layers of its own, with one of each kind."""
    table = {}
    for place in (module, payload, declared):
        monkeypatch.setattr(place, "OVERLAYS", table)
    for name, (shapes, look) in KINDS.items():
        overlay(name, f"My {name}", shown=name != "way", **look)(lambda _plan, own=shapes: own)
    return table


def test_the_way_from_the_capital_is_as_long_as_the_measure_says(default_plan):
    (way,) = capital_way(default_plan)
    ends = shapely.get_coordinates(way)[[0, -1]]
    assert ends[0] == pytest.approx([30.5238, 50.45466], abs=1e-4)
    metres = GEOD.inv(*ends[0], *ends[1])[2]
    places = default_plan.settlements
    wanted = places.loc[places["rank"] == 0, "distance_m"].item()
    assert metres == pytest.approx(wanted, abs=500)
    assert GEOD.geometry_length(way) == pytest.approx(metres, abs=1)


def test_each_capital_has_its_way_and_a_country_without_one_has_none(tmp_path):
    with using("korea"):
        ways = list(capital_way(plan(load("armistice-1953"))))
        starts = np.array([way.coords[0] for way in ways])
    assert starts.round(2).tolist() == [[126.98, 37.57], [125.75, 39.03]]
    folder = written(tmp_path / "drawn")
    table = (folder / "settlements.csv").read_text("utf-8").replace("D-A,0,", "D-A,1,")
    (folder / "settlements.csv").write_text(table, "utf-8")
    text = (folder / "study.toml").read_text("utf-8").replace('capital = "D-A"\n', "")
    (folder / "study.toml").write_text(text, "utf-8")
    with using(folder):
        assert list(capital_way(plan(load("along")))) == []


@pytest.mark.usefixtures("layers")
def test_a_page_holds_what_is_declared_and_leaves_out_what_shows_nothing(default_plan, payload_of):
    held, _ = payload_of(render([default_plan]))
    told = {one["id"]: one for one in held["overlays"]}
    assert set(told) == {"area", "way", "spots"}
    assert [told[name]["off"] for name in ("area", "way", "spots")] == [False, True, False]
    assert told["way"]["dash"] == [6.0, 3.0]
    own = held["plans"][0]["overlays"]
    assert {name: (len(own[name]["shapes"]), own[name]["spots"]) for name in own} == {
        "area": (1, []),
        "way": (1, []),
        "spots": (0, [[31, 50], [32, 49]]),
    }


@pytest.mark.usefixtures("layers")
def test_a_figure_and_its_legend_have_what_is_shown(default_plan):
    text = rendered([default_plan], "svg", Sheet()).decode()
    words = " ".join(re.findall(r">([^<>]+)</text>", text))
    assert "My area" in words
    assert "My spots" in words
    assert "My way" not in words
    assert text.count(LIGHT.accent) > 2  # two places and the sign


def test_signs_are_of_what_a_layer_shows(layers):
    signs = {
        name: declared.sign(layers[name], KINDS[name][0], LIGHT)
        for name in ("area", "way", "spots")
    }
    assert signs["area"].get_facecolor()[3] == 0.5
    assert signs["way"].get_linestyle() == "--"
    assert signs["spots"].get_marker() == "o"


def test_the_words_of_a_layer_are_in_the_language_of_the_page():
    title = OVERLAYS["capital_way"].title
    assert tongue("uk").said(title) == "Найкоротший шлях від столиці до лінії"
    assert tongue("ru").said(title) == "Кратчайший путь от столицы до линии"


@pytest.mark.usefixtures("layers")
def test_what_is_no_layer_is_refused():
    with pytest.raises(ValueError, match=r"'pink' is no colour; give one of paper, .*ink, "):
        Overlay("x", "X", lambda _plan: (), "pink")
    with pytest.raises(ValueError, match="two layers have the id area"):
        overlay("area", "Another")(lambda _plan: ())


@pytest.mark.slow
@pytest.mark.usefixtures("layers")
def test_a_switch_shows_a_layer_and_its_legend(default_plan, opened):
    page = opened(render([default_plan])).page
    assert page.locator("#legend-rows li", has_text="My way").count() == 0
    box = page.get_by_label("My way", exact=True)
    assert not box.is_checked()
    before = page.locator("canvas.sheet").first.screenshot()
    box.check()
    page.wait_for_timeout(300)
    assert page.locator("#legend-rows li", has_text="My way").count() == 1
    assert page.locator("canvas.sheet").first.screenshot() != before
    assert page.get_by_label("My spots", exact=True).is_checked()
    assert "way" in page.evaluate("location.hash")
