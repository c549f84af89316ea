"""Quantities as people read them: kilometres and miles, square kilometres, per cent, counts."""

from __future__ import annotations

__all__ = [
    "MILE",
    "area",
    "count",
    "distance",
    "kilometres",
    "low_to_high",
    "number",
    "points",
    "resolution",
    "share",
    "signed",
]

MILE = 1609.344
"""Metres in an international mile."""


def kilometres(metres: float, decimals: int = 1) -> str:
    """Return a length in kilometres.

    Examples
    --------
    >>> kilometres(852_812.3), kilometres(15_000, 0)
    ('852.8 km', '15 km')
    """
    return f"{metres / 1000:,.{decimals}f} km"


def distance(metres: float, decimals: int = 1) -> str:
    """Return a length in kilometres and miles.

    Examples
    --------
    >>> distance(852_812.3)
    '852.8 km (529.9 mi)'
    """
    return f"{kilometres(metres, decimals)} ({metres / MILE:,.{decimals}f} mi)"


def area(square_metres: float, decimals: int = 0) -> str:
    """Return an area in square kilometres; small ones keep their decimals.

    Examples
    --------
    >>> area(111_325.4e6), area(0), area(0.1234e6), area(12.34e6, 1)
    ('111,325 km²', '0 km²', '0.12 km²', '12.3 km²')
    """
    km2 = square_metres / 1e6
    if 0 < abs(km2) < 10:
        decimals = max(decimals, 2)
    return f"{km2:,.{decimals}f} km²"


def resolution(metres: float) -> str:
    """Return how finely facts lie, in kilometres with two digits.

    Examples
    --------
    >>> resolution(16_943.5), resolution(9_340.0), resolution(123_000.0)
    ('17 km', '9.3 km', '120 km')
    """
    return f"{float(f'{metres / 1000:.2g}'):,g} km"


def share(fraction: float, decimals: int = 2) -> str:
    """Return a share in per cent.

    Examples
    --------
    >>> share(0.185831)
    '18.58 %'
    """
    return f"{fraction * 100:.{decimals}f} %"


def points(fraction: float, decimals: int = 2) -> str:
    """Return a difference of shares in percentage points, with its sign.

    Examples
    --------
    >>> points(0.00123), points(-0.02)
    ('+0.12 pp', '−2.00 pp')
    """
    return signed(f"{fraction * 100:.{decimals}f} pp", round(fraction, decimals + 4))


def count(number: float) -> str:
    """Return a count with its thousands marked.

    Examples
    --------
    >>> count(1603482)
    '1,603,482'
    """
    return f"{number:,.0f}"


def low_to_high(low: str, high: str) -> str:
    """Return a range of two quantities of one unit, which is said once.

    Examples
    --------
    >>> low_to_high(area(24_838e6), area(25_121e6)), low_to_high("168", "283")
    ('24,838 to 25,121 km²', '168 to 283')
    """
    unit = low.partition(" ")[2]
    return f"{low.removesuffix(f' {unit}')} to {high}"


def number(value: float) -> str:
    """Return a number as an axis has it: thousands marked, no more decimals than it has.

    Examples
    --------
    >>> number(1300.0), number(-2.5)
    ('1,300', '−2.5')
    """
    return f"{value:,.10g}".replace("-", "\N{MINUS SIGN}")


def signed(text: str, value: float) -> str:
    """Return a quantity of a difference with its sign in front.

    Examples
    --------
    >>> signed(area(2_000e6), 2_000e6), signed(area(-2_000e6), -2_000e6), signed(area(0), 0)
    ('+2,000 km²', '−2,000 km²', '0 km²')
    >>> signed(share(-1e-9), -1e-9)
    '0.00 %'
    """
    if value == 0 or not any(digit in text for digit in "123456789"):
        return text.lstrip("-")
    return f"+{text}" if value > 0 else text.replace("-", "\N{MINUS SIGN}")
