"""The figures that a file prints, read from the file itself: page, drawing or PDF."""

from __future__ import annotations

import html
import re
import zlib
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from maps.seal import bare, inflated
from maps.streams import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["printed"]

_DIGIT = re.compile(r"\d")
_SILENT = ("script", "style")
_SAID = re.compile(r'\b(?:title|aria-label|content|alt)="([^"]*)"')
"""Attributes that are shown or read aloud."""

_MADE = re.compile(r"(?i)(ceaseline) [0-9][0-9A-Za-z.+-]{0,30}")
_STREAM = re.compile(rb"/FlateDecode[^>]{0,200}>>\s{0,9}stream\r?\n")
_STRING = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ROOM = 64 << 20


def printed(content: bytes) -> tuple[str, ...] | None:
    """Return every text with a figure in it that a sealed file prints, in the order of the file.

    Parameters
    ----------
    content : bytes
        HTML, SVG, PDF or PNG.

    Returns
    -------
    tuple of str or None
        Without the version of the tool; None for a PNG, whose figures are pixels.

    Raises
    ------
    InputError
        If the data of a page cannot be read.

    Examples
    --------
    >>> printed(b"<!doctype html><html><p>18.6 %</p><style>a{top:1px}</style></html>")
    ('18.6 %',)
    """
    own = bare(content)
    if own.startswith(b"\x89PNG"):
        return None
    texts = _in_pdf(own) if own.startswith(b"%PDF-") else _in_page(own)
    tidy = (_MADE.sub(r"\1", " ".join(text.split())) for text in texts)
    return tuple(text for text in tidy if _DIGIT.search(text))


def _in_page(content: bytes) -> Iterator[str]:
    """Return the texts of a page or an SVG; neither is run, and one pass reads both."""
    closing = payload = ""
    for piece in content.decode("utf-8", "replace").split("<")[1:]:
        tag, _, text = piece.partition(">")
        if closing:
            closing = "" if piece.startswith(closing) else closing
            if closing:
                continue
        name = tag.partition(" ")[0]
        if 'id="payload"' in tag:
            payload = text
        if name in _SILENT:
            closing = f"/{name}"
            continue
        if "http-equiv=" not in tag:
            yield from map(html.unescape, _SAID.findall(tag))
        yield html.unescape(text)
    if payload:
        held, _ = unpack(payload)
        yield from _leaves(held.get("plans"), "plans")
        yield from _leaves(held.get("pieces"), "pieces")


def _leaves(value: Any, where: str) -> Iterator[str]:
    """Return each value of the page's data under its place; the numbers of shapes left out."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key != "shape":
                yield from _leaves(one, f"{where}/{key}")
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, f"{where}/{number}")
    elif value is not None:
        yield f"{where}: {value}"


def _in_pdf(content: bytes) -> Iterator[str]:
    room = _ROOM
    for piece in content.split(b"endstream"):
        found = _STREAM.search(piece)
        if found is None:
            continue
        try:
            drawn = inflated(piece[found.end() :].rstrip(b"\r\n"))
        except (ValueError, zlib.error):
            continue
        room -= len(drawn)
        if room < 0:
            raise InputError(f"the PDF draws more than {_ROOM:,} bytes.")
        for block in drawn.split(b"BT\n")[1:]:
            parts = b"".join(_STRING.findall(block.partition(b"ET\n")[0]))
            yield re.sub(rb"\\(.)", rb"\1", parts).replace(b"\0", b"").decode("latin-1")
