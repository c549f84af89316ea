"""What a person may choose when importing, at the limits, and what an import may not overwrite."""

import dataclasses

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.importing.files import Choices, import_file

DETAIL = r"^The detail is {} m; give metres from 0 to 50,000\.$"
BORDER = r"^The tolerance of the border is {} km; give 0\.01 to 20\.$"
SLIVER = r"^The size of slivers is {} km²; give 0 to 10,000\.$"


@pytest.mark.parametrize(
    "choices",
    [
        {"detail_m": 0.0}, {"detail_m": 50_000.0}, {"border_m": 10.0}, {"border_m": 20_000.0},
        {"sliver_m2": 0.0}, {"sliver_m2": 1e10},
    ],
)  # fmt: skip
def test_limits_themselves_can_be_chosen(choices):
    (name,) = choices
    assert getattr(Choices(**choices), name) == choices[name]


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"detail_m": -0.5}, DETAIL.format(r"-0\.5")),
        ({"detail_m": 50_000.5}, DETAIL.format(r"50000\.5")),
        ({"border_m": 9.5}, BORDER.format(r"0\.0095")),
        ({"border_m": 20_000.5}, BORDER.format(r"20\.0005")),
        ({"sliver_m2": -0.5}, SLIVER.format("-5e-07")),
        ({"sliver_m2": 1e10 + 1e6}, SLIVER.format("10001")),
        ({"detail_m": float("nan")}, DETAIL.format("nan")),
        ({"border_m": float("nan")}, BORDER.format("nan")),
        ({"sliver_m2": float("nan")}, SLIVER.format("nan")),
    ],
)
def test_numbers_beyond_are_refused(choices, message):
    with pytest.raises(InputError, match=message):
        Choices(**choices)


def test_faults_are_told_together():
    with pytest.raises(InputError, match=r"detail is -1 m(.|\n)*border is 0 km(.|\n)*is -1 km²"):
        Choices(detail_m=-1, border_m=0, sliver_m2=-1e6)


def test_what_is_chosen_where_nothing_is():
    assert dataclasses.astuple(Choices()) == (
        "", "Russia", 0.0, 3_000.0, 1e6, 100.0, "refuse", (), False,
    )  # fmt: skip


def test_the_original_is_never_overwritten(tmp_path):
    file = tmp_path / "mine.geojson"
    file.write_text("{}")
    with pytest.raises(InputError, match=r"is the file to bring in; give .* another name \(--as\)"):
        import_file(file, "mine", file, overwrite=True)
    other = tmp_path / "other.geojson"
    other.write_text("{}")
    with pytest.raises(InputError, match="exists"):
        import_file(file, "mine", other)
    assert other.read_text() == file.read_text() == "{}"
