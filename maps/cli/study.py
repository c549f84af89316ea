"""`ceaseline study list|new|check`: what can be studied, and a study of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.geo.errors import InputError
from ceaseline.maps.cli._app import DATA, SETTINGS, Sections, root
from ceaseline.maps.cli._complete import studies
from ceaseline.maps.cli._options import Format, FormatName, Overwrite, Target, writable

study = typer.Typer(
    name="study",
    cls=Sections,
    help="List studies, make one of your own, and check it.",
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings=SETTINGS,
)
root.add_typer(study, rich_help_panel=DATA)


@study.command("list")
def list_(
    fmt: FormatName = Format.table, output: Target = None, overwrite: Overwrite = False
) -> None:
    """List the studies that come with the tool."""
    writable(output, overwrite=overwrite)
    from ceaseline.layers.study import open_study, studies
    from ceaseline.maps.cli._output import Result
    from ceaseline.maps.tables.study import study_facts, study_table

    found = [open_study(name) for name in studies()]
    table = study_table(found)
    facts = {"studies": [study_facts(one) for one in found]}
    Result(lambda: [table], lambda: table, lambda: facts).show(fmt, output, overwrite=overwrite)


@study.command()
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A new folder; its name is the study's id.")
    ],
    boundaries: Annotated[
        Path,
        typer.Option(
            "--boundaries", metavar="FILE", help="Polygons of the first-level units, each named."
        ),
    ],
    line: Annotated[
        Path,
        typer.Option(
            "--line", metavar="FILE", help="The line, or the ground of the party on its right."
        ),
    ],
    left: Annotated[
        str, typer.Option("--left", metavar="PARTY", help="The party on the left of the line.")
    ],
    right: Annotated[
        str, typer.Option("--right", metavar="PARTY", help="The party on the right of the line.")
    ],
    settlements: Annotated[
        Path | None,
        typer.Option(
            "--settlements", metavar="FILE", help="CSV with name, lon, lat and people; none if not."
        ),
    ] = None,
    title: Annotated[str, typer.Option("--title", help="What it is called on maps.")] = "",
    country: Annotated[
        str, typer.Option("--country", metavar="NAME", help="What is divided; the folder's name.")
    ] = "",
    name_column: Annotated[
        str, typer.Option("--name-column", metavar="NAME", help="Of the units' names.")
    ] = "",
    code_column: Annotated[
        str, typer.Option("--code-column", metavar="NAME", help="Of the units' codes.")
    ] = "",
) -> None:
    """Make a study of a file of boundaries and a line.

    The files of the folder explain themselves. Change them, run `ceaseline study check FOLDER`, and
    give the folder to any command: `ceaseline --study FOLDER map`.
    """
    from ceaseline.layers.authoring import NewStudy, new_study
    from ceaseline.maps.cli._output import note

    made = new_study(
        folder,
        NewStudy(
            boundaries,
            line,
            left,
            right,
            title=title,
            country=country,
            settlements=settlements,
            name_column=name_column,
            code_column=code_column,
        ),
    )
    brought = made.line
    for told in (*made.notes, *brought.notes, *map(str, brought.ends)):
        note(told)
    km, km2 = brought.lengths[0][1] / 1000, brought.held_m2 / 1e6
    note(f"The line has {km:,.1f} km, and {right} {km2:,.1f} km² on its right.")
    note(
        f"Wrote {made.folder}, a study of {made.units} units. Say in its files whose the data are; "
        f"then try `ceaseline --study {made.folder} map -o map.html`."
    )


@study.command()
def check(
    given: Annotated[
        str,
        typer.Argument(metavar="NAME|FOLDER", autocompletion=studies, help="The study to check."),
    ],
    fmt: FormatName = Format.table,
) -> None:
    """List every fault of a study with its place and remedy; 2 where there are any."""
    from ceaseline.layers.authoring import inspect_study
    from ceaseline.maps.cli._output import Result, note
    from ceaseline.maps.tables.study import study_fault_facts, study_faults

    found = inspect_study(given)
    if not found:
        note(f"{given} has no faults.")
        return
    table = study_faults(found, given)
    Result(lambda: [table], lambda: table, lambda: study_fault_facts(found)).show(fmt)
    count = f"{len(found)} faults" if len(found) > 1 else "1 fault"
    raise InputError(f"{given} has {count}; mend them by hand.")
