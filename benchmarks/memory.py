"""Memory by operation and size, each in a process of its own: python benchmarks/memory.py [folder].

Two figures: what Python and numpy held at most beyond the input (tracemalloc), and what the whole
process held at most: interpreter, C libraries and the making of the input included (Linux).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import lines
import shapely
from divide import candidates
from gaps import pair
from harness import Work, peak_mib, resident_mib

import ceaseline.geo.geodesy
import ceaseline.geo.lines
from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.partition import Divider

WORKS = {
    "length": (100_000, 1_000_000),
    "area": (100_000, 1_000_000),
    "zone, 0.1 m": (1_000, 10_000, 100_000, 1_000_000),
    "hausdorff": (10_000, 100_000),
    "frechet": (1_000, 10_000),
    "divide, 32 lines": (1_000,),
}


def work(name: str, vertices: int) -> Work:
    """Return the work, its input made beforehand."""
    if name in {"hausdorff", "frechet"}:
        one, other = pair(vertices)
        return lambda: getattr(ceaseline.geo.lines, name)(one, other)
    if name == "divide, 32 lines":
        units = list(boundaries().units.geometry)
        many = candidates(32)
        return lambda: [division.areas for division in Divider(units).divide_all(many)]
    if name == "area":
        ring = shapely.Polygon(lines.ring(vertices))
        return lambda: ceaseline.geo.geodesy.area(ring)
    line = shapely.LineString(lines.line(vertices))
    if name == "length":
        return lambda: ceaseline.geo.geodesy.length(line)
    return lambda: ceaseline.geo.geodesy.buffer(line, 15_000)


def measured(name: str, vertices: int) -> dict[str, Any]:
    """Return the peaks of the process and of Python and numpy, MiB."""
    do = work(name, vertices)
    do()
    process = resident_mib()
    return {"name": name, "vertices": vertices, "process_mib": process, "peak_mib": peak_mib(do)}


def main(folder: Path) -> None:
    rows = []
    for name, sizes in WORKS.items():
        for vertices in sizes:
            command = [sys.executable, __file__, "--one", name, str(vertices)]
            told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            rows.append(json.loads(told))
            print(told.strip())
    table = [
        "| operation | vertices | Python and numpy, MiB | whole process, MiB |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {row['name']} | {row['vertices']:,} | {row['peak_mib']:.1f} | "
            f"{row['process_mib']:.0f} |"
            for row in rows
        ),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "memory.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    (folder / "memory.md").write_text("\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
    else:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/benchmarks"))
