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

import ceaseline.geo.lines

SIZES = (1_000, 10_000)
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


def tell(_name: str, value: Any) -> str:
    return f"{float(getattr(value, 'metres', value)):.2f} m"


def main(folder: Path) -> None:
    hausdorff = Benchmark("hausdorff", "vertices", "shapely in UTM 36N", "Geodesic, continuous.")
    frechet = Benchmark("frechet", "vertices", "shapely in UTM 36N", "Geodesic, continuous.")
    for vertices in SIZES:
        one, other = pair(vertices)
        a, b = flat(one), flat(other)
        works = {
            "ceaseline": partial(ceaseline.geo.lines.hausdorff, one, other),
            "shapely in UTM 36N": partial(shapely.hausdorff_distance, a, b),
        }
        hausdorff.run(vertices, works, tell, turns=3, budget=30.0)
        works = {
            "ceaseline": partial(ceaseline.geo.lines.frechet, one, other),
            "shapely in UTM 36N": partial(shapely.frechet_distance, a, b),
        }
        frechet.run(vertices, works, tell, turns=3, budget=60.0)
    hausdorff.write(folder)
    frechet.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/benchmarks"))
