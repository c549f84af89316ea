"""Text set in columns on a figure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from matplotlib.font_manager import findfont, get_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

__all__ = ["FONT", "breadth", "column", "depth", "wrapped"]

FONT = "DejaVu Sans"
"""Comes with matplotlib, and has Cyrillic."""


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
