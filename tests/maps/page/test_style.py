"""The palette holds up: contrast, hues under colour blindness, lightness on grey paper."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from ceaseline.maps import style

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
SIMULATIONS = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "none": np.eye(3),
    "grey": [[0.2126, 0.7152, 0.0722]] * 3,
}


def lab(colour, matrix):
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.asarray(matrix) @ linear, 0, 1)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ linear / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("theme", style.PALETTES)
@pytest.mark.parametrize("sight", SIMULATIONS)
def test_the_parties_stay_apart(theme, sight):
    palette = style.PALETTES[theme]
    one, two = (lab(colour, SIMULATIONS[sight]) for colour in palette.fill)
    assert np.linalg.norm(one - two) >= 12


@pytest.mark.parametrize("theme", style.PALETTES)
@pytest.mark.parametrize("sight", SIMULATIONS)
def test_line_and_zone_stand_off_the_territories(theme, sight):
    palette = style.PALETTES[theme]
    for ground in palette.fill:
        assert style.contrast(palette.line, ground) >= 4.5
        assert (
            np.linalg.norm(lab(palette.zone, SIMULATIONS[sight]) - lab(ground, SIMULATIONS[sight]))
            > 25
        )


@pytest.mark.parametrize("theme", style.PALETTES)
def test_text_meets_aa(theme):
    palette = style.PALETTES[theme]
    inks = (palette.ink, palette.ink_soft, palette.accent, palette.good, palette.bad, palette.other)
    for ink, paper in itertools.product(
        (*inks, *palette.strong), (palette.paper, palette.paper_raised)
    ):
        assert style.contrast(ink, paper) >= 4.5, (ink, paper)


def test_dashes_differ():
    assert len(set(style.DASHES.values())) == len(style.DASHES)


def test_css_names_every_colour():
    assert style.css(style.DARK).count("#") == 24
