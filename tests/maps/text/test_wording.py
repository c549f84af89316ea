"""What a zone is called says which side has which depth, and that stretches have their own."""

import re
from dataclasses import replace

import pytest

from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.plan.zone import ZoneSettings
from ceaseline.layers.provisions import proposal
from ceaseline.maps.text.describe import words
from ceaseline.maps.text.language import tongue


@pytest.fixture(scope="module")
def line():
    return load("contact-2022-02-23")


def zone(placement, lang="en", **settings):
    return words(plan(placement, **settings), proposal(), tongue(lang)).zone


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "5 km on the side of Ukraine, 25.5 km on the side of Russia"),
        ("uk", "5 км на боці: Україна, 25,5 км на боці: Росія"),
        ("ru", "5 км на стороне: Украина, 25,5 км на стороне: Россия"),
    ],
)
def test_unequal_depths_are_told_with_their_sides(line, lang, said):
    assert said in zone(line, lang, zone=ZoneSettings((5e3, 25.5e3), assumption=False))


def test_stretches_with_depths_of_their_own_are_told(line):
    assert "elsewhere" not in zone(line)
    first, *rest = line.sections
    own = replace(line, sections=(replace(first, depth_m=(4e3, 4e3)), *rest))
    told = r"zone, 4 km on each side along \d+ km of the line; elsewhere 15 km on each side \(assum"
    assert re.search(told, zone(own))
    every = replace(line, sections=tuple(replace(s, depth_m=(4e3, 4e3)) for s in line.sections))
    assert "zone, 4 km on each side; " in zone(every)
    assert "15 km" not in zone(every)
    assert "assumption" not in zone(every)
