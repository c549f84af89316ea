"""Files that carry their manifest: HTML, SVG, PNG and PDF, each told from the rest of its bytes.

The manifest (:mod:`ceaseline.layers.record.manifest`) says what a file was made from and what it
prints. Sealing puts it where each format keeps such things, and writes into it the sha256 of all
other bytes of the file, so that a change anywhere shows.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["ELEMENT", "bare", "inflated", "seal", "unseal"]

ELEMENT = "ceaseline-manifest"
"""Id of the element, keyword of the chunk and name of the attachment that hold the manifest."""

_LIMIT = 64 << 20
_MOST_LISTS = 4_000_000
"""Lists and objects, and brackets in texts: each takes memory before anything else is known."""
_MOST_CHUNKS = 100_000
_HTML = (f'<script type="application/json" id="{ELEMENT}">'.encode(), b"</script>")
_SVG = (f'<metadata id="{ELEMENT}">'.encode(), b"</metadata>")
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
    ceaseline.geo.errors.InputError: map.html holds no manifest;...
    """
    try:
        _, take = _format(content)
        text, rest = take(content)
    except (InputError, struct.error):
        text, rest = b"", content
    except (ValueError, zlib.error):
        raise _damaged(name) from None
    if not text:
        raise InputError(
            f"{name} holds no manifest; give a map, figure or report that ceaseline wrote."
        )
    manifest = _read(text, name)
    digest = manifest.pop("file_sha256", "")
    return manifest, digest == hashlib.sha256(rest).hexdigest()


def _read(text: bytes, name: str) -> dict[str, Any]:
    """Return the JSON object of a manifest."""
    if len(text) > _LIMIT or text.count(b"[") + text.count(b"{") > _MOST_LISTS:
        raise InputError(
            f"{name} holds a manifest that is larger than any that ceaseline writes; give a map, "
            "figure or report as it was written."
        )
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError):
        manifest = None
    if not isinstance(manifest, dict):
        raise _damaged(name)
    return manifest


def _damaged(name: str) -> InputError:
    return InputError(
        f"{name} holds a manifest that is damaged and cannot be read; give the file as it was "
        "written, or make it anew."
    )


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
    spot = content.rfind(b"</body>")
    return _element_put(content, text, _HTML, len(content) if spot < 0 else spot)


def _html_take(content: bytes) -> _Taken:
    return _element_take(content, _HTML)


def _svg_put(content: bytes, text: bytes) -> bytes:
    spot = content.rfind(b"</svg>")
    if spot < 0:
        raise InputError("The SVG has no end tag; it is cut short.")
    return _element_put(content, text, _SVG, spot)


def _svg_take(content: bytes) -> _Taken:
    return _element_take(content, _SVG)


_Tags = tuple[bytes, bytes]


def _inside(content: bytes, tags: _Tags) -> tuple[int, int] | None:
    """Return where the text of the first such element begins and ends; each byte is read once."""
    opening, closing = tags
    spot = content.find(opening)
    end = content.find(closing, spot) if spot >= 0 else -1
    return (spot + len(opening), end) if end >= 0 else None


def _element_put(content: bytes, text: bytes, tags: _Tags, spot: int) -> bytes:
    """Put a text into the element; into a new one at a place where there is none."""
    inside = _inside(content, tags)
    if inside is None:
        return content[:spot] + tags[0] + text + tags[1] + content[spot:]
    return content[: inside[0]] + text + content[inside[1] :]


def _element_take(content: bytes, tags: _Tags) -> _Taken:
    inside = _inside(content, tags)
    if inside is None:
        return b"", content
    start, end = inside
    return content[start:end], content[:start] + content[end:]


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    out: list[tuple[bytes, bytes]] = []
    spot = len(_PNG)
    while spot < len(content):
        if len(out) >= _MOST_CHUNKS:
            raise InputError("The PNG has more parts than any that ceaseline writes.")
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
    catalog = _catalog(content, root[1])
    first = int(size[1])
    name = f"({ELEMENT}.json)".encode()
    kind = b"<< /Type /EmbeddedFile /Subtype /application#2Fjson /Filter /FlateDecode /Length %d >>"
    objects = {
        int(root[1]): b"<<%s /Names << /EmbeddedFiles << /Names [ %s %d 0 R ] >> >> >>"
        % (catalog, name, first + 1),
        first: kind % len(packed) + b"\nstream\n" + packed + b"\nendstream",
        first + 1: b"<< /Type /Filespec /F %s /UF %s /EF << /F %d 0 R >> >>" % (name, name, first),
    }
    return content + _update(objects, len(content), trailer, int(last[1]))


def _catalog(content: bytes, number: bytes) -> bytes:
    """Return what stands in the first object of a number; each byte is read once."""
    found = re.search(rb"\n" + number + rb" 0 obj\s*+<<", content)
    end = content.find(b"endobj", found.end()) if found else -1
    inside = content[found.end() : end].rstrip() if found and end >= 0 else b""
    if not inside.endswith(b">>"):
        raise InputError("The PDF has no plain catalog; give one that ceaseline wrote.")
    return inside[:-2]


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


def inflated(packed: bytes, most: int = _LIMIT) -> bytes:
    """Return what was deflated.

    Parameters
    ----------
    packed : bytes
    most : int
        More bytes than these are not inflated; 64 MiB by default.

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
    text = machine.decompress(packed, max(most, 1))
    if machine.unconsumed_tail:
        raise ValueError("it is larger than any that ceaseline writes")
    if not machine.eof or machine.unused_data:
        raise ValueError("it is cut short, or something stands behind it")
    return text
