"""How GeoNames writes places: its codes of units, its names, and how early a place is shown."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["UNITS", "is_readable", "rank_of"]

UNITS: Final = {
    "01": "UA-71", "02": "UA-74", "03": "UA-77", "04": "UA-12", "05": "UA-14", "06": "UA-26",
    "07": "UA-63", "08": "UA-65", "09": "UA-68", "10": "UA-35", "11": "UA-43", "12": "UA-30",
    "13": "UA-32", "14": "UA-09", "15": "UA-46", "16": "UA-48", "17": "UA-51", "18": "UA-53",
    "19": "UA-56", "20": "UA-40", "21": "UA-59", "22": "UA-61", "23": "UA-05", "24": "UA-07",
    "25": "UA-21", "26": "UA-23", "27": "UA-18",
}  # fmt: skip
"""Codes of the gazetteer (FIPS 10-4) to ISO 3166-2."""

_STEPS: Final = ((100_000, 2), (20_000, 3), (5_000, 4))


def rank_of(population: int) -> int:
    """Return how early a place is shown by its size: 2 a city of 100,000 people, 5 a village.

    Examples
    --------
    >>> rank_of(100_000), rank_of(4_999)
    (2, 5)
    """
    return next((step for least, step in _STEPS if population >= least), 5)


def is_readable(text: str) -> bool:
    """Tell whether all letters of a name are Latin or Cyrillic.

    Examples
    --------
    >>> is_readable("Kyiv 2"), is_readable("Київ"), is_readable("基辅")
    (True, True, False)
    """
    letters = [sign for sign in text if sign.isalpha()]
    return all(unicodedata.name(sign, "").startswith(("LATIN", "CYRILLIC")) for sign in letters)
