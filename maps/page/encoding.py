"""Numbers as few bytes: zigzag and variable-length integers, deflated and written in base64."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.maps.seal.seal import inflated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

_DAMAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)

__all__ = ["deltas", "pack", "unpack", "varint", "zigzag"]


def zigzag(values: ArrayLike) -> NDArray[np.uint64]:
    """Return signed integers as unsigned ones, small magnitudes first.

    Examples
    --------
    >>> zigzag([0, -1, 1, -2]).tolist()
    [0, 1, 2, 3]
    """
    v = np.asarray(values, dtype=np.int64)
    return ((v << 1) ^ (v >> 63)).astype(np.uint64)


def deltas(values: ArrayLike) -> NDArray[np.int64]:
    """Return the first value and then the differences, along the first axis.

    Examples
    --------
    >>> deltas([5, 7, 6]).tolist()
    [5, 2, -1]
    """
    v = np.asarray(values, dtype=np.int64)
    return np.diff(v, axis=0, prepend=np.zeros_like(v[:1]))


def varint(values: ArrayLike) -> bytes:
    """Return unsigned integers in base 128, seven bits a byte, lowest first.

    Examples
    --------
    >>> varint([1, 127, 128]).hex()
    '017f8001'
    """
    v = np.asarray(values, dtype=np.uint64).ravel()
    size = np.ones(len(v), dtype=np.int64)
    for bits in range(7, 64, 7):
        size += v >= np.uint64(1 << bits)
    start = np.cumsum(size) - size
    out = np.zeros(int(size.sum()), dtype=np.uint8)
    for k in range(int(size.max(initial=0))):
        more = size > k
        low = (v[more] >> np.uint64(7 * k)) & np.uint64(127)
        out[start[more] + k] = low + np.where(size[more] > k + 1, 128, 0).astype(np.uint64)
    return out.tobytes()


def pack(document: Mapping[str, Any], streams: Mapping[str, bytes]) -> str:
    """Return a JSON document and named byte streams as one base64 text.

    The text holds letters, digits, ``+``, ``/`` and ``=`` alone, so it can stand in any page.

    Parameters
    ----------
    document : mapping
        JSON values; must not hold the key ``streams``.
    streams : mapping
        Bytes by name, in the order they are written.

    Examples
    --------
    >>> unpack(pack({"title": "<b>"}, {"a": b"123"}))
    ({'title': '<b>'}, {'a': b'123'})
    """
    sizes = [[name, len(data)] for name, data in streams.items()]
    head = json.dumps(
        {**document, "streams": sizes}, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()
    raw = struct.pack("<I", len(head)) + head + b"".join(streams.values())
    return base64.b64encode(zlib.compress(raw, 9)).decode("ascii")


def unpack(text: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the document and the streams that `pack` was given.

    Raises
    ------
    InputError
        If the text is not what `pack` writes.

    Examples
    --------
    >>> unpack("AAAA")
    Traceback (most recent call last):
    ceaseline.geo.errors.InputError: The map's payload cannot be read (...); make the map again.
    """
    try:
        raw = inflated(base64.b64decode(text, validate=True))
        (size,) = struct.unpack_from("<I", raw)
        document = json.loads(raw[4 : 4 + size])
        streams, at = {}, 4 + size
        for name, length in document.pop("streams"):
            streams[name] = raw[at : at + length]
            at += length
    except (*_DAMAGE, struct.error, zlib.error) as fault:
        raise InputError(
            f"The map's payload cannot be read ({fault}); make the map again."
        ) from fault
    return document, streams
