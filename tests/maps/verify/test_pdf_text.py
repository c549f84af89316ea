"""The texts of a PDF: as pypdf reads them, and soon, whatever the file is made to be."""

from __future__ import annotations

import io
import zlib
from collections import Counter

import pypdf
import pytest

from ceaseline.geo.errors import InputError
from ceaseline.maps.print.document import Document, Keys, Part, Prose
from ceaseline.maps.print.typeset import typeset
from ceaseline.maps.style import LIGHT
from ceaseline.maps.verify.pdf_text import texts_of

MAP = (
    b"beginbfchar\n<0001> <0031>\n<0002> <0432>\nendbfchar\n"
    b"beginbfrange\n<0010> <0019> <0030>\nendbfrange"
)


def stream(number, text, more=b""):
    packed = zlib.compress(text)
    head = b"<</Length %d/Filter/FlateDecode%s>>" % (len(packed), more)
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, packed)


def pdf(drawn, mapped=MAP, fonts=b"/f0 4 0 R", drawings=1):
    """Return a PDF whose drawings all name one font by codes."""
    return b"".join(
        [
            b"%PDF-1.7\n",
            *(stream(20 + k, drawn, b"/Resources 3 0 R") for k in range(drawings)),
            b"3 0 obj\n<</Font<<" + fonts + b">>>>\nendobj\n",
            b"4 0 obj\n<</Type/Font/Encoding/Identity-H/ToUnicode 5 0 R>>\nendobj\n",
            stream(5, mapped),
        ]
    )


@pytest.mark.parametrize("lang", ["en", "uk"])
def test_every_letter_is_read_that_pypdf_reads(lang):
    texts = ("Площа (зони) 25 121 км² — \\ 77,76 %", "A (b (c)) d ) e ( f", "i̇ ﬁ ∑ “x” 5 → 6")
    parts = (Part("", (Keys((("1", "a"),)),)), Part("P", (Prose(texts * 40),)))
    own = Document("Title 1", "Under it", (("a", "b"),), parts, lang, "Contents", "f", "{page}")
    content = typeset(own, LIGHT, (210.0, 297.0))
    reader = pypdf.PdfReader(io.BytesIO(content))
    theirs = Counter("".join(page.extract_text() for page in reader.pages).split())
    mine = Counter(" ".join(texts_of(content)).split())
    assert sum(theirs.values()) > 500
    letters = Counter("".join(theirs.elements())) - Counter("".join(mine.elements()))
    assert +letters == Counter()


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        (rb"BT /f0 9 Tf (\000\001\000\002)Tj ET", "1в"),
        (rb"BT /f0 9 Tf [(\000\001)8<0002>-7(\0\2)]TJ ET", "1вв"),
        (b"BT /f0 9 Tf <00100019> Tj ET", "09"),
        (b"BT /f0 9 Tf <00ff0001> Tj ET", "\ufffd1"),
        (b"BT/Span<</ActualText<FEFF0020>>>BDC /f0 9 Tf <0001>Tj EMC ET", "1"),
        (b"BT /f9 9 Tf (18.6 %) Tj ET", "18.6 %"),
        (rb"BT (a \(b\) (c (d)) \134 \n) Tj ET", "a (b) (c (d)) \\ \n"),
        (b"BT (open", "open"),
    ],
)
def test_texts_are_read_by_the_codes_of_their_font(drawn, read):
    assert list(texts_of(pdf(drawn)))[:1] == [read]


def test_what_is_read_aloud_is_read_too():
    said = b"9 0 obj\n<</S/Figure/Alt(\xfe\xff\x042\0 \x005)/Title(plain \\(7\\))>>\nendobj\n"
    assert list(texts_of(b"%PDF-1.7\n" + said)) == ["в 5", "plain (7)"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n" + b"1 0 obj\n" * 300_000,
        b"%PDF-1.7\n" + b"1 0 obj /Alt(" * 100_000,
        b"%PDF-1.7\n1 0 obj\n" + b"/Alt(" * 400_000,
        b"%PDF-1.7\n" + b"1 0 obj\n<</Font<<" * 60_000,
        pdf(b"BT /f0 9 Tf " + b"<0001" * 300_000),
        pdf(b"BT /f0 9 Tf " + b"<0001>Tj " * 200_000),
        pdf(b"BT ET " * 200_000),
        pdf(b"BT /f0 9 Tf <0001>Tj ET", fonts=b"/f0 4 0 R " * 1_900, drawings=2_000),
        pdf(b"BT /f0 9 Tf <0001>Tj ET", b"beginbfrange\n" + b"<0000> <ffff> <0000>\n" * 50_000),
        pdf(b"BT /f0 9 Tf <0001>Tj ET", b"beginbfchar\n" + b"<0001> <" + b"0" * 1_000_000),
    ],
    ids=range(10),
)
def test_a_file_made_to_take_long_does_not(content):
    assert len(list(texts_of(content))) <= 200_000


def test_streams_and_letters_together_are_bounded():
    mapped = b"beginbfrange\n<0000> <ffff> <0000>\nendbfrange"
    names = b" ".join(b"/f%d %d 0 R" % (k, 100 + 2 * k) for k in range(40))
    fonts = b"".join(
        b"%d 0 obj\n<</Encoding/Identity-H/ToUnicode %d 0 R>>\nendobj\n"
        % (100 + 2 * k, 101 + 2 * k)
        + stream(101 + 2 * k, mapped)
        for k in range(40)
    )
    with pytest.raises(InputError, match="draws more than 67,108,864 bytes"):
        list(texts_of(pdf(b"BT ET", fonts=names) + fonts))
