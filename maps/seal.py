"""Files that carry their manifest: HTML, SVG, PNG and PDF, each told from the rest of its bytes.

The manifest (:mod:`layers.manifest`) says what a file was made from and what it prints. Sealing
puts it where each format keeps such things, and writes into it the sha256 of all other bytes of
the file, so that a change anywhere shows.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any

from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ELEMENT", "bare", "inflated", "seal", "unseal"]

ELEMENT = "ceaseline-manifest"
"""Id of the element, keyword of the chunk and name of the attachment that hold the manifest."""

_LIMIT = 64 << 20
_HTML = re.compile(
    rb'<script type="application/json" id="' + ELEMENT.encode() + rb'">(.*?)</script>', re.DOTALL
)
_SVG = re.compile(rb'<metadata id="' + ELEMENT.encode() + rb'">(.*?)</metadata>', re.DOTALL)
_PNG = b"\x89PNG\r\n\x1a\n"


def seal(content: bytes, manifest: Mapping[str, Any]) -> bytes:
    r"""Return a file with its manifest in it; the same input gives the same bytes.

    Parameters
    ----------
    content : bytes
        HTML, SVG, PNG or PDF, without a manifest. A page may hold the empty element
        ``<script type="application/json" id="ceaseline-manifest"></script>`` where it is to go.
    manifest : mapping
        JSON values.

    Raises
    ------
    InputError
        If it is none of the four formats.

    Examples
    --------
    >>> page = seal(b"<!doctype html><body><p>20 %</p></body>", {"version": "1"})
    >>> unseal(page) == ({"version": "1"}, True)
    True
    >>> unseal(page.replace(b"20 %", b"30 %"))[1]
    False
    """
    put, _ = _format(content)
    digest = hashlib.sha256(bare(put(content, b""))).hexdigest()
    text = json.dumps({**manifest, "file_sha256": digest}, ensure_ascii=True, sort_keys=True)
    safe = text.replace("<", "\\u003c").replace("&", "\\u0026").replace(">", "\\u003e")
    return put(content, safe.encode("ascii"))


def unseal(content: bytes, name: str = "The file") -> tuple[dict[str, Any], bool]:
    """Return the manifest of a sealed file and whether all its other bytes are as sealed.

    Parameters
    ----------
    content : bytes
    name : str
        What errors call the file.

    Raises
    ------
    InputError
        If it holds no manifest that can be read.

    Examples
    --------
    >>> unseal(b"<!doctype html><body></body>", "map.html")
    Traceback (most recent call last):
    ...
    geo.errors.InputError: map.html holds no manifest; ...
    """
    try:
        _, take = _format(content)
        text, rest = take(content)
        manifest = json.loads(text) if text else None
    except (InputError, ValueError, RecursionError, struct.error, zlib.error):
        manifest = None
    if not isinstance(manifest, dict):
        raise InputError(
            f"{name} holds no manifest; give a map, figure or report that ceaseline wrote."
        )
    digest = manifest.pop("file_sha256", "")
    return manifest, digest == hashlib.sha256(rest).hexdigest()


def bare(content: bytes) -> bytes:
    r"""Return a sealed file without its manifest.

    Parameters
    ----------
    content : bytes

    Raises
    ------
    InputError
        If it is none of the four formats.

    Examples
    --------
    >>> page = b'<html><script type="application/json" id="ceaseline-manifest"></script></html>'
    >>> bare(seal(page, {"version": "1"})) == page
    True
    """
    _, take = _format(content)
    return take(content)[1]


def _format(content: bytes) -> tuple[Callable[[bytes, bytes], bytes], Callable[[bytes], _Taken]]:
    if content.startswith(_PNG):
        return _png_put, _png_take
    if content.startswith(b"%PDF-"):
        return _pdf_put, _pdf_take
    head = content[:1000].lower()
    if b"<html" in head or b"<!doctype html" in head:
        return _html_put, _html_take
    if b"<svg" in content[:4000].lower():
        return _svg_put, _svg_take
    raise InputError("The file is neither HTML, SVG, PNG nor PDF; give one of these.")


_Taken = tuple[bytes, bytes]


def _html_put(content: bytes, text: bytes) -> bytes:
    element = f'<script type="application/json" id="{ELEMENT}">'.encode() + text + b"</script>"
    if _HTML.search(content):
        return _HTML.sub(lambda _: element, content, count=1)
    spot = content.rfind(b"</body>")
    spot = len(content) if spot < 0 else spot
    return content[:spot] + element + content[spot:]


def _html_take(content: bytes) -> _Taken:
    return _element_take(content, _HTML)


def _svg_put(content: bytes, text: bytes) -> bytes:
    element = f'<metadata id="{ELEMENT}">'.encode() + text + b"</metadata>"
    if _SVG.search(content):
        return _SVG.sub(lambda _: element, content, count=1)
    spot = content.rfind(b"</svg>")
    if spot < 0:
        raise InputError("The SVG has no end tag; it is cut short.")
    return content[:spot] + element + content[spot:]


def _svg_take(content: bytes) -> _Taken:
    return _element_take(content, _SVG)


def _element_take(content: bytes, element: re.Pattern[bytes]) -> _Taken:
    found = element.search(content)
    if found is None:
        return b"", content
    return found[1], content[: found.start(1)] + content[found.end(1) :]


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    out, spot = [], len(_PNG)
    while spot < len(content):
        (size,) = struct.unpack_from(">I", content, spot)
        out.append((content[spot + 4 : spot + 8], content[spot : spot + 12 + size]))
        spot += 12 + size
    return out


def _png_put(content: bytes, text: bytes) -> bytes:
    return _png_attach(_png_take(content)[1], zlib.compress(text, 9))


def _png_attach(content: bytes, packed: bytes) -> bytes:
    body = ELEMENT.encode() + b"\0\0" + packed
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body
    chunk += struct.pack(">I", zlib.crc32(chunk[4:]))
    chunks = [whole for _, whole in _chunks(content)]
    return _PNG + b"".join([*chunks[:-1], chunk, chunks[-1]])


def _png_take(content: bytes) -> _Taken:
    packed, others = b"", []
    for kind, whole in _chunks(content):
        if kind == b"zTXt" and whole[8:].startswith(ELEMENT.encode() + b"\0"):
            packed = whole[8 + len(ELEMENT) + 2 : -4]
        else:
            others.append(whole)
    rest = _PNG + b"".join(others)
    return _as_attached(content, rest, packed, _png_attach)


def _as_attached(
    content: bytes, rest: bytes, packed: bytes, attach: Callable[[bytes, bytes], bytes]
) -> _Taken:
    """Return the manifest and the rest; all of the file where something else was put beside."""
    if not packed:
        return b"", rest
    return inflated(packed), rest if attach(rest, packed) == content else content


_PDF_MARK = f"%{ELEMENT}\n".encode()


def _pdf_put(content: bytes, text: bytes) -> bytes:
    """Attach the manifest as a file, in an incremental update (ISO 32000-1, 7.5.6 and 7.11.4)."""
    return _pdf_attach(_pdf_take(content)[1], zlib.compress(text, 9))


def _pdf_attach(content: bytes, packed: bytes) -> bytes:
    trailer = content[content.rfind(b"trailer") :]
    root = re.search(rb"/Root (\d+) 0 R", trailer)
    size = re.search(rb"/Size (\d+)", trailer)
    last = re.search(rb"startxref\s+(\d+)", trailer)
    if root is None or size is None or last is None:
        raise InputError("The PDF has no plain trailer; give one that ceaseline wrote.")
    catalog = re.search(rb"\n" + root[1] + rb" 0 obj\s*<<(.*?)>>\s*endobj", content, re.DOTALL)
    if catalog is None:
        raise InputError("The PDF has no plain catalog; give one that ceaseline wrote.")
    first = int(size[1])
    name = f"({ELEMENT}.json)".encode()
    kind = b"<< /Type /EmbeddedFile /Subtype /application#2Fjson /Filter /FlateDecode /Length %d >>"
    objects = {
        int(root[1]): b"<<%s /Names << /EmbeddedFiles << /Names [ %s %d 0 R ] >> >> >>"
        % (catalog[1], name, first + 1),
        first: kind % len(packed) + b"\nstream\n" + packed + b"\nendstream",
        first + 1: b"<< /Type /Filespec /F %s /UF %s /EF << /F %d 0 R >> >>" % (name, name, first),
    }
    return content + _update(objects, len(content), trailer, int(last[1]))


def _update(objects: Mapping[int, bytes], start: int, trailer: bytes, last: int) -> bytes:
    out, table = _PDF_MARK, b"xref\n"
    for number, body in sorted(objects.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, start + len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    keys = b" ".join(re.findall(rb"/(?:Root|Info) \d+ 0 R", trailer))
    end = b"trailer\n<< /Size %d /Prev %d %s >>\nstartxref\n%d\n%%%%EOF\n"
    return out + table + end % (max(objects) + 1, last, keys, start + len(out))


def _pdf_take(content: bytes) -> _Taken:
    spot = content.rfind(_PDF_MARK)
    if spot < 0:
        return b"", content
    update = content[spot:]
    found = re.search(rb"/Length (\d+) >>\nstream\n", update)
    if found is None:
        return b"", content
    packed = update[found.end() : found.end() + int(found[1])]
    return _as_attached(content, content[:spot], packed, _pdf_attach)


def inflated(packed: bytes) -> bytes:
    """Return what was deflated, of at most 64 MiB.

    Raises
    ------
    ValueError, zlib.error
        If it is larger, cut short, or something stands behind it.

    Examples
    --------
    >>> inflated(zlib.compress(b"figures"))
    b'figures'
    """
    machine = zlib.decompressobj()
    text = machine.decompress(packed, _LIMIT)
    if machine.unconsumed_tail:
        raise ValueError("it is larger than any that ceaseline writes")
    if not machine.eof or machine.unused_data:
        raise ValueError("it is cut short, or something stands behind it")
    return text
