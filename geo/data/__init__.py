"""The embedded data, and how a table of it is read: boundaries, settlements, their catalogue."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

__all__ = ["FOLDER", "read_csv"]

FOLDER: Final = Path(__file__).parent
"""The folder of the embedded files."""


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file with a header.

    Parameters
    ----------
    path : Path
        UTF-8.

    Examples
    --------
    >>> from ceaseline.geo.data import FOLDER
    >>> read_csv(FOLDER / "units.csv")[0]["name_uk"]
    'Вінницька область'
    """
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
