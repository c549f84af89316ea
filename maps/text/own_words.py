"""The words of a study that go before the tool's: sentences of its own, and what its units are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ceaseline.layers.study import Study

__all__ = ["OwnWords"]

_UNIT: Final = re.compile(r"\b(o|O)blast(s?)\b(?![^{]*\})")
"""The tool's English word for a first-level unit, outside a place to be filled."""
_WORD: Final = "oblast"


@dataclass(frozen=True, eq=False)
class OwnWords:
    """What a study says otherwise than the tool, in one language.

    Attributes
    ----------
    phrases : mapping
        By the tool's key or English sentence.
    units : (str, str), optional
        What one of its units is called and several, where the tool's word is another.
    """

    phrases: Mapping[str, str]
    units: tuple[str, str] | None

    @classmethod
    def of(cls, study: Study, language: str) -> OwnWords:
        """Return the words of a study in a language; the word for units is an English one."""
        word = study.country.unit_words
        return cls(study.phrases(language), word if language == "en" and word[0] != _WORD else None)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.phrases or self.units)

    def put(self, text: str, key: str) -> str:
        """Return a text of the tool as the study says it.

        Parameters
        ----------
        text : str
            As the tool says it, with its places to be filled.
        key : str
            What the study would name it by.

        Examples
        --------
        >>> own = OwnWords({"Nothing": "None"}, ("province", "provinces"))
        >>> own.put("Oblasts divided, {oblast}", "Oblasts divided"), own.put("Nothing", "Nothing")
        ('Provinces divided, {oblast}', 'None')
        """
        found = self.phrases.get(key, text)
        if self.units is None:
            return found
        one, many = self.units

        def word(match: re.Match[str]) -> str:
            plain = many if match[2] else one
            return plain[:1].upper() + plain[1:] if match[1] == "O" else plain

        return _UNIT.sub(word, found)
