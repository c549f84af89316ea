"""A manifest is measured again, and a change of one vertex or one figure shows."""

import json

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.comparison import compare
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import Plan, ZoneSettings, plan
from ceaseline.layers.provisions import proposal
from ceaseline.layers.record import remeasure
from ceaseline.layers.record.manifest import manifest
from ceaseline.layers.record.remeasure import check, restored


@pytest.fixture(scope="module")
def held():
    settings = ZoneSettings(depth_m=(10_000.0, 20_000.0), assumption=False)
    plans = [plan(load(name), zone=settings) for name in ("contact-2022-02-23",)]
    return json.dumps(manifest(plans, proposal()))


def lost(manifest):
    return [(c.about, c.id) for c in check(manifest) if not c.reproduced]


def test_everything_is_reproduced_from_the_text_alone(held):
    checks = check(json.loads(held))
    assert all(c.reproduced for c in checks)
    assert {c.about for c in checks} == {"inputs", "contact-2022-02-23"}
    assert {"boundaries", "places", "placement", "line_length"} <= {c.id for c in checks}
    assert "territory-share.measured" in {c.id for c in checks}


@pytest.mark.slow
def test_a_comparison_is_reproduced_from_the_lines_as_they_were_given():
    lines = [load("contact-2022-02-23"), load("four-oblasts")]
    compared = compare(lines, measures=["line_length"])
    told = json.loads(json.dumps(manifest(compared.plans, None, compared)))
    assert [text is not None for text in told["comparison"]["given"]] == [False, True]
    assert told["comparison"]["lengths"][1]["detail_m"][0] == 1000.0
    assert lost(told) == []
    told["comparison"]["given"][1] = None
    assert any(about == "comparison: lengths" for about, _ in lost(told))


@pytest.mark.slow
def test_what_was_set_for_a_comparison_is_said_again():
    base = load("contact-2022-02-23")
    turned = base.replaced(
        name="turned",
        parties=base.parties[::-1],
        sections=tuple(
            one.replaced(coords=one.coords[::-1], corridor_m=None, depth_m=(5_000.0, 7_000.0))
            for one in reversed(base.sections)
        ),
    )
    kept = "Zone of contact-2022-02-23: 15 km on each side, an assumption."
    aside = (
        "Zone: 15 km on each side, an assumption, for every placement; of turned, the depths that "
        "it states itself are set aside."
    )
    for same_depth, first in ((False, kept), (True, aside)):
        compared = compare([base, turned], measures=["zone_area"], same_depth=same_depth)
        told = json.loads(json.dumps(manifest(compared.plans, None, compared)))
        assert lost(told) == []
        words = restored(told).comparison.basis.words
        assert words == compared.basis.words
        assert words[0] == first
        told["comparison"]["same_depth"] = not same_depth
        assert any(about == "comparison: differences" for about, _ in lost(told))
    del told["comparison"]["same_depth"]  # as 0.1 wrote it
    assert lost(told) == []
    told["placements"][1]["file"] = told["placements"][0]["file"]
    told["placements"][1]["sha256"] = told["placements"][0]["sha256"]
    assert ("turned", "placement on the basis") in lost(told)


@pytest.mark.slow
def test_rows_taken_out_of_a_comparison_show():
    lines = [load("contact-2022-02-23"), load("four-oblasts")]
    compared = compare(lines, measures=["line_length"])
    told = json.loads(json.dumps(manifest(compared.plans, None, compared)))
    del told["comparison"]["ledger"]
    assert {about for about, _ in lost(told)} == {"comparison: ledger"}


def test_one_vertex_moved_by_a_centimetre_shows(held):
    changed = json.loads(held)
    text = changed["placements"][0]["file"]
    lon = json.loads(text)["features"][0]["geometry"]["coordinates"][5][0]
    changed["placements"][0]["file"] = text.replace(str(lon), str(round(lon + 1e-7, 7)), 1)
    found = lost(changed)
    assert ("contact-2022-02-23", "placement") in found
    assert ("contact-2022-02-23", "line_length") in found


def test_every_change_shows_and_nothing_else(held):
    changed = json.loads(held)
    changed["boundaries"]["sha256"] = changed["places"]["sha256"] = "0" * 64
    expected = {("inputs", "boundaries"), ("inputs", "places")}
    figures = changed["placements"][0]["figures"]
    for figure in figures[::3]:
        figure["value"] = figure["value"] * (1 + 1e-6) + 1e-6
        expected.add(name_of(figure))
    for key in ("detail_m", "basis", "low", "high", "resolution_m", "unit"):
        figure = next(f for f in figures[1::3] if key in f)
        figure[key] = "other"
        expected.add((name_of(figure)[0], f"{name_of(figure)[1]} {key}"))
    gone = figures.pop(2)
    lost_with_it = ["", *(f" {key}" for key in ("unit", "low", "high") if key in gone)]
    expected |= {(name_of(gone)[0], f"{name_of(gone)[1]}{key}") for key in lost_with_it}
    figures.append({"id": "merit", "value": 1})
    expected.add(("contact-2022-02-23", "merit"))
    changed["placements"][0]["findings"][0]["verdict"] = "met"
    expected.add(("contact-2022-02-23", "territory-share.verdict"))
    assert set(lost(changed)) == expected


def name_of(figure):
    keys = (figure[k] for k in ("id", "party", "unit_code") if k in figure)
    return "contact-2022-02-23", "/".join(keys)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "other/9"}, "format is 'other/9'; this version reads ceaseline-manifest/1"),
        ({"zone": {}}, "manifest is damaged"),
        ({"zone": None}, "manifest is damaged"),
        ({"placements": [{}]}, "manifest is damaged"),
        ({"placements": 3}, "manifest is damaged"),
        ({"proposal": {"title": 1}}, "manifest is damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(held, change, message):
    with pytest.raises(InputError, match=message):
        check({**json.loads(held), **change})


@pytest.mark.parametrize("bug", [TypeError, ZeroDivisionError, LookupError, AttributeError])
@pytest.mark.parametrize("place", ["plan", "figures", "findings"])
def test_an_error_of_the_engine_is_not_said_to_be_damage(held, bug, place, monkeypatch):
    def broken(*_, **__):
        raise bug("inside the engine")

    if place == "figures":
        monkeypatch.setattr(Plan, "figures", property(broken))
    else:
        monkeypatch.setattr(remeasure, place, broken)
    with pytest.raises(bug, match="inside the engine"):
        check(json.loads(held))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"zone": {}}, r"zone\.depth_m is missing"),
        ({"placements": [{}]}, r"placements\.0\.name is missing"),
        ({"boundaries": "here"}, r"boundaries is not what ceaseline writes there"),
        ({"comparison": {"measures": []}}, r"comparison\.detail_m is missing"),
    ],
)
def test_damage_is_told_with_its_place(held, change, message):
    with pytest.raises(InputError, match=rf"manifest is damaged \({message}"):
        check({**json.loads(held), **change})


def test_a_comparison_without_a_line_a_placement_is_damaged(held):
    told = {"measures": [], "detail_m": 2000.0, "given": []}
    with pytest.raises(InputError, match=r"comparison\.given is not one line a placement"):
        check({**json.loads(held), "comparison": told})


@pytest.mark.parametrize("value", [float("inf"), float("nan"), True, "1", None])
def test_what_is_no_number_of_the_files_is_not_reproduced(held, value):
    changed = json.loads(held)
    figure = changed["placements"][0]["figures"][0]
    figure["value"] = value
    assert lost(changed) == [name_of(figure)]


def test_plans_that_differ_in_their_settings_are_refused():
    line = load("contact-2022-02-23")
    deep = plan(line, zone=ZoneSettings(depth_m=(5_000.0, 5_000.0)))
    with pytest.raises(InputError, match="different zone settings"):
        manifest([plan(line), deep])
    with pytest.raises(InputError, match="No plan was given"):
        manifest([])
