"""The text of a file in whichever of the usual encodings."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from ceaseline.geo.readers.limits import LIMITS, Limits, size

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["text_of"]


def text_of(path: Path, limits: Limits = LIMITS) -> str:
    r"""Return a text whose letters matter little: UTF-16 by its mark, UTF-8, else Windows-1251.

    Raises
    ------
    InputError
        If it is empty or too large.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "a.wkt")
    ...     _ = path.write_bytes("Лінія\r\n".encode("cp1251"))
    ...     text_of(path)
    'Лінія\n'
    """
    size(path, limits.text)
    raw = path.read_bytes()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        found = raw.decode("utf-16", "replace")
    else:
        try:
            found = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            found = raw.decode("cp1251", "replace")
    return found.replace("\r\n", "\n").replace("\r", "\n")
