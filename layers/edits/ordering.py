"""Put the sections of an edited line in order, join and part them, name them apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.layers.derive.naming import unique_names
from ceaseline.layers.placement.placement import Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


__all__ = ["arranged", "free_name", "part_of", "stem"]

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
    >>> from ceaseline.layers.placement.placement import Section
    >>> a = Section.of("front", "drawn", [(30, 48), (31, 48)])
    >>> b = Section.of("front (2)", "drawn", [(31, 48), (32, 48)])
    >>> [(s.name, len(s.coords)) for s in arranged([(1.0, b), (0.0, a)], [])]
    [('front', 3)]
    """
    known = {id(section) for section in old}
    out: list[Section] = []
    for run in _runs(pieces):
        group: list[Section] = []
        for section in run:
            if group and not _continues(group, section, known):
                out.append(_joined(group))
                group = []
            group.append(section)
        out.append(_joined(group))
    taken = {section.name for section in out if id(section) in known}
    fresh = [s if id(s) in known else s.replaced(name=free_name(stem(s.name), taken)) for s in out]
    return unique_names(fresh)


def free_name(name: str, taken: set[str]) -> str:
    """Return a name that is not taken, numbered where that takes it, and take it.

    Examples
    --------
    >>> taken = {"front"}
    >>> free_name("front", taken), free_name("front", taken), free_name("rear", taken)
    ('front (2)', 'front (3)', 'rear')
    """
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


def _continues(group: Sequence[Section], section: Section, known: set[int]) -> bool:
    """Whether a section is to be joined to others that are to be one."""
    first, last = group[0], group[-1]
    stays = len(group) == 1 and id(first) in known and id(section) in known
    return (
        not stays
        and first.coords[0] != last.coords[-1]
        and last.coords[-1] == section.coords[0]
        and (stem(first.name), first.basis, first.depth_m, first.locked)
        == (stem(section.name), section.basis, section.depth_m, section.locked)
    )


def _joined(group: Sequence[Section]) -> Section:
    """Return sections that continue one another as one, with the name of the first."""
    first, *rest = group
    if not rest:
        return first
    widths = [section.corridor_m for section in group if section.corridor_m is not None]
    corridor = None
    if len(widths) == len(group):
        corridor = np.array([*widths[0], *(pair for own in widths[1:] for pair in own[1:])])
    return first.of(
        first.name,
        first.basis,
        np.vstack([first.array, *(section.array[1:] for section in rest)]),
        corridor,
        depth_m=first.depth_m,
        locked=first.locked,
    )


def part_of(section: Section, low: float, high: float, coords: NDArray[np.float64]) -> Section:
    """Return a stretch of a section with the section's marks; the section itself if it is all.

    Parameters
    ----------
    section : Section
    low, high : float
        From and to, in vertices along the section.
    coords : (n, 2) array
        The places of the stretch; its inner vertices are the section's or lie on its edges.
    """
    if np.array_equal(coords, section.array):
        return section
    widths = None
    if section.corridor_m is not None:
        known = np.array(section.corridor_m, dtype=float)
        size = np.hypot(*np.diff(coords, axis=0).T)
        at = np.interp(np.concatenate([[0.0], np.cumsum(size)]), *_stations(section, low, high))
        wide = np.column_stack([np.interp(at, np.arange(len(known)), w) for w in known.T])
        widths = np.where(np.isnan(wide), np.inf, wide)
    return Section.of(
        section.name, section.basis, coords, widths, depth_m=section.depth_m, locked=section.locked
    )


def _stations(section: Section, low: float, high: float) -> tuple[Any, Any]:
    """Return distances in degrees from the start of a stretch, and the vertices there."""
    size = np.hypot(*np.diff(section.array, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(size)])
    where = np.arange(len(along))
    at = np.concatenate([[low], where[(where > low) & (where < high)], [high]])
    gone = np.interp(at, where, along)
    return gone - gone[0], at
