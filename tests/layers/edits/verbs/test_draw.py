"""A path in the line's place: what a hand does to a vertex, an edge, a stretch, a pocket."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits import edit, replay, undo
from ceaseline.layers.edits.context import default_ground
from ceaseline.layers.edits.laid import laid
from ceaseline.layers.edits.paths import path_of
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.store import dumps, load
from tests.layers.edits import drawn
from tests.layers.edits.drawn import FRONT, at


@pytest.fixture(scope="module")
def ground():
    return drawn.ground()


def square_m2(*spots):
    ring = Geodesic.WGS84.Polygon()
    for lon, lat in spots:
        ring.AddPoint(lat, lon)
    return abs(ring.Compute()[2])


def held(ground, placement):
    return ground.division(placement).areas.sum(axis=1)


def spots_of(placement):
    return {spot for section in placement.sections for spot in section.coords}


def test_a_dragged_vertex_moves_the_ground_of_its_triangles(ground):
    trial, (new,) = drawn.trial(), at((6, 6))
    after = edit(trial, "draw", ground, path=[FRONT[1], new, FRONT[3]])
    wanted = square_m2(FRONT[1], new, FRONT[3], FRONT[2])
    change = held(ground, after) - held(ground, trial)
    assert abs(change) == pytest.approx([wanted, wanted], rel=1e-6)
    assert change[0] < 0  # the first party holds the north, and the line went north
    assert spots_of(trial) - spots_of(after) == {FRONT[2]}
    assert new in spots_of(after)
    assert [s.basis for s in after.sections] == ["drawn"]


def test_a_path_may_run_against_the_line(ground):
    path = [FRONT[1], *at((6, 6)), FRONT[3]]
    one, two = (edit(drawn.trial(), "draw", ground, path=p) for p in (path, path[::-1]))
    assert one.sections == two.sections


def test_a_vertex_is_added_on_an_edge_and_taken_away(ground):
    trial, (new,) = drawn.trial(), at((4, 6.5))
    more = edit(trial, "draw", ground, path=[FRONT[1], new, FRONT[2]])
    assert spots_of(more) == spots_of(trial) | {new}
    less = edit(more, "draw", ground, path=[FRONT[1], FRONT[2]])
    assert less.sections[0].coords == trial.sections[0].coords


def test_ends_in_the_middle_of_edges_cut_there(ground):
    start, end = (tuple(np.add(FRONT[k], FRONT[k + 1]) / 2) for k in (1, 2))
    after = edit(drawn.trial(), "draw", ground, path=[start, *at((5, 7)), end])
    assert set(FRONT[:2] + FRONT[3:]) <= spots_of(after)
    assert FRONT[2] not in spots_of(after)


def test_a_path_off_the_line_is_stepped_to(ground):
    after = edit(drawn.trial(), "draw", ground, path=at((3, 6.5), (5, 6.5)))
    assert {*FRONT, *at((3, 6.5), (5, 6.5))} <= spots_of(after)


RING = at((2, 8), (3, 8), (3, 7), (2, 7), (2, 8))


def with_pocket():
    front = Section.of("front", "drawn", FRONT)
    return drawn.trial().replaced(sections=(front, Section.of("pocket", "drawn", RING)))


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ([RING[0], *at((3.4, 8.4)), RING[2]], RING[1]),
        ([RING[1], *at((3.4, 6.6)), RING[3]], RING[2]),
        ([RING[3], *at((1.6, 8.4)), RING[1]], RING[0]),  # over the ring's first vertex
        ([RING[1], *at((1.6, 8.4)), RING[3]], RING[0]),
    ],
)
def test_of_a_pocket_the_side_nearer_to_the_path_is_replaced(ground, path, gone):
    trial = with_pocket()
    after = edit(trial, "draw", ground, path=path)
    assert spots_of(trial) - spots_of(after) == {gone}
    assert path[1] in spots_of(after)
    assert after.sections[0] == trial.sections[0]
    assert held(ground, after)[1] > held(ground, trial)[1]


def in_two_sections():
    """The front, and a pocket one half of which follows a river."""
    halves = (Section.of("bank", "river", RING[2:]), Section.of("pocket", "drawn", RING[:3]))
    return with_pocket().replaced(sections=(with_pocket().sections[0], *halves))


@pytest.mark.parametrize("make", [with_pocket, in_two_sections])
@pytest.mark.parametrize("corner", range(4))
@pytest.mark.parametrize("inward", [-0.3, 0.8])
def test_any_corner_of_a_pocket_is_dragged_even_past_its_middle(ground, make, corner, inward):
    trial, ring = make(), RING[:-1]  # as the section runs
    before, old, after, far = (ring[(corner + k) % 4] for k in (-1, 0, 1, 2))
    new = tuple(np.round(np.add(old, inward * np.subtract(far, old)), 7).tolist())
    dragged = edit(trial, "draw", ground, path=[before, new, after])
    assert spots_of(trial) ^ spots_of(dragged) == {old, new}
    assert dragged.sections[0] is trial.sections[0]
    change = held(ground, dragged) - held(ground, trial)
    assert abs(change) == pytest.approx([square_m2(before, old, after, new)] * 2, rel=1e-6)


@pytest.mark.parametrize("make", [with_pocket, in_two_sections])
@pytest.mark.parametrize("corner", range(4))
def test_any_corner_of_a_pocket_is_deleted(ground, make, corner):
    trial, ring = make(), RING[:-1]
    after = edit(trial, "draw", ground, path=[ring[corner - 1], ring[(corner + 1) % 4]])
    assert spots_of(trial) - spots_of(after) == {ring[corner]}
    assert spots_of(after) <= spots_of(trial)


@pytest.mark.parametrize("make", [with_pocket, in_two_sections])
@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(
    "ring",
    [
        at((2, 8), (3.6, 8.2), (3.4, 6.4), (1.8, 6.6), (2, 8)),
        at((3, 7), (1.6, 6.6), (1.8, 8.4), (3.4, 8.2), (3, 7)),
        at((2.5, 8), (3.6, 8.2), (3.4, 6.4), (1.6, 6.6), (2.5, 8)),  # from amid an edge
    ],
)
def test_a_whole_pocket_is_drawn_anew(ground, make, turn, ring):
    trial, path = make(), ring[::turn]
    after = edit(trial, "draw", ground, path=path)
    (start,) = spots_of(after) - {*FRONT, *path[1:-1]}
    assert start == pytest.approx(path[0], abs=5e-6)  # on the edge's geodesic, half a metre off
    assert after.sections[0] is trial.sections[0]
    change = held(ground, after) - held(ground, trial)
    wanted = square_m2(start, *path[1:-1]) - square_m2(*RING[:-1])
    assert change == pytest.approx([-wanted, wanted], rel=1e-6)


def test_a_path_beside_a_pocket_does_not_replace_it(ground):
    path = [RING[0], *at((1, 8.5), (1, 9), (2, 9)), RING[0]]
    with pytest.raises(InputError, match="begins and ends at the same place of the line, km"):
        edit(with_pocket(), "draw", ground, path=path)


def test_a_long_path_against_a_pocket_s_direction_goes_the_nearer_way(ground):
    path = [RING[1], *at((3.4, 7.8), (3.4, 6.6)), RING[3]]
    one, two = (edit(with_pocket(), "draw", ground, path=p) for p in (path, path[::-1]))
    assert one.sections == two.sections
    assert spots_of(with_pocket()) - spots_of(one) == {RING[2]}


def test_it_is_undone_and_replayed_to_the_byte(ground):
    trial = with_pocket()
    after = edit(trial, "draw", ground, path=[RING[0], *at((3.4, 8.4)), RING[2]])
    assert dumps(undo(after, ground).replaced(undone=())) == dumps(trial)
    assert dumps(replay(after, None, ground)) == dumps(after)


def test_on_a_line_of_the_library_all_else_stays():
    trial = load("contact-2024-11-20")
    longest = max(trial.sections, key=lambda s: len(s.coords))
    a, b, c = longest.coords[149:152]
    new = (b[0] + 0.01, b[1] + 0.005)
    after = edit(trial, "draw", path=[a, new, c])
    assert spots_of(trial) ^ spots_of(after) == {b, tuple(np.round(new, 7))}
    others = [s for s in trial.sections if s is not longest]
    assert set(others) < set(after.sections)
    change = held(default_ground(), after) - held(default_ground(), trial)
    assert abs(change) == pytest.approx([square_m2(a, new, c, b)] * 2, rel=1e-6)


def test_a_path_that_crosses_itself_still_divides_the_country(ground):
    path = [FRONT[1], *at((6, 8), (6, 7), (4, 8)), FRONT[3]]
    after = edit(drawn.trial(), "draw", ground, path=path)
    assert drawn.total(ground, after) == pytest.approx(ground.area_m2, abs=1)


def test_a_path_out_of_the_country_ends_at_its_border(ground):
    after = edit(drawn.trial(), "draw", ground, path=[FRONT[1], *at((4, 14)), FRONT[3]])
    assert drawn.total(ground, after) == pytest.approx(ground.area_m2, abs=1)
    assert max(lat for _, lat in spots_of(after)) < 48.6


def test_what_a_path_follows_is_told_and_recorded_unless_it_is_drawn(ground):
    path = [FRONT[1], *at((6, 6)), FRONT[3]]
    for basis, recorded in (("drawn", {"path"}), ("state border", {"path", "basis"})):
        after = edit(drawn.trial(), "draw", ground, path=path, basis=basis)
        assert basis in {section.basis for section in after.sections}
        assert set(after.history[-1].arguments) == recorded


def test_two_fronts(ground):
    """The path stays on the run of sections that is nearest to both its ends."""
    south = Section.of("south", "drawn", at((11, 1), (5, 2), (-1, 1)))
    north = Section.of("north", "drawn", FRONT)
    trial = drawn.trial().replaced(sections=(north, south))
    after = edit(trial, "draw", ground, path=at((7, 1.4), (5, 2.6), (3, 2.2)))
    assert after.sections[0] is trial.sections[0]
    assert spots_of(trial) - spots_of(after) == {south.coords[1]}
    across = edit(trial, "draw", ground, path=at((6, 4.4), (5, 2.1), (3, 5)))
    assert across.sections[-1] is trial.sections[1]


def test_a_section_cut_at_the_border_stays_the_same_object(ground):
    """A front that leaves the country is cut at its border on the way, and put together again."""
    trial = with_pocket()
    after = edit(trial, "draw", ground, path=[RING[0], *at((3.4, 8.4)), RING[2]])
    assert not ground.inland.covers(trial.sections[0].line)
    assert after.sections[0] is trial.sections[0]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ([FRONT[1]], "The path has 1 places; give 2 to 10,000"),
        ([], "The path has 0 places; give 2 to 10,000"),
        ([(30, 48, 5), (30.1, 48, 5)], "The path is no list of places; give a longitude and"),
        ([30.0, 48.0], "The path is no list of places; give a longitude and a latitude for"),
        ([FRONT[1]] * 10_001, "The path has 10001 places; give 2 to 10,000"),
        ([FRONT[1], (float("nan"), 48)], "The path has the place nan, 48; give longitudes from"),
        ([FRONT[1], (30, 99)], "The path has the place 30, 99; give longitudes from"),
        ([(28, 48), (28.1, 48)], r"comes to 28.00000, 48.00000 .* km from the line of trial"),
        ([FRONT[1], *at((3, 8)), FRONT[1]], "begins and ends at the same place of the line, km"),
        ([FRONT[1], FRONT[2]], "This draw would change nothing on trial"),
    ],
)
def test_what_cannot_be_drawn(ground, path, message):
    with pytest.raises(InputError, match=message):
        edit(drawn.trial(), "draw", ground, path=path)


def test_a_locked_stretch_stays(ground):
    trial = edit(drawn.trial(), "lock", ground)
    with pytest.raises(InputError, match="This draw would move 'front' of trial, which is locked"):
        edit(trial, "draw", ground, path=[FRONT[1], *at((6, 6)), FRONT[3]])


def test_a_path_lies_on_the_line_where_it_is_near():
    trial = drawn.trial()
    near = np.add([FRONT[1], *at((6, 6)), FRONT[3]], [[2e-6, 2e-6], [0, 0], [2e-6, 0]])
    parts, coords = laid(trial, near)
    assert coords[[0, -1]].tolist() == [list(FRONT[1]), list(FRONT[3])]
    assert [(part.low, part.high) for part in parts] == [(1.0, 3.0)]


@pytest.mark.parametrize(("end", "told"), [("", None), (" 31", "'31' of the path is no place")])
def test_a_text_too_long_for_the_name_of_a_file_is_a_path(end, told):
    text = " ".join(["37.1234567,48.1234567"] * 300)
    if told is None:
        assert path_of(text) == [[37.1234567, 48.1234567]] * 300
    else:
        with pytest.raises(InputError, match=told):
            path_of(text + end)


def test_a_path_is_read_from_a_file(tmp_path):
    line = {"type": "LineString", "coordinates": [list(FRONT[1]), list(FRONT[3])]}
    file = tmp_path / "path.geojson"
    file.write_text(str(line).replace("'", '"'))
    assert path_of(str(file)) == [list(FRONT[1]), list(FRONT[3])]
    file.write_text('{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}')
    with pytest.raises(InputError, match=r"path.geojson holds 2 shapes; give a file of one line"):
        path_of(str(file))
