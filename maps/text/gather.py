"""Gather every message of the tool for translators, and compile what they wrote.

Run it after a change of a text: ``python -m ceaseline.maps.text.gather`` brings the catalogues up
to date, ``--check`` only tells whether they are, ``--new pl`` begins the one of another language.
A catalogue is a PO file, which every editor for translations opens; the tool reads the MO file
beside it. It needs Babel, which the tool itself does not.
"""

from __future__ import annotations

import datetime as dt
import io
import string
import sys
import tomllib
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

__all__ = [
    "begin",
    "broken",
    "compiled",
    "current",
    "forms",
    "gathered",
    "languages",
    "main",
    "missing",
    "read",
    "stale",
]

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "catalogues"
FLOORS = ("geo", "layers", "maps")
KEYWORDS = {"said": None, "message": None, "counted": (1, 2)}
"""The functions whose literals are messages."""

_HEADER = """\
# Messages of Ceaseline, in one language of its interface.
# What stands in braces is filled in by the tool and stays as it is.
"""


_WHEN = dt.datetime(2024, 11, 20, tzinfo=dt.UTC)
"""The date in a compiled catalogue, which is to be the same for the same words."""

_UNSAID = tuple(
    f'"{word}'.encode()
    for word in (
        *("Project-Id", "Report-Msgid", "POT-Creation", "PO-Revision", "Last-Translator"),
        *("Language-Team", "Generated-By"),
    )
)
"""Lines of the head of a PO file that say nothing, or say when."""


@cache
def gathered() -> Catalog:
    """Return every message of the tool: its code's, its pages' by key, its data's, its names."""
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - for those who change texts

    found = Catalog(header_comment=_HEADER, fuzzy=False)
    for key, text in keyed():
        found.add(text, context=key)
    for path, message in _in_code():
        found.add(message, locations=[(path, 0)])
    for text in _in_data():
        found.add(text)
    for name in _names():
        found.add(name, context="name")
    return found


def keyed() -> Iterator[tuple[str, str]]:
    """Yield the words of the pages with their keys; those of a list with their places in it."""
    for key, text in _own()["text"].items():
        if isinstance(text, list):
            yield from ((f"{key}.{number}", one) for number, one in enumerate(text))
        else:
            yield key, text


def _own() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((ROOT / "maps" / "elements" / "text.toml").read_text("utf-8"))


def _in_code() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    from babel.messages.extract import extract  # noqa: PLC0415 - as above

    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            code = io.BytesIO(path.read_bytes())
            name = path.relative_to(ROOT).as_posix()
            for _, message, _, _ in extract("python", code, KEYWORDS):
                yield name, message


def _in_data() -> Iterator[str]:
    """Yield what the embedded data say: library, proposal, sources, measures, what they go by."""
    from ceaseline.geo.country.boundaries import boundaries  # noqa: PLC0415 - as above
    from ceaseline.geo.country_file import in_force  # noqa: PLC0415 - as above
    from ceaseline.geo.sources import catalogue as sources  # noqa: PLC0415 - as above
    from ceaseline.layers.measures import REGISTRY  # noqa: PLC0415 - as above
    from ceaseline.layers.measures.membership import LEVELS  # noqa: PLC0415 - as above
    from ceaseline.layers.placement.placement import BASES  # noqa: PLC0415 - as above
    from ceaseline.layers.placement.store import library, load  # noqa: PLC0415 - as above
    from ceaseline.layers.provisions import proposal  # noqa: PLC0415 - as above

    study = proposal()
    texts = [study.title, study.zone.note]
    for one in study.provisions:
        texts += [one.text, one.reading]
    for name in library():
        own = load(name)
        texts += [own.title, own.notes]
    for source in sources().values():
        texts += [source.title, source.publisher, source.licence, source.attribution, source.notes]
    about = in_force().table
    texts += [*boundaries().notes, about.people, about.people_short, about.people_source]
    texts += [*BASES, *LEVELS]
    for measure in REGISTRY.values():
        texts += [measure.title, measure.definition, measure.source]
    yield from (text for text in dict.fromkeys(texts) if text)


def _names() -> Iterator[str]:
    """Yield names: of parties, neighbours, waters, and of settlements that lack other ones."""
    from ceaseline.geo.gazetteer.settlements import settlements  # noqa: PLC0415 - as above

    yield from map(str, _own()["names"]["every"])
    places = settlements(added=True)
    yield from sorted(set(places["name"][(places["name_uk"] == "") & (places["name_ru"] == "")]))


def read(code: str) -> Catalog:
    """Return the catalogue of a language as it is on disk."""
    from babel.messages.pofile import read_po  # noqa: PLC0415 - as above

    with (FOLDER / f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


def current(code: str) -> Catalog:
    """Return the catalogue of a language with every message of the tool and none besides."""
    held = read(code)
    held.update(gathered(), no_fuzzy_matching=True, update_header_comment=True)
    held.obsolete.clear()
    return held


def missing(code: str) -> list[str]:
    """Return the messages that a language has no words for."""
    return [str(one.id) for one in current(code) if one.id and not all(forms(one.string))]


def forms(words: Any) -> tuple[Any, ...]:
    """Return the words of a message, each plural form of one that has them."""
    return tuple(words) if isinstance(words, (tuple, list)) else (words,)


def broken(code: str) -> list[str]:
    """Return the messages whose words have other places in braces than the English.

    Places that say how a number is written stay as they are, too.
    """
    return [
        str(one.id)
        for one in current(code)
        if one.id
        and any(
            words and _places(words) != _places(forms(one.id)[-1]) for words in forms(one.string)
        )
    ]


def _places(template: str) -> set[str]:
    return {
        f"{name}!{how}:{spec}"
        for _, name, spec, how in string.Formatter().parse(template or "")
        if name is not None
    }


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as a PO file: the same for the same messages, without dates."""
    from babel.messages.pofile import write_po  # noqa: PLC0415 - as above

    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_output=True, omit_header=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_UNSAID))


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as the tool reads it, a MO file."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - as above

    catalogue.creation_date = catalogue.revision_date = _WHEN
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def stale(code: str) -> list[str]:
    """Return the files of a language that do not hold what they should, by their names.

    The PO file: every message of the tool and none besides. The MO file: the words of the PO file.
    Not by their bytes, which other versions of Babel write in another way.
    """
    held = read(code)
    wanted = {(one.context, one.id) for one in gathered() if one.id}
    words = {
        (one.context, one.id): forms(one.string)
        for one in held
        if one.id and all(forms(one.string))
    }
    with (FOLDER / f"{code}.mo").open("rb") as file:
        messages = GNUTranslations(file)
    good = {
        ".po": {(one.context, one.id) for one in held if one.id} == wanted,
        ".mo": all(_said(messages, *key) == own for key, own in words.items()),
    }
    return [f"{code}{suffix}" for suffix, right in good.items() if not right]


def _said(messages: GNUTranslations, context: str | None, message: Any) -> tuple[str, ...]:
    """Return the words that a compiled catalogue has for a message, for each form of a number."""
    if not isinstance(message, str):
        one, many = message
        return tuple(messages.ngettext(one, many, number) for number in (1, 2, 5))
    found = messages.pgettext(context, message) if context else messages.gettext(message)
    return (found,)


def languages() -> list[str]:
    """Return the codes of the languages that have a catalogue."""
    return sorted(path.stem for path in FOLDER.glob("*.po"))


def begin(code: str) -> None:
    """Write the catalogue of a new language: every message, and no words yet.

    Raises
    ------
    FileExistsError
        If there is one.
    ValueError
        If Babel knows no language of that code.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - for those who change texts
    from babel.messages.catalog import Catalog  # noqa: PLC0415 - as above

    path = FOLDER / f"{code}.po"
    if path.exists():
        raise FileExistsError(f"{path.name} is there; it is brought up to date without --new.")
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError) as fault:
        raise ValueError(f"{code} is no code of a language; give one as pl or de.") from fault
    made = Catalog(locale=locale, header_comment=_HEADER, fuzzy=False)
    made.update(gathered(), no_fuzzy_matching=True, update_header_comment=True)
    path.write_bytes(written(made))


def main() -> int:
    """Bring the catalogues up to date, or tell which are not; the number of faults."""
    if "--new" in sys.argv:
        try:
            begin((*sys.argv, "")[sys.argv.index("--new") + 1])
        except (FileExistsError, ValueError) as fault:
            sys.stdout.write(f"{fault}\n")
            return 1
    told = []
    for code in languages():
        if "--check" in sys.argv:
            told += [
                f"{name} is not up to date; run python -m ceaseline.maps.text.gather"
                for name in stale(code)
            ]
        else:
            made = current(code)
            (FOLDER / f"{code}.po").write_bytes(written(made))
            (FOLDER / f"{code}.mo").write_bytes(compiled(made))
        told += [f"{code}: other places in braces than {text!r}" for text in broken(code)]
        told += [f"{code}: no words for {text!r}" for text in missing(code)]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    return len(told)


if __name__ == "__main__":
    raise SystemExit(main() > 0)
