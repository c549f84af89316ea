"""`ceaseline fetch`: download a catalogued dataset."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import DATA, root
from ceaseline.maps.cli._options import Overwrite, Target, writable


@root.command(rich_help_panel=DATA)
def fetch(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A download; without it, all are listed.")
    ] = None,
    output: Target = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Take it from the cache, or fail.")
    ] = False,
    cache: Annotated[
        Path | None, typer.Option("--cache", metavar="FOLDER", help="Where downloads are kept.")
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Download a dataset into the cache, its licence told first; the only command on the network.

    Prints the path of the file, for `ceaseline import`, `--boundaries` or `--settlements`.
    """
    from ceaseline.geo.downloads import download, names
    from ceaseline.maps.cli._output import note

    if name is None:
        for known in names():
            typer.echo(known)
        return
    writable(output, overwrite=overwrite)
    wanted = download(name)
    from ceaseline.geo.fetch import fetch as fetch_file
    from ceaseline.geo.fetch import permission
    from ceaseline.geo.files import write_atomic
    from ceaseline.geo.sources import source

    note(permission(source(wanted.source)))
    path = fetch_file(wanted, offline=offline, folder=cache, progress=_shown(wanted.name))
    if output is not None:
        path = write_atomic(output, path.read_bytes(), overwrite=overwrite)
    typer.echo(str(path))


def _shown(name: str) -> Callable[[int, int], None] | None:
    """Return what shows the progress on a terminal."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, expected: int) -> None:
        share = f" of {expected / 1e6:.1f}" if expected else ""
        end = "\n" if expected and done >= expected else ""
        sys.stderr.write(f"\r{name}: {done / 1e6:.1f}{share} MB{end}")
        sys.stderr.flush()

    return show
