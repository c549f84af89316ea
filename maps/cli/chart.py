"""`ceaseline chart`: what placements of several days come to over time."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import LOOK, root
from ceaseline.maps.cli._complete import placements
from ceaseline.maps.cli._options import (
    BoundariesName,
    Clip,
    Depth,
    Format,
    FormatName,
    Language,
    Overwrite,
    ProposalFile,
    SettlementsFile,
    counted_by,
    writable,
    zone_settings,
)

KINDS = (".png", ".svg", ".pdf")


@root.command(rich_help_panel=LOOK)
def chart(
    placements: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACEMENT...]",
            autocompletion=placements,
            help="Library placements or placement files; the library's lines of contact if none.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="*.png, *.svg or *.pdf for the chart; any other name for its table.",
        ),
    ] = None,
    measures: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            metavar="ID",
            help="What to chart; territory_share, zone_area and people_in_zone if not given. May "
            "be repeated.",
        ),
    ] = None,
    fmt: FormatName = Format.table,
    size: Annotated[
        str,
        typer.Option(
            "--size",
            "--page",
            metavar="SIZE",
            help="Of the chart: A4, A3-portrait, Letter, 1200x675 (pixels), 180mmx120mm.",
        ),
    ] = "A4",
    dpi: Annotated[
        int, typer.Option("--dpi", help="Dots per inch of a PNG whose size is on paper.")
    ] = 300,
    lang: Language = "en",
    title: Annotated[
        str | None, typer.Option("--title", help="Title; the proposal's if not given.")
    ] = None,
    i_have_rights: Annotated[
        bool,
        typer.Option("--i-have-rights", help="Pass on sources that forbid it by default."),
    ] = False,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = None,
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    overwrite: Overwrite = False,
) -> None:
    """Chart dated placements over time: territory, zone and people, each with its range.

    Each sign is what was measured on a day; nothing is said of the days between. Placements
    without a date are named as left out. `ceaseline verify` draws a chart again.
    """
    drawn = output is not None and output.suffix in KINDS
    from ceaseline.maps.publish import own

    writable(output, overwrite=overwrite, ours=own(output) if drawn and output else None)
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.layers.placement.placement import as_it_stood
    from ceaseline.layers.placement.sources import check_rights, rested_on
    from ceaseline.layers.placement.store import library, load
    from ceaseline.layers.plan.plan import plan
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import Result, note, note_names
    from ceaseline.maps.overtime.chart import USUAL
    from ceaseline.maps.overtime.figure import facts, records, rendered, table
    from ceaseline.maps.print.figure import Sheet, plotting
    from ceaseline.maps.publish import publish
    from ceaseline.maps.text.language import tongue

    sheet = Sheet(size, dpi, tongue(lang).code, title)
    if drawn:
        plotting()
    study = read_proposal(proposal)
    zone = zone_settings(depth_km, study, clip=clip)
    base, places = load_boundaries(boundaries), counted_by(settlements)
    names = placements or library()
    lines = [load(name) for name in names]
    note_names(names, lines)
    if not placements:
        lines = [line for line in lines if line.date is not None and as_it_stood(line)]
    if drawn:
        used = [source for line in lines for source in rested_on(line)]
        check_rights((*used, *base.sources, *places.sources), i_have_rights=i_have_rights)
    plans = [plan(line, base, zone, places) for line in lines]
    ids = tuple(measures or USUAL)
    if drawn and output is not None:
        content = rendered(plans, study, output.suffix[1:], sheet, ids)
        note(publish(content, output, overwrite=overwrite))
        return
    Result(
        lambda: [table(plans, study, tongue(lang), ids)],
        lambda: records(plans, study, ids),
        lambda: facts(plans, study, ids),
    ).show(fmt, output, overwrite=overwrite)
