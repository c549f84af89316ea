"""The sides of islands for many lines at once, against each line searched whole."""

import numpy as np
import pytest
import shapely

from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.geo.partition.coverage import Coverage
from ceaseline.geo.partition.rings import Rings
from ceaseline.geo.partition.unreached import unreached_sides

MAIN = shapely.box(30, 48, 32, 50)
ISLES = [shapely.Point(lon, 47.5).buffer(0.12, quad_segs=20) for lon in (29.4, 30.4, 31.3, 32.9)]
GROUND = 7


@pytest.fixture(scope="module")
def rings():
    return Rings(Coverage.of([MAIN, *ISLES]))


def lines(random):
    """Wander north from one of two places that lines share, in one chain or several."""
    steps = random.normal((0.02, 0.03), 0.1, (int(random.integers(3, 60)), 2))
    begin = [[30.1, 46.9], [32.4, 47.1]][int(random.integers(2))]
    path = np.vstack([begin, begin + np.cumsum(steps, axis=0), [31.0, 51.0]])
    cut = int(random.integers(1, len(path) - 1))
    return [[path], [path[cut:], path[: cut + 1]], [path[: cut + 1], path[cut:] + 0.2]][
        int(random.integers(3))
    ]


@pytest.mark.slow
def test_many_lines_at_once_give_each_the_side_of_its_nearest_chord_of_all(rings):
    random = np.random.default_rng(5)
    many = [lines(random) for _ in range(40)]
    start = np.zeros((len(many), 5), np.int8)
    start[:, 0] = 1
    start[::3, 2] = -1
    got = unreached_sides(rings, many, start, lambda _row, _place: GROUND)
    outlines = np.split(rings.coverage.tail, rings.coverage.first[1:-1])
    for row, chains in enumerate(many):
        whole = NearestOnLine.of(chains)
        chords = np.arange(len(whole.tail))
        sides = [whole.side_of_nearest(spots, chords) or GROUND for spots in outlines]
        assert got[row].tolist() == np.where(start[row] != 0, start[row], sides).tolist()
    assert set(got[:, 1:].ravel().tolist()) == {-1, 1, GROUND}
