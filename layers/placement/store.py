"""Placements on disk and in the library: read, written at once or not at all, found by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names, read_at_most, write_atomic
from ceaseline.layers.placement.file import dumps, loads
from ceaseline.layers.study import in_force

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement

__all__ = ["SUFFIX", "dumps", "is_ours", "library", "load", "loads", "raw", "read", "write"]

SUFFIX = ".geojson"
LARGEST_BYTES = 256 * 1024 * 1024
"""A placement of a million vertices takes 60 MB; more is no placement."""


def is_ours(head: bytes) -> bool:
    """Return whether the first bytes of a file are those of a placement."""
    return b'"ceaseline"' in head


def read(path: str | Path) -> Placement:
    """Return the placement in a file.

    Raises
    ------
    InputError
        If the file cannot be read or holds no placement.
    """
    return loads(raw(path, f"a placement file or one of {', '.join(library())}"), str(path))


def raw(path: str | Path, expected: str = "a placement file") -> bytes:
    """Return the bytes of what may be a placement.

    Parameters
    ----------
    path : path
    expected : str
        What a message asks for.

    Raises
    ------
    InputError
        If it cannot be read, or is larger than any placement.
    """
    try:
        found = read_at_most(path, LARGEST_BYTES)
    except OSError as fault:
        raise InputError(f"{path} cannot be read ({fault.strerror}); give {expected}.") from None
    if found is None:
        raise InputError(
            f"{path} holds too many bytes, more than a placement can have ({LARGEST_BYTES:,}); "
            "simplify the line first."
        )
    return found


def write(placement: Placement, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write a placement's file at once or not at all, and return its path.

    Parameters
    ----------
    placement : Placement
    path : path
    overwrite : bool
        Whether a file that is no placement may be replaced; a placement always may.

    Raises
    ------
    InputError
        If the folder is missing or not writable, or another kind of file is in the way.
    """
    write_atomic(path, dumps(placement), overwrite=overwrite, ours=is_ours)
    return Path(path)


def library() -> tuple[str, ...]:
    """Return the names of the placements of the study in force, oldest first.

    Examples
    --------
    >>> library()[:3]
    ('contact-2022-02-23', 'contact-2024-11-20', 'contact-2026-08-22')
    """
    return in_force().lines


def load(name_or_path: str | Path) -> Placement:
    """Return a placement of the library by its name, or the one in a file.

    Raises
    ------
    InputError
        If there is neither; the message has the nearest names.

    Examples
    --------
    >>> load("contact-2024-11-20").date.isoformat()
    '2024-11-20'
    """
    word = str(name_or_path)
    if word in library():
        return loads((in_force().library / f"{word}{SUFFIX}").read_bytes(), word)
    path = Path(name_or_path)
    if path.exists() or path.suffix or len(path.parts) > 1:
        return read(path)
    near = nearest_names(word, library())
    meant = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(library())}."
    raise InputError(
        f"There is no placement {word!r}; {meant} A file of your own is named with its path."
    )
