from importlib.resources import files

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from ceaseline.geo.partition.noding import orientation
from ceaseline.layers.derive.cells import borders_of_cells, from_plane, rounded, to_plane
from ceaseline.layers.derive.facts import facts

RNG = np.random.default_rng(7)


def scattered(seed: int, n: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(-100_000, 100_000, (n, 2))
    return xy, xy[:, 0] + rng.normal(0, 25_000, n) < 0


def regions(chains, window):
    edges = [shapely.LineString(chain) for chain in chains]
    noded = shapely.union_all([window.boundary, *shapely.intersection(edges, window)])
    return shapely.get_parts(shapely.polygonize([noded]))


def test_bisector_is_the_geodesic_one_within_two_metres():
    a, b = np.array([37.0, 48.0]), np.array([37.1, 48.05])
    middle = to_plane([a, b]).mean(axis=0)
    across = np.array([[0, -1], [1, 0]]) @ (to_plane([b]) - to_plane([a]))[0]
    for lon, lat in from_plane([middle, middle + across]):
        away = [Geodesic.WGS84.Inverse(lat, lon, p[1], p[0])["s12"] for p in (a, b)]
        assert abs(away[0] - away[1]) < 2.0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_border_parts_the_places_by_party_and_puts_the_first_on_its_left(seed):
    xy, left = scattered(seed)
    window = shapely.box(-150_000, -150_000, 150_000, 150_000)
    for polygon in regions(borders_of_cells(xy, left), window):
        inside = shapely.contains_xy(polygon, *xy.T)
        assert len(set(left[inside])) <= 1
    for chain in borders_of_cells(xy, left):
        tail, head = chain[0], chain[1]
        gap = np.hypot(*(xy - (tail + head) / 2).T)
        nearest = np.argsort(gap)[:2]
        cross = orientation(tail[None], head[None], xy[nearest])
        assert (left[nearest] == (cross > 0)).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([200.0, 2000.0, 8000.0]))
def test_rounding_keeps_every_place_on_its_side_and_moves_nothing_farther_than_the_detail(
    seed, detail
):
    xy, left = scattered(seed)
    raw = borders_of_cells(xy, left)
    smooth = rounded(raw, detail, xy)
    window = shapely.box(-150_000, -150_000, 150_000, 150_000)
    for polygon in regions(smooth, window):
        assert len(set(left[shapely.contains_xy(polygon, *xy.T)])) <= 1
    for before, after in zip(raw, smooth, strict=True):
        line = shapely.LineString(before)
        assert shapely.distance(shapely.points(after), line).max() <= detail
    stored = [shapely.LineString(c.round(3)) for c in smooth]
    assert shapely.remove_repeated_points(shapely.MultiLineString(stored)).is_simple


def test_rounding_of_one_corner_depends_on_its_neighbours_alone():
    xy, left = scattered(3)
    whole = rounded(borders_of_cells(xy, left), 2000.0, xy)
    flipped = left.copy()
    flipped[np.argmax(np.hypot(*xy.T))] ^= True
    other = rounded(borders_of_cells(xy, flipped), 2000.0, xy)
    same = {tuple(p) for c in whole for p in c} & {tuple(p) for c in other for p in c}
    assert len(same) > 0.8 * sum(len(c) for c in whole)


def test_a_single_holder_has_no_border():
    xy, left = scattered(1)
    assert borders_of_cells(xy, np.ones_like(left)) == []
    assert borders_of_cells(xy, np.zeros_like(left)) == []


def test_an_enclave_is_one_closed_chain_that_runs_clockwise_around_the_second_party():
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    ring = 10_000 * np.column_stack([np.cos(turn), np.sin(turn)])
    (chain,) = borders_of_cells(np.vstack([[0, 0], ring]), np.array([False, *[True] * 12]))
    assert (chain[0] == chain[-1]).all()
    assert not shapely.LinearRing(chain).is_ccw
    (smooth,) = rounded([chain], 2000.0, np.vstack([[0, 0], ring]))
    assert (smooth[0] == smooth[-1]).all()
    assert len(smooth) > len(chain)


def test_no_detail_leaves_the_chains_alone():
    chain = np.array([[0.0, 0], [1, 0], [1, 1]])
    assert rounded([chain], 0.0, np.empty((0, 2)))[0] is chain


def test_cells_of_real_facts_part_every_settlement():
    table = facts()
    rows = pd.read_csv(files("ceaseline.layers") / "library" / "settlement-control.csv")
    frame = gpd.GeoDataFrame(rows, geometry=gpd.points_from_xy(rows["lon"], rows["lat"]), crs=4326)
    xy = to_plane(np.column_stack([frame["lon"], frame["lat"]]))
    for date in table.dates:
        left = (frame[f"held_by_{date}"] == "Ukraine").to_numpy()
        smooth = rounded(borders_of_cells(xy, left), 2000.0, xy)
        window = shapely.box(*(xy.min(axis=0) - 50_000), *(xy.max(axis=0) + 50_000))
        for polygon in regions(smooth, window):
            assert len(set(left[shapely.contains_xy(polygon, *xy.T)])) <= 1


@pytest.mark.parametrize("value", [(22.0, 44.0), (40.2, 52.4), (32.0, 48.5)])
def test_plane_is_conformal_and_returns(value):
    assert np.allclose(from_plane(to_plane(value)), value, atol=1e-10)
    step = 1e-5
    here = to_plane(value)[0]
    north = to_plane((value[0], value[1] + step))[0] - here
    east = to_plane((value[0] + step, value[1]))[0] - here
    assert abs(north @ east) / np.hypot(*north) / np.hypot(*east) < 1e-4
