"""`ceaseline compare` and `ceaseline audit`: the same figures in four formats, clear refusals."""

import csv
import io
import json

import pytest

from layers.comparison import audit, compare
from layers.plan import plan
from layers.provisions import proposal
from layers.store import load
from maps.audited import audit_records, audit_tables
from maps.cli import run
from maps.contrast import comparison_tables, named

PAIR = ("contact-2022-02-23", "contact-2024-11-20")
FEW = ("--measure", "territory_share", "--measure", "zone_area", "--measure", "zone_to_city")


def said(capsys, *args):
    assert run(args) == 0
    return capsys.readouterr().out


def test_figures_agree_between_formats(capsys):
    document = json.loads(said(capsys, "compare", *PAIR, *FEW, "-f", "json"))
    records = list(csv.DictReader(io.StringIO(said(capsys, "compare", *PAIR, *FEW, "-f", "csv"))))
    by_key = {
        (d["placement"], d["id"], d.get("party") or d.get("key", "")): d["change"]
        for d in document["differences"]
    }
    other = [r for r in records if r["placement"] == PAIR[1]]
    assert {(r["placement"], r["id"], r["key"]): float(r["change"]) for r in other} == by_key
    share = by_key[PAIR[1], "territory_share", "Russia"]
    page = said(capsys, "compare", *PAIR, *FEW, "-f", "md", "--tradeoff", "zone_area:min")
    assert f"(+{share * 100:.2f} pp)" in page
    assert "## Swap ledger: contact-2022-02-23 to contact-2024-11-20" in page
    assert "Mariupol, Donetsk oblast" in page
    assert "beaten by contact-2022-02-23" in page
    assert "From the zone to the cities, Lviv" not in page
    assert document["base"] == PAIR[0]
    net = sum((1 if p["to"] == "Russia" else -1) * p["area"] for p in document["pieces"])
    area = next(a for a in document["ledger"] if a["party"] == "Russia")["balance"]["area"]
    assert net == pytest.approx(area)


def test_a_comparison_names_the_sources_of_every_line(capsys):
    page = said(capsys, "compare", "four-oblasts", PAIR[1], *FEW, "-f", "md")
    assert page.count("Source: Settlements of Ukraine by controlling party on three dates") == 1
    assert page.count("Source: GeoNames gazetteer") == 1


def test_the_base_may_be_named():
    assert named(["a", "b"], "b") == (["a", "b"], 1)
    assert named(["a", "b"], "c") == (["c", "a", "b"], 0)


def test_an_audit_in_words_and_as_data(capsys):
    args = ("audit", "--placements", "contact-2022-02-23")
    document = json.loads(said(capsys, *args, "-f", "json"))
    assert document["provisions"][0]["findings"][0]["verdict"].startswith("missed by 12.63")
    assert {"settlement-control", "geonames", "proposal-press"} <= {
        one["id"] for one in document["sources"]
    }
    page = said(capsys, *args, "-f", "md")
    assert "Source: Trump Promised to End the War" in page
    assert "60,688 km² more for Russia" in page
    assert "Terms that no map can measure" in page
    assert "20 years" in page


def test_an_audit_tells_the_target_and_the_edge_of_the_tolerance_apart(capsys):
    assert run(["audit", "--placements", "contact-2022-02-23", "-f", "md"]) == 0
    text = capsys.readouterr().out
    assert (
        "7.37 %: missed, 12.63 percentage points short of the target, 10.13 short of what still "
        "counts as met" in text
    )
    assert "Columns by date, the oldest first, undated ones last." in text


def test_audit_records_are_one_a_provision_and_placement():
    study = proposal()
    line = plan(load("contact-2022-02-23"))
    rows = audit_records(audit([line, line], study)).rows
    assert len(rows) == 2 * len(study.provisions)
    assert {row[0] for row in rows} == {"contact-2022-02-23", "contact-2022-02-23 (2)"}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("compare", PAIR[0]), "give two placements or more"),
        (("compare", PAIR[0], "contact-2024-11-21"), "contact-2024-11-20"),
        (("compare", *PAIR, "--measure", "sinuos"), "near it: sinuosity"),
        (("compare", *PAIR, "--tradeoff", "zone_area"), "does not say which way"),
        (("compare", *PAIR, "--detail-m", "10"), "cannot be compared at 10 m"),
        (("compare", *PAIR, "-o", "no/such/folder.md"), "no/such"),
        (("audit", "missing.toml"), "missing.toml cannot be read"),
        (("audit", "--placements", "four-oblast"), "four-oblasts"),
    ],
)
def test_refusals(capsys, args, message):
    assert run(args) == 2
    out = capsys.readouterr()
    assert message in out.err
    assert out.out == ""


def test_a_proposal_of_terms_alone_has_no_table_of_terms_missing():
    class Held:
        class proposal:  # noqa: N801 - stands for a value
            title = "Empty"

        names = ()
        rows = ()

    assert [table.title for table in audit_tables(Held)] == ["Empty"]


def test_rows_of_oblasts_say_whose_ground_and_only_what_changes():
    names = ("contact-2024-11-20", "four-oblasts")
    held = compare([load(name) for name in names], measures=["unit_area", "unit_share"])
    rows = [row[0] for row in comparison_tables(held)[0].rows]
    assert "Share of each oblast, Donetsk: Russia" in rows
    assert "Area in each oblast, Donetsk: Russia" in rows
    assert not any("Crimea" in row or "Sevastopol" in row for row in rows)
