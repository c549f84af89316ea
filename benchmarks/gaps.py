"""Distance between two lines, Hausdorff and Fréchet: python benchmarks/gaps.py [folder]."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pyproj
import shapely
from harness import Benchmark
from lines import front, roughen

import geo.lines

SIZES = (1_000, 10_000)
SHAPELY_FRECHET_LIMIT = 1_100
_UTM = pyproj.Transformer.from_crs(4326, 32636, always_xy=True)


def pair(vertices: int) -> tuple[shapely.LineString, shapely.LineString]:
    """Return the front and a line that keeps within some 20 km of it."""
    one = front()
    bend = 0.12 * np.sin(np.linspace(0, 9, len(one)))
    other = one + np.column_stack([bend, 0.5 * bend[::-1]])
    if vertices > len(one):
        one, other = roughen(one, vertices), roughen(other, vertices, seed=5)
    return shapely.LineString(one), shapely.LineString(other)


def flat(line: shapely.LineString) -> shapely.LineString:
    return shapely.transform(line, lambda xy: np.column_stack(_UTM.transform(*xy.T)))


def metres(value: Any) -> float:
    return float(getattr(value, "metres", getattr(value, "distance", value)))


def main(folder: Path) -> None:
    bench = Benchmark("hausdorff", "vertices", "shapely in UTM 36N", "Geodesic, continuous.")
    frechet = Benchmark("frechet", "vertices", "shapely in UTM 36N", "Geodesic, continuous.")
    for vertices in SIZES:
        one, other = pair(vertices)
        a, b = flat(one), flat(other)
        tell = lambda _name, value: f"{metres(value):.2f} m"  # noqa: E731
        bench.run(
            vertices,
            {
                "ceaseline": partial(geo.lines.hausdorff, one, other),
                "shapely in UTM 36N": partial(shapely.hausdorff_distance, a, b),
            },
            tell,
            turns=3,
            budget=30.0,
        )
        if hasattr(geo.lines, "frechet"):
            works = {"ceaseline": partial(geo.lines.frechet, one, other)}
            if vertices <= SHAPELY_FRECHET_LIMIT:
                works["shapely in UTM 36N"] = partial(shapely.frechet_distance, a, b)
            frechet.run(vertices, works, tell, turns=1, budget=40.0)
    bench.write(folder)
    if frechet.rows:
        frechet.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/benchmarks"))
