"""XML of maps: small mistakes mended with a note, and true words for the others."""

from __future__ import annotations

import html.entities
import io
import re
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import errors

from defusedxml import DefusedXmlException, ElementTree

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.limits import LIMITS, Limits, count, size
from ceaseline.geo.readers.wrong import conflict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element, ParseError

__all__ = ["parsed", "tag", "text"]

_CODES: Final = errors.codes
_KNOWN: Final = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_ROOT: Final = re.compile(
    rb"\A(?:\s|\xef\xbb\xbf|<\?(?:(?!\?>).)*\?>|<!--(?:(?!-->).)*-->)*<[A-Za-z_][\w.:-]*", re.DOTALL
)
_VERBATIM: Final = re.compile(rb"<!--|<!\[CDATA\[")
"""Where a comment or quoted character data begins."""
_WHAT: Final = {
    _CODES[errors.XML_ERROR_TAG_MISMATCH]: "an element is closed that is not the one last opened",
    _CODES[errors.XML_ERROR_DUPLICATE_ATTRIBUTE]: "an element has one attribute twice",
    _CODES[errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]: (
        "something follows after the end of the root element; keep one document a file"
    ),
    _CODES[errors.XML_ERROR_MISPLACED_XML_PI]: (
        "something stands before the XML declaration; remove it"
    ),
    _CODES[errors.XML_ERROR_UNKNOWN_ENCODING]: "the declared encoding is not known; save as UTF-8",
    _CODES[errors.XML_ERROR_INCORRECT_ENCODING]: (
        "the declared encoding is not the one it is written in; save it as UTF-8"
    ),
    _CODES[errors.XML_ERROR_UNDEFINED_ENTITY]: "an entity is used that is not declared",
}
_EARLY: Final = {
    _CODES[name]
    for name in (
        errors.XML_ERROR_NO_ELEMENTS, errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION, errors.XML_ERROR_PARTIAL_CHAR,
    )
}  # fmt: skip


def parsed(path: Path, limits: Limits = LIMITS) -> tuple[Iterator[tuple[str, Element]], list[str]]:
    """Return the start and end of each element in order, and notes on what was mended.

    Blanks before the declaration are passed over, prefixes that are not declared are declared, and
    HTML's names of characters (as `&nbsp;`) are understood.

    Parameters
    ----------
    path : Path
        The file. A document type declaration is refused, since it can name other files.
    limits : Limits
        How large and how deeply nested it may be.

    Raises
    ------
    InputError
        At once or while the elements are taken, if it is no XML; the message names the line.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.kml")
    ...     _ = path.write_text("<kml><gx:Tour/></kml>")
    ...     events, notes = parsed(path)
    ...     [tag(element) for event, element in events if event == "end"], notes
    (['Tour', 'kml'], ['The prefix gx is not declared (no xmlns:gx): read all the same.'])
    """
    size(path, limits.text)
    raw, notes = _mended(path.read_bytes())
    return _events(path, raw, limits), notes


def tag(element: Element) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def text(element: Element, name: str) -> str:
    """Return the text of the first child of a name, empty if there is none."""
    for child in element:
        if tag(child) == name:
            return (child.text or "").strip()
    return ""


def _events(path: Path, raw: bytes, limits: Limits) -> Iterator[tuple[str, Element]]:
    depth = 0
    try:
        for event, element in ElementTree.iterparse(
            io.BytesIO(raw), ("start", "end"), forbid_dtd=True
        ):
            depth += 1 if event == "start" else -1
            count(path, depth, limits.depth, "levels of nesting")
            yield event, element
    except ElementTree.ParseError as error:
        raise _error(path, raw, error) from error
    except DefusedXmlException as error:
        raise InputError(
            f"{path.name} declares a document type or an entity, which can name other files or "
            "swell without bound; remove the declaration."
        ) from error
    except (ValueError, LookupError) as error:
        raise InputError(
            f"{path.name} has an encoding that cannot be read; save it as UTF-8."
        ) from error


def _mended(raw: bytes) -> tuple[bytes, list[str]]:
    notes = []
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    bare = raw[len(mark) :].lstrip()
    if bare.startswith(b"<?xml") and len(bare) < len(raw) - len(mark):
        notes.append("Blanks stood before the XML declaration: passed over.")
        raw = bare
    if b"\x00" in raw[:200]:
        return raw, notes  # UTF-16: as it is
    raw, named = _characters(raw)
    if named:
        notes.append("HTML's names of characters, which XML does not have, were understood.")
    missing = sorted(_used(raw) - _declared(raw))
    if missing:
        names = [name.decode("ascii", "replace") for name in missing]
        added = b"".join(b' xmlns:%s="undeclared:%s"' % (name, name) for name in missing)
        raw = _ROOT.sub(lambda found: found[0] + added, raw, count=1)
        notes += [
            f"The prefix {name} is not declared (no xmlns:{name}): read all the same."
            for name in names
        ]
    return raw, notes


def _characters(raw: bytes) -> tuple[bytes, bool]:
    """Return XML with HTML's names of characters as numbers, and whether there were any."""
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        return raw, False
    found = False

    def plain(match: re.Match[bytes]) -> bytes:
        nonlocal found
        code = html.entities.name2codepoint.get(match[1].decode("ascii"))
        if match[1] in _KNOWN or code is None:
            return match[0]
        found = True
        return b"&#%d;" % code

    parts = _segments(raw)
    parts[::2] = [re.sub(rb"&([A-Za-z][A-Za-z0-9]{1,30});", plain, part) for part in parts[::2]]
    return b"".join(parts), found


def _segments(raw: bytes) -> list[bytes]:
    """Return XML in turns as what is read and what is verbatim: comments, character data."""
    out = []
    at = 0
    while (found := _VERBATIM.search(raw, at)) is not None:
        close = raw.find(b"-->" if found[0] == b"<!--" else b"]]>", found.end())
        end = len(raw) if close < 0 else close + 3
        out += [raw[at : found.start()], raw[found.start() : end]]
        at = end
    return [*out, raw[at:]]


def _used(raw: bytes) -> set[bytes]:
    bare = b"".join(_segments(raw)[::2])
    used = set(re.findall(rb"<([A-Za-z_][\w.-]*):[A-Za-z_]", bare))
    for inside in re.findall(rb"<[A-Za-z_][^<>]*>", bare):
        if b":" not in inside or b"=" not in inside:
            continue
        plain = re.sub(rb"\"[^\"]*\"|'[^']*'", b'""', inside)
        used |= set(re.findall(rb"\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=", plain))
    return used - {b"xml", b"xmlns"}


def _declared(raw: bytes) -> set[bytes]:
    return set(re.findall(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=", raw))


def _error(path: Path, raw: bytes, error: ParseError) -> InputError:
    conflict(path, raw.decode("utf-8", "replace"))
    line, column = error.position
    at = f"in line {line:,}, column {column + 1:,}"
    rest = b"\n".join(raw.split(b"\n")[line - 1 :])[column:]
    around = raw.split(b"\n")[line - 1][max(0, column - 1) : column + 1]
    if error.code in _EARLY:
        what = "it ends before all elements are closed; it may be truncated"
    elif error.code in _WHAT:
        what = _WHAT[error.code]
    elif b"&" in around:
        what = "an & stands there; write &amp;"
    elif b"<" in around:
        what = "a < stands where none may; write &lt;"
    elif rest[:1] >= b"\x80":
        what = "a byte stands there that is not of its encoding; save it as UTF-8"
    else:
        what = f"{rest[:12].decode('utf-8', 'replace')!r} stands where it may not"
    return InputError(f"{path.name} is not well-formed XML {at}: {what}.")
