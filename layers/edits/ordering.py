"""Put the sections of an edited line in order, join what belongs together, name them apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from layers.naming import unique_names
from layers.placement import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["arranged", "stem"]

_NUMBER = re.compile(r" \(\d+\)$")


def stem(name: str) -> str:
    """Return a section's name without the numbers that tell it from others of that name.

    Examples
    --------
    >>> stem("front (2) (3)")
    'front'
    """
    while _NUMBER.search(name):
        name = _NUMBER.sub("", name)
    return name


def arranged(
    pieces: Sequence[tuple[float, Section]], old: Sequence[Section]
) -> tuple[Section, ...]:
    """Return sections in the order in which they continue one another.

    Parameters
    ----------
    pieces : sequence of (key, Section)
        Runs that hang together are ordered by the least key in them.
    old : sequence of Section
        The line before. Those that are still there stay as they are; other neighbours of one name,
        basis and marks are joined, without a corridor unless both have one.

    Examples
    --------
    >>> a = Section.of("front", "drawn", [(30, 48), (31, 48)])
    >>> b = Section.of("front (2)", "drawn", [(31, 48), (32, 48)])
    >>> [(s.name, len(s.coords)) for s in arranged([(1.0, b), (0.0, a)], [])]
    [('front', 3)]
    """
    known = {id(section) for section in old}
    out: list[Section] = []
    for run in _runs(pieces):
        first = len(out)
        for section in run:
            joins = len(out) > first and _alike(out[-1], section)
            if joins and not (id(out[-1]) in known and id(section) in known):
                out[-1] = _joined(out[-1], section)
            else:
                out.append(section)
    taken = {section.name for section in out if id(section) in known}
    fresh = [s if id(s) in known else s.renewed(name=_free(stem(s.name), taken)) for s in out]
    return unique_names(fresh)


def _free(name: str, taken: set[str]) -> str:
    number, out = 1, name
    while out in taken:
        number += 1
        out = f"{name} ({number})"
    taken.add(out)
    return out


def _runs(pieces: Sequence[tuple[float, Section]]) -> list[list[Section]]:
    """Return chains of sections each of which begins where the one before ends."""
    ordered = sorted(pieces, key=lambda piece: (piece[0], piece[1].coords[0], piece[1].coords[-1]))
    after: dict[tuple[float, float], list[int]] = {}
    for k, (_, section) in enumerate(ordered):
        after.setdefault(section.coords[0], []).append(k)
    ends = {section.coords[-1] for _, section in ordered if not section.closed}
    heads = [k for k, (_, s) in enumerate(ordered) if s.coords[0] not in ends or s.closed]
    taken: set[int] = set()
    runs: list[tuple[float, list[Section]]] = []
    for first in [*heads, *range(len(ordered))]:
        run: list[int] = []
        link: int | None = first
        while link is not None and link not in taken:
            taken.add(link)
            run.append(link)
            section = ordered[link][1]
            onward = [] if section.closed else after.get(section.coords[-1], [])
            free = [k for k in onward if k not in taken and not ordered[k][1].closed]
            link = min(free, key=lambda k: (stem(ordered[k][1].name) != stem(section.name), k),
                       default=None)  # fmt: skip
        if run:
            runs.append((min(ordered[k][0] for k in run), [ordered[k][1] for k in run]))
    runs.sort(key=lambda pair: pair[0])
    return [run for _, run in runs]


def _alike(one: Section, two: Section) -> bool:
    return (
        not one.closed
        and one.coords[-1] == two.coords[0]
        and (stem(one.name), one.basis, one.depth_m, one.locked)
        == (stem(two.name), two.basis, two.depth_m, two.locked)
    )


def _joined(one: Section, two: Section) -> Section:
    widths = None
    if one.corridor_m is not None and two.corridor_m is not None:
        widths = np.array([*one.corridor_m, *two.corridor_m[1:]])
    return Section.of(
        one.name,
        one.basis,
        np.vstack([one.array, two.array[1:]]),
        widths,
        depth_m=one.depth_m,
        locked=one.locked,
    )
