"""The embedded base against official figures, other methods and other borders."""

import re
import warnings

import numpy as np
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from pyproj import Transformer

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.downloads import download
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import densify
from tools.data.areas import EXPLAINED


@pytest.fixture(scope="module")
def base():
    return boundaries()


def equal_area(shape):
    to = Transformer.from_crs(4326, 6933, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(to.transform(*xy.T))).area


def geographiclib_area(shape):
    total = 0.0
    for polygon in shapely.get_parts(shape):
        for ring in shapely.get_rings(polygon):
            sum_ = Geodesic.WGS84.Polygon()
            for lon, lat in shapely.get_coordinates(ring)[:-1]:
                sum_.AddPoint(lat, lon)
            size = abs(sum_.Compute()[2])
            total += size if ring.equals(polygon.exterior) else -size
    return total


def test_country_is_within_a_hundredth_of_its_official_area(base):
    assert base.area_m2 == pytest.approx(base.official_area_m2, rel=0.01)
    assert base.area_m2 == pytest.approx(599_094.587e6, abs=1e3)


def test_units_fit_together_without_gap_or_overlap(base):
    shapes = base.units.geometry.to_numpy()
    assert len(base.units) == 27
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()
    assert shapely.get_num_interior_rings(shapely.get_parts(base.country)).sum() == 0
    assert shapely.union_all(shapes).equals(base.country)


def test_unit_areas_by_geographiclib(base):
    small = base.units.set_index("code").geometry[["UA-30", "UA-32", "UA-40", "UA-65"]]
    ours = dict(zip(base.units["code"], base.unit_areas_m2, strict=True))
    for code, shape in small.items():
        assert ours[code] == pytest.approx(geographiclib_area(shape), abs=1)


def test_unit_areas_by_an_equal_area_projection(base):
    for shape, ours in zip(base.units.geometry, base.unit_areas_m2, strict=True):
        assert ours == pytest.approx(equal_area(densify(shape, 1000)), rel=1e-6)


def test_every_unit_is_near_its_official_area_or_explained(base):
    off = base.unit_areas_m2 / base.units["official_area_m2"].to_numpy() - 1
    assert set(base.units["code"][np.abs(off) > 0.03]) == set(EXPLAINED)
    assert base.units["official_area_m2"].sum() == 603_540e6


def test_units_are_sorted_and_named(base):
    units = base.units
    assert units.crs.to_epsg() == 4326
    assert units["code"].is_monotonic_increasing
    assert units["code"].is_unique
    facts = units.drop(columns="geometry")
    assert (facts.astype(str) != "").all(axis=None)
    assert {"UA-40", "UA-43"} < set(units["code"])


def test_crimea_and_sevastopol_are_in_the_country(base):
    assert base.country.contains(shapely.points([[34.1, 44.95], [33.55, 44.6]])).all()


def test_land_around_leaves_no_gap_and_no_overlap(base):
    both = [base.country, *base.land.geometry]
    assert shapely.coverage_is_valid(both)
    assert set(base.neighbours["code"]) == {"BLR", "HUN", "MDA", "POL", "ROU", "RUS", "SVK"}
    assert base.land.geometry.is_valid.all()
    whole = shapely.coverage_union_all(both)
    holes = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    gaps = [hole for hole in map(shapely.Polygon, holes) if hole.intersects(base.country)]
    assert sum(equal_area(gap) for gap in gaps) < 100


def test_dnipro_divides_the_country(base):
    assert base.river.is_simple
    north, south = shapely.get_coordinates(base.river)[[0, -1]]
    assert north[1] > 52.4
    assert south[1] < 46.4
    division = base.divider.divide(base.river)
    assert division.areas.sum() == pytest.approx(base.area_m2, abs=1)
    towns = settlements().set_index("name")
    left = {"Kharkiv", "Poltava", "Donetsk", "Simferopol", "Oleshky", "Hola Prystan", "Kakhovka"}
    right = {"Lviv", "Odesa", "Kherson", "Mykolaiv", "Zhytomyr", "Antonivka", "Beryslav", "Ochakiv"}
    for name in left | right:
        place = towns.loc[[name]].nlargest(1, "population")
        assert len(place) == 1
        assert division.side(place["lon"], place["lat"])[0] == (1 if name in left else -1)
    assert division.side([31.7, 31.55], [46.53, 46.62]).tolist() == [1, -1]  # Kinburn, Ochakiv


def test_waters_are_named_and_the_drained_one_is_historic(base):
    lakes = base.lakes.set_index("name")
    assert len(lakes) == 8
    assert lakes.loc[lakes["historic"] != "", "historic"].to_dict() == {
        "Kakhovka Reservoir": "2023-06-06"
    }
    assert lakes.geometry.is_valid.all()
    assert {"Dnipro", "Siverskyi Donets", "Southern Buh", "Dniester"} <= set(base.rivers["name"])


def test_embedded_frames_are_kept_and_read_without_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert boundaries() is boundaries("natural-earth")


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("geoboundaries", "download them with `ceaseline fetch geoboundaries` and give the path"),
        ("geoboundaries:land", "download them with `ceaseline fetch geoboundaries`"),
        ("geo-boundaries", "did you mean geoboundaries?"),
        ("natural-erth", "did you mean natural-earth?"),
        ("zzz", "give 'natural-earth' or the path of a file."),
    ],
)
def test_a_name_that_is_no_base_gets_what_to_give_instead(word, hint):
    with pytest.raises(InputError, match=f"There are no boundaries '{word}'; {re.escape(hint)}"):
        boundaries(word)


def test_the_base_that_is_to_be_fetched_can_be():
    assert download("geoboundaries").source == "geoboundaries"
