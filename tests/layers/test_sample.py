"""Derived lines against public control polygons: as published, and like for like.

The line of the library is set beside the polygon of 13 days before; for the other date the library
has no line, so that one is derived from the listed settlements inside the polygon.
"""

from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import area, densify
from ceaseline.geo.readers import read
from ceaseline.layers.derive.cells import to_plane
from ceaseline.layers.derive.control import DETAIL_M, derive, first_party_holds
from ceaseline.layers.importing import bring
from ceaseline.layers.placement.placement import Control, Placement, default_parties
from ceaseline.layers.plan.plan import plan

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
DAYS = ("2024-11-07", "2025-10-15")
AT_BORDER_M = 8000.0
"""The polygon's coast and state border are left out: they are not its front."""

BY_DAY = {
    # public polygon: km2, of that outside the country, on our boundaries; the line: km2, its own
    # and the polygon's alone, all from the tables of docs/method.md; median and 95 % in hm
    "2024-11-07": ((110_884, 1_718, 110_109), (111_399, 2_155, 866), (25, 74)),
    "2025-10-15": ((115_129, 1_807, 114_267), (115_362, 2_254, 1_159), (23, 85)),
}

pytestmark = pytest.mark.skipif(
    not all((SAMPLES / f"deepstate-{day}.geojson").exists() for day in DAYS),
    reason="the sample polygons are not here",
)


def sample(day):
    return SAMPLES / f"deepstate-{day}.geojson"


@pytest.fixture(scope="module")
def polygons():
    return {
        day: shapely.union_all(shapely.get_parts(shapely.from_geojson(sample(day).read_text())))
        for day in DAYS
    }


@pytest.fixture(scope="module")
def lines(default_plan, polygons):
    places = settlements()
    places = places[places["id"] > 0]
    inside = shapely.contains(polygons[DAYS[1]], places.geometry.to_numpy())
    before = first_party_holds(Control("2024-11-20"), places)
    flips = tuple(
        (int(number), default_parties()[int(within)])
        for number, within, first in zip(places["id"], inside, before, strict=True)
        if within == first
    )
    assert 20 < len(flips) < 60
    control = Control("2024-11-20", flips)
    sections = derive(control, boundaries(), places)
    derived = Placement("derived", "Derived", sections, detail_m=DETAIL_M, control=control)
    return {DAYS[0]: default_plan, DAYS[1]: plan(derived)}


@pytest.fixture(scope="module")
def brought():
    return {day: plan(bring(read(sample(day)), "public").placement) for day in DAYS}


def flat(shape):
    """Square kilometres in an equal-area plane (EPSG:6933), not on the ellipsoid."""
    plane = pyproj.Transformer.from_crs(4326, 6933, always_xy=True)
    dense = densify(shape, 1000.0)
    return shapely.area(shapely.transform(dense, plane.transform, interleaved=False)) / 1e6


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_area_as_published_and_like_for_like(lines, polygons, brought, day):
    (public, outside, ours), (line, more, less), _ = BY_DAY[day]
    held = lines[day].territories["Russia"]
    assert flat(polygons[day]) == pytest.approx(public, abs=2)
    country = densify(boundaries().country)
    assert flat(shapely.difference(densify(polygons[day]), country)) == pytest.approx(
        outside, abs=5
    )
    fair = brought[day].territories["Russia"]
    assert flat(fair) == pytest.approx(ours, abs=2)
    assert flat(held) == pytest.approx(line, abs=2)
    assert flat(shapely.difference(held, fair)) == pytest.approx(more, abs=3)
    assert flat(shapely.difference(fair, held)) == pytest.approx(less, abs=3)


@pytest.mark.slow
def test_the_fair_comparison_is_the_less_flattering_one(lines, polygons, brought):
    held = [area(lines[day].territories["Russia"]) for day in DAYS]
    as_published = [ours / area(polygons[day]) - 1 for ours, day in zip(held, DAYS, strict=True)]
    alike = [
        ours / area(brought[day].territories["Russia"]) - 1
        for ours, day in zip(held, DAYS, strict=True)
    ]
    assert as_published == pytest.approx([0.0046, 0.0020], abs=0.0001)
    assert alike == pytest.approx([0.0117, 0.0096], abs=0.0001)


@pytest.mark.parametrize("day", DAYS)
def test_no_listed_settlement_is_on_another_side_than_the_polygon_has_it(lines, polygons, day):
    places = lines[day].settlements
    places = places[places["id"] > 0]
    inside = shapely.contains(polygons[day], places.geometry.to_numpy())
    assert (inside == (places["party"] == "Russia").to_numpy()).all()


@pytest.mark.sampled
@pytest.mark.parametrize("day", DAYS)
def test_distances_to_the_front_inland(lines, polygons, day):
    own = lines[day]
    border = shapely.transform(own.boundaries.country.boundary, to_plane)
    outline = shapely.transform(densify(polygons[day], 500.0).boundary, to_plane)
    front = shapely.difference(outline, shapely.buffer(border, AT_BORDER_M))
    line = shapely.transform(densify(own.line, 500.0), to_plane)
    spots = shapely.points(shapely.get_coordinates(shapely.segmentize(line, 200.0)))
    inland = shapely.distance(spots, border) > AT_BORDER_M
    away = shapely.distance(spots[inland], front)
    median, most = np.percentile(away, [50, 95])
    assert (round(median / 100), round(most / 100)) == BY_DAY[day][2]
