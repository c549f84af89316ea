"""Charts over time: the figures of each day, to scale, on a page, on paper and as tables."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import pytest

from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer import gazetteer
from ceaseline.layers.comparison import compare
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.plan.zone import ZoneSettings
from ceaseline.layers.provisions import proposal
from ceaseline.maps.cli import run
from ceaseline.maps.overtime.basis import Basis
from ceaseline.maps.overtime.chart import (
    Panel,
    Point,
    Row,
    among,
    apart,
    charted,
    day_ticks,
    panels,
)
from ceaseline.maps.overtime.figure import facts, records, rendered, table
from ceaseline.maps.overtime.notes import notes
from ceaseline.maps.overtime.svg import to_svg
from ceaseline.maps.page.render import page_fields
from ceaseline.maps.print.figure import Sheet
from ceaseline.maps.reports.report import comparison_report
from ceaseline.maps.seal.seal import unseal
from ceaseline.maps.text.describe import words
from ceaseline.maps.text.language import tongue

ENGLISH = tongue("en")
KNOWN = (
    "line_length, zone_length, zone_area, territory_area, territory_share, settlements, people, "
    "people_listed, settlements_in_zone, people_in_zone, people_listed_in_zone"
)
DAYS = (dt.date(2022, 1, 1), dt.date(2023, 1, 1), dt.date(2025, 1, 1))


def drawn_panel(side=None, party="", name="Zone"):
    values = ((10.0, None, None), (20.0, 15.0, 40.0), (5.0, None, None))
    points = tuple(
        Point(k, day, value, low, high, f"{value:g} km²", "")
        for k, (day, (value, low, high)) in enumerate(zip(DAYS, values, strict=True))
    )
    return Panel("zone_area", name, "km²", (), (Row(party, side, points),))


def with_days(*days, value=7.0):
    """Return a panel of the same value on some days."""
    points = tuple(Point(k, day, value, None, None, "", "") for k, day in enumerate(days))
    return Panel("zone_area", "Zone", "km²", (), (Row("", None, points),))


def circles(svg):
    return [tuple(map(float, xy)) for xy in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', svg)]


def test_time_and_values_are_to_scale_and_the_axis_begins_at_zero():
    (x0, y0), (x1, y1), (x2, y2) = circles(to_svg(drawn_panel(), ENGLISH))
    days = [(day - DAYS[0]).days for day in DAYS]
    assert (x1 - x0) / (x2 - x0) == pytest.approx(days[1] / days[2], abs=0.002)
    floor = y0 + (y0 - y1)  # 10 and 20: as far below the first as the second is above it
    assert (floor - y2) / (floor - y0) == pytest.approx(0.5, abs=0.01)
    assert f'y="{floor + 4:.1f}" text-anchor="end" fill="var(--ink-soft)">0<' in to_svg(
        drawn_panel(), ENGLISH
    )


def test_a_range_is_drawn_from_its_low_to_its_high():
    svg = to_svg(drawn_panel(), ENGLISH)
    ((x, y),) = circles(svg)[1:2]
    x_, low, high = map(float, re.search(r'd="M([\d.]+) ([\d.]+)V([\d.]+)m', svg).groups())
    per = (circles(svg)[0][1] - y) / 10
    assert (x_, low, high) == pytest.approx((x, y + 5 * per, y - 20 * per), abs=0.2)


def days_on(svg):
    """Return the words under the axis with the middle of each."""
    found = re.findall(r'<text x="([\d.]+)" y="145.0" text-anchor="middle"[^>]*>([^<]+)', svg)
    return [(float(x), text) for x, text in found]


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ((dt.date(2026, 10, 3), dt.date(2026, 12, 20)), "2026-10", "2027-01"),
        ((dt.date(2026, 1, 3), dt.date(2027, 3, 20)), "2026-01", "2027-01"),
        (DAYS, "2022", "2025"),
    ],
)
def test_no_day_is_cut_off_or_lies_over_another(days, first, last):
    found = days_on(to_svg(with_days(*days), ENGLISH))
    assert (found[0][1], found[-1][1]) == (first, last)
    half = 3.6 * len(last)  # of a wide font at this size
    assert all(half <= x <= 350 - half for x, _ in found)
    assert all(b - a >= 2 * half for (a, _), (b, _) in pairwise(found))


def test_an_axis_shows_the_decimals_it_has_and_a_panel_of_naught_is_drawn():
    def axis(value):
        svg = to_svg(with_days(*DAYS, value=value), tongue("uk"))
        return re.findall(r'text-anchor="end"[^>]*>([^<]+)', svg)

    assert axis(9.0) == ["0,0", "2,5", "5,0", "7,5", "10,0"]
    assert axis(0.0) == ["0,00", "0,25", "0,50", "0,75", "1,00"]


def test_the_second_side_has_another_sign():
    assert circles(to_svg(drawn_panel(0, "A"), ENGLISH))
    assert not circles(to_svg(drawn_panel(1, "B"), ENGLISH))


def test_the_picture_is_told_in_words_and_hostile_text_is_escaped():
    svg = to_svg(drawn_panel(name='<b onload="x">'), ENGLISH)
    assert "<b " not in svg
    assert "1 January 2022: 10 km²; 1 January 2023: 20 km²; 1 January 2025: 5 km²." in svg
    assert 'role="img"' in svg
    pressed = to_svg(drawn_panel(), ENGLISH, pressed=True)
    assert re.findall(r'data-go="(\d)" aria-label="([^"]+)"', pressed) == [
        ("0", "1 January 2022: 10 km²"),
        ("1", "1 January 2023: 20 km²"),
        ("2", "1 January 2025: 5 km²"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (
            dt.date(2014, 5, 1),
            dt.date(2026, 5, 1),
            ["2013", "2016", "2019", "2022", "2025", "2028"],
        ),
        (dt.date(2024, 1, 1), dt.date(2024, 1, 20), ["2024-01", "2024-02"]),
    ],
)
def test_ticks_reach_from_before_the_first_day_to_after_the_last(first, last, shown):
    found = day_ticks([first, last])
    assert [text for _, text in found] == shown
    assert found[0][0] <= first < last <= found[-1][0]


@pytest.fixture(scope="module")
def plans():
    return [plan(load(f"contact-{day}")) for day in ("2024-11-20", "2022-02-23", "2026-08-22")]


def test_each_point_is_what_measure_writes_of_its_placement(plans, capsys):
    said = [words(one, proposal(), tongue("uk")) for one in plans]
    shown = {panel.id: panel for panel in panels(plans, said)}
    assert run(["measure", *(p.placement.name for p in plans), "--format", "json"]) == 0
    measured = json.loads(capsys.readouterr().out)["placements"]
    per = {"territory_share": 0.01, "zone_area": 1e6, "people_in_zone": 1}
    for name, unit in per.items():
        for row in shown[name].rows:
            assert [p.day for p in row.points] == sorted(p.day for p in row.points)
            for point in row.points:
                party = None if row.side is None else plans[0].parties[row.side]
                (found,) = (
                    m
                    for m in measured[point.plan]["measures"]
                    if (m["id"], m.get("party"), m.get("unit_code")) == (name, party, None)
                )
                ends = (found["value"], found["low"], found["high"])
                own = (point.value * unit, point.low * unit, point.high * unit)
                assert own == pytest.approx(ends, rel=1e-6)


def of_words(id_, unit, values, low=None, high=None):
    """Return what of `Words` a chart reads, a figure a plan."""
    beside = {"name": id_, "side": None, "party": "", "basis": "", "shown": "", "interval": ""}
    ends = {} if low is None else {"low_si": low, "high_si": high}
    return [
        SimpleNamespace(figures=[beside | ends | {"id": id_, "unit_si": unit, "value_si": one,
                                                  "value": one, "unit": unit}])
        for one in values
    ]  # fmt: skip


def test_the_range_of_a_figure_of_naught_is_to_scale(plans):
    said = of_words("zone_area", "m2", [0.0, 0.0, 0.0], 0.0, 5e6)
    (panel,) = panels(plans, said, ["zone_area"])
    assert [(p.value, p.low, p.high) for p in panel.rows[0].points] == [(0.0, 0.0, 5.0)] * 3


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("en", "at 2 km detail, resolution 12–17 km"),
        ("uk", "за деталізації 2 км, роздільна здатність 12–17 км"),
        ("ru", "при детализации 2 км, разрешение 12–17 км"),
    ],
)
def test_the_resolution_of_lengths_is_that_of_all_days(plans, code, shown):
    own = tongue(code)
    (panel,) = panels(plans, [words(one, proposal(), own) for one in plans], ["line_length"])
    every = [f["basis"] for one in plans for f in words(one, proposal(), own).figures
             if f["id"] == "line_length"]  # fmt: skip
    assert len(set(every)) > 1
    assert panel.basis(own) == shown
    assert f"({shown})" in panel.words(own)
    assert shown in " ".join(table(plans, proposal(), own, ["line_length"]).notes)


def test_bases_that_make_no_range_are_told_by_day():
    first, second, third = DAYS
    bases = (
        Basis(first, "as drawn", 0.0),
        Basis(second, "at 2 km detail", 2000.0),
        Basis(third, ""),
    )
    panel = Panel("line_length", "Line", "km", bases, ())
    assert panel.basis(ENGLISH) == "1 January 2022: as drawn; 1 January 2023: at 2 km detail"


def test_notes_say_only_what_the_chart_shows(plans):
    said = [words(one, proposal(), ENGLISH) for one in plans]

    def told(ids, given=plans):
        return notes(given, panels(plans, said, ids), ENGLISH)

    joined, bars = ENGLISH["chart_joined"], ENGLISH["chart_range"]
    depth = "Depth of the zone: 15 km on each side (assumption)."
    assert told(["line_length"]) == [joined]
    assert told(["territory_share"]) == [joined, bars]
    assert told(["zone_area"]) == [joined, bars, depth]
    assert told(["people"]) == [joined, gazetteer().made_of.table.people_short]
    assert told(["people_in_zone"]) == [joined, bars, depth, gazetteer().made_of.table.people_short]


def test_depths_that_differ_are_told_by_day(plans):
    deep = plan(load("contact-2022-02-23"), zone=ZoneSettings((2e4, 5e3), assumption=False))
    pair = [plans[0], deep]
    found = panels(pair, [words(one, proposal(), ENGLISH) for one in pair], ["zone_area"])
    assert notes(pair, found, ENGLISH)[2] == (
        "Depth of the zone. 23 February 2022: 20 km on the side of Ukraine, 5 km on the side of "
        "Russia; 20 November 2024: 15 km on each side (assumption)."
    )


def test_the_depth_of_the_zone_is_in_every_shape(plans):
    study, ids = proposal(), ["zone_area", "territory_share"]
    said = " ".join(table(plans, study, tongue("uk"), ids).notes)
    assert "Глибина зони: 15 км з кожного боку (припущення)." in said
    zones = [one["zone"] for one in facts(plans, study, ids)]
    assert [one and (one["depth_m"], one["assumption"]) for one in zones] == [
        one and ([15e3, 15e3], True) for one in zones
    ]
    assert [one is None for one in zones] == [
        one["measure"] == "territory_share" for one in facts(plans, study, ids)
    ]
    shown = records(plans, study, ids)
    depths = {
        row[shown.columns.index("measure")]: row[shown.columns.index("zone_depth")]
        for row in shown.rows
    }
    assert depths == {
        "zone_area": "15 km on each side (assumption)", "territory_share": None,
    }  # fmt: skip
    assert "zone" not in shown.columns


def test_a_placement_without_a_date_is_left_out_of_the_chart_of_a_page(plans):
    given = [plan(load("four-oblasts")), *plans]
    said = [words(one, proposal(), ENGLISH) for one in given]
    fields = page_fields(given, said, ENGLISH, proposal())
    assert not fields["dated"]
    shown = fields["over_time"]
    gone = "Left out, having no date: Crimea and the whole of four oblasts."
    assert shown["notes"][-1] == gone
    assert "Depth of the zone: 15 km on each side (assumption)." in shown["notes"]
    going = [int(k) for k in re.findall(r'data-go="(\d)"', shown["panels"][0]["svg"])]
    assert [given[k].placement.date.year for k in going] == [2022, 2024, 2026]


def test_the_table_and_the_records_hold_the_same(plans, capsys):
    shown = table(plans, proposal(), tongue("ru"))
    assert shown.columns == (
        "Дата", "Размещение", "Доля страны: Украина", "Доля страны: Россия", "Площадь зоны",
        "Население в зоне",
    )  # fmt: skip
    assert [row[0] for row in shown.rows] == [
        "23 февраля 2022",
        "20 ноября 2024",
        "22 августа 2026",
    ]
    assert shown.rows[1][3].startswith("18,59 % (от 17,92")
    assert run(["chart", "--format", "csv", "--measure", "zone_area"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["date"] for row in rows] == ["2022-02-23", "2024-11-20", "2026-08-22"]
    kept = facts(plans, proposal(), ["zone_area"])
    assert [float(row["value"]) for row in rows] == [one["value"] for one in kept]


def test_a_chart_over_time_needs_days_apart(plans):
    same, undated = plan(load("donbas-full")), plan(load("four-oblasts"))
    assert apart(plans)
    assert not any(map(apart, ([*plans, same], [*plans, undated], plans[:1])))
    with pytest.raises(InputError) as told:
        among([*plans, same])
    assert str(told.value) == (
        "contact-2024-11-20 and donbas-full are both of 2024-11-20; a chart over time takes one "
        "placement a day, `ceaseline compare` sets two side by side."
    )
    with pytest.raises(InputError) as told:
        among([*plans, plan(load("contact-2022-02-23"))])  # equal, hence the same object
    assert str(told.value) == (
        "contact-2022-02-23, of 2022-02-23, is given twice; a chart over time takes one placement "
        "a day."
    )
    with pytest.raises(InputError) as told:
        among([undated, same])
    assert str(told.value) == (
        "A chart over time needs two placements with a date, and 1 of four-oblasts, donbas-full "
        "has one; `ceaseline layers list` shows the dates of the library."
    )
    assert [p.placement.name for p in among([undated, *plans])[1]] == ["four-oblasts"]
    assert charted([undated, *plans])
    assert not any(map(charted, ([*plans, same], [undated, same], [*plans, plans[0]])))


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (
            ["--measure", "zone"],
            f"No measure 'zone' can be charted; give {KNOWN}.",
        ),
        (["--lang", "xx"], "The interface has no language 'xx'; give en, ru or uk."),
    ],
)
def test_what_cannot_be_charted_is_refused(args, told, capsys):
    assert run(["chart", *args]) == 2
    assert capsys.readouterr() == ("", f"Error: {told}\n")


def test_a_page_holds_so_many_measures(plans):
    ids = [f["id"] for f in words(plans[0], proposal(), ENGLISH).figures]
    with pytest.raises(InputError, match=r"^A page holds 6 measures at most, not 7\.$"):
        rendered(plans, proposal(), "svg", measures=list(dict.fromkeys(ids))[:7])
    with pytest.raises(InputError, match=r"^There is no figure 'gif'; give png, svg or pdf\.$"):
        rendered(plans, proposal(), "gif")


def test_the_figure_says_what_it_shows_and_what_it_left_out(plans):
    undated = plan(load("four-oblasts"))
    content = rendered([undated, *plans], proposal(), "svg", Sheet(lang="uk", title="Назва <b>"))
    held, intact = unseal(content)
    assert intact
    assert held["placements"][0]["name"] == "four-oblasts"
    text = " ".join(re.findall(r">([^<>]+)</text>", content.decode()))
    left_out = "Пропущено, бо не мають дати: Крим і чотири області повністю."
    about = ("Назва &lt;b&gt;", "Площа зони, км²", "2025", left_out, "GeoNames", "Дослідження")
    for said in (*about, "● Україна", "92,63 %", "19,62 %", "27\xa0662 км²"):
        assert said in text, said


def test_the_heading_of_a_figure_tells_the_day_of_each_title(plans):
    pair = [
        plan(replace(one.placement, name=name, title=name))
        for name, one in zip(("after", "before"), plans, strict=False)
    ]
    content = rendered(pair, proposal(), "svg", measures=["zone_area"]).decode()
    assert ">before (23 February 2022); after (20 November 2024)</text>" in content


@pytest.mark.slow
def test_a_report_charts_those_with_a_date_and_names_the_rest():
    names = ("contact-2022-02-23", "contact-2024-11-20", "four-oblasts")
    held = compare([load(name) for name in names], measures=("zone_area",))
    text = html.unescape(comparison_report(held, proposal(), "html").decode())
    assert "Left out, having no date: Crimea and the whole of four oblasts." in text
    assert "Depth of the zone: 15 km on each side (assumption)." in text
    assert text.count('class="over-time"') == 3
    same = compare([load(name) for name in (*names[:2], "donbas-full")], measures=("zone_area",))
    assert 'class="over-time"' not in comparison_report(same, proposal(), "html").decode()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_chart_is_drawn_again_byte_for_byte(kind, tmp_path, capsys):
    path = tmp_path / f"chart.{kind}"
    assert run(["chart", "-o", str(path), "--dpi", "60", "--lang", "ru"]) == 0
    assert run(["verify", str(path)]) == 0
    assert "is reproduced, byte for byte" in capsys.readouterr().out
