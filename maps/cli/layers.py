"""`ceaseline layers list|show`: the placements that there are."""

from typing import Annotated

import typer

from ceaseline.maps.cli._app import layers
from ceaseline.maps.cli._complete import placements
from ceaseline.maps.cli._options import Format, FormatName, Overwrite, Target, writable

Named = Annotated[
    str,
    typer.Argument(
        metavar="NAME", autocompletion=placements, help="A library placement or a file."
    ),
]


@layers.command("list")
def list_(
    fmt: FormatName = Format.table, output: Target = None, overwrite: Overwrite = False
) -> None:
    """List the placements of the library."""
    writable(output, overwrite=overwrite)
    from ceaseline.layers.placement.store import library, load
    from ceaseline.maps.cli._output import Result
    from ceaseline.maps.tables.library import as_facts, list_table

    placements = [load(name) for name in library()]
    table = list_table(placements)
    facts = {"placements": [as_facts(placement) for placement in placements]}
    Result(lambda: [table], lambda: table, lambda: facts).show(fmt, output, overwrite=overwrite)


@layers.command()
def show(
    name: Named,
    fmt: FormatName = Format.table,
    output: Target = None,
    overwrite: Overwrite = False,
) -> None:
    """Show what a placement says about itself: sections, history, sources, notes."""
    writable(output, overwrite=overwrite)
    from ceaseline.layers.placement.store import load
    from ceaseline.maps.cli._output import Result
    from ceaseline.maps.tables.library import as_facts, section_records, show_tables

    own = load(name)
    Result(lambda: show_tables(own), lambda: section_records(own), lambda: as_facts(own)).show(
        fmt, output, overwrite=overwrite
    )
