"""A path as a person gives it: places in a text, or a file of a line."""

from __future__ import annotations

from pathlib import Path

import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers import read

__all__ = ["path_of"]


def path_of(text: str) -> list[list[float]]:
    """Return the places of a path, longitude and latitude in degrees.

    Parameters
    ----------
    text : str
        ``lon,lat`` pairs parted by spaces, or the name of a file with one line, of any kind that is
        read.

    Raises
    ------
    InputError
        If it is neither, or the file holds anything but one line.

    Examples
    --------
    >>> path_of("37.1,48.2 37.2,48.3")
    [[37.1, 48.2], [37.2, 48.3]]
    >>> path_of("37.1,48.2 37.2")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: '37.2' of the path is no place; give longitude,latitude, as...
    """
    try:
        return [_place(word) for word in text.split()]
    except InputError:
        if _is_file(text):
            return _of_file(Path(text))
        raise


def _is_file(text: str) -> bool:
    """Whether a text names a file; one that is too long for a name does not."""
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _place(word: str) -> list[float]:
    try:
        lon, lat = (float(part) for part in word.split(","))
    except ValueError:
        raise InputError(
            f"{word!r:.60} of the path is no place; give longitude,latitude, as 37.1,48.2, parted "
            "from the next by a space, or the name of a file."
        ) from None
    return [lon, lat]


def _of_file(path: Path) -> list[list[float]]:
    parts = shapely.get_parts(read(path).frame.geometry.to_numpy()).tolist()
    lines = [part for part in parts if isinstance(part, shapely.LineString)]
    if len(lines) != 1 or len(parts) != 1:
        raise InputError(f"{path} holds {len(parts)} shapes; give a file of one line.")
    found: list[list[float]] = shapely.get_coordinates(lines[0]).tolist()
    return found
