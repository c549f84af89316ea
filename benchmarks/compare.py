"""Twenty placements, all measures: the time of each step, and how it grows with placements.

    python benchmarks/compare.py [--write docs/benchmarks]

The placements are the library's five and lines made from them with less detail, all different.
Time is processor time of one core after import, the best of the turns.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from ceaseline.geo.lines import generalise
from ceaseline.layers.comparison import compare
from ceaseline.layers.placement.store import library, load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ceaseline.layers.placement.placement import Placement

SIZES = (5, 10, 20)
STEPS = ("plans", "lengths", "measures", "pieces", "distances")


def lines() -> Iterator[Placement]:
    """Yield placements that are all different."""
    known = [load(name) for name in library()]
    yield from known
    for k in count(1):
        for line in known:
            coarse = generalise(line.lines, 2_000.0 + 150.0 * k).geometry.geoms
            sections = tuple(
                section.of(section.name, section.basis, part.coords[:])
                for section, part in zip(line.sections, coarse, strict=True)
            )
            yield line.replaced(name=f"{line.name}-{k}", sections=sections, detail_m=2_000.0)


def timed(size: int) -> dict[str, float]:
    """Return the seconds of each step of comparing so many placements."""
    source = lines()
    placements = [next(source) for _ in range(size)]
    marks = [time.process_time()]
    held = compare(placements)
    marks.append(time.process_time())
    for name in ("lengths", "values", "pieces", "apart"):
        getattr(held, name)
        marks.append(time.process_time())
    return {step: b - a for step, (a, b) in zip(STEPS, pairwise(marks), strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path, help="folder for compare.json and compare.md")
    parser.add_argument("--turns", type=int, default=2)
    options = parser.parse_args()
    timed(2)  # what is read and prepared once
    rows = []
    for size in SIZES:
        turns = [timed(size) for _ in range(options.turns)]
        best = min(turns, key=lambda turn: sum(turn.values()))
        rows.append({"placements": size, **{k: round(v, 3) for k, v in best.items()}})
    heads = ("placements", *STEPS, "in all", "share of each step, %")
    table = ["| " + " | ".join(heads) + " |", "|" + " ---: |" * len(heads)]
    for row in rows:
        whole = sum(row[step] for step in STEPS)
        shares = " / ".join(f"{100 * row[step] / whole:.0f}" for step in STEPS)
        cells = [row["placements"], *(f"{row[s]:.2f} s" for s in STEPS), f"{whole:.2f} s", shares]
        table.append("| " + " | ".join(map(str, cells)) + " |")
    print("\n".join(table))
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        (options.write / "compare.json").write_text(json.dumps(rows, indent=2) + "\n", "utf-8")
        (options.write / "compare.md").write_text("\n".join(table) + "\n", "utf-8")


if __name__ == "__main__":
    main()
