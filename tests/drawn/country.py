"""The drawn country: four units on the equator, with every figure by hand in `values.py`.

    lat                     SEA
    1.0   +---------------------+---------------------+
          |                     |                     |      North of the line: the first party
    0.6 W |                     |                     |   +--+ Insula (I)
    0.5 e B                 Kapo|                     |   +--+
        s b   +=====t=======+   |                     |
    0.2 t b   s   Paro      s   |                     |      SEA
        l b   s   Metro     s   |                     |
    0   a A=Aas-------r-----sAAA+AAAAAAAAAAAAAAAAAAAAAA      the equator
        n |                     |                     |
        d |  +--+               |                     |      South of the line: the second party
    -.5   |  |p |               |                     |
    -.8   |  +--+               |                     |
    -1.0  +---------------------+---------------------+
          30                    31                    32     lon

Units: Alba (A, north-west), Besta (B, east), Centa (C, south-west), Insula (I, an island).
Westland lies west of lon 30, the sea round the rest. The Paro (r) flows down lon 30.6 from border
to border, the Salo (s, a river) along the east side of the salient, 1 km east of it.

Lines: `along` runs on the equator (A) from west to east. `salient` comes down the state border (b)
from lat 0.5, follows the equator, and goes round a salient of the South, of lon 30.4 to 30.8 up to
lat 0.2 (s, t); and it has a pocket (p), an enclave of the North round the centre of Centa.
`toothed` is the equator with two teeth, one that vanishes at 5 km detail and one at 10 km.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import geopandas as gpd
import shapely

from ceaseline.geo.country.boundaries import Boundaries
from ceaseline.geo.gazetteer import Gazetteer
from ceaseline.geo.sources import source
from ceaseline.layers.placement.placement import Placement, Section
from tests.drawn.ellipsoid import beside, latitude

PARTIES = ("North", "South")

H = 0.2
"""Latitude of the salient's top."""
WEST, EAST = 30.4, 30.8
"""Its sides."""
POCKET = (30.2, -0.8, 30.5, -0.5)
ISLAND = (32.2, 0.4, 32.4, 0.6)
STEP = 0.005
"""Degrees between vertices along a parallel: its edges are within 0.1 mm of it."""


def row(lat, west, east):
    """Places along a parallel, so close that its geodesic edges lie on it."""
    count = round(abs(east - west) / STEP)
    return [(west + (east - west) * k / count, lat) for k in range(count + 1)]


def box(west, south, east, north, *, split=()):
    """A cell of the graticule, with the places on its west side where neighbours meet."""
    return shapely.Polygon([*row(south, west, east), *row(north, east, west), *split])


@dataclass(frozen=True, eq=False)
class Drawn(Boundaries):
    """Boundaries whose surroundings are drawn too."""

    @cached_property
    def land(self):
        west = shapely.box(28, -2, 30, 2)
        rows = {"code": ["WL"], "name": ["Westland"], "name_uk": ["Вестланд"]}
        rows |= {"name_ru": ["Вестланд"], "borders": [True]}
        return gpd.GeoDataFrame(rows, geometry=[west], crs=4326)

    @cached_property
    def lakes(self):
        columns = ["name", "name_uk", "kind", "historic", "geometry"]
        return gpd.GeoDataFrame(columns=columns, geometry="geometry", crs=4326)

    @cached_property
    def rivers(self):
        salo = [beside(EAST, lat, 90, 1_000) for lat in (0.05, 0.1, 0.15)]
        lines = [self.river, shapely.LineString(salo)]
        names = {"name": ["Paro", "Salo"], "name_uk": ["Паро", "Сало"], "rank": [0, 3]}
        return gpd.GeoDataFrame(names, geometry=lines, crs=4326)

    @cached_property
    def river(self):
        return shapely.LineString([(30.6, 1.2), (30.6, -1.2)])


@cache
def country():
    """The boundaries, one object."""
    rows = [
        ("D-A", "Alba", "Kapo", box(30, 0, 31, 1)),
        ("D-B", "Besta", "Besto", box(31, -1, 32, 1, split=[(31, 0)])),
        ("D-C", "Centa", "Cento", box(30, -1, 31, 0)),
        ("D-I", "Insula", "Nowhere", box(*ISLAND)),
    ]
    columns = ["code", "name", "capital", "geometry"]
    frame = gpd.GeoDataFrame(rows, columns=columns, crs=4326)
    frame["name_uk"] = frame["name_ru"] = frame["name"]
    frame["kind"] = ["oblast", "oblast", "oblast", "city"]
    frame["official_area_m2"] = 1e10
    made = (source("user-boundaries"),)
    return Drawn("drawn", "The drawn country", made, frame)


SETTLEMENTS = (
    # name, unit, rank, people, lon, metres north of the equator (or a place)
    ("Kapo", "D-A", 0, 1_000_000, (30.9, 40_000.0)),
    ("Metro", "D-A", 2, 250_000, (30.6, 6_000.0)),
    ("Limo", "D-A", 4, 4_000, beside(30, 0.3, 90, 3_000)),
    ("Besto", "D-B", 1, 300_000, (31.5, -12_000.0)),
    ("Dudek", "D-B", 3, 20_000, (31.25, 4_999.6)),
    ("Dudeko", "D-B", 4, 19_999, (31.75, 5_000.4)),
    ("Kvin", "D-B", 4, 7_000, (31.3, -24_999.6)),
    ("Kvino", "D-B", 5, 3_000, (31.7, -25_000.4)),
    ("Kvindek", "D-B", 5, 2_000, (31.4, 49_999.6)),
    ("Kvindeko", "D-B", 5, 1_100, (31.6, 50_000.4)),
    ("Cento", "D-C", 1, 100_000, beside(30.2, -0.65, 90, 8_000)),
    ("Enklavo", "D-C", 5, 600, beside(30.5, -0.7, -90, 2_000)),
    ("Almosto", "D-C", 2, 249_999, beside(30.2, -0.6, -90, 9_000)),
    ("Insulo", "D-I", 5, 250, (32.3, 55_000.0)),
    ("Sudo", "D-C", 4, 15_000, (30.7, -9_000.0)),
)
"""By hand: see the values. Numbers just beside a limit tell whether it is `<` or `<=`."""


def spot(where):
    """The place of a row: the second number is metres north of the equator where over 90."""
    lon, north = where
    return (lon, latitude(north) if abs(north) > 90 else north)


@cache
def gazetteer():
    """The settlements, one object."""
    rows = []
    for k, (name, unit, rank, people, where) in enumerate(SETTLEMENTS):
        lon, lat = spot(where)
        rows.append((100 + k, name, name, name, "", people, 0, unit, rank, lon, lat))
    columns = "id name name_uk name_ru other_names population part_of unit_code rank lon lat"
    frame = gpd.GeoDataFrame(rows, columns=columns.split())
    points = gpd.points_from_xy(frame["lon"], frame["lat"])
    return Gazetteer(frame.set_geometry(points, crs=4326), (source("user-boundaries"),))


def _placement(own_name, *sections, **fields):
    title = f"The line {own_name}"
    own = {"name": own_name, "title": title, "parties": PARTIES, "sections": sections}
    return Placement(**(own | fields))


def along(**fields):
    """The equator, in two sections that meet where Alba and Centa meet Besta."""
    return _placement(
        "along",
        Section.of("west", "admin border", [(29.9, 0), (31, 0)]),
        Section.of("east", "drawn", [(31, 0), (32.1, 0)]),
        **fields,
    )


SALIENT = [(WEST, 0), (WEST, H), (EAST, H), (EAST, 0)]


def salient(**fields):
    """The state border, the equator, a salient of the South, and a pocket of the North."""
    west, south, east, north = POCKET
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    widths = [(3_000, 5_000), (5_000, 7_000)], [(1_000, 1_000), (2_000, 2_000), (2_000, 6_000)]
    return _placement(
        "salient",
        Section.of("border", "state border", [(30, 0.5), (30, 0)]),
        Section.of("plain", "drawn", [(30, 0), (WEST, 0)], widths[0]),
        Section.of("bulge", "river", SALIENT),
        Section.of("rest", "drawn", [(EAST, 0), (31, 0), (32, 0)], widths[1]),
        Section.of("pocket", "settlements", ring),
        **fields,
    )


TEETH = [(30.8, 0, 3_000.0), (31.4, 0, 7_000.0)]
"""Where each tooth stands on the equator, and its height; its feet are 0.1 degrees to each side."""


def toothed(**fields):
    """The equator with a tooth of 3 km and one of 7 km, both to the north."""
    spots = [(30.0, 0.0)]
    for lon, _, height in TEETH:
        spots += [(lon - 0.1, 0), (lon, latitude(height)), (lon + 0.1, 0)]
    return _placement("toothed", Section.of("teeth", "drawn", [*spots, (32.0, 0.0)]), **fields)
