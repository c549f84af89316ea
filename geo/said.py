"""Sentences of the tool that can be said in another language after they were made in English.

A function that has something to say returns a `Said`: an English text that remembers the template
and the values it was made of. To everything that wants a text it is one. What shows it to a reader
of another language looks the template up in a catalogue and fills it in anew, numbers with that
language's marks. So no floor below the one that shows has to know of languages.

Templates are those of :meth:`str.format`, written as literals in the call, where the tool that
gathers messages for translators finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

__all__ = ["Day", "Named", "Number", "Said", "counted", "joined", "listed", "message", "said"]


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Number:
    """A number with so many decimals, thousands marked.

    Examples
    --------
    >>> str(Number(12345.678, 1))
    '12,345.7'
    """

    value: float
    decimals: int = 0

    def __str__(self) -> str:
        """Return it as English has it."""
        return f"{self.value:,.{self.decimals}f}"

    def __format__(self, spec: str) -> str:
        """Return it as `str` does; its decimals are its own."""
        return str(self)


@dataclass(frozen=True)
class Day:
    """A date in words.

    Examples
    --------
    >>> import datetime as dt
    >>> str(Day(dt.date(2024, 11, 20)))
    '20 November 2024'
    """

    date: dt.date

    def __str__(self) -> str:
        """Return it as English has it, whatever language the machine has."""
        return f"{self.date.day} {_MONTHS[self.date.month - 1]} {self.date.year}"

    def __format__(self, spec: str) -> str:
        """Return it as `str` does."""
        return str(self)


class Said(str):
    """An English text with what it was made of.

    Attributes
    ----------
    template : str
        In English, with places in braces.
    values : mapping
        What stands in them: numbers, names, other `Said`.
    plural : str
        The template for more than one; empty where there is no such difference.
    number : float
        What decides between the two.
    """

    __slots__ = ("number", "plural", "template", "values")

    template: str
    values: Mapping[str, Any]
    plural: str
    number: float

    @classmethod
    def of(
        cls, template: str, values: Mapping[str, Any], plural: str = "", number: float = 1
    ) -> Said:
        """Return the text of a template."""
        chosen = plural if plural and number != 1 else template
        text = cls(chosen.format(**values))
        text.template, text.values, text.plural, text.number = template, values, plural, number
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a copy is made."""
        return Said.of, (self.template, dict(self.values), self.plural, self.number)


class Named(str):
    """An English name that knows itself in other languages.

    Attributes
    ----------
    others : mapping of str to str
        By the ISO 639-1 code; a language may be missing.
    """

    __slots__ = ("others",)

    others: Mapping[str, str]

    @classmethod
    def of(cls, english: str, others: Mapping[str, str]) -> Named:
        """Return a name.

        Examples
        --------
        >>> name = Named.of("Kherson", {"uk": "Херсон"})
        >>> name, name.others["uk"]
        ('Kherson', 'Херсон')
        """
        name = cls(english)
        name.others = {code: other for code, other in others.items() if other}
        return name

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a copy is made."""
        return Named.of, (str(self), dict(self.others))


def said(template: str, /, **values: Any) -> Said:
    """Return a text that can be said in another language.

    Parameters
    ----------
    template : str
        A literal, in English.
    **values
        What its places in braces hold.

    Examples
    --------
    >>> text = said("The line has {km:,.1f} km.", km=1234.56)
    >>> text, text.template
    ('The line has 1,234.6 km.', 'The line has {km:,.1f} km.')
    """
    return Said.of(template, values)


def counted(one: str, many: str, number: float, /, **values: Any) -> Said:
    """Return a text that depends on a number, ``{n}`` in it; languages have forms of their own.

    Examples
    --------
    >>> counted("{n} smaller piece", "{n} smaller pieces", 1200)
    '1,200 smaller pieces'
    """
    return Said.of(one, {"n": Number(number), **values}, many, number)


def joined(separator: str, parts: Iterable[str]) -> Said:
    """Return texts one behind the other, each of which is said by itself.

    Examples
    --------
    >>> joined("; ", [said("{n} km", n=2), "Kherson"])
    '2 km; Kherson'
    """
    every = list(parts)
    template = (
        separator.replace("{", "{{").replace("}", "}}").join(f"{{p{k}}}" for k in range(len(every)))
    )
    return Said.of(template, {f"p{k}": part for k, part in enumerate(every)})


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *rest, last = names
    return said("{first} and {last}", first=joined(", ", rest), last=last) if rest else last


def message(template: str) -> str:
    """Return a template as it is, marked as a message: for one that is kept before it is filled."""
    return template
