"""The figures that a file prints, read from the file itself: page, drawing or PDF."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from ceaseline.maps.page.encoding import unpack
from ceaseline.maps.seal.seal import bare
from ceaseline.maps.verify.pdf_text import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["printed"]

_DIGIT = re.compile(r"\d")
_SILENT = ("script", "style")
_SAID = re.compile(r'\b(?:title|aria-label|content|alt)="([^"]*)"')
"""Attributes that are shown or read aloud."""

_MADE = re.compile(r"(?i)(ceaseline) [0-9][0-9A-Za-z.+-]{0,30}")
_LONGEST_PLACE = 200


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
    texts = texts_of(own) if own.startswith(b"%PDF-") else _in_page(own)
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
            yield from map(_unescaped, _SAID.findall(tag))
        yield _unescaped(text)
    if payload:
        held, _ = unpack(payload)
        yield from _leaves(held.get("plans"), "plans")
        yield from _leaves(held.get("pieces"), "pieces")


def _unescaped(text: str) -> str:
    """Return a text with its references resolved; as it is where one is a number without end."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def _leaves(value: Any, where: str) -> Iterator[str]:
    """Return each value of the page's data under its place; the numbers of shapes left out."""
    left = [(value, where)]
    while left:
        one, place = left.pop()
        if isinstance(one, dict):
            inner = [(v, f"{place}/{k}"[:_LONGEST_PLACE]) for k, v in one.items() if k != "shape"]
            left += reversed(inner)
        elif isinstance(one, list):
            inner = [(v, f"{place}/{n}"[:_LONGEST_PLACE]) for n, v in enumerate(one)]
            left += reversed(inner)
        elif one is not None:
            yield f"{place}: {one}"
