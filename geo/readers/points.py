"""Points with a party each: a table of settlements, drawn instead of written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyproj
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.check import nothing
from ceaseline.geo.readers.parts import Fault, listed
from ceaseline.geo.readers.reading import Held, Reading
from ceaseline.geo.readers.table import ID, NAME, OBLAST, PARTY, number

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["held"]


def held(reading: Reading) -> Reading | None:
    """Return points with a party each as settlements held; None if a file is no such thing.

    Parameters
    ----------
    reading : Reading
        Its frame in any CRS.

    Returns
    -------
    Reading or None
        With the position of each row; None where there is a line or a polygon, or no column says
        who holds what.

    Raises
    ------
    InputError
        If there are points without a coordinate reference system, or none has a party.

    Examples
    --------
    >>> import pathlib, geopandas
    >>> frame = geopandas.GeoDataFrame(
    ...     {"name": ["Pokrovsk"], "party": ["Russia"]}, geometry=[shapely.Point(37.18, 48.28)],
    ...     crs=4326,
    ... )
    >>> held(Reading(pathlib.Path("a.gpkg"), "GeoPackage", frame)).held[0].lonlat
    (37.18, 48.28)
    """
    frame = reading.frame
    kinds = set(frame.geometry.dropna().geom_type)
    columns = {str(name).strip().lower(): name for name in frame.columns}
    party = next((columns[name] for name in PARTY if name in columns), None)
    if not kinds or not kinds <= {"Point", "MultiPoint"} or party is None or reading.embedded:
        return None
    if frame.crs is None:
        raise InputError(
            f"{reading.path.name} does not say its coordinate reference system; save it with one "
            "(EPSG:4326 if it is longitude and latitude)."
        )
    faults = list(reading.faults)
    rows, without = _rows(frame, columns, party, faults)
    what = "1 point" if without == 1 else f"{without:,} points"
    notes = [f"{what} without a position or a party left out."] if without else []
    if not rows:
        raise nothing(reading.path, [*reading.notes, *notes], faults)
    notes += listed(tuple(faults))
    return reading.replaced(
        frame=reading.frame.iloc[:0], held=tuple(rows), faults=tuple(faults),
        format=f"{reading.format} of settlements",
    ).noted(*notes)  # fmt: skip


def _rows(
    frame: gpd.GeoDataFrame, columns: dict[str, Any], party: Any, faults: list[Fault]
) -> tuple[list[Held], int]:
    turn = pyproj.Transformer.from_crs(frame.crs, 4326, always_xy=True)
    taken = [
        next((columns[name] for name in known if name in columns), None)
        for known in (ID, NAME, OBLAST)
    ]
    out = []
    without = 0
    for label, row in zip(frame.index, frame.to_dict("records"), strict=True):
        shape = row[frame.geometry.name]
        who = _text(row[party])
        if shape is None or shape.is_empty or not who:
            without += 1
            continue
        lon, lat = turn.transform(*shapely.get_coordinates(shape)[0])
        if not (np.isfinite([lon, lat]).all() and -180 <= lon <= 180 and -90 <= lat <= 90):
            why = "lies at no longitude and latitude in degrees; give longitude first, in EPSG:4326"
            faults.append(Fault(f"feature {label}", None, f"{lon:g}, {lat:g}", why))
            continue
        own, name, oblast = (_text(row[c]) if c is not None else "" for c in taken)
        out.append(Held(int(label), who, number(own), name, oblast, (float(lon), float(lat))))
    return out, without


def _text(value: Any) -> str:
    return "" if value is None or value is pd.NA or value != value else str(value).strip()  # noqa: PLR0124 - NaN
