"""Two public control polygons, brought onto our boundaries and compared: against the raw ones."""

from pathlib import Path

import geopandas as gpd
import pyproj
import pytest

from ceaseline.geo.readers import read
from ceaseline.layers.comparison import pieces, same_basis
from ceaseline.layers.importing import bring

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples"
FILES = [SAMPLES / f"deepstate-{day}.geojson" for day in ("2024-11-07", "2025-10-15")]
GEOD = pyproj.Geod(ellps="WGS84")


@pytest.mark.slow
@pytest.mark.skipif(not all(f.is_file() for f in FILES), reason="the sample polygons are not here")
def test_the_difference_is_the_raw_one_but_for_what_harmonising_says():
    done = [bring(read(file), f"sample-{k}") for k, file in enumerate(FILES)]
    plans, basis = same_basis([one.placement for one in done])
    assert basis.set_here == ()
    net = sum((1 if p.taker == "Russia" else -1) * p.area_m2 for p in pieces(*plans))
    raw = [
        sum(abs(GEOD.geometry_area_perimeter(g)[0]) for g in gpd.read_file(f).geometry)
        for f in FILES
    ]
    explained = [sum(change.area_m2 for change in one.changes) for one in done]
    assert net == pytest.approx(raw[1] - raw[0] + explained[1] - explained[0], abs=1e5)
    assert abs(net - (raw[1] - raw[0])) < 100e6 < net
