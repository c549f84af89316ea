"""The Typer application and its groups, on which the command modules register themselves."""

from typing import Annotated, Any, cast

import typer
from typer.core import TyperGroup

from ceaseline.maps.cli._complete import studies
from ceaseline.maps.cli._errors import TRACEBACK, plain, traceback_wanted
from ceaseline.maps.cli._process import unheard
from ceaseline.maps.cli._working import working

__all__ = ["DATA", "LOOK", "MAKE", "PANELS", "WEIGH", "layers", "root"]

LOOK = "Look at a placement"
MAKE = "Make and change placements"
WEIGH = "Compare and audit"
DATA = "Bring data"
PANELS = (LOOK, MAKE, WEIGH, DATA)
"""The sections of ``ceaseline --help``, in order."""

PAIRED = ("--depth-km", "--km")
"""Options that take one number, or two as in ``--depth-km 10 20``."""


Misused: type[Exception] = typer.BadParameter.__bases__[0]
"""What the command line raises for anything on it that is wrong."""


class Sections(TyperGroup):
    """A group whose help lists its commands by section, each section in alphabetical order."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, section by section."""
        return sorted(self.commands, key=lambda name: (self._panel(name), name))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands under the headings of their sections."""
        names = [n for n in self.list_commands(ctx) if not self.commands[n].hidden]
        width = max(map(len, names), default=0)
        for index in sorted({self._panel(name) for name in names}):
            rows = [
                (name.ljust(width), self.commands[name].get_short_help_str(200))
                for name in names
                if self._panel(name) == index
            ]
            with formatter.section((*PANELS, "Commands")[index]):
                formatter.write_dl(rows)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, two numbers after a paired option as one value."""
        try:
            return super().parse_args(ctx, markdown(paired(args)))
        except Misused as fault:
            raise _spelt(fault) from None

    def invoke(self, ctx: Any) -> Any:
        """Run a command; a wrong value is told without the words of the library that found it.

        Where the reader of what is printed has gone, the program ends without a word.
        """
        try:
            if ctx.parent is not None:
                return super().invoke(ctx)
            with working(lambda: str(ctx.invoked_subcommand)):
                return super().invoke(ctx)
        except BrokenPipeError:
            unheard()
        except Misused as fault:
            raise _spelt(fault) from None

    def _panel(self, name: str) -> int:
        panel = getattr(self.commands[name], "rich_help_panel", None)
        return PANELS.index(panel) if panel in PANELS else len(PANELS)


def _spelt(fault: Any) -> Exception:
    """Return a wrong argument's error in words that turn nothing and are no library's."""
    fault.message = plain(str(fault.message)).removeprefix("Value error, ")
    return cast("Exception", fault)


def paired(args: list[str]) -> list[str]:
    """Join the two numbers that may follow a paired option into one argument.

    Examples
    --------
    >>> paired(["measure", "--depth-km", "10", "20", "--format", "md"])
    ['measure', '--depth-km', '10 20', '--format', 'md']
    >>> paired(["measure", "--depth-km", "10", "trial.geojson"])
    ['measure', '--depth-km', '10', 'trial.geojson']
    """
    joined: list[str] = []
    for arg in args:
        second = len(joined) > 1 and joined[-2] in PAIRED and _number(joined[-1]) and _number(arg)
        if second:
            joined[-1] = f"{joined[-1]} {arg}"
        else:
            joined.append(arg)
    return joined


def markdown(args: list[str]) -> list[str]:
    """Take the format's whole name for its short one.

    Examples
    --------
    >>> markdown(["measure", "--format", "markdown"]), markdown(["compare", "--format=Markdown"])
    (['measure', '--format', 'md'], ['compare', '--format=md'])
    """
    out: list[str] = []
    for arg in args:
        before = out[-1] if out else ""
        whole = arg.lower() == "markdown" and before in ("--format", "-f")
        joined = arg.lower() == "--format=markdown"
        out.append("md" if whole else "--format=md" if joined else arg)
    return out


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _version(wanted: bool) -> None:
    if wanted:
        from ceaseline import __version__

        typer.echo(f"ceaseline {__version__}")
        raise typer.Exit


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 96}

root = typer.Typer(
    name="ceaseline",
    cls=Sections,
    rich_markup_mode=None,
    add_completion=True,
    no_args_is_help=True,
    context_settings=SETTINGS,
)

layers = typer.Typer(
    name="layers",
    cls=Sections,
    help="List, show, make, check and export placements.",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings=SETTINGS,
)
root.add_typer(layers, rich_help_panel=MAKE)


@root.callback()
def ceaseline(
    context: typer.Context,
    study: Annotated[
        str | None,
        typer.Option(
            "--study",
            envvar="CEASELINE_STUDY",
            metavar="NAME|FOLDER",
            autocompletion=studies,
            help="What is studied: korea, cyprus, ukraine (the default), or a folder of your own.",
        ),
    ] = None,
    version: bool = typer.Option(
        False,
        "--version",
        callback=_version,
        is_eager=True,
        help="Print the version and stop.",
    ),
    traceback: bool = typer.Option(
        False,
        "--traceback",
        envvar=TRACEBACK,
        help="Show the traceback of an unexpected error.",
    ),
) -> None:
    """Model a ceasefire proposal on the map and measure, geodesically, what it would mean.

    A placement is a line; everything else follows from it: territories, zone, figures, maps.
    Start with `ceaseline map -o map.html` and `ceaseline measure`.
    """
    traceback_wanted.set(traceback)
    if study:
        from ceaseline.layers.study import using

        context.with_resource(using(study))
