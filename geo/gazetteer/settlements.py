"""Settlements of Ukraine, and finding one by any of its names."""

from __future__ import annotations

import functools
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import shapely

from geo.data import FOLDER
from geo.data.tables import read_csv
from geo.errors import InputError
from geo.files import nearest_names
from geo.romanise import key, latin_readings
from geo.unitcodes import unit_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas
    import pandas as pd

__all__ = ["find", "match", "settlements"]

_LISTED: Final = 12


@functools.cache
def _table() -> geopandas.GeoDataFrame:
    import geopandas  # noqa: PLC0415 - heavy: imported when settlements are asked for
    import pandas as pd  # noqa: PLC0415 - as above

    frame = pd.read_csv(FOLDER / "settlements.csv", keep_default_na=False)
    points = shapely.points(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    return geopandas.GeoDataFrame(frame, geometry=points, crs=4326)


def settlements() -> geopandas.GeoDataFrame:
    """Return the settlements of Ukraine with about 500 people or more.

    Returns
    -------
    GeoDataFrame
        Sorted by id, EPSG:4326: ``id`` (GeoNames), ``name`` (Ukrainian romanisation), ``name_uk``,
        ``name_ru``, ``other_names`` (joined by ``;``), ``population`` (of the gazetteer, of
        different years, 0 where unknown), ``part_of`` (id of the city whose district it is and
        with which its people are counted, else 0), ``unit_code``, ``rank`` (0 capital, 1 centre
        of a unit, 2 from 100,000 people, 3 from 20,000, 4 from 5,000, 5 the rest), ``lon``,
        ``lat``. A copy: it may be changed.

    Examples
    --------
    >>> frame = settlements()
    >>> len(frame), frame.loc[frame["rank"] == 0, "name"].item()
    (5265, 'Kyiv')
    """
    return _table().copy()


@functools.cache
def _index() -> tuple[Mapping[str, tuple[int, ...]], Mapping[str, tuple[int, ...]]]:
    """Return the rows by the key of a main name, and by the key of any name."""
    main: dict[str, set[int]] = defaultdict(set)
    every: dict[str, set[int]] = defaultdict(set)
    frame = _table()
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
    main, every = _index()
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
        Name or code of the unit that it lies in.

    Returns
    -------
    Series
        A row of `settlements`.

    Raises
    ------
    InputError
        If there is none, with the nearest names, or more than one, with the oblast of each; or if
        the oblast is unknown.

    Examples
    --------
    >>> match("Pokrovsk", oblast="Donetsk")["name_uk"]
    'Покровськ'
    """
    unit = None if oblast is None else _unit_code(oblast)
    frame = _table()
    main, every = _index()
    if text.strip().isdecimal():
        found = frame.index[frame["id"] == int(text)].tolist()
    else:
        found = _inside(_rows(main, text), unit) or _inside(_rows(every, text), unit)
    if len(found) == 1:
        row: pd.Series[Any] = frame.iloc[found[0]]
        return row
    where = "" if unit is None else f" in {_unit_names()[unit]}"
    if not found:
        raise InputError(f"There is no settlement '{text}'{where}{_suggestion(text)}")
    raise InputError(
        f"{len(found)} settlements are called '{text}'{where}; give the oblast or the id: "
        f"{_listed(found)}."
    )


def _inside(rows: list[int], unit: str | None) -> list[int]:
    if unit is None:
        return rows
    codes = _table()["unit_code"]
    return [row for row in rows if codes.iloc[row] == unit]


def _listed(rows: list[int]) -> str:
    frame, names = _table().iloc[rows], _unit_names()
    frame = frame.sort_values(["population", "id"], ascending=[False, True])
    columns = (frame[column] for column in ("name", "unit_code", "id"))
    every = [f"{name} ({names[unit]}, id {id_})" for name, unit, id_ in zip(*columns, strict=True)]
    more = len(every) - _LISTED
    return ", ".join(every[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _suggestion(text: str) -> str:
    frame = _table()
    by_key = {key(name): name for name in frame.sort_values("population")["name"]}
    near = [near for word in sorted(latin_readings(text)) for near in nearest_names(word, by_key)]
    names = list(dict.fromkeys(by_key[word] for word in near))[:3]
    return f"; did you mean {', '.join(names)}?" if names else "; check the spelling."


@functools.cache
def _unit_names() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in read_csv(FOLDER / "units.csv")}


def _unit_code(text: str) -> str:
    if (code := unit_code(text)) is not None:
        return code
    near = nearest_names(text, _unit_names().values())
    hint = (
        f"did you mean {', '.join(near)}?" if near else "give a name or code, as Donetsk or UA-14."
    )
    raise InputError(f"There is no oblast '{text}'; {hint}")
