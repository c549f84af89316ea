"""Files as a person expects them: written whole or not at all, and never over somebody's work."""

from __future__ import annotations

import contextlib
import difflib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["HEAD_BYTES", "check_target", "marked", "nearest_names", "read_at_most", "write_atomic"]

HEAD_BYTES: Final = 4096
"""How much of an existing file is looked at to tell whether the tool wrote it."""

_CHUNK: Final = 1 << 20
_MARK: Final = b"ceaseline"
_PLACEMENT: Final = b'"ceaseline placement'

_WRITTEN: list[str] = []
"""The paths of `write_atomic` that are done."""


def marked(head: bytes) -> bool:
    """Tell whether the head of a file bears the tool's name, as the files it writes do.

    A placement does not count: it may hold edits that are nowhere else, and what is written over it
    by anything but :func:`ceaseline.layers.placement.store.write` would end them.

    Parameters
    ----------
    head : bytes
        The first `HEAD_BYTES` bytes.

    Examples
    --------
    >>> marked(b'{"type": "FeatureCollection", "ceaseline": {}}'), marked(b"my notes")
    (True, False)
    """
    return _MARK in head.lower() and _PLACEMENT not in head


def read_at_most(path: str | os.PathLike[str], most: int) -> bytes | None:
    """Return what a file holds, or None if that is more than is to be read.

    A pipe or a device, which has no size before it is read, is read no further either.

    Parameters
    ----------
    path : path-like
    most : int
        Bytes.

    Raises
    ------
    OSError
        If it cannot be read.

    Examples
    --------
    >>> read_at_most(os.devnull, 10), read_at_most(__file__, 10)
    (b'', None)
    """
    chunks, left = [], most + 1
    with Path(path).open("rb") as file:
        if os.fstat(file.fileno()).st_size > most:
            return None
        while left and (chunk := file.read(min(left, _CHUNK))):
            chunks.append(chunk)
            left -= len(chunk)
    return b"".join(chunks) if left else None


def write_atomic(
    path: str | os.PathLike[str],
    data: bytes | str,
    *,
    overwrite: bool = False,
    ours: Callable[[bytes], bool] | None = None,
) -> Path:
    """Write a file whole or not at all: temporary file, fsync, rename, fsync of the folder.

    Parameters
    ----------
    path : path-like
        A link is followed: the file that it points to is replaced.
    data : bytes or str
        Text is written as UTF-8 with the line ends it has.
    overwrite : bool
        Replace an existing file, whoever wrote it.
    ours : callable, optional
        Given the first `HEAD_BYTES` bytes of an existing file, whether the tool wrote it and may
        replace it without being asked; see `marked`.

    Returns
    -------
    Path
        The path as given.

    Raises
    ------
    InputError
        If the folder is missing or not writable, if the path is a folder, if the disk is full, or
        if a file is in the way; nothing is left behind.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = write_atomic(Path(folder) / "a.txt", "one")
    ...     write_atomic(path, "two", overwrite=True).read_text()
    'two'
    """
    given = Path(path)
    payload = _bytes(given, data)
    target, mode = _target(given, overwrite=overwrite, ours=ours)
    try:
        _replace(target, payload, mode)
    except OSError as error:
        raise _unwritable(given, error) from error
    _WRITTEN.append(str(given))
    return given


def written() -> list[str]:
    """Return the files that this process has written so far, in order."""
    return list(_WRITTEN)


def check_target(
    path: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    ours: Callable[[bytes], bool] | None = None,
) -> None:
    """Refuse a path that `write_atomic` would refuse, before anything is computed.

    Parameters
    ----------
    path, overwrite, ours
        As for `write_atomic`.

    Raises
    ------
    InputError
        As `write_atomic`, which checks once more when it writes.

    Examples
    --------
    >>> check_target("no such folder/a.txt")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The folder ...no such folder for a.txt does not exist...
    """
    _target(Path(path), overwrite=overwrite, ours=ours)


def _unwritable(given: Path, error: OSError) -> InputError:
    return InputError(
        f"{given} cannot be written: {error.strerror or error}; choose a folder that you may "
        "write to, with room for the file."
    )


def _target(
    given: Path, *, overwrite: bool, ours: Callable[[bytes], bool] | None
) -> tuple[Path, int]:
    """Return the file to be written, links followed, and its permission bits."""
    if "\0" in str(given):
        raise InputError(f"{str(given)!r} has a null character; give the name of a file.")
    try:
        target = Path(os.path.realpath(given))
        return target, _check(given, target, overwrite=overwrite, ours=ours)
    except OSError as error:
        raise _unwritable(given, error) from error


def _bytes(given: Path, data: bytes | str) -> bytes:
    try:
        return data.encode() if isinstance(data, str) else data
    except UnicodeEncodeError as error:
        wrong = error.object[error.start]
        raise InputError(f"{given} cannot be written as UTF-8: it would hold {wrong!r}.") from error


def _check(
    given: Path, target: Path, *, overwrite: bool, ours: Callable[[bytes], bool] | None
) -> int:
    """Refuse what must not be written; return the permission bits of the file to be."""
    folder = target.parent
    if not folder.is_dir():
        raise InputError(f"The folder {folder} for {given.name} does not exist; make it first.")
    if target.is_dir():
        raise InputError(f"{given} is a folder; give the name of a file.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"The folder {folder} is not writable; choose another for {given.name}.")
    if not target.exists():
        return 0o666 & ~_umask()
    if not target.is_file():
        raise InputError(f"{given} is not a regular file; give the name of a file.")
    if not overwrite and not (ours is not None and ours(_head(given, target))):
        raise InputError(
            f"{given} exists and may hold something else; choose another name, or ask for it to be "
            "overwritten (--overwrite)."
        )
    return target.stat().st_mode & 0o777


def _head(given: Path, target: Path) -> bytes:
    try:
        with target.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(f"{given} cannot be read: {error.strerror or error}.") from error


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _replace(target: Path, payload: bytes, mode: int) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(payload)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last; systems that cannot open a folder do without."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def nearest_names(word: str, words: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return the names most like a word that somebody gave, best first.

    Parameters
    ----------
    word : str
    words : iterable of str
    count : int
        At most so many.

    Returns
    -------
    tuple of str
        Empty if nothing is like it.

    Examples
    --------
    >>> nearest_names("contact-2024-11", ["contact-2024-11-20", "donbas-full"])
    ('contact-2024-11-20',)
    """
    by_fold: dict[str, str] = {}
    for name in words:
        by_fold.setdefault(name.casefold(), name)
    near = difflib.get_close_matches(word.casefold(), by_fold, n=count, cutoff=0.6)
    inside = [fold for fold in by_fold if word and word.casefold() in fold and fold not in near]
    return tuple(by_fold[fold] for fold in [*near, *inside][:count])
