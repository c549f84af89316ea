"""DeepState: the daily polygons of the public archive, and the map's own history files."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.status import by_words

if TYPE_CHECKING:
    from ceaseline.geo.readers.reading import Reading

__all__ = ["SOURCE", "ground", "is_archive", "is_history", "stamped", "unwrapped"]

SOURCE = "deepstate"
ARCHIVE = re.compile(r"deepstate[-_]?(?:map[-_]?data)?[-_]?(\d{4})-?(\d{2})-?(\d{2})")
FILLS = ("#a52714", "#880e4f", "#ff5252", "#000000")
"""Of ground that is held."""
POLYGONS = ("Polygon", "MultiPolygon")


def is_archive(*names: str) -> dt.date | None:
    """Return the date of a daily polygon of the archive by its layer's or file's name, or None.

    Examples
    --------
    >>> is_archive("deepstatemap_data_20241107"), is_archive("front")
    (datetime.date(2024, 11, 7), None)
    """
    for name in names:
        found = ARCHIVE.match(name.lower())
        if found:
            try:
                return dt.date(*(int(part) for part in found.groups()))
            except ValueError:
                continue
    return None


def unwrapped(document: dict[str, Any]) -> dict[str, Any]:
    """Return the FeatureCollection inside a history file, or the document itself.

    Examples
    --------
    >>> unwrapped({"id": 1, "map": {"type": "FeatureCollection", "features": []}})["type"]
    'FeatureCollection'
    """
    inner = document.get("map")
    return inner if isinstance(inner, dict) and "features" in inner else document


def is_history(reading: Reading) -> bool:
    """Return whether polygons carry the names and fills of the map's history files.

    Names are of two languages, parted by ``///``; before May 2022 of one, and then name and fill
    tell the same of some ground that is held.

    Examples
    --------
    >>> import pathlib, geopandas, shapely
    >>> from ceaseline.geo.readers.reading import Reading
    >>> frame = geopandas.GeoDataFrame(
    ...     {"name": ["Окуповано"], "fill": ["#a52714"]}, geometry=[shapely.box(30, 48, 31, 49)]
    ... )
    >>> is_history(Reading(pathlib.Path("1648900000.geojson"), "GeoJSON", frame))
    True
    """
    frame = reading.frame
    if "fill" not in frame or "name" not in frame:
        return False
    names, fills = frame["name"].astype(str), frame["fill"].astype(str).str.lower()
    if names.str.contains("///").any():
        return True
    return any(
        fill in FILLS and by_words(name) == "held" for name, fill in zip(names, fills, strict=True)
    )


def stamped(*names: str) -> dt.date | None:
    """Return the day of a history file by its name, the seconds since 1970, or None.

    Examples
    --------
    >>> stamped("1648900000"), stamped("2022"), stamped("9648900000")
    (datetime.date(2022, 4, 2), None, None)
    """
    for name in names:
        if re.fullmatch(r"1[67]\d{8}", name):
            return dt.datetime.fromtimestamp(int(name), dt.UTC).date()
    return None


def ground(reading: Reading) -> Reading:
    """Return a history file's polygons; its lines are arrows and marks, and are counted.

    Raises
    ------
    InputError
        If it has no polygon.
    """
    own = reading.frame.geometry.geom_type.isin(POLYGONS)
    if not own.any():
        raise InputError(f"{reading.path.name} shows no polygon as held.")
    notes = []
    if not own.all():
        count = int((~own).sum())
        notes.append(f"{count:,} line{'' if count == 1 else 's'} (arrows, marks) left out.")
    return reading.replaced(frame=reading.frame[own].reset_index(drop=True)).noted(*notes)
