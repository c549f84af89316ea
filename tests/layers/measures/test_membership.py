"""Settlements and people by unit: by membership, against the official tables and the plan."""

from collections import Counter
from dataclasses import replace

import pytest

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer import gazetteer
from ceaseline.layers.measures.membership import LEVELS, by_unit, counts_by_unit
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.figure import find
from ceaseline.layers.plan.plan import plan


@pytest.fixture(scope="module")
def made():
    return plan(load("contact-2024-11-20"))


@pytest.mark.parametrize("level", LEVELS)
def test_units_come_to_the_whole(made, level):
    whole = made.figures
    rows = counts_by_unit(made, level)
    for party in made.parties:
        for name in ("settlements", "people", "people_listed", "people_in_zone"):
            found = sum(row.counts[name, party] for row in rows)
            assert found == find(whole, name, party=party).value, (name, party)


def test_hromadas_come_to_the_official_table(made):
    rows = {row.code: row.total("people") for row in counts_by_unit(made, "hromada")}
    official = read_csv(FOLDER / "hromada-population-2022.csv")
    assert all(rows[row["katottg"]] == int(row["people"]) for row in official)


def test_oblasts_come_to_the_official_table(made):
    rows = {row.code: row.total("people") for row in counts_by_unit(made, "oblast")}
    wanted = Counter()
    for row in read_csv(FOLDER / "hromada-population-2022.csv"):
        wanted[row["oblast"]] += int(row["people"])
    assert {code: rows[code] for code in wanted} == dict(wanted)
    assert set(rows) - set(wanted) == {"UA-40", "UA-43"}


def test_a_hromada_that_the_line_parts_by_hand(made):
    """Kurakhivska: its places one by one, by the party that the plan gives each."""
    row = next(r for r in counts_by_unit(made, "hromada") if r.title.startswith("Kurakhivska"))
    places = made.settlements[made.settlements["hromada"] == row.code]
    for party in made.parties:
        own = places[places["party"] == party]
        assert row.counts["people", party] == own["population"].sum()
        assert row.counts["settlements", party] == (own["people_basis"] != "centre").sum()
        assert row.counts["people_in_zone", party] == own["population"][own["in_zone"]].sum()
    assert row.touched
    assert row.oblast == "Donetsk"


def test_what_neither_line_nor_zone_touches(made):
    row = next(r for r in counts_by_unit(made, "hromada") if r.code == "UA80000000000093317")
    assert (row.title, row.total("people"), row.touched) == ("Kyiv", 2_952_301, False)


def test_measures_carry_the_units_code(made):
    found = by_unit(made, "raion")
    codes = {row["code"] for row in read_csv(FOLDER / "raions.csv")}
    assert {measure.unit_code for measure in found} <= codes
    kherson = find(found, "people", party="Ukraine", unit_code="UA65100000000029736").value
    assert kherson > 279_131  # the city is on the right bank


def test_faults(made):
    with pytest.raises(InputError, match=r"no level 'village'; give oblast, raion, hromada\."):
        counts_by_unit(made, "village")
    bare = replace(
        gazetteer(),
        settlements=gazetteer().settlements.drop(columns=["raion", "hromada"]),
        supplied="own.csv",
    )
    with pytest.raises(InputError, match=r"settlements of own\.csv do not say which raion each"):
        counts_by_unit(plan(made.placement, gazetteer=bare), "raion")
