"""Which languages there are: English, and one for each catalogue."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["LANGUAGES", "either"]


def _catalogues() -> list[str]:
    folder = files("ceaseline.maps").joinpath("text", "catalogues")
    return sorted(one.name[:-3] for one in folder.iterdir() if one.name.endswith(".mo"))


LANGUAGES = ("en", *_catalogues())
"""Codes of the languages of the interface."""


def either(names: tuple[str, ...] = LANGUAGES) -> str:
    """Return names as a choice.

    Examples
    --------
    >>> either(("en", "ru", "uk"))
    'en, ru or uk'
    >>> either(("en",))
    'en'
    """
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
