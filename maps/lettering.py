"""Text set in columns on a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

__all__ = ["FONT", "column", "wrapped"]

FONT = "DejaVu Sans"
"""Comes with matplotlib, and has Cyrillic."""


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
    ['Lines no wider', 'than a column']
    """
    lines, room = [""], points / (0.6 * size)
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) > room and lines[-1]:
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
    step = 1.3 * size / 72 / sheet.get_figheight()
    for paragraph in paragraphs:
        lines = wrapped(paragraph, points, size)
        sheet.text(x, y, "\n".join(lines), size=size, color=colour, va="top", family=FONT,
                   linespacing=1.15)  # fmt: skip
        y -= step * (len(lines) + 0.25)
    return y
