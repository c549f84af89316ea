"""Units and polygons of files, for edits that give whole areas."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.gazetteer.romanise import latin_readings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas
    from numpy.typing import NDArray

__all__ = ["ground_words", "polygons_of", "units_of"]


def ground_words(
    units: Sequence[str],
    units_file: str | Path | None = None,
    polygon: str | Path | None = None,
    *,
    tell: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Return what an edit that gives areas is told, as its verb settles it.

    Parameters
    ----------
    units : sequence of str
        Units of the country; of a file if that is given.
    units_file : path, optional
        Whose units are meant.
    polygon : path, optional
        A file all of whose polygons are meant, besides the units.
    tell : callable, optional
        Is handed each note on what of the files was mended or left out.

    Returns
    -------
    dict
        ``units`` of the country, or ``shapes`` with their ``name`` and ``basis``.

    Raises
    ------
    InputError
        As :func:`units_of` and :func:`polygons_of`.

    Examples
    --------
    >>> ground_words(["Kherson"])
    {'units': ['Kherson']}
    """
    if units_file is not None and not units:
        raise InputError(f"No unit of {units_file} is named; give its name beside --units.")
    if polygon is None and units_file is None:
        return {"units": list(units)}
    shapes: list[Any] = [] if polygon is None else [*polygons_of(polygon, tell)]
    words = [] if polygon is None else [Path(polygon).stem]
    if units_file is not None:
        shapes += [*units_of(units_file, units, tell)]
        words = [*units, *words]
    return {
        "units": [] if units_file is not None else list(units),
        "shapes": shapes,
        "name": ", ".join(words)[:180],
        "basis": "admin border" if polygon is None else "drawn",
    }


def polygons_of(path: str | Path, tell: Callable[[str], None] | None = None) -> NDArray[np.object_]:
    """Return all polygons of a file, (n,); longitude, latitude.

    Parameters
    ----------
    path : path
        As :func:`ceaseline.geo.readers.read` takes them.
    tell : callable, optional
        As for :func:`ground_words`.

    Raises
    ------
    InputError
        If it cannot be read or holds no polygons.
    """
    return np.asarray(_read(path, tell).geometry.to_numpy())


def units_of(
    path: str | Path, words: Sequence[str], tell: Callable[[str], None] | None = None
) -> NDArray[np.object_]:
    """Return the shapes of the units of a file that words stand for, (n,).

    Parameters
    ----------
    path : path
        Of polygons with names or codes in some of their columns.
    words : sequence of str
        Each the value of a column; case, accents and alphabet are ignored. Every row that has it
        is taken.
    tell : callable, optional
        As for :func:`ground_words`.

    Raises
    ------
    InputError
        If one is in no column.
    """
    frame = _read(path, tell)
    texts = frame.drop(columns=frame.geometry.name).select_dtypes(exclude="number")
    rows = [_rows(texts, word, path) for word in words]
    return np.concatenate([frame.geometry.to_numpy()[own] for own in rows])


def _rows(texts: geopandas.GeoDataFrame, word: str, path: str | Path) -> NDArray[np.int64]:
    wanted = latin_readings(word)
    known: list[str] = []
    for column in texts.columns:
        values = [value if isinstance(value, str) else "" for value in texts[column]]
        found = np.flatnonzero([bool(latin_readings(value) & wanted) for value in values])
        if len(found):
            return found
        known += filter(None, values)
    near = nearest_names(word, known) or known[:6]
    there = f"there are {', '.join(near)}" if near else "its polygons have no names"
    raise InputError(f"{path} has no unit {word!r}; {there}.")


def _read(path: str | Path, tell: Callable[[str], None] | None) -> geopandas.GeoDataFrame:
    from ceaseline.geo.readers import read  # noqa: PLC0415 - heavy: imported when a file is read

    where = Path(path)
    if not where.is_file():
        raise InputError(f"{path} is not a file; give a file of polygons.")
    reading = read(where)
    frame = reading.frame
    frame = frame[frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    if frame.empty:
        raise InputError(f"{path} holds no polygons; give a file of polygons.")
    notes = [*reading.notes]
    if lines := len(reading.frame) - len(frame):
        what = "1 feature that is" if lines == 1 else f"{lines:,} features that are"
        notes.append(f"{what} no polygon left out.")
    if tell is not None:
        for text in notes:
            tell(f"{where.name}: {text}")
    return frame.reset_index(drop=True)
