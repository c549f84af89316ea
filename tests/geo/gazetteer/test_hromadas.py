"""Raions and hromadas, and settlements found by them."""

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.hromadas import hromadas, raions, units_called
from ceaseline.geo.gazetteer.settlements import match, settlements


def test_numbers():
    """136 raions since 2020 and two cities; 1,469 hromadas outside Crimea, and Kyiv."""
    assert len(raions()) == 136 + 2
    assert len(hromadas()) == 1772 + 2
    assert sum(unit.people is not None for unit in hromadas().values()) == 1470


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Oleshkivska", ["Oleshkivska hromada"]),
        ("Олешківська громада", ["Oleshkivska hromada"]),
        ("Херсонский район", ["Khersonskyi raion"]),
        ("Kherson raion", ["Khersonskyi raion"]),
        ("Bila Tserkva Raion", ["Bilotserkivskyi raion"]),
        ("Oleshky community", ["Oleshkivska hromada"]),
        ("Олешки", ["Oleshkivska hromada"]),
        ("Khersonskyi", ["Khersonskyi raion"]),
        ("Новомосковська", ["Samarivska hromada"]),
        ("UA65100110000015344", ["Oleshkivska hromada"]),
        ("ua65100000000029736", ["Khersonskyi raion"]),
        ("Berlin", []),
    ],
)
def test_units_are_found_by_any_name(text, titles):
    assert [unit.title for unit in units_called(text)] == titles


def test_the_kind_decides():
    every = {unit.kind for unit in units_called("Первомайська")}
    assert every == {"hromada"}
    assert [u.kind for u in units_called("Kyiv")] == ["raion"] or units_called("Kyiv")


def test_settlements_by_raion_and_hromada():
    frame = settlements()
    rows = frame[(frame["name"] == "Oleksandrivka") & (frame["unit_code"] == "UA-65")]
    for row in rows.itertuples():
        assert match("Oleksandrivka", hromadas()[row.hromada].code)["id"] == row.id
    assert match("Terny", "Краматорський район")["hromada"] == "UA14120110000031497"


def test_an_oblast_that_does_not_tell_them_apart():
    with pytest.raises(InputError) as told:
        match("Oleksandrivka", "Kherson")
    words = str(told.value)
    assert (
        "settlements are called 'Oleksandrivka' in Kherson; give the hromada or the id: " in words
    )
    assert "hromada, id 704250)" in words


def test_an_oblast_that_does():
    with pytest.raises(InputError, match=r"give the oblast or the id: Mykolaiv \(Mykolaiv, id"):
        match("Mykolaiv")


def test_an_unknown_unit():
    with pytest.raises(InputError, match="no oblast, raion or hromada 'Olehskivska'; did you mean"):
        match("Oleshky", "Olehskivska")
    with pytest.raises(
        InputError,
        match=r"no oblast, raion or hromada 'Nowhere'; give an oblast, raion or hromada by name",
    ):
        match("Oleshky", "Nowhere")
