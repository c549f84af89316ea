"""DeepState: the daily polygons of the public archive, and the map's own history files."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from geo.errors import InputError

if TYPE_CHECKING:
    from geo.readers.reading import Reading

__all__ = ["SOURCE", "held", "is_archive", "is_history", "unwrapped"]

SOURCE = "deepstate"
ARCHIVE = re.compile(r"deepstate[-_]?(?:map[-_]?data)?[-_]?(\d{4})-?(\d{2})-?(\d{2})")
OCCUPIED = ("occupied", "cadr and calr", "ordlo")
FILLS = ("#a52714", "#880e4f", "#ff5252", "#000000")


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
    """Return whether polygons carry the names and fills of the map's history files."""
    frame = reading.frame
    return (
        "fill" in frame and "name" in frame and frame["name"].astype(str).str.contains("///").any()
    )


def held(reading: Reading) -> Reading:
    """Keep what a history file shows as held by Russian forces; say what was left out.

    A polygon's name reads `Ukrainian /// English /// ...`; its English part, or failing that its
    fill, tells what it is. "Liberated" and "Unknown status" are left out.

    Raises
    ------
    InputError
        If nothing in the file is shown as held.
    """
    frame = reading.frame
    english = frame["name"].astype(str).str.split("///").str[1].fillna("").str.strip().str.lower()
    named = english.str.startswith(OCCUPIED)
    filled = (english == "") & frame["fill"].astype(str).str.lower().isin(FILLS)
    keep = (named | filled) & frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    if not keep.any():
        raise InputError(f"{reading.path.name} shows no polygon as occupied.")
    out = sorted(set(english[~keep]) - {""})
    notes = [f"Left out: {', '.join(out):.200}."] if out else []
    return reading.renewed(frame=frame[keep].reset_index(drop=True)).noted(*notes)
