"""A line that goes by one of the library and is another says by how much."""

from pathlib import Path

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from ceaseline.layers.check import check
from ceaseline.layers.claims import claim, claimed
from ceaseline.layers.comparison import same_basis
from ceaseline.layers.edits import edit
from ceaseline.layers.figures import placement_record
from ceaseline.layers.placement.file import dumps
from ceaseline.layers.placement.store import load, read
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal

CASES = Path(__file__).parents[3] / "shared" / "cases" / "edits"
NAME = "contact-2024-11-20"


def moved_by_hand(placement, degrees=0.05, vertex=200):
    """The placement with one vertex of its front farther east."""
    front = placement.sections[1]
    coords = [list(spot) for spot in front.coords]
    coords[vertex][0] = round(coords[vertex][0] + degrees, 7)
    bent = front.replaced(coords=tuple(map(tuple, coords)), corridor_m=None)
    return placement.replaced(sections=(placement.sections[0], bent, *placement.sections[2:]))


def triangles(placement, degrees=0.05, vertex=200):
    """The ground between a vertex's old and new edges, by GeographicLib."""
    a, b, c = (placement.sections[1].coords[vertex + k] for k in (-1, 0, 1))
    moved = (round(b[0] + degrees, 7), b[1])
    ring = Geodesic.WGS84.Polygon()
    for lon, lat in (a, b, c, moved):
        ring.AddPoint(lat, lon)
    return abs(ring.Compute()[2])


def test_the_library_itself_claims_nothing():
    one = load(NAME)
    assert claimed(one) == (NAME, "name")
    assert claim(plan(one)) is None
    assert claim(plan(one.replaced(name="copy", origin=NAME))) is None
    deeper = tuple(s.replaced(depth_m=(1e3, 2e3)) for s in one.sections)
    assert claim(plan(one.replaced(sections=deeper))) is None


@pytest.mark.parametrize(
    ("changes", "by", "words"),
    [
        ({}, "name", f"It has the name of {NAME} in the library, but not its line"),
        ({"name": "mine"}, "title", f"It has the title of {NAME} in the library, but not its"),
        (
            {"name": "mine", "title": "Mine", "origin": NAME},
            "origin",
            f"It starts from {NAME} of the library, but has another line",
        ),
    ],
)
def test_a_vertex_moved_by_hand_is_told_with_the_ground_it_moves(changes, by, words):
    own = moved_by_hand(load(NAME)).replaced(control=None, **changes)
    found = claim(plan(own))
    assert (found.of, found.by) == (NAME, by)
    assert found.area_m2 == pytest.approx(triangles(load(NAME)), rel=1e-3)
    old, new = (p.sections[1].coords[200] for p in (load(NAME), own))
    most = Geodesic.WGS84.Inverse(old[1], old[0], new[1], new[0])["s12"]
    assert 0 < found.farthest_m <= most
    assert str(found).startswith(words)
    record = placement_record(plan(own), proposal())
    assert record["claim"]["area_m2"] == found.area_m2
    assert str(found) in record["notes"]


def test_a_line_of_the_library_that_was_generalised_is_still_it():
    plans, basis = same_basis([load(NAME), load("contact-2022-02-23")], detail_m=8000.0)
    assert plans[0].placement.sections != load(NAME).sections
    assert [claim(one) for one in plans] == [None, None]
    assert basis.claims == ()


def test_a_comparison_says_which_line_is_not_the_library_s():
    own = moved_by_hand(load(NAME)).replaced(control=None)
    _, basis = same_basis([load(NAME), own])
    (told,) = basis.claims
    assert told.startswith(f"{NAME} (not the library's line): It has the name of {NAME} in the lib")
    assert told in basis.words


def test_what_claims_nothing_has_no_claim():
    own = moved_by_hand(load(NAME)).replaced(name="mine", title="Mine", control=None)
    assert claimed(own) is None
    assert claim(plan(own)) is None
    assert placement_record(plan(own), proposal())["claim"] is None


def test_check_refuses_a_false_name_and_notes_a_false_title():
    own = moved_by_hand(load(NAME)).replaced(control=None)
    report = check(dumps(own), "t.geojson")
    (fault,) = report.faults
    assert f"its name is that of {NAME} in the library, but its line is another" in fault.what
    assert "km² is on other sides" in fault.what
    assert "layers new NAME --from t.geojson --title TITLE" in fault.remedy
    assert report.repaired is None
    titled = check(dumps(own.replaced(name="mine")), "t.geojson")
    assert titled.faults == ()
    assert titled.notes[0].startswith(f"It has the title of {NAME} in the library, but not")
    assert check(dumps(load(NAME)), "t.geojson").notes == ()


def test_an_edited_copy_says_what_it_starts_from():
    own = load(NAME).replaced(name="mine", title="Mine", origin=NAME)
    km = np.round(5.0, 1)
    after = edit(own, "move", km=float(km), toward="Ukraine", between=["100", "110"])
    found = claim(plan(after))
    assert found.by == "origin"
    assert found.farthest_m == pytest.approx(5000, abs=5)


@pytest.mark.skipif(not CASES.exists(), reason="NO CASES: ../shared/cases is not here")
def test_the_case_of_a_tampered_line():
    found = claim(plan(read(CASES / "tampered.geojson")))
    assert (found.of, found.by) == (NAME, "name")
    assert found.farthest_m == pytest.approx(19_270, abs=10)
    assert found.area_m2 == pytest.approx(495.4e6, abs=1e6)


@pytest.mark.parametrize("detail", [4_000.0, 20_000.0])
def test_a_coarse_detail_hides_no_line_that_is_another(detail):
    """Whatever lies within a detail that the file states is not the library's line for that."""
    own = moved_by_hand(load(NAME)).replaced(control=None, detail_m=detail)
    found = claim(plan(own))
    assert found.by == "name"
    assert 0 < found.farthest_m < detail
    (fault,) = check(dumps(own), "t.geojson").faults
    assert "its line is another" in fault.what


@pytest.mark.slow
def test_a_line_of_the_library_that_an_edit_simplified_is_still_it():
    own = load(NAME)
    once = edit(own.replaced(name="mine", origin=NAME), "simplify", detail_m=6000.0)
    part = edit(once, "simplify", detail_m=9000.0, between=["100", "400"])
    for one in (once, part, once.replaced(history=(), base=None)):
        assert one.sections != own.sections
        assert claim(plan(one)) is None
    compared, _ = same_basis([once, own], detail_m=12_000.0)
    assert claim(compared[0]) is None
    assert claim(plan(moved_by_hand(once, vertex=8).replaced(control=None))).by == "title"


@pytest.mark.parametrize("title", ["contact-2026-08-22", " Contact-2026-08-22\u00a0"])
def test_a_title_that_is_a_name_of_the_library_claims_its_line(title):
    own = moved_by_hand(load(NAME)).replaced(name="mine", title=title, control=None)
    assert claimed(own) == ("contact-2026-08-22", "title")
    found = claim(plan(own))
    assert found.of == "contact-2026-08-22"
    assert str(found).startswith("It has the title of contact-2026-08-22 in the library, but not")


def test_a_title_of_the_library_is_known_whatever_its_capitals_and_white_space():
    title = load(NAME).title.upper().replace(" ", "  ")
    assert claimed(load(NAME).replaced(name="mine", title=title)) == (NAME, "title")


@pytest.mark.skipif(not CASES.exists(), reason="NO CASES: ../shared/cases is not here")
def test_the_tampered_line_cannot_hide_behind_a_coarse_detail():
    found = claim(plan(read(CASES / "tampered.geojson").replaced(detail_m=20_000.0)))
    assert (found.of, found.by) == (NAME, "name")
    assert found.area_m2 == pytest.approx(495.4e6, abs=1e6)


@pytest.mark.skipif(not CASES.exists(), reason="NO CASES: ../shared/cases is not here")
def test_the_pocket_that_is_gone_is_said_and_does_not_count_as_distance():
    """As `edit move` words it: a pocket of 99 km² near Strilecha, else up to 51.96 km."""
    found = claim(plan(read(CASES / "asym.geojson")))
    assert found.farthest_m == pytest.approx(151_320, abs=10)
    assert found.moved_m == pytest.approx(51_960, abs=10)
    assert [(p.state, p.near) for p in found.pockets][:1] == [("gone", "Strilecha")]
    pocket = "a pocket of 99 km² near Strilecha is gone"
    assert f"{pocket}; elsewhere they lie up to 51.96 km apart" in str(found)
    told = found.as_dict()
    assert told["moved_m"] == found.moved_m
    assert told["pockets"][0]["near"] == "Strilecha"
