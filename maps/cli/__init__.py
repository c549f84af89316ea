"""The command line: shells of options over importable functions.

Adding a command is adding a module: every module of this package whose name has no leading
underscore is imported by :func:`application`, and registers itself on ``root`` or on a group::

    from typing import Annotated

    import typer

    from ceaseline.maps.cli._app import LOOK, root
    from ceaseline.maps.cli._options import PlacementName, Target, meant, writable


    @root.command(rich_help_panel=LOOK)
    def draw(
        placement: PlacementName = None,
        output: Target = None,
    ) -> None:
        \"\"\"Draw a placement.\"\"\"
        from ceaseline.maps.verify.compare_bytes import draw  # heavy imports are made inside the
        command

        writable(output)  # what cannot be written is refused before anything is computed
        draw(...)

The rules of the room:

- A command is options only: it checks, calls one importable function, and prints.
- No ``from __future__ import annotations`` here: Typer reads the annotations at run time.
- Nothing heavy at the top of a module (a test measures it); `import` becomes ``import_.py``.
- Bad input raises :class:`ceaseline.geo.errors.CeaselineError`; nobody catches it but :func:`run`.
- ``rich_help_panel`` is one of the sections of :mod:`ceaseline.maps.cli._app`; a subcommand of
  `layers` registers on ``ceaseline.maps.cli._app.layers``; a new group is a ``Typer`` like it.
- Shared options and checks live in :mod:`ceaseline.maps.cli._options`.
- Every command and option has a help text, and ``docs/commands.md`` is made from them by
  ``python docs/commands.py``.
"""

import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import typer

from ceaseline.maps.cli._app import root
from ceaseline.maps.cli._errors import explain
from ceaseline.maps.cli._process import guarded
from ceaseline.maps.cli._working import INTERRUPTED

__all__ = ["application", "main", "run"]


@cache
def application() -> typer.Typer:
    """Return the application with every command registered.

    Examples
    --------
    >>> application().info.name
    'ceaseline'
    """
    for module in sorted(info.name for info in iter_modules(__path__)):
        if not module.startswith("_"):
            import_module(f"{__name__}.{module}")
    return root


@cache
def _program() -> Callable[..., object]:
    return typer.main.get_command(application()).main


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    args : sequence of str, optional
        The arguments after the program's name; those of the process by default.

    Returns
    -------
    int
        0; 2 for anything a person can mend (one message on stderr); 1 for an unexpected error; 130
        where a person interrupted it.

    Examples
    --------
    >>> run(["--version"])
    ceaseline ...
    0
    """
    try:
        _program()(args=None if args is None else list(args), prog_name="ceaseline")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except KeyboardInterrupt:  # before the command itself has begun
        typer.echo("Interrupted; nothing was written.", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - no traceback ever reaches a person
        return explain(error)
    return 0


def main() -> None:
    """Run the command line as the program `ceaseline`."""
    sys.exit(guarded(run))
