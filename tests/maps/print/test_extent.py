"""What part of the country a map shows, and that all its text fits whatever it shows."""

import io
import json
import re

import matplotlib as mpl
import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from matplotlib.text import Text
from PIL import Image

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.cli import run
from ceaseline.maps.page.render import render
from ceaseline.maps.print.extent import Extent, box_of, shown
from ceaseline.maps.print.figure import Sheet, saved
from ceaseline.maps.print.map_page import lay_out
from ceaseline.maps.print.projection import flat_points
from ceaseline.maps.print.size import size_of
from ceaseline.maps.print.text import PLAIN
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.language import tongue


@pytest.fixture(scope="module")
def line():
    return plan(load("contact-2024-11-20"))


def test_around_a_place_is_as_far_on_every_side(line):
    circle, margin = shown(Extent(around="Bakhmut", km=60), [line], "zone")
    lon, lat = 37.99, 48.59  # the town's middle, to a kilometre
    far = [
        Geodesic.WGS84.Inverse(lat, lon, y, x)["s12"] for x, y in shapely.get_coordinates(circle)
    ]
    assert margin == 0
    assert np.allclose(far, 60_000, atol=3000)
    same, _ = shown(Extent(around="48.59, 37.99"), [line], "zone")
    assert circle.intersection(same).area > 0.95 * circle.area


@pytest.mark.parametrize("name", ["Donetsk oblast", "UA-14", "Донецька", "Донецкая область"])
def test_an_oblast_by_any_of_its_names(line, name):
    units = line.boundaries.units
    shape, _ = shown(Extent(name), [line], "zone")
    assert shape.equals(units.geometry[units["code"] == "UA-14"].iloc[0])


def test_a_raion_and_a_hromada_are_the_box_of_their_settlements(line):
    raion, _ = shown(Extent("Bakhmutskyi raion"), [line], "zone")
    hromada, _ = shown(Extent("UA14120110000031497"), [line], "zone")
    assert raion.covers(shapely.Point(37.99, 48.59))
    assert hromada.covers(shapely.Point(37.80, 48.99))
    with pytest.raises(InputError) as told:
        shown(Extent("Lymanska hromada"), [line], "zone")
    assert str(told.value) == (
        "3 units are called 'Lymanska hromada'; give the code: Lymanska hromada "
        "(UA14120110000031497), Lymanska hromada (UA51040090000096249), Lymanska hromada "
        "(UA51140090000048720)."
    )


def test_country_line_and_zone(line):
    assert shown(Extent(), [line], "country")[0] is line.boundaries.country
    assert shown(Extent("line"), [line], "zone")[0].equals(line.line)
    assert shown(Extent(), [line], "zone")[0].equals(line.zone)


INSIDE_OUT = (
    "The box '39,46,36,49' has no inside: its west is not west of its east, or its south not south "
    "of its north; give WEST,SOUTH,EAST,NORTH."
)
REFUSED = {
    "--km says how far around a place; give the place with --around.": {"km": 5},
    "A map has one extent; give one of --extent, --around and --bbox.": {
        "name": "zone", "bbox": "1,2,3,4",
    },
    "0.5 km around a place make no map; give 1 to 1,500.": {"around": "Bakhmut", "km": 0.5},
    "nan km around a place make no map; give 1 to 1,500.": {"around": "Bakhmut", "km": np.nan},
    "There is no settlement 'Bakhmutt'; did you mean ": {"around": "Bakhmutt"},
    "'97.2,38' is no place on the earth; give LATITUDE,LONGITUDE.": {"around": "97.2,38"},
    "Nothing of the country lies within 60 km of 38,48.6; give LATITUDE,LONGITUDE.": {
        "around": "38,48.6",
    },
    "There is no extent 'Donetzk'; did you mean Donetsk": {"name": "Donetzk"},
    "There is no extent '12345'; give country, line, zone, or an oblast, raion or hromada by name "
    "or code.": {"name": "12345"},
    "The box '36,46,39' is not four numbers; give WEST,SOUTH,EAST,NORTH in degrees, as "
    "36,46,39,49.": {"bbox": "36,46,39"},
    INSIDE_OUT: {"bbox": "39,46,36,49"},
    "The box '46,36,49,39' lies outside the country; give WEST,SOUTH,EAST,NORTH, longitude before "
    "latitude.": {"bbox": "46,36,49,39"},
    "The box '-180,-80,180,80' is larger than the map is drawn; give 40 degrees at most.": {
        "bbox": "-180,-80,180,80",
    },
    "The box 'nan,46,36,49' is not on the earth; give degrees.": {"bbox": "nan,46,36,49"},
}  # fmt: skip


@pytest.mark.parametrize("told", REFUSED)
def test_what_is_no_extent_is_refused(line, told):
    with pytest.raises(InputError) as fault:
        shown(Extent(**REFUSED[told]), [line], "zone")
    assert str(fault.value).startswith(told)


def test_the_command_refuses_before_anything_is_drawn(tmp_path, capsys):
    path = tmp_path / "a.png"
    assert run(["map", "-o", str(path), "--extent", "zone", "--around", "Bakhmut"]) == 2
    assert capsys.readouterr().err.startswith("Error: A map has one extent; ")
    assert not path.exists()


def test_the_page_opens_at_the_extent(line, payload_of):
    box = box_of(Extent(bbox="36,46,39,49"), [line])
    assert box == ((46.0, 36.0), (49.0, 39.0))
    document, _ = payload_of(render([line], extent=Extent(bbox="36,46,39,49")))
    assert json.loads(json.dumps(document["view"])) == [[46.0, 36.0], [49.0, 39.0]]
    assert "view" not in payload_of(render([line]))[0]


def drawn(line, size, lang, extent, more=()):
    found = size_of(size)
    sheet = lay_out([line, *more], proposal(), tongue(lang), LIGHT, (found.width, found.height),
                    None, extent)  # fmt: skip
    sheet.draw_without_rendering()
    return sheet


@pytest.fixture(autouse=True)
def letters_as_they_are_saved():
    with mpl.rc_context(PLAIN):
        yield


def clashes(sheet):
    """Which texts, legends and maps lie over one another, or over an edge of the page."""
    axes = next(a for a in sheet.axes if a.get_label() == "map")
    boxes = [(t.get_text()[:30], t.get_window_extent()) for t in sheet.texts if t.get_text()]
    boxes += [("legend", one.get_window_extent()) for one in sheet.legends]
    boxes += [("map", axes.get_window_extent())]
    page = sheet.bbox
    out = [
        name
        for name, b in boxes
        if b.x0 < -0.5 or b.y0 < -0.5 or b.x1 > page.x1 + 0.5 or b.y1 > page.y1 + 0.5
    ]
    slack = 0.5
    for k, (name, a) in enumerate(boxes):
        for other, b in boxes[k + 1 :]:
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            if wide > slack and high > slack:
                out.append(f"{name} / {other}")
    return out


EXTENTS = {
    "zone": Extent(),
    "country": Extent("country"),
    "unit": Extent("UA-14"),
    "around": Extent(around="Bakhmut", km=60),
}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
@pytest.mark.parametrize(
    "size",
    ["600x400", "1200x675", "1080x1920", "180mmx120mm", "A5", "A4", "A4-portrait", "A3", "A0",
     "Letter"],
)  # fmt: skip
def test_nothing_lies_over_anything_at_any_size(line, size, lang):
    for name, extent in EXTENTS.items():
        sheet = drawn(line, size, lang, extent)
        assert clashes(sheet) == [], name
        said = " ".join(t.get_text().replace("\n", " ") for t in sheet.findobj(Text))
        assert tongue(lang)["disclaimer"] in said
        assert "GeoNames" in said
        axes = next(a for a in sheet.axes if a.get_label() == "map")
        assert axes.get_position().height >= 0.36
        named = [t for t in axes.texts if t.get_zorder() == 4]
        boxes = [t.get_window_extent() for t in named]
        over = [
            (named[i].get_text(), named[j].get_text())
            for i, a in enumerate(boxes)
            for j, b in enumerate(boxes[:i])
            if a.overlaps(b)
        ]
        assert over == []


def test_nothing_lies_over_anything_where_russian_overlapped(line):
    assert clashes(drawn(line, "A4", "ru", Extent())) == []


@pytest.mark.slow
def test_the_map_shows_what_was_asked_for_and_the_inset_where_it_is(line):
    for name, extent in EXTENTS.items():
        sheet = drawn(line, "A4", "en", extent)
        axes = next(a for a in sheet.axes if a.get_label() == "map")
        shape, _ = shown(extent, [line], "zone")
        spots = flat_points(*shapely.get_coordinates(shape).T)
        (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
        assert x0 <= spots[:, 0].min() <= spots[:, 0].max() <= x1
        assert y0 <= spots[:, 1].min() <= spots[:, 1].max() <= y1
        share = max(np.ptp(spots[:, 0]) / (x1 - x0), np.ptp(spots[:, 1]) / (y1 - y0))
        assert share > 0.85
        insets = [a for a in sheet.axes if a.get_label() == "inset"]
        assert bool(insets) == (name != "country")


@pytest.mark.slow
def test_nearer_more_settlements_are_named(line):
    def names(extent):
        axes = next(a for a in drawn(line, "A4", "en", extent).axes if a.get_label() == "map")
        return {t.get_text() for t in axes.texts if t.get_zorder() == 4}

    near = names(Extent(around="Bakhmut", km=15))
    assert "Bakhmut" in near
    assert len(near - names(Extent())) > 8


def test_every_placement_is_named_in_the_heading(line):
    others = [plan(load(name)) for name in ("four-oblasts", "contact-2022-02-23")]
    sheet = drawn(line, "A4", "en", Extent(), others)
    heading = " ".join(re.sub(r"\s+", " ", t.get_text()) for t in sheet.texts[:3])
    assert "Line of contact, 20 November 2024" in heading
    assert (
        "Drawn with it: Crimea and the whole of four oblasts; Line of contact, 23 February 2022. "
        "Only the zone of the first is drawn, so that the lines can be told apart." in heading
    )
    assert clashes(sheet) == []


@pytest.mark.slow
def test_a_figure_of_an_extent_is_drawn_again_byte_for_byte(tmp_path, capsys):
    for name in ("a.png", "a.html"):
        path = tmp_path / name
        options = ["--around", "Bakhmut", "--km", "40", "--size", "800x600"]
        assert run(["map", "-o", str(path), *options]) == 0
        assert run(["verify", str(path)]) == 0
        assert "is reproduced, byte for byte" in capsys.readouterr().out


@pytest.mark.slow
def test_land_goes_on_where_the_map_reaches_far(line):
    sheet = Sheet("1200x900", extent=Extent(around="50.45,30.52", km=1500))
    size = (sheet.size.width, sheet.size.height)
    page = lay_out([line], proposal(), tongue("en"), LIGHT, size, None, sheet.extent)
    axes = next(a for a in page.axes if a.get_label() == "map")
    content = saved(page, "png", sheet.dots)
    picture = np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)

    def colour(lon, lat):
        x, y = axes.transData.transform(flat_points(np.array([lon]), np.array([lat]))[0])
        scale = picture.shape[0] / page.bbox.height
        return picture[int((page.bbox.height - y) * scale), int(x * scale)]

    land = [int(LIGHT.land[k : k + 2], 16) for k in (1, 3, 5)]
    sea = [int(LIGHT.sea[k : k + 2], 16) for k in (1, 3, 5)]
    for spot in ((13.0, 52.0), (45.0, 58.5), (48.0, 48.5), (24.0, 60.9)):
        assert np.abs(colour(*spot) - land).max() <= 2, spot
    for spot in ((19.5, 58.0), (35.0, 43.5)):
        assert np.abs(colour(*spot) - sea).max() <= 2, spot
