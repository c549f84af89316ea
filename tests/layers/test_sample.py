"""The derived line of 2024-11-20 against a public control polygon 13 days older."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.geodesy import area, densify
from layers.cells import to_plane

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "deepstate-2024-11-07.geojson"
AT_BORDER_M = 8000.0
"""The polygon's coast and state border are left out: they are not its front."""

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the sample polygon is not here")


@pytest.fixture(scope="module")
def polygon():
    return shapely.union_all(shapely.get_parts(shapely.from_geojson(SAMPLE.read_text())))


def test_area_within_two_percent(default_plan, polygon):
    held = area(default_plan.territories["Russia"])
    assert held == pytest.approx(area(polygon), rel=0.02)
    assert held / area(polygon) - 1 == pytest.approx(0.0046, abs=0.0005)


def test_line_within_three_km_of_the_front_and_95_percent_within_eight(default_plan, polygon):
    border = shapely.transform(default_plan.boundaries.country.boundary, to_plane)
    outline = shapely.transform(densify(polygon, 500.0).boundary, to_plane)
    front = shapely.difference(outline, shapely.buffer(border, AT_BORDER_M))
    line = shapely.transform(densify(default_plan.line, 500.0), to_plane)
    spots = shapely.points(shapely.get_coordinates(shapely.segmentize(line, 200.0)))
    inland = shapely.distance(spots, border) > AT_BORDER_M
    away = shapely.distance(spots[inland], front)
    median, most = np.percentile(away, [50, 95])
    assert median < 3000
    assert most < 8000
    assert (round(median / 100), round(most / 100)) == (25, 74)
