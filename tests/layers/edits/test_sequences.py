"""Random sequences of edits: the country stays whole, undo and replay are identities."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.layers.check import check
from ceaseline.layers.edits import edit, redo, undo
from ceaseline.layers.edits.stretch import length_km
from ceaseline.layers.placement.store import dumps
from ceaseline.layers.study import in_force
from tests.layers.edits import tiny

GEOD = pyproj.Geod(ellps="WGS84")
GROUND = tiny.ground()
BARRED = tiny.ground(shapely.LineString(tiny.at((3, -1), (3.5, 5), (3, 11))))

parties = st.sampled_from(in_force().parties)
ends = st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1))
metres = st.floats(5, 3000)
units = st.sampled_from(tiny.UNITS)
features = st.sampled_from(["river", "oblast-border", "state-border"])


def fits_together(parts, once):
    """Whether parts share their edges exactly: every other edge is one of their union's boundary.

    `shapely.coverage_is_valid` says so too, but takes a hole that touches the outer ring of its
    part in a vertex of a neighbour for a fault (GEOS 3.14).
    """
    edges = [
        shapely.get_coordinates(ring)[k : k - 1 or None]
        for ring in shapely.get_rings(shapely.orient_polygons(shapely.get_parts(parts)))
        for k in (0, 1)
    ]
    ends = np.hstack([np.concatenate(edges[::2]), np.concatenate(edges[1::2])])
    known, back = {tuple(e) for e in ends.tolist()}, ends[:, [2, 3, 0, 1]]
    outer = ends[[tuple(e) not in known for e in back.tolist()]]
    drawn = shapely.union_all(shapely.linestrings(outer.reshape(-1, 2, 2)))
    single = len(known) == len(ends)
    return single and shapely.is_valid(parts).all() and shapely.equals(drawn, once.boundary)


class Edits(RuleBasedStateMachine):
    """One sequence: what is refused leaves the placement as it was, with one clear error."""

    def __init__(self):
        super().__init__()
        self.states = []

    @initialize(name=st.sampled_from(sorted(tiny.STARTS)), barred=st.booleans())
    def begin(self, name, barred):
        self.ground = BARRED if barred else GROUND
        self.states = [tiny.start(name)]

    def made(self, verb, **words):
        before = self.states[-1]
        if words.get("between") is not None:
            whole = length_km(before)
            words["between"] = [f"{share * whole:.3f}" for share in words["between"]]
        try:
            after = edit(before, verb, self.ground, **words)
        except (InputError, GeometryError):
            assert before == self.states[-1]
            return
        self.states.append(after)
        self.check_whole(after)

    def check_whole(self, placement):
        division = self.ground.division(placement)
        assert division.areas.sum() == pytest.approx(self.ground.area_m2, abs=1)
        parts = division.parts().geometry.to_numpy()
        once = shapely.union_all(parts)
        assert fits_together(parts, once)
        overlap = shapely.area(parts).sum() - shapely.area(once)
        assert abs(overlap) < 1 / (111e3 * 74e3)  # a square metre in square degrees
        whole = abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(once))[0])
        assert whole == pytest.approx(self.ground.area_m2, abs=1)

    @rule(place=st.integers(0, 19), to=parties)
    def flip(self, place, to):
        self.made("flip", settlement=str(place), to=to)

    @rule(km=st.floats(0.005, 3), toward=parties, between=ends)
    def move(self, km, toward, between):
        self.made("move", km=km, toward=toward, between=between)

    @rule(feature=features, between=ends)
    def follow(self, feature, between):
        self.made("follow", feature=feature, between=between)

    @rule(detail=metres, between=ends, verb=st.sampled_from(["simplify", "smooth"]))
    def reshape(self, detail, between, verb):
        self.made(verb, detail_m=detail, between=between)

    @rule(km=st.tuples(st.floats(0, 5), st.floats(0.1, 5)), between=ends)
    def depth(self, km, between):
        self.made("depth", km=km, between=between)

    @rule(between=ends, verb=st.sampled_from(["lock", "unlock"]))
    def lock(self, between, verb):
        self.made(verb, between=between)

    @rule(end=st.sampled_from(["start", "end"]), km=st.floats(0.01, 20), beside=parties)
    def extend(self, end, km, beside):
        self.made("extend", end=end, km=km, beside=beside)

    @rule(
        spots=st.lists(
            st.tuples(st.floats(-1, 12), st.floats(-1, 11)), min_size=2, max_size=5, unique=True
        ),
        between=ends,
    )
    def replace(self, spots, between):
        coords = tiny.at(*spots)
        if len(set(coords)) > 1:
            other = tiny.start("straight")
            line = other.sections[0].of("other", "drawn", np.array(coords))
            self.made("replace", other=other.replaced(sections=(line,)), between=between)

    @rule(
        spots=st.lists(st.tuples(st.floats(-1, 12), st.floats(-1, 11)), min_size=2, max_size=6),
        basis=st.sampled_from(["drawn", "river", "admin border", "state border"]),
    )
    def draw(self, spots, basis):
        self.made("draw", path=tiny.at(*spots), basis=basis)

    @rule(to=parties, units=st.lists(units, min_size=1, max_size=3, unique=True))
    def give(self, to, units):
        self.made("give", units=units, to=to)

    @rule(to=parties, pair=st.permutations(tiny.UNITS))
    def swap(self, to, pair):
        self.made("swap", to=to, given={"units": [pair[0]]}, back={"units": [pair[1]]})

    @rule(party=parties, km=st.floats(0.05, 3), where=st.lists(units, max_size=2, unique=True))
    def withdraw(self, party, km, where):
        self.made("withdraw", party=party, km=km, units=where)

    @rule(
        verbs=st.permutations(["extend", "follow", "smooth", "simplify", "give", "withdraw"]),
        km=st.floats(0.5, 15),
        end=st.sampled_from(["start", "end"]),
        party=parties,
        detail=metres,
        between=ends,
        feature=features,
    )
    def one_after_another(self, verbs, km, end, party, detail, between, feature):
        """Verbs that draw the line anew on what the others made of it."""
        words = {
            "extend": {"end": end, "km": km, "beside": party},
            "follow": {"feature": feature, "between": between},
            "give": {"units": ["I"], "to": party},
            "simplify": {"detail_m": detail},
            "smooth": {"detail_m": detail},
            "withdraw": {"party": party, "km": km / 10},
        }
        for verb in verbs[:4]:
            self.made(verb, **words[verb])

    def teardown(self):
        if len(self.states) < 2:
            return
        last = self.states[-1]
        assert not check(dumps(last), last.name, self.ground).faults
        if len(self.states) % 2:  # half of them are enough for undo and redo, which take long
            return
        before, after = self.states[-2:]
        back = undo(after, self.ground)
        assert dumps(back.replaced(undone=before.undone)) == dumps(before)
        assert dumps(redo(back, self.ground)) == dumps(after)


def sequences(count, run="all"):
    """Run so many sequences, always the same ones for a run of that name."""
    machine = type(f"Edits_{run}", (Edits,), {})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=count,
            stateful_step_count=4,
            deadline=None,
            derandomize=True,
            database=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_parts_that_fit_together_are_told_from_those_that_do_not():
    west = shapely.Polygon([(0, 0), (5, 0), (5, 10), (0, 10)])
    hole, outer = [(5, 0), (6, 5), (7, 5)], [(5, 0), (10, 0), (10, 10), (5, 10)]
    east, core = shapely.Polygon(outer, [hole]), shapely.Polygon(hole)
    for good in ([west, east, core], [west, east], [west, shapely.Polygon(outer)]):
        assert fits_together(np.array(good), shapely.union_all(good))
    cut = shapely.Polygon([*outer, (5, 5)])
    over = shapely.Polygon([(4.999, 0), *outer[1:]])
    for bad in (cut, over):
        assert not fits_together(np.array([west, bad]), shapely.union_all([west, bad]))


def test_a_line_that_turns_back_to_the_border_where_it_left_it():
    """A part with a hole that touches its outer ring."""
    placement = tiny.start("bent")
    for share in ((1.0, 0.625), (0.0, 0.375)):
        between = [f"{s * length_km(placement):.3f}" for s in share]
        placement = edit(placement, "follow", GROUND, feature="state-border", between=between)
    parts = GROUND.division(placement).parts()
    assert parts.geometry.map(lambda part: len(part.interiors)).tolist() == [0, 1, 0, 0]
    assert fits_together(parts.geometry.to_numpy(), shapely.union_all(parts.geometry))
    assert parts["area_m2"].sum() == pytest.approx(GROUND.area_m2, abs=1e-3)


def test_random_sequences():
    sequences(8)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(25))
def test_ten_thousand_random_sequences(part):
    """In parts, so that several workers can share them."""
    sequences(400, f"part_{part}")


def test_a_mark_whose_cut_would_tangle_the_line_is_refused():
    """The line that these verbs make passes itself by less than a cut moves it."""
    run = Edits()
    run.begin(name="imported", barred=False)
    verbs = ["smooth", "simplify", "follow", "extend", "withdraw", "give"]
    run.one_after_another(verbs, 8.0, "start", "Ukraine", 1737.0, (0.0, 0.75), "state-border")
    line = run.states[-1]
    middle = f"{0.5 * length_km(line):.3f}"
    for verb, words in (("lock", {}), ("depth", {"km": [1.0, 2.0]})):
        with pytest.raises(InputError) as told:
            edit(line, verb, run.ground, between=["0.000", middle], **words)
        refusal, spot = str(told.value), "30.00667, 48.06000"
        assert refusal.startswith(
            "Cut where this stretch begins or ends, the line would divide nothing: it passes too "
            f"near itself there. Give another stretch. (The line contradicts itself at {spot}"
        )


def test_a_stretch_of_a_line_that_divides_nothing_yet_can_be_marked():
    line = tiny.start("straight")
    short = line.sections[0].of("short", "drawn", np.array(tiny.at((4, 4), (5, 6), (6, 4))))
    inside = line.replaced(sections=(short,), control=None)
    with pytest.raises(GeometryError):
        GROUND.division(inside)
    marked = edit(inside, "lock", GROUND, between=["0.000", f"{length_km(inside) / 2:.3f}"])
    assert [one.locked for one in marked.sections] == [True, False]
