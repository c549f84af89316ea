"""Names as the page searches them: spellings that sound alike share a skeleton."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["LETTERS", "RULES", "distinct", "skeleton"]

LETTERS = dict(
    zip(
        "абвгґдеєжзиіїйклмнопрстуфхцчшщюяыэłøđ",
        "abvhhdeezziiiiklmnoprstufhccssuaielod",
        strict=True,
    )
)
"""Letters read one by one."""

RULES: tuple[tuple[str, str], ...] = (
    (r"[ьъ\u0300-\u036f]", ""),
    (r"[^\w\n]|_", ""),
    ("shch|szcz|sch|sh|sz", "s"),
    ("zh|rz", "z"),
    ("tch|ch|cz|ts|tz", "c"),
    ("kh", "h"),
    ("w", "v"),
    ("g", "h"),
    ("ck|q", "k"),
    ("ou", "u"),
    ("[yij]+(?=[aeou])", ""),
    ("[yj]", "i"),
    (r"([^\n])(?=\1)", ""),
)
"""Patterns and what stands for them, in order: the same in Python and in the page's script."""


_LETTERS = str.maketrans({**LETTERS})


def skeleton(name: str) -> str:
    """Return what spellings of one name have in common.

    Examples
    --------
    >>> {skeleton(n) for n in ("Zaporizhzhia", "Запоріжжя", "Zaporižžja", "Zaporizzja")}
    {'zaporiza'}
    """
    text = unicodedata.normalize("NFD", name.lower())
    text = re.sub(RULES[0][0], "", text).translate(_LETTERS)
    for old, new in RULES[1:]:
        text = re.sub(old, new, text)
    return text


@lru_cache(maxsize=4)
def distinct(names: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    """Return for each name the other names that a search for it would not find already.

    Names that begin with a small Latin letter are left out: they are letter-by-letter renderings
    of other scripts.

    Parameters
    ----------
    names : tuple of str
    others : tuple of tuples of str
        As many; each may hold several names joined by ``;``. Of two alike the first is kept, those
        in other scripts before those in Latin letters.

    Examples
    --------
    >>> distinct(("Bakhmut",), (("Бахмут", "Artemivsk;Артемівськ;ba he mu te"),))
    [['Артемівськ']]
    """
    rows = [_candidates(own) for own in others]
    flat = [name.replace("\n", " ") for name in (*names, *(n for row in rows for n in row))]
    keys = iter(skeleton("\n".join(flat)).split("\n"))
    heads = [next(keys) for _ in names]
    out = []
    for head, row in zip(heads, rows, strict=True):
        first = {head: "", "": ""}
        for name in row:
            first.setdefault(next(keys), name)
        out.append([name for name in first.values() if name])
    return out


def _candidates(own: tuple[str, ...]) -> list[str]:
    every = [n for text in own for n in text.split(";") if n and not "a" <= n[0] <= "z"]
    return sorted(every, key=lambda name: name < "\u0400")
