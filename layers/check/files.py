"""Check a placement file and repair it in place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ceaseline.layers.check.examine import Report, check
from ceaseline.layers.placement.store import raw, write

if TYPE_CHECKING:
    from ceaseline.layers.edits.context import Ground

__all__ = ["check_file", "fix_file"]


def check_file(path: str | Path, ground: Ground | None = None) -> Report:
    """Return every fault of a file.

    Raises
    ------
    InputError
        If it cannot be read or is too large for a placement.
    """
    return check(raw(path), Path(path).name, ground)


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
