"""That a command is at work, shown on a terminal; and its end where it is interrupted."""

import _thread
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import typer

from ceaseline.geo.files import written
from ceaseline.maps.cli._errors import plain

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["INTERRUPTED", "quiet", "resumed", "working"]

INTERRUPTED = 130
"""The exit code of a program that was interrupted (128 + SIGINT)."""
_OWN = frozenset({"fetch"})
"""Commands that show by themselves how far they are."""
_DELAY_S = 1.0
"""A command that is done sooner shows nothing."""
_AGAIN_S = 0.5
"""An interrupt that was lost is made again after this."""


class _Sign:
    """A sign of life with the time elapsed, on stderr where that is a terminal."""

    def __init__(self, command: Callable[[], str]) -> None:
        self.command = command
        self.lock = threading.Lock()
        self.shown: Progress | None = None
        self.over = False
        self.timer = threading.Timer(_DELAY_S, self._show)
        self.timer.daemon = True
        self.timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        with self.lock:
            command = self.command()
            if self.over or command in _OWN:
                return
            self.shown = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}", markup=False),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self.shown.add_task(f"{command} is at work", total=None)
            self.shown.start()

    def stop(self) -> None:
        """Take it away, for good."""
        self.timer.cancel()
        with self.lock:
            self.over = True
            if self.shown is not None:
                self.shown.stop()
                self.shown = None


class _State:
    """What runs at the moment."""

    sign: _Sign | None = None
    command: Callable[[], str] | None = None


_now = _State()


@contextmanager
def working(command: Callable[[], str]) -> Iterator[None]:
    """Show that a command is at work while it runs, and end it in one sentence if interrupted.

    Parameters
    ----------
    command : callable
        Returns its name, when it is to be shown.

    Raises
    ------
    typer.Exit
        With :data:`INTERRUPTED`, where a person pressed Ctrl-C. Files are written whole or not at
        all, so that nothing is left half-written.
    """
    before = len(written())
    _now.command = command
    resumed()
    try:
        with _interruptible():
            yield
    except KeyboardInterrupt:
        quiet()
        typer.echo(plain(_ended(written()[before:])), err=True)
        raise typer.Exit(INTERRUPTED) from None
    finally:
        quiet()
        _now.command = None


@contextmanager
def _interruptible() -> Iterator[None]:
    """Interrupt again where the first time was lost, as in a callback of an import."""
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    timers: list[threading.Timer] = []

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        timers.append(threading.Timer(_AGAIN_S, _thread.interrupt_main))
        timers[-1].daemon = True
        timers[-1].start()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for timer in timers:
            timer.cancel()


def quiet() -> None:
    """Take the sign of life away, so that something can be printed."""
    if _now.sign is not None:
        _now.sign.stop()
        _now.sign = None


def resumed() -> None:
    """Show again, after a while, that a command is at work."""
    seen = sys.stderr is not None and sys.stderr.isatty()
    if seen and _now.command is not None and _now.sign is None:
        _now.sign = _Sign(_now.command)


def _ended(files: list[str]) -> str:
    if not files:
        return "Interrupted; nothing was written."
    return f"Interrupted; written before that, whole: {', '.join(files)}."
