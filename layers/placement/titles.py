"""Names and titles that stand side by side in one output: no two of them the same."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING
from unicodedata import category

from ceaseline.geo.errors import InputError
from ceaseline.geo.said import Said, joined
from ceaseline.geo.unseen import unseen

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LONGEST", "a_title", "told_apart"]

LONGEST = 300
"""Letters of a title, as the schema of a file has it."""


def a_title(text: str) -> str:
    """Return a title in one line, its spaces single.

    Raises
    ------
    InputError
        If it is empty, too long, or holds signs that cannot be seen.

    Examples
    --------
    >>> a_title("  My   line ")
    'My line'
    >>> a_title(" ")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The title is empty; give 1 to 300 letters.
    """
    title = " ".join(text.split())
    if not title:
        raise InputError(f"The title is empty; give 1 to {LONGEST} letters.")
    if len(title) > LONGEST:
        raise InputError(f"The title has {len(title)} letters; give at most {LONGEST}.")
    sign = unseen(title) or next((one for one in title if category(one) in ("Co", "Cn")), "")
    if sign:
        raise InputError(
            f"The title holds U+{ord(sign):04X}, a sign that cannot be seen; leave it out."
        )
    return title


def told_apart(names: Sequence[str], marks: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return names with what tells those apart that are the same.

    Parameters
    ----------
    names : sequence of str
    marks : sequence of sequence of str
        Of each name what may tell it apart, the most telling first; empty where it has none. Where
        no mark differs, or not enough, names are numbered.

    Examples
    --------
    >>> told_apart(["Line", "Line", "Other"], [["2024", "a"], ["2026", "a"], ["2024", "a"]])
    ('Line (2024)', 'Line (2026)', 'Other')
    >>> told_apart(["Line", "Line"], [["2024", ""], ["2024", "edits made: 3"]])
    ('Line', 'Line (edits made: 3)')
    >>> told_apart(["Line", "Line"], [["2024"], ["2024"]])
    ('Line', 'Line (2)')
    """
    out = list(names)
    for name in dict.fromkeys(names):
        group = [k for k, other in enumerate(names) if other == name]
        if len(group) > 1:
            for k, word in zip(group, _words([marks[k] for k in group]), strict=True):
                out[k] = _marked(name, word) if word else name
    return _numbered(out)


def _marked(name: str, mark: str) -> Said:
    return Said.of("{name} ({mark})", {"name": name, "mark": mark})


def _words(marks: Sequence[Sequence[str]]) -> list[str]:
    """Return a word each: of the fewest marks that tell all apart, else of all that differ."""
    columns = [column for column in zip(*marks, strict=True) if len(set(column)) > 1]
    sets = (some for n in range(1, len(columns) + 1) for some in combinations(columns, n))
    rows = (list(zip(*some, strict=True)) for some in sets)
    every = list(zip(*columns, strict=True)) if columns else [()] * len(marks)
    chosen = next((own for own in rows if len(set(own)) == len(marks)), every)
    return [joined(", ", filter(None, row)) for row in chosen]


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    out: list[str] = []
    for name in names:
        word, number = name, 1
        while word in out:
            number += 1
            word = _marked(name, str(number))
        out.append(word)
    return tuple(out)
