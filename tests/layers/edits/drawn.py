"""A small drawn country, so that thousands of edits take minutes."""

import geopandas as gpd
import numpy as np
import shapely

from ceaseline.geo.partition import Divider
from ceaseline.layers.edits.context import Ground
from ceaseline.layers.placement.placement import Placement, Section

#   A | B | island I      40 km by 44 km; 32 settlements in 4 rows of 8, every other row shifted;
#   -----                 a river through the south from west to east
#   C | D
NAMES = [f"{a}{b}" for a in ("Ak", "Bel", "Chor", "Dub") for b in "abcdefgh"]


def at(*spots):
    """Degrees for units of about 4 km: the south-west corner at 0, 0, the north-east at 10, 10."""
    return [(round(30 + 0.0537 * x, 7), round(48 + 0.04 * y, 7)) for x, y in spots]


def country():
    units = {
        "A": [(0, 5), (5, 5), (5, 10), (1, 10.4)],
        "B": [(5, 5), (10, 5), (10.5, 7), (10, 10), (5, 10)],
        "C": [(0, 0), (5, 0), (5, 5), (0, 5)],
        "D": [(5, 0), (9.5, -0.5), (10, 5), (5, 5)],
        "I": [(12, 4), (13, 4), (13, 5.5), (12, 5.5)],
    }
    return Divider([shapely.Polygon(at(*ring)) for ring in units.values()], list(units))


def places():
    rows = []
    for k, name in enumerate(NAMES):
        row, column = divmod(k, 8)
        ((lon, lat),) = at((0.75 + column * 1.2 + 0.3 * (row % 2), 1 + row * 2.25))
        rows.append((1000 + k, name, lon, lat))
    frame = gpd.GeoDataFrame(rows, columns=["id", "name", "lon", "lat"])
    return frame.set_geometry(gpd.points_from_xy(frame["lon"], frame["lat"]), crs=4326)


def ground(barrier=None):
    river = shapely.LineString(at((-1, 1.75), (3, 2.5), (6, 1.5), (11, 2.75)))
    return Ground(country(), places(), (river,), barrier)


FRONT = at((-0.5, 4), (2.5, 5.5), (6, 4.5), (8.5, 6), (11.5, 5.5))
"""From west to east: the first party holds the north."""


def trial(coords=FRONT, **fields):
    return Placement("trial", "A trial", (Section.of("front", "drawn", coords),), **fields)


def moved(before, after):
    """How far two lines are apart at most, in degrees."""
    return float(shapely.hausdorff_distance(before.line, after.line))


def edges(placement):
    return {
        (*a, *b)
        for s in placement.sections
        for a, b in zip(s.coords[:-1], s.coords[1:], strict=True)
    }


def total(ground, placement):
    return float(np.sum(ground.division(placement).areas))
