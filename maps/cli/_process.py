"""How the program ends: when it is told to stop, and when nobody takes what it prints."""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

from ceaseline.maps.cli._errors import say

__all__ = ["UNHEARD", "guarded", "unheard"]

STOPPED = 128 + signal.SIGTERM
UNHEARD = 128 + 13
"""As a shell says it of a program whose reader has gone (SIGPIPE), which is no error of its own."""


class Stopped(BaseException):
    """The system has told the program to stop; what is being written is taken back on the way."""


def guarded(work: Callable[[], int]) -> int:
    """Do the program's work and return its exit code, also where it is told to stop meanwhile.

    Parameters
    ----------
    work : callable
        Returns an exit code.

    Returns
    -------
    int
        That of `work`; 143 where SIGTERM came, after one sentence; 141 where the reader of what is
        printed has gone, without a word; 2 where what is printed has no room.

    Examples
    --------
    >>> guarded(lambda: 3)
    3
    """
    with _stoppable():
        try:
            code = work()
        except Stopped:
            code = say(
                "Stopped before it was done (SIGTERM); no file is left half-written.", STOPPED
            )
    return _flushed(code)


def unheard() -> NoReturn:
    """End without a word: nobody reads what is printed any more.

    Raises
    ------
    SystemExit
    """
    _to_nowhere()
    raise SystemExit(UNHEARD)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough: the way out is not cut short
    raise Stopped


def _flushed(code: int) -> int:
    """Return the exit code, after what is printed has gone out."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:
            _to_nowhere()
            code = code or UNHEARD
        except OSError as fault:
            _to_nowhere()
            code = code or say(f"What is printed cannot be written: {fault.strerror}.", 2)
    return code


def _to_nowhere() -> None:
    """Let what is still to be printed go nowhere, so that leaving raises nothing more."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
