"""`ceaseline compare` and `ceaseline audit`: the same figures in four formats, clear refusals."""

import csv
import io
import json
from pathlib import Path

import pytest

from ceaseline.layers.audit import audit
from ceaseline.layers.comparison import compare
from ceaseline.layers.placement.store import load, write
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.maps.cli import run
from ceaseline.maps.tables.audit import audit_records, audit_tables
from ceaseline.maps.tables.compare import comparison_tables, named

CASES = Path(__file__).parents[4] / "shared" / "cases" / "edits"
PAIR = ("contact-2022-02-23", "contact-2024-11-20")
NEAR = ("contact-2024-11-20", "contact-2026-08-22")
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
    other = [r for r in records if r["placement"] == PAIR[1] and not r["name"]]
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


@pytest.mark.slow
def test_every_settlement_that_changes_hands_is_named_the_same_in_all_formats(capsys):
    document = json.loads(said(capsys, "compare", *PAIR, *FEW, "-f", "json"))
    before, after = (plan(load(name)).settlements for name in PAIR)
    moved = before[before["party"] != after["party"]].set_index("id")
    told = document["changed_settlements"]
    assert {one["id"]: one["people"] for one in told} == moved["population"].to_dict()
    assert [one["people"] for one in told] == sorted(moved["population"], reverse=True)
    assert {(one["from"], one["to"]) for one in told} == {("Ukraine", "Russia")}
    assert sum(p["people"] for p in document["pieces"]) == sum(one["people"] for one in told)
    records = csv.DictReader(io.StringIO(said(capsys, "compare", *PAIR, *FEW, "-f", "csv")))
    rows = [row for row in records if row["id"] == "changed_settlement"]
    assert [(int(r["key"]), int(r["value"]), r["name"], r["from"], r["to"]) for r in rows] == [
        (one["id"], one["people"], one["name"], one["from"], one["to"]) for one in told
    ]
    assert {(r["placement"], r["unit"], r["base"], r["change"]) for r in rows} == {
        (PAIR[1], "count", "", "")
    }
    page = said(capsys, "compare", *PAIR, *FEW, "-f", "md")
    assert f"| Mariupol | Donetsk | Ukraine | Russia | {told[0]['people']:,} |" in page
    fifteenth, next_ = told[14], told[15]
    assert f"| {fifteenth['name']} |" in page
    assert f"| {next_['name']} |" not in page
    rest = sum(one["people"] for one in told[15:])
    more = sum(one["is_settlement"] for one in told[15:])
    assert f"| and {more} more |  | Ukraine | Russia | {rest:,} |" in page


@pytest.mark.slow
def test_the_summary_comes_first_and_has_ten_rows(capsys):
    page = said(capsys, "compare", *PAIR, *FEW, "-f", "md")
    document = json.loads(said(capsys, "compare", *PAIR, "-f", "json"))
    head, _, rest = page.partition("\n\n|")
    assert head.startswith(
        "## Summary: contact-2024-11-20 against contact-2022-02-23\n\nZone: 15 km"
    )
    rows = [line.split(" | ") for line in rest.partition("\n\n##")[0].splitlines()[2:]]
    assert [row[0].strip("| ") for row in rows] == [
        "The line, at 2 km detail", "Held by Ukraine", "Held by Russia", "Ground to Ukraine",
        "Ground to Russia", "Settlements to Ukraine", "Settlements to Russia", "The zone",
        "In the zone", "Between the lines",
    ]  # fmt: skip
    values = {
        (d["id"], d.get("party", "")): (d["value"], d["change"]) for d in document["differences"]
    }
    length, off = (metres / 1000 for metres in values["line_length", ""])
    assert rows[0][2] == f"{length:,.1f} km (+{off:,.1f} km) |"
    square, more = (metres / 1e6 for metres in values["territory_area", "Russia"])
    share, up = (part * 100 for part in values["territory_share", "Russia"])
    assert rows[2][2] == f"{square:,.0f} km² (+{more:,.0f} km²), {share:.2f} % (+{up:.2f} pp) |"
    first, gained = document["changed_settlements"][0], document["ledger"][1]["gained"]
    largest = document["pieces"][0]
    assert rows[4][2] == (
        f"{gained['area'] / 1e6:,.0f} km²; the largest piece, {largest['area'] / 1e6:,.0f} km²: "
        f"{largest['name']} |"
    )
    assert rows[6][2].startswith(
        f"{gained['settlements']:,} with {gained['people']:,} people: {first['name']} "
        f"{first['people']:,}, "
    )
    assert rows[6][2].endswith(f" and {gained['settlements'] - 3} more |")
    people, towns = values["people_in_zone", ""], values["settlements_in_zone", ""]
    signs = ["+" if number > 0 else "\N{MINUS SIGN}" for number in (people[1], towns[1])]
    assert rows[8][2] == (
        f"{people[0]:,.0f} people ({signs[0]}{abs(people[1]):,.0f}), {towns[0]:,.0f} settlements "
        f"({signs[1]}{abs(towns[1]):,.0f}) |"
    )
    gap = document["distances"][0]
    assert rows[9][2] == (
        f"mean {gap['mean'] / 1000:,.1f} km, farthest {gap['hausdorff'] / 1000:,.1f} km "
        "(3 pockets are gone or new, the largest near Strilecha; without them "
        f"{gap['without_pockets'] / 1000:,.2f} km) |"
    )
    assert [row[1] for row in rows if row[0].startswith("| Ground")] == ["–", "–"]


@pytest.mark.slow
def test_summary_and_table_count_the_same_people_and_mark_a_village_that_stands_for_more(
    capsys, tmp_path
):
    """Illinivka lists 1,124 people, and counts 5,449 with unlisted villages of its hromada."""
    name = "contact-2024-11-20"
    file = tmp_path / "asym.geojson"
    write(load(name).replaced(name="b"), file)
    said(capsys, "edit", "flip", str(file), "Illinivka, Donetsk", "--to", "Russia")
    page = said(capsys, "compare", name, str(file), *FEW, "-f", "md")
    assert "| 1 with 5,449 people: Illinivka 5,449 † |" in page
    assert "| Illinivka | Donetsk | Ukraine | Russia | 5,449 † |" in page
    assert page.count("† These people are not the village's alone: it stands for villages") == 2
    assert "; the zone is that of the generalised line." in page.partition("| in short")[0]


@pytest.mark.slow
def test_the_summary_says_one_settlement_and_leaves_out_slivers(capsys, tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("name,lon,lat,people\nKherson,32.62,46.64,1\nDonetsk,37.8,48.0,500000\n")
    page = said(capsys, "compare", *NEAR, *FEW, "-f", "md", "--settlements", str(own))
    assert "| 1 person, 1 settlement | 1 person (0), 1 settlement (0) |" in page
    found = json.loads(said(capsys, "compare", *NEAR, *FEW, "-f", "json"))["pieces"]
    assert 10 < sum(p["area"] for p in found if p["to"] == "Ukraine") < 1e6
    assert "| Ground to Ukraine | – | under 1 km² |" in page


def test_the_same_line_has_nothing_to_say_in_its_summary(capsys):
    page = said(capsys, "compare", PAIR[0], PAIR[0], *FEW, "-f", "md")
    assert page.count("| – | none |") == 4
    assert "mean 0.0 km, farthest 0.0 km" in page
    assert "Settlements that change hands" not in page


@pytest.mark.slow
def test_depths_that_are_set_aside_are_said_before_the_first_row(capsys, tmp_path):
    line = load(PAIR[0])
    deep = line.replaced(
        name="deep", sections=tuple(s.replaced(depth_m=(20e3, 5e3)) for s in line.sections)
    )
    file = str(tmp_path / "deep.geojson")
    write(deep, tmp_path / "deep.geojson")
    kept = said(capsys, "compare", PAIR[0], file, *FEW)
    aside = said(capsys, "compare", PAIR[0], file, *FEW, "--same-depth")
    assert kept.splitlines()[2] == (
        "Zone of deep: 20 km on the side of Ukraine, 5 km on that of Russia, as it states."
    )
    assert aside.splitlines()[1].startswith("Zone: 15 km on each side, an assumption, for every")
    assert "Zone: 15 km" not in kept
    zones = [text[text.index("│ The zone ") :].splitlines()[0] for text in (kept, aside)]
    assert "(0 km²)" in zones[1]
    assert "(0 km²)" not in zones[0]


def test_pieces_that_miss_the_change_are_said_and_not_refused():
    held = compare([load(name) for name in PAIR], measures=["territory_area"])
    assert abs(held.gaps_m2[0]) < 1.0
    ledger = next(t for t in comparison_tables(held) if t.title.startswith("Swap ledger"))
    assert ledger.notes == ()
    vars(held)["gaps_m2"] = (-1.8,)
    ledger = next(t for t in comparison_tables(held) if t.title.startswith("Swap ledger"))
    assert ledger.notes[0].startswith(
        "The pieces sum to \N{MINUS SIGN}1.8 m² more than the territories change: the two lines"
    )


@pytest.mark.slow
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


@pytest.mark.slow
def test_rows_of_oblasts_say_whose_ground_and_only_what_changes():
    names = ("contact-2024-11-20", "four-oblasts")
    held = compare([load(name) for name in names], measures=["unit_area", "unit_share"])
    rows = [row[0] for row in comparison_tables(held)[-1].rows]
    assert "Share of each oblast, Donetsk: Russia" in rows
    assert "Area in each oblast, Donetsk: Russia" in rows
    assert not any("Crimea" in row or "Sevastopol" in row for row in rows)


@pytest.mark.slow
@pytest.mark.skipif(not CASES.exists(), reason="NO CASES: ../shared/cases is not here")
def test_the_summary_says_which_pocket_is_gone_and_how_far_the_lines_are_without_it(capsys):
    """`edit move` says of the same change: a pocket of 99 km² near Strilecha, up to 51.96 km."""
    pair = ("contact-2024-11-20", str(CASES / "asym.geojson"))
    page = said(capsys, "compare", *pair, *FEW, "-f", "md")
    told = "(a pocket of 99 km² near Strilecha is gone; without it 51.96 km)"
    (row,) = [line for line in page.splitlines() if line.startswith("| Between the lines")]
    assert told in row
    (gap,) = json.loads(said(capsys, "compare", *pair, *FEW, "-f", "json"))["distances"]
    assert gap["without_pockets"] == pytest.approx(51_960, abs=10)
    assert gap["hausdorff"] > 140_000


@pytest.mark.slow
def test_the_page_of_a_comparison_has_title_language_and_theme(tmp_path, capsys):
    path = tmp_path / "a.html"
    names = ["contact-2022-02-23", "contact-2024-11-20"]
    look = ["--title", "Мої лінії", "--lang", "uk", "--theme", "dark"]
    assert run(["compare", *names, "-o", str(path), *look]) == 0
    page = path.read_text("utf-8")
    assert "<title>Мої лінії</title>" in page
    assert '<html lang="uk" data-theme="dark">' in page
    assert run(["verify", str(path)]) == 0
    assert run(["compare", *names, "-o", str(tmp_path / "b.html"), "--theme", "sepia"]) == 2
    told = "There is no theme 'sepia'; give auto, light or dark."
    assert capsys.readouterr().err.endswith(f"Error: {told}\n")
