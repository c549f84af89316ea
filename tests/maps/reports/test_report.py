"""Reports: on one page or several, sealed, escaped, measured again."""

import html
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.layers.comparison import compare, goal
from ceaseline.layers.figures import sources_of
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.layers.record.remeasure import check
from ceaseline.maps.charts.comparison import (
    Chart,
    Series,
    charts,
    length_chart,
    stroke,
    ticks,
    tradeoff_chart,
)
from ceaseline.maps.charts.svg import to_svg
from ceaseline.maps.cli import run
from ceaseline.maps.reports.report import (
    Setting,
    comparison_page,
    comparison_report,
    kind_of,
    report,
)
from ceaseline.maps.seal.seal import unseal
from ceaseline.maps.style import LIGHT
from ceaseline.maps.text.language import tongue

HOSTILE = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"
FEW = ("line_length", "zone_area", "territory_area", "people_in_zone")
GOALS = (goal("zone_area:min"), goal("people_in_zone:min"))


@pytest.fixture(scope="module")
def lines():
    base = load("contact-2022-02-23")
    return base, base.replaced(name="other", title=HOSTILE, notes=HOSTILE)


@pytest.fixture(scope="module")
def held(lines):
    return compare([*lines, load("contact-2024-11-20")], measures=FEW)


@pytest.fixture(scope="module")
def pages(held):
    study = proposal()
    return {
        "map": comparison_page(held, study, GOALS),
        "html": comparison_report(held, study, "html", GOALS),
    }


@pytest.fixture(scope="module")
def printed(held):
    return comparison_report(held, proposal(), "pdf", GOALS)


@pytest.mark.slow
def test_a_comparison_is_measured_again_from_its_report(pages):
    manifest, intact = unseal(pages["html"])
    assert intact
    manifest["comparison"]["pieces"][0]["area"] *= 1 + 1e-6
    checks = check(manifest)
    assert {c.about for c in checks} >= {"comparison: differences", "comparison: pieces"}
    lost = [(c.about, c.id) for c in checks if not c.reproduced]
    assert lost == [("comparison: pieces", "1 area")]


def test_every_page_is_sealed_with_the_comparison(pages):
    for content in pages.values():
        sealed_with_the_comparison(content)


@pytest.mark.slow
def test_a_printed_report_is_sealed_with_the_comparison(printed):
    sealed_with_the_comparison(printed)


def sealed_with_the_comparison(content):
    manifest, intact = unseal(content)
    assert intact
    assert manifest["comparison"]["measures"] == list(FEW)


@pytest.mark.slow
def test_a_comparison_in_html_has_the_disclaimer_and_the_sources_of_every_line():
    pair = compare([load("four-oblasts"), load("contact-2024-11-20")], measures=FEW)
    text = html.unescape(comparison_report(pair, proposal(), "html").decode())
    limits, _, cited = text.partition("<h2>Limits</h2>")[2].partition("<h2>Sources</h2>")
    assert tongue("en")["disclaimer"] in limits
    for one in sources_of(pair.plans, proposal()):
        assert f"{one.title}, {one.publisher}, {one.date}" in cited
        assert text.count(f"{one.title}, {one.publisher}, {one.date}") == 1


def test_no_text_from_data_becomes_markup(pages):
    for content in (pages["map"], pages["html"]):
        text = content.decode()
        assert "<script>alert" not in text
        assert "<img src=x" not in text


def test_pages_ask_nobody_for_anything(pages):
    for key in ("map", "html"):
        text = pages[key].decode()
        assert re.search(r"default-src (&#39;|')none", text)
        assert not re.findall(r'<(?:img|script|iframe|link)[^>]+(?:src|href)="(?!data:)', text)


def test_the_page_has_map_tables_and_charts(pages):
    text = pages["map"].decode()
    assert text.count('class="comparison"') == 1
    for words in ("Swap ledger", "Length against detail", "Trade-offs", "Mariupol, Donetsk oblast"):
        assert words in text


@pytest.mark.slow
def test_axe_finds_nothing_in_the_tables_of_a_comparison(pages, opened, axe):
    one = opened(pages["map"].decode())
    one.page.evaluate(
        "document.querySelectorAll('.comparison details').forEach(d => d.open = true)"
    )
    assert one.violations(axe) == []


@pytest.mark.slow
def test_the_page_opens_with_the_summary_and_its_basis(pages, opened):
    page = opened(pages["map"].decode()).page
    first = page.locator(".comparison details").first
    assert page.locator(".comparison details[open]").count() == 1
    assert first.locator("summary").text_content().startswith(f"Summary: {HOSTILE} and Line")
    assert first.locator("p").first.text_content() == "Zone: 15 km on each side, an assumption."
    assert first.locator("tbody tr").count() == 10
    first.scroll_into_view_if_needed()
    assert first.locator("tbody tr").first.is_visible()
    changed = page.locator(".comparison summary", has_text="Settlements that change hands").first
    changed.click()
    assert page.get_by_role("rowheader", name="Mariupol", exact=True).is_visible()


@pytest.mark.parametrize("key", ["html", "map"])
def test_the_basis_is_said_once_and_before_the_first_figure(pages, key):
    text = html.unescape(pages[key].decode())
    said = (
        "a settlement counts on the side where the line as it was given leaves it; the zone is "
        "that of the generalised line."
    )
    visible = text.partition('<script type="application/json"')[0]
    assert visible.count(said) == 1
    assert visible.index(said) < visible.index("The line, at 2 km detail")


@pytest.mark.slow
def test_a_placement_is_set_the_same_each_time(lines):
    one, how = plan(lines[0]), Setting(page="Letter")
    first = report(one, proposal(), "pdf", how)
    assert report(one, proposal(), "pdf", how) == first
    assert unseal(first)[1]


@pytest.mark.slow
def test_a_hostile_placement_on_a_page_is_text(lines):
    text = report(plan(lines[1]), proposal(), "html").decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_charts_say_what_the_comparison_measured(held):
    study = proposal()
    drawn = charts(held, study, GOALS)
    assert len(drawn) == len(held.plans) - 1 + 2
    strip = drawn[1].series[0]
    assert len(strip.x) == len(held.apart[1].strip.offset_m)
    lengths = length_chart(held, study)
    assert lengths.level[:3] == (1300.0, 1250.0, 1350.0)
    assert lengths.words == "No line reaches 1,250 km at any detail."
    dots = tradeoff_chart(held, GOALS)
    assert sorted(name for s in dots.series for name in s.labels) == sorted(held.names)
    terms = [p for p in study.provision if p.kind != "zone_length"]
    assert length_chart(held, study.model_copy(update={"provision": tuple(terms)})).level is None


def test_hostile_words_in_a_chart_are_text():
    series = (Series(HOSTILE, (0.0, 1.0), (2.0, 2.0), "dots", (HOSTILE, "b")),)
    drawn = to_svg(Chart(HOSTILE, HOSTILE, HOSTILE, series, (2.0, 1.0, 3.0, HOSTILE), HOSTILE))
    assert "<script" not in drawn
    assert "<img" not in drawn
    many = replace(
        Chart("", "", "", tuple(Series(str(k), (0.0, 1.0), (k, k)) for k in range(10))), title="m"
    )
    drawn = to_svg(many)
    looks = set(
        re.findall(r'stroke="(#\w+)" stroke-width="2"( stroke-dasharray="[\d. ]+")?', drawn)
    )
    assert len(looks) == 10


def test_neighbouring_lines_differ_by_more_than_hue_and_twenty_are_told_apart():
    segments = [stroke(k) for k in range(20)]
    assert len(set(segments)) == 20
    assert all(a[1] != b[1] for a, b in pairwise(segments[:8]))


def test_axes_of_a_printed_chart_mark_thousands():
    from matplotlib.figure import Figure  # noqa: PLC0415 - matplotlib is an extra

    from ceaseline.maps.print.charts import plot  # noqa: PLC0415 - as above

    sheet = Figure()
    axes = sheet.add_subplot()
    plot(Chart("c", "x", "y", (Series("s", (0.0, 2.0), (-100.0, 1300.0)),)), axes, LIGHT)
    sheet.canvas.draw()
    said = [label.get_text() for label in axes.get_yticklabels()]
    assert {"1,000", "0"} <= set(said)


@pytest.mark.parametrize(("low", "high"), [(0, 0), (-5e6, 3), (0.01, 0.02), (999, 1001), (0, 7)])
def test_ticks_span_and_are_few(low, high):
    at = ticks(low, high)
    assert at[0] <= low <= high <= at[-1] + 1e-9
    assert len(at) <= 9


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["report", "-o", "a.doc"], "a.doc is not named *.html or *.pdf"),
        (["report", "four-oblast"], "four-oblasts"),
        (["report", "--lang", "de", "-o", "a.pdf"], "no language 'de'"),
        (["report", "--page", "A0", "-o", "a.pdf"], "no page 'A0'"),
        (["compare", "a", "b", "--report", "none/a.pdf"], "none"),
        (
            ["compare", "four-oblasts", "donbas-full", "--report", "a.txt"],
            "a.txt is not named *.html or *.pdf",
        ),
    ],
)
def test_reports_that_cannot_be_written_are_refused(args, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(args) == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError, match="is not named"):
        kind_of("report")


@pytest.mark.slow
def test_the_command_writes_a_report_that_verifies(tmp_path, capsys):
    path = tmp_path / "line.html"
    assert run(["report", "contact-2022-02-23", "-o", str(path), "--lang", "uk"]) == 0
    assert run(["verify", str(path)]) == 0
    assert "reproduced" in capsys.readouterr().out
