"""The static figure: three formats, the same bytes twice, sealed, and fit for a page."""

import io
import re
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
import shapely
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.placement import Edit
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import ZoneSettings, plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.page.render import render
from ceaseline.maps.print.figure import KINDS, Sheet, draw, rendered
from ceaseline.maps.print.map_page import lay_out
from ceaseline.maps.print.projection import flat
from ceaseline.maps.print.size import PAGES
from ceaseline.maps.print.text import PLAIN, wrapped
from ceaseline.maps.seal.seal import unseal
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.language import tongue
from ceaseline.maps.text.wording import depth_text


@pytest.fixture(scope="module")
def line():
    return plan(load("contact-2022-02-23"))


@pytest.fixture(scope="module")
def files(line):
    return {kind: rendered(line, kind, Sheet("Letter", 60)) for kind in KINDS}


def test_every_format_is_sealed_with_the_figures_it_prints(files):
    for content in files.values():
        held, intact = unseal(content)
        assert intact
        share = next(f for f in held["placements"][0]["figures"] if f["id"] == "territory_share")
        assert share["value"] == pytest.approx(0.926, abs=1e-3)


def test_the_same_input_gives_the_same_bytes(line, files):
    assert rendered(line, "svg", Sheet("Letter", 60)) == files["svg"]
    assert b"CreationDate" not in files["pdf"]


@pytest.mark.slow
def test_a_zone_whose_outline_crosses_itself_in_the_plane_is_drawn():
    beyond = ZoneSettings((10_000.0, 20_000.0), clip=False)
    content = rendered(plan(load("contact-2024-11-20"), zone=beyond), "png", Sheet(dpi=50))
    assert unseal(content)[1]


def test_the_page_has_its_size_in_dots(files):
    picture = Image.open(io.BytesIO(files["png"]))
    width, height = PAGES["Letter"]
    assert picture.size == pytest.approx((width / 25.4 * 60, height / 25.4 * 60), abs=1)
    colours = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    for fill in LIGHT.fill:
        wanted = [int(fill[k : k + 2], 16) for k in (1, 3, 5)]
        assert (np.abs(colours.astype(int) - wanted).max(axis=1) <= 2).mean() > 0.02


def test_figures_words_and_sources_stand_on_it(files):
    text = files["svg"].decode()
    texts = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", text))
    for words in ("7.37 %", "Demilitarized zone", "assumption", "Natural Earth"):
        assert words in texts or words in text


@pytest.mark.sampled
@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_all_of_it_speaks_the_language(line, lang):
    sheet = lay_out([line], proposal(), tongue(lang), LIGHT, (11.0, 8.5))
    assert isinstance(sheet, Figure)
    said = [text.get_text() for axes in (sheet, *sheet.axes) for text in axes.texts]
    assert tongue(lang)["m_line_length"] in " ".join(said)


def test_labels_stand_apart(line):
    sheet = lay_out([line, line], proposal(), tongue("en"), LIGHT, (11.0, 8.5))
    sheet.canvas.draw()
    axes = next(a for a in sheet.axes if a.get_label() == "map")
    boxes = [t.get_window_extent() for t in axes.texts if t.get_zorder() == 4]
    assert len(boxes) > 8
    clashes = [(a, b) for k, a in enumerate(boxes) for b in boxes[k + 1 :] if a.overlaps(b)]
    assert not clashes


def test_no_line_is_wider_than_its_column():
    text = "word " * 50
    assert all(len(line) * 0.6 * 8 <= 100 for line in wrapped(text, 100, 8))
    assert " ".join(wrapped(text, 100, 8)) == text.strip()
    assert wrapped("about 1\u00a0300 km", 36, 8) == ["about", "1\u00a0300", "km"]
    assert wrapped("Donaudampfschiffahrtsgesellschaft", 20, 8) == [
        "Donaudampfschiffahrtsgesellschaft"
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"page": "B5"}, "There is no size 'B5'; give a page "),
        ({"dpi": 5}, "5 dots an inch"),
        (
            {"page": "A0", "dpi": 1200},
            "A0 at 1200 dots an inch has 2,232 million dots, and 150 can be drawn; give fewer",
        ),
        ({"lang": "de"}, "de"),
    ],
)
def test_what_cannot_be_drawn_is_refused(line, options, message):
    with pytest.raises(InputError, match=message):
        rendered(line, "png", Sheet(**options))


def test_no_plan_no_kind_no_folder(line, tmp_path):
    with pytest.raises(InputError, match="no plan to draw"):
        rendered([], "png")
    with pytest.raises(InputError, match="no figure 'gif'"):
        rendered(line, "gif")
    with pytest.raises(InputError, match="nowhere"):
        draw(line, tmp_path / "nowhere" / "a.svg", "svg")
    assert list(tmp_path.iterdir()) == []


def test_a_figure_is_written_whole(line, tmp_path):
    path = tmp_path / "map.svg"
    draw(line, path, "svg", Sheet("A4", 60))
    assert unseal(path.read_bytes())[1]


@pytest.fixture(scope="module")
def contact():
    return plan(load("contact-2024-11-20"))


def drawn_texts(page):
    return [text for text in page.findobj(Text) if text.get_text().strip() and text.get_visible()]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "uk"])
def test_a_printed_page_is_set_large_enough_to_read(contact, lang):
    size = PAGES["A4"][0] / 25.4, PAGES["A4"][1] / 25.4
    made = lay_out([contact], proposal(), tongue(lang), LIGHT, size)
    assert min(text.get_fontsize() for text in drawn_texts(made)) >= 6.5


@pytest.mark.slow
@pytest.mark.parametrize("name", ["contact-2024-11-20", "contact-2022-02-23"])
def test_scale_and_inset_hide_no_name_and_no_zone(name):
    own = plan(load(name))
    page = lay_out([own], proposal(), tongue("en"), LIGHT, (8.3, 11.7))
    page.canvas.draw()
    axes = next(a for a in page.axes if a.get_label() == "map")
    bar = max(
        (p for p in axes.patches if p.get_facecolor()[3] == 0.8), key=lambda p: p.get_width()
    ).get_window_extent()
    small = next(a for a in page.axes if a.get_label() == "inset").get_window_extent()
    named = [t for t in axes.texts if t.get_zorder() == 4]
    assert len(named) > 8
    for text in named:
        for box in (bar, small):
            assert not text.get_window_extent().overlaps(box), text.get_text()
    assert not bar.overlaps(small)


@pytest.mark.slow
def test_districts_of_a_city_are_not_labelled_as_towns(contact):
    page = lay_out([contact], proposal(), tongue("en"), LIGHT, (8.3, 11.7))
    axes = next(a for a in page.axes if a.get_label() == "map")
    places = contact.settlements
    districts = set(places["name"][places["part_of"] > 0]) - set(
        places["name"][places["part_of"] == 0]
    )
    assert {"Saltivka", "Avtozavodskyi"} <= districts
    assert not districts & {text.get_text() for text in axes.texts}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "said"), [("en", "edits made: 2"), ("uk", "правок зроблено: 2"), ("ru", "правок: 2")]
)
def test_a_line_that_was_edited_is_not_passed_off_as_its_source(line, lang, said):
    edits = (Edit.of("depth", {"km": [5.0, 9.0]}), Edit.of("lock", {}))
    deep = tuple(s.replaced(depth_m=(5000.0, 9000.0)) for s in line.placement.sections)
    changed = plan(line.placement.replaced(history=edits, sections=deep))
    own = tongue(lang)
    sheet = lay_out([changed], proposal(), own, LIGHT, (11.0, 8.5))
    texts = [text.get_text() for text in sheet.findobj(Text)]
    deep = own.said(depth_text((5000.0, 9000.0), changed.parties))
    zones = [text for text in texts if f"{own['layer_zone']}, {deep}" in text]
    assert any(said in text for text in zones)
    page = render([changed], lang=lang)
    assert said in page
    assert f"{own['layer_zone']}, {deep};" in page
    for text in (*texts, page):
        assert f"({own.said('assumption')})" not in text
        assert own.said(depth_text((15e3, 15e3), changed.parties)) not in text
    assert said not in render([line], lang=lang)


@pytest.mark.slow
def test_settlements_in_the_zone_have_the_colour_of_their_side(contact):
    page = lay_out([contact], proposal(), tongue("en"), LIGHT, (11.0, 8.5))
    axes = next(a for a in page.axes if a.get_label() == "map")
    inside = int(contact.settlements["in_zone"].sum())
    discs = next(c for c in axes.collections if len(c.get_offsets()) == inside)
    seen = {to_hex(colour[:3]) for colour in discs.get_facecolors()}
    assert seen == set(LIGHT.strong)


LONG = "Costs $5 and $10_x^2$ " + "long " * 60


def _texts(sheet):
    every = [*sheet.texts, *(text for axes in sheet.axes for text in axes.texts)]
    return [*every, *(text for legend in sheet.legends for text in legend.get_texts())]


@pytest.mark.sampled
@pytest.mark.parametrize("dpi", [60, 120, 200])
def test_no_text_runs_off_the_page_at_any_dots_however_long_the_title(default_plan, dpi):
    sheet = lay_out([default_plan], proposal(), tongue("en"), LIGHT, (11.7, 8.3), LONG)
    with mpl.rc_context(PLAIN):
        sheet.set_dpi(dpi)
        sheet.canvas.draw()
        edge = sheet.bbox.x1 - 0.3 * dpi
        wide = [t.get_text() for t in sheet.texts if t.get_window_extent().x1 > edge]
    assert wide == []
    assert sheet.texts[0].get_text().startswith("Costs $5 and $10_x^2$ long")


@pytest.mark.slow
def test_a_dollar_is_a_dollar(line):
    titled = replace(line, placement=replace(line.placement, title="$a_b$", notes="$c^d$"))
    sheet = lay_out([line, titled], proposal(), tongue("en"), LIGHT, (11.0, 8.5), "$x$")
    assert not any(text.get_parse_math() for text in _texts(sheet))
    drawn = re.sub(r"<[^>]+>", "", rendered(line, "svg", Sheet(title="from $1 to $2")).decode())
    assert "from $1 to $2" in drawn


@pytest.mark.slow
def test_the_drained_reservoir_is_named_clear_of_line_and_towns(default_plan):
    for lang, words in (("en", "Kakhovka Reservoir (drained 2023)"), ("uk", "Каховське")):
        sheet = lay_out([default_plan], proposal(), tongue(lang), LIGHT, (11.7, 8.3))
        named = [t for t in sheet.axes[0].texts if words in t.get_text()]
        assert len(named) == 1
        sheet.canvas.draw()
        box = named[0].get_window_extent()
        others = [t for t in sheet.axes[0].texts if t.get_zorder() == 4 and t is not named[0]]
        assert not any(box.overlaps(t.get_window_extent()) for t in others)


def test_names_keep_off_the_line_where_there_is_room(default_plan):
    sheet = lay_out([default_plan], proposal(), tongue("en"), LIGHT, (11.7, 8.3))
    axes = sheet.axes[0]
    kramatorsk = next(t for t in axes.texts if t.get_text() == "Kramatorsk")
    sheet.canvas.draw()
    box = kramatorsk.get_window_extent().transformed(axes.transData.inverted())
    line = shapely.union_all(flat([default_plan.line]))
    assert not shapely.box(box.x0, box.y0, box.x1, box.y1).intersects(line)
