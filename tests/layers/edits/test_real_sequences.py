"""Verbs one after another on lines of the library and on an imported one, to check, compare, map.

The ten thousand sequences of `test_sequences` are on a country of a few kilometres; these, on the
embedded one, cost seconds an edit and a minute a comparison, so that there are sixteen of them.
"""

import numpy as np
import pytest

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.layers.check import check
from ceaseline.layers.comparison import compare
from ceaseline.layers.edits import default_ground, edit, undo
from ceaseline.layers.edits.stretch import length_km
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.store import dumps, load
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.page.render import render

STARTS = ("contact-2024-11-20", "contact-2026-08-22", "four-oblasts", "imported")
OBLASTS = ("UA-14", "UA-23", "UA-59", "UA-63", "UA-65", "UA-43")
STEPS = 6


def start(name):
    """A line of the library; or one as an import leaves it: one basis, many places, no facts."""
    if name != "imported":
        return load(name).replaced(name="trial", title="A trial")
    line = load("contact-2024-11-20")
    rng = np.random.default_rng(11)
    sections = []
    for number, section in enumerate(line.sections, 1):
        coords = section.array
        share = np.linspace(0, len(coords) - 1, 2 * len(coords) - 1)
        fine = np.column_stack([np.interp(share, np.arange(len(coords)), c) for c in coords.T])
        fine[1:-1] += rng.uniform(-1e-5, 1e-5, fine[1:-1].shape)
        sections.append(Section.of(f"part {number}", "imported", fine))
    return line.replaced(
        name="trial", title="A trial", sections=tuple(sections), control=None, detail_m=0.0
    )


def path(rng, placement):
    """A way between two places of one section by a third that is some kilometres off the line."""
    spots = placement.sections[rng.integers(len(placement.sections))].array
    first, last = spots[np.sort(rng.integers(0, len(spots), 2))]
    return [first.tolist(), ((first + last) / 2 + rng.normal(0, 0.1, 2)).tolist(), last.tolist()]


def words(rng, placement, ground):
    """A verb by chance with what it asks for."""
    whole = length_km(placement)
    first = float(rng.uniform(0, whole - 10))
    between = [f"{first:.3f}", f"{min(first + rng.uniform(5, 150), whole):.3f}"]
    party = placement.parties[rng.integers(2)]
    unit, other = rng.choice(OBLASTS, 2, replace=False).tolist()
    near = int(ground.places["id"].iloc[int(rng.integers(len(ground.places)))])
    every = {
        "draw": {"path": path(rng, placement)},
        "extend": {"end": ("start", "end")[rng.integers(2)], "km": float(rng.uniform(5, 90))},
        "flip": {"settlement": str(near), "to": party},
        "follow": {
            "feature": ("river", "oblast-border", "state-border")[rng.integers(3)],
            "between": between,
        },
        "give": {"units": [unit], "to": party},
        "move": {"km": float(rng.uniform(0.1, 15)), "toward": party, "between": between},
        "simplify": {"detail_m": float(rng.uniform(100, 6000))},
        "smooth": {"detail_m": float(rng.uniform(200, 4000))},
        "swap": {"to": party, "given": {"units": [unit]}, "back": {"units": [other]}},
        "withdraw": {"party": party, "km": float(rng.uniform(1, 20)), "units": [unit]},
    }
    # The four that once undid one another come twice as often.
    verbs = [*sorted(every), "extend", "follow", "simplify", "smooth"]
    verb = verbs[rng.integers(len(verbs))]
    return verb, every[verb]


def sequence(name, seed, ground):
    """Return the line at the start and after each edit that was not refused."""
    rng = np.random.default_rng(seed)
    states = [start(name)]
    for _ in range(STEPS):
        verb, given = words(rng, states[-1], ground)
        before = dumps(states[-1])
        try:
            after = edit(states[-1], verb, ground, **given)
        except (InputError, GeometryError):
            assert dumps(states[-1]) == before
            continue
        total = float(ground.division(after).areas.sum())
        assert total == pytest.approx(ground.area_m2, abs=1)
        states.append(after)
    return states


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", STARTS)
def test_verbs_one_after_another(name, seed):
    ground = default_ground()
    states = sequence(name, seed, ground)
    first, last = states[0], states[-1]
    assert not check(dumps(last), "trial", ground).faults
    back = undo(last, ground)
    assert dumps(back.replaced(undone=states[-2].undone)) == dumps(states[-2])
    last = last.replaced(name="last", title="What became of it")
    held = compare([first, last], measures=["territory_area", "line_length", "settlements"])
    assert held.differences(1)
    page = render([plan(last)])
    assert "What became of it" in page
