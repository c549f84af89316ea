r"""Signs in text that cannot be seen, and texts that run from right to left.

A directional override (U+202E) in a name turns the words after it round; a zero-width space makes
two names that look alike differ; a control character repaints a terminal. Text from data is freed
of them where it comes in (:func:`cleaned`), shown with them spelt out in messages
(:func:`escaped`), and set apart from its surroundings on pages (:func:`isolated`).

What is taken out: all signs that set or turn a direction (U+061C, U+200E, U+200F, U+202A to U+202E,
U+2066 to U+2069), spaces and joiners without width, soft hyphens, fillers, variation selectors,
tags and annotation marks. What becomes a space: controls and the separators U+2028 and U+2029, but
line feeds where lines may be. The letters of every script stay, and so do the joiners U+200C and
U+200D between two letters of a script that is written with them, such as Persian or Hindi;
elsewhere they go, also out of composed emoji.

Examples
--------
>>> cleaned("about \u202e20 %\u2066")
'about 20 %'
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["JOINERS", "cleaned", "escaped", "isolated", "tidy", "unseen"]

JOINERS: Final = "\u200c\u200d"
"""Signs without width that some scripts are written with; elsewhere they are taken out."""

_GONE: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CONTROLS: Final = "\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029"
_HALVES: Final = "\ud800-\udfff"
_JOINED: Final = (
    "\u0620-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefc"
)
"""Letters that U+200C and U+200D may stand between."""

_LOOSE: Final = f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
_OUT: Final = re.compile(f"[{_GONE}]|{_LOOSE}")
_SPACED: Final = re.compile(f"\r\n|[{_CONTROLS}]")
_HALF: Final = re.compile(f"[{_HALVES}]")
_UNSEEN: Final = re.compile(f"[{_GONE}{_CONTROLS}{_HALVES}]|{_LOOSE}")

_RIGHT: Final = (
    "\u0590-\u08ff\u200c\u200d\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
)
"""Letters and marks of scripts that run from right to left, and the joiners in their words."""

_RUN: Final = re.compile(f"[{_RIGHT}](?:[{_RIGHT} 0-9.,;:!?'’()/%–—-]*[{_RIGHT}])?")
_SPECIAL: Final = re.compile(f"[{_GONE}{_CONTROLS}{_HALVES}{_RIGHT}]")
_OPEN, _CLOSE = "\u2068", "\u2069"


def cleaned(text: str, *, lines: bool = False) -> str:
    r"""Return a text from data without signs that cannot be seen.

    Parameters
    ----------
    text : str
    lines : bool
        Whether it may have several lines; each line feed becomes a space if not.

    Examples
    --------
    >>> cleaned("Khe\u200brson\x1b[2J\nand"), cleaned("one\r\ntwo", lines=True)
    ('Kherson [2J and', 'one\ntwo')
    >>> cleaned("می\u200cخواهم") == "می\u200cخواهم"
    True
    """
    if not unseen(text) and (lines or "\n" not in text):
        return text
    text = _SPACED.sub(lambda found: "\n" if found[0] == "\r\n" else " ", text)
    text = _HALF.sub("\N{REPLACEMENT CHARACTER}", _OUT.sub("", text))
    return text if lines else text.replace("\n", " ")


def unseen(text: str) -> str:
    r"""Return the first sign of a text that cannot be seen; empty where there is none.

    Examples
    --------
    >>> unseen("a\u202eb") == "\u202e", unseen("one\ntwo")
    (True, '')
    """
    found = None if text.isascii() and text.isprintable() else _UNSEEN.search(text)
    return found[0] if found else ""


def escaped(text: str) -> str:
    r"""Return a text with every sign that cannot be seen spelt out, as JSON writes it.

    Line feeds stay, so that the text of a JSON document stays the same document.

    Examples
    --------
    >>> print(escaped("no file \x1b[2J\u202etrial"))
    no file \u001b[2J\u202etrial
    """
    return _UNSEEN.sub(_spelt, text)


def isolated(text: str) -> str:
    r"""Return text for a page: without unseen signs, and with right-to-left words set apart.

    Around each run of right-to-left letters, with the figures and marks between them, stand U+2068
    and U+2069, so that nothing beside it changes its place. Tabs and line feeds stay. The text may
    be a whole page: its markup stays as it is, and doing it twice changes nothing.

    Examples
    --------
    >>> isolated("<td>\u202e18 % of שלום, 20 %</td>") == "<td>18 % of \u2068שלום\u2069, 20 %</td>"
    True
    """
    signs = "".join(set(text) - {"\t"})
    if _SPECIAL.search(signs) is None:
        return text
    parts = (cleaned(part, lines=True) for part in text.split("\t"))
    return _RUN.sub(rf"{_OPEN}\g<0>{_CLOSE}", "\t".join(parts))


def tidy(record: Any, words: Sequence[str] = (), texts: Sequence[str] = ()) -> None:
    r"""Free fields of a frozen dataclass from unseen signs, as part of its making.

    Parameters
    ----------
    record : dataclass
    words : sequence of str
        Fields that are one line.
    texts : sequence of str
        Fields that may have several.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True)
    ... class Named:
    ...     name: str
    >>> one = Named("a\u202eb")
    >>> tidy(one, ("name",))
    >>> one.name
    'ab'
    """
    for field in (*words, *texts):
        own = getattr(record, field)
        kept = cleaned(own, lines=field in texts)
        if kept != own:
            object.__setattr__(record, field, kept)


def _spelt(found: re.Match[str]) -> str:
    pairs = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{pairs[n]:02x}{pairs[n + 1]:02x}" for n in range(0, len(pairs), 2))
