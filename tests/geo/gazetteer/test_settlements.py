"""Settlements: their number, their names, and finding one."""

import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import find, match, settlements

GEOD = Geod(ellps="WGS84")
SLAVUTYCH = {"Slavutych", "Dnipro Quarter", "Pechersk Quarter", "Vilnius Quarter"}
"""A town of Kyiv oblast, and its quarters, inside Chernihiv oblast; the base does not draw it."""


def test_number_and_sum():
    frame = settlements()
    assert len(frame) == 5265
    assert frame["population_listed"].sum() == 36_017_108
    assert frame["id"].is_monotonic_increasing
    assert frame["id"].is_unique
    assert frame["id"].max() < 13_400_000
    assert [str(frame[column].dtype) for column in ("id", "population")] == ["int64", "int64"]


def test_people_of_a_district_are_counted_with_its_city():
    frame = settlements().set_index("id")
    parts = frame[frame["part_of"] > 0]
    cities = frame.loc[parts["part_of"]]
    assert len(parts) == 40
    assert (parts["population"] == 0).all()
    assert (parts["hromada"].to_numpy() == cities["hromada"].to_numpy()).all()
    assert (parts["rank"] == 5).all()
    assert (cities["population"] > 140_000).all()
    assert (cities["unit_code"].to_numpy() == parts["unit_code"].to_numpy()).all()
    metres = GEOD.inv(parts["lon"], parts["lat"], cities["lon"], cities["lat"])[2]
    assert metres.max() < 30_000


def test_every_unit_has_its_centre():
    frame = settlements()
    assert frame.loc[frame["rank"] == 0, "name"].tolist() == ["Kyiv"]
    centres = frame[frame["rank"] == 1].set_index("unit_code")["name"].to_dict()
    units = boundaries().units.set_index("code")["capital"]
    assert centres == units.drop(["UA-30", "UA-32"]).to_dict()


def test_places_lie_in_or_near_their_unit():
    units = boundaries().units.set_index("code").geometry
    frame = settlements()
    homes = units.loc[frame["unit_code"]].to_numpy()
    away = shapely.distance(frame.geometry.to_numpy(), homes)
    assert (away == 0).mean() > 0.97
    assert set(frame["name"][away > 0.15]) == SLAVUTYCH


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kyiv", "Kyiv"), ("КИЇВ", "Kyiv"), ("Kiev", "Kyiv"), ("Киев", "Kyiv"),
        ("Артемовск", "Bakhmut"), ("slov'yansk", "Sloviansk"), ("Славянск", "Sloviansk"),
        ("Harkov", "Kharkiv"), ("Днепропетровск", "Dnipro"), ("kryvyi rih", "Kryvyi Rih"),
        ("Кропивницький", "Kropyvnytskyi"), ("Artëmovsk", "Bakhmut"),
    ],
)  # fmt: skip
def test_found_by_any_name(text, name):
    assert find(text)["name"].iloc[0] == name


def test_match_is_one_row():
    assert match("Маріуполь")["unit_code"] == "UA-14"
    assert match("703448")["name"] == "Kyiv"
    assert match("Mykolaiv", oblast="Lviv Oblast")["population"] < 30_000
    assert match("Mykolaiv", oblast="UA-48")["rank"] == 1


@pytest.mark.parametrize(
    ("text", "oblast", "message"),
    [
        ("Kharkivv", None, r"no settlement 'Kharkivv'; did you mean Kharkiv"),
        ("qqqqqqq", None, r"no settlement 'qqqqqqq'; check the spelling"),
        ("", None, r"no settlement ''; check the spelling"),
        ("Mykolaiv", None, r"called 'Mykolaiv'; give the oblast or the id: Mykolaiv \(Mykolaiv"),
        ("Kharkiv", "Odesa", r"no settlement 'Kharkiv' in Odesa"),
        ("Kharkiv", "Odesaa", r"no oblast, raion or hromada 'Odesaa'; did you mean Odesa"),
        (
            "Pokrovsk",
            "Nowhere",
            r"hromada 'Nowhere'; give an oblast, .* by name or code, as Odesa or UA-51\.$",
        ),
    ],
)
def test_no_match_says_what_to_do(text, oblast, message):
    with pytest.raises(InputError, match=message):
        match(text, oblast)


def test_a_changed_frame_changes_nothing_else():
    frame = settlements()
    frame["name"] = ""
    assert (settlements()["name"] != "").all()


@pytest.mark.parametrize(
    "oblast", ["Donetsk", "Донецька", "Донецкая", "Donetska oblast", "Донецкая область", "UA-14"]
)
def test_an_oblast_is_known_by_its_names_in_both_languages(oblast):
    assert match("Покровськ", oblast)["id"] == 704422


@pytest.mark.parametrize(
    ("text", "present", "former"),
    [
        ("Stanislav", "Stanislav", "Ivano-Frankivsk"),
        ("Олександрівськ", "Oleksandrivsk", "Zaporizhzhia"),
    ],
)
def test_present_names_go_before_former_ones_of_larger_places(text, present, former):
    found = find(text)
    assert found["name"].tolist() == [present, former]
    assert found["population"].is_monotonic_increasing
    assert match(text)["name"] == present


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        (
            "Kalmiuska hromada (villages)",
            r"give a listed place of its hromada: Kalmiuske \(id 705186",
        ),
        (
            "Кальміуська громада (села)",
            r"give a listed place of its hromada: Kalmiuske \(id 705186",
        ),
        ("Mykhailivska hromada (villages)", r"no place of its hromada \(UA71080250000099725\) is"),
        ("-99725", r"no place of its hromada \(UA71080250000099725\) is listed either; give a"),
    ],
)
def test_a_row_that_only_counts_people_says_so_and_what_to_give(text, remedy):
    with pytest.raises(InputError, match=r"stands for villages of which none is listed, and can"):
        match(text)
    with pytest.raises(InputError, match=remedy):
        match(text)
    with pytest.raises(InputError, match="'Donske' stands for a town that the gazetteer does not"):
        match("Donske", oblast="Donetsk")
