"""How long the engine takes to answer while the hand moves: a trial, beside the full computation.

PYTHONPATH=. python benchmarks/drawing.py
"""

import time

import numpy as np
import shapely

from ceaseline.layers.placement.placement import Section
from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.layers.session import Session
from ceaseline.layers.session.held import held

VERTICES = 4_000
TURNS = 200


def finer(placement, vertices):
    """Return a placement with so many vertices and a course as wild as an imported line's."""
    chance = np.random.default_rng(4)
    whole = sum(shapely.length(line) for line in placement.lines)
    sections = []
    for section in placement.sections:
        count = round(vertices * shapely.length(section.line) / whole)
        share = np.linspace(0, 1, max(count, 2))
        spots = shapely.get_coordinates(
            shapely.line_interpolate_point(section.line, share, normalized=True)
        )
        spots[1:-1] += chance.normal(0, 3e-4, (len(spots) - 2, 2))
        sections.append(Section.of(section.name, "imported", spots))
    return placement.replaced(sections=tuple(sections), control=None)


def dragged(session, turns):
    """Drag vertices as a hand does, and yield the seconds that each answer took."""
    chance = np.random.default_rng(1)
    coords = max((s.array for s in session.placement.sections), key=len)
    session.held, session.start  # noqa: B018 - measured before the hand comes down
    for turn in range(turns):
        if turn % 20 == 0:
            k = int(chance.integers(5, len(coords) - 5))
            way = chance.normal(0, 1, 2) / 4_000
        path = np.vstack([coords[k - 1], coords[k] + way * (turn % 20 + 1), coords[k + 1]])
        began = time.perf_counter()
        session.trial(path).as_dict(session.start, session.study)
        yield time.perf_counter() - began


def main():
    """Print the table."""
    line = load("contact-2024-11-20")
    print("| line | vertices | trial, median ms | 95 % | longest | full computation, ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, placement in (("default", line), ("imported", finer(line, VERTICES))):
        session = Session.open(placement, proposal())
        took = 1000 * np.array(list(dragged(session, TURNS)))
        began = time.perf_counter()
        held(plan(placement.replaced(name="again")))
        full = 1000 * (time.perf_counter() - began)
        count = sum(len(s.coords) for s in placement.sections)
        middle, most = np.percentile(took, [50, 95])
        print(f"| {name} | {count:,} | {middle:.0f} | {most:.0f} | {took.max():.0f} | {full:.0f} |")


if __name__ == "__main__":
    main()
