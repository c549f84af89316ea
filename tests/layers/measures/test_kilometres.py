"""The length of a line by its parts and by definition, on the drawn country by closed forms."""

from itertools import pairwise

import numpy as np
import pytest

from ceaseline.layers.measures.kilometres import DETAILS_M, QUOTED_M, kilometres, near
from ceaseline.layers.placement.placement import Placement, Section
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.outline import COAST, outline
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.tables.lengths import length_tables
from ceaseline.maps.tables.measure import length_notes
from tests.drawn import ellipsoid
from tests.drawn.country import EAST, PARTIES, POCKET, WEST, H, country, gazetteer, salient

DEGREE = ellipsoid.DEGREE


def rows(found):
    return {row.id: row.length_m for row in found}


def drawn(placement):
    return kilometres(plan(placement, country(), None, gazetteer()))


@pytest.fixture(scope="module")
def parts():
    return rows(drawn(salient()).parts)


def test_each_part_by_closed_forms_at_every_detail(parts):
    west, south, east, north = POCKET
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = sum(ellipsoid.between(*pair) for pair in pairwise(corners))
    bulge = 2 * ellipsoid.arc(H) + ellipsoid.between((WEST, H), (EAST, H))
    by_hand = {
        "main_front": (0.4 + 1.2) * DEGREE,
        "borders": ellipsoid.arc(0.5),
        "pockets": ring,
        "river": bulge,
    }
    assert list(parts) == [*by_hand, "line", "line_generalised"]
    for name, metres in by_hand.items():
        assert parts[name] == pytest.approx([metres] * len(DETAILS_M), abs=0.1), name
    whole = sum(by_hand.values())
    assert parts["line"] == pytest.approx([whole] * len(DETAILS_M), abs=0.5)
    assert parts["line_generalised"] == pytest.approx([whole] * len(DETAILS_M), abs=0.5)


def test_definitions_add_up_from_row_to_row(parts):
    found = rows(drawn(salient()).definitions)
    counted = 0.0
    for name in ("main_front", "borders", "pockets", "river"):
        counted += parts[name][0]
        assert found[name][0] == pytest.approx(counted)
    assert found["coast"][0] > counted


def test_the_parties_neighbour_is_known_by_its_name_alone():
    along = Section.of("west", "drawn", [(30, 0), (32, 0)])
    own = Placement("trial", "A trial", (along,), parties=("North", "Westland"))
    found = rows(drawn(own).definitions)
    border = found["state_border"][0] - found["main_front"][0]
    # lon 30 from the equator to the north, and round its corner as far as 3 km reach
    assert border == pytest.approx(ellipsoid.arc(1.0) + 3_000, abs=1_000)
    coast = found["coast"][0] - found["state_border"][0]
    assert coast == pytest.approx(ellipsoid.parallel(1, 2) + ellipsoid.arc(1.0) - 3_000, abs=1_000)
    nobody = rows(drawn(own.replaced(parties=PARTIES)).definitions)
    assert "state_border" not in nobody


def test_a_line_along_the_river_is_carried_down_it_to_the_sea():
    river = Section.of("river", "river", [(30.6, 1.0), (30.6, -0.2)])
    front = Section.of("front", "drawn", [(30.6, -0.2), (30.0, -0.2)])
    # the first party on the left: the line runs south, then west, so the east is its own
    own = Placement("trial", "A trial", (river, front), parties=PARTIES)
    found = rows(drawn(own).definitions)
    on_to_the_sea = found["to_sea"][0] - found["river"][0]
    assert on_to_the_sea == pytest.approx(ellipsoid.arc(1.2) - ellipsoid.arc(0.2), abs=0.1)


def test_a_tooth_goes_at_the_detail_that_is_coarser_than_it():
    up = ellipsoid.latitude(3_000.0)
    tooth = [(30.0, 0.0), (30.9, 0.0), (31.0, up), (31.1, 0.0), (32.0, 0.0)]
    own = Placement("trial", "A trial", (Section.of("a", "drawn", tooth),), parties=PARTIES)
    found = rows(drawn(own).parts)["main_front"]
    side = ellipsoid.between(tooth[1], tooth[2])
    assert found[:3] == pytest.approx([1.8 * DEGREE + 2 * side] * 3, abs=0.1)
    assert found[3:] == pytest.approx([2 * DEGREE] * 2, abs=0.1)


def test_no_length_finer_than_a_line_was_drawn_unless_it_is_derived():
    given = kilometres(plan(load("four-oblasts")))
    for row in given.parts:
        assert row.length_m[0] is None
        assert None not in row.length_m[1:]
    assert given.parts[0].as_dict()["near_m"][0] is None
    assert "has no length at a finer one" in given.notes[0]


def test_finer_than_drawn_the_line_is_derived_anew(default_plan):
    found = kilometres(default_plan)
    line = rows(found.parts)["line"]
    assert line[2] == pytest.approx(862_546, abs=1)
    assert line[0] > line[1] > line[2] > line[3] > line[4]
    assert "derived from its settlements anew" in found.notes[0]
    own = [row.id for row in found.definitions]
    assert own[:6] == ["main_front", "pockets", "river", "to_sea", "state_border", "coast"]
    assert own[6:] == ["front_state_border", "front_pockets_state_border"]
    assert "to Belarus" in found.definitions[4].text
    for metres, below in zip(
        rows(found.definitions)["to_sea"], rows(found.definitions)["river"], strict=True
    ):
        assert 125_000 < metres - below < 140_000


@pytest.mark.parametrize("quoted", QUOTED_M)
def test_near_is_within_five_percent_on_both_sides(quoted):
    taken = {near(quoted * share) for share in (0.9501, 1.0, 1.0499)}
    assert quoted in taken
    assert near(900e3) is None
    assert near(2_101e3) is None
    assert near(quoted) == quoted


def test_outline_knows_what_lies_beyond_each_edge():
    found = outline(country())
    middle = (found.tail + found.head) / 2
    west = (middle[:, 0] == 30.0) & (np.abs(middle[:, 1]) < 0.9)
    assert set(found.neighbour[west]) == {"Westland"}
    assert set(found.neighbour[middle[:, 0] > 30.1]) == {COAST}
    length = sum(
        ellipsoid.between(a, b) for a, b in zip(found.tail[west], found.head[west], strict=True)
    )
    assert length == pytest.approx(2 * ellipsoid.arc(0.9), abs=2_100)


def test_the_front_with_the_state_border_comes_near_what_is_quoted(default_plan):
    found = kilometres(default_plan)
    every = rows(found.definitions)
    border = np.subtract(every["state_border"], every["to_sea"])
    front = np.array(every["main_front"])
    assert every["front_state_border"] == pytest.approx(front + border)
    assert every["front_pockets_state_border"] == pytest.approx(every["pockets"] + border)
    assert every["front_state_border"][2] == pytest.approx(1_328e3, abs=500)
    assert every["front_pockets_state_border"][2] == pytest.approx(1_353e3, abs=500)
    assert [near(every[f"front_{k}state_border"][2]) for k in ("", "pockets_")] == [1_300e3] * 2
    assert "river" not in found.definitions[-1].text
    assert found.far_m == (2_000e3,)
    assert found.as_dict()["far_m"] == [2_000e3]
    assert "Nothing here comes near 2,000 km." in length_tables(default_plan)[1].notes


def test_the_front_with_a_border_by_closed_forms():
    along = Section.of("west", "drawn", [(30, 0), (32, 0)])
    own = Placement("trial", "A trial", (along,), parties=("North", "Westland"))
    found = rows(drawn(own).definitions)
    assert found["front_state_border"] == pytest.approx(found["state_border"])
    assert "front_pockets_state_border" not in found


@pytest.mark.parametrize(
    ("bases", "part", "definition"),
    [
        (("settlements", "settlements"), "main front", "the front alone"),
        (
            ("settlements", "drawn"),
            "main front, river stretches not told apart",
            "the front, river stretches not told apart where it was drawn or imported",
        ),
        (
            ("imported", "drawn"),
            "main front, river stretches not told apart",
            "the line, river stretches not told apart",
        ),
    ],
)
def test_a_drawn_line_says_that_its_river_is_not_told_apart(bases, part, definition):
    spots = [[(30, 0), (31, 0)], [(31, 0), (32, 0)]]
    sections = [Section.of(f"s{k}", bases[k], spots[k]) for k in (0, 1)]
    found = drawn(Placement("trial", "A trial", tuple(sections), parties=PARTIES))
    assert (found.parts[0].text, found.definitions[0].text) == (part, definition)


def test_a_line_without_a_front_ends_at_its_end():
    found = kilometres(plan(load("four-oblasts")))
    assert not any("end of the front" in row.text for row in found.definitions)
    assert any("from the end of the line" in row.text for row in found.definitions)


def test_the_tables_say_how_each_length_is_made(default_plan):
    parts, _ = length_tables(default_plan)
    assert "each part is generalised by itself" in parts.notes[-1]
    assert "`compare` generalises the whole line as drawn" in parts.notes[-1]


def test_a_zone_longer_than_its_line_says_why():
    (longer,) = length_notes(1_002_501.0, 1_019_456.0)
    assert longer.startswith("The zone is 17.0 km longer than the line: it counts every stretch")
    assert longer.endswith("The zone's length is the one that is held against the proposal's.")
    assert "shorter than the line: stretches without a depth" in length_notes(9e5, 7e5)[0]
    assert length_notes(9e5, 9e5 + 49) == []
