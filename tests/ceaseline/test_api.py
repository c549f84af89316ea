"""The front door: what `import ceaseline as cl` gives, and how values show themselves."""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import folium
import folium.plugins
import pyogrio
import pytest
import shapely
from geopandas import GeoDataFrame

import ceaseline as cl
from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import InputError
from ceaseline.geo.sources import source
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.plan.zone import ZoneSettings
from ceaseline.views import show

ROOT = Path(__file__).parents[2]
CONTACT = "contact-2024-11-20"


@pytest.fixture(scope="module")
def contact():
    return cl.plan(CONTACT)


def test_importing_loads_nothing_heavy():
    code = (
        "import sys; before = set(sys.modules); import ceaseline; "
        "print(sorted({m.partition('.')[0] for m in set(sys.modules) - before}))"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"numpy", "pandas", "geopandas", "shapely", "folium", "typer", "matplotlib"}
    assert "ceaseline" in done.stdout
    assert not heavy & set(re.findall(r"\w+", done.stdout))


def test_the_door_lists_its_names_and_each_stands_in_the_docs():
    names = [name for name in dir(cl) if name != "__version__"]
    assert 12 <= len(names) <= 18
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    for name in names:
        assert inspect.getdoc(getattr(cl, name)), name
        assert f"`cl.{name}" in page, name


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match=r"no attribute 'maps_of'; dir\(ceaseline\) lists all"):
        cl.maps_of  # noqa: B018 - asked for


def test_a_plan_is_the_same_by_name_file_and_value(tmp_path, contact):
    line = cl.load(CONTACT)
    path = cl.save(line, tmp_path / "a.geojson")
    assert cl.plan(line) is contact
    assert cl.plan(path).division.areas == pytest.approx(contact.division.areas, rel=0, abs=0)


def test_depths_are_metres_a_side(contact):
    deep = cl.plan(CONTACT, depth_m=(5_000, 10_000), clip=False)
    assert deep.zone_settings == ZoneSettings((5_000, 10_000), assumption=False, clip=False)
    assert cl.plan(CONTACT, depth_m=5_000).zone_settings.depth_m == (5_000, 5_000)
    assert contact.zone_settings.assumption


def test_boundaries_and_settlements_are_values_names_or_files(tmp_path):
    base = boundaries()
    assert cl.plan(CONTACT, boundaries=base) is cl.plan(CONTACT, boundaries="natural-earth")
    table = tmp_path / "own.csv"
    table.write_text("name,lat,lon,people\nHere,48.5,36.0,1234\n", encoding="utf-8")
    own = cl.plan(CONTACT, settlements=table)
    assert own.settlements["population"].tolist() == [1234]
    assert cl.plan(CONTACT, settlements=own.gazetteer) is own


def test_figures_are_rows_and_sum_up(contact):
    figures = cl.measure(contact, "four-oblasts", by="oblast")
    assert list(figures)[:4] == ["placement", "id", "value", "unit"]
    own = figures[figures.placement == CONTACT]
    whole = own[own.unit_code.isna()].set_index(["id", "party"]).value
    area = shapely.area(boundaries().country)
    assert area > 0
    assert whole["territory_area"].sum() == pytest.approx(boundaries().area_m2, rel=1e-9)
    assert (
        whole["territory_share", "Russia"]
        == find(contact.figures, "territory_share", party="Russia").value
    )
    people = own[(own.id == "people") & own.unit_code.notna() & (own.party == "Russia")]
    assert people.value.sum() == whole["people", "Russia"]


def test_progress_tells_how_far_it_is_and_changes_nothing(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    assert cl.measure("four-oblasts", progress=True).equals(cl.measure("four-oblasts"))
    assert "Measuring" in capsys.readouterr().err


def test_nothing_to_measure():
    with pytest.raises(InputError, match="nothing to measure; give one placement or more"):
        cl.measure()


def test_an_edit_gives_a_new_placement():
    line = cl.load(CONTACT)
    made = cl.edit(line, "depth", km=[10, 20])
    assert [edit.verb for edit in made.history] == ["depth"]
    assert line.history == ()
    assert cl.redo(cl.undo(made)) == made


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"names": ["Pokrovsk"]}, "flip does not take names; it takes settlement, to."),
        ({"to": "Russia"}, "flip needs settlement; it takes settlement, to."),
    ],
)
def test_words_that_a_verb_does_not_take(words, message):
    with pytest.raises(InputError, match=re.escape(message)):
        cl.edit(cl.load(CONTACT), "flip", **words)


@pytest.mark.parametrize("given", [{}, {"share": 0.2, "length_m": 1e6}])
def test_one_number_is_sought(given):
    with pytest.raises(InputError, match="Give one of share, length_m and zone_area_m2"):
        cl.solve(CONTACT, **given)


def test_a_zone_of_an_area_is_found():
    (answer,) = cl.solve("four-oblasts", zone_area_m2=10e9)
    zone = cl.measure(answer.placement).query("id == 'zone_area' and party.isna()").value.item()
    assert zone == pytest.approx(10e9, rel=1e-3)


def test_a_file_is_read(tmp_path, contact):
    path = cl.export(contact, tmp_path / "front.kml")
    found = cl.read(path, "front")
    assert found.placement.name == "front"
    assert found.placement.line.equals(contact.placement.line)


def test_an_export_goes_by_its_name(tmp_path, contact):
    path = cl.export(contact, tmp_path / "a.gpkg")
    assert set(pyogrio.list_layers(path)[:, 0]) >= {"line", "territories", "zone", "settlements"}
    with pytest.raises(InputError, match=r"a\.txt does not say what it is to be; name it \.geo"):
        cl.export(contact, tmp_path / "a.txt")


def test_a_map_is_sealed_and_nothing_of_others_is_replaced(tmp_path, contact):
    path = cl.map([contact], tmp_path / "a.html", title="A title")
    text = path.read_text("utf-8")
    assert "<h1>A title</h1>" in text
    assert json.loads(re.search(r'id="ceaseline-manifest">(\{.*?\})</script>', text)[1])
    cl.map(CONTACT, path)  # its own may be
    path.write_text("somebody's work")
    with pytest.raises(InputError, match="exists"):
        cl.map(contact, path)
    assert path.read_text() == "somebody's work"


def test_a_figure_and_a_report(tmp_path, contact):
    assert cl.figure(contact, tmp_path / "a.svg", page="A5").read_bytes()[:5] == b"<?xml"
    with pytest.raises(InputError, match=r"a\.gif is not named"):
        cl.figure(contact, tmp_path / "a.gif")
    assert b"<html" in cl.report(contact, tmp_path / "a.html").read_bytes()[:40]


def forbidden():
    line = cl.load("four-oblasts")
    return Placement("own", "Own", line.sections, sources=(source("deepstate"),))


@pytest.mark.parametrize("what", ["map", "figure", "report", "export"])
def test_sources_that_forbid_it_are_not_passed_on(tmp_path, what):
    names = {"map": "a.html", "figure": "a.svg", "report": "a.html", "export": "a.kml"}
    with pytest.raises(InputError, match="may not be passed on"):
        getattr(cl, what)(forbidden(), tmp_path / names[what])
    assert list(tmp_path.iterdir()) == []


def test_layers_are_frames(contact):
    zone = contact.to_geodataframe("zone")
    assert isinstance(zone, GeoDataFrame)
    assert zone.crs == 4326
    assert zone["area_m2"].sum() == pytest.approx(contact.zone_parts["area_m2"].sum(), rel=1e-6)
    with pytest.raises(InputError, match="There is no layer 'roads'; give line, territories"):
        contact.to_geodataframe("roads")


def test_values_are_a_line_of_text(contact):
    shown = [
        (contact, f"<Plan {CONTACT} on natural-earth, zone 15 and 15 km>"),
        (cl.load(CONTACT), f"<Placement {CONTACT} of 2024-11-20, 12 sections>"),
        (
            cl.compare("four-oblasts", "donbas-full"),
            "<Comparison of donbas-full with four-oblasts>",
        ),
        (
            cl.audit("four-oblasts"),
            "<Audit of four-oblasts against 'Ceasefire proposal reported in late 2024'>",
        ),
    ]
    for value, text in shown:
        assert re.sub(r"\d+ sections", "12 sections", repr(value)) == text


def test_tables_in_a_notebook_are_escaped():
    sections = (Section.of("<img src=x>", "drawn", [(36.5, 50.0), (37.5, 50.0)]),)
    html = Placement("trial", "<script>alert(1)</script>", sections)._repr_html_()
    assert "<script>" not in html
    assert "<img" not in html
    assert "&lt;img src=x&gt;" in html


def test_comparisons_and_audits_show_their_tables():
    held = cl.compare("four-oblasts", "donbas-full")
    assert "<table>" in held._repr_html_()
    assert "Ceasefire proposal" in cl.audit("four-oblasts")._repr_html_()


def test_a_plan_shows_its_map_in_a_frame(contact):
    html = contact._repr_html_()
    assert 'iframe srcdoc="&lt;!DOCTYPE html&gt;' in html
    assert len(html) < 2_000_000


def test_a_map_takes_layers_and_is_the_same_each_time(tmp_path, contact):
    page = contact.explore()
    assert isinstance(page, folium.Map)
    bare = page.get_root().render()
    folium.CircleMarker((48.0, 37.0), tooltip="A mark").add_to(page)
    page.save(tmp_path / "one.html")
    page.save(tmp_path / "two.html")
    one = (tmp_path / "one.html").read_text("utf-8")
    assert one == (tmp_path / "two.html").read_text("utf-8")
    assert "A mark" in one
    assert "A mark" not in bare
    assert contact.explore().get_root().render() == bare
    assert "style-src-attr" not in bare


def test_a_comparison_has_a_map_too():
    held = cl.compare("four-oblasts", "donbas-full")
    assert 'id="swipe"' in held.explore().get_root().render()


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (lambda: folium.TileLayer("OpenStreetMap"), "A layer of tiles was added"),
        (lambda: folium.Marker((48, 37), icon=folium.Icon()), "would load an Icon"),
        (folium.plugins.MiniMap, r"would load https://\S+, and a map of Ceaseline loads"),
    ],
)
def test_layers_that_load_from_other_hosts_are_refused(contact, layer, message):
    page = contact.explore()
    layer().add_to(page)
    with pytest.raises(InputError, match=message):
        page.get_root().render()


def test_what_nobody_shows():
    with pytest.raises(KeyError):
        show(object(), "html")


def test_a_value_of_the_floors_is_a_value_of_the_door():
    assert plan(cl.load(CONTACT)) is cl.plan(CONTACT)
