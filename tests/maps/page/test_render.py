"""The page as text: one file, the same each time, nothing of other hosts, nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.hromadas import hromadas
from ceaseline.geo.gazetteer.people import BASES
from ceaseline.layers.figures import placement_record
from ceaseline.layers.provisions import proposal
from ceaseline.maps import assets
from ceaseline.maps.page.render import Look, compare, draw, render
from tests.maps.page.streams import unvarint, unzigzag


def test_the_same_input_gives_the_same_bytes(default_plan, default_map):
    assert render([default_plan]) == default_map


def test_the_default_map_is_small(default_map):
    assert len(default_map.encode()) <= 800_000


def test_nothing_comes_from_other_hosts(default_map):
    page = re.sub(r"<a [^>]*>|<script>.*?</script>", "", default_map, flags=re.DOTALL)
    assert re.findall(r"(?:src|href)=[\"']?(?!data:)(?!#)[^\"' >]+", page) == []
    assert "@import" not in page
    assert "url(" not in page
    assert "http://" not in page
    assert "//cdn" not in page


def test_the_policy_lets_only_its_own_scripts_run(default_map):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', default_map)[1]
    policy = policy.replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        for text in re.findall(rf"<{kind}>(.*?)</{kind}>", default_map, re.DOTALL):
            assert assets.integrity(text) in policy


def test_tiles_only_where_asked_for(default_plan, default_map):
    assert "openstreetmap.org/" not in default_map
    with_tiles = render([default_plan], tiles=True)
    assert "img-src data: https://tile.openstreetmap.org;" in with_tiles.replace("&#39;", "'")


def test_the_figures_are_the_engines(default_plan, default_map, payload_of):
    document, _ = payload_of(default_map)
    shown = document["plans"][0]["figures"]
    record = placement_record(default_plan, proposal())
    scale = {"m": 1e3, "m2": 1e6, "1": 0.01, "count": 1}
    assert [(f["id"], f["side"]) for f in shown if not f["unit_code"]] == [
        (m["id"], default_plan.parties.index(m["party"]) if "party" in m else None)
        for m in record["measures"]
        if "unit_code" not in m
    ]
    by_key = {(m["id"], m.get("party"), m.get("unit_code")): m for m in record["measures"]}
    for figure in shown:
        party = None if figure["side"] is None else default_plan.parties[figure["side"]]
        measure = by_key[figure["id"], party, figure["unit_code"]]
        assert figure["value"] == pytest.approx(measure["value"] / scale[measure["unit"]], abs=1e-6)


def test_every_settlement_is_told_as_the_plan_has_it(default_plan, default_map, payload_of):
    document, data = payload_of(default_map)
    ids = unzigzag(unvarint(data["place_ids"])).cumsum()
    places = default_plan.settlements.set_index("id").loc[ids]
    sides = list(data["plan_0_sides"])
    right = (places["party"] == default_plan.parties[1]).tolist()
    assert [bool(s & 1) for s in sides] == right
    assert [bool(s & 2) for s in sides] == places["in_zone"].tolist()
    metres = unvarint(data["plan_0_metres"]).astype(float) * 10
    assert abs(metres - places["distance_m"].to_numpy()).max() <= 5
    own = (places["people_basis"] != "centre").tolist()
    names = [name if one else "" for name, one in zip(places["name"], own, strict=True)]
    assert document["places"]["names"].split("\n") == names
    raions = [document["places"]["raions"][n] for n in unvarint(data["place_raions"])]
    within = unvarint(data["place_hromadas"])
    shown = [r["hromadas"].split(";")[n] for r, n in zip(raions, within, strict=True)]
    assert shown == [hromadas()[code].name for code in places["hromada"]]
    bases = [BASES[n] for n in unvarint(data["place_basis"])]
    assert bases == places["people_basis"].tolist()


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_the_interface_speaks(default_plan, payload_of, lang):
    html = render([default_plan], lang=lang)
    assert f'<html lang="{lang}"' in html
    document, _ = payload_of(html)
    assert {"uk": "Київ", "ru": "Донецк"}[lang] in document["places"]["names"].split("\n")
    assert (
        document["plans"][0]["party_names"]
        == {
            "uk": ["Україна", "Росія"],
            "ru": ["Украина", "Россия"],
        }[lang]
    )


def test_a_hostile_title_is_text(default_plan):
    title = "</title><script>alert(1)</script>{{ 7*7 }}\u2028<!--"
    html = render([default_plan], title=title)
    assert "<script>alert" not in html
    assert "{{ 7*7 }}" in html
    assert "<title>&lt;/title&gt;&lt;script&gt;alert(1)" in html


@pytest.mark.slow
def test_a_smaller_file_tells_what_it_cost(default_plan):
    drawn = draw([default_plan], Look(max_kb=650))
    assert len(drawn.html.encode()) <= 650_000
    assert 0 < drawn.loss.moved_m <= drawn.loss.tolerance_m * 1.001
    assert drawn.loss.area_m2 > 0
    said = re.search(r'<p id="simplified">(.+?)</p>', drawn.html)[1]
    assert (
        f"no place of a border, line or zone lies farther than {drawn.loss.moved_m:,.0f} m" in said
    )
    assert f"{drawn.loss.area_m2 / 1e6:,.0f} km² lie between the shapes" in said


def test_a_whole_file_says_nothing_of_a_cost(default_map):
    assert 'id="simplified"' not in default_map


def test_what_cannot_be_mapped_is_refused(default_plan):
    with pytest.raises(InputError, match="There is no plan to map; give one placement or more"):
        render([])
    with pytest.raises(InputError, match="There is no theme 'sepia'; give auto, light or dark"):
        render([default_plan], theme="sepia")
    with pytest.raises(InputError, match="has no language 'xx'; give en, ru or uk"):
        render([default_plan], lang="xx")
    with pytest.raises(InputError, match=r"cannot be made smaller than \d+ kB; give at least"):
        render([default_plan], max_kb=10)
    with pytest.raises(InputError, match="nothing to compare with; give two placements or more"):
        compare([default_plan], [])
    other = replace(default_plan.placement, parties=("North", "South"), name="other")
    with pytest.raises(InputError, match=r"other is between North and South, .* map them apart"):
        render([default_plan, replace(default_plan, placement=other)])


def test_no_text_of_a_script_goes_over_a_line_so_that_indents_mean_nothing():
    for name in assets.SCRIPTS:
        for line in assets.element(f"{name}.js").splitlines():
            assert re.sub(r"/\[[^]]*\]/g", "", line).count("`") % 2 == 0, (name, line)
    assert not re.search(r"(?m)^[ \t]", assets.script())
