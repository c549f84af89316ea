"""Hostile text in every field of the map: nothing runs, nothing is asked for, nothing is markup."""

from __future__ import annotations

import copy
import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from ceaseline.geo.sources import Source
from ceaseline.geo.unseen import cleaned
from ceaseline.layers.comparison import as_frame, pieces
from ceaseline.layers.provisions import proposal
from ceaseline.maps.page import search_keys as names
from ceaseline.maps.page.render import compare, render

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CORPUS = json.loads((Path(__file__).parent / "payloads" / "corpus.json").read_text("utf-8"))
SHAPES = "img, iframe, object, embed, video, audio, base, link, meta, script, style, form, template"


class Poison:
    """The corpus, one payload after the other, from any start."""

    def __init__(self, start):
        self.at = start

    def __call__(self):
        self.at += 1
        return CORPUS[self.at % len(CORPUS)]


def shared(plan, **changes):
    """Return a plan with other facts on the same ground, without deriving it again."""
    out = copy.copy(plan)
    for name, value in changes.items():
        object.__setattr__(out, name, value)
        out.__dict__[name] = value
    return out


def poisoned(plan, take):
    parties = (cleaned(f"A {take()}"), cleaned(f"B {take()}"))
    own = plan.placement
    turned = dict(zip(own.parties, parties, strict=True))
    source = Source(*(take() for _ in range(9)))
    sections = tuple(s.replaced(name=take()) for s in own.sections)
    placement = replace(
        own, name=take(), title=take(), notes=take(), sources=(source,), sections=sections,
        parties=parties,
    )  # fmt: skip
    places = plan.settlements.copy()
    for n, text in enumerate(CORPUS):
        clean = text.replace("\n", " ")
        places.loc[places.index[n], ["name", "name_uk", "name_ru"]] = clean
        places.loc[places.index[n], "other_names"] = clean.replace(";", ",")
    frames = {
        name: frame.assign(party=frame["party"].map(turned))
        for name, frame in (
            ("settlements", places), ("parts", plan.parts), ("zone_parts", plan.zone_parts),
        )
    }  # fmt: skip
    units = plan.boundaries.units.copy()
    for column in ("name", "name_uk", "name_ru"):
        units[column] = [take() for _ in range(len(units))]
    base = shared(plan.boundaries, units=units)
    made = shared(plan, placement=placement, boundaries=base, **frames)
    made.__dict__.pop("figures", None)  # they are of the parties before
    return made


def study(take, parties):
    whole = proposal()
    rules = tuple(
        p.model_copy(update={"text": take(), "reading": take(), "party": p.party and parties[1]})
        for p in whole.provision
    )
    return whole.model_copy(update={"title": take(), "provision": rules, "parties": parties})


def walk(page):
    """Open, press and pass over everything there is."""
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    for text in ("script", "img", "cmd", "proto", "7"):
        page.fill("#search", text)
        for row in range(min(3, page.locator("#search-results li").count())):
            page.locator("#search-results li").nth(row).dispatch_event("mousedown")
            page.fill("#search", text)
    for x in range(420, 1400, 90):
        page.mouse.move(x, 430)
        page.wait_for_timeout(20)
    page.mouse.click(1100, 430)
    page.click("#table-open")
    for name in page.eval_on_selector_all("[data-set]", "all => all.map((b) => b.dataset.set)"):
        page.click(f"[data-set={name}]")


@pytest.mark.parametrize(
    "start", [0, *(pytest.param(k, marks=pytest.mark.slow) for k in (60, 110))]
)
def test_nothing_in_the_corpus_runs(opened, default_plan, default_map, start):
    take = Poison(start)
    plan = poisoned(default_plan, take)
    html = render([plan], proposal=study(take, plan.parties), title=take())
    calm = opened(default_map).page
    one = opened(html, bypass_csp=True)
    page = one.page
    walk(page)
    assert page.evaluate("() => window.hit") is None
    assert one.requests == [one.address]
    assert one.complaints == []
    count = "(what) => document.querySelectorAll(what).length"
    assert page.evaluate(count, SHAPES) == calm.evaluate(count, SHAPES)
    schemes = page.eval_on_selector_all("a[href]", "all => all.map((a) => a.protocol)")
    assert set(schemes) <= {"http:", "https:", "file:"}
    handlers = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter((e) =>"
        " [...e.attributes].some((a) => a.name.startsWith('on'))).length"
    )
    assert handlers == 0
    page.click("[data-set=settlements]")
    with page.expect_download() as got:
        page.click("#table-csv")
    rows = list(csv.reader(io.StringIO(got.value.path().read_text("utf-8-sig"))))
    assert len(rows) == 1 + len(default_plan.settlements)
    assert not [cell for row in rows for cell in row[:3] if cell.lstrip()[:1] in set("=+-@|%")]
    with page.expect_download() as got:
        page.click("#table-geojson")
    assert len(json.loads(got.value.path().read_text("utf-8"))["features"]) == len(rows) - 1


def test_nothing_runs_in_a_comparison(opened, dated_plans):
    frame = as_frame(pieces(dated_plans[1], dated_plans[2]))
    many = [CORPUS[n % len(CORPUS)] for n in range(len(frame))]
    one = opened(
        compare(dated_plans[1:], [frame.assign(name=many)]), "#6/48/34&mode=pieces", bypass_csp=True
    )
    one.page.click("#table-open")
    one.page.click("[data-set=pieces]")
    assert one.page.evaluate("() => window.hit") is None
    assert one.complaints == []
    assert one.requests == [one.address]


def test_the_corpus_is_large_and_does_bite(chromium):
    assert len(set(CORPUS)) >= 100
    page = chromium.new_page()
    page.set_content("<main></main>")
    page.evaluate(
        """(all) => all.forEach((text) => {
             const here = document.createElement('div');
             document.querySelector('main').append(here);
             here.innerHTML = text;
           })""",
        [text for text in CORPUS if "evil" not in text and "refresh" not in text],
    )
    page.wait_for_function("() => window.hit === 1")
    page.close()


def test_names_that_do_harm_stay_names():
    assert names.distinct(("a\nb",), (("<b>\n",),)) == [["<b>\n"]]
