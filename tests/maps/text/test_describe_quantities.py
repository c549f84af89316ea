"""Page and tables say a quantity alike, small ones too, in every language."""

from __future__ import annotations

import pytest

from ceaseline.maps.text import quantities
from ceaseline.maps.text.describe import _quantity
from ceaseline.maps.text.language import tongue


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.1234e6, "m2", "0.12 km²"),
        (4.4e6, "m2", "4.40 km²"),
        (0.0, "m2", "0 km²"),
        (111_325.4e6, "m2", "111,325 km²"),
        (852_812.3, "m", "852.8 km (529.9 mi)"),
        (0.185831, "1", "18.58 %"),
        (6.4e-5, "1/m2", "64.0 a km²"),
        (1_603_482.0, "count", "1,603,482"),
    ],
)
def test_a_page_says_a_value_as_a_table_does(value: float, unit: str, text: str) -> None:
    assert _quantity(value, unit, tongue("en"))[0] == text


def test_a_small_area_keeps_its_decimals_with_the_marks_of_a_language() -> None:
    assert _quantity(0.1234e6, "m2", tongue("uk"))[0] == "0,12 км²"


def test_a_resolution_of_thousands_of_kilometres_has_its_mark() -> None:
    assert quantities.resolution(1_234_000.0) == "1,200 km"
