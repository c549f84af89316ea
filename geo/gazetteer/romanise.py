"""Ukrainian and Russian names in Latin letters, and the key by which names are matched.

Ukrainian follows the national system (Cabinet of Ministers resolution 55 of 27 January 2010);
Russian follows the system of the United States and British boards on geographic names (1947),
without its apostrophes and middle dots.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["INITIALS", "READING", "key", "latin_readings", "romanise", "romanise_russian"]

_COMMON: Final = {
    "а": "a", "б": "b", "в": "v", "д": "d", "е": "e", "ж": "zh", "з": "z", "й": "i", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN: Final = _COMMON | {"г": "h", "ґ": "g", "є": "ie", "и": "y", "і": "i", "ї": "i"}
_UKRAINIAN_INITIAL: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN: Final = _COMMON | {
    "г": "g", "ё": "yo", "и": "i", "й": "y", "ы": "y", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
READING: Final = {"ы": "y", "э": "e", "ё": "yo"} | _UKRAINIAN
"""What each Ukrainian letter is in Latin ones, with those that only Russian has."""

INITIALS: Final = _UKRAINIAN_INITIAL
"""As `READING`, at the start of a word."""

_SILENT: Final = frozenset("ьъ'’ʼ`ʹ′\u0301")
_VOWELS: Final = frozenset("аеёиоуыэюяьъ")


def _cased(latin: str, *, upper: bool, shout: bool) -> str:
    if not upper:
        return latin
    return latin.upper() if shout else latin[:1].upper() + latin[1:]


def romanise(text: str) -> str:
    """Return a Ukrainian text in the national romanisation of 2010.

    Parameters
    ----------
    text : str
        Letters of other alphabets stay as they are.

    Returns
    -------
    str

    Examples
    --------
    >>> [romanise(name) for name in ("Запоріжжя", "Згурівка", "Єнакієве", "Яр", "ЇЖАКІВКА")]
    ['Zaporizhzhia', 'Zghurivka', 'Yenakiieve', 'Yar', 'YIZHAKIVKA']
    """
    text = unicodedata.normalize("NFC", text)
    shout = text.isupper() and len(text) > 1
    out: list[str] = []
    before = ""
    for sign in text:
        low = sign.lower()
        if low in _SILENT:
            continue
        latin = _UKRAINIAN.get(low, low)
        if low == "г" and before == "з":
            latin = "gh"
        elif not before.isalpha():
            latin = _UKRAINIAN_INITIAL.get(low, latin)
        out.append(_cased(latin, upper=sign != low, shout=shout))
        before = low
    return "".join(out)


def romanise_russian(text: str) -> str:
    """Return a Russian text in Latin letters.

    Parameters
    ----------
    text : str
        Letters of other alphabets stay as they are.

    Returns
    -------
    str

    Examples
    --------
    >>> [romanise_russian(name) for name in ("Артёмовск", "Енакиево", "Большой Утлюг", "Щорс")]
    ['Artyomovsk', 'Yenakiyevo', 'Bolshoy Utlyug', 'Shchors']
    """
    text = unicodedata.normalize("NFC", text)
    shout = text.isupper() and len(text) > 1
    out: list[str] = []
    before = ""
    for sign in text:
        low = sign.lower()
        if low not in _SILENT:
            latin = _RUSSIAN.get(low, low)
            if low == "е" and (not before.isalpha() or before in _VOWELS):
                latin = "ye"
            out.append(_cased(latin, upper=sign != low, shout=shout))
        before = low
    return "".join(out)


def key(text: str) -> str:
    """Return what is left of a name when case, accents and punctuation are ignored.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> key("Slov’yans'k") == key("SLOVYANSK"), key("Kam'ianets-Podilskyi")
    (True, 'kamianetspodilskyi')
    """
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in apart if sign.isalnum() and not unicodedata.combining(sign))


def latin_readings(text: str) -> frozenset[str]:
    """Return the keys under which a name may be known: its own, read as Ukrainian, as Russian.

    Parameters
    ----------
    text : str

    Returns
    -------
    frozenset of str

    Examples
    --------
    >>> sorted(latin_readings("Горловка"))
    ['gorlovka', 'horlovka', 'горловка']
    """
    return frozenset({key(text), key(romanise(text)), key(romanise_russian(text))} - {""})
