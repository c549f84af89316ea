"""Ground that changes hands: areas from the drawing, the rest of the line bit for bit."""

import numpy as np
import pyproj
import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.edits.redraw import given, redrawn
from ceaseline.layers.edits.stretch import stretches
from ceaseline.layers.placement.placement import Section
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at, edges

GEOD = pyproj.Geod(ellps="WGS84")
FRESH = Section(name="new", basis="drawn", coords=())


def box(*corners):
    return shapely.segmentize(shapely.Polygon(at(*corners)), 0.005)


def held(ground, placement):
    return ground.division(placement).areas.sum(axis=1)


def test_ground_given_is_what_the_shape_covers_of_the_other_party(ground, trial):
    shape = box((3, 4), (7, 4), (7, 8), (3, 8))
    after = given(trial, ground, shape, "Russia", FRESH)
    ours = ground.division(trial).territory(0).intersection(shape)
    gain = held(ground, after)[1] - held(ground, trial)[1]
    assert gain == pytest.approx(abs(GEOD.geometry_area_perimeter(ours)[0]), rel=1e-5)


def test_ground_given_there_and_back_leaves_the_line_where_it_was(ground, trial):
    shape = box((3, 4), (7, 4), (7, 8), (3, 8))
    there = given(trial, ground, shape, "Russia", FRESH)
    taken = ground.division(trial).territory(0).intersection(shape)
    back = given(there, ground, taken, "Ukraine", FRESH)
    assert held(ground, back) == pytest.approx(held(ground, trial), abs=300)


def test_the_line_elsewhere_is_the_same_bit_for_bit(ground, trial):
    after = given(trial, ground, box((3, 5.2), (4, 5.2), (4, 8), (3, 8)), "Russia", FRESH)
    untouched = [(a, b) for a, b in zip(drawn.FRONT, drawn.FRONT[1:], strict=False) if a[0] > 30.3]
    assert {(*a, *b) for a, b in untouched} <= edges(after)
    assert [s.name for s in after.sections] == ["front", "new", "front (2)"]


def test_a_shape_away_from_the_line_becomes_a_pocket(ground, trial):
    after = given(trial, ground, box((3, 7), (4, 7), (4, 8), (3, 8)), "Russia", FRESH)
    assert after.sections[0] == trial.sections[0]
    assert after.sections[1].closed
    ring = shapely.LinearRing(after.sections[1].coords)
    assert not ring.is_ccw  # the second party on the right, inside


def test_a_pocket_given_back_is_gone(ground, trial):
    shape = box((3, 7), (4, 7), (4, 8), (3, 8))
    there = given(trial, ground, shape, "Russia", FRESH)
    back = given(there, ground, shapely.buffer(shape, 0.001), "Ukraine", FRESH)
    assert back.sections == trial.sections


def test_nothing_changes_where_the_party_holds_all_of_it(ground, trial):
    shape = box((3, 1), (4, 1), (4, 2), (3, 2))
    assert given(trial, ground, shape, "Russia", FRESH) is trial


def test_everything_given_to_one_party_is_refused(ground, trial):
    with pytest.raises(InputError, match="one party would hold the whole country"):
        given(trial, ground, shapely.box(29, 47, 32, 50), "Russia", FRESH)


def test_marks_of_the_nearest_section_go_with_new_stretches(ground, trial):
    deep = trial.replaced(sections=(trial.sections[0].replaced(depth_m=(1.0, 2.0)),))
    shape = box((3, 4), (7, 4), (7, 8), (3, 8))
    after = given(deep, ground, shape, "Russia", FRESH)
    assert {s.depth_m for s in after.sections} == {(1.0, 2.0)}


def test_a_corridor_is_cut_with_its_section(ground):
    widths = [(float(k), 10.0 * k) for k in range(len(drawn.FRONT))]
    front = Section.of("front", "settlements", drawn.FRONT, widths)
    line = drawn.trial().replaced(sections=(front,))
    after = given(line, ground, box((3, 4), (7, 4), (7, 8), (3, 8)), "Russia", FRESH)
    for section in after.sections:
        if section.name != "new":
            assert len(section.corridor_m) == len(section.coords)
            wide = np.array(section.corridor_m)
            assert wide[:, 1] == pytest.approx(10 * wide[:, 0], abs=5)


def test_a_corridor_without_end_stays_so(ground):
    widths = [(100.0, float("inf"))] * len(drawn.FRONT)
    front = Section.of("front", "settlements", drawn.FRONT, widths)
    line = drawn.trial().replaced(sections=(front,))
    after = given(line, ground, box((3, 4), (7, 4), (7, 8), (3, 8)), "Russia", FRESH)
    kept = [s for s in after.sections if s.name != "new"]
    assert {pair for s in kept for pair in s.corridor_m} == {(100.0, float("inf"))}


def test_overshoot_beyond_the_border_stays_with_its_section(ground, trial):
    after = given(trial, ground, box((3, 4), (7, 4), (7, 8), (3, 8)), "Russia", FRESH)
    assert after.sections[0].coords[0] == drawn.FRONT[0]
    assert after.sections[-1].coords[-1] == drawn.FRONT[-1]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_faces_are_given_to_the_result_divides_the_country(ground, trial, seed):
    rng = np.random.default_rng(seed)
    chains = [np.array(at(*rng.uniform(-1, 11, (6, 2)))) for _ in range(3)]

    def decide(_, before):
        return rng.random(len(before)) < 0.5

    after = redrawn(trial, ground, chains, decide, FRESH)
    assert drawn.total(ground, after) == pytest.approx(ground.area_m2, abs=1)


def test_stretches_cover_the_line(trial):
    parts = stretches(trial, (10, 20))
    assert len(parts) == 1
    assert GEOD.geometry_length(shapely.LineString(parts[0].coords)) == pytest.approx(1e4, abs=0.1)
