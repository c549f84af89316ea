"""The settlements of the drawn country that change hands, and the piece each is counted in."""

from dataclasses import replace

import pytest

from ceaseline.geo.gazetteer import Gazetteer
from ceaseline.layers.comparison import pieces
from ceaseline.layers.comparison.changed import changed_settlements
from ceaseline.layers.comparison.overlay import exchange
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.plan.plan import plan
from tests.drawn import country
from tests.drawn import values as v
from tests.drawn.ellipsoid import cell


def told(found):
    return [(one.name, one.giver, one.taker) for one in found]


def test_settlements_change_hands_the_most_people_first(drawn_plan):
    """The wedge goes south with Metro, the pocket north with Cento and Enklavo."""
    before, after = (drawn_plan(line, v.EQUAL) for line in v.LINES)
    metro, cento, enklavo = found = changed_settlements(before, after)
    assert told(found) == [
        ("Metro", v.NORTH, v.SOUTH),
        ("Cento", v.SOUTH, v.NORTH),
        ("Enklavo", v.SOUTH, v.NORTH),
    ]
    assert [one.people for one in found] == [250_000, 100_000, 600]
    assert (metro.id, metro.unit_code, cento.id, cento.unit_code) == (101, "D-A", 110, "D-C")
    assert enklavo.as_dict() == {
        "id": 111, "name": "Enklavo", "unit_code": "D-C", "people": 600, "is_settlement": True,
        "from": v.SOUTH, "to": v.NORTH,
    }  # fmt: skip
    assert told(changed_settlements(after, before)) == [
        (name, taker, giver) for name, giver, taker in told(found)
    ]
    assert changed_settlements(before, before) == ()
    assert pieces(before, before) == ()
    assert exchange(before.division, before.division).area_m2.shape == (0,)


def peopled(**columns):
    """The drawn settlements with columns that only the embedded ones have, or other people."""
    frame = country.gazetteer().settlements.copy()
    for name, by_town in columns.items():
        default = {"people_basis": "town"}.get(name)
        same = frame["population"] if default is None else default
        frame[name] = frame["name"].map(by_town).fillna(same)
    return Gazetteer(frame, country.gazetteer().sources)


def test_a_row_for_villages_not_listed_counts_its_people_and_is_no_settlement():
    places = peopled(people_basis={"Enklavo": "centre"}, population={"Cento": 250_000})
    lines = [plan(line, country.country(), gazetteer=places)
             for line in (country.along(), country.salient())]  # fmt: skip
    found = changed_settlements(*lines)
    assert [(one.name, one.people, one.is_settlement) for one in found] == [
        ("Metro", 250_000, True),  # of as many people as Cento, and first in the table
        ("Cento", 250_000, True),
        ("Enklavo", 600, False),
    ]
    (pocket,) = (piece for piece in pieces(*lines) if piece.taker == v.NORTH)
    assert (pocket.settlements, pocket.people) == (1, 250_600)


_WEST = [(30.6, 0.0), (30.7, 0.03), (30.8, 0.0), (30.95, 0.0), (31.0, -0.05), (31.05, 0.0)]
_EAST = [(31.4, 0.0), (31.5, 0.03), (31.6, 0.0), (31.75, 0.0), (31.8, -0.05), (31.85, 0.0)]
TEETH = [*_WEST, *_EAST]
"""Two teeth north of the equator, around 30.7 and 31.5, each with a notch south of it, to the east:
the South takes the teeth, the North the notches."""
SPOTS = {
    "Kapo": (30.95, 0.01),  # beside a notch, 0.15 degrees off a tooth and 0.45 off the other
    "Metro": (31.3, 0.01),  # nearest to the eastern tooth
    "Kvin": (31.15, -0.01),  # nearest to the western notch
    "Kvino": (31.65, -0.01),  # beside a tooth, nearest to the eastern notch
    "Dudek": (30.7, 0.01),  # in the western tooth
    "Sudo": (31.8, -0.01),  # in the eastern notch
}


@pytest.fixture(scope="module")
def strayed():
    """Before and after; the line as it was given leaves all of `SPOTS` on the other side."""
    frame = country.gazetteer().settlements
    frame = frame[frame["name"].isin(SPOTS)].copy()
    frame["lon"], frame["lat"] = zip(*(SPOTS[name] for name in frame["name"]), strict=True)
    places = Gazetteer(
        frame.set_geometry(country.gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326),
        country.gazetteer().sources,
    )

    def line(*spots):
        section = Section.of("line", "drawn", [(30.0, 0.0), *spots, (32.0, 0.0)])
        return plan(country.along(sections=(section,)), country.country(), gazetteer=places)

    given = line(
        (30.6, 0.02), (31.05, 0.02), (31.1, -0.02), (31.2, -0.02), (31.25, 0.02), (31.4, 0.02),
        (31.6, -0.02), (31.9, -0.02),
    )  # fmt: skip
    return line((31.0, 0.0)), replace(line(*TEETH), as_given=given.division)


def test_a_settlement_in_no_piece_is_of_the_nearest_that_goes_its_way(strayed):
    before, after = strayed
    assert len(changed_settlements(before, after)) == len(SPOTS)
    found = {
        (round(piece.geometry.centroid.x, 1), piece.taker): (piece.settlements, piece.people)
        for piece in pieces(before, after)
    }
    people = {name: count for name, _, _, count, _ in country.SETTLEMENTS}

    def of(*names):
        return len(names), sum(people[name] for name in names)

    assert found == {
        (30.7, v.SOUTH): of("Kapo", "Dudek"),
        (31.5, v.SOUTH): of("Metro"),
        (31.0, v.NORTH): of("Kvin"),
        (31.8, v.NORTH): of("Kvino", "Sudo"),
    }


def test_a_settlement_whose_way_no_piece_goes_leaves_the_others(strayed):
    """Only the notches as drawn, all of `SPOTS` on the other side as given."""
    before, after = strayed
    notches = [spot for spot in TEETH if spot[1] <= 0]
    section = Section.of("line", "drawn", [(30.0, 0.0), *notches, (32.0, 0.0)])
    drawn = plan(country.along(sections=(section,)), before.boundaries, gazetteer=before.gazetteer)
    found = pieces(before, replace(drawn, as_given=after.as_given))
    assert {(piece.taker, piece.settlements) for piece in found} == {(v.NORTH, 1), (v.NORTH, 2)}


def test_a_piece_without_a_settlement_is_named_by_the_nearest(strayed):
    """Back again, on the lines as drawn: what lies in a piece changes hands, nothing else."""
    before, after = strayed
    plain = replace(after, as_given=None)
    names = {
        (round(piece.geometry.centroid.x, 1), piece.taker): piece.name
        for piece in pieces(before, plain)
    }
    assert names == {
        (30.7, v.SOUTH): "Dudek, Besta oblast",
        (31.5, v.SOUTH): "near Kvino, Besta oblast",
        (31.0, v.NORTH): "near Kapo, Besta oblast",
        (31.8, v.NORTH): "Sudo, Centa oblast",
    }
    sizes = [piece.area_m2 for piece in pieces(before, plain)]
    assert sizes == sorted(sizes, reverse=True)


def test_lines_that_part_along_one_meridian_do_not_share_it():
    """One goes up lon 31 and one goes down it: Besta changes hands, and the island beside it."""
    turns = []
    for north in (1, -1):
        section = Section.of("turn", "drawn", [(29.9, 0), (31, 0), (31, 1.1 * north)])
        turns.append(plan(country.along(sections=(section,)), country.country()).division)
    moved = exchange(*turns)
    assert moved.area_m2 == pytest.approx([cell(31, 32, -1, 1), v.ISLE], rel=1e-8)
    assert not moved.to_right.any()
