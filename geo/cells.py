"""Text in the cells of a table that a spreadsheet, a terminal or a GIS opens."""

from __future__ import annotations

from typing import Final, TypeVar

from ceaseline.geo.unseen import JOINERS, cleaned

__all__ = ["FORMULA", "neutral", "visible"]

Value = TypeVar("Value")

FORMULA: Final = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


def visible(text: str) -> str:
    r"""Return text without unseen signs, with a space for what else cannot be printed.

    Examples
    --------
    >>> visible("one\ttwo\n")
    'one two '
    """
    return "".join(c if c.isprintable() or c in JOINERS else " " for c in cleaned(text))


def neutral(cell: Value) -> Value | str:
    """Return a cell as a CSV may hold it: numbers as they are, text that no program runs.

    Text that a spreadsheet would run as a formula is led by an apostrophe, as OWASP advises, and
    what cannot be printed becomes a space.

    Examples
    --------
    >>> neutral("=1+1"), neutral(-2.5), neutral("Kyiv")
    ("'=1+1", -2.5, 'Kyiv')
    """
    if not isinstance(cell, str):
        return cell
    line = visible(cell)
    return f"'{line}" if line.lstrip().startswith(FORMULA) else line
