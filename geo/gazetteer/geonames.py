"""How GeoNames writes places: its codes of units, its names, and how early a place is shown."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["is_readable", "rank_of"]

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
