"""Pieces that change hands: against an overlay in an equal-area projection, and as algebra."""

from itertools import pairwise

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.errors import GeometryError
from ceaseline.geo.gazetteer.people import is_settlement
from ceaseline.geo.partition import Divider
from ceaseline.layers.comparison import as_frame, ledger, pieces, same_basis
from ceaseline.layers.comparison.overlay import exchange
from ceaseline.layers.placement.store import load

NAMES = ("contact-2024-11-20", "contact-2026-08-22", "four-oblasts", "donbas-full")
EQUAL_AREA = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
GEOD = pyproj.Geod(ellps="WGS84")
PAIRS = [(NAMES[a], NAMES[b]) for a, b in ((0, 1), (0, 2), (0, 3), (1, 0), (3, 0), (1, 2))]
BOXES = [shapely.box(x, y, x + 1, y + 1) for x in (30, 31) for y in (48, 49)]


@pytest.fixture(scope="module")
def plans():
    return dict(zip(NAMES, same_basis([load(name) for name in NAMES])[0], strict=True))


@pytest.fixture(scope="module")
def found(plans):
    return {(a, b): pieces(plans[a], plans[b]) for a, b in PAIRS}


def flat(shape):
    """In the plane of an equal-area projection, with a vertex every 100 m of its geodesics."""

    def ring(coords):
        out = [coords[:1]]
        for a, b in pairwise(coords):
            size = GEOD.inv(*a, *b)[2]
            between = GEOD.npts(*a, *b, int(size // 100)) if size > 100 else []
            out.append(np.array([*between, b]))
        return np.column_stack(EQUAL_AREA.transform(*np.concatenate(out).T))

    return shapely.MultiPolygon(
        [
            shapely.Polygon(
                ring(shapely.get_coordinates(p.exterior)),
                [ring(shapely.get_coordinates(r)) for r in p.interiors],
            )
            for p in shape.geoms
        ]
    )


@pytest.mark.sampled
@pytest.mark.parametrize("other", NAMES[1:])
def test_an_equal_area_overlay_finds_the_same(plans, found, other):
    before, after = (plans[name].territories["Ukraine"] for name in (NAMES[0], other))
    window = shapely.box(*shapely.unary_union([p.geometry for p in found[NAMES[0], other]]).bounds)
    window = window.buffer(0.05)
    one, two = (flat(_only(shape, window)) for shape in (before, after))
    for taker, overlay in (
        ("Russia", shapely.difference(one, two)),
        ("Ukraine", shapely.difference(two, one)),
    ):
        own = sum(p.area_m2 for p in found[NAMES[0], other] if p.taker == taker)
        assert overlay.area == pytest.approx(own, rel=1e-6, abs=1e3)


def _only(shape, window):
    parts = shapely.get_parts(shapely.intersection(shape, window))
    return shapely.MultiPolygon([p for p in parts if p.geom_type == "Polygon"])


def test_pieces_sum_to_the_net_change(plans, found):
    for (a, b), own in found.items():
        net = plans[b].division.areas[1].sum() - plans[a].division.areas[1].sum()
        gained, given_away = (
            sum(p.area_m2 for p in own if getattr(p, role) == "Russia")
            for role in ("taker", "giver")
        )
        assert gained - given_away == pytest.approx(net, abs=1.0)


def test_settlements_and_people_are_those_that_change_sides(plans, found):
    for (a, b), own in found.items():
        before, after = plans[a].settlements, plans[b].settlements
        moved = before[before["party"] != after["party"]]
        assert sum(p.settlements for p in own) == is_settlement(moved).sum()
        assert sum(p.people for p in own) == moved["population"].sum()


def test_there_and_back_are_the_same_pieces_turned_round(found):
    for a, b in (PAIRS[0], PAIRS[2]):
        ahead, back = found[a, b], found[b, a]
        assert [p.area_m2 for p in ahead] == pytest.approx([p.area_m2 for p in back], abs=1.0)
        large = [(p.giver, p.taker, p.name) for p in ahead if p.area_m2 > 1e6]
        assert large == [(p.taker, p.giver, p.name) for p in back if p.area_m2 > 1e6]


def test_ledgers_are_antisymmetric_and_add_up(found):
    def balance(a, b):
        return np.array([account.balance for account in ledger(found[a, b], ("Ukraine", "Russia"))])

    for a, b in (PAIRS[0], PAIRS[2]):
        assert balance(a, b) == pytest.approx(-balance(b, a), abs=1.0)
        assert balance(a, b).sum(axis=0) == pytest.approx(0, abs=1e-3)
    a, b, c = NAMES[:3]
    assert balance(a, b) + balance(b, c) == pytest.approx(balance(a, c), abs=1.0)


def test_a_placement_with_itself_gives_nothing(plans):
    assert all(pieces(plan, plan) == () for plan in plans.values())
    assert list(as_frame(())) == [
        "from", "to", "area_m2", "name", "settlements", "people", "geometry",
    ]  # fmt: skip


def test_names_are_those_people_know(found):
    largest = found["contact-2024-11-20", "contact-2026-08-22"][0]
    assert largest.name.endswith(" oblast")
    assert largest.unit_codes[0] in {"UA-14", "UA-23", "UA-63", "UA-12", "UA-59"}
    crossing = found["contact-2024-11-20", "four-oblasts"][0]
    assert (crossing.giver, crossing.taker, crossing.name) == (
        "Ukraine", "Russia", "Zaporizhzhia, Zaporizhzhia oblast",
    )  # fmt: skip


coordinate = st.integers(29_900, 32_100).map(lambda n: n / 1000)
middle = st.lists(st.tuples(coordinate, st.floats(48.05, 49.95)), max_size=6)


def _line(spots):
    inner = sorted(((x, y) for x, y in spots), key=lambda s: s[1])
    return shapely.LineString([(31, 47), *inner, (31.2, 51)])


@settings(max_examples=10, deadline=None)
@given(middle, middle, middle)
def test_any_lines_add_up(first, second, third):
    country = Divider(BOXES)
    try:
        a, b, c = (country.divide(_line(spots)) for spots in (first, second, third))
    except GeometryError:
        return
    ab, bc, ac = exchange(a, b), exchange(b, c), exchange(a, c)
    assert ab.net_m2 + bc.net_m2 == pytest.approx(ac.net_m2, abs=3.0)
    assert exchange(b, a).net_m2 == pytest.approx(-ab.net_m2, abs=2.0)
    assert len(exchange(a, a).polygons) == 0
    assert shapely.is_valid(ab.polygons).all()
