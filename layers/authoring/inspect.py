"""Every fault of a study, with its file, place and remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.data import read_csv
from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.sources import catalogue
from ceaseline.layers.check.examine import check
from ceaseline.layers.check.fault import Fault
from ceaseline.layers.derive.facts import HELD_BY
from ceaseline.layers.edits.context import default_ground
from ceaseline.layers.placement.store import SUFFIX, load, raw
from ceaseline.layers.plan.plan import plan
from ceaseline.layers.provisions import proposal
from ceaseline.layers.study import Study, embedded, open_study, using

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ceaseline.layers.placement.placement import Placement

__all__ = ["inspect_study"]

_LAYERS: Final = {
    "land": ("code", "name", "borders"),
    "lakes": ("name", "kind", "historic"),
    "rivers": ("name", "rank"),
}
"""What the features of each layer around the country have."""
_FAR_DEGREES: Final = 0.5
"""A settlement farther than this from its country is a mistake."""
_MOST: Final = 20
_SHOWN: Final = 4


def inspect_study(study: str | Path) -> tuple[Fault, ...]:
    """Return every fault of a study: its texts, its country, its lines, its proposal.

    Parameters
    ----------
    study : str or path
        As `ceaseline.layers.study.open_study` takes it.

    Returns
    -------
    tuple of Fault
        In the order of its files; what rests on a part that cannot be read is not looked at.

    Raises
    ------
    InputError
        If there is no such study at all.

    Examples
    --------
    >>> inspect_study("korea")
    ()
    """
    try:
        found = open_study(study)
    except CeaselineError as error:
        if not Path(study).exists():
            raise
        return tuple(_told("study.toml", error))
    with using(found):
        return tuple(_every(found))


def _told(where: str, error: Exception) -> Iterator[Fault]:
    """Yield a fault for each line of an error, its remedy told apart where it has one."""
    for line in str(error).splitlines():
        what, _, remedy = line.rstrip(".").rpartition("; ")
        yield Fault(where, what or remedy, remedy if what else "mend it")


def _tried(where: str, work: Callable[[], object]) -> Iterator[Fault]:
    try:
        work()
    except CeaselineError as error:
        yield from _told(where, error)


def _every(study: Study) -> Iterator[Fault]:
    own = study.country
    absent = [(key, path) for key, path in own.files().items() if not path.is_file()]
    for key, path in absent:
        what = f"{path.name} is not there"
        needed = key in ("units", "catalogue")
        remedy = "give a file that is there" + ("" if needed else ", or leave the key out")
        yield Fault(f"country.{key}", what, remedy)
    if {"units", "catalogue"} & dict(absent).keys():
        return
    if faults := list(_tried("country.catalogue", catalogue)):
        yield from faults
        return
    if faults := list(_sources(study)):
        yield from faults
        return
    units = study.country.table.units
    faults = (
        list(_tried("country.units", boundaries))
        or list(_units(study))
        or list(_tried(units, lambda: boundaries().divider))
    )
    yield from faults
    if faults:
        return
    yield from _units_named(study)
    yield from _around(study)
    if faults := list(_tried(study.country.table.settlements, settlements)):
        yield from faults
        return
    yield from _settlements(study)
    yield from _control(study)
    lines = list(_library(study))
    yield from lines
    yield from _proposal(study, whole=not lines)


def _sources(study: Study) -> Iterator[Fault]:
    table = study.country.table.sources
    named: Mapping[str, tuple[str, ...]] = {
        "units": table.units, "around": table.around, "settlements": table.settlements,
    }  # fmt: skip
    used = [(f"country.sources.{key}", one) for key, own in named.items() for one in own]
    if study.table.control is not None:
        used.append(("control.source", study.table.control.source))
    for where, one in used:
        if one not in catalogue():
            yield _unknown(where, one, _known_sources(study))


def _known_sources(study: Study) -> tuple[str, ...]:
    """Return the sources of the study's own, or all where it has none."""
    of_tool = catalogue(embedded().country)
    return tuple(one for one in catalogue(study.country) if one not in of_tool) or tuple(of_tool)


def _unknown(where: str, word: str, known: tuple[str, ...]) -> Fault:
    near = nearest_names(word, known)
    remedy = f"did you mean {near[0]}?" if near else f"give one of {', '.join(known)[:200]}"
    return Fault(where, f"{repr(word)[:80]} is not known", remedy)


def _units(study: Study) -> Iterator[Fault]:
    units, file = boundaries().units, study.country.table.units
    codes = tuple(units["code"])
    twice = sorted({code for code in codes if codes.count(code) > 1})
    for code in twice:
        yield Fault(file, f"two units have the code {code}", "give each its own")
    for code, shape in zip(codes, units.geometry, strict=True):
        if shape.geom_type not in ("Polygon", "MultiPolygon") or not shape.is_valid:
            what = f"unit {code} is no valid polygon"
            yield Fault(file, what, "mend it (shapely.make_valid, mapshaper -clean)")
    apart = ~shapely.is_empty(shapely.coverage_invalid_edges(units.geometry.to_numpy()))
    if apart.any() and not twice:
        told = " and ".join(np.array(codes)[apart][:_SHOWN])
        what = f"units overlap or do not share their edges: {told}"
        yield Fault(file, what, "clean it as a coverage (mapshaper -clean)")


def _units_named(study: Study) -> Iterator[Fault]:
    """Yield the units that a key names and the file has not."""
    codes, table = tuple(boundaries().units["code"]), study.country.table
    named = [("country.capital", table.capital)] if table.capital else []
    named += [(f"country.barrier.{one.name}", code) for one in table.barrier for code in one.units]
    for where, code in named:
        if code not in codes:
            yield _unknown(where, code, codes)


def _around(study: Study) -> Iterator[Fault]:
    base = boundaries()
    for key, wanted in _LAYERS.items():
        path = study.country.file(getattr(study.country.table, key))
        if path is None:
            continue
        try:
            layer = getattr(base, key)
        except CeaselineError as error:
            yield from _told(path.name, error)
            continue
        if lost := [name for name in wanted if name not in layer or layer[name].isna().any()]:
            what = f"its features lack {', '.join(lost)}"
            yield Fault(path.name, what, "give each feature that property")
    if study.country.table.river is not None:
        yield from _tried("country.river", lambda: base.river)


def _settlements(study: Study) -> Iterator[Fault]:
    file = study.country.table.settlements
    frame, codes = settlements(), set(boundaries().units["code"])
    strange = frame[~frame["unit_code"].isin(codes)]
    for name, code in zip(strange["name"][:_MOST], strange["unit_code"][:_MOST], strict=True):
        what = f"{name} is in the unit {code!r}, which is not there"
        yield Fault(file, what, "give the code of a unit")
    for number in frame["id"][frame["id"].duplicated()].unique()[:_MOST].tolist():
        what = f"two settlements have the id {number!s}"
        yield Fault(file, what, "give each its own")
    away = shapely.distance(frame.geometry.to_numpy(), boundaries().country)
    for row in np.flatnonzero(away > _FAR_DEGREES)[:_MOST].tolist():
        what = f"{frame['name'].iloc[row]!s} lies outside the country"
        yield Fault(file, what, "correct lon and lat, or leave the row out")


def _control(study: Study) -> Iterator[Fault]:
    if study.control is None:
        return
    file = study.control.name
    try:
        rows = read_csv(study.control)
    except (OSError, UnicodeDecodeError) as error:
        what = f"it cannot be read ({error!s})"
        yield Fault(file, what, "give a CSV in UTF-8")
        return
    header = list(rows[0]) if rows else []
    dates = [name for name in header if name.startswith(HELD_BY)]
    if "geonameid" not in header or not dates:
        what = f"it lacks the columns geonameid and {HELD_BY}DATE"
        yield Fault(file, what, "name them so, one column a date")
        return
    known = set(settlements()["id"].astype(str))
    for line, row in enumerate(rows[: 1000 * _MOST], 2):
        where = f"{file}, line {line}"
        if row["geonameid"] not in known:
            what = f"no settlement has the id {row['geonameid']!r}"
            yield Fault(where, what, "give an id of the table of settlements")
        for date in dates:
            if row[date] not in study.parties:
                yield _unknown(f"{where}, {date}", row[date], study.parties)


def _library(study: Study) -> Iterator[Fault]:
    names = study.lines
    if not names:
        what = "it holds no placement"
        remedy = f"bring a line in: `ceaseline --study {study.id} import FILE --as NAME`"
        yield Fault(study.table.library, what, remedy)
    if study.placement and study.placement not in names:
        yield _unknown("placement", study.placement, names)
    for path in (study.library / f"{name}{SUFFIX}" for name in names):
        try:
            report = check(raw(path), path.name, default_ground(), claims=False)
            for fault in report.faults:
                where = path.name if fault.where == path.name else f"{path.name}: {fault.where}"
                yield Fault(where, fault.what, fault.remedy)
            if report.faults:
                continue
            line = load(path)
            yield from _far(path.name, line)
            yield from _called(path.name, line.parties, study.parties)
            plan(line)
        except CeaselineError as error:
            yield from _told(path.name, error)


def _called(where: str, parties: tuple[str, str], wanted: tuple[str, str]) -> Iterator[Fault]:
    """Yield the fault of a file that calls the parties otherwise than the study."""
    if parties != wanted:
        remedy = f"name them {' and '.join(wanted)}, in that order"
        yield Fault(where, f"its parties are {' and '.join(parties)}", remedy)


def _far(file: str, placement: Placement) -> Iterator[Fault]:
    """Yield the first place of each section that lies where no line of the country would."""
    west, south, east, north = boundaries().country.bounds
    room = max(east - west, north - south) / 2 + _FAR_DEGREES
    for number, section in enumerate(placement.sections, 1):
        lon, lat = section.array.T
        off = (
            (lon < west - room) | (lon > east + room) | (lat < south - room) | (lat > north + room)
        )
        if off.any():
            k = int(np.argmax(off))
            where = f"{file}: section {number} ({section.name})"
            what = f"place {k + 1} at lon {lon[k]:g}, lat {lat[k]:g} lies far from the country"
            yield Fault(where, what, "correct it, longitude first, or leave it out")


def _proposal(study: Study, *, whole: bool) -> Iterator[Fault]:
    file = study.proposal.name
    if faults := list(_tried(file, proposal)):
        yield from faults
        return
    own = proposal()
    yield from _called(file, own.parties, study.parties)
    if own.source and own.source not in catalogue():
        yield _unknown(f"{file}: source", own.source, _known_sources(study))
    if not whole:
        return
    for name in own.placements:
        if name not in study.lines:
            yield _unknown(f"{file}: placements", name, study.lines)
