"""A table of who holds what against the embedded one: flips, notes and faults by hand."""

import datetime as dt
import pathlib

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import Held, Reading
from ceaseline.layers.derive.facts import facts
from ceaseline.layers.importing.table import control_of

FILE = pathlib.Path("held.csv")
POKROVSK, BAKHMUT, KYIV = 704422, 712451, 703448


def control(*rows, **rest):
    return control_of(Reading(FILE, "CSV", held=tuple(rows), **rest))


@pytest.mark.parametrize(
    ("word", "party"),
    [
        ("Ukraine", "Ukraine"), (" UA ", "Ukraine"), ("ukr", "Ukraine"), ("Україна", "Ukraine"),
        ("УКРАИНА", "Ukraine"), ("Russia", "Russia"), ("ru", "Russia"), ("RUS", "Russia"),
        ("Russian Federation", "Russia"), ("росія", "Russia"), ("Россия", "Russia"),
    ],
)  # fmt: skip
def test_a_party_is_known_by_its_words(word, party):
    """Kyiv is the first party's in the table of every date, and named so is no flip."""
    found, _ = control(Held(2, word, KYIV))
    assert found.flips == (() if party == "Ukraine" else ((KYIV, "Russia"),))


@pytest.mark.parametrize(
    "word",
    ["contested", "Disputed", "unknown", "grey", "gray", "none", "NA", "n/a"],
)
def test_contested_places_stay_as_they_are_and_are_counted(word):
    found, notes = control(Held(2, word, KYIV), Held(3, "Russia", KYIV), date=dt.date(2024, 11, 1))
    assert found.flips == ((KYIV, "Russia"),)
    assert notes == [
        (
            "1 settlements; 1 otherwise than on 2024-11-20, the date of the embedded table that "
            "those not named are taken from."
        ),
        "1 places are contested or open: left as on 2024-11-20.",
    ]


def test_places_beyond_the_gazetteer_are_left_out_and_counted():
    found, notes = control(Held(2, "Russia", 1), Held(3, "Russia", 2), Held(4, "Ukraine", KYIV))
    assert found.flips == ()
    assert notes[0].startswith("1 settlements; 0 otherwise than on")
    assert notes[1:] == ["2 places are not in the gazetteer (500 people or more): left out."]


def test_flips_are_in_the_order_of_ids_and_names_match_by_oblast():
    held = facts().held["2024-11-20"]
    rows = (Held(2, "Russia", None, "Покровськ", "Donetsk"), Held(3, "Russia", KYIV))
    found, notes = control(*rows, date=dt.date(2024, 11, 20))
    assert held.get(POKROVSK, "Ukraine") == "Ukraine"
    assert found.flips == ((KYIV, "Russia"), (POKROVSK, "Russia"))
    assert len(notes) == 1
    lviv = control(Held(2, "Russia", None, "Mykolaiv", "Lviv Oblast"))[0].flips  # one of two
    assert [party for _, party in lviv] == ["Russia"]
    same = [(Held(2, held[i], i), held[i]) for i in list(held)[:5]]
    assert control(*(row for row, _ in same), date=dt.date(2024, 11, 20))[0].flips == ()


@pytest.mark.parametrize(
    ("date", "nearest"),
    [
        (None, -1), (dt.date(1990, 1, 1), 0), (dt.date(2200, 1, 1), -1),
        (dt.date(2022, 2, 23), 0), (dt.date(2022, 3, 1), 0),
    ],
)  # fmt: skip
def test_the_embedded_table_of_the_nearest_date_is_taken(date, nearest):
    found, _ = control(Held(2, "Ukraine", KYIV), date=date)
    assert found.date == facts().dates[nearest]


def test_a_settlement_given_twice_to_one_party_is_one_and_to_both_a_fault():
    found, notes = control(Held(2, "Russia", KYIV), Held(3, "ru", KYIV))
    assert (found.flips, notes[0][:14]) == (((KYIV, "Russia"),), "1 settlements;")
    with pytest.raises(InputError, match=r"^held\.csv, line 3: settlement 703448 is given to both"):
        control(Held(2, "Russia", KYIV), Held(3, "Ukraine", KYIV))


def test_twenty_faults_are_told_and_no_more():
    rows = [Held(k, "Narnia", KYIV) for k in range(2, 40)]
    with pytest.raises(InputError) as told:
        control(*rows)
    lines = str(told.value).splitlines()
    assert len(lines) == 20
    assert lines[0] == "held.csv, line 2: 'Narnia' is no party; give Ukraine or Russia."
    assert lines[-1].startswith("held.csv, line 21: ")
    with pytest.raises(InputError, match=r"'N{59}\.* is no party|'N+ is no party"):
        control(Held(2, "N" * 200, KYIV))


def test_a_table_that_names_nothing_known_is_refused():
    for rows in ((), (Held(2, "contested", KYIV),), (Held(2, "Russia", 1),)):
        with pytest.raises(InputError, match=r"^held\.csv names no settlement of the gazetteer\.$"):
            control(*rows)
