"""What is told while the hand is down is what the engine says of the edit once it is made."""

from __future__ import annotations

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from ceaseline.geo.errors import CeaselineError, InputError
from ceaseline.layers.placement.store import load
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Session
from tests.layers.session.hands import bent, drawn

ZONE_M2 = 1e4
"""A hundredth of a km²: the zone's outline is drawn to 1 m, and a window's anew."""


def test_a_trial_moves_the_ground_of_its_triangle(session: Session) -> None:
    path = bent(session.placement, 150, 0.01, 0.004)
    coords = max((s.array for s in session.placement.sections), key=len)
    ring = Geodesic.WGS84.Polygon()
    for lon, lat in [coords[149], coords[150], coords[151], path[1]]:
        ring.AddPoint(lat, lon)
    wanted = abs(ring.Compute()[2])
    found = session.trial(path)
    net = np.subtract(found.held.territory_m2, session.held.territory_m2)
    assert abs(net[0]) == pytest.approx(wanted, rel=1e-6)
    assert net.sum() == pytest.approx(0, abs=1)
    assert [side for side, _ in found.gains] == [int(net[1] > 0)]


def test_a_trial_changes_nothing(session: Session) -> None:
    before = session.placement
    session.trial(bent(before, 150, 0.02, 0.02))
    assert session.placement is before
    assert session.sequence == 0
    assert not session.can_undo


@pytest.mark.sampled
@pytest.mark.parametrize("name", ["contact-2024-11-20", "donbas-full", "contact-2026-08-22"])
def test_a_trial_is_what_the_edit_comes_to(name: str) -> None:
    _compare(name, seed=3, count=8)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", ["contact-2024-11-20", "donbas-full", "contact-2026-08-22",
                                  "four-oblasts", "contact-2022-02-23"])  # fmt: skip
def test_hundreds_of_trials_are_what_the_edits_come_to(name: str, seed: int) -> None:
    _compare(name, seed=100 + seed, count=30)


def _compare(name: str, seed: int, count: int) -> None:
    """Draw paths by chance, each tried and then made, on one line."""
    session, chance, done = Session.open(load(name), proposal()), np.random.default_rng(seed), 0
    for _ in range(4 * count):
        path = drawn(session.placement, chance)
        if path is None:
            continue
        try:
            tried = session.trial(path).held
        except CeaselineError as fault:
            with pytest.raises(type(fault)):
                session.edit("draw", path=path.tolist())
            continue
        session.edit("draw", path=path.tolist())
        full = session.held
        assert tried.line_m == pytest.approx(full.line_m, abs=1)
        assert tried.zone_m == pytest.approx(full.zone_m, abs=1)
        assert tried.territory_m2 == pytest.approx(full.territory_m2, abs=100)
        assert tried.zone_m2 == pytest.approx(full.zone_m2, abs=ZONE_M2)
        assert (tried.left == full.left).all()
        assert (tried.inside == full.inside).all()
        done += 1
        if done == count:
            return
    pytest.fail(f"only {done} of {count} paths could be drawn on {name}")


def test_other_depths_are_what_the_edit_comes_to(session: Session) -> None:
    tried = session.trial_depth((5, 20)).held
    session.edit("depth", km=[5, 20])
    full = session.held
    assert tried.zone_m2 == full.zone_m2
    assert (tried.inside == full.inside).all()
    assert tried.territory_m2 == full.territory_m2


def test_other_depths_of_a_stretch_are_what_the_edit_comes_to(session: Session) -> None:
    before = session.held.zone_m2
    tried = session.trial_depth((5, 40), (300, 360)).held
    session.edit("depth", km=[5, 40], between=["300", "360"])
    full = session.held
    assert tried.zone_m2 == pytest.approx(full.zone_m2, abs=100)  # its ends are cut on the grid
    assert tried.zone_m2[0] < before[0]
    assert tried.zone_m2[1] > before[1]
    assert (tried.inside == full.inside).all()
    with pytest.raises(InputError, match="is not on the line of trial"):
        session.trial_depth((5, 40), (300, 5000))


def test_a_locked_stretch_is_refused_before_it_is_made(session: Session) -> None:
    session.edit("lock")
    with pytest.raises(InputError, match=r"would move .* of trial, which is locked; unlock it"):
        session.trial(bent(session.placement, 150, 0.01, 0.01))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ([[37.0, 48.0]], r"The path has 1 places; give 2 to 10,000"),
        ([[37.0, float("nan")], [37.1, 48.0]], r"place 37, nan; give longitudes"),
        ([[37.0, 95.0], [37.1, 48.0]], r"place 37, 95; give longitudes"),
        ("abc", r"The path is no list of places"),
        ([[1.0, 2.0], [3.0]], r"The path is no list of places"),
        ([[10.0, 48.0], [10.1, 48.0]], r"The path comes to .* km from the line of trial; begin"),
    ],
)
def test_what_is_no_path_is_refused(session: Session, path: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        session.trial(path)  # type: ignore[arg-type]


def test_a_window_is_kept_while_the_hand_moves_in_it(session: Session) -> None:
    session.trial(bent(session.placement, 150, 0.01, 0.01))
    window = session._window
    session.trial(bent(session.placement, 150, 0.012, 0.011))
    assert session._window is window
    session.trial(bent(session.placement, 20, 0.01, 0.01))
    assert session._window is not window


def test_a_path_far_beyond_the_country_is_tried_as_it_is_made(session: Session) -> None:
    coords = max((s.array for s in session.placement.sections), key=len)
    path = np.vstack([coords[100], (45.0, 47.0), (45.0, 49.0), coords[120]])
    tried = session.trial(path).held
    session.edit("draw", path=path.tolist())
    assert tried.territory_m2 == pytest.approx(session.held.territory_m2, abs=100)
    assert tried.zone_m2 == pytest.approx(session.held.zone_m2, abs=ZONE_M2)


def test_a_stretch_deeper_than_all_others_is_drawn_away(session: Session) -> None:
    """The window reaches as far as the zone did before, too."""
    session.edit("depth", km=[60, 60], between=["410", "414"])
    names = [s.depth_m for s in session.placement.sections]
    deep = names.index((60_000.0, 60_000.0))
    before, after = (session.placement.sections[deep + step].array for step in (-1, 1))
    ends = np.array([before[-8], after[8]])
    path = np.vstack([ends[0], ends.mean(axis=0) + 0.02, ends[1]])
    tried = session.trial(path).held
    session.edit("draw", path=path.tolist())
    full = session.held
    assert tried.zone_m2 == pytest.approx(full.zone_m2, abs=ZONE_M2)
    assert (tried.inside == full.inside).all()


def test_a_window_goes_with_the_line_it_was_made_of(session: Session) -> None:
    first = session.placement
    session.trial(bent(first, 150, 0.01, 0.01))
    session.edit("draw", path=bent(first, 150, 0.01, 0.01).tolist())
    path = bent(session.placement, 152, 0.012, 0.011)
    tried = session.trial(path).held
    session.edit("draw", path=path.tolist())
    assert tried.territory_m2 == pytest.approx(session.held.territory_m2, abs=100)
