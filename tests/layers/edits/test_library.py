"""Edits of real lines: Pokrovsk flipped on a derived and on a drawn line."""

import numpy as np
import pytest

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import area
from ceaseline.layers.edits import default_ground, edit, undo
from ceaseline.layers.edits.cell import cell
from ceaseline.layers.placement.store import dumps, load
from tests.layers.edits.drawn import edges


@pytest.fixture(scope="module")
def ground():
    return default_ground()


@pytest.fixture(scope="module")
def contact():
    return load("contact-2024-11-20")


def sides(ground, placement):
    return ground.division(placement).side(*ground.lonlat.T)


def test_a_derived_line_is_derived_anew_and_moves_there_alone(ground, contact):
    after = edit(contact, "flip", ground, settlement="Pokrovsk", to="Russia")
    changed = np.flatnonzero(sides(ground, contact) != sides(ground, after))
    assert ground.places["name"].iloc[changed].tolist() == ["Pokrovsk"]
    assert len(edges(contact) - edges(after)) < 40
    assert after.control.flips == ((704422, "Russia"),)
    back = undo(after, ground)
    assert dumps(back.replaced(undone=())) == dumps(contact)
    again = edit(after, "flip", ground, settlement="704422", to="Ukraine")
    assert again.sections == contact.sections


def test_a_drawn_line_hands_over_the_cell(ground, contact):
    drawn = contact.replaced(control=None)
    after = edit(drawn, "flip", ground, settlement="Pokrovsk", to="Russia")
    changed = np.flatnonzero(sides(ground, drawn) != sides(ground, after))
    assert ground.places["name"].iloc[changed].tolist() == ["Pokrovsk"]
    assert len(edges(drawn) - edges(after)) < 40
    gained = ground.shares(after)[1] - ground.shares(drawn)[1]
    assert 0 < gained * ground.area_m2 < 1.001 * float(area(cell(ground, 704422)))


def test_marks_make_a_derived_line_one_that_is_edited_in_place(ground, contact):
    deep = edit(contact, "depth", ground, km=[5, 20])
    after = edit(deep, "flip", ground, settlement="Pokrovsk", to="Russia")
    assert after.control is None
    assert {s.depth_m for s in after.sections} == {(5000.0, 20000.0)}


@pytest.mark.slow
def test_a_unit_given_whole_gives_the_cell_back(ground):
    four = load("four-oblasts")
    after = edit(four, "flip", ground, settlement="Kherson", to="Ukraine")
    changed = np.flatnonzero(sides(ground, four) != sides(ground, after))
    assert ground.places["name"].iloc[changed].tolist() == ["Kherson"]
    assert after.control is None


def test_names_that_several_settlements_have(ground, contact):
    with pytest.raises(InputError, match="Ivanivka"):
        edit(contact, "flip", ground, settlement="Ivanivka", to="Russia")


def test_an_open_line_says_how_to_close_it(ground, contact):
    front = contact.sections[1]
    short = contact.replaced(sections=(front.replaced(coords=front.coords[5:-5], corridor_m=None),))
    with pytest.raises(GeometryError, match="`ceaseline edit extend FILE`"):
        edit(short, "move", ground, km=1, toward="Russia")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_random_edits_of_a_real_line(ground, contact, seed):
    rng = np.random.default_rng(seed)
    states = [contact]
    for _ in range(4):
        between = [f"{km:.3f}" for km in rng.uniform(0, 700, 2)]
        party = ("Ukraine", "Russia")[rng.integers(2)]
        near = ground.places.sample(1, random_state=int(rng.integers(1e6)))["id"].item()
        verb, words = [
            ("move", {"km": float(rng.uniform(0.1, 20)), "toward": party, "between": between}),
            ("flip", {"settlement": str(near), "to": party}),
            ("simplify", {"detail_m": float(rng.uniform(100, 9000))}),
            ("smooth", {"detail_m": 1000.0, "between": between}),
            ("follow", {"feature": "oblast-border", "between": between}),
        ][rng.integers(5)]
        try:
            states.append(edit(states[-1], verb, ground, **words))
        except (InputError, GeometryError):
            continue
        parts = ground.division(states[-1]).parts()
        assert parts["area_m2"].sum() == pytest.approx(ground.area_m2, abs=1)
    if len(states) > 1:
        back = undo(states[-1], ground)
        assert dumps(back.replaced(undone=states[-2].undone)) == dumps(states[-2])
