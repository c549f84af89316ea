"""Quantities as people read them: kilometres and miles, square kilometres, per cent, counts."""

from __future__ import annotations

from ceaseline.geo.said import Number, Said, said

__all__ = [
    "MILE",
    "area",
    "count",
    "detail",
    "distance",
    "kilometres",
    "low_to_high",
    "number",
    "points",
    "resolution",
    "share",
    "shown",
    "signed",
]

MILE = 1609.344
"""Metres in an international mile."""


def kilometres(metres: float, decimals: int = 1) -> Said:
    """Return a length in kilometres.

    Examples
    --------
    >>> kilometres(852_812.3), kilometres(15_000, 0)
    ('852.8 km', '15 km')
    """
    return said("{n} km", n=Number(metres / 1000, decimals))


def distance(metres: float, decimals: int = 1) -> Said:
    """Return a length in kilometres and miles.

    Examples
    --------
    >>> distance(852_812.3)
    '852.8 km (529.9 mi)'
    """
    miles = Number(metres / MILE, decimals)
    return said("{km} ({miles} mi)", km=kilometres(metres, decimals), miles=miles)


def area(square_metres: float, decimals: int = 0) -> Said:
    """Return an area in square kilometres; small ones keep their decimals.

    Examples
    --------
    >>> area(111_325.4e6), area(0), area(0.1234e6), area(12.34e6, 1)
    ('111,325 km²', '0 km²', '0.12 km²', '12.3 km²')
    """
    km2 = square_metres / 1e6
    if 0 < abs(km2) < 10:
        decimals = max(decimals, 2)
    return said("{n} km²", n=Number(km2, decimals))


def detail(metres: float) -> Said:
    """Return a detail in kilometres, with no more decimals than it has.

    Examples
    --------
    >>> detail(2000), detail(250)
    ('2 km', '0.25 km')
    """
    return said("{n:,g} km", n=float(f"{metres / 1000:.6g}"))


def resolution(metres: float) -> Said:
    """Return how finely facts lie, in kilometres with two digits.

    Examples
    --------
    >>> resolution(16_943.5), resolution(9_340.0), resolution(123_000.0)
    ('17 km', '9.3 km', '120 km')
    """
    return detail(float(f"{metres:.2g}"))


def share(fraction: float, decimals: int = 2) -> Said:
    """Return a share in per cent.

    Examples
    --------
    >>> share(0.185831)
    '18.58 %'
    """
    return said("{n} %", n=Number(fraction * 100, decimals))


def points(fraction: float, decimals: int = 2) -> Said:
    """Return a difference of shares in percentage points, with its sign.

    Examples
    --------
    >>> points(0.00123), points(-0.02)
    ('+0.12 pp', '−2.00 pp')
    """
    text = said("{n} pp", n=Number(fraction * 100, decimals))
    return signed(text, round(fraction, decimals + 4))


def count(number: float) -> Said:
    """Return a count with its thousands marked.

    Examples
    --------
    >>> count(1603482)
    '1,603,482'
    """
    return Said.of("{n}", {"n": Number(number)})


def low_to_high(low: Said, high: Said) -> Said:
    """Return a range of two quantities of one unit, which is said once.

    Examples
    --------
    >>> low_to_high(area(24_838e6), area(25_121e6)), low_to_high(count(168), count(283))
    ('24,838 to 25,121 km²', '168 to 283')
    """
    return said("{low} to {high}", low=Said.of("{n}", low.values), high=high)


def number(value: float) -> Said:
    """Return a number as an axis has it: thousands marked, no more decimals than it has.

    Examples
    --------
    >>> number(1300.0), number(-2.5)
    ('1,300', '−2.5')
    """
    template = "{n:,.10g}" if value >= 0 else "\N{MINUS SIGN}{n:,.10g}"
    return Said.of(template, {"n": abs(value)})


def signed(text: Said, value: float) -> Said:
    """Return a quantity of a difference with its sign in front.

    Examples
    --------
    >>> signed(area(2_000e6), 2_000e6), signed(area(-2_000e6), -2_000e6), signed(area(0), 0)
    ('+2,000 km²', '−2,000 km²', '0 km²')
    >>> signed(share(-1e-9), -1e-9)
    '0.00 %'
    """
    size = _unsigned(text)
    if value == 0 or not any(digit in text for digit in "123456789"):
        return size
    return Said.of("+{size}" if value > 0 else "\N{MINUS SIGN}{size}", {"size": size})


def _unsigned(text: Said) -> Said:
    """Return a quantity without the sign of its number."""
    values = {
        key: Number(abs(value.value), value.decimals) if isinstance(value, Number) else value
        for key, value in text.values.items()
    }
    return Said.of(text.template, values, text.plural, text.number)


def shown(value: float | None, unit: str) -> Said:
    """Return a value of a measure as people read it.

    Examples
    --------
    >>> shown(852_812.3, "m"), shown(0.1858, "1"), shown(None, "m"), shown(6.4e-5, "1/m2")
    ('852.8 km', '0.1858', '–', '64.0 a km²')
    """
    if value is None:
        return Said.of("–", {})
    if unit == "m":
        return kilometres(value)
    if unit == "m2":
        return area(value)
    if unit == "1/m2":
        return said("{n} a km²", n=Number(value * 1e6, 1))
    return count(value) if unit == "count" else Said.of("{n}", {"n": Number(value, 4)})
