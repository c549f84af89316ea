"""The shared cases of ground and junctions, where they are at hand, with their right values."""

import pathlib
import re

import pytest

from ceaseline.geo.errors import CeaselineError
from ceaseline.layers.importing.files import Choices, import_file

CASES = pathlib.Path(__file__).parents[2].parent / "shared" / "cases"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CASES.exists(), reason="the shared cases are not here"),
]
LINE = (408.083, 81_806.1)


def brought(case, folder, **choices):
    file = CASES / case
    file = file if file.is_file() else next(file.glob("*.geojson"))
    _, done = import_file(file, "x", folder / "x.geojson", Choices(**choices))
    return done


@pytest.mark.parametrize(
    ("case", "choices", "right", "said"),
    [
        ("g12-line-crosses-itself", {}, (416.871, None), r"crosses itself at 36\.5"),
        ("g13-overlap-held-contested", {}, LINE, r"Left out: 1 feature contested \(225,791\.7 km²"),
        (
            "g13-overlap-held-contested", {"statuses": ("held", "contested")}, (None, 89_255.7),
            r"United: 1 feature held .* 1 feature contested",
        ),
        ("g22b-gap-150m-far-from-border", {"join_m": 200}, LINE, r"1 gap .* closed: 150 m"),
        ("g22c-gap-150m-near-border", {"join_m": 200}, LINE, r"1 gap .* closed: 150 m"),
        ("g34b-line-twice-1m5-apart", {"parallel": "middle"}, LINE, r"about 1\.5 m apart, the mid"),
        ("g35-overshoot-dangle", {}, LINE, r"1 spur or overshoot was left out: 300 m"),
        ("g35c-overshoot-300m-near-border", {}, LINE, r"1 spur or overshoot was left out: 300 m"),
        ("g35d-two-overshoots-cross", {}, LINE, r"2 spurs or overshoots were left out: 300 m"),
        ("r03-deepstate-2022-names", {}, LINE, r"1 feature liberated .* 1 feature unknown"),
    ],
)  # fmt: skip
def test_right_values_and_what_is_said(case, choices, right, said, tmp_path):
    done = brought(case, tmp_path, **choices)
    km, km2 = right
    if km is not None:
        assert dict(done.lengths)[0.0] / 1000 == pytest.approx(km, abs=0.05)
    if km2 is not None:
        assert done.held_m2 / 1e6 == pytest.approx(km2, abs=0.5)
    assert re.search(said, " ".join(done.notes))


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("g22b-gap-150m-far-from-border", r"lie 150 m from one another.* with --join 200\.$"),
        ("g22c-gap-150m-near-border", r"150 m from one another, at 36\.50000, 50\.05180"),
        ("g34b-line-twice-1m5-apart", r"1\.5 m apart, .* looks like one line drawn twice"),
        ("edits/gap.geojson", r"lie 884 m from one another, at 37\.8202"),
        ("r05-transnistria-outside", r"leaves no front .* strips along its border, 0\.03 km²"),
        ("r06-kursk-side", r"leaves no front .* strips along its border, 32\.17 km²"),
        ("r06b-belgorod-side", r"leaves no front .* strips along its border, 43\.59 km²"),
    ],
)
def test_what_is_refused_says_why(case, message, tmp_path):
    with pytest.raises(CeaselineError, match=message):
        brought(case, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_history_file_is_known_as_deepstate_s(tmp_path):
    done = brought("r03-deepstate-2022-names", tmp_path)
    assert (done.format, str(done.placement.date)) == ("DeepState history", "2022-04-02")
    assert done.source.id == "deepstate"
