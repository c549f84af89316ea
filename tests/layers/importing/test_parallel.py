"""Two lines side by side: drawn twice, or both limits of a zone; and their middle line."""

import numpy as np
import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.layers.derive.cells import from_plane, to_plane
from ceaseline.layers.importing.files import Choices
from ceaseline.layers.importing.parallel import middle, single, twins
from tests.layers.importing.test_junctions import SOUTH, brought, row

GEOD = Geod(ellps="WGS84")
BEND = [(36.5, 50.0), (36.5, 49.0), (36.0, 48.0), (36.3, 47.5), (36.0, 47.0)]
AROUND = shapely.box(-5e6, -5e6, 5e6, 5e6)


def beside(line, metres):
    """Places so far to the right of a line's vertices (oracle: the direct geodesic problem)."""
    spots = np.array(line)
    before, after = np.roll(spots, 1, axis=0), np.roll(spots, -1, axis=0)
    before[0], after[-1] = spots[0], spots[-1]
    azimuth = GEOD.inv(*before.T, *after.T)[0]
    lon, lat, _ = GEOD.fwd(*spots.T, azimuth + 90, np.full(len(spots), metres))
    return to_plane(np.column_stack([lon, lat]))


@pytest.mark.parametrize(
    ("width", "far", "looks"),
    [
        (1.5, r"1\.5 m apart", "one line drawn twice: leave one of them out"),
        (5_000, r"4\.9 km apart", "both limits of a zone, not its line: give the line between"),
        (30_000, r"29\.\d km apart", "both limits of a zone"),
    ],
)
def test_two_lines_side_by_side_are_refused_by_what_they_look_like(width, far, looks):
    pair = [beside(BEND, -width / 2), beside(BEND, width / 2)[::-1]]
    with pytest.raises(GeometryError, match=rf"Two lines run side by side, {far}, at .*{looks}"):
        single(pair, AROUND, "refuse")
    assert single(pair, AROUND, "keep")[0] is pair


@pytest.mark.parametrize("width", [1.5, 2_000.0, 20_000.0])
def test_the_middle_lies_as_far_from_the_one_as_from_the_other(width):
    """By inverse geodesics to places every few metres along both."""
    one, other = beside(BEND, -width / 2), beside(BEND, width / 2)[::-1]
    line, off = middle(one, other)
    assert off < 1
    assert shapely.LineString(line).is_simple
    dense = [
        shapely.get_coordinates(shapely.segmentize(shapely.LineString(c), 20.0))
        for c in (one, other)
    ]
    for spot in from_plane(line[:: max(1, len(line) // 7)]):
        far = []
        for chain in dense:
            near = chain[np.hypot(*(chain - to_plane([spot])).T) < width + 100]
            lon, lat = from_plane(near).T
            far.append(
                GEOD.inv(np.full(len(lon), spot[0]), np.full(len(lon), spot[1]), lon, lat)[2].min()
            )
        assert far[0] == pytest.approx(far[1], abs=1 + 100 / max(width, 20))
        assert far[0] == pytest.approx(width / 2, rel=0.15, abs=10)


def test_the_middle_of_two_limits_is_brought_in():
    done = brought(row(-0.45, 29.9, 32.1), row(-0.55, 32.1, 29.9), parallel="middle")
    assert done.held_m2 == pytest.approx(SOUTH, rel=1e-3)
    assert done.notes[0].startswith("Of two lines side by side, about ")
    with pytest.raises(GeometryError, match="both limits of a zone"):
        brought(row(-0.45, 29.9, 32.1), row(-0.55, 29.9, 32.1))


def test_a_line_drawn_there_and_back_is_one_drawn_twice():
    there = beside(BEND, 0)
    pair = [np.vstack([there, beside(BEND, 3)[::-1]])]
    with pytest.raises(GeometryError, match=r"A line runs there and back, side by side, .* twice"):
        single(pair, AROUND, "refuse")
    (line,), _ = single(pair, AROUND, "middle")
    assert shapely.LineString(line).hausdorff_distance(shapely.LineString(there)) < 5


@pytest.mark.parametrize(("width", "twice"), [(10.0, True), (3_000.0, False)])
def test_a_ring_that_hugs_a_line_is_one_drawn_twice_and_a_pocket_is_none(width, twice):
    line = shapely.LineString(beside(BEND, 0))
    ring = shapely.get_coordinates(line.buffer(width / 2, cap_style="flat").exterior)
    if not twice:
        assert twins([ring], AROUND) is None
        return
    with pytest.raises(
        GeometryError, match=r"A line runs there and back, side by side, 10\.0 m ap"
    ):
        single([ring], AROUND, "refuse")
    (found,), _ = single([ring], AROUND, "middle")
    assert shapely.LineString(found).hausdorff_distance(line) < 2 * width


def test_rings_in_one_another_have_a_middle():
    inner, outer = (shapely.Point(0, 0).buffer(metres).exterior for metres in (20e3, 22e3))
    pair = [shapely.get_coordinates(inner), shapely.get_coordinates(outer)[::-1]]
    (line,), _ = single(pair, AROUND, "middle")
    assert shapely.Polygon(line).area == pytest.approx(np.pi * 21e3**2, rel=0.01)


def test_lines_that_part_are_no_twins():
    lines = [np.array([(0.0, 0.0), (90e3, 0.0)]), np.array([(0.0, 1e3), (90e3, 40e3)])]
    assert twins(lines, AROUND) is None
    far = [np.array([(0.0, y), (300e3, y)]) for y in (0.0, 70e3)]
    assert twins(far, AROUND) is None


def test_three_lines_side_by_side_have_no_middle():
    three = [np.array([(0.0, y), (90e3, y)]) for y in (0.0, 1e3, 2e3)]
    with pytest.raises(GeometryError, match="More than two lines run side by side"):
        single(three, AROUND, "middle")


def test_what_to_do_with_them_is_one_of_three():
    with pytest.raises(InputError, match="give refuse, middle or keep"):
        Choices(parallel="both")
