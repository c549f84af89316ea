"""`ceaseline verify`: measure a map, figure or report again from what it holds."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import WEIGH, root
from ceaseline.maps.cli._options import Format, FormatName, Overwrite, Target, counted_by, writable


@root.command(rich_help_panel=WEIGH)
def verify(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A map, figure or report that ceaseline wrote.")
    ],
    fmt: FormatName = Format.table,
    output: Target = None,
    boundaries: Annotated[
        str | None,
        typer.Option(
            "--boundaries",
            metavar="NAME|FILE",
            help="The country, where the file rests on boundaries of your own.",
        ),
    ] = None,
    settlements: Annotated[
        Path | None,
        typer.Option(
            "--settlements",
            metavar="FILE",
            help="The table of settlements, where the file counts those of your own.",
        ),
    ] = None,
    overwrite: Overwrite = False,
) -> None:
    """Measure and draw a file again from what it holds; say whether each figure is reproduced.

    The first line says the outcome: "Verified", "Not verified" or "Not reproduced". A file may have
    128 MiB at most, with 64 MiB of data to measure and 200 placements in it.

    The exit code is 0 if all of it is, byte for byte; 1 if one vertex, one figure or any other
    byte was changed, also where it was sealed anew; 2 if the file holds nothing to measure; and 3
    if all figures are reproduced, but the drawing could not be compared, because the file was made
    with other versions.
    """
    writable(output, overwrite=overwrite)
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.maps.cli._output import Result
    from ceaseline.maps.verify.verify import verify as work

    found = work(
        file,
        load_boundaries(boundaries) if boundaries else None,
        counted_by(settlements) if settlements else None,
    )
    Result(found.tables, found.records, found.as_dict).show(fmt, output, overwrite=overwrite)
    if not found.reproduced:
        raise typer.Exit(1 if found.reproduced is False else 3)
