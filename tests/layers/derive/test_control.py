import numpy as np
import pytest
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import match, settlements
from ceaseline.geo.geodesy import densify, distance
from ceaseline.geo.partition import Divider
from ceaseline.layers.derive.barrier_regions import barrier_regions, members
from ceaseline.layers.derive.control import derive, first_party_holds
from ceaseline.layers.derive.facts import facts, held
from ceaseline.layers.placement.placement import Control
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan

CONTACTS = ["2022-02-23", "2024-11-20", "2026-08-22"]
POKROVSK = int(match("Pokrovsk", "Donetsk")["id"])


@pytest.mark.parametrize("date", CONTACTS)
def test_every_settlement_falls_to_the_party_that_holds_it(date, plan_of):
    places = plan_of(f"contact-{date}").settlements
    left = first_party_holds(Control(date), settlements())
    places = places[places["id"] > 0]  # what is added takes no part in deriving lines
    wrong = places[(places["party"] == "Ukraine").to_numpy() != left]
    assert list(wrong["name"]) == []


@pytest.mark.parametrize("date", CONTACTS)
def test_a_place_belongs_to_the_holder_of_the_nearest_settlement_of_its_bank(date, plan_of):
    base, places, control = boundaries(), settlements(), Control(date)
    parts = barrier_regions(base, control)
    home = members(parts, places)
    left = first_party_holds(control, places)
    division = plan_of(f"contact-{date}").division
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(31, 40, 1500), rng.uniform(45, 51, 1500)
    for k, part in enumerate(parts):
        inside = shapely.contains_xy(part.geometry, lon, lat)
        own = places[home == k]
        scale = np.cos(np.radians(lat[inside]))[:, None]
        gap = np.hypot(
            (lon[inside][:, None] - own["lon"].to_numpy()) * scale,
            lat[inside][:, None] - own["lat"].to_numpy(),
        )
        first, second = left[home == k], ~left[home == k]
        to_first = np.where(first, gap, np.inf).min(axis=1) * 111_000
        to_second = np.where(second, gap, np.inf).min(axis=1) * 111_000
        clear = np.abs(to_first - to_second) > 2 * 2000 + 200
        got = division.side(lon[inside], lat[inside]) > 0
        assert (got[clear] == (to_first < to_second)[clear]).all()


def test_flipping_one_settlement_moves_the_line_there_and_nowhere_else():
    base, places = boundaries(), settlements()
    spot = places[places["id"] == POKROVSK].geometry.iloc[0]
    before = derive(Control("2024-11-20"), base, places)
    after = derive(Control("2024-11-20", ((POKROVSK, "Russia"),)), base, places)
    old = {p for s in before for p in s.coords}
    new = {p for s in after for p in s.coords}
    changed = old ^ new
    assert changed
    assert max(shapely.distance(shapely.points(list(changed)), spot)) < 0.35
    assert len(changed) < 0.15 * len(old)


def test_flips_there_and_back_give_the_line_back():
    base, places = boundaries(), settlements()
    control = Control("2024-11-20", ((POKROVSK, "Russia"), (POKROVSK, "Ukraine")))
    assert derive(control, base, places) == derive(Control("2024-11-20"), base, places)


def test_flipping_a_settlement_behind_the_line_makes_a_pocket():
    base, places = boundaries(), settlements()
    vinnytsia = places[places["name"] == "Vinnytsia"].iloc[0]
    sections = derive(Control("2024-11-20", ((int(vinnytsia["id"]), "Russia"),)), base, places)
    (pocket,) = [s for s in sections if s.closed]
    assert shapely.Polygon(pocket.coords).contains(vinnytsia.geometry)
    assert "pocket of Vinnytsia" in pocket.name


def test_along_the_dnipro_the_line_is_the_river():
    river = densify(boundaries().river, 500)
    sections = [s for s in load("contact-2024-11-20").sections if s.basis == "river"]
    assert sections
    for section in sections:
        assert shapely.distance(shapely.points(section.coords), river).max() < 5e-6


def test_pockets_at_the_border_stay_pieces_of_their_own():
    latest = load("contact-2026-08-22").sections
    assert len(latest) > len(load("contact-2024-11-20").sections)


def test_crimea_is_a_compartment_only_while_its_border_was_the_line():
    base = boundaries()
    groups = {date: {p.group for p in barrier_regions(base, Control(date))} for date in CONTACTS}
    assert groups["2022-02-23"] == {"bank", "Crimea"}
    assert groups["2024-11-20"] == groups["2026-08-22"] == {"bank"}


def test_compartments_are_a_coverage_of_the_country():
    base = boundaries()
    for control in (Control("2022-02-23"), Control("2024-11-20", whole=("UA-14", "UA-09"))):
        parts = [part.geometry for part in barrier_regions(base, control)]
        assert shapely.coverage_is_valid(np.array(parts))
        assert Divider(parts).coverage is not None


def test_units_given_whole_are_on_the_second_side(plan_of):
    donbas = plan_of("donbas-full")
    parts = donbas.parts[donbas.parts["unit_code"].isin(["UA-14", "UA-09"])]
    kept = parts[parts["party"] == "Ukraine"]
    assert kept["area_m2"].sum() < 50


def test_corridor_is_the_distance_to_the_nearest_settlements_of_each_party():
    places = settlements()
    left = first_party_holds(Control("2024-11-20"), places)
    for section in load("contact-2024-11-20").sections:
        assert section.corridor_m is not None
        for k in range(0, len(section.coords), 97):
            lon, lat = section.coords[k]
            away = distance(lon, lat, places["lon"].to_numpy(), places["lat"].to_numpy())
            assert section.corridor_m[k] == pytest.approx(
                (away[left].min(), away[~left].min()), abs=1.0
            )


def test_an_unknown_date_is_told_with_those_there_are():
    with pytest.raises(InputError, match=r"no table of control for 2023-01-01; there is one for"):
        held(Control("2023-01-01"))


def test_the_table_of_facts_is_whole():
    table = facts()
    assert table.dates == tuple(CONTACTS)
    for date in CONTACTS:
        assert len(table.held[date]) == 1436
        assert set(table.held[date].values()) == {"Ukraine", "Russia"}
    assert set(settlements()["id"]) >= set(table.names)


def test_detail_bounds_how_far_corners_are_rounded():
    base, places = boundaries(), settlements()
    raw = derive(Control("2024-11-20"), base, places, detail_m=0)
    fine = derive(Control("2024-11-20"), base, places, detail_m=500)
    line = shapely.MultiLineString([s.line for s in raw])
    vertices = np.concatenate([s.array for s in fine])
    assert shapely.distance(shapely.points(vertices), line).max() * 111_000 < 800
    assert plan(load("contact-2024-11-20").replaced(sections=fine)).line.length < line.length
