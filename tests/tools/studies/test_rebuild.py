"""The studies of Korea and Cyprus are made again from their archives, byte for byte."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
import shapely

from ceaseline.layers.study import FOLDER, open_study
from tools.studies import rebuild
from tools.studies.parts import border


@pytest.mark.slow
def test_the_files_are_rebuilt_byte_for_byte(tmp_path):
    built = rebuild.build(Path(os.environ.get("CEASELINE_ARCHIVES", tmp_path)))
    assert len(built) == 11
    for name, data in built.items():
        assert data == (FOLDER / name).read_bytes(), name


@pytest.mark.parametrize("name", ["korea", "cyprus"])
def test_units_share_their_edges_and_the_ground_around_is_clear_of_them(name):
    shapes = {}
    for key in ("units", "land"):
        held = json.loads((FOLDER / name / f"{key}.geojson").read_text("utf-8"))
        shapes[key] = [shapely.geometry.shape(feature["geometry"]) for feature in held["features"]]
    assert shapely.coverage_is_valid(shapes["units"])
    own = shapely.union_all(shapes["units"])
    taken = shapely.area(shapely.intersection(own, shapes["land"]))
    assert taken.max() < 1e-8  # square degrees: 100 m2


def test_what_one_study_says_of_sources_is_not_said_in_another():
    notes = {
        name: open_study(name).country.table.catalogue for name in ("korea", "cyprus", "ukraine")
    }
    assert notes == {"korea": "sources.toml", "cyprus": "sources.toml", "ukraine": ""}


def test_a_border_has_the_second_party_on_its_right_and_those_of_most_vertices_first():
    west, east = shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)
    isle = shapely.box(0.2, 0.2, 0.4, 0.4)
    hole = shapely.Polygon(west.exterior, [isle.exterior])
    features = [({"code": "W"}, hole), ({"code": "E"}, east), ({"code": "I"}, isle)]
    ring, line = border(features, ["E", "I"])
    assert line.tolist() == [[1, 0], [1, 1]]
    assert (ring[0] == ring[-1]).all()
    middle = (ring[0] + ring[1]) / 2
    step = ring[1] - ring[0]
    right = middle + np.array([step[1], -step[0]]) * 0.1
    assert shapely.contains_xy(isle, *right)
