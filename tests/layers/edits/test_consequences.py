"""What an edit means on the ground, on a drawn country whose settlements have people."""

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import area
from ceaseline.layers.edits import edit, undo
from ceaseline.layers.edits.change import changed
from ceaseline.layers.edits.context import Ground, default_ground
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.tables.edit import change_facts, change_table
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at


@pytest.fixture(scope="module")
def peopled():
    places = drawn.places()
    places["population"] = 1000 + 10 * np.arange(len(places))
    plain = drawn.ground()
    return Ground(plain.divider, places, plain.rivers)


def said(change):
    return " ".join(change_table(change, "T").notes)


def row(change, name):
    return next((r[1:] for r in change_table(change, "T").rows if r[0] == name), None)


def ring(*corners):
    """A pocket of the first party: its ground on the left."""
    return Section.of("pocket", "drawn", at(*corners, corners[0]))


POCKET = ring((2, 0.5), (4, 0.5), (4, 2), (2, 2))
"""In the second party's south, round Akb (2.25, 1) and Akc (3.45, 1)."""


def test_settlements_that_change_sides_are_those_between_the_lines(peopled):
    before = drawn.trial(at((-1, 5), (12, 5)))
    after = drawn.trial(at((-1, 6), (12, 6)))
    change = changed(before, after, peopled)
    between = [k for k, name in enumerate(drawn.NAMES) if name.startswith("Chor")]
    assert [c.id for c in change.crossings] == [1000 + k for k in between][::-1]
    assert {(c.giver, c.taker) for c in change.crossings} == {("Ukraine", "Russia")}
    moved = sum(1000 + 10 * k for k in between)
    assert change.people[1][1] - change.people[0][1] == moved
    assert f"To Russia: 8 settlements with {moved:,} people: Chorh (1,230), Chorg (1,220)" in said(
        change
    )
    assert row(change, "people of Russia")[2] == f"+{moved:,}"


def test_a_pocket_that_is_gone_is_said_to_be_and_not_how_far_it_lay(peopled):
    front = drawn.trial(at((-1, 6), (12, 6)))
    before = front.replaced(sections=(*front.sections, POCKET))
    change = changed(before, front, peopled)
    (pocket,) = change.pockets
    assert (pocket.state, pocket.party, pocket.near) == ("gone", "Ukraine", "Akc")
    assert pocket.area_m2 == pytest.approx(float(area(shapely.Polygon(POCKET.array))), rel=1e-6)
    assert change.farthest_m > 15_000
    assert change.moved_m == pytest.approx(0, abs=0.01)
    text = said(change)
    km2 = f"{pocket.area_m2 / 1e6:,.0f} km²"
    assert f"A pocket of {km2} near Akc is gone: Ukraine held it, Russia has it now." in text
    assert "Elsewhere the line lies where it lay." in text
    assert "km from where it lay" not in text


def test_a_pocket_that_is_new_and_a_line_that_moves_besides(peopled):
    front = drawn.trial(at((-1, 6), (12, 6)))
    after = drawn.trial(at((-1, 6.25), (12, 6.25))).replaced()
    after = after.replaced(sections=(*after.sections, POCKET))
    change = changed(front, after, peopled)
    (pocket,) = change.pockets
    assert (pocket.state, pocket.party) == ("new", "Ukraine")
    ((x1, y1), (x2, y2)) = at((10.25, 6), (10.3125, 6.25))  # where they leave the country
    ends = Geodesic.WGS84.Inverse(y1, x1, y2, x2)["s12"]
    assert change.moved_m == pytest.approx(ends, rel=2e-3)
    assert "is new: Russia held it, Ukraine has it now." in said(change)
    assert f"The line lies up to {ends / 1000:.2f} km from where it lay." in said(change)


def test_an_enclave_that_is_cut_off_is_told(peopled):
    before = drawn.trial(at((-1, 6), (12, 6)))
    cut = drawn.trial(at((-1, 6), (2, 6), (2, -1)))
    rest = Section.of("east", "drawn", at((4, -1), (4, 6), (12, 6)))
    after = cut.replaced(sections=(*cut.sections, rest))
    change = changed(before, after, peopled)
    (pocket,) = [one for one in change.pockets if one.party == "Russia"]
    assert pocket.state == "cut off"
    assert "An enclave is made: Russia's ground of" in said(change)
    assert changed(after, before, peopled).pockets == ()


def test_marks_and_titles_say_what_they_change_and_no_zeros(peopled):
    trial = drawn.trial()
    locked = changed(trial, edit(trial, "lock", peopled, between=[10, 20]), peopled)
    table = change_table(locked, "T")
    assert table.rows == (("locked", "0.0 km", "10.0 km", "+10.0 km"),)
    assert table.notes[-1] == "The line lies where it lay."
    named = changed(trial, edit(trial, "title", peopled, title="New"), peopled)
    assert change_table(named, "T").rows == (("title", "A trial", "New", ""),)
    for change in (locked, named):
        text = str(change_table(change, "T"))
        assert "0 km²" not in text
        assert "0.00 pp" not in text


def test_a_change_that_is_none_says_so(peopled):
    table = change_table(changed(drawn.trial(), drawn.trial(), peopled), "T")
    assert table.rows == ()
    assert table.notes == ("The line lies where it lay.", "Nothing else changed.")


def test_json_has_every_settlement_and_pocket(peopled):
    before, after = drawn.trial(at((-1, 2), (12, 2))), drawn.trial(at((-1, 8), (12, 8)))
    facts = change_facts(changed(before, after, peopled))
    assert len(facts["settlements"]) > 8
    assert f"and {len(facts['settlements']) - 8} more" in said(changed(before, after, peopled))
    assert facts["settlements"][0].keys() == {"id", "name", "people", "from", "to"}
    (island,) = facts["pockets"]
    assert (island["state"], island["party"], island["near"]) == ("gone", "Ukraine", "Chorh")
    assert facts["zone"] == []
    assert facts["moved_m"] == facts["farthest_m"]


@pytest.mark.slow
def test_depths_tell_the_zone_and_its_people_before_and_after():
    ground = default_ground()
    line = load("contact-2022-02-23")
    after = edit(line, "depth", ground, km=[20, 5])
    change = changed(line, after, ground)
    for side in change.zone:
        for k, one in enumerate((line, after)):
            figures = plan(one).figures
            for name, value in (
                ("zone_area", side.area_m2),
                ("people_in_zone", side.people),
                ("settlements_in_zone", side.settlements),
            ):
                assert value[k] == find(figures, name, party=side.party).value
    names = [r[0] for r in change_table(change, "T").rows]
    assert names[:2] == ["zone", "people in the zone"]
    assert not any(name.startswith(("held", "share", "line", "vertices")) for name in names)
    back = changed(after, undo(after, ground), ground)
    assert [z.area_m2 for z in back.zone] == [z.area_m2[::-1] for z in change.zone]


def test_a_place_far_from_the_line_is_refused_with_its_distance():
    ground = Ground.of(boundaries(), settlements())
    line = load("contact-2024-11-20")
    with pytest.raises(
        InputError,
        match=r"Uzhhorod is [78]\d\d\.\d km from the line of contact-2024-11-20, more than 50 km; "
        r"give a settlement nearer to it, or kilometres\.",
    ):
        edit(line, "lock", ground, between=["Uzhhorod", "Toretsk"])
    with pytest.raises(InputError, match=r"Uzhhorod is .* more than 50 km"):
        edit(line, "lock", ground, between=["100", "Uzhhorod"])
    assert edit(line, "lock", ground, between=["Kupiansk", "Toretsk"]).history


@pytest.mark.slow
def test_people_of_an_edit_are_those_that_measure_counts():
    ground = default_ground()
    line = load("contact-2022-02-23")
    after = edit(line, "move", ground, km=10, toward="Ukraine", between=["Horlivka", "Luhansk"])
    change = changed(line, after, ground)
    for k, one in enumerate((line, after)):
        figures = plan(one).figures
        told = [int(find(figures, "people", party=party).value) for party in one.parties]
        assert list(change.people[k]) == told
    moved = sum(c.people for c in change.crossings if c.taker == "Russia")
    assert moved == change.people[1][1] - change.people[0][1] > 0
    places = {c.name for c in change.crossings if c.listed}
    held, now = (plan(one).settlements for one in (line, after))
    flipped = held["name"][(held["party"] != now["party"]) & (held["people_basis"] != "centre")]
    assert places == set(flipped)
