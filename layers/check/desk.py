"""Check a placement file and repair it in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import InputError
from layers.check.examine import Report, check
from layers.store import LARGEST_BYTES, write

if TYPE_CHECKING:
    from layers.edits.ground import Ground

__all__ = ["check_file", "fix_file"]


def check_file(path: str | Path, ground: Ground | None = None) -> Report:
    """Return every fault of a file.

    Raises
    ------
    InputError
        If it cannot be read or is too large for a placement.
    """
    path = Path(path)
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(
                f"{path} has {path.stat().st_size:,} bytes, more than a placement can have "
                f"({LARGEST_BYTES:,}); simplify the line first."
            )
        text = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}); give a placement file."
        ) from None
    return check(text, path.name, ground)


def fix_file(path: str | Path, ground: Ground | None = None) -> Report:
    """Repair a file if every fault of it can be repaired, and return what they were.

    Raises
    ------
    InputError
        If it cannot be read or written.
    """
    report = check_file(path, ground)
    if report.faults and report.repaired is not None:
        write(report.repaired, path)
    return report
