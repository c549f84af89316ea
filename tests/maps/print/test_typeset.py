"""A report as a PDF: tagged, the same each time, its texts never markup; pypdf is the oracle."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace

import pypdf
import pytest

from ceaseline.geo.errors import InputError
from ceaseline.maps.print.document import Document, Graded, Keys, Part, Picture, Prose, Setting
from ceaseline.maps.print.typeset import typeset, typesetting
from ceaseline.maps.reports.report import kind_of
from ceaseline.maps.style import DARK, LIGHT
from ceaseline.maps.text.table import Table

A4 = (210.0, 297.0)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><path d="M0 0L60 20" '
    'style="stroke:#000"/><text x="5" y="12" style="font: 8px DejaVu Sans">Київ</text></svg>'
)
HOSTILE = (
    '#panic("a") #read("/etc/passwd") $x^2$ [*bold*] <script> \\u{41} @cite = // end " \' `raw` ~ '
    "#import https://a.b/c --- {1 + 1} \u202eturned"
)
SHOWN = HOSTILE.replace("\u202e", "")


def document(*blocks, **changes):
    whole = Document(
        title="A report", subtitle="Of a test", introduced=(("", "trial"),),
        parts=(Part("", ()), Part("First", blocks)), lang="en", contents="", foot="Made by a test",
        page_of="Page {page} of {pages}",
    )  # fmt: skip
    return replace(whole, **changes)


def read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def squeezed(text):
    return re.sub(r"[\s\u200b]+", "", text)


def words(reader):
    return squeezed("".join(page.extract_text() for page in reader.pages))


def places(page):
    """Return each text of a page with where it begins, points."""
    found = []

    def visit(text, cm, tm, _font, _size):
        if text.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x, y))

    page.extract_text(visitor_text=visit)
    return found


def described(node):
    """Yield the alternative texts of a tree of tags."""
    own = node.get_object()
    if "/Alt" in own:
        yield str(own["/Alt"])
    below = own.get("/K", [])
    for one in below if isinstance(below, list) else [below]:
        if isinstance(one.get_object(), dict):
            yield from described(one)


def test_a_report_is_tagged_in_its_language_and_undated():
    blocks = (Picture(SVG, "A line on a map, 20 km", "Below"), Prose(("Київ і Суми.",)))
    reader = read(typeset(document(*blocks, lang="uk"), LIGHT, A4))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "uk"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert "A line on a map, 20 km" in list(described(root["/StructTreeRoot"]))
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata.title == "A report"
    assert reader.metadata.creation_date is None
    assert "КиївіСуми." in words(reader)
    assert [one.title for one in reader.outline] == ["First"]


def test_all_fonts_are_embedded():
    reader = read(typeset(document(Picture(SVG, "w"), Prose(("Їжак → 5 ² − «»",))), LIGHT, A4))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    files = [
        {"/FontFile2", "/FontFile3"} & set(font["/DescendantFonts"][0]["/FontDescriptor"])
        for font in fonts
    ]
    assert len(files) >= 3
    assert all(files)
    assert "Їжак→5²−«»" in words(reader)


def test_the_same_report_has_the_same_bytes():
    own = document(Picture(SVG, "w"), Keys((("5 km", "length"),)))
    assert typeset(own, LIGHT, A4) == typeset(own, LIGHT, A4) != typeset(own, DARK, A4)


def test_no_text_is_markup():
    table = Table(HOSTILE, (HOSTILE, "b"), ((HOSTILE, HOSTILE),), (1,), (HOSTILE,), (HOSTILE,))
    blocks = (
        Graded(table, {(0, 1): "bad"}), Keys(((HOSTILE, HOSTILE),)), Prose((HOSTILE,)),
        Picture(SVG, HOSTILE, HOSTILE, HOSTILE),
    )  # fmt: skip
    own = document(
        *blocks, title=HOSTILE, subtitle=HOSTILE, introduced=((HOSTILE, HOSTILE),), foot=HOSTILE,
        contents=HOSTILE, page_of=HOSTILE,
    )  # fmt: skip
    reader = read(typeset(replace(own, parts=(own.parts[0], Part(HOSTILE, blocks))), LIGHT, A4))
    assert reader.metadata.title == SHOWN
    assert words(reader).count(squeezed(SHOWN)) >= 15
    assert "root:" not in words(reader)


def test_a_word_without_end_stays_on_the_page():
    long = "w" * 2_000
    table = Table("t", ("a", "b"), ((long, "1"), ("c", long)), (1,))
    reader = read(typeset(document(table, title=long), LIGHT, A4))
    for page in reader.pages:
        for text, x, _ in places(page):
            assert 50 < x < 595 - 36
            assert len(text) < 120


def test_contents_lead_to_the_parts_and_pages_are_numbered():
    parts = (Part("", ()), *(Part(f"Part {k}", (Prose(("x " * 600,) * 4),)) for k in range(4)))
    reader = read(typeset(document(contents="Contents", parts=parts), LIGHT, A4))
    links = [one for one in reader.pages[0]["/Annots"] if one["/Subtype"] == "/Link"]
    assert len(links) >= 4
    many = len(reader.pages)
    assert many > 2
    for number, page in enumerate(reader.pages, 1):
        assert f"Page {number} of {many}" in page.extract_text()
    assert [one.title for one in reader.outline][-4:] == [f"Part {k}" for k in range(4)]


def test_a_long_table_has_its_headings_on_every_page_and_whole_rows():
    rows = tuple((f"row {k}", f"{k} first\n{k} second") for k in range(120))
    reader = read(typeset(document(Table("Long", ("name", "heading"), rows)), LIGHT, A4))
    assert len(reader.pages) > 3
    for page in reader.pages:
        text = page.extract_text()
        assert text.count("heading") == 1
        first, second = (re.findall(rf"(\d+) {word}", text) for word in ("first", "second"))
        assert first == second
    assert {int(k) for k in re.findall(r"row(\d+?)(?=\1first)", words(reader))} == set(range(120))


def test_a_table_wider_than_the_page_is_set_in_parts_each_with_its_first_column():
    columns = ("measure", *(f"placement-{k:02}" for k in range(20)))
    rows = tuple((f"row {n}", *(f"{n},{k:03}.5 km" for k in range(20))) for n in range(4))
    table = Table("Wide", columns, rows, tuple(range(1, 21)), ("A note.",))
    reader = read(typeset(document(table), LIGHT, A4))
    text = words(reader)
    assert text.count("measure") == text.count("row0") > 1
    assert all(cell.replace(" ", "") in text for row in rows for cell in row)
    assert all(x < 595 - 51 for page in reader.pages for _, x, _ in places(page))


def test_short_tables_are_not_broken_and_headings_stay_with_them():
    tables = [
        Table(f"Table {n}", ("a", "b"), tuple((f"{n}.{k}", "x") for k in range(9)))
        for n in range(9)
    ]
    reader = read(typeset(document(*tables), LIGHT, A4))
    assert len(reader.pages) > 1
    for page in reader.pages:
        said = page.extract_text().split()
        for n in range(9):
            count = sum(word.startswith(f"{n}.") for word in said)
            assert count in (0, 9)
            assert (f"Table {n}" in page.extract_text()) == (count == 9)


def test_pages_lie_where_tables_are_wide_and_are_as_large_as_asked():
    box = read(typeset(document(lying=True), LIGHT, Setting(page="Letter").paper_mm)).pages[0]
    assert [round(float(one)) for one in box.mediabox[2:]] == [792, 612]


def test_without_typst_a_pdf_is_refused_in_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError, match=r"needs typst.*pip install 'ceaseline\[reports\]'"):
        typesetting()
    with pytest.raises(InputError, match=r"or write \*\.html"):
        kind_of("a.pdf")
    assert kind_of("a.html") == "html"
