"""The embedded data, and how a table of it is read: boundaries, settlements, their catalogue."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

__all__ = ["FOLDER", "OFFICIAL_AREA_M2", "read_csv"]

FOLDER: Final = Path(__file__).parent
"""The folder of the embedded files."""

OFFICIAL_AREA_M2: Final = 603_628e6
"""The published area of Ukraine, m² (State Statistics Service of Ukraine)."""


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
