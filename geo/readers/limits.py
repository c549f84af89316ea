"""How much a foreign file may ask of the machine before it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LIMITS", "Limits", "count", "size"]

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """Upper bounds for what is read.

    Attributes
    ----------
    text : int
        Bytes of a file that is parsed as one text (GeoJSON, KML).
    binary : int
        Bytes of a file that is read feature by feature, and of an unpacked archive.
    table : int
        Bytes of a table that is read line by line.
    vertices, features, members : int
        Of all geometries together, of a layer, of an archive.
    depth : int
        Nesting of elements or arrays.
    ratio : int
        Unpacked size of an archive's member over its packed size.

    Examples
    --------
    >>> Limits(vertices=10).vertices
    10
    """

    text: int = 160 * MIB
    binary: int = 512 * MIB
    table: int = 2048 * MIB
    vertices: int = 2_000_000
    features: int = 200_000
    members: int = 200
    depth: int = 64
    ratio: int = 250


LIMITS = Limits()
"""What applies where nothing else is given."""


def size(path: Path, most: int) -> int:
    """Return a file's size in bytes.

    Raises
    ------
    InputError
        If it is empty or larger than `most`.

    Examples
    --------
    >>> import pathlib
    >>> size(pathlib.Path(__file__), 10)
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: limits.py is 0.0 MiB, more than the 0.0 MiB that are read;...
    """
    found = path.stat().st_size
    if not found:
        raise InputError(f"{path.name} is empty; give a file with content.")
    if found > most:
        raise InputError(
            f"{path.name} is {found / MIB:.1f} MiB, more than the {most / MIB:.1f} MiB that are "
            "read; cut it to the area or the date that is needed."
        )
    return found


def count(path: Path, found: int, most: int, what: str) -> None:
    """Refuse a file that holds too many of something.

    Raises
    ------
    InputError
        If `found` is more than `most`.

    Examples
    --------
    >>> import pathlib
    >>> count(pathlib.Path("a.kml"), 3, 2, "features")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: a.kml has 3 features, more than the 2 that are read...
    """
    if found > most:
        raise InputError(
            f"{path.name} has {found:,} {what}, more than the {most:,} that are read; "
            "simplify or cut it."
        )
