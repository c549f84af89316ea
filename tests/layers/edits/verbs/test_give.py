"""Whole areas change hands, and nothing else does."""

import json
from itertools import pairwise

import numpy as np
import pyproj
import pytest
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.layers.check import check
from ceaseline.layers.edits import apply, default_ground, edit, undo
from ceaseline.layers.edits.unitfiles import ground_words
from ceaseline.layers.placement.placement import Edit, Section
from ceaseline.layers.placement.store import dumps, load
from tests.layers.edits import drawn
from tests.layers.edits.drawn import at

GEOD = pyproj.Geod(ellps="WGS84")
HELD = (["I"], "Ukraine")
CLOSE = 5000.0
"""Square metres: edges of 20 km, straight in degrees, against the units' geodesics."""
UNITED = drawn.trial(at((0, 5), (5, 5), (10, 5)))
"""The line runs along the units' borders: A and B are Ukraine's, C and D Russia's."""


def size(shape):
    """Geodesic area by pyproj, m²."""
    parts = shapely.orient_polygons(shapely.get_parts(shape))
    return sum(GEOD.geometry_area_perimeter(p)[0] for p in parts if p.geom_type == "Polygon")


def unit(ground, *labels):
    known = ground.divider.labels
    return shapely.union_all([ground.divider.coverage.polygons[known.index(k)] for k in labels])


def apart(ground, placement, wanted, side):
    """How much ground a party has too much or too little, m²."""
    has = ground.division(placement).territory(side)
    return size(shapely.symmetric_difference(has, wanted))


def on_geodesics(coords, count):
    """Places on the edges of a line, so many of each."""
    return np.vstack([(a, *GEOD.npts(*a, *b, count), b) for a, b in pairwise(coords)])


def mark(ground, placement, spot):
    return int(ground.division(placement).side(*np.array(at(spot)).T)[0])


@pytest.mark.parametrize("to", ["Ukraine", "Russia"])
@pytest.mark.parametrize("units", [["A"], ["b", "D"], ["C", "A"], ["I"], ["D", "I"]])
def test_a_party_then_holds_the_units_and_what_it_held_elsewhere(ground, trial, units, to):
    side = trial.parties.index(to)
    wanted = shapely.union(
        ground.division(trial).territory(side), unit(ground, *(k.upper() for k in units))
    )
    after = edit(trial, "give", ground, units=units, to=to) if (units, to) != HELD else trial
    assert apart(ground, after, wanted, side) < CLOSE
    assert not check(dumps(after), "trial", ground).faults
    lonlat = ground.lonlat
    inside = shapely.contains_xy(wanted, *lonlat.T)
    assert ((ground.division(after).side(*lonlat.T) > 0) == (inside == (side == 0))).all()


def test_what_does_not_change_keeps_its_vertices_its_name_and_its_marks(ground, trial):
    deep = edit(trial, "depth", ground, km=[5, 20])
    after = edit(deep, "give", ground, units=["A"], to="Russia")
    kept = [s for s in after.sections if s.basis == "drawn"]
    assert {s.depth_m for s in after.sections} == {(5000.0, 20000.0)}
    assert {s.name for s in kept} == {"front", "front (2)"}
    assert deep.sections[0].coords[-3:] in {s.coords[-3:] for s in kept}
    new = [s for s in after.sections if s.basis == "admin border"]
    assert new[0].name == "border of A"
    border = shapely.boundary(unit(ground, "A"))
    assert max(shapely.distance(border, shapely.points(s.array)).max() for s in new) < 2e-7
    back = undo(after, ground)
    assert dumps(back.replaced(undone=())) == dumps(deep)


def test_all_that_a_party_holds_in_a_unit_goes_to_the_other(ground, trial):
    whole = edit(trial, "give", ground, units=["A"], to="Russia")
    held = edit(trial, "give", ground, units=["A"], held_by="ukraine")
    assert dumps(held) == dumps(whole)
    with pytest.raises(InputError, match="What Ukraine holds is Ukraine's already; give --to Rus"):
        edit(trial, "give", ground, units=["A"], held_by="Ukraine", to="Ukraine")


def test_a_polygon_is_recorded_itself_and_cut_at_the_border(ground, trial, tmp_path):
    ring = at((-2, 8), (3, 8), (3, 6), (-2, 6), (-2, 8))
    path = tmp_path / "corner.geojson"
    feature = {
        "type": "Feature",
        "properties": {"name": "Ріг"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    shape = shapely.intersection(shapely.Polygon(ring), ground.country)
    wanted = shapely.union(ground.division(trial).territory(1), shape)
    for words, basis in (
        (ground_words([], None, path), "drawn"),
        (ground_words(["rih"], path), "admin border"),
    ):
        after = edit(trial, "give", ground, to="Russia", **words)
        assert apart(ground, after, wanted, 1) < 2e5  # the polygon's edges are straight in degrees
        assert basis in {s.basis for s in after.sections if s.name.startswith("border of")}
        path.touch()
        assert dumps(apply(trial, after.history[0], ground)) == dumps(after)
    with pytest.raises(InputError, match=r"corner\.geojson has no unit 'Krym'; there are Ріг\."):
        ground_words(["Krym"], path)
    with pytest.raises(InputError, match=r"No unit of .*corner\.geojson is named"):
        ground_words([], path)
    with pytest.raises(InputError, match=r"none\.geojson is not a file; give a file of polygons"):
        ground_words([], None, tmp_path / "none.geojson")


def test_what_is_left_out_of_a_file_of_polygons_is_told(tmp_path):
    ring = [[33, 48], [34, 48], [34, 49]]
    shapes = [
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "Polygon", "coordinates": [ring[:2]]},
        {"type": "LineString", "coordinates": ring},
    ]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    told = []
    assert len(ground_words([], None, path, tell=told.append)["shapes"]) == 1
    assert told[0].startswith("mine.geojson: 1 ring was not closed")
    assert "mine.geojson: 1 faulty part was left out: feature 1, has an outer ring of 2" in told[-2]
    assert told[-1] == "mine.geojson: 1 feature that is no polygon left out."


def test_swapped_and_swapped_back_is_the_line_as_it_was(ground):
    there = edit(UNITED, "swap", ground, to="Russia", given={"units": ["A"]}, back={"units": ["D"]})
    assert [mark(ground, there, s) for s in ((2, 8), (8, 8), (2, 2), (8, 2))] == [-1, 1, -1, 1]
    assert len(there.history) == 1
    back = edit(there, "swap", ground, to="Ukraine", given={"units": ["A"]}, back={"units": ["D"]})
    assert apart(ground, back, ground.division(UNITED).territory(0), 0) < CLOSE
    first, again = (ground.division(p).line for p in (UNITED, back))
    assert shapely.hausdorff_distance(first, again) < 1e-6  # degrees: 10 cm


def test_a_swap_is_both_gifts_at_once(ground, trial):
    both = edit(trial, "swap", ground, to="Russia", given={"units": ["A"]}, back={"units": ["C"]})
    one = edit(trial, "give", ground, units=["A"], to="Russia")
    two = edit(one, "give", ground, units=["C"], to="Ukraine")
    assert apart(ground, both, ground.division(two).territory(0), 0) < CLOSE
    with pytest.raises(InputError, match="The two areas of this swap overlap"):
        edit(trial, "swap", ground, to="Russia", given={"units": ["A"]}, back={"units": ["A"]})


def test_a_lock_on_what_would_move_refuses_and_names_it(ground, trial):
    locked = edit(trial, "lock", ground, between=["Bela", "15"])
    with pytest.raises(
        InputError,
        match=r"This give would move 'front.*' of trial, which is loc.*; unlock it, or name other",
    ):
        edit(locked, "give", ground, units=["A"], to="Russia")
    after = edit(locked, "give", ground, units=["D"], to="Ukraine")
    assert any(s.locked for s in after.sections)


def test_an_island_has_a_shore_of_its_own_where_the_line_would_not_give_it(ground, trial):
    assert mark(ground, trial, (12.5, 4.5)) == 1
    given = edit(trial, "give", ground, units=["I"], to="Russia")
    assert [s.name for s in given.sections] == ["front", "island shore"]
    assert mark(ground, given, (12.5, 4.5)) == -1
    assert mark(ground, given, (8, 9)) == 1
    back = edit(given, "give", ground, units=["I"], to="Ukraine")
    assert back.sections == trial.sections


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"units": ["X"], "to": "Russia"}, r"'X' is no unit of the country; there are A \(A\)"),
        ({"units": ["A"]}, "Who is to hold it is missing; give --to PARTY"),
        ({"to": "Russia"}, "No ground is named; give units, or a polygon with --polygon FILE"),
        ({"units": ["A"], "to": "Mars"}, "'Mars' is not a party of trial"),
        ({"units": ["C", "D", "I", "A", "B"], "to": "Russia"}, "one party would hold the whole"),
        ({"units": ["I"], "to": "Ukraine"}, "This give would change nothing on trial"),
        (
            {"shapes": [shapely.box(10, 10, 11, 11)], "to": "Russia", "name": "Far"},
            "Far lies outside the country; give one within it",
        ),
        ({"shapes": [shapely.Polygon()], "to": "Russia"}, "The polygon has no area"),
    ],
)
def test_what_cannot_be_given(ground, trial, words, message):
    with pytest.raises(InputError, match=message):
        edit(trial, "give", ground, **words)


@pytest.mark.parametrize(
    ("verb", "args", "message"),
    [
        ("give", {"to": "Russia", "units": ["X"]}, "This country has no unit 'X'"),
        ("give", {"to": "Russia", "area": [[[[0, 0], [1, 1], [0, 0], [0, 0]]]]}, "is no polygon"),
        ("give", {"to": "Russia", "area": [[[[0, 0]]]]}, "This give has 'area'"),
        ("give", {"to": "Mars", "units": ["A"]}, "This give names the party 'Mars'"),
        (
            "swap",
            {"gives": [{"to": "Russia", "units": ["A"]}, {"to": "Russia", "units": ["B"]}]},
            "A swap gives ground to either party",
        ),
        ("swap", {"gives": [{"to": "Russia"}]}, "This swap has 'gives'"),
        ("withdraw", {"party": "Mars", "km": 2.0}, "This withdraw names the party 'Mars'"),
    ],
)
def test_what_a_file_records_wrongly(ground, trial, verb, args, message):
    with pytest.raises(InputError, match=message):
        apply(trial, Edit.of(verb, args), ground)


@pytest.mark.sampled
@pytest.mark.parametrize("party", ["Ukraine", "Russia"])
def test_a_party_that_withdraws_is_so_far_from_the_line(ground, trial, party):
    """Places of the new line lie 3 km from the old one, by geodesics on the ellipsoid."""
    after = edit(trial, "withdraw", ground, party=party, km=3)
    old, new = (on_geodesics(p.sections[0].coords, n) for p, n in ((trial, 900), (after, 2)))
    spots = new[shapely.contains_xy(shapely.buffer(ground.country, -0.05), *new.T)]
    far = [GEOD.inv(*np.broadcast_arrays(x, y, *old.T))[2].min() for x, y in spots]
    assert np.abs(np.subtract(far, 3000)).max() < 1
    assert np.mean(far) == pytest.approx(3000, abs=1)
    gained = np.diff([s for p in (trial, after) for s in ground.shares(p)[:1]])[0]
    assert (gained < 0) == (party == "Ukraine")


def test_a_withdrawal_in_some_units_leaves_the_others(ground, trial):
    everywhere = edit(trial, "withdraw", ground, party="Ukraine", km=3)
    after = edit(trial, "withdraw", ground, party="Ukraine", km=3, units=["A"])
    old, new, all_over = (ground.division(p) for p in (trial, after, everywhere))
    wanted = shapely.union(
        old.territory(1), shapely.intersection(all_over.territory(1), unit(ground, "A"))
    )
    assert apart(ground, after, wanted, 1) < CLOSE
    assert np.abs(new.areas[:, 1:] - old.areas[:, 1:]).max() < CLOSE
    assert new.areas[0, 0] == pytest.approx(all_over.areas[0, 0], abs=CLOSE)
    locked = edit(trial, "lock", ground)
    with pytest.raises(InputError, match="This withdraw would move 'front' of trial"):
        edit(locked, "withdraw", ground, party="Ukraine", km=3, units=["A"])


def test_a_withdrawal_where_there_is_no_line(ground):
    north = drawn.trial(at((-0.5, 9), (11, 9)))
    with pytest.raises(InputError, match="Russia holds nothing within 2 km of the line in C"):
        edit(north, "withdraw", ground, party="Russia", km=2, units=["C"])
    with pytest.raises(InputError, match="The distance is -2 km"):
        edit(north, "withdraw", ground, party="Russia", km=-2)


def test_a_line_carried_along_the_border_withdraws_from_its_front_alone(ground, trial):
    long = edit(trial, "extend", ground, end="end", km=15, beside="Ukraine")
    after = edit(long, "withdraw", ground, party="Ukraine", km=2)
    short = edit(trial, "withdraw", ground, party="Ukraine", km=2)
    land = unit(ground, "A", "B", "C", "D")
    has, wanted = (ground.division(p).territory(0) for p in (after, short))
    assert size(shapely.intersection(land, shapely.symmetric_difference(has, wanted))) < CLOSE
    assert any(s.basis == "state border" for s in after.sections)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["contact-2026-08-22", "contact-2024-11-20"])
@pytest.mark.parametrize(
    ("units", "to"),
    [
        (["Kherson"], "Ukraine"),
        (["UA-65"], "Russia"),
        (["Донецька", "Луганская область"], "Ukraine"),
        (["Odesa"], "Russia"),
        (["Crimea", "Sevastopol"], "Ukraine"),
        (["Sumy"], "Russia"),
    ],
)
def test_oblasts_of_the_embedded_country(name, units, to):
    """To a party its whole area to 100 m², nothing else to a km², islands too."""
    ground, line = default_ground(), load(name).replaced(name="trial")
    side = line.parties.index(to)
    after = edit(line, "give", ground, units=units, to=to)
    (made,) = after.history
    wanted = shapely.union(
        ground.division(line).territory(side), unit(ground, *made.arguments["units"])
    )
    assert apart(ground, after, wanted, side) < 1000
    rows = [ground.divider.labels.index(code) for code in made.arguments["units"]]
    assert ground.division(after).areas[1 - side, rows].max() < CLOSE
    assert not check(dumps(after), "trial", ground).faults


def test_sections_are_named_by_the_files_that_they_come_from(ground, trial):
    shape = shapely.Polygon(at((1, 8), (3, 8), (3, 7), (1, 7)))
    after = edit(trial, "give", ground, shapes=[shape], to="Russia", name="corner", basis="drawn")
    assert [(s.name, s.basis) for s in after.sections] == [
        ("front", "drawn"),
        ("border of corner", "drawn"),
    ]
    assert isinstance(after.sections[1], Section)
    assert after.sections[1].closed
