"""One language of the interface: words, names, dates and numbers."""

from __future__ import annotations

import string
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError
from ceaseline.geo.said import Day, Named, Number, Said
from ceaseline.layers.study import in_force
from ceaseline.maps.assets import element
from ceaseline.maps.text.languages import LANGUAGES, either
from ceaseline.maps.text.own_words import OwnWords

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ceaseline.layers.study import Study
    from ceaseline.maps.text.table import Cell, Table

__all__ = ["Tongue", "tongue"]


@dataclass(frozen=True, eq=False)
class Tongue:
    """One language of the interface.

    Attributes
    ----------
    code : str
        ISO 639-1.
    text : mapping
        The words of pages and figures, by key.
    messages : NullTranslations
        The catalogue: sentences by their English, names under the context ``name``.
    study : Study
        Whose names go before those.
    own : OwnWords
        Its words, which do too.
    """

    code: str
    text: Mapping[str, Any]
    messages: NullTranslations = field(repr=False)
    study: Study = field(repr=False)
    own: OwnWords = field(repr=False)

    def __getitem__(self, key: str) -> str:
        return str(self.text[key])

    def name(self, english: str) -> str:
        """Return a name in this language, or as it stands where it has none.

        Examples
        --------
        >>> tongue("uk").name("Russia"), tongue("uk").name("Atlantis")
        ('Росія', 'Atlantis')
        >>> tongue("ru").name(Named.of("Kherson", {"ru": "Херсон"}))
        'Херсон'
        """
        if self.code == "en" or not english:
            return english
        for named in (self.study.names.get(english), english):
            if isinstance(named, Named) and self.code in named.others:
                return named.others[self.code]
        return self.messages.pgettext("name", english)

    def said(self, english: str) -> str:
        r"""Return a text of the tool in this language, or as it stands where it is a user's own.

        Parameters
        ----------
        english : str
            One of `ceaseline.geo.said`, its numbers with this language's marks and its names in it;
            or one that a catalogue knows as a whole, as it knows those of the embedded data; or a
            name.

        Examples
        --------
        >>> from ceaseline.geo.said import said
        >>> length = said("{n} km", n=Number(1234.5, 1))
        >>> text = said("{first} and {last}", first=length, last="Russia")
        >>> tongue("uk").said(text)
        '1\xa0234,5 км і Росія'
        >>> tongue("uk").said("So I think.")
        'So I think.'
        """
        if (self.code == "en" and not self.own) or not english:
            return english
        if isinstance(english, Said):
            template = self.own.put(self._template(english), english.template)
            return _Filled(self).vformat(template, (), english.values)
        known = self.own.put(self.messages.gettext(english), english)
        return self.name(english) if known == english else known

    def _template(self, text: Said) -> str:
        if text.plural:
            return self.messages.ngettext(text.template, text.plural, round(text.number))
        return self.messages.gettext(text.template)

    def table(self, given: Table) -> Table:
        """Return a table in this language: its texts as of `said`, its numbers as they are.

        Examples
        --------
        >>> from ceaseline.maps.text.table import Table
        >>> tongue("uk").table(Table("", ("figure",), (("Russia", 2),))).rows
        (('Росія', 2),)
        """
        if self.code == "en" and not self.own:
            return given
        return replace(
            given,
            title=self.said(given.title),
            columns=self._all(given.columns),
            rows=tuple(tuple(self._cell(cell) for cell in row) for row in given.rows),
            notes=self._all(given.notes),
            lead=self._all(given.lead),
        )

    def _all(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.said(text) for text in texts)

    def _cell(self, cell: Cell) -> Cell:
        return self.said(cell) if isinstance(cell, str) else cell

    def marked(self, english: str) -> str:
        r"""Return the digits of an English number with this language's marks.

        Examples
        --------
        >>> tongue("uk").marked("12,345.7")
        '12\xa0345,7'
        """
        if self.code == "en":
            return english
        swapped = english.replace(",", "\0").replace(".", self["decimal"])
        return swapped.replace("\0", self["thousands"])

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


class _Filled(string.Formatter):
    """Fill a template of a language: numbers with its marks, texts and names in it."""

    def __init__(self, own: Tongue) -> None:
        self.own = own

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return self.own.said(value)
        if isinstance(value, Day):
            return self.own.date(value.date)
        text = format(value, format_spec)
        number = isinstance(value, (int, float, Number)) and not isinstance(value, bool)
        return self.own.marked(text) if number else text


def tongue(code: str) -> Tongue:
    """Return a language of the interface, with the words of the study in force.

    Raises
    ------
    InputError
        If there is none of that code, or the study in force is not told in it.

    Examples
    --------
    >>> tongue("en")["map"]
    'Map'
    >>> tongue("xx")
    Traceback (most recent call last):
    ceaseline.geo.errors.InputError: The interface has no language 'xx'; give en, ru or uk.
    """
    if code not in LANGUAGES:
        raise InputError(f"The interface has no language {code!r}; give {either()}.")
    study = in_force()
    told = study.table.languages
    if told and code not in told:
        raise InputError(f"The study {study.id} is not told in {code!r}; give {either(told)}.")
    return _tongue(code, study)


@lru_cache(maxsize=16)
def _tongue(code: str, study: Study) -> Tongue:
    words = tomllib.loads(element("text.toml"))["text"]
    messages = _messages(code)
    if code != "en":
        words = {key: _translated(messages, key, text) for key, text in words.items()}
    if own := OwnWords.of(study, code):
        words = {key: _put(own, key, text) for key, text in words.items()}
    return Tongue(code, words, messages, study, own)


def _put(own: OwnWords, key: str, text: str | list[str]) -> str | list[str]:
    return own.put(text, key) if isinstance(text, str) else [own.put(one, key) for one in text]


@cache
def _messages(code: str) -> NullTranslations:
    if code == "en":
        return NullTranslations()
    catalogue = files("ceaseline.maps").joinpath("text", "catalogues", f"{code}.mo")
    with catalogue.open("rb") as file:
        return GNUTranslations(file)


def _translated(messages: NullTranslations, key: str, english: str | list[str]) -> str | list[str]:
    """Return the words of a key; those of a list have its key with their places in it."""
    if isinstance(english, str):
        return messages.pgettext(key, english)
    return [messages.pgettext(f"{key}.{number}", one) for number, one in enumerate(english)]
