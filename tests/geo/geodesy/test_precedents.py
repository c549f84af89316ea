"""Buffer zones that exist, against their published figures."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.geodesy import area, buffer, length

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = Path("shared", "samples", "validation-zones.geojson")
KM2 = 1e6

# The Military Demarcation Line of 1953 as small-scale maps draw it, from the mouth of the Imjin to
# the East Sea: about 240 km with all its bends, less when drawn with a dozen vertices.
KOREA = shapely.LineString(
    [
        (126.683, 37.955), (126.77, 37.993), (126.86, 38.075), (126.95, 38.134), (127.09, 38.278),
        (127.15, 38.306), (127.28, 38.321), (127.46, 38.325), (127.62, 38.331), (127.79, 38.318),
        (127.95, 38.307), (128.08, 38.308), (128.21, 38.368), (128.30, 38.447), (128.36, 38.612),
    ]
)  # fmt: skip


def found(folder):
    """Return the sample in a folder beside the repository or beside its worktrees."""
    for parent in folder.parents:
        if (parent / SAMPLE).exists():
            return parent / SAMPLE
    return None


@pytest.fixture(scope="module")
def zones():
    path = found(ROOT / "x")
    if path is None:
        pytest.skip(f"{SAMPLE} is not beside the repository")
    features = json.loads(path.read_text("utf-8"))["features"]
    return {f["properties"]["name"]: shapely.from_geojson(json.dumps(f)) for f in features}


def test_korea_two_kilometres_on_each_side():
    zone = buffer(KOREA, 2_000)
    metres = length(KOREA)
    # a band of 4 km and two half-disks, less what overlaps inside the bends
    assert area(zone) == pytest.approx(4_000 * metres + np.pi * 2_000**2, rel=0.005)
    assert metres < 238e3  # the published line, with all its bends
    half = buffer(KOREA, 2_000, 0), buffer(KOREA, 0, 2_000)
    assert area(half[0]) + area(half[1]) == pytest.approx(area(zone), rel=1e-9)
    north, south = shapely.Point(127.3, 38.335), shapely.Point(127.3, 38.308)
    assert half[0].contains(north)
    assert half[1].contains(south)


def test_korea_as_wide_for_its_length_as_on_small_scale_maps(zones):
    # Natural Earth's line of 1953, generalised to 204 km, gives 815 km²
    zone = buffer(KOREA, 2_000)
    assert area(zone) / length(KOREA) == pytest.approx(815e6 / 204e3, rel=0.02)
    # Natural Earth's own polygon is too wide, its limits 5 km off: it holds the zone
    common = area(shapely.intersection(zone, zones["Korean DMZ"]))
    assert common > 0.95 * area(zone)
    assert area(zones["Korean DMZ"]) > 2 * area(zone)


@pytest.mark.parametrize(
    ("name", "drawn", "published", "within"),
    [("Cyprus UN Buffer Zone", 341.6, 346, 0.02), ("UNDOF", 265, 265, 0.01)],
)
def test_drawn_zones_have_their_published_area(zones, name, drawn, published, within):
    square_km = area(zones[name]) / KM2
    assert square_km == pytest.approx(drawn, abs=0.5)
    assert square_km == pytest.approx(published, rel=within)
    exact = sum(
        abs(Geod(ellps="WGS84").geometry_area_perimeter(part)[0])
        for part in shapely.get_parts(shapely.orient_polygons(zones[name]))
    )
    assert square_km * KM2 == pytest.approx(exact, rel=1e-11)


def test_a_zone_with_cyprus_width_and_length_has_its_order_of_area(zones):
    # 180.5 km long and 346 km²: 1.9 km wide on average; the axis of the drawn zone, widened so
    axis = shapely.LineString([(32.7, 35.15), (33.0, 35.12), (33.36, 35.18), (33.97, 35.06)])
    half = 346e6 / 180.5e3 / 2
    zone = buffer(axis, half)
    assert area(zone) / length(axis) == pytest.approx(2 * half, rel=0.03)
    assert zone.intersects(zones["Cyprus UN Buffer Zone"])
