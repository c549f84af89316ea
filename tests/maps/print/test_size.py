"""Sizes of figures: read as a person writes them, refused with what would do."""

import io

import pytest
from PIL import Image

from ceaseline.geo.errors import InputError
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.print.figure import Sheet, rendered
from ceaseline.maps.print.size import Size, size_of

REMEDY = (
    "give a page (A0, A1, A2, A3, A4, A5, Letter, Tabloid; A4-portrait stands upright), pixels as "
    "1200x675, or lengths as 180mmx120mm."
)


@pytest.mark.parametrize(
    ("text", "inches"),
    [
        ("A4", (297 / 25.4, 210 / 25.4)),
        ("a4-PORTRAIT", (210 / 25.4, 297 / 25.4)),
        ("Letter", (11.0, 8.5)),
        ("180mmx120mm", (18 / 2.54, 12 / 2.54)),
        (" 18cmx120mm ", (18 / 2.54, 12 / 2.54)),
        ("7.5inx5in", (7.5, 5.0)),
    ],
)
def test_lengths_on_paper(text, inches):
    size = size_of(text)
    assert (size.width, size.height) == pytest.approx(inches)
    assert size.dpi is None


@pytest.mark.parametrize("text", ["1200x675", "600x400", "1080x1920", "3840x2160", "481x333"])
def test_pixels_are_dots_of_about_a_page(text):
    size = size_of(text)
    wide, high = map(int, text.split("x"))
    assert (round(size.width * size.dpi, 6), round(size.height * size.dpi, 6)) == (wide, high)
    assert size.dpi >= 96
    assert size.width >= 4.9


@pytest.mark.parametrize(
    "text",
    ["", "B5", "1200", "1200x", "-1200x675", "12e3x675", "nanxnan", "180mmx120", "A4 portrait"],
)
def test_what_is_no_size_is_refused(text):
    with pytest.raises(InputError) as told:
        size_of(text)
    assert str(told.value) == f"There is no size {text!r}; {REMEDY}"


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("479x400", "480x320 to 12000x12000 pixels"),
        ("0x0", "480x320 to 12000x12000 pixels"),
        ("100000x100000", "480x320 to 12000x12000 pixels"),
        ("99mmx90mm", "100mmx70mm to 1200mmx1200mm"),
        ("2cmx0cm", "100mmx70mm to 1200mmx1200mm"),
        ("50inx5in", "100mmx70mm to 1200mmx1200mm"),
    ],
)
def test_what_nobody_could_read_or_draw_is_refused(text, limits):
    with pytest.raises(InputError) as told:
        size_of(text)
    assert str(told.value) == f"A figure of {text} cannot be read or drawn; give {limits}."


@pytest.mark.slow
@pytest.mark.parametrize("text", ["1200x675", "601x401", "777x1333"])
def test_just_so_many_pixels_come_out(text):
    content = rendered(plan(load("contact-2022-02-23")), "png", Sheet(text))
    assert Image.open(io.BytesIO(content)).size == tuple(map(int, text.split("x")))


def test_a_size_is_a_value():
    assert size_of("A4") == Size(297 / 25.4, 210 / 25.4)
