"""The texts of a PDF, read from its bytes: those that matplotlib draws and those that typst sets.

Nothing of the file is run. Each of its bytes is read a few times at most, and what it unpacks to is
bounded, so that a file made to take long does not.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Codes: TypeAlias = Mapping[int, str]
    Fonts: TypeAlias = Mapping[bytes, Codes | None]

__all__ = ["texts_of"]

_ROOM = 64 << 20
"""Bytes that all streams together unpack to, at most."""
_STEP = 1 << 20
_MOST_CODES = 1 << 16
"""Letters of a font, of which codes have two bytes."""
_CODE = 64
"""Bytes that a letter of a font counts for."""
_MOST_HEAD = 1 << 16

_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s\d{1,5}\sobj\b")
_HEAD_END = re.compile(rb"\bstream\r?\n|\bendobj\b")
_RESOURCES = re.compile(rb"/Resources (\d{1,9}) 0 R")
_CONTENTS = re.compile(rb"/Contents (\d{1,9}) 0 R")
_FONTS = re.compile(rb"/Font\s?<<([^<>]{0,20000})>>")
_FONT = re.compile(rb"/([!-.0-;=?-~]{1,40}) (\d{1,9}) 0 R")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d{1,9}) 0 R")
_SAID = re.compile(rb"/(?:Alt|ActualText|Title)\s?\(")
"""Texts that are read aloud or shown beside the pages."""

_DRAWN = re.compile(
    rb"(\()|<((?:[0-9A-Fa-f]{2})*+)>|/([!-.0-;=?-~]{1,40}) [-.\d]{1,20} Tf\b|\b(BT|ET)\b"
    rb"|/ActualText\s?<[^<>]*+>"
)
"""Where a text begins; one in hexadecimal; a font; the ends of a block."""
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f",
          b"\n": b"", b"\r": b"", b"\r\n": b""}  # fmt: skip

_CHARACTER = re.compile(rb"<([0-9A-Fa-f]{4})>\s{0,9}<([0-9A-Fa-f]{4,40})>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s{0,9}<([0-9A-Fa-f]{4})>\s{0,9}<([0-9A-Fa-f]{4,40})>")


def texts_of(content: bytes) -> Iterator[str]:
    r"""Yield each text that a PDF draws, block by block, then those that are read aloud.

    Parameters
    ----------
    content : bytes

    Raises
    ------
    InputError
        If it unpacks to more than 64 MiB.

    Examples
    --------
    >>> drawn = zlib.compress(b"BT\n/F1 8 Tf (18.6 %) Tj\nET\n")
    >>> list(texts_of(b"%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n" + drawn))
    ['18.6 %']
    """
    file = _File(content)
    for number, (head, packed) in file.objects.items():
        if b"/FlateDecode" in head and number not in file.read:
            yield from _blocks(file.unpacked(packed), file.fonts(number, head))
    for head, _ in file.objects.values():
        yield from _spoken(head)


@dataclass(eq=False)
class _File:
    """The objects of a PDF by number: what stands before a stream, and the stream as packed."""

    content: bytes
    room: int = _ROOM
    objects: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    """Streams that map codes to letters, and draw nothing."""
    pages: dict[int, bytes] = field(default_factory=dict)
    """The heads of pages by the stream that draws them."""
    codes: dict[int, Codes] = field(default_factory=dict)
    """Letters by code, by the stream that maps them."""
    named: dict[int, Fonts] = field(default_factory=dict)
    """Fonts by name, by the resources that name them."""

    def __post_init__(self) -> None:
        starts = [(int(one[1]), one.end()) for one in _OBJECT.finditer(self.content)]
        ends = [start for _, start in starts[1:]] + [len(self.content)]
        for (number, start), end in zip(starts, ends, strict=False):
            cut = _HEAD_END.search(self.content, start, end)
            head = self.content[start : min(cut.start() if cut else end, start + _MOST_HEAD)]
            packed = b""
            if cut and cut[0] != b"endobj":
                stop = self.content.rfind(b"endstream", cut.end(), end)
                packed = self.content[cut.end() : stop if stop >= 0 else end]
            self.objects.setdefault(number, (head, packed))
            shown = _CONTENTS.search(head)
            if shown:
                self.pages.setdefault(int(shown[1]), head)
            codes = _TO_UNICODE.search(head)
            if codes:
                self.read.add(int(codes[1]))

    def unpacked(self, packed: bytes) -> bytes:
        """Return what a stream holds, up to where it is damaged."""
        machine, parts, size = zlib.decompressobj(), [], 0
        left = packed
        try:
            while left and size <= self.room and not machine.eof:
                parts.append(machine.decompress(left, _STEP))
                size += len(parts[-1])
                left = machine.unconsumed_tail
        except zlib.error:
            pass
        self._take(max(size, len(packed)))
        return b"".join(parts)

    def fonts(self, number: int, head: bytes) -> Fonts:
        """Return the fonts by which a stream is read, each by the name it has there."""
        named = _RESOURCES.search(self.pages.get(number, head))
        if named is None:
            return {}
        key = int(named[1])
        if key not in self.named:
            found = _FONTS.search(self.objects.get(key, (b"", b""))[0])
            fonts = _FONT.findall(found[1]) if found else ()
            self.named[key] = {name: self._letters(int(font)) for name, font in fonts}
        return self.named[key]

    def _letters(self, font: int) -> Codes | None:
        """Return the letters of a font by code; None for one whose codes are its letters."""
        head, _ = self.objects.get(font, (b"", b""))
        told = _TO_UNICODE.search(head) if b"/Identity-H" in head else None
        if told is None:
            return None
        key = int(told[1])
        if key not in self.codes:
            self.codes[key] = _mapped(self.unpacked(self.objects.get(key, (b"", b""))[1]))
            self._take(_CODE * len(self.codes[key]))
        return self.codes[key]

    def _take(self, size: int) -> None:
        self.room -= size
        if self.room < 0:
            raise InputError(f"the PDF draws more than {_ROOM:,} bytes.")


def _mapped(text: bytes) -> Codes:
    """Return letters by code, as a ToUnicode map gives them (ISO 32000-1, 9.10.3)."""
    out: dict[int, str] = {}
    for part in text.split(b"beginbf")[1:]:
        kind, _, lines = part.partition(b"\n")
        lines = lines.partition(b"endbf")[0]
        if kind.startswith(b"char"):
            out.update((int(one, 16), _signs(signs)) for one, signs in _CHARACTER.findall(lines))
            continue
        for first, last, signs in _RANGE.findall(lines):
            _fill(out, int(first, 16), int(last, 16), _signs(signs))
    return out


def _fill(out: dict[int, str], first: int, last: int, signs: str) -> None:
    """Give codes from the first to the last their signs, the last sign one further each time."""
    start = ord(signs[-1:] or "\0")
    for code in range(first, min(last, first + 0x10FFFF - start) + 1):
        if code in out or len(out) >= _MOST_CODES:
            return
        out[code] = signs[:-1] + chr(start + code - first)


def _signs(digits: bytes) -> str:
    return bytes.fromhex(digits[: len(digits) & ~3].decode()).decode("utf-16-be", "replace")


def _blocks(drawn: bytes, fonts: Fonts) -> Iterator[str]:
    """Yield the text of each block, from ``BT`` to ``ET``."""
    parts: list[str] = []
    inside, codes, spot = False, None, 0
    while found := _DRAWN.search(drawn, spot):
        bracket, digits, font, end = found.groups()
        spot = found.end()
        if end is not None:
            if inside:
                yield "".join(parts)
            inside, parts = end == b"BT", []
        elif font is not None:
            codes = fonts.get(font)
        elif bracket or digits is not None:
            last = _closing(drawn, spot) if bracket else spot
            text = _plain(drawn[spot:last]) if bracket else bytes.fromhex(digits.decode())
            spot = last
            parts += [_read(text, codes)] if inside else []
    if inside:
        yield "".join(parts)


def _closing(drawn: bytes, start: int) -> int:
    """Return where the text that begins here ends; the end of all where it has none."""
    depth = 1
    for found in _BRACKET.finditer(drawn, start):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    return len(drawn)


def _read(text: bytes, codes: Codes | None) -> str:
    if codes is None:
        return text.replace(b"\0", b"").decode("latin-1")
    pairs = zip(text[::2], text[1::2], strict=False)
    return "".join(codes.get(high << 8 | low, "\N{REPLACEMENT CHARACTER}") for high, low in pairs)


def _plain(text: bytes) -> bytes:
    """Return a text of a PDF without escapes."""
    return _ESCAPED.sub(_sign, text) if b"\\" in text else text


def _sign(found: re.Match[bytes]) -> bytes:
    if found[1][:1].isdigit() and found[1][0] < 0x38:
        return bytes([int(found[1], 8) & 0xFF])
    return _SIGNS.get(found[1], found[1])


def _spoken(head: bytes) -> Iterator[str]:
    spot = 0
    while found := _SAID.search(head, spot):
        spot = _closing(head, found.end())
        plain = _plain(head[found.end() : spot])
        wide = plain.startswith(b"\xfe\xff")
        yield plain[2:].decode("utf-16-be", "replace") if wide else plain.decode("latin-1")
