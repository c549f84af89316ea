"""The interface in English, Ukrainian and Russian: words, names, dates and numbers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from maps.assets import element

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

__all__ = ["LANGUAGES", "MILE_M", "Tongue", "tongue"]

LANGUAGES = ("en", "uk", "ru")
MILE_M = 1609.344

_SENTENCE = re.compile(r"(?<=\.)\s+")


@dataclass(frozen=True, eq=False)
class Tongue:
    """One language of the interface.

    Attributes
    ----------
    code : str
        ISO 639-1.
    text : mapping
        The words, by key.
    names : mapping
        Names of parties, countries, seas and verdicts, and what the embedded library, proposal
        and catalogue say, by their English or key.
    """

    code: str
    text: Mapping[str, Any]
    names: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return str(self.text[key])

    def name(self, english: str) -> str:
        """Return a name in this language, or as it stands where it has none.

        Examples
        --------
        >>> tongue("uk").name("Russia"), tongue("uk").name("Atlantis")
        ('Росія', 'Atlantis')
        """
        return self.names.get(english, english)

    def said(self, english: str) -> str:
        """Return a text of the tool in this language, or as it stands where it is a user's own.

        Known as a whole, or sentence by sentence if every sentence is known.

        Examples
        --------
        >>> tongue("uk").said("Not a measurable quantity. Undated: it follows no front.")
        'Не вимірювана величина. Без дати: вона не йде за фронтом.'
        >>> tongue("uk").said("Not a measurable quantity. So I think.")
        'Not a measurable quantity. So I think.'
        """
        if english in self.names:
            return self.names[english]
        known = [self.names.get(one) for one in _SENTENCE.split(english)]
        return english if None in known else " ".join(one for one in known if one)

    def date(self, day: dt.date) -> str:
        """Return a date in words.

        Examples
        --------
        >>> import datetime as dt
        >>> tongue("ru").date(dt.date(2024, 11, 20))
        '20 ноября 2024'
        """
        month = self.text["months"][day.month - 1]
        return self["date"].format(day=day.day, month=month, year=day.year)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with groups of three and this language's decimal mark.

        Examples
        --------
        >>> tongue("en").number(12345.678, 1), tongue("uk").number(0.5, 2)
        ('12,345.7', '0,50')
        """
        whole = f"{value:_.{digits}f}"
        return whole.replace(".", self["decimal"]).replace("_", self["thousands"])

    def length(self, metres: float) -> str:
        """Return a length in kilometres and miles.

        Examples
        --------
        >>> tongue("en").length(852_800)
        '852.8 km (529.9 mi)'
        """
        km, miles = self.number(metres / 1000, 1), self.number(metres / MILE_M, 1)
        return f"{km} {self['km']} ({miles} {self['mi']})"

    def detail(self, metres: float) -> str:
        """Return the detail of a length, where it was generalised at all.

        Examples
        --------
        >>> tongue("en").detail(2000), tongue("en").detail(250), tongue("en").detail(0)
        ('at 2 km detail', 'at 0.25 km detail', 'as drawn')
        """
        if metres <= 0:
            return self["as_drawn"]
        km = f"{metres / 1000:.6g}".replace(".", self["decimal"])
        return self["at_detail"].format(detail=f"{km} {self['km']}")

    def resolution(self, metres: float) -> str:
        """Return how finely the facts behind a line lie, in words.

        Examples
        --------
        >>> tongue("en").resolution(16_943.5), tongue("en").resolution(9_340.0)
        ('resolution 17 km', 'resolution 9.3 km')
        """
        km = f"{float(f'{metres / 1000:.2g}'):g}".replace(".", self["decimal"])
        return self["resolution"].format(size=f"{km} {self['km']}")

    def area(self, square_metres: float) -> str:
        """Return an area in square kilometres.

        Examples
        --------
        >>> tongue("en").area(24_948e6)
        '24,948 km²'
        """
        return f"{self.number(square_metres / 1e6)} {self['km2']}"

    def share(self, fraction: float) -> str:
        """Return a share in percent.

        Examples
        --------
        >>> tongue("en").share(0.18583)
        '18.58 %'
        """
        return f"{self.number(100 * fraction, 2)} %"


@cache
def tongue(code: str) -> Tongue:
    """Return a language of the interface.

    Raises
    ------
    InputError
        If there is none of that code.

    Examples
    --------
    >>> tongue("en")["map"]
    'Map'
    >>> tongue("xx")
    Traceback (most recent call last):
    geo.errors.InputError: The interface has no language 'xx'; give en, uk or ru.
    """
    if code not in LANGUAGES:
        raise InputError(f"The interface has no language {code!r}; give en, uk or ru.")
    every = tomllib.loads(element("text.toml"))
    return Tongue(code, every[code], every["names"][code] | _phrases(code))


def _phrases(code: str) -> dict[str, str]:
    if code == "en":
        return {}
    phrases = tomllib.loads(element("phrases.toml"))["phrase"]
    rows = tomllib.loads(element("placenames.toml"))["names"]
    column = LANGUAGES.index(code)
    return {row[0]: row[column] for row in rows} | {one["en"]: one[code] for one in phrases}
