"""ISW and Critical Threats: shapefiles of assessed control of terrain."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["SOURCE", "is_isw", "named_date"]

SOURCE = "isw-ctp"
NAMES = re.compile(
    r"ukrainecontrolmap|russiacotinukraine|russiancontrol|russian_?controlled|assessed_?russian",
    re.IGNORECASE,
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMED = re.compile(r"(\d{1,2})\s*([A-Z]{3})[A-Z]*\s*(\d{4})", re.IGNORECASE)


def is_isw(*names: str) -> bool:
    """Return whether a file's or layer's name is one that the publisher uses.

    Examples
    --------
    >>> is_isw("UkraineControlMapAO13JUL2023"), is_isw("VIEW_RussiaCoTinUkraine_V3"), is_isw("a")
    (True, True, False)
    """
    return any(NAMES.search(name) for name in names)


def named_date(*names: str) -> dt.date | None:
    """Return the date that a name carries, as the publisher writes it, or None.

    Examples
    --------
    >>> named_date("UkraineControlMapAO13JUL2023")
    datetime.date(2023, 7, 13)
    """
    for name in names:
        for day, month, year in NAMED.findall(name):
            if month.lower() in MONTHS:
                try:
                    return dt.date(int(year), MONTHS.index(month.lower()) + 1, int(day))
                except ValueError:
                    continue
    return None
