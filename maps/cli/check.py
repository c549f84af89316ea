"""`ceaseline layers check` and `schema`: whether a file is a sound placement."""

from pathlib import Path
from typing import Annotated

import typer

from geo.errors import InputError
from maps.cli._app import layers
from maps.cli._complete import placements
from maps.cli._options import Format, FormatName


@layers.command()
def check(
    file: Annotated[
        str, typer.Argument(metavar="FILE", autocompletion=placements, help="The placement file.")
    ],
    fix: Annotated[
        bool, typer.Option("--fix", help="Repair what can be repaired, and say by how much.")
    ] = False,
    fmt: FormatName = Format.table,
) -> None:
    """List every fault of a placement file with its place and remedy; 2 where there are any."""
    from layers.check.desk import check_file, fix_file
    from maps.cli._output import Result, note
    from maps.faults import fault_count, fault_facts, fault_table

    report = fix_file(file) if fix else check_file(file)
    table = fault_table(report, file)
    if report.faults:
        Result(lambda: [table], lambda: table, lambda: fault_facts(report)).show(fmt)
    for words in report.notes:
        note(f"Note: {words}")
    if not report.faults:
        note(f"{file} has no faults.")
    elif fix and report.repaired is not None:
        note(f"Repaired {file}.")
    else:
        raise InputError(f"{file} has {fault_count(report)}. Nothing was written.")


@layers.command()
def schema(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")
    ] = None,
) -> None:
    """Print the JSON Schema of a placement file."""
    from layers.schema import json_schema
    from maps.cli._output import deliver, to_json

    deliver(to_json(json_schema()), output)
