"""All measures of `compare` on the drawn country, against the table by hand."""

import pytest

from ceaseline.layers.comparison import apart, as_frame, ledger, pieces
from ceaseline.layers.comparison.overlay import exchange
from ceaseline.layers.measures import REGISTRY, PlanView, evaluate
from ceaseline.layers.measures.detail import Lengths, lengths
from ceaseline.layers.placement.placement import Section
from ceaseline.layers.plan.plan import plan
from tests.drawn import country
from tests.drawn import values as v
from tests.drawn.ellipsoid import arc, latitude, middle
from tests.drawn.test_measures import CASES, LENGTH_M, ZONE


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def case(request, drawn_plan):
    line, depths = request.param
    return line, depths, evaluate(PlanView(drawn_plan(line, depths)))


def flat(ident, value):
    if isinstance(value, dict):
        return {(ident, key): number for key, number in value.items()}
    return {(ident, ""): value}


def tolerance(ident, unit):
    if (ident.startswith("zone") and unit in {"m2", "1", "1/m2"}) or ident == "zone_width":
        return {"rel": ZONE}
    if ident == "zone_length":
        return {"abs": 0.5}  # its line ends 22 cm past the border, so that what is along it counts
    return {"abs": LENGTH_M} if unit in {"m", "count"} else {"rel": 1e-8, "abs": 1e-9}


def test_every_measure_is_the_one_by_hand(case):
    line, depths, found = case
    row = v.LINES.index(line)
    exact = {name: value[row] for name, value in v.TABLE.items()} | v.zone_table(line, depths)
    rough = {name: value[row] for name, value in v.BY_STRETCHES.items()}
    assert exact.keys() | rough.keys() | {"deepest_salient"} == REGISTRY.keys()
    wanted = {}
    for name, value in exact.items():
        wanted |= flat(name, value)
    for key, value in wanted.items():
        if value is None:
            assert found[key] is None, key
        else:
            near = tolerance(key[0], REGISTRY[key[0]].unit)
            assert found[key] == pytest.approx(value, **near), key
    for name, (value, step) in rough.items():
        for key, metres in flat(name, value).items():
            wanted[key] = metres
            assert found[key] == pytest.approx(metres, abs=step), key
    deepest = v.salients() if line == "salient" else {v.NORTH: 0.0, v.SOUTH: 0.0}
    for party, metres in deepest.items():
        wanted["deepest_salient", party] = metres
        assert found["deepest_salient", party] == pytest.approx(metres, abs=1.0), party
    assert found.keys() == wanted.keys()


def test_lengths_at_detail_lose_the_teeth_one_by_one(drawn_plan):
    """A tooth 0.2 degrees wide: its two slopes, straight where the tolerance takes it away."""
    found = evaluate(PlanView(drawn_plan("toothed", v.EQUAL)))
    slopes = []
    for lon, _, height in country.TEETH:
        top = (lon, latitude(height))
        slopes.append(2 * v.between((lon - 0.1, 0), top))  # 23,062.8 and 26,299.7
    small, large = slopes
    foot = 0.2 * v.DEGREE  # 22,263.9
    assert found["line_length", ""] == pytest.approx(v.TWO - 2 * foot + small + large, abs=0.01)
    assert found["line_length_at_5_km", ""] == pytest.approx(v.TWO - foot + large, abs=0.01)
    assert found["line_length_at_10_km", ""] == pytest.approx(v.TWO, abs=0.01)
    drawn = lengths(drawn_plan("toothed", v.EQUAL))
    assert drawn.detail_m == (0.0, 500.0, 1e3, 2e3, 3e3, 5e3, 7e3, 10e3, 15e3, 20e3, 30e3)
    assert drawn.length_m[3] == pytest.approx(v.TWO - 2 * foot + small + large, abs=0.01)
    assert drawn.length_m[-1] == pytest.approx(v.TWO, abs=0.01)


def test_pieces_and_their_ledger(drawn_plan):
    """Along the equator, then round the salient: the North gives the wedge and takes the pocket."""
    before, after = (drawn_plan(line, v.EQUAL) for line in v.LINES)
    pocket, wedge = pieces(before, after)
    assert (pocket.giver, pocket.taker) == (v.SOUTH, v.NORTH)
    assert pocket.area_m2 == pytest.approx(v.ENCLAVE, abs=1.0)
    assert (pocket.settlements, pocket.people) == (2, 100_600)
    assert (pocket.name, pocket.unit_codes) == ("Cento, Centa oblast", ("D-C",))
    assert (wedge.giver, wedge.taker) == (v.NORTH, v.SOUTH)
    assert wedge.area_m2 == pytest.approx(v.WEDGE, abs=1.0)
    assert (wedge.settlements, wedge.people) == (1, 250_000)
    assert (wedge.name, wedge.unit_codes) == ("Metro, Alba oblast", ("D-A",))
    north, south = ledger((pocket, wedge), country.PARTIES)
    assert north.party == v.NORTH
    assert north.gained == (pytest.approx(v.ENCLAVE, abs=1.0), 2, 100_600)
    assert north.given == (pytest.approx(v.WEDGE, abs=1.0), 1, 250_000)
    assert north.balance == (pytest.approx(v.ENCLAVE - v.WEDGE, abs=1.0), 1, -149_400)
    assert south.balance == (pytest.approx(v.WEDGE - v.ENCLAVE, abs=1.0), -1, 149_400)
    back = pieces(after, before)
    assert [(p.giver, p.taker, p.name) for p in back] == [
        (p.taker, p.giver, p.name) for p in (pocket, wedge)
    ]
    rows = as_frame((pocket, wedge))
    assert rows["from"].tolist() == [v.SOUTH, v.NORTH]
    assert rows["to"].tolist() == [v.NORTH, v.SOUTH]
    assert rows[["name", "settlements", "people"]].iloc[1].tolist() == [
        "Metro, Alba oblast", 1, 250_000,
    ]  # fmt: skip


def test_pieces_sum_to_the_change_of_the_territories(drawn_plan):
    before, after = (drawn_plan(line, v.EQUAL).division for line in v.LINES)
    net = float(before.areas[0].sum() - after.areas[0].sum())
    assert exchange(before, after).net_m2 == pytest.approx(net, abs=0.01)
    assert net == pytest.approx(v.WEDGE - v.ENCLAVE, abs=50)


def test_distances_between_the_lines(drawn_plan):
    """The pocket's floor is farthest from the equator; the starts are half a degree apart."""
    gap = apart(*(drawn_plan(line, v.EQUAL) for line in v.LINES))
    # 88,459.58 at the corners of the floor, whose geodesic bulges 0.3 m south between them
    floor = arc(0.8)
    lowest = arc(-middle((v.WEST_, v.SOUTH_), (v.EAST_, v.SOUTH_))[1])
    assert gap.hausdorff_m == pytest.approx(lowest, abs=1e-3)
    assert gap.p95_m == pytest.approx(floor, abs=0.5)  # the floor is 7 % of the line
    assert gap.frechet_m == pytest.approx(v.BORDER, abs=0.1)
    # The mean along the line: the border, sides and walls rise evenly, top, floor and ceiling lie
    # level, the equator is on the base.
    walls = 2 * v.WALL * (arc(0.8) + arc(0.5)) / 2 + v.FLOOR * arc(0.8) + v.CEILING * arc(0.5)
    total = v.BORDER * v.BORDER / 2 + v.SIDE * v.SIDE + v.TOP * v.SIDE + walls
    # 27.61 km; one place of 456 falls on the jump to the pocket, which is worth up to 0.1 km.
    assert gap.mean_m == pytest.approx(total / (v.OPEN + v.RING), abs=100)
    assert len(gap.strip.offset_m) == 456  # a place in the middle of each km or a little less
    half = (v.OPEN + v.RING) / 456 / 2
    assert gap.strip.offset_m.max() == pytest.approx(v.BORDER - half, abs=0.1)
    assert gap.strip.offset_m.min() == pytest.approx(-floor, abs=1)
    assert gap.as_dict() == {
        "hausdorff": gap.hausdorff_m, "frechet": gap.frechet_m, "mean": gap.mean_m,
        "percentile_95": gap.p95_m,
        "without_pockets": gap.moved_m,
    }  # fmt: skip


def test_distances_of_a_line_that_leaves_another_evenly(drawn_plan):
    """From the equator in the west to 0.4 degrees in the east: 44.2 km."""
    section = Section.of("tilted", "drawn", [(30, 0), (32, 0.4)])
    base = drawn_plan("along", v.EQUAL)
    gap = apart(base, plan(country.along(sections=(section,)), base.boundaries))
    assert gap.p95_m == pytest.approx(0.95 * arc(0.4), abs=150)  # a place is worth 195 m
    assert gap.mean_m == pytest.approx(arc(0.4) / 2, abs=50)
    assert gap.hausdorff_m == pytest.approx(arc(0.4), abs=1)


def test_the_coarsest_detail_at_which_a_line_is_so_long():
    drawn = Lengths((0.0, 1e3, 2e3), (120e3, 110e3, 90e3))
    for target, detail in ((90e3, 2e3), (110e3, 1e3), (110_001, 0.0), (120_001, None)):
        assert drawn.reaches(target) == detail
