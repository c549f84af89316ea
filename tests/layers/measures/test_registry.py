"""The registry of measures, goals and trade-offs, by hand."""

import sys

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.comparison import goal, standings
from ceaseline.layers.measures import REGISTRY, evaluate, measure, quick_figures, select
from ceaseline.layers.measures.detail import Lengths
from ceaseline.layers.measures.figures import others
from ceaseline.layers.measures.registry import ENGINE, PLACES
from ceaseline.layers.measures.view import PlanView, Stretches
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.study import using
from tests.drawn import country

ROOMS = ("line", "territory", "people", "zone")


def test_measures_stand_in_the_order_of_their_subjects():
    rooms = [one.rule.__module__.rpartition(".")[2] for one in select()]
    assert rooms == sorted(rooms, key=ROOMS.index)
    assert set(rooms) == set(ROOMS)


def test_a_second_measure_of_an_id_is_refused():
    with pytest.raises(ValueError, match="two measures have the id sinuosity"):
        measure("sinuosity", "Again", "1")(lambda _subject: 0.0)


def test_a_measure_has_its_docstring_as_definition_and_the_engine_as_source():
    name = "trial-of-a-measure"
    try:

        @measure(name, "Trial", "m")
        def rule(_subject):
            """One
            line.
            """

        made = REGISTRY[name]
        assert (made.definition, made.source, made.per, made.rule) == (
            "One line.",
            ENGINE,
            "",
            rule,
        )
        assert evaluate(None, [made]) == {(name, ""): None}
        undefined = measure(f"{name}-2", "Trial", "m")(lambda _subject: {"a": 1, "b": 2})
        assert REGISTRY[f"{name}-2"].definition == ""
        found = evaluate(None, [REGISTRY[f"{name}-2"]])
        assert found == {(f"{name}-2", "a"): 1.0, (f"{name}-2", "b"): 2.0}
        assert undefined(None) == {"a": 1, "b": 2}
    finally:
        REGISTRY.pop(name, None)
        REGISTRY.pop(f"{name}-2", None)


def test_a_measure_of_settlements_rests_on_what_the_country_says_of_them():
    people, line = REGISTRY["people"], REGISTRY["line_length"]
    assert people.rests_on.startswith("registered on 1 January 2022")
    assert line.rests_on == line.source == ENGINE
    with using("korea"):  # which says nothing
        assert people.rests_on == PLACES
        assert line.rests_on == ENGINE


def test_figures_of_a_measure_without_rows_have_its_party_or_unit(monkeypatch, drawn_line):
    values = {
        "one": ("", 3.0),
        "none": ("", None),
        "sides": ("party", {"North": 1.0, "South": 2.0}),
        "units": ("unit", {"D-A": 4.0}),
    }
    own = {}
    for name in ("registry", "figures"):
        module = sys.modules[f"ceaseline.layers.measures.{name}"]
        monkeypatch.setattr(module, "REGISTRY", own)
    for name, (per, value) in values.items():
        measure(name, name, "m", per=per)(lambda _view, found=value: found)
    measure("hidden", "hidden", "m", everywhere=False)(lambda _view: 1.0)
    found = [(one.id, one.value, one.party, one.unit_code) for one in others(drawn_line)]
    assert found == [
        ("one", 3.0, None, None),
        ("sides", 1.0, "North", None),
        ("sides", 2.0, "South", None),
        ("units", 4.0, None, "D-A"),
    ]


@pytest.fixture
def drawn_line():
    return plan(country.along(), country.country(), None, country.gazetteer())


def test_nothing_runs_along_a_feature_that_is_not_there(drawn_line):
    assert PlanView(drawn_line).along(None) == 0.0


def test_quick_figures_are_those_of_quick_rows_in_the_order_of_all(drawn_line):
    quick = [one.id for one in quick_figures(drawn_line)]
    assert list(dict.fromkeys(quick)) == [
        "line_length", "territory_area", "territory_share", "settlements", "people",
    ]  # fmt: skip
    every = list(dict.fromkeys(one.id for one in drawn_line.figures))
    assert [one for one in every if one in quick] == list(dict.fromkeys(quick))
    assert not any("zone" in one for one in quick)


def test_measures_are_chosen_in_the_order_asked_for():
    assert [q.id for q in select(["people", "line_length"])] == ["people", "line_length"]
    with pytest.raises(InputError, match=r"no measure 'sinuosty'; near it: sinuosity\.$"):
        select(["sinuosty"])
    long = "q" * 200
    with pytest.raises(
        InputError, match=r"no measure 'q{1,79}; there are along_oblast_border, .*\.$"
    ):
        select([long])


LESS, MORE = goal("zone_area:min"), goal("people/North:max")


def row(area, people):
    return {("zone_area", ""): area, ("people", "North"): people}


@pytest.mark.parametrize(
    ("rows", "beaten"),
    [
        # better on one and as good on the other
        ([row(1, 5), row(2, 5)], [(), (0,)]),
        ([row(1, 6), row(1, 5)], [(), (0,)]),
        # each better on one; alike; unknown
        ([row(1, 5), row(2, 6)], [(), ()]),
        ([row(1, 5), row(1, 5)], [(), ()]),
        ([row(1, 5), row(None, 4)], [(), ()]),
        ([row(None, 5), row(2, 4)], [(), ()]),
        # beaten by two
        ([row(3, 1), row(2, 2), row(1, 3)], [(1, 2), (2,), ()]),
    ],
)
def test_beaten_is_worse_on_one_and_better_on_none(rows, beaten):
    found = standings(rows, [LESS, MORE])
    assert [one.beaten_by for one in found] == beaten
    assert [one.values for one in found] == [tuple(each.values()) for each in rows]


def test_a_goal_is_told_for_people():
    assert (LESS.text, LESS.words) == ("zone_area:min", "least Area of the zone")
    assert (MORE.text, MORE.words) == ("people/North:max", "most People, North")
    assert (MORE.id, MORE.key, MORE.way) == ("people", "North", "max")


@pytest.mark.parametrize("text", [":min", "zone_area", "zone_area:most", "zone_area:"])
def test_a_goal_without_a_measure_or_a_way_is_refused(text):
    with pytest.raises(InputError, match="does not say which way; give for example people_in_zone"):
        goal(text)


def test_a_key_that_no_placement_has_is_refused_and_one_that_some_have_is_not():
    with pytest.raises(InputError, match=r"^people has no 'West'; it has East, North\.$"):
        standings(
            [{("people", "North"): 1.0}, {("people", "East"): 1.0, ("settlements", "West"): 1.0}],
            [goal("people/West:min")],
        )
    some = standings([{("people", "East"): 1.0}, {}], [goal("people/East:min")])
    assert [one.values for one in some] == [(1.0,), (None,)]


def test_the_coarsest_detail_that_is_long_enough():
    drawn = Lengths((0.0, 1e3, 2e3), (120e3, 110e3, 90e3))
    assert [drawn.reaches(m) for m in (80e3, 90e3, 90.1e3, 110e3, 120e3, 120.1e3)] == [
        2e3, 2e3, 1e3, 1e3, 0.0, None,
    ]  # fmt: skip
    assert drawn.as_dict() == {"detail_m": [0.0, 1e3, 2e3], "length_m": [120e3, 110e3, 90e3]}


def test_no_lines_have_no_stretches():
    none = Stretches.of([])
    assert none.middle.shape == (0, 2)
    assert none.length_m.shape == (0,)
