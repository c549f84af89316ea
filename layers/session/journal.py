"""The journal of an editing session: a line for each change, on the disk before it is answered."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import read_at_most

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

if sys.platform != "win32":
    import fcntl

__all__ = ["SUFFIX", "Journal"]

SUFFIX: Final = ".journal"
_FORM: Final = 1
_LARGEST_BYTES: Final = 1 << 30


class Journal:
    """A file to which records are added, each safe on the disk when :meth:`append` returns.

    Parameters
    ----------
    path : Path
        It is made if it is not there.

    Raises
    ------
    InputError
        If it cannot be written, or another session has it open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: FileIO = path.open("ab", buffering=0)
        except OSError as fault:
            raise InputError(
                f"{path} cannot be written ({fault.strerror}); edits would not be kept: choose a "
                "folder that you may write to."
            ) from None
        self._lock()

    def _lock(self) -> None:
        if sys.platform == "win32":  # there two sessions on one file are not told apart
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise InputError(
                f"{self.path.name.removesuffix(SUFFIX)} is being edited by another `ceaseline "
                "draw`; open that one's address, or end it first."
            ) from None

    def records(self) -> list[dict[str, Any]]:
        """Return what was written, in order; the rest of a line that a crash cut is dropped.

        Raises
        ------
        InputError
            If the file is no journal.
        """
        raw = read_at_most(self.path, _LARGEST_BYTES) or b""
        whole = raw[: raw.rfind(b"\n") + 1]
        if len(whole) < len(raw):
            self._file.truncate(len(whole))
        try:
            found = [json.loads(line) for line in whole.splitlines()]
        except ValueError:
            found = [None]
        if any(not isinstance(one, dict) for one in found) or (
            found and found[0].get("ceaseline_journal") != _FORM
        ):
            raise InputError(
                f"{self.path} is no journal of this version of ceaseline; move it away, so that "
                "the edits in it are not lost."
            )
        return found

    def begin(self, **facts: Any) -> None:
        """Start the journal anew with a first record; what was in it is gone at once."""
        first = self._line({"ceaseline_journal": _FORM, **facts})
        fresh = self.path.with_name(f".{self.path.name}.new")
        fresh.write_bytes(first)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        self._file.close()
        fresh.replace(self.path)
        self._file = self.path.open("ab", buffering=0)
        self._lock()

    def append(self, record: dict[str, Any]) -> None:
        """Add a record; when this returns, a crash does not lose it.

        Raises
        ------
        InputError
            If it cannot be written; then the journal is as it was before.
        """
        size = os.fstat(self._file.fileno()).st_size
        left = self._line(record)
        try:
            while left:
                left = left[self._file.write(left) :]
            os.fsync(self._file.fileno())
        except OSError as fault:
            with contextlib.suppress(OSError):
                self._file.truncate(size)
            raise InputError(
                f"{self.path.name} cannot be written ({fault.strerror}), so the change was not "
                "made; make room on the disk and try again."
            ) from None

    @staticmethod
    def _line(record: dict[str, Any]) -> bytes:
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return text.encode() + b"\n"

    def close(self, *, remove: bool = False) -> None:
        """Let go of the file, and remove it where nothing in it is needed any more."""
        if remove:
            with contextlib.suppress(OSError):
                self.path.unlink()
        self._file.close()
