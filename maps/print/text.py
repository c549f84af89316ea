"""Text set in columns on a figure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from matplotlib.font_manager import findfont, get_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

__all__ = ["FONT", "PLAIN", "breadth", "column", "depth", "heading", "wrapped"]

FONT = "DejaVu Sans"
"""Comes with matplotlib, and has Cyrillic."""

PLAIN: dict[Any, Any] = {"text.parse_math": False, "text.hinting": "none"}
"""Settings of matplotlib by which a dollar is a dollar, and letters are as wide at any dots."""

_BOLD = 1.16
"""How much wider bold letters are, at most."""
_SMALLEST = 0.65


@cache
def _width(sign: str) -> float:
    """Return how far a sign carries the pen, as a share of the size of the letters."""
    font = get_font(findfont(FONT))
    font.set_size(100, 72)
    return float(font.load_char(ord(sign)).linearHoriAdvance / 65536 / 100)


def breadth(text: str, size: float) -> float:
    """Return how wide a text is in one line, points.

    Examples
    --------
    >>> round(breadth("wide", 8))
    19
    """
    return size * sum(map(_width, text))


def wrapped(text: str, points: float, size: float) -> list[str]:
    """Return a text in lines no wider than a column.

    Parameters
    ----------
    text : str
    points : float
        Width of the column.
    size : float
        Of the letters, points.

    Examples
    --------
    >>> wrapped("Lines no wider than a column", 80, 8)
    ['Lines no wider than', 'a column']
    """
    lines, room = [""], points / size
    for word in re.split(r"[ \n\t]+", text.strip()):
        longer = f"{lines[-1]} {word}".strip()
        if sum(map(_width, longer)) > room and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def heading(
    sheet: Figure,
    spot: tuple[float, float],
    text: str,
    points: float,
    size: float,
    colour: str,
    *,
    bold: bool = False,
) -> None:
    """Set one line from a top left corner, in smaller letters where it is wide, cut if too wide.

    Parameters
    ----------
    sheet : Figure
    spot : (x, y)
        Shares of the figure.
    text : str
    points : float
        Room for it.
    size : float
        Points, where it fits.
    colour : str
    bold : bool
    """
    line = " ".join(text.split())
    wide = (_BOLD if bold else 1.0) * breadth(line, 1.0)
    fit = min(size, max(_SMALLEST * size, points / wide if wide else size))
    while fit * wide > points and len(line) > 1:
        line = line[:-2].rstrip() + "…"
        wide = (_BOLD if bold else 1.0) * breadth(line, 1.0)
    sheet.text(*spot, line, size=fit, weight="bold" if bold else "normal", color=colour, va="top",
               family=FONT)  # fmt: skip


def column(
    sheet: Figure,
    spot: tuple[float, float],
    paragraphs: Sequence[str],
    points: float,
    size: float,
    colour: str,
) -> float:
    """Set paragraphs in a column from a top left corner; return where they end.

    Parameters
    ----------
    sheet : Figure
    spot : (x, y)
        Shares of the figure.
    paragraphs : sequence of str
    points : float
        Width of the column.
    size : float
        Points.
    colour : str
    """
    x, y = spot
    for paragraph in paragraphs:
        lines = wrapped(paragraph, points, size)
        sheet.text(x, y, "\n".join(lines), size=size, color=colour, va="top", family=FONT,
                   linespacing=1.15)  # fmt: skip
        y -= depth([paragraph], points, size) / sheet.get_figheight()
    return y


def depth(paragraphs: Sequence[str], points: float, size: float) -> float:
    """Return how deep `column` sets paragraphs, in inches.

    Examples
    --------
    >>> round(depth(["One line", "Another"], 80, 8), 3)
    0.376
    """
    lines = sum(len(wrapped(paragraph, points, size)) for paragraph in paragraphs)
    return (1.19 * lines + 0.5 * len(paragraphs)) * size / 72
