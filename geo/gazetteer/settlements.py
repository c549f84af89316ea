"""Settlements of a country, and finding one by any of its names."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceaseline.geo.country_file import in_force
from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.gazetteer.hromadas import hromadas, raions, units_called
from ceaseline.geo.gazetteer.romanise import key, latin_readings
from ceaseline.geo.gazetteer.unit_codes import unit_code, unit_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import geopandas
    import pandas as pd
    from numpy.typing import NDArray

    from ceaseline.geo.country_file import CountryFile

__all__ = ["find", "match", "positions", "settlements"]

_LISTED: Final = 12


_COLUMNS: Final = (
    *("id", "name", "name_uk", "name_ru", "other_names", "population", "part_of", "unit_code"),
    *("rank", "lon", "lat"),
)
"""What every table of settlements has."""
_WHOLE: Final = ("id", "population", "part_of", "rank")
_DEGREES: Final = ("lon", "lat")
_MOST_FAULTS: Final = 20


@functools.lru_cache(maxsize=8)
def _whole(country: CountryFile) -> geopandas.GeoDataFrame:
    import geopandas  # noqa: PLC0415 - heavy: imported when settlements are asked for
    import pandas as pd  # noqa: PLC0415 - as above

    path = country.file(country.table.settlements)
    if path is None:
        empty = geopandas.GeoDataFrame(columns=[*_COLUMNS, "geometry"], geometry="geometry")
        whole = dict.fromkeys(("id", "population", "part_of", "rank"), "int64")
        return empty.astype(whole | {"lon": "float64", "lat": "float64"}).set_crs(4326)
    frame = pd.read_csv(path, keep_default_na=False)
    if missing := [column for column in _COLUMNS if column not in frame]:
        raise InputError(
            f"{path} lacks {', '.join(missing)}; a study's table of settlements has "
            f"{', '.join(_COLUMNS)}."
        )
    frame = _numbers(frame, path)
    _rank_capital(frame, country)
    points = shapely.points(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    return geopandas.GeoDataFrame(frame, geometry=points, crs=4326)


def _numbers(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return a table whose numbers are numbers; every row where one is none is named."""
    import pandas as pd  # noqa: PLC0415 - heavy: imported when settlements are asked for

    faults: list[str] = []
    for column in _WHOLE + _DEGREES:
        found = pd.to_numeric(frame[column], errors="coerce")
        bad = found.isna() | ((found % 1 != 0) if column in _WHOLE else (found.abs() > 180))
        faults += [
            f"{path.name}, line {row + 2}, {column}: {str(frame[column].iloc[row])!r:.40} is no "
            f"{'whole number' if column in _WHOLE else 'number of degrees'}; give one."
            for row in np.flatnonzero(bad)
        ]
    if faults:
        raise InputError.of(faults[:_MOST_FAULTS])
    return frame.astype(dict.fromkeys(_WHOLE, "int64") | dict.fromkeys(_DEGREES, "float64"))


def _rank_capital(frame: pd.DataFrame, country: CountryFile) -> None:
    """Give the capital its rank where the table has none: in the capital's unit the settlement of
    its name, else the largest.
    """  # noqa: D205 - one sentence
    code = country.table.capital
    own = np.flatnonzero(frame["unit_code"] == code)
    if code is None or not len(own) or (frame["rank"] == 0).any():
        return
    named = own[(frame["name"].iloc[own] == unit_names(country).get(code)).to_numpy()]
    rows = named if len(named) else own
    best = rows[int(np.argmax(frame["population"].to_numpy()[rows]))]
    frame.loc[frame.index[best], "rank"] = 0


@functools.lru_cache(maxsize=8)
def _listed_of(country: CountryFile) -> geopandas.GeoDataFrame:
    frame = _whole(country)
    return frame[frame["id"] > 0].reset_index(drop=True)


def _table() -> geopandas.GeoDataFrame:
    return _listed_of(in_force())


def settlements(*, added: bool = False, of: CountryFile | None = None) -> geopandas.GeoDataFrame:
    """Return the settlements of a country; of the embedded one those of about 500 people or more.

    Parameters
    ----------
    added : bool
        Whether to return too what GeoNames does not list, where people are counted all the same:
        towns, and a row for the villages of each hromada of which none is listed. They stand at
        their hromada's centre and have negative ids; no line is derived from them.
    of : CountryFile, optional
        The country; the one that is studied if not given.

    Returns
    -------
    GeoDataFrame
        Sorted by id, EPSG:4326, with the columns (of another country than the embedded one at
        least ``id``, the names, ``population``, ``part_of``, ``unit_code``, ``rank``, ``lon`` and
        ``lat``)

        - ``id`` (GeoNames), ``name`` (Ukrainian romanisation), ``name_uk``, ``name_ru``,
          ``other_names`` (joined by ``;``);
        - ``population``: people registered on 1 January 2022, by the State Statistics Service; in
          Crimea and Sevastopol the gazetteer's figure;
        - ``population_listed``: the gazetteer's figure, of different years, 0 where unknown;
        - ``people_basis``: what ``population`` is: ``town`` (the town's official figure),
          ``share`` (of the people of its hromada outside towns, in proportion to the listing),
          ``centre`` (all those people, as no village is listed: no settlement, but a row that
          stands for some), ``city`` (0: a district, counted with its city), ``gazetteer`` (Crimea
          and Sevastopol), ``none`` (abandoned);
        - ``part_of`` (id of the city whose district it is, else 0), ``unit_code`` (ISO 3166-2),
          ``raion``, ``hromada``, ``katottg`` (codes of the official codifier; the settlement's own
          empty where its name is not there), ``matched`` (how the hromada was found);
        - ``rank`` (0 capital, 1 centre of a unit, 2 from 100,000 people, 3 from 20,000, 4 from
          5,000, 5 the rest; a village by its own listing where its share is more), ``lon``,
          ``lat``.

        A copy: it may be changed.

    Examples
    --------
    >>> frame = settlements()
    >>> len(frame), frame.loc[frame["rank"] == 0, "name"].item()
    (5265, 'Kyiv')
    >>> every = settlements(added=True)
    >>> int(every.loc[~every["unit_code"].isin(["UA-40", "UA-43"]), "population"].sum())
    41167335
    """
    country = of if of is not None else in_force()
    return (_whole(country) if added else _listed_of(country)).copy()


def positions(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return the longitude and latitude of settlements in degrees, (n, 2).

    Parameters
    ----------
    frame : DataFrame
        With ``lon`` and ``lat``.

    Examples
    --------
    >>> positions(find("Bakhmut").iloc[:1]).round(1).tolist()
    [[38.0, 48.6]]
    """
    return np.column_stack([frame["lon"], frame["lat"]]).astype(np.float64)


@functools.lru_cache(maxsize=8)
def _index(
    country: CountryFile,
) -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
    """Return the rows by the key of a main name, and by the key of any name."""
    main: dict[str, set[int]] = defaultdict(set)
    every: dict[str, set[int]] = defaultdict(set)
    frame = _listed_of(country)
    columns = (frame[name] for name in ("name", "name_uk", "name_ru", "other_names"))
    for row, (*names, others) in enumerate(zip(*columns, strict=True)):
        for name in filter(None, names):
            for reading in latin_readings(name):
                main[reading].add(row)
                every[reading].add(row)
        for name in filter(None, others.split(";")):
            every[key(name)].add(row)
    return _sorted(main), _sorted(every)


def _sorted(index: Mapping[str, set[int]]) -> dict[str, tuple[int, ...]]:
    return {word: tuple(sorted(rows)) for word, rows in index.items()}


def _rows(index: Mapping[str, tuple[int, ...]], text: str) -> list[int]:
    return sorted({row for reading in latin_readings(text) for row in index.get(reading, ())})


def find(text: str) -> geopandas.GeoDataFrame:
    """Return the settlements of a name: Ukrainian, Russian or former, in Latin or Cyrillic letters.

    Case, accents, apostrophes, hyphens and spaces do not matter.

    Parameters
    ----------
    text : str

    Returns
    -------
    GeoDataFrame
        As `settlements`; those whose present name it is first, then by population.

    Examples
    --------
    >>> find("Артёмовск")["name"].tolist()[0], find("slovyansk")["name"].tolist()[0]
    ('Bakhmut', 'Sloviansk')
    """
    main, every = _index(in_force())
    first = _rows(main, text)
    rest = [row for row in _rows(every, text) if row not in set(first)]
    frame = _table()
    size = frame["population"].to_numpy()
    order = [*sorted(first, key=lambda row: -size[row]), *sorted(rest, key=lambda row: -size[row])]
    return frame.iloc[order].copy()


def match(text: str, oblast: str | None = None) -> pd.Series[Any]:
    """Return the one settlement of a name.

    Parameters
    ----------
    text : str
        Any name, as in `find`, or a GeoNames id. Present names go before former and other ones.
    oblast : str, optional
        Name or code of the unit that it lies in: an oblast, or a raion or hromada.

    Returns
    -------
    Series
        A row of `settlements`.

    Raises
    ------
    InputError
        If there is none, with the nearest names, or more than one, with the oblast of each, and
        the hromada where the oblast does not tell them apart; or if the unit is unknown.

    Examples
    --------
    >>> match("Pokrovsk", oblast="Donetsk")["name_uk"]
    'Покровськ'
    >>> int(match("Terny", oblast="Lymanska hromada")["id"])
    691608
    """
    units = None if oblast is None else _units(oblast)
    frame = _table()
    main, every = _index(in_force())
    if text.strip().isdecimal():
        found = frame.index[frame["id"] == int(text)].tolist()
    else:
        found = _inside(_rows(main, text), units) or _inside(_rows(every, text), units)
    if len(found) == 1:
        row: pd.Series[Any] = frame.iloc[found[0]]
        return row
    where = "" if units is None else f" in {' or '.join(dict.fromkeys(units.values()))}"
    if not found and (row_of := _stand_in(text)) is not None:
        raise InputError(_why_not(row_of))
    if not found:
        raise InputError(f"There is no settlement '{text}'{where}{_suggestion(text)}")
    raise InputError(
        f"{len(found)} settlements are called '{text}'{where}; give the {_telling(found)} or the "
        f"id: {_listed(found)}."
    )


def _stand_in(text: str) -> pd.Series[Any] | None:
    """Return the row that stands for unlisted villages or a town and has this name or id."""
    frame = _whole(in_force())
    rows, word = frame[frame["id"] <= 0].reset_index(drop=True), key(text)
    columns = (rows[name] for name in ("id", "name", "name_uk"))
    for k, (id_, *names) in enumerate(zip(*columns, strict=True)):
        if str(id_) == text.strip() or word in map(key, names):
            row: pd.Series[Any] = rows.iloc[k]
            return row
    return None


def _why_not(row: pd.Series[Any]) -> str:
    """Say why a row that only counts people cannot be chosen, and what to choose instead."""
    own = _table()
    listed = own[own["hromada"] == row["hromada"]].sort_values("population", ascending=False)
    what = (
        "villages of which none is listed"
        if row["people_basis"] == "centre"
        else "a town that the gazetteer does not list"
    )
    head = f"'{row['name']}' stands for {what}, and cannot be chosen by itself; "
    if len(listed):
        names = ", ".join(
            f"{n} (id {k})" for n, k in zip(listed["name"], listed["id"], strict=True)
        )
        return f"{head}give a listed place of its hromada: {names}."
    return (
        f"{head}no place of its hromada ({row['hromada']}) is listed either; give a listed place "
        "of a hromada beside it, or draw the line around it."
    )


def _inside(rows: list[int], units: Mapping[str, str] | None) -> list[int]:
    if units is None:
        return rows
    frame = _table()
    levels = ("unit_code", "raion", "hromada")
    columns = [frame[column] for column in levels if column in frame]
    return [row for row in rows if any(column.iloc[row] in units for column in columns)]


def _telling(rows: list[int]) -> str:
    """Return the kind of unit that tells settlements apart: the oblast, if it can."""
    return "hromada" if _table()["unit_code"].iloc[rows].duplicated().any() else "oblast"


def _listed(rows: list[int]) -> str:
    frame, names = _table().iloc[rows], unit_names()
    frame = frame.sort_values(["population", "id"], ascending=[False, True])
    twins = frame["unit_code"].duplicated(keep=False)
    within = frame["hromada"] if "hromada" in frame else [""] * len(frame)
    columns = (frame[column] for column in ("name", "unit_code", "id"))
    every = [
        f"{name} ({names.get(unit, unit)}, {_within(own) if twin else ''}id {id_})"
        for name, unit, id_, own, twin in zip(*columns, within, twins, strict=True)
    ]
    more = len(every) - _LISTED
    return ", ".join(every[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _within(hromada: str) -> str:
    unit = hromadas().get(hromada)
    return f"{unit.title}, " if unit else ""


def _suggestion(text: str) -> str:
    frame = _table()
    by_key = {key(name): name for name in frame.sort_values("population")["name"]}
    near = [near for word in sorted(latin_readings(text)) for near in nearest_names(word, by_key)]
    names = list(dict.fromkeys(by_key[word] for word in near))[:3]
    return f"; did you mean {', '.join(names)}?" if names else "; check the spelling."


def _units(text: str) -> dict[str, str]:
    """Return the units that a text names, code and title: an oblast, else raions and hromadas."""
    if (code := unit_code(text)) is not None:
        return {code: unit_names()[code]}
    if found := units_called(text):
        return {unit.code: unit.title for unit in found}
    names = [
        *unit_names().values(),
        *(u.title for u in (*raions().values(), *hromadas().values())),
    ]
    near = nearest_names(text, names)
    hint = (
        f"did you mean {', '.join(near)}?"
        if near
        else f"give an oblast, raion or hromada by name or code, as {_example()}."
    )
    raise InputError(f"There is no oblast, raion or hromada '{text}'; {hint}")


def _example() -> str:
    """Return a unit by name and code, for a message: the one with most listed settlements."""
    code = str(_table()["unit_code"].mode().iloc[0]) if len(_table()) else next(iter(unit_names()))
    return f"{unit_names().get(code, code)} or {code}"
