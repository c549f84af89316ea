"""The smallest country on which every verb can act, so that edits take milliseconds."""

from math import sin

import geopandas as gpd
import shapely

from ceaseline.geo.partition import Divider
from ceaseline.layers.edits.context import Ground
from ceaseline.layers.placement.placement import Placement, Section

UNITS = ("A", "B", "I")


def at(*spots):
    """Degrees for units of about 600 m: the south-west corner at 0, 0, the north-east at 10, 10."""
    return [(round(30 + 0.008 * x, 7), round(48 + 0.006 * y, 7)) for x, y in spots]


def ground(barrier=None):
    units = {
        "A": [(0, 0), (5, 0), (5, 10), (0, 10)],
        "B": [(5, 0), (10, 0), (11, 6), (10, 10), (5, 10)],
        "I": [(12, 4), (13, 4), (13, 5)],
    }
    rows = []
    for k in range(20):
        ((lon, lat),) = at((0.9 + 2 * (k % 5) + 0.3 * (k // 5 % 2), 1.1 + 2.6 * (k // 5)))
        rows.append((k, f"P{k}", lon, lat))
    places = gpd.GeoDataFrame(rows, columns=["id", "name", "lon", "lat"])
    places = places.set_geometry(gpd.points_from_xy(places["lon"], places["lat"]), crs=4326)
    river = shapely.LineString(at((-1, 2), (4, 3), (7, 1.5), (12, 2)))
    divider = Divider([shapely.Polygon(at(*ring)) for ring in units.values()], list(units))
    return Ground(divider, places, (river,), barrier)


WAVES = at(*[(-1 + k / 4, 5 + 1.5 * sin(k / 2) + 0.4 * sin(2.9 * k)) for k in range(53)])

STARTS = {
    "straight": [("front", at((-1, 5), (12, 5)))],
    "bent": [("front", at((-1, 4), (3, 6), (5, 6), (5, 3), (6, 4.5), (12, 6)))],
    "sections": [
        ("west", at((0, 4.2), (3, 6), (4, 4))),
        ("east", at((4, 4), (7, 7.5), (9, 4), (10.5, 3))),
        ("pocket", at((2, 8), (3, 8), (3, 7), (2, 7), (2, 8))),
    ],
    "strips": [("north", at((-1, 7), (12, 7))), ("south", at((12, 3), (-1, 3)))],
    "imported": [("part 1", WAVES[:25]), ("part 2", WAVES[24:])],
    "north": [("middle", at((5, -1), (4.5, 4), (5.5, 6), (5, 11)))],
}
"""Lines that touch the border, cross it, lie in several pieces, have a pocket."""


def start(name):
    basis = "imported" if name == "imported" else "drawn"
    sections = tuple(Section.of(n, basis, coords) for n, coords in STARTS[name])
    if name == "strips":
        sections = (sections[0], Section.of("south", "drawn", sections[1].array))
    return Placement(name, name, sections)
