"""The people of settlements against the official tables, and how they were spread."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.gazetteer.settlements import settlements
from tools.data.codifier import Codifier, Entry
from tools.data.gazetteer import rank
from tools.data.membership import HOW
from tools.data.official import Official, Town
from tools.data.people import hromada_rows, largest_remainder, people_rows, raion_rows
from tools.data.raions import raion_name_ru

CRIMEA = ["UA-40", "UA-43"]


@pytest.fixture(scope="module")
def places():
    return settlements(added=True)


@pytest.fixture(scope="module")
def official():
    return read_csv(FOLDER / "hromada-population-2022.csv")


def test_every_hromada_comes_to_its_official_people(places, official):
    found = places.groupby("hromada")["population"].sum()
    assert len(official) == 1470
    for row in official:
        assert found[row["katottg"]] == int(row["people"]), row


def test_every_oblast_and_the_country_come_to_their_official_people(places, official):
    wanted = Counter()
    for row in official:
        wanted[row["oblast"]] += int(row["people"])
    outside = places[~places["unit_code"].isin(CRIMEA)]
    assert outside.groupby("unit_code")["population"].sum().to_dict() == dict(wanted)
    assert outside["population"].sum() == sum(wanted.values()) == 41_167_335


def test_raions_come_to_the_sum_of_their_hromadas(places, official):
    codes = {row["code"]: row["raion"] for row in read_csv(FOLDER / "hromadas.csv")}
    wanted = Counter()
    for row in official:
        wanted[codes[row["katottg"]]] += int(row["people"])
    outside = places[~places["unit_code"].isin(CRIMEA)]
    assert outside.groupby("raion")["population"].sum().to_dict() == dict(wanted)
    told = {r["code"]: int(r["people"]) for r in read_csv(FOLDER / "raions.csv") if r["people"]}
    assert told == dict(wanted)


def test_every_town_has_its_official_figure(places):
    rows = [r for r in read_csv(FOLDER / "town-population-2022.csv") if r["people"]]
    own = places[places["people_basis"] == "town"]
    wanted = Counter((row["oblast"], int(row["people"])) for row in rows)
    assert len(own) == 1265
    assert Counter(zip(own["unit_code"], own["population"], strict=True)) == wanted


@pytest.mark.parametrize(
    ("id_", "name", "people", "listed", "hromada"),
    [
        (703448, "Kyiv", 2_952_301, 2_952_301, "UA80000000000093317"),
        (706448, "Kherson", 279_131, 66_000, "UA65100150000057191"),
        (701822, "Mariupol", 425_681, 230_000, "UA14140050000020560"),
        (691037, "Oleshky", 24_124, 24_639, "UA65100110000015344"),
        (707753, "Horlivka", 239_828, 239_828, "UA14060030000084305"),
    ],
)
def test_cities_by_hand(places, id_, name, people, listed, hromada):
    """Read off the two tables by eye."""
    row = places.set_index("id").loc[id_]
    table = {r["name_en"]: r["people"] for r in read_csv(FOLDER / "town-population-2022.csv")}
    assert (row["name"], row["population_listed"], row["hromada"]) == (name, listed, hromada)
    assert int(table[name]) == people
    assert (row["population"], row["people_basis"]) == (people, "town")


def test_crimea_keeps_the_gazetteers_figures(places):
    crimea = places[places["unit_code"].isin(CRIMEA)]
    assert (crimea["population"] == crimea["population_listed"]).all()
    assert set(crimea["people_basis"]) == {"gazetteer", "city"}
    assert crimea["population"].sum() == 2_412_577


def test_the_listing_stays(places):
    assert places["population_listed"].sum() == 36_017_108
    assert (places["population_listed"][places["id"] < 0] == 0).all()


def test_added_places_are_marked_and_apart(places):
    added = places[places["id"] < 0]
    assert Counter(added["people_basis"]) == {"town": 107, "centre": 339}
    assert (added["matched"] == "added").all()
    assert (places["people_basis"][places["id"] > 0] != "centre").all()
    assert (places["matched"][places["id"] > 0] != "added").all()
    code = added["katottg"].where(added["people_basis"] == "town", added["hromada"])
    assert (-added["id"] == code.str[-5:].astype(int)).all()
    centres = {r["code"]: (float(r["lon"]), float(r["lat"]))
               for r in read_csv(FOLDER / "hromadas.csv") if r["lon"]}  # fmt: skip
    for row in added.itertuples():
        assert (row.lon, row.lat) == centres[row.hromada]


def test_every_settlement_lies_in_a_raion_and_hromada_of_its_oblast(places):
    units = {row["code"]: row for row in read_csv(FOLDER / "hromadas.csv")}
    for row in places.itertuples():
        unit = units[row.hromada]
        assert (unit["oblast"], unit["raion"]) == (row.unit_code, row.raion)
        assert row.katottg == "" or row.hromada[:9] == row.katottg[:9]
        assert row.matched in {*HOW, "added"}


def test_a_village_is_ranked_by_its_own_listing(places):
    verbliany = places[(places["name"] == "Verbliany") & (places["unit_code"] == "UA-46")].iloc[0]
    assert (verbliany["population"], verbliany["population_listed"]) == (35_806, 2_000)
    assert verbliany["rank"] == 5 == rank(verbliany["id"], 2_000)


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=30))
def test_largest_remainder_sums_and_is_within_one_of_exact(total, weights):
    parts = largest_remainder(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = total * weight / whole if whole else total / len(weights)
        assert abs(part - exact) < 1


def drawn():
    """One oblast of three hromadas: a town with a village, a town alone, and nothing listed."""
    names = {"1": ("M", "Місто"), "2": ("C", "Село"), "3": ("M", "Порт"), "4": ("C", "Глуш")}
    own = {"1": "A", "2": "A", "3": "B", "4": "C"}

    def code(raion, hromada="000", settlement="000", unique="00000"):
        return f"UA05{raion}{hromada}{settlement}{unique}"

    raion = Entry(code("02", unique="10000"), "P", "Вінницький", code("02", unique="10000"), "")
    units = {k: code("02", f"0{n}0", unique=f"2000{n}") for n, k in enumerate("ABC", 1)}
    hromadas = {c: Entry(c, "H", f"{k}ська", raion.code, c) for k, c in units.items()}
    towns = {}
    for n, (kind, name) in names.items():
        hromada = units[own[n]]
        own_code = f"{hromada[:9]}0{n}0{'3000' + n}"
        towns[own_code] = Entry(own_code, kind, name, raion.code, hromada)
    codifier = Codifier({raion.code: raion}, hromadas, towns)
    by_name = {entry.name: c for c, entry in towns.items()}
    facts = {
        units[k]: {
            "katottg": units[k], "oblast": "UA-05", "name_uk": f"{k}ська", "centre_uk": centre,
            "people": people, "urban_people": urban, "centre_lon": str(28 + n / 10),
            "centre_lat": "49.0",
        }
        for n, (k, centre, people, urban) in enumerate(
            [("A", "Місто", "1500", "1000"), ("B", "Порт", "350", "300"), ("C", "Глуш", "70", "0")]
        )
    }  # fmt: skip
    own_towns = (
        Town(by_name["Місто"], units["A"], "Місто", 1000),
        Town(by_name["Порт"], units["B"], "Порт", 300),
    )
    return codifier, Official(facts, own_towns), units


def listed(number, name, lon, people, part_of=0):
    return {
        "id": number, "name": name, "name_uk": name, "name_ru": "", "other_names": "",
        "population": people, "part_of": part_of, "unit_code": "UA-05", "rank": 5, "lon": lon,
        "lat": 49.0,
    }  # fmt: skip


def test_people_are_spread_as_the_page_says():
    codifier, facts, units = drawn()
    rows = [
        listed(1, "Місто", 28.0, 900),
        listed(2, "Село", 28.01, 100),
        listed(3, "Хутір", 28.02, 200),
        listed(4, "Район", 28.0, 0, part_of=1),
        listed(5, "Порт", 28.1, 310),
    ]
    found = {row["id"]: row for row in people_rows(rows, codifier, facts)}
    assert {k: (row["population"], row["people_basis"]) for k, row in found.items()} == {
        1: (1000, "town"), 2: (167, "share"), 3: (333, "share"), 4: (0, "city"),
        5: (300, "town"), -20002: (50, "centre"), -20003: (70, "centre"),
    }  # fmt: skip
    assert [found[k]["matched"] for k in (1, 2, 3, 4, 5, -20003)] == [
        "name", "name", "nearest", "with its city", "name", "added",
    ]  # fmt: skip
    rest = found[-20003]
    assert (rest["hromada"], rest["katottg"], rest["rank"]) == (units["C"], "", 5)
    assert (rest["lon"], rest["population_listed"]) == (28.2, 0)
    assert (rest["name"], rest["name_uk"]) == ("Cska hromada (villages)", "Cська громада (села)")
    table = hromada_rows(list(found.values()), codifier, facts)
    assert [(row["people"], row["urban_people"], row["centre"]) for row in table] == [
        ("1500", 1000, 1), ("350", 300, 5), ("70", 0, 0),
    ]  # fmt: skip
    assert raion_rows(codifier, facts)[0]["people"] == 1920


def test_a_town_that_is_not_listed_is_added():
    codifier, facts, _ = drawn()
    found = {r["id"]: r for r in people_rows([listed(2, "Село", 28.01, 0)], codifier, facts)}
    assert found[-30001]["population"] == 1000
    assert found[2]["population"] == 500
    assert found[-30003]["population"] == 300


def test_a_name_far_off_is_not_believed():
    """A tenth of a degree is 7.3 km here; the centres lie at 28.0, 28.1 and 28.2."""
    codifier, facts, units = drawn()

    def placed(name, lon):
        (row, *_) = [r for r in people_rows([listed(1, name, lon, 5)], codifier, facts)
                     if r["id"] == 1]  # fmt: skip
        return row["hromada"], row["matched"]

    assert placed("Місто", 28.15) == (units["A"], "name")  # 11 km: sure
    assert placed("Місто", 28.45) == (units["A"], "name")  # 33 km: its only place in the oblast
    assert placed("Місто", 28.55) == (units["C"], "nearest")  # 40 km, another is 26 km away
    assert placed("Місто", 28.70) == (units["A"], "name")  # 51 km, but no centre is much nearer
    assert placed("Хутір", 28.12) == (units["B"], "nearest")


def test_russian_names_of_raions_have_no_ukrainian_letter():
    rows = read_csv(FOLDER / "raions.csv")
    assert len(rows) == 138
    for row in rows:
        assert raion_name_ru(row["name_uk"]) == row["name_ru"]
        assert not set(row["name_ru"].lower()) & set("іїєґ’")


def test_ids_are_unique_and_sorted(places):
    assert places["id"].is_unique
    assert places["id"].is_monotonic_increasing
