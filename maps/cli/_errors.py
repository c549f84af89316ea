"""What a person reads when something went wrong: one message, never a traceback unasked."""

import contextlib
import errno
import shutil
import sys
import tempfile
import traceback
from contextvars import ContextVar

import typer

from ceaseline.geo.errors import CeaselineError
from ceaseline.geo.unseen import escaped

__all__ = ["TRACEBACK", "explain", "plain", "say", "traceback_wanted"]

_ROOM = 1 << 16
"""Bytes; with less than these a disk is full."""

TRACEBACK = "CEASELINE_TRACEBACK"
"""Environment variable that, set to 1, shows the traceback of an error."""

traceback_wanted = ContextVar("traceback_wanted", default=False)
"""Whether the run asked for tracebacks, by option or by environment."""


def explain(error: Exception) -> int:
    """Print an error for a person on stderr and return the exit code.

    Parameters
    ----------
    error : Exception
        A :class:`ceaseline.geo.errors.CeaselineError` speaks for itself; so does the system when a
        file cannot be read or written. Anything else is a fault of the tool and says so.

    Returns
    -------
    int
        2 when a person can mend it, 1 when the tool is at fault.
    """
    if traceback_wanted.get():
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, CeaselineError):
        return say(str(error), 2)
    full = _full(error)
    if full:
        return say(full, 2)
    if isinstance(error, OSError) and error.strerror:
        about = f"{error.filename}: " if error.filename else ""
        return say(f"{about}{error.strerror}.", 2)
    kind = type(error).__name__
    first = str(error).partition("\n")[0][:200]
    return say(
        f"Something unexpected happened ({kind}: {first}). This is a fault of ceaseline, not "
        f"yours. Set {TRACEBACK}=1 and run it again to see where, and report what it shows.",
        1,
    )


def plain(text: str) -> str:
    r"""Return a text with its unseen signs spelt out, which could repaint a terminal or turn words.

    Examples
    --------
    >>> print(plain("No file \x1b[2Jtrial"))
    No file \u001b[2Jtrial
    """
    return escaped(text)


def say(message: str, code: int) -> int:
    """Tell a person what went wrong, if stderr takes it, and return the exit code.

    Parameters
    ----------
    message : str
    code : int
    """
    with contextlib.suppress(OSError):
        typer.echo(f"Error: {plain(message)}", err=True)
    return code


def _full(error: Exception) -> str:
    """Return what to say where a disk is full, also if a library says it in words of its own."""
    told = isinstance(error, OSError) and error.errno == errno.ENOSPC
    about = f"{error.filename}: " if isinstance(error, OSError) and error.filename else ""
    if told:
        return f"{about}No space left on device; make room. No file is left half-written."
    try:
        folder = tempfile.gettempdir()
        free = shutil.disk_usage(folder).free
    except OSError:
        return ""
    if free >= _ROOM:
        return ""
    return (
        f"The folder for temporary files, {folder}, has no room left; make room, or name another "
        "one in the environment variable TMPDIR. No file is left half-written."
    )
