"""The zone on this engine and on its peers: python benchmarks/zone.py [folder]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import shapely
from harness import Benchmark
from lines import line
from peers import GEOD, asked
from scipy.spatial import cKDTree

from ceaseline.geo.geodesy import buffer
from ceaseline.geo.lines.nearest import ecef

SIZES = (1_000, 10_000, 100_000, 1_000_000)
DEPTHS = (1_000, 5_000, 15_000, 30_000, 150_000)
PROBES = 3_000
SLOW = "more than a minute at this size"


class Deviation:
    """Greatest difference between the depth and the distance of the boundary from the line."""

    def __init__(self, lonlat: Any, depth: float) -> None:
        self.depth = depth
        metres = float(GEOD.line_length(*lonlat.T))
        # the nearest of points a step apart is too far by step² / 8 depth at most
        step = max(min(10.0, (8 * depth * 0.01) ** 0.5), metres / 2_000_000)
        azimuth, _, size = GEOD.inv(*lonlat[:-1].T, *lonlat[1:].T)
        count = np.maximum(1, np.ceil(np.asarray(size) / step)).astype(int)
        edge = np.repeat(np.arange(len(count)), count)
        place = np.arange(len(edge)) - np.repeat(np.cumsum(count) - count, count)
        lon, lat, _ = GEOD.fwd(*lonlat[edge].T, azimuth[edge], size[edge] * place / count[edge])
        self.points = np.vstack([np.column_stack([lon, lat]), lonlat[-1]])
        self.tree = cKDTree(ecef(self.points))

    def __call__(self, _name: str, zone: Any) -> str:
        lonlat = shapely.get_coordinates(shapely.boundary(zone))
        between = (lonlat[1:] + lonlat[:-1]) / 2
        near = np.abs(np.diff(lonlat, axis=0)).max(axis=1) < 0.5
        probes = np.concatenate([lonlat, between[near]])
        probes = probes[:: max(1, len(probes) // PROBES)]
        _, nearest = self.tree.query(ecef(probes))
        metres = np.asarray(GEOD.inv(*probes.T, *self.points[nearest].T)[2])
        valid = "" if shapely.is_valid(zone) else ", not valid"
        return f"{np.abs(metres - self.depth).max():.2f} m{valid}"


def contenders(shape: Any, depth: float) -> dict[str, Any]:
    return {
        f"ceaseline, {tolerance} m": lambda t=tolerance: buffer(shape, depth, tolerance=t)
        for tolerance in (0.1, 1.0)
    }


def run(bench: Benchmark, size: int, vertices: int, depth: float) -> None:
    lonlat = line(vertices)
    shape = shapely.LineString(lonlat)
    away = {}
    if vertices > 1_000:
        away |= {"turf": SLOW, "sedonadb": SLOW}
    if vertices > 10_000:
        away |= dict.fromkeys(("geopandas LAEA 3035", "geopandas Web Mercator"), SLOW)
    if vertices > 100_000:
        away |= dict.fromkeys(("PostGIS", "geopandas UTM 36N"), SLOW)
    with asked(bench, shape, f"buffer:{depth}", away) as works:
        bench.run(
            size,
            {**contenders(shape, depth), **works},
            Deviation(lonlat, depth),
            turns=4 if vertices <= 10_000 else 0,
            budget=40.0,
            memory=vertices == 10_000,
        )


def main(folder: Path) -> None:
    note = "Accuracy: greatest deviation of the boundary from its depth, at 3,000 places."
    by_size = Benchmark("zone by size", "vertices", "PostGIS", f"Depth 15 km. {note}")
    for vertices in SIZES:
        run(by_size, vertices, vertices, 15_000)
    by_size.write(folder)
    by_depth = Benchmark("zone by depth", "metres", "PostGIS", f"1,074 vertices. {note}")
    for depth in DEPTHS:
        run(by_depth, depth, 1_000, depth)
    by_depth.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/benchmarks"))
