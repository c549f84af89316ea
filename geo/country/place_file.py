"""A person's own table of settlements, to count people by: CSV, or the GeoNames table of a country.

The GeoNames layout is that of the export dump (`UA.zip`, `UA.txt`): 19 columns separated by tabs,
without a header (GeoNames readme, "The main 'geoname' table").
"""

from __future__ import annotations

import functools
import hashlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import shapely

from ceaseline.geo.country.boundaries import boundaries
from ceaseline.geo.country_file import in_force
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer import Gazetteer
from ceaseline.geo.gazetteer.geonames import is_readable, rank_of
from ceaseline.geo.gazetteer.romanise import key, romanise
from ceaseline.geo.gazetteer.settlements import settlements
from ceaseline.geo.geodesy import distance
from ceaseline.geo.lines.chains import chains_of
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.geo.readers.archive import unpack
from ceaseline.geo.readers.limits import LIMITS, Limits, count, size
from ceaseline.geo.readers.table import MOST_FAULTS, encoding_of, number, rows
from ceaseline.geo.sources import source
from ceaseline.geo.unseen import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.geo.country_file import CountryFile

__all__ = ["read_settlements"]

NAME: Final = ("name", "settlement", "place", "city", "назва", "название")
LON: Final = ("lon", "longitude", "lng", "long", "x")
LAT: Final = ("lat", "latitude", "y")
PEOPLE: Final = ("people", "population", "pop", "inhabitants", "населення", "население")
ID: Final = ("id", "geonameid", "geonames_id")
KEPT: Final[tuple[str, ...]] = ("name_uk", "name_ru", "raion", "hromada")

_ABROAD_M: Final = 10_000.0
"""So far into another country a row may lie: settlements at the border stand up to 2 km off it."""
_FAR_M: Final = 50_000.0
"""So far from the country anywhere: the inhabited island of Zmiinyi lies 35 km off the coast."""
_SAME_M: Final = 100.0
"""Rows of one name no farther apart are one settlement given twice."""
_GEONAMES_COLUMNS: Final = 19
_NOT_SETTLEMENTS: Final = frozenset({"PPLX", "PPLQ", "PPLH", "PPLW"})
"""Sections of settlements, which are counted with them; abandoned, historical, destroyed ones."""


@dataclass(frozen=True)
class _Row:
    """One settlement as a table has it."""

    line: int
    name: str
    lon: float
    lat: float
    people: int
    id: int | None
    more: dict[str, str]


def read_settlements(path: Path | str, limits: Limits = LIMITS) -> Gazetteer:
    r"""Read a table of settlements to count people by, in place of the embedded one.

    Parameters
    ----------
    path : path
        CSV (UTF-8, UTF-16 with its mark or Windows-1251; commas, semicolons or tabs) with the
        columns ``name``, ``lon``, ``lat`` and ``people``; if it has them also ``id``, ``name_uk``,
        ``name_ru``, ``raion`` and ``hromada`` (codes). Or the GeoNames table of the country, as
        ``UA.txt`` or ``UA.zip``: its populated places (class P) but districts of cities, abandoned,
        historical and destroyed ones.
    limits : Limits
        How large it may be.

    Returns
    -------
    Gazetteer
        Its settlements in the table's order, with the oblast that each lies in or nearest to.

    Raises
    ------
    InputError
        If it is no such table; every faulty row is named, up to 20, with what to give instead:
        also one that lies outside the country (more than 10 km into another one, or 50 km away
        anywhere), and one that gives a settlement again (same name, within 100 m).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "own.csv")
    ...     _ = path.write_text("name;lon;lat;people\nKherson;32,62;46,64;70000\n")
    ...     frame = read_settlements(path).settlements
    >>> frame[["name", "population", "unit_code", "lon"]].values.tolist()
    [['Kherson', 70000, 'UA-65', 32.62]]
    """
    path = Path(path)
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}).") from None
    if not digest:
        raise InputError(f"There is no table of settlements '{path}'; give a CSV file.")
    if path.suffix.lower() == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            return _gazetteer(path, *_from_archive(path, Path(folder), limits), digest)
    size(path, limits.text)
    return _gazetteer(path, *_from_file(path, limits), digest)


def _from_archive(path: Path, folder: Path, limits: Limits) -> tuple[list[dict[str, Any]], str]:
    texts = [one for one in unpack(path, folder, limits) if one.suffix.lower() in (".txt", ".csv")]
    tables = [one for one in texts if one.stem.lower() != "readme"]
    if len(tables) != 1:
        raise InputError(
            f"{path.name} holds {len(tables)} tables (*.txt, *.csv); unpack it and give one of "
            "them."
        )
    return _from_file(tables[0], limits)


def _from_file(path: Path, limits: Limits) -> tuple[list[dict[str, Any]], str]:
    """Return the settlements of a file and the id of its source in the catalogue."""
    with path.open("rb") as stream:
        first = stream.readline(100_000).split(b"\t")
    if len(first) == _GEONAMES_COLUMNS and first[0].removeprefix(b"\xef\xbb\xbf").isdigit():
        return _geonames(path, limits), "geonames-ukraine"
    return _csv(path, limits), "user-settlements"


def _csv(path: Path, limits: Limits) -> list[dict[str, Any]]:
    faults: list[str] = []
    found: list[_Row] = []
    with rows(path, encoding_of(path)) as (header, lines):
        columns = _columns(path, header)
        for line, cells in lines:
            row = _row(
                path, line, {k: cleaned(cells[n]).strip() for k, n in columns.items()}, faults
            )
            found += [row] if row else []
            count(path, len(found), limits.features, "rows")
            if len(faults) >= MOST_FAULTS:
                break
    faults += _repeated(path, found)
    faults += _outside(path, found)
    faults += _twice(path, found)
    if faults:
        raise InputError.of(faults[:MOST_FAULTS])
    if not found:
        raise InputError(f"{path.name} has no settlement; give a row for each.")
    return [_from_row(row) for row in found]


def _columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    wanted = {"name": NAME, "lon": LON, "lat": LAT, "people": PEOPLE, "id": ID}
    wanted |= {name: (name,) for name in KEPT}
    found = {}
    for name, known in wanted.items():
        at = next((header.index(word) for word in known if word in header), None)
        if at is not None:
            found[name] = at
    missing = [name for name in ("name", "lon", "lat", "people") if name not in found]
    if missing:
        raise InputError(
            f"{path.name} has the columns {', '.join(header):.120} and lacks "
            f"{', '.join(missing)}; a table of settlements has name, lon, lat and people."
        )
    return found


def _row(path: Path, line: int, cells: dict[str, str], faults: list[str]) -> _Row | None:
    """Return a row; None, and what is wrong with it, where it is not one."""
    before = len(faults)
    where = f"{path.name}, line {line}"
    if not cells["name"]:
        faults.append(f"{where}: no settlement is named; give its name.")
    lon = _degrees(cells["lon"], 180, f"{where}, lon", faults)
    lat = _degrees(cells["lat"], 90, f"{where}, lat", faults)
    people = number(cells["people"].replace(" ", "").replace("\N{NO-BREAK SPACE}", ""))
    if people is None:
        faults.append(
            f"{where}, people: {cells['people']!r:.40} is not a whole number; give one, 0 where "
            "nobody lives."
        )
    given = number(cells["id"]) if cells.get("id") else None
    if cells.get("id") and given is None:
        faults.append(f"{where}, id: {cells['id']!r:.40} is not a whole number; give one or none.")
    if len(faults) > before or people is None:
        return None
    more = {name: cells[name] for name in KEPT if name in cells}
    return _Row(line, " ".join(cells["name"].split()), lon, lat, people, given, more)


def _degrees(text: str, most: int, where: str, faults: list[str]) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = np.nan
    if not abs(value) <= most:
        faults.append(f"{where}: {text!r:.40} is no number from {-most} to {most}; give degrees.")
    return value


def _repeated(path: Path, found: Sequence[_Row]) -> Iterator[str]:
    """Yield what is wrong with ids: given twice, or for some rows only."""
    seen: dict[int, int] = {}
    with_id = [row for row in found if row.id is not None]
    if with_id and len(with_id) < len(found):
        yield f"{path.name} gives an id for some settlements only; give it for all or for none."
    for row in with_id:
        if row.id in seen:
            yield f"{path.name}, line {row.line}, id: {row.id} is that of line {seen[row.id]} too."
        seen.setdefault(row.id or 0, row.line)


def _outside(path: Path, found: Sequence[_Row]) -> Iterator[str]:
    """Yield the rows that lie outside the country, whose people would be counted in it."""
    lonlat = np.array([(row.lon, row.lat) for row in found], dtype=float).reshape(-1, 2)
    off = _off_m(lonlat)
    outside = np.flatnonzero(off > 0)
    exchanged = lonlat[outside, ::-1]
    sound = np.abs(exchanged[:, 1]) <= 90
    turned = sound & (_off_m(np.where(sound[:, None], exchanged, 0.0)) == 0)
    for k, other_way in zip(outside.tolist(), turned.tolist(), strict=True):
        row, kilometres = found[k], off[k] / 1000
        remedy = (
            "longitude and latitude are exchanged; put each in its own column"
            if other_way
            else "correct lon and lat, or leave the row out"
        )
        yield (
            f"{path.name}, line {row.line}: {row.name:.40} at lon {row.lon:g}, lat {row.lat:g} "
            f"lies {kilometres:,.0f} km outside the country; {remedy}."
        )


def _off_m(lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far outside the country places lie, m, (n,); 0 inside it and near enough to it."""
    base = boundaries()
    spots = np.asarray(shapely.points(lonlat), dtype=object)
    shapely.prepare(base.country)
    off = np.zeros(len(spots))
    out = ~shapely.intersects(base.country, spots)
    if out.any():
        off[out] = _border(base).metres(lonlat[out])
    abroad = off > _ABROAD_M
    land = shapely.STRtree(base.land.geometry.to_numpy())
    abroad[abroad] = [len(land.query(spot, "intersects")) > 0 for spot in spots[abroad]]
    return np.where(abroad | (off > _FAR_M), off, 0.0)


@functools.lru_cache(maxsize=4)
def _border(base: Boundaries) -> NearestOnLine:
    """Return the border and coast of the country, prepared for nearest-place questions."""
    return NearestOnLine.of(chains_of(shapely.get_parts(base.country.boundary).tolist()))


def _twice(path: Path, found: Sequence[_Row]) -> Iterator[str]:
    """Yield the rows that give a settlement again, whose people would be counted twice."""
    named: dict[str, list[_Row]] = {}
    for row in found:
        before = named.setdefault(key(row.name), [])
        for other in before:
            if distance(row.lon, row.lat, other.lon, other.lat) <= _SAME_M:
                yield (
                    f"{path.name}, line {row.line}: {row.name:.40} at lon {row.lon:g}, lat "
                    f"{row.lat:g} is that of line {other.line} again, and its people would count "
                    "twice; leave one of them out."
                )
                break
        before.append(row)


def _from_row(row: _Row) -> dict[str, Any]:
    latin = row.name.isascii() or not any("\u0400" <= sign <= "\u04ff" for sign in row.name)
    return {
        "id": row.id,
        "name": row.name if latin else romanise(row.name),
        "name_uk": row.more.get("name_uk") or ("" if latin else row.name),
        "name_ru": row.more.get("name_ru", ""),
        "other_names": "",
        "population": row.people,
        **{name: row.more[name] for name in ("raion", "hromada") if name in row.more},
        "lon": row.lon,
        "lat": row.lat,
    }


def _geonames(path: Path, limits: Limits) -> list[dict[str, Any]]:
    faults: list[str] = []
    found = []
    own = in_force()
    with path.open(encoding="utf-8-sig", errors="strict", newline="\n") as stream:
        try:
            for line, text in enumerate(stream, 1):
                cells = text.rstrip("\r\n").split("\t")
                if len(cells) != _GEONAMES_COLUMNS:
                    faults.append(
                        f"{path.name}, line {line}, has {len(cells)} cells where the GeoNames "
                        f"table has {_GEONAMES_COLUMNS}; download it again."
                    )
                elif _is_populated(cells, own.code):
                    found.append(_from_geonames(path, line, cells, faults))
                count(path, len(found), limits.features, "settlements")
                if len(faults) >= MOST_FAULTS:
                    break
        except UnicodeDecodeError as error:
            raise InputError(f"{path.name} is not UTF-8 text at byte {error.start:,}.") from error
    if faults:
        raise InputError.of(faults[:MOST_FAULTS])
    if not found:
        raise InputError(
            f"{path.name} lists no populated place of {own.name} (class P, country {own.code}); "
            f"give the GeoNames table of {own.name}."
        )
    return found


def _is_populated(cells: Sequence[str], country: str) -> bool:
    return cells[6] == "P" and cells[7] not in _NOT_SETTLEMENTS and cells[8] == country


def _from_geonames(
    path: Path, line: int, cells: Sequence[str], faults: list[str]
) -> dict[str, Any]:
    where = f"{path.name}, line {line}"
    people = number(cells[14] or "0")
    if people is None:
        faults.append(f"{where}, population: {cells[14]!r:.40} is not a whole number.")
    return {
        "id": number(cells[0]),
        **_names(number(cells[0]), cells[1], cells[3]),
        "population": people or 0,
        "unit_code": in_force().table.geonames.get(cells[10], ""),
        "lon": _degrees(cells[5], 180, f"{where}, longitude", faults),
        "lat": _degrees(cells[4], 90, f"{where}, latitude", faults),
    }


def _names(id_: int | None, name: str, others: str) -> dict[str, str]:
    """Return the names of a place: those of the embedded table where it is there, else its own."""
    known = _known_names(in_force()).get(id_ or 0)
    if known is not None:
        return known
    kept = [
        one for one in cleaned(others).split(",") if one and ";" not in one and is_readable(one)
    ]
    return {
        "name": cleaned(name).replace("'", ""),
        "name_uk": "",
        "name_ru": "",
        "other_names": ";".join(kept),
    }


@functools.lru_cache(maxsize=4)
def _known_names(country: CountryFile) -> dict[int, dict[str, str]]:
    columns = ["name", "name_uk", "name_ru", "other_names"]
    frame = settlements(of=country)
    return dict(zip(frame["id"].tolist(), frame[columns].to_dict("records"), strict=True))


def _gazetteer(path: Path, found: list[dict[str, Any]], origin: str, digest: str) -> Gazetteer:
    """Return the settlements with what follows from their place and size."""
    for n, row in enumerate(found, 1):
        row["id"] = n if row["id"] is None else row["id"]
    lonlat = np.array([(row["lon"], row["lat"]) for row in found], dtype=float)
    units = _units(lonlat)
    for row, code in zip(found, units, strict=True):
        row["unit_code"] = row.get("unit_code") or str(code)
        row["part_of"] = 0
        row["people_basis"] = "user"
    for row in found:
        row["rank"] = rank_of(row["population"])
    _crown(found)
    points = shapely.points(lonlat[:, 0], lonlat[:, 1])
    frame = gpd.GeoDataFrame(found, geometry=points, crs=4326)
    named = replace(source(origin), sha256=digest)
    return Gazetteer(frame, (named,), path.name)


def _units(lonlat: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return the code of the unit that each place lies in or nearest to, (n,)."""
    units = boundaries().units
    tree = shapely.STRtree(units.geometry.to_numpy())
    nearest = tree.nearest(shapely.points(lonlat[:, 0], lonlat[:, 1]))
    return np.asarray(units["code"].to_numpy(object)[nearest])


def _crown(found: list[dict[str, Any]]) -> None:
    """Mark the capital (rank 0) and the centres of units (rank 1): the largest of the name."""
    for code, capital in zip(*(boundaries().units[c] for c in ("code", "capital")), strict=True):
        same = [
            row
            for row in found
            if capital
            and row["unit_code"] == code
            and key(capital) in (key(row["name"]), _latin(row))
        ]
        if same:
            largest = max(same, key=lambda row: int(row["population"]))
            largest["rank"] = 0 if code == in_force().table.capital else 1


def _latin(row: dict[str, Any]) -> str:
    return key(romanise(str(row["name_uk"])))
