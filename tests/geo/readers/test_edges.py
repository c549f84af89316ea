"""Edges of projected files bend as they run in their own plane; long ones in degrees are told."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from pyproj import Geod

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import read
from ceaseline.geo.readers.edges import straightened, told

GEOD = Geod(ellps="WGS84")


def apart(shape, turn, spots):
    """Return how far true places of an edge lie from the geodesics of a drawn line, metres."""
    dense = shapely.get_coordinates(shape)
    out = []
    for lon, lat in turn(spots):
        k = int(np.clip(np.searchsorted(dense[:, 0], lon), 1, len(dense) - 1))
        (lon1, lat1), (lon2, lat2) = dense[k - 1], dense[k]
        ahead, _, _ = GEOD.inv(lon1, lat1, lon2, lat2)
        to, _, metres = GEOD.inv(lon1, lat1, lon, lat)
        out.append(abs(metres * np.sin(np.radians(to - ahead))))
    return max(out)


@pytest.mark.sampled
@pytest.mark.parametrize("epsg", [3857, 32637, 28407, 3035, 5070])
def test_a_long_edge_keeps_its_way(tmp_path, epsg):
    ahead = pyproj.Transformer.from_crs(4326, epsg, always_xy=True)
    ends = np.column_stack(ahead.transform([23.0, 39.0], [48.9, 49.3]))
    gpd.GeoDataFrame(geometry=[shapely.LineString(ends)], crs=epsg).to_file(tmp_path / "a.gpkg")
    reading = read(tmp_path / "a.gpkg")
    back = pyproj.Transformer.from_crs(epsg, 4326, always_xy=True)
    true = ends[0] + np.linspace(0.001, 0.999, 1999)[:, None] * (ends[1] - ends[0])
    line = reading.frame.geometry[0]
    assert apart(line, lambda xy: np.column_stack(back.transform(*xy.T)), true) < 0.15
    assert "places were added, so that edges that are straight there" in reading.notes[0]
    assert len(line.coords) < 2500


def test_neighbours_get_the_same_places_on_a_shared_edge():
    turn = pyproj.Transformer.from_crs(3857, 4326, always_xy=True)
    pair = np.array(
        [shapely.box(3.4e6, 6.0e6, 4.0e6, 6.2e6), shapely.box(3.4e6, 6.2e6, 4e6, 6.4e6)]
    )
    own, added = straightened(pair, lambda xy: np.column_stack(turn.transform(*xy.T)))
    assert added > 100
    assert shapely.coverage_is_valid(own)


def test_short_edges_are_left_as_they_are():
    line = np.array([shapely.LineString([(0, 6e6), (900, 6e6), (900, 6.0005e6)])])
    turn = pyproj.Transformer.from_crs(3857, 4326, always_xy=True)
    own, added = straightened(line, lambda xy: np.column_stack(turn.transform(*xy.T)))
    assert added == 0
    assert own[0].equals_exact(line[0])


@pytest.mark.parametrize("width", [14.0, 2.0])
def test_a_long_edge_in_degrees_is_told(width):
    ahead, _, metres = GEOD.inv(24, 49, 24 + width, 49)
    lon, lat, _ = GEOD.fwd(24, 49, ahead, metres / 2)
    _, _, aside = GEOD.inv(lon, lat, lon, 49)
    (note,) = told(np.array([shapely.LineString([(24, 49), (24 + width, 49)])]))
    assert f"The longest edge is {metres / 1000:,.0f} km, from 24.00000, 49.00000" in note
    said = f"{aside / 1000:.1f} km" if aside >= 1000 else f"{aside:.0f} m"
    assert f"would lie up to {said} from it" in note


def test_the_edge_that_is_told_is_the_one_that_bends():
    line = shapely.LineString([(36.5, 51), (36.5, 49), (36, 48)])  # the longest is a meridian
    (note,) = told(np.array([line]))
    assert note.startswith("The edge that bends most is 117 km, from 36.50000, 49.00000")


def test_from_ring_to_ring_there_is_no_edge():
    outer = shapely.box(30, 48, 30.2, 48.2)
    far = shapely.box(36, 48, 36.2, 48.2)
    holed = shapely.Polygon(outer.exterior, [far.exterior])
    assert told(np.array([holed, shapely.MultiPolygon([outer, far])])) == ()


def test_edges_of_a_usual_line_are_not_told():
    assert told(np.array([shapely.LineString([(36, 49), (36.3, 49.2), (36.3, 49.9)])])) == ()


def test_more_bends_than_can_be_borne_are_refused(tmp_path):
    zigzag = [(3.0e6 + 1e6 * (k % 2), 6.0e6 + k) for k in range(12_000)]
    frame = gpd.GeoDataFrame(geometry=[shapely.LineString(zigzag)], crs=3857)
    frame.to_file(tmp_path / "a.fgb", driver="FlatGeobuf", SPATIAL_INDEX="NO")
    with pytest.raises(InputError, match=r"has so many long edges|such a tangle is no front"):
        read(tmp_path / "a.fgb")


def test_edges_in_degrees_of_another_datum_are_geodesics_too(tmp_path):
    line = shapely.LineString([(24, 49), (38, 49)])
    gpd.GeoDataFrame(geometry=[line], crs=4284).to_file(tmp_path / "a.shp")
    reading = read(tmp_path / "a.shp")
    assert len(reading.frame.geometry[0].coords) == 2
    assert reading.notes[0] == "Reprojected from Pulkovo 1942."
    assert reading.notes[1].startswith("The longest edge is 1,02")
