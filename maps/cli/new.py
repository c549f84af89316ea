"""`ceaseline layers new`: a placement of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import layers
from ceaseline.maps.cli._complete import placements
from ceaseline.maps.cli._options import meant


@layers.command()
def new(
    name: Annotated[str, typer.Argument(help="Lower case letters, digits and hyphens.")],
    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME|FILE",
            autocompletion=placements,
            help="The placement to start from; contact-2024-11-20, or the study's, if none.",
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where to; the working folder.")
    ] = Path(),
    title: Annotated[
        str | None,
        typer.Option("--title", help="What it is called on maps; as the other if not given."),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace a placement of that name.")
    ] = False,
) -> None:
    """Copy a placement to the working folder as NAME.geojson, to be edited there."""
    from ceaseline.layers.edits.files import new_file
    from ceaseline.maps.cli._output import note

    given = meant(source)
    path = new_file(name, given, folder, title=title, overwrite=overwrite)
    note(f"Wrote {path}, a copy of {given}; change it with `ceaseline edit ... {path}`.")
