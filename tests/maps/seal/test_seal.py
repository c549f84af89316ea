"""Every format carries its manifest, opens as before, and shows a change of any other byte."""

import io
import subprocess
import zlib
from shutil import which

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from ceaseline.geo.errors import InputError
from ceaseline.maps.seal.seal import _format, seal, unseal

MANIFEST = {"version": "1", "text": "</script> & Дніпро", "figures": [0.1, 2, None]}


def drawn(kind):
    figure = Figure(figsize=(2, 1))
    FigureCanvasAgg(figure)
    figure.gca().plot([0, 1], [0, 1])
    out = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "seal"}):
        figure.savefig(out, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return out.getvalue()


def content(kind):
    if kind == "html":
        return b"<!doctype html><html><body><p>18.6 %</p></body></html>"
    return drawn(kind)


@pytest.fixture(scope="module", params=["html", "png", "svg", "pdf"])
def files(request):
    plain = content(request.param)
    return request.param, plain, seal(plain, MANIFEST)


def test_manifest_comes_back_whole(files):
    _, _, sealed = files
    assert unseal(sealed) == (MANIFEST, True)


def test_sealing_twice_changes_nothing(files):
    _, _, sealed = files
    assert seal(sealed, MANIFEST) == sealed


def test_a_change_of_any_byte_outside_shows(files):
    kind, plain, sealed = files
    rng = np.random.default_rng(1)
    start = len(b"\x89PNG\r\n\x1a\n") if kind == "png" else 20
    seen = 0
    for spot in rng.integers(start, len(plain), 200):
        changed = bytearray(sealed)
        changed[spot] ^= 1
        try:
            manifest, intact = unseal(bytes(changed))
        except InputError:
            seen += 1
            continue
        seen += not (intact and manifest == MANIFEST)
    assert seen == 200


def told(content):
    try:
        manifest, intact = unseal(content)
    except InputError:
        return True
    return not (intact and manifest == MANIFEST)


@pytest.mark.parametrize("more", [b"x", b"\n", b"%%EOF\n", b"<p>99 %</p>"])
def test_bytes_put_behind_the_seal_show(files, more):
    _, _, sealed = files
    assert told(sealed + more)


def test_a_change_of_any_byte_of_the_seal_itself_shows(files):
    _, plain, sealed = files
    start = next(n for n, (a, b) in enumerate(zip(plain + b"\0", sealed, strict=False)) if a != b)
    for spot in range(start, len(sealed)):
        changed = bytearray(sealed)
        changed[spot] ^= 1
        assert told(bytes(changed)), (spot, sealed[spot - 20 : spot + 20])


def test_a_second_manifest_in_a_picture_shows():
    sealed = seal(drawn("png"), MANIFEST)
    spot = sealed.index(b"zTXt") - 4
    size = int.from_bytes(sealed[spot : spot + 4], "big") + 12
    assert told(sealed[:spot] + sealed[spot : spot + size] + sealed[spot:])


def test_markup_in_the_manifest_cannot_end_its_element():
    page = seal(content("html"), MANIFEST)
    assert page.count(b"</script>") == 1
    assert b"<!--" not in seal(content("html"), {"x": "<!-- <script>"}).partition(b"<script")[2]


def test_page_may_say_where_the_manifest_goes():
    element = b'<script type="application/json" id="ceaseline-manifest"></script>'
    page = b"<!doctype html><html><head>" + element + b"</head><body></body></html>"
    sealed = seal(page, MANIFEST)
    assert sealed.index(b"ceaseline-manifest") < sealed.index(b"</head>")
    assert unseal(sealed) == (MANIFEST, True)


def test_sealed_picture_opens_as_before():
    plain = drawn("png")
    before, after = (Image.open(io.BytesIO(b)) for b in (plain, seal(plain, MANIFEST)))
    assert (np.asarray(before) == np.asarray(after)).all()


@pytest.mark.skipif(which("pdfdetach") is None, reason="poppler's pdfdetach is not installed")
def test_a_pdf_reader_finds_the_attachment(tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(seal(drawn("pdf"), MANIFEST))
    tool = which("pdfdetach")
    listed = subprocess.run(  # noqa: S603 - a file of the test's own
        [tool, "-list", str(path)], capture_output=True, text=True, check=True
    )
    assert "ceaseline-manifest.json" in listed.stdout
    assert listed.stderr == ""


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"", "map.html holds no manifest; give a map, figure or report that ceaseline wrote"),
        (b"plain text", "holds no manifest"),
        (b"<!doctype html><body></body>", "holds no manifest"),
        (b"\x89PNG\r\n\x1a\n\0\0", "holds no manifest"),
        (b"%PDF-1.4", "holds no manifest"),
        (
            b'<html><script type="application/json" id="ceaseline-manifest">[1</script>',
            "holds a manifest that is damaged and cannot be read; give the file as it was written",
        ),
    ],
)
def test_files_without_a_manifest_are_refused(given, message):
    with pytest.raises(InputError, match=message):
        unseal(given, "map.html")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"text", "neither HTML, SVG, PNG nor PDF"),
        (b"<svg>", "no end tag"),
        (b"%PDF-1.4\n", "no plain trailer"),
        (b"%PDF-1.4\ntrailer << /Root 1 0 R /Size 2 >> startxref 9", "no plain catalog"),
    ],
)
def test_what_cannot_be_sealed_is_refused(given, message):
    with pytest.raises(InputError, match=message):
        seal(given, MANIFEST)


OPENING = b'<script type="application/json" id="ceaseline-manifest">'


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "given",
    [
        b"<!doctype html><html>" + OPENING * 300_000,
        b"<!doctype html><html>" + OPENING + b"<" * 17_000_000,
        b"<svg>" + b'<metadata id="ceaseline-manifest">' * 300_000 + b"</svg>",
        b"\x89PNG\r\n\x1a\n" + bytes(12) * 1_000_000,
        b"%PDF-1.4" + b"\n1 0 obj <<" * 300_000,
        b"%PDF-1.4" + b"%ceaseline-manifest\n" * 300_000,
        b"%PDF-1.4" + b"%ceaseline-manifest\n" + b"/Length 1" * 300_000,
    ],
)
def test_looking_for_the_manifest_reads_each_byte_once(given):
    with pytest.raises(InputError, match="holds no manifest"):
        unseal(given)


@pytest.mark.timeout(20)
def test_looking_for_the_catalog_of_a_pdf_reads_each_byte_once():
    trailer = b"\ntrailer << /Root 1 0 R /Size 2 >> startxref 9"
    with pytest.raises(InputError, match="no plain catalog"):
        seal(b"%PDF-1.4" + b"\n1 0 obj <<" * 300_000 + b">>" * 300_000 + trailer, MANIFEST)


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_packed_manifest_that_is_cut_short_is_damaged(kind):
    sealed = seal(drawn(kind), MANIFEST)
    packed = zlib.compress(unsealed_text(sealed), 9)
    spoiled = sealed.replace(packed, packed[:20] + b"\0" * (len(packed) - 20))
    assert spoiled != sealed
    with pytest.raises(InputError, match="map holds a manifest that is damaged"):
        unseal(spoiled, "map")


def unsealed_text(sealed):
    return _format(sealed)[1](sealed)[0]


@pytest.mark.parametrize("text", [b"[" * 4_100_000, b"[]" * 4_100_000])
def test_a_manifest_of_lists_without_end_is_refused(text):
    page = b"<!doctype html><html>" + OPENING + text + b"</script></html>"
    with pytest.raises(InputError, match="larger than any that ceaseline writes"):
        unseal(page)
