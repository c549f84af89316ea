"""The library on a finer base, whose country holds the estuary and the territorial sea."""

import pathlib

import pytest

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.data import FOLDER
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.plan.plan import plan

FINER = pathlib.Path(__file__).parents[3].parent / "shared/samples/geoboundaries-ukr-adm1.geojson"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FINER.is_file(), reason=f"{FINER} is not here"),
]


def share(made, code):
    """Share of a unit on the second party's side."""
    areas = made.division.areas[:, list(made.division.coverage.labels).index(code)]
    return areas[1] / areas.sum()


@pytest.mark.parametrize("name", library())
def test_every_placement_divides_the_finer_base_too(name):
    base = boundaries(str(FINER))
    made = plan(load(name), base)
    areas = made.division.areas
    assert areas.sum() == pytest.approx(base.area_m2, abs=1)
    for code in ("UA-63", "UA-09", "UA-12"):  # no coast: both bases draw the same ground
        ours, finer = share(plan(load(name)), code), share(made, code)
        assert finer == pytest.approx(ours, abs=0.01)


def test_an_end_on_the_lower_dnipro_follows_the_river_to_the_sea():
    told = plan(load("contact-2024-11-20"), boundaries(str(FINER))).carried
    assert told[0].metres == pytest.approx(134.5e3, abs=1e3)
    assert str(told[0]).startswith("The line ended inside the country at 32.63")


def test_shares_with_the_sea_and_without_are_those_of_the_page():
    placement = load("contact-2024-11-20")
    shares = {}
    for name in (FINER, f"{FINER}:land"):
        areas = plan(placement, boundaries(str(name))).division.areas
        shares[str(name)] = areas[1].sum() / areas.sum()
    page = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    first, second = (f"{value:.1%}".replace("%", " %") for value in shares.values())
    assert f"{first} instead of {second} are on" in page
