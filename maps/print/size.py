"""Sizes of figures: pages by name, lengths on paper, pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ceaseline.geo.errors import InputError

__all__ = ["INCH", "PAGES", "Size", "size_of"]

INCH = 25.4
"""Millimetres."""

PAGES = {
    "A0": (1189.0, 841.0),
    "A1": (841.0, 594.0),
    "A2": (594.0, 420.0),
    "A3": (420.0, 297.0),
    "A4": (297.0, 210.0),
    "A5": (210.0, 148.0),
    "Letter": (279.4, 215.9),
    "Tabloid": (431.8, 279.4),
}
"""Pages, lying: width and height in mm."""

_UNITS = {"mm": 1.0, "cm": 10.0, "in": INCH}
_LEAST_MM = (100.0, 70.0)
_MOST_MM = 1200.0
_LEAST_PX = (480, 320)
_MOST_PX = 12_000
_WIDE_IN, _HIGH_IN = 10.0, 5.6
"""A figure in pixels is laid out on about so many inches, so that its text can be read."""
_LEAST_DPI = 96.0
_NUMBER = r"(\d+(?:\.\d+)?)"
_PIXELS = re.compile(r"(\d+)x(\d+)")
_LENGTHS = re.compile(rf"{_NUMBER}(mm|cm|in)x{_NUMBER}(mm|cm|in)")
_NAMED = re.compile(rf"({'|'.join(PAGES)})(-portrait)?", re.IGNORECASE)
_REMEDY = (
    f"give a page ({', '.join(PAGES)}; A4-portrait stands upright), pixels as 1200x675, or lengths "
    "as 180mmx120mm"
)


@dataclass(frozen=True)
class Size:
    """The size of a figure.

    Attributes
    ----------
    width, height : float
        Inches.
    dpi : float, optional
        Dots an inch where the size was given in pixels.
    """

    width: float
    height: float
    dpi: float | None = None


def size_of(text: str) -> Size:
    """Return the size that a text asks for.

    Parameters
    ----------
    text : str
        A page (lying, or with ``-portrait``), ``WIDTHxHEIGHT`` in pixels, or with units mm, cm, in.

    Raises
    ------
    InputError
        If it is none of them, too small to be read, or too large to be drawn.

    Examples
    --------
    >>> size_of("1200x675")
    Size(width=10.0, height=5.625, dpi=120.0)
    >>> size_of("a4-portrait") == size_of("21cmx29.7cm")
    True
    >>> size_of("big")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: There is no size 'big'; give a page (A0, A1, A2, A3, A4, A5, Letter, Tabloid; A4-portrait stands upright), pixels as 1200x675, or lengths as 180mmx120mm.
    """  # noqa: E501 - one message
    word = text.strip()
    if found := _PIXELS.fullmatch(word):
        return _in_pixels(text, int(found[1]), int(found[2]))
    if found := _NAMED.fullmatch(word):
        wide, high = next(s for name, s in PAGES.items() if name.lower() == found[1].lower())
        return _on_paper(text, *((high, wide) if found[2] else (wide, high)))
    if found := _LENGTHS.fullmatch(word):
        wide, high = float(found[1]) * _UNITS[found[2]], float(found[3]) * _UNITS[found[4]]
        return _on_paper(text, wide, high)
    raise InputError(f"There is no size {text!r:.60}; {_REMEDY}.")


def _in_pixels(text: str, wide: int, high: int) -> Size:
    if wide < _LEAST_PX[0] or high < _LEAST_PX[1] or max(wide, high) > _MOST_PX:
        raise InputError(
            f"A figure of {text} cannot be read or drawn; give {_LEAST_PX[0]}x{_LEAST_PX[1]} to "
            f"{_MOST_PX}x{_MOST_PX} pixels."
        )
    dpi = max(_LEAST_DPI, min(wide / _WIDE_IN, high / _HIGH_IN))
    return Size(wide / dpi, high / dpi, dpi)


def _on_paper(text: str, wide: float, high: float) -> Size:
    if wide < _LEAST_MM[0] or high < _LEAST_MM[1] or max(wide, high) > _MOST_MM:
        raise InputError(
            f"A figure of {text} cannot be read or drawn; give "
            f"{_LEAST_MM[0]:g}mmx{_LEAST_MM[1]:g}mm to {_MOST_MM:g}mmx{_MOST_MM:g}mm."
        )
    return Size(wide / INCH, high / INCH)
