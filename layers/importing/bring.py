"""Make a placement of what a foreign file holds."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import shapely

from ceaseline.geo.country.boundaries import boundaries as load_boundaries
from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.gazetteer import gazetteer
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.lines import generalise, length_at
from ceaseline.geo.readers.reading import LINES, POLYGONS
from ceaseline.geo.readers.status import united
from ceaseline.geo.sources import Source, source
from ceaseline.layers.derive.control import DETAIL_M, derive
from ceaseline.layers.derive.naming import named
from ceaseline.layers.export.back import returned
from ceaseline.layers.importing.doubts import doubts
from ceaseline.layers.importing.front import front
from ceaseline.layers.importing.junctions import JOIN_M
from ceaseline.layers.importing.lines import oriented
from ceaseline.layers.importing.parallel import PARALLEL
from ceaseline.layers.importing.pieces import change, placed
from ceaseline.layers.importing.region import BORDER_M, OVERLAP, SLIVER_M2, ground, region
from ceaseline.layers.importing.report import Change, Imported
from ceaseline.layers.importing.table import control_of
from ceaseline.layers.placement.placement import Placement, Section, default_parties, other_party
from ceaseline.layers.plan.plan import plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.readers import Reading
    from ceaseline.layers.importing.region import Region
    from ceaseline.layers.importing.report import End, Spot

    Chain = NDArray[np.float64]

__all__ = ["DETAILS_M", "bring"]

DETAILS_M = (0.0, 500.0, 1000.0, 2000.0, 5000.0, 10_000.0)
"""The details at which an imported line's length is told."""
_PLACED_M2 = 1e6
"""A row of the account over this names its places."""


def bring(  # noqa: PLR0913 - each is a choice of the person who imports
    reading: Reading,
    name: str,
    *,
    boundaries: Boundaries | None = None,
    title: str = "",
    holder: str = "",
    detail_m: float = 0.0,
    border_m: float = BORDER_M,
    sliver_m2: float = SLIVER_M2,
    join_m: float = JOIN_M,
    parallel: str = PARALLEL[0],
    statuses: tuple[str, ...] = (),
) -> Imported:
    """Return a placement made of lines, control polygons or a table of settlements.

    Parameters
    ----------
    reading : Reading
        From :func:`ceaseline.geo.readers.read`.
    name : str
        The placement's: lower case, digits and hyphens.
    boundaries : Boundaries, optional
        The country; the embedded one if not given.
    title : str, optional
        For people; from the source and the date if not given.
    holder : str
        Whose ground the polygons show.
    detail_m : float
        Tolerance to generalise the line to, past no settlement; 0 keeps every vertex. Of a table,
        the detail of the derived line (2000 if 0).
    border_m : float
        How far two drawings of the border may lie apart.
    sliver_m2 : float
        Smaller pieces and pockets are left out.
    join_m : float
        Ends of lines as near as this are joined.
    parallel : str
        What to do with two lines side by side: ``refuse``, ``middle`` or ``keep``.
    statuses : tuple of str
        Which polygons count where they carry a status: ``held`` if none is given.

    Returns
    -------
    Imported
        The placement and a report of what changed.

    Raises
    ------
    InputError, GeometryError
        If no line can be made of it.

    Examples
    --------
    >>> import pathlib, geopandas, shapely
    >>> from ceaseline.geo.readers import Reading
    >>> line = shapely.LineString([(36.5, 51), (36.5, 49), (34, 47), (34, 45)])
    >>> frame = geopandas.GeoDataFrame(geometry=[line], crs=4326)
    >>> done = bring(Reading(pathlib.Path("mine.kml"), "KML", frame), "mine")
    >>> [section.basis for section in done.placement.sections], round(done.held_m2 / 1e10)
    (['imported'], 13)
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,99}", name):
        raise InputError(
            f"{name!r:.120} cannot name a placement; give lower-case letters, digits and hyphens."
        )
    holder = holder or default_parties()[1]
    other_party(default_parties(), holder)
    if reading.embedded:
        return _from_export(reading, name, boundaries)
    base = boundaries if boundaries is not None else load_boundaries()
    own = _source(reading)
    start = Placement(
        name,
        title or _title(reading, own),
        (),
        date=reading.date,
        detail_m=detail_m,
        sources=(own,),
    )
    kinds = set(reading.frame.geometry.geom_type)
    if statuses and (reading.held or not kinds <= set(POLYGONS)):
        reading = reading.noted("--status had no effect: it chooses among polygons.")
    if reading.held:
        return _from_table(reading, start, base)
    if kinds <= set(POLYGONS):
        counted = united(reading, statuses, holder)
        return _from_polygons(counted, start, base, holder, (border_m, sliver_m2))
    if kinds <= set(LINES):
        drawn = oriented(reading.frame.geometry, base, join_m=join_m, parallel=parallel)
        return _from_lines(reading, start, base, drawn)
    raise InputError(
        f"{reading.path.name} holds both lines and polygons; keep the lines, or the ground of one "
        "party as polygons, or name a layer that does."
    )


def _from_export(reading: Reading, name: str, boundaries: Boundaries | None) -> Imported:
    placement, notes = returned(reading)
    own = placement if placement.name == name else placement.replaced(name=name)
    return _told(own, reading, boundaries, notes)


def _from_table(reading: Reading, start: Placement, base: Boundaries) -> Imported:
    control, notes = control_of(reading)
    detail = start.detail_m or DETAIL_M
    sections = derive(control, base, settlements(), detail)
    sources = (*start.sources, source("settlement-control"), source("geonames"))
    placement = start.replaced(sections=sections, control=control, detail_m=detail, sources=sources)
    return _told(placement, reading, base, notes)


def _from_lines(
    reading: Reading,
    start: Placement,
    base: Boundaries,
    drawn: tuple[list[Chain], list[End], list[str]],
) -> Imported:
    chains, ends, notes = drawn
    placement, more = _placed(start, chains)
    done = _told(placement, reading, base, [*notes, *more])
    return replace(done, ends=tuple(ends), notes=(*done.notes, *doubts(done, base)))


def _from_polygons(
    reading: Reading,
    start: Placement,
    base: Boundaries,
    holder: str,
    tolerances: tuple[float, float],
) -> Imported:
    places = settlements().geometry.to_numpy()
    found = region(reading.frame.geometry, base, places, *tolerances)
    chains, ends = front(found)
    if not chains:
        raise _no_front(reading, found)
    side = default_parties().index(holder)
    try:
        told = _drawn(reading, start, base, chains, side)
    except GeometryError:  # two ends in a narrow place: leave them where the region has them
        chains, ends = front(found, follow=False)
        told = _drawn(reading, start, base, chains, side)
    rest = told.held_m2 - found.raw_m2 - sum(change.area_m2 for change in found.changes)
    spots = _moved(found, told, base, side) if abs(rest) >= _PLACED_M2 else ()
    last = Change(
        "at the ends carried to the border, and by rounding and generalising", rest, spots
    )
    return replace(
        told,
        raw_m2=found.raw_m2,
        changes=placed([*found.changes, last]),
        ends=tuple(ends),
        notes=(*told.notes, *found.notes, *doubts(told, base)),
    )


def _moved(found: Region, told: Imported, base: Boundaries, side: int) -> tuple[Spot, ...]:
    """Return where the ground within the line differs from what the polygons hold."""
    territory = ground(plan(told.placement, base).division.territory(side))
    return change("", 1, [shapely.symmetric_difference(territory, found.held)]).spots


def _no_front(reading: Reading, found: Region) -> InputError:
    strips = [c for c in found.changes if c.what == OVERLAP]
    what = "nothing or all of the country"
    if strips:
        what = (
            f"of the country only strips along its border, {-strips[0].area_m2 / 1e6:,.2f} km², "
            "where two drawings of it differ"
        )
    return InputError(
        f"{reading.path.name} leaves no front on these boundaries: its polygons hold "
        f"{found.raw_m2 / 1e6:,.1f} km², and {what}."
    )


def _drawn(
    reading: Reading, start: Placement, base: Boundaries, chains: list[Chain], side: int
) -> Imported:
    turned = chains if side else [chain[::-1] for chain in chains]
    placement, notes = _placed(start, turned)
    return _told(placement, reading, base, notes, side)


def _placed(start: Placement, chains: list[Chain]) -> tuple[Placement, list[str]]:
    """Return the placement with its sections, generalised where that was asked for."""
    notes = []
    if start.detail_m > 0:
        lines = [shapely.LineString(chain) for chain in chains]
        coarse = generalise(lines, start.detail_m, gazetteer().lonlat)
        chains = [shapely.get_coordinates(p) for p in shapely.get_parts(coarse.geometry)]
        notes.append(
            f"Generalised to {start.detail_m:,.0f} m: moved by {coarse.deviation_m:,.0f} m at "
            f"most, {coarse.moved_m2 / 1e6:,.1f} km² changed sides, no settlement did."
        )
    sections = [Section.of("", "imported", chain) for chain in chains]
    return start.replaced(sections=named(sections, settlements())), notes


def _told(
    placement: Placement,
    reading: Reading,
    base: Boundaries | None,
    notes: list[str],
    side: int = 1,
) -> Imported:
    division = plan(placement, base).division
    lengths = length_at(division.line, DETAILS_M, gazetteer().lonlat)
    return Imported(
        placement,
        reading.format,
        float(division.areas[side].sum()),
        lengths=tuple(zip(DETAILS_M, lengths.tolist(), strict=True)),
        source=placement.sources[0] if placement.sources else None,
        notes=(*reading.notes, *notes),
    )


def _source(reading: Reading) -> Source:
    if reading.source:
        day = reading.date.isoformat() if reading.date else ""
        found = source(reading.source)
        return replace(found, date=day or found.date)
    return Source(
        "user-file",
        f"{reading.path.name}, brought in by the user",
        "Not stated",
        reading.date.isoformat() if reading.date else "",
        "Not stated; ask its publisher before passing it on",
        attribution=f"From {reading.path.name}, a file of the user.",
    )


def _title(reading: Reading, own: Source) -> str:
    day = f", {reading.date.isoformat()}" if reading.date else ""
    return f"{own.publisher} as of {reading.date}" if reading.source and day else own.title
