"""The journal of an editing session: a line for each change, on the disk before it is answered."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import read_at_most, write_atomic

if TYPE_CHECKING:
    from io import FileIO
    from pathlib import Path

if sys.platform != "win32":
    import fcntl

__all__ = ["SUFFIX", "Journal"]

SUFFIX: Final = ".journal"
_FORM: Final = 1
_LARGEST_BYTES: Final = 1 << 30
"""What is read of a journal; one that is longer would not be read whole."""


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
        self._file: FileIO = self._opened()

    def _opened(self) -> FileIO:
        """Open the file that is there now, and lock it."""
        try:
            file = self.path.open("ab", buffering=0)
        except OSError as fault:
            raise InputError(
                f"{self.path} cannot be written ({fault.strerror}); edits would not be kept: "
                "choose a folder that you may write to."
            ) from None
        if sys.platform == "win32":  # there two sessions on one file are not told apart
            return file
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise InputError(
                f"{self.path.name.removesuffix(SUFFIX)} is being edited by another `ceaseline "
                "draw`; open that one's address, or end it first."
            ) from None
        return file

    def records(self) -> list[dict[str, Any]]:
        """Return what was written, in order; the rest of a line that a crash cut is dropped.

        Raises
        ------
        InputError
            If the file is no journal.
        """
        raw = read_at_most(self.path, _LARGEST_BYTES)
        if raw is None:
            raise InputError(
                f"{self.path} has more than {_LARGEST_BYTES:,} bytes; move it away, so that the "
                "edits in it are not lost."
            )
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

    @property
    def empty(self) -> bool:
        """Whether nothing was written to it."""
        return os.fstat(self._file.fileno()).st_size == 0

    def begin(self, head: dict[str, Any], *records: dict[str, Any]) -> None:
        """Start the journal anew, all at once: a crash leaves what was in it, or what is now.

        Parameters
        ----------
        head : dict
            What the records are of.
        *records : dict

        Raises
        ------
        InputError
            If it cannot be written; then the journal is as it was before.
        """
        whole = [{"ceaseline_journal": _FORM, **head}, *records]
        if sys.platform == "win32":  # a file that is open cannot be replaced there
            self._file.close()
        write_atomic(self.path, b"".join(map(self._line, whole)), overwrite=True)
        before, self._file = self._file, self._opened()
        before.close()

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
        if remove and not self._file.closed:
            with contextlib.suppress(OSError):
                self.path.unlink()
        self._file.close()
