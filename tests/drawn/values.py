"""Every figure of the drawn country by hand: the table that guards all others.

A row is a measure, its values are for the line `along` and the line `salient`. Formulas stand for
how a number comes about, the comment for what it comes to; nothing here is computed by the code
that is tested. Depths are the left (North) and the right (South) in metres.
"""

from math import hypot, sqrt

from tests.drawn.country import EAST, ISLAND, POCKET, SALIENT, WEST, H, spot
from tests.drawn.country import SETTLEMENTS as ROWS
from tests.drawn.ellipsoid import (
    DEGREE,
    arc,
    between,
    cell,
    latitude,
    middle,
    parallel,
    polygon,
    quarter,
    strip,
)

EQUAL, UNEQUAL, NARROW = (10_000.0, 10_000.0), (5_000.0, 20_000.0), (2_000.0, 4_000.0)
LINES = ("along", "salient")
NORTH, SOUTH = "North", "South"

PLACE = {name: spot(where) for name, *_, where in ROWS}
PEOPLE = {name: people for name, _, _, people, _ in ROWS}

# --- lengths, metres -----------------------------------------------------------------------------
BORDER = arc(0.5)  # 55,287.15: down the state border
SIDE = arc(H)  # 22,114.85: a side of the salient, along a meridian
TOP = between((WEST, H), (EAST, H))  # 44,527.53: its top, one geodesic edge
PLAIN = 0.4 * DEGREE  # 44,527.80: equator from the border to the salient
REST = 1.2 * DEGREE  # 133,583.39: equator from the salient to the coast
WALL = arc(0.8) - arc(0.5)  # 33,172.39: a side of the pocket
FLOOR = between((30.2, -0.8), (30.5, -0.8))  # 33,393.0: its southern edge, nearer the pole
CEILING = between((30.2, -0.5), (30.5, -0.5))  # 33,394.7: its northern edge
RING = 2 * WALL + FLOOR + CEILING  # 133,131.85
OPEN = BORDER + PLAIN + 2 * SIDE + TOP + REST  # 322,155.58: the open part of `salient`
TWO = 2 * DEGREE  # 222,638.98: the equator through the country
STRAIGHT = between((30, 0.5), (32, 0))  # 229,398.20: between the ends of `salient`
NEAR = 2_000.0  # a line runs along a river or border while within 2 km of it
BESIDE = sqrt(NEAR**2 - 1_000.0**2)  # 1,732.05: within 2 km of the end of a river 1 km away
SALO = arc(0.15) - arc(0.05)  # 11,057.42: the river beside the salient

# --- areas, square metres ------------------------------------------------------------------------
NORTHERN = cell(30, 32, 0, 1)  # 24,616.93 km2: Alba and half Besta
ISLE = cell(*(ISLAND[k] for k in (0, 2, 1, 3)))  # 492.34 km2
WEDGE = polygon(*SALIENT)  # 984.73 km2: the salient
WEST_, SOUTH_, EAST_, NORTH_ = POCKET
ENCLAVE = polygon((WEST_, SOUTH_), (EAST_, SOUTH_), (EAST_, NORTH_), (WEST_, NORTH_))  # 1,107.75
WHOLE = 2 * NORTHERN + ISLE  # 49,726.20 km2
UNIT = NORTHERN / 2  # 12,308.46 km2: Alba, and Centa; Besta is two of it


def zone(line, depths):
    """The zone by party and unit, m2.

    Along the equator it is cells of the graticule. Elsewhere it is strips square to the line, less
    the squares that two strips share at a corner bent towards them, and a quarter of a disk at each
    corner bent away from them and round the line's start on the border.
    """
    left, right = depths
    up, down = latitude(left), latitude(right)
    east = {(NORTH, "D-B"): cell(31, 32, 0, up), (SOUTH, "D-B"): cell(31, 32, 0, down)}
    if line == "along":
        west = {(NORTH, "D-A"): cell(30, 31, 0, up), (SOUTH, "D-C"): cell(30, 31, 0, down)}
        return west | east
    outer = strip(BORDER + 2 * SIDE + TOP, left) + cell(30, WEST, 0, up) + cell(EAST, 31, 0, up)
    under = cell(30, WEST, 0, down) + cell(EAST, 31, 0, down) + 2 * quarter(right)
    return east | {
        # The border, the equator, both sides and the top from without: corners at (30, 0), and at
        # both feet; quarters at the start (30, 0.5) and at both shoulders.
        (NORTH, "D-A"): outer - 3 * left**2 + 3 * quarter(left),
        # The pocket from within: its four corners.
        (NORTH, "D-C"): strip(RING, left) - 4 * left**2,
        # The salient from within: the two corners under its top.
        (SOUTH, "D-A"): strip(2 * SIDE + TOP, right) - 2 * right**2,
        # Under the equator, with a quarter of a disk round each foot in the mouth of the salient;
        # the pocket from without, with a quarter at each corner.
        (SOUTH, "D-C"): under + strip(RING, right) + 4 * quarter(right),
    }


def sums(zones, party=None):
    """All of a zone, or a party's part, m2."""
    return sum(size for (own, _), size in zones.items() if party in (None, own))


# --- who lives where -----------------------------------------------------------------------------
HELD = {  # the North's; the rest are the South's
    "along": {"Kapo", "Metro", "Limo", "Dudek", "Dudeko", "Kvindek", "Kvindeko", "Insulo"},
    # Metro lies in the salient, Cento and Enklavo in the pocket.
    "salient": {"Kapo", "Limo", "Dudek", "Dudeko", "Kvindek", "Kvindeko", "Insulo", "Cento",
                "Enklavo"},
}  # fmt: skip
AWAY = {  # metres from the line
    "along": {
        "Kapo": 40_000.0, "Metro": 6_000.0, "Besto": 12_000.0, "Dudek": 4_999.6,
        "Dudeko": 5_000.4, "Kvin": 24_999.6, "Kvino": 25_000.4, "Kvindek": 49_999.6,
        "Kvindeko": 50_000.4, "Sudo": 9_000.0,
        # square to the equator: a meridian arc
        **{name: arc(abs(PLACE[name][1])) for name in ("Limo", "Cento", "Enklavo", "Almosto")},
        "Insulo": between(PLACE["Insulo"], (32, 0)),
    },
    "salient": {
        "Kapo": between(PLACE["Kapo"], (EAST, H)),  # 21,066.46: to the salient's shoulder
        # 16,114.99: to the top, whose geodesic bulges 14 cm north of the parallel of its ends
        "Metro": arc(middle((WEST, H), (EAST, H))[1]) - 6_000.0,
        "Limo": 3_000.0, "Besto": 12_000.0, "Dudek": 4_999.6, "Dudeko": 5_000.4,
        "Kvin": 24_999.6, "Kvino": 25_000.4, "Kvindek": 49_999.6, "Kvindeko": 50_000.4,
        "Cento": 8_000.0, "Enklavo": 2_000.0, "Almosto": 9_000.0,
        "Sudo": between(PLACE["Sudo"], (EAST, 0)),  # 14,313.9: to the salient's foot
        "Insulo": between(PLACE["Insulo"], (32, 0)),  # 64,344.8
    },
}  # fmt: skip
INSIDE = {  # settlements in the zone, by the line and the depths
    ("along", EQUAL): {NORTH: {"Metro", "Dudek", "Dudeko"}, SOUTH: {"Sudo"}},
    ("along", UNEQUAL): {NORTH: {"Dudek"}, SOUTH: {"Besto", "Sudo"}},
    ("along", NARROW): {NORTH: set(), SOUTH: set()},
    ("salient", EQUAL): {
        NORTH: {"Limo", "Dudek", "Dudeko", "Cento", "Enklavo"}, SOUTH: {"Almosto"},
    },
    ("salient", UNEQUAL): {
        NORTH: {"Limo", "Dudek", "Enklavo"}, SOUTH: {"Metro", "Besto", "Almosto", "Sudo"},
    },
    ("salient", NARROW): {NORTH: {"Enklavo"}, SOUTH: set()},
}  # fmt: skip
PEOPLE_INSIDE = {
    ("along", EQUAL): (289_999, 15_000),  # 250,000 + 20,000 + 19,999; 15,000
    ("along", UNEQUAL): (20_000, 315_000),  # 20,000; 300,000 + 15,000
    ("along", NARROW): (0, 0),
    ("salient", EQUAL): (144_599, 249_999),  # 4,000 + 20,000 + 19,999 + 100,000 + 600; 249,999
    # 4,000 + 20,000 + 600; 250,000 + 300,000 + 249,999 + 15,000
    ("salient", UNEQUAL): (24_600, 814_999),
    ("salient", NARROW): (600, 0),
}
TOWNS = {  # of 20,000 people or more
    ("along", EQUAL): 2,  # Metro, Dudek
    ("along", UNEQUAL): 2,  # Dudek, Besto
    ("along", NARROW): 0,
    ("salient", EQUAL): 3,  # Dudek, Cento, Almosto
    ("salient", UNEQUAL): 4,  # Dudek, Metro, Besto, Almosto
    ("salient", NARROW): 0,
}

CENTO = AWAY["along"]["Cento"]  # 71,872.8
KAPO, METRO = AWAY["salient"]["Kapo"], AWAY["salient"]["Metro"]
CITIES = {  # metres from the zone: from the line less the depth on that side, none within
    ("along", EQUAL): {"Kapo": 30_000, "Metro": 0, "Besto": 2_000, "Cento": CENTO - 10_000},
    ("along", UNEQUAL): {"Kapo": 35_000, "Metro": 1_000, "Besto": 0, "Cento": CENTO - 20_000},
    ("along", NARROW): {"Kapo": 38_000, "Metro": 4_000, "Besto": 8_000, "Cento": CENTO - 4_000},
    ("salient", EQUAL): {"Kapo": KAPO - 10_000, "Metro": METRO - 10_000, "Besto": 2_000,
                         "Cento": 0},
    ("salient", UNEQUAL): {"Kapo": KAPO - 5_000, "Metro": 0, "Besto": 0, "Cento": 3_000},
    ("salient", NARROW): {"Kapo": KAPO - 2_000, "Metro": METRO - 4_000, "Besto": 8_000,
                          "Cento": 6_000},
}  # fmt: skip

# --- the table: measures of `compare` that no depth changes --------------------------------------
TABLE = {
    # ground
    "territory_area": (
        {NORTH: NORTHERN + ISLE, SOUTH: NORTHERN},  # 25,109.27 and 24,616.93 km2
        {NORTH: NORTHERN + ISLE - WEDGE + ENCLAVE, SOUTH: NORTHERN + WEDGE - ENCLAVE},
    ),
    "territory_share": (
        {NORTH: (NORTHERN + ISLE) / WHOLE, SOUTH: NORTHERN / WHOLE},  # 50.495 and 49.505 %
        {
            NORTH: (NORTHERN + ISLE - WEDGE + ENCLAVE) / WHOLE,  # 50.742 %
            SOUTH: (NORTHERN + WEDGE - ENCLAVE) / WHOLE,  # 49.258 %
        },
    ),
    "unit_share": (  # the South's
        {"D-A": 0, "D-B": 0.5, "D-C": 1, "D-I": 0},
        {"D-A": WEDGE / UNIT, "D-B": 0.5, "D-C": 1 - ENCLAVE / UNIT, "D-I": 0},  # 8.00 %, 91.00 %
    ),
    "unit_area": (
        {"D-A": 0, "D-B": UNIT, "D-C": UNIT, "D-I": 0},
        {"D-A": WEDGE, "D-B": UNIT, "D-C": UNIT - ENCLAVE, "D-I": 0},
    ),
    "units_whole": ({NORTH: 2, SOUTH: 1}, {NORTH: 1, SOUTH: 0}),  # Alba, Insula; Centa
    "units_divided": (1, 3),  # Besta; and Alba by the salient, Centa by the pocket
    "territory_pieces": ({NORTH: 2, SOUTH: 1}, {NORTH: 3, SOUTH: 1}),  # island; and pocket
    "territory_detached": ({NORTH: ISLE, SOUTH: 0}, {NORTH: ISLE + ENCLAVE, SOUTH: 0}),
    # line
    "line_length": (TWO, OPEN + RING),  # 222,638.98 and 455,287.43
    "line_length_at_5_km": (TWO, OPEN + RING),  # nothing on them is smaller
    "line_length_at_10_km": (TWO, OPEN + RING),
    "line_by_basis": (
        {"admin border": DEGREE, "drawn": DEGREE},
        {
            "state border": BORDER, "drawn": PLAIN + REST, "river": 2 * SIDE + TOP,
            "settlements": RING,
        },
    ),
    "line_sections": (1, 2),
    "line_end_to_end": (TWO, STRAIGHT),
    "sinuosity": (1, OPEN / STRAIGHT),  # 1.40435; the pocket left out
    "corridor_width": (
        None,
        # 0.4 degrees of 8 to 12 km, 0.2 of 2 to 4 km, 1 of 4 to 8 km: 4 + 0.6 + 6 over 1.6
        (0.4 * 10_000 + 0.2 * 3_000 + 1.0 * 6_000) / 1.6,  # 6,625
    ),
    "corridor_area": (None, (0.4 * 10_000 + 0.2 * 3_000 + 1.0 * 6_000) * DEGREE),  # 1,179.99 km2
    "corridor_known": (0, 1.6 * DEGREE),
    # people
    "settlements": ({NORTH: 8, SOUTH: 7}, {NORTH: 9, SOUTH: 6}),
    "people": ({NORTH: 1_297_349, SOUTH: 675_599}, {NORTH: 1_147_949, SOUTH: 824_999}),
    "people_share": (
        {NORTH: 1_297_349 / 1_972_948, SOUTH: 675_599 / 1_972_948},
        {NORTH: 1_147_949 / 1_972_948, SOUTH: 824_999 / 1_972_948},
    ),
    "people_within_25_km": (
        # Metro, Dudek, Dudeko; Besto, Kvin, Sudo: Kvino is 40 cm too far
        {NORTH: 250_000 + 20_000 + 19_999, SOUTH: 300_000 + 7_000 + 15_000},
        # Kapo, Limo, Dudek, Dudeko, Cento, Enklavo; Metro, Besto, Kvin, Almosto, Sudo
        {
            NORTH: 1_000_000 + 4_000 + 20_000 + 19_999 + 100_000 + 600,
            SOUTH: 250_000 + 300_000 + 7_000 + 249_999 + 15_000,
        },
    ),
    "people_within_50_km": (
        # those, and Kapo, Limo, Kvindek; Kvino: Kvindeko is 40 cm too far
        {NORTH: 289_999 + 1_000_000 + 4_000 + 2_000, SOUTH: 322_000 + 3_000},
        {NORTH: 1_144_599 + 2_000, SOUTH: 821_999 + 3_000},  # those, and Kvindek; Kvino
    ),
    "settlements_cut_off": (
        4,  # from Besto: Dudek, Dudeko, Kvindek, Kvindeko; Insula has no centre listed
        7,  # and Metro from Kapo; Almosto and Sudo from Cento, in the pocket
    ),
    "people_cut_off": (
        20_000 + 19_999 + 2_000 + 1_100,  # 43,099
        43_099 + 250_000 + 249_999 + 15_000,  # 558,098
    ),
    "capital_distance": (40_000.0, KAPO),
}  # fmt: skip

# Measures that go by short stretches, each wholly in or out by its middle: a stretch of at most
# 500 m (1 km on borders and the great river) may fall on the wrong side of each end.
BY_STRETCHES = {
    "along_river": (
        (2 * NEAR, 500.0),  # the Paro is crossed
        (2 * NEAR + SALO + 2 * BESIDE, 1_000.0),  # it is crossed on the top; and the Salo: 18,521.5
    ),
    "along_oblast_border": (
        (DEGREE + NEAR, 250.0),  # Alba's border with Centa, and 2 km beyond Besta's corner
        # 0.6 degrees of the equator, and 2 km: up the state border, up each side, beyond Besta's
        (0.6 * DEGREE + 4 * NEAR, 1_000.0),  # 74,791.7
    ),
    "along_state_border": (
        (NEAR, 250.0),
        (BORDER + NEAR, 250.0),  # 57,287.2
    ),
    # The northern and southern coasts begin 3 km from Westland's border.
    "coast": (
        (
            {
                NORTH: arc(1) + parallel(1, 2) - 3_000
                + 2 * (arc(0.6) - arc(0.4)) + parallel(0.4, 0.2) + parallel(0.6, 0.2),
                SOUTH: arc(1) + parallel(1, 2) - 3_000,
            },
            500.0,
        ),
    ) * 2,
    "state_border": (({NORTH: arc(1) + 3_000, SOUTH: arc(1) + 3_000}, 500.0),) * 2,
    # The great river crosses each line once.
    "dnipro": (
        ({NORTH: arc(1) - NEAR, SOUTH: arc(1) - NEAR, "the line": 2 * NEAR}, 1_000.0),
        (
            {
                NORTH: arc(1) - arc(H) - NEAR, SOUTH: arc(1) + arc(H) - NEAR,
                "the line": 2 * NEAR,
            },
            1_000.0,
        ),
    ),
}  # fmt: skip


def salients():
    """The deepest salient of each party on the line `salient`, m.

    The South's: where both ends of 100 km lie on the equator and the middle on the top, the top's
    height. The North's: where the line turns from the border to the equator, with the middle 5 km
    by 5 km from the start (windows move by 1 km): 55,000 m from the start, 287 m before the corner.
    The window begins 50 km up the border and ends 5,185 m up the salient's west side.
    """
    before = BORDER - 55_000  # 287.15 north of the corner
    end = (PLAIN, 105_000 - BORDER - PLAIN)  # 44,527.8 east, 5,185.05 north
    across = hypot(end[0], before + 50_000 - end[1])
    return {NORTH: 50_000 * end[0] / across, SOUTH: SIDE}


def zone_table(line, depths):
    """The measures of `compare` that follow from the depths."""
    zones, (north, south) = zone(line, depths), PEOPLE_INSIDE[line, depths]
    inside, cities = INSIDE[line, depths], CITIES[line, depths]
    length = TABLE["line_length"][LINES.index(line)]
    return {
        "zone_length": length,
        "zone_area": sums(zones),
        "zone_area_by_party": {party: sums(zones, party) for party in (NORTH, SOUTH)},
        "zone_share": sums(zones) / WHOLE,
        "zone_width": sums(zones) / length,
        "zone_pieces": 1 if line == "along" else 2,  # the pocket's is its own
        "zone_units": 3,  # all but the island
        "settlements_in_zone": len(inside[NORTH]) + len(inside[SOUTH]),
        "people_in_zone": north + south,
        "people_in_zone_by_party": {NORTH: north, SOUTH: south},
        "zone_density": (north + south) / sums(zones),
        "towns_in_zone": TOWNS[line, depths],
        "zone_to_city": cities,
        "nearest_city": min(cities.values()),
    }
