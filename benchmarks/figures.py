"""What the figures of a plan cost: all, the quick ones, and many lines at once.

    python benchmarks/figures.py [--write docs/benchmarks]

Lines are those of the library, and lines made from one by carrying it a little aside, all
different. Time is processor time of one core after the first line; the least of the turns, and for
many lines the mean.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.layers.measures import figures, quick_figures
from ceaseline.layers.measures.batch import measured_lines
from ceaseline.layers.placement.store import library, load
from ceaseline.layers.plan.ends import carry_ends
from ceaseline.layers.plan.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable

TURNS = 7
MANY = 2_000


def least(work: Callable[[int], object]) -> float:
    """Return the least milliseconds of the turns; each gets its number."""
    out = []
    for turn in range(TURNS):
        start = time.process_time()
        work(turn)
        out.append(time.process_time() - start)
    return 1000 * min(out)


def carried(name: str, count: int) -> list[list[shapely.LineString]]:
    """Return a line of the library carried a little aside, each time elsewhere."""
    base, random = boundaries(), np.random.default_rng(1)
    out = []
    for _ in range(count):
        step = random.normal(0.0, 0.0005, 2)
        moved = [shapely.transform(line, lambda xy, by=step: xy + by) for line in load(name).lines]
        out.append(carry_ends(moved, base)[0])
    return out


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path, help="folder for figures.json")
    folder = parser.parse_args().write
    rows = {}
    for name in library():
        line = load(name)
        figures(plan(line))
        rows[name] = {
            "quick_ms": least(
                lambda turn, line=line: quick_figures(plan(line.replaced(name=f"quick-{turn}")))
            ),
            "all_ms": least(
                lambda turn, line=line: figures(plan(line.replaced(name=f"all-{turn}")))
            ),
        }
        print(name, {key: round(value, 1) for key, value in rows[name].items()})
    lines = carried("contact-2024-11-20", MANY)
    start = time.process_time()
    found = sum(len(table) for table in measured_lines(lines))
    many = 1000 * (time.process_time() - start) / found
    print(f"{found} lines at once: {many:.2f} ms a line")
    if folder is not None:
        out = {"lines": rows, "many": {"lines": found, "ms_a_line": many}}
        (folder / "figures.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
