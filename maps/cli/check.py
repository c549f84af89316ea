"""`ceaseline layers check` and `schema`: whether a file is a sound placement."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.geo.errors import InputError
from ceaseline.geo.said import said
from ceaseline.maps.cli._app import layers
from ceaseline.maps.cli._complete import placements
from ceaseline.maps.cli._options import Format, FormatName, Language


@layers.command()
def check(
    file: Annotated[
        str, typer.Argument(metavar="FILE", autocompletion=placements, help="The placement file.")
    ],
    fix: Annotated[
        bool, typer.Option("--fix", help="Repair what can be repaired, and say by how much.")
    ] = False,
    fmt: FormatName = Format.table,
    lang: Language = "en",
) -> None:
    """List every fault of a placement file with its place and remedy; 2 where there are any."""
    from ceaseline.layers.check.files import check_file, fix_file
    from ceaseline.maps.cli._output import Result, note
    from ceaseline.maps.tables.check import fault_count, fault_facts, fault_table
    from ceaseline.maps.text.language import tongue

    own = tongue(lang)
    report = fix_file(file) if fix else check_file(file)
    table = fault_table(report, file)
    if report.faults:
        Result(lambda: [table], lambda: table, lambda: fault_facts(report), own.code).show(fmt)
    for words in report.notes:
        note(own.said(said("Note: {words}", words=words)))
    if not report.faults:
        note(own.said(said("{file} has no faults.", file=file)))
    elif fix and report.repaired is not None:
        note(own.said(said("Repaired {file}.", file=file)))
    else:
        told = said(
            "{file} has {faults}. Nothing was written.", file=file, faults=fault_count(report)
        )
        raise InputError(own.said(told))


@layers.command()
def schema(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")
    ] = None,
) -> None:
    """Print the JSON Schema of a placement file."""
    from ceaseline.layers.placement.schema import json_schema
    from ceaseline.maps.cli._output import deliver, to_json

    deliver(to_json(json_schema()), output)
