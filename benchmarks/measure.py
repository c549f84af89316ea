"""Length and area on this engine and on its peers: python benchmarks/measure.py [folder]."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import shapely
from harness import Benchmark
from lines import line, ring
from peers import asked, pyproj_op

from ceaseline.geo.geodesy import area, length

SIZES = (10, 100, 1_000, 10_000, 100_000, 1_000_000)
LARGE = 100_000
BUDGET = 20.0


def measure(what: str, folder: Path) -> None:
    ours = {"length": length, "area": area}[what]
    note = "Accuracy: relative error against GeographicLib's solver as built into PROJ."
    bench = Benchmark(what, "vertices", "pyproj", note)
    for size in SIZES:
        lonlat = (line if what == "length" else ring)(max(size, 1_000))
        if size < 1_000:
            lonlat = lonlat[:: max(1, len(lonlat) // size)][:size]
        shape = shapely.LineString(lonlat) if what == "length" else shapely.Polygon(lonlat)
        truth = pyproj_op(shape)(what)()
        with asked(bench, shape, what, {}) as peers:
            bench.run(
                size,
                {"ceaseline": partial(ours, shape), "pyproj": pyproj_op(shape)(what)} | peers,
                lambda _name, value, truth=truth: f"{value / truth - 1:+.0e}",
                turns=9 if size <= LARGE else 1,
                budget=BUDGET,
                memory=size == LARGE,
            )
    bench.write(folder)


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/benchmarks")
    for operation in ("length", "area"):
        measure(operation, target)
