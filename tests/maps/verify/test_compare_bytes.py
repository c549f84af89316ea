"""A file of any kind is drawn again byte for byte; a forgery sealed anew with the tool shows."""

import io
import re
import zlib

import numpy as np
import pytest
from PIL import Image

from ceaseline.geo.errors import InputError
from ceaseline.layers.audit import audit
from ceaseline.layers.comparison import compare, goal
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.layers.record.remeasure import check, restored
from ceaseline.maps.page.encoding import pack, unpack
from ceaseline.maps.page.render import Look
from ceaseline.maps.print.figure import Sheet, rendered
from ceaseline.maps.publish import sealed_map
from ceaseline.maps.reports.report import (
    Setting,
    audit_report,
    comparison_page,
    comparison_report,
    report,
)
from ceaseline.maps.seal.recipe import made_with
from ceaseline.maps.seal.seal import bare, seal, unseal
from ceaseline.maps.verify.compare_bytes import drawn_again
from ceaseline.maps.verify.extract import printed
from ceaseline.maps.verify.rerender import redrawn

PAYLOAD = re.compile(rb'(id="payload">)([^<]*)(<)')
MAPS = ("map", "dated maps", "comparison map")
PAGES = (*MAPS, "report.html", "comparison.html", "audit.html")
DRAWINGS = ("figure.svg", "report.html")
SET = ("report.pdf", "comparison.pdf", "audit.pdf")
PDFS = ("figure.pdf", *SET)
KINDS = (*PAGES, *PDFS, "figure.svg", "figure.png")


@pytest.fixture(scope="module")
def made():
    """Every kind of file, made when a test asks for it, and what its manifest holds."""
    study = proposal()
    first, other = load("contact-2022-02-23"), load("contact-2024-11-20")
    own = plan(first)
    compared = compare([first, other], measures=("line_length", "zone_area"))
    goals = [goal("zone_area:min")]
    look = Look("A $title <b>", "uk", "dark", tiles=True, max_kb=900)
    sheet = Sheet("Letter", 60, "ru", "Заголовок")
    setting = Setting("ru", "Заголовок", "dark", "Letter")
    audited = audit([own, plan(other)], study)
    draws = {
        "map": lambda: sealed_map([own], Look(), study)[0],
        "dated maps": lambda: sealed_map([plan(other), own], look, study)[0],
        "comparison map": lambda: comparison_page(compared, study, goals, theme="dark"),
        "report.html": lambda: report(own, study, "html", setting),
        "report.pdf": lambda: report(own, study, "pdf"),
        "comparison.html": lambda: comparison_report(compared, study, "html"),
        "comparison.pdf": lambda: comparison_report(compared, study, "pdf", goals, setting),
        "audit.html": lambda: audit_report(audited, [own, plan(other)], "html"),
        "audit.pdf": lambda: audit_report(audited, [own, plan(other)], "pdf", setting),
        **{
            f"figure.{k}": lambda k=k: rendered([own], k, sheet, study)
            for k in ("svg", "png", "pdf")
        },
    }
    kept = {}

    def get(kind):
        if kind not in kept:
            content = draws[kind]()
            held = unseal(content)[0]
            kept[kind] = content, held, restored(held)
        return kept[kind]

    return get


@pytest.mark.sampled
@pytest.mark.parametrize("kind", KINDS)
def test_a_clean_file_of_every_kind_is_drawn_again_the_same(made, kind):
    content, held, again = made(kind)
    found = drawn_again(content, held, again)
    assert (found.verdict, found.words) == ("identical", "")
    assert [c.reproduced for c in found.checks] == [True]


def in_text(content):
    """Change a figure in the text that a page or a drawing shows."""
    spot = re.search(rb">[^<>]*?[1-9]\d*\.(\d)[^<>]*<", content[content.index(b"<body") :])
    assert spot
    at = content.index(b"<body") + spot.start(1)
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def in_svg_text(content):
    return re.sub(
        rb"(<text[^>]*>[^<\d]*)(\d)", lambda m: m[1] + bytes([m[2][0] ^ 1]), content, count=1
    )


def in_payload(change):
    def changed(content):
        document, streams = unpack(PAYLOAD.search(content)[2].decode())
        change(document, streams)
        packed = pack(document, streams).encode()
        return PAYLOAD.sub(lambda m: m[1] + packed + m[3], content)

    return changed


def one_figure(document, _streams):
    document["plans"][0]["figures"][0]["shown"] = "1"


def one_vertex(_document, streams):
    name = max((key for key in streams if "arc" in key), key=lambda key: len(streams[key]))
    data = bytearray(streams[name])
    data[len(data) // 2] ^= 2
    streams[name] = bytes(data)


def one_colour(document, _streams):
    document["style"] = {**document["style"], "other": "#ffffff"}


def in_style(content):
    return re.sub(rb"(--[a-z-]+: ?)#[0-9a-f]{6}", rb"\1#123456", content, count=1)


def in_path(content):
    return re.sub(rb'( d="M [\d.]*)(\d)', lambda m: m[1] + bytes([m[2][0] ^ 1]), content, count=1)


def in_fill(content):
    own = rb"fill: (?:#[0-9a-f]{6}|var\(--[a-z0-9-]+\))"
    return re.sub(own, b"fill: #123456", content, count=1)


def in_pdf(pattern):
    """Change the digit that a pattern finds in what a PDF draws."""

    def changed(content):
        for found in re.finditer(rb"/FlateDecode[^>]*>>\s*stream\r?\n", content):
            end = content.index(b"endstream", found.end())
            try:
                drawn = zlib.decompress(content[found.end() : end])
            except zlib.error:
                continue
            spot = re.search(pattern, drawn, re.DOTALL)
            if spot:
                at = spot.start(1)
                new = drawn[:at] + bytes([drawn[at] ^ 1]) + drawn[at + 1 :]
                return content[: found.end()] + zlib.compress(new, 6) + b"\n" + content[end:]
        raise AssertionError("nothing to change")

    return changed


def in_pixel(content):
    picture = Image.open(io.BytesIO(content))
    picture.putpixel((200, 200), (1, 2, 3, 255)[: len(picture.getbands())])
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


GLYPH = rb"BT 0 Tr/f\d [\d.]+ Tf[^[(<]*\[?\((?:\\\d{3}|[^)])*?\\00(\d)"
STROKE = rb" \d+\.\d*(\d) l "
COLOUR = rb" 0\.\d*(\d) scn"
"""Where a letter, the end of a stroke and a colour stand in what typst draws."""

FORGERIES = [
    *((kind, in_text) for kind in PAGES),
    *((kind, in_payload(c)) for kind in MAPS for c in (one_figure, one_vertex, one_colour)),
    *((kind, in_style) for kind in PAGES),
    *((kind, change) for kind in DRAWINGS for change in (in_svg_text, in_path, in_fill)),
    ("figure.pdf", in_pdf(rb"BT\n.*?\((?:\\0|\0)?(\d)\)")),
    ("figure.pdf", in_pdf(rb"\n\d+\.\d*(\d) [\d.]+ l\n")),
    ("figure.pdf", in_pdf(rb"0\.\d*(\d) rg\b")),
    *((kind, in_pdf(change)) for kind in SET for change in (GLYPH, STROKE, COLOUR)),
    ("figure.png", in_pixel),
]


@pytest.mark.sampled
@pytest.mark.parametrize(("kind", "change"), FORGERIES)
def test_a_forgery_sealed_anew_with_the_same_manifest_differs(made, kind, change):
    content, held, again = made(kind)
    forged = seal(change(bare(content)), held)
    assert forged != content
    assert unseal(forged) == (held, True)
    found = drawn_again(forged, held, again)
    assert found.verdict == "differs"
    assert "at byte" in found.words
    assert [c.reproduced for c in found.checks] == [False]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("drawing", "options", "theme"), "light"),
        (("drawing", "options", "title"), "Other"),
        (("boundaries", "title"), "Other"),
        (("note",), "Other"),
        (("zone", "assumption"), False),
        (("zone", "assumption"), {"a": 1}),
    ],
)
def test_a_manifest_that_another_file_would_have_differs(made, place, value):
    content, held, _ = made("map")
    lie = {**held, "drawing": {**held["drawing"], "options": dict(held["drawing"]["options"])}}
    lie = {**lie, "zone": dict(held["zone"]), "boundaries": dict(held["boundaries"])}
    inner = lie
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    forged = seal(bare(content), lie)
    assert all(c.reproduced for c in check(lie))
    assert drawn_again(forged, lie, restored(lie)).verdict == "differs"


def test_a_manifest_written_another_way_differs(made):
    content, held, again = made("map")
    forged = content.replace(b'{"boundaries"', b'{"boundaries": 1, "boundaries"')
    assert unseal(forged) == (held, True)
    found = drawn_again(forged, held, again)
    assert found.words == "in how its manifest is written"


def otherwise(held, **versions):
    how = held["drawing"]
    return {**held, "drawing": {**how, "made_with": {**how["made_with"], **versions}}}


def test_the_same_bytes_are_the_same_whatever_they_were_made_with(made):
    content, held, again = made("map")
    other = otherwise(held, folium="0.1")
    assert drawn_again(seal(bare(content), other), other, again).verdict == "identical"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("figure.svg", in_fill, "All {count:,} texts with a figure that it prints"),
        (
            "figure.pdf",
            in_pdf(rb"0\.\d*(\d) rg\b"),
            "are printed again",
        ),
        ("figure.png", in_pixel, "The figures in a PNG are pixels."),
        ("map", in_style, "are printed again"),
    ],
)
def test_made_with_other_versions_it_is_not_compared_and_says_so(made, kind, change, words):
    content, held, again = made(kind)
    other = otherwise(held, ceaseline="0.0.9", matplotlib="3.0")
    found = drawn_again(seal(change(bare(content)), other), other, again)
    assert found.verdict == "not compared"
    here = made_with()["matplotlib"]
    own = made_with()["ceaseline"]
    assert found.words.startswith(f"Made with ceaseline 0.0.9, here {own}; matplotlib 3.0, here")
    assert here in found.words
    assert words.format(count=len(printed(content) or ())) in found.words
    assert found.checks == ()


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("map", in_text),
        ("map", in_payload(one_figure)),
        ("comparison.html", in_text),
        ("figure.svg", in_svg_text),
        ("report.pdf", in_pdf(GLYPH)),
        ("map", lambda content: content.replace(b'id="payload">', b'id="payload">!')),
        ("map", lambda content: content + b" " * 3_000_000),
    ],
)
def test_made_with_other_versions_a_printed_figure_changed_still_differs(made, kind, change):
    content, held, again = made(kind)
    other = otherwise(held, matplotlib="3.0")
    found = drawn_again(seal(change(bare(content)), other), other, again)
    assert found.verdict == "differs"
    assert found.words.startswith("Made with matplotlib 3.0")
    assert not any(c.reproduced for c in found.checks)
    assert found.checks


@pytest.mark.slow
def test_figures_in_another_order_differ(made):
    content, held, again = made("report.html")
    cells = re.findall(rb'<td class="number">[^<]*\d[^<]*</td>', content)
    one, two = cells[0], next(cell for cell in cells if cell != cells[0])
    swapped = bare(content).replace(one, b"\0", 1).replace(two, one, 1).replace(b"\0", two, 1)
    other = otherwise(held, matplotlib="3.0")
    found = drawn_again(seal(swapped, other), other, again)
    assert [c.printed for c in found.checks] == ["differs in the order of the figures"]


@pytest.mark.parametrize("drawing", [None, 3, []])
def test_a_file_that_does_not_say_how_it_was_drawn_is_not_compared(made, drawing):
    content, held, again = made("map")
    found = drawn_again(content, {**held, "drawing": drawing}, again)
    assert (found.verdict, found.words) == (
        "not compared", "The file does not say how it was drawn.",
    )  # fmt: skip


@pytest.mark.parametrize("bug", [TypeError, ValueError, ZeroDivisionError])
def test_an_error_in_drawing_is_not_said_to_be_a_difference(made, bug, monkeypatch):
    def broken(*_, **__):
        raise bug("inside the drawing")

    content, held, again = made("map")
    monkeypatch.setattr("ceaseline.maps.verify.compare_bytes.redrawn", broken)
    with pytest.raises(bug, match="inside the drawing"):
        drawn_again(content, held, again)


@pytest.mark.parametrize(
    ("what", "options", "message"),
    [
        ("poem", {}, "There is no drawing 'poem'"),
        (["map"], {}, "There is no drawing"),
        ("map", None, "There is no drawing 'map'"),
        ("map", {"lang": "../../etc/passwd"}, "no language '../../etc/passwd'"),
        ("map", {"theme": "sepia"}, "no theme 'sepia'"),
        ("map", {"max_kb": "many"}, "options are damaged: max_kb is not written so"),
        ("map", {"title": "x" * 1001}, "title is longer than 1000"),
        ("map", {"title": {"x": "y"}}, "options are damaged"),
        ("figure", {"kind": "gif"}, "no figure 'gif'"),
        ("figure", {"kind": "png", "dpi": 10**9}, "dots an inch cannot be printed"),
        ("figure", {"kind": "png", "page": "/etc"}, "no size '/etc'"),
        ("report", {"kind": "exe"}, "not named"),
        ("comparison map", {"goals": []}, "holds no comparison"),
        ("comparison report", {"goals": []}, "holds no comparison"),
    ],
)
def test_drawings_that_there_are_not_are_refused(made, what, options, message):
    content, held, again = made("map")
    with pytest.raises(InputError, match=message):
        redrawn({"what": what, "options": options}, again)
    lie = {**held, "drawing": {**held["drawing"], "what": what, "options": options}}
    found = drawn_again(content, lie, again)
    assert found.verdict == "differs"
    assert found.words.startswith("cannot be drawn: ")
    versions = otherwise(lie, numpy="1.0")
    assert drawn_again(content, versions, again).verdict == "not compared"


@pytest.mark.parametrize("goals", [None, ["merit:max"], [1], ["zone_area:min"] * 51])
def test_goals_that_there_are_not_are_refused(made, goals):
    _, _, again = made("comparison map")
    with pytest.raises(InputError):
        redrawn({"what": "comparison map", "options": {"goals": goals}}, again)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_figures_are_read_from_what_is_printed(made, kind):
    content, held, _ = made(kind)
    texts = printed(content)
    if kind == "figure.png":
        assert texts is None
        return
    whole = " ".join(texts)
    length = next(f for f in held["placements"][0]["figures"] if f["id"] == "line_length")
    kilometres = f"{length['value'] / 1000:.0f}"
    assert kilometres in re.sub(r"[\s\u00a0\u202f,]", "", whole)
    assert held["placements"][0]["sha256"] not in whole


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><html>" + b"<script>" * 200_000,
        b"<!doctype html><html>" + b"<!--" * 400_000,
        b"<!doctype html><html>" + b"<" * 2_000_000,
        b"%PDF-1.4\n" + b"/FlateDecode" * 150_000,
        b"%PDF-1.4\n" + b"/FlateDecode >>\nstream\n" * 90_000,
    ],
)
@pytest.mark.timeout(30)
def test_reading_what_is_printed_takes_one_pass(content):
    assert printed(content) == ()


def pdf_of(*streams):
    return b"%PDF-1.4\n" + b"".join(map(drawing, streams))


def drawing(text, cut=None, number=1):
    packed = zlib.compress(text)[:cut]
    return b"%d 0 obj\n<< /Filter /FlateDecode >>\nstream\n%s\nendstream\n" % (number, packed)


def test_a_reference_to_a_character_without_end_is_printed_as_it_is():
    page = "<!doctype html><html><p>&#" + "1" * 5_000 + ";</p>"
    assert printed(page.encode()) == ("&#" + "1" * 5_000 + ";",)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", [b"\\(" * 200_000, b"(" * 400_000, b"(\\" * 200_000, b"(1" * 200_000]
)
def test_texts_of_a_pdf_without_an_end_are_read_in_one_pass(text):
    assert len(printed(pdf_of(b"BT\n" + text))) <= 1


@pytest.mark.timeout(20)
def test_texts_of_a_pdf_are_read_as_they_are_written():
    assert printed(pdf_of(rb"BT (18) Tj (.6\)) [ (1) 5 (7 km) ] TJ ET".replace(b" ", b"\n"))) == (
        "18.6)17\nkm".replace("\n", " "),
    )


@pytest.mark.slow
def test_streams_cut_short_count_among_what_a_pdf_draws():
    pieces = (drawing(bytes(30 << 20), -8, number) for number in (1, 2, 3))
    with pytest.raises(InputError, match="draws more than"):
        printed(b"%PDF-1.4\n" + b"".join(pieces))


@pytest.mark.timeout(20)
def test_data_in_data_without_end_is_read_in_one_pass():
    deep = [1] * 20_000
    for _ in range(400):
        deep = [deep]
    page = '<!doctype html><html><script id="payload">' + pack({"plans": deep}, {}) + "</script>"
    assert len(printed(page.encode())) == 20_000


def test_a_pdf_that_swells_is_refused():
    streams = (drawing(bytes(30 << 20), number=number) for number in (1, 2, 3))
    with pytest.raises(InputError, match="draws more than"):
        printed(b"%PDF-1.4\n" + b"".join(streams))


def test_versions_name_all_that_draws():
    found = made_with()
    assert {"ceaseline", "folium", "xstatic-leaflet", "matplotlib", "numpy", "machine"} <= set(
        found
    )
    assert re.fullmatch(r"0\.1\.0\+[0-9a-f]{12}", found["ceaseline"])  # of a checkout
    assert all(found.values())
    assert np.__version__ == found["numpy"]
    assert set(np.show_config(mode="dicts")["SIMD Extensions"]["found"]) <= set(
        found["machine"].split()
    )
