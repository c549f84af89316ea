"""Rebuild the library's placements from the table of facts: ``python -m tools.library.rebuild``.

The files are the same bytes on every run; a test holds them to that.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.sources import source
from ceaseline.layers.derive.barrier_regions import shared_borders
from ceaseline.layers.derive.control import DETAIL_M, derive
from ceaseline.layers.derive.naming import named
from ceaseline.layers.placement.placement import Control, Placement, Section
from ceaseline.layers.placement.store import SUFFIX, dumps, write

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["placements"]

FOUR = ("UA-43", "UA-40", "UA-14", "UA-09", "UA-23", "UA-65")
"""Crimea, Sevastopol, Donetsk, Luhansk, Zaporizhzhia and Kherson oblasts."""
DONBAS = ("UA-14", "UA-09")
BORDER_DETAIL_M = 1000.0
"""The oblast borders of the embedded base lie 0.5 to 0.7 km (median) from a finer one."""

_METHOD = (
    "Derived from who held which settlement: within each bank of the Dnipro every place belongs to "
    "the party that holds the nearest settlement; the line is the border between the parties' "
    "cells, its corners rounded by at most 2 km; along the Dnipro it is the river itself. "
    "The corridor tells how far the nearest settlements of either party are: within it the line "
    "may lie elsewhere. At the precision of settlements, not a survey."
)

_CONTACT = {
    "2022-02-23": (
        "Line of contact, 23 February 2022",
        (
            "The day before the full-scale invasion; the line as publicly reported, to about 5 km. "
            "Crimea's administrative border is a barrier like the Dnipro."
        ),
    ),
    "2024-11-20": (
        "Line of contact, 20 November 2024",
        "The weeks in which the proposal was reported.",
    ),
    "2026-08-22": ("Line of contact, 22 August 2026", "The latest date of the table of facts."),
}


def placements() -> Iterator[Placement]:
    """Yield the placements of the library."""
    for date, (title, note) in _CONTACT.items():
        yield _derived(f"contact-{date}", title, f"{note} {_METHOD}", Control(date))
    yield _derived(
        "donbas-full",
        "Line of contact with the whole of Donetsk and Luhansk oblasts",
        "The line of contact of 20 November 2024, but the whole of Donetsk and Luhansk oblasts is "
        f"on Russia's side, along their administrative borders. {_METHOD}",
        Control("2024-11-20", whole=DONBAS),
    )
    yield _four_oblasts()


def _derived(name: str, title: str, notes: str, control: Control) -> Placement:
    sections = derive(control, load_boundaries(), settlements(), DETAIL_M)
    ids = ["settlement-control", "geonames", "natural-earth-units", "natural-earth-rivers"]
    return Placement(
        name=name,
        title=title,
        sections=sections,
        date=dt.date.fromisoformat(control.date),
        detail_m=DETAIL_M,
        sources=tuple(source(key) for key in ids),
        notes=notes,
        control=control,
    )


def _four_oblasts() -> Placement:
    base = load_boundaries()
    units = base.units.geometry.to_numpy()
    ceded = base.units["code"].isin(FOUR).to_numpy()
    borders = shared_borders([*units[~ceded], *units[ceded]])
    kept = int((~ceded).sum())
    sections = [
        Section.of("", "admin border", chain)
        for (i, j), chains in borders.items()
        for chain in chains
        if i < kept <= j
    ]
    return Placement(
        name="four-oblasts",
        title="Crimea and the whole of four oblasts",
        sections=named(sections, settlements()),
        detail_m=BORDER_DETAIL_M,
        sources=(source("natural-earth-units"),),
        notes=(
            "Crimea, Sevastopol and the whole of Donetsk, Luhansk, Zaporizhzhia and Kherson "
            "oblasts on Russia's side, along their administrative borders as drawn in the "
            "embedded boundaries. Undated: it follows no front."
        ),
    )


def main(folder: Path) -> None:
    """Write the placements into a folder and say which changed."""
    for placement in placements():
        path = folder / f"{placement.name}{SUFFIX}"
        same = path.exists() and path.read_text("utf-8") == dumps(placement)
        write(placement, path)
        sys.stdout.write(f"{path.name}: {'unchanged' if same else 'written'}\n")


if __name__ == "__main__":
    main(Path(__file__).parent)
