"""What a shell offers on Tab: quick, so nothing heavy is imported."""

from importlib.resources import files
from pathlib import Path

from ceaseline.maps.text.languages import LANGUAGES

__all__ = ["languages", "placements", "studies", "themes"]

SUFFIX = ".geojson"


def placements(incomplete: str) -> list[str]:
    """Return the placements that begin so: those of the library, then files and folders.

    Examples
    --------
    >>> placements("cont")
    ['contact-2022-02-23', 'contact-2024-11-20', 'contact-2026-08-22']
    """
    found = (files("ceaseline.layers") / "library").iterdir()
    names = sorted(one.name.removesuffix(SUFFIX) for one in found if one.name.endswith(SUFFIX))
    own = _inside(incomplete, SUFFIX)
    return [name for name in (*names, *own) if name.startswith(incomplete)]


def _inside(incomplete: str, suffix: str) -> list[str]:
    """Return the folders that begin so, and the files with a suffix where one is given."""
    folder, _, start = incomplete.rpartition("/")
    here = Path(folder or ("/" if incomplete.startswith("/") else "."))
    inside = sorted(here.iterdir()) if here.is_dir() else []
    lead = incomplete[: len(incomplete) - len(start)]
    return [
        f"{lead}{path.name}{'/' if path.is_dir() else ''}"
        for path in inside
        if (path.is_dir() or (suffix and path.name.endswith(suffix)))
        and not path.name.startswith(".")
    ]


def languages(incomplete: str) -> list[str]:
    """Return the languages that begin so.

    Examples
    --------
    >>> languages("")
    ['en', 'ru', 'uk']
    """
    return [code for code in LANGUAGES if code.startswith(incomplete)]


def studies(incomplete: str) -> list[str]:
    """Return the studies that begin so: those that come with the tool, then folders.

    Examples
    --------
    >>> studies("k")
    ['korea']
    """
    found = (files("ceaseline.layers") / "studies").iterdir()
    names = sorted(one.name for one in found if (one / "study.toml").is_file())
    return [name for name in (*names, *_inside(incomplete, "")) if name.startswith(incomplete)]


def themes(incomplete: str) -> list[str]:
    """Return the themes that begin so.

    Examples
    --------
    >>> themes("d")
    ['dark']
    """
    return [name for name in ("auto", "light", "dark") if name.startswith(incomplete)]
