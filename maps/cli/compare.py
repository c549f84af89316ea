"""`ceaseline compare`: what changes between placements, where and for whom."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import WEIGH, root
from ceaseline.maps.cli._complete import placements, themes
from ceaseline.maps.cli._options import (
    BoundariesName,
    Clip,
    Depth,
    Format,
    FormatName,
    Language,
    Overwrite,
    ProposalFile,
    ReportPage,
    Rights,
    SettlementsFile,
    counted_by,
    writable,
    zone_settings,
)


@root.command(rich_help_panel=WEIGH)
def compare(
    placements: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [C ...]",
            autocompletion=placements,
            help="Library placements or placement files.",
        ),
    ],
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="BASE",
            autocompletion=placements,
            help="The base; the first if not given.",
        ),
    ] = None,
    fmt: FormatName = Format.table,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write to a file; *.html is one page with the comparison map, *.pdf a report.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="Write a report too, for print: *.pdf or *.html."
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", help="Title of page and report; the proposal's if not given."),
    ] = None,
    lang: Language = "en",
    theme: Annotated[
        str,
        typer.Option("--theme", autocompletion=themes, help="Colours: auto, light or dark."),
    ] = "auto",
    page: ReportPage = "A4",
    measures: Annotated[
        list[str] | None,
        typer.Option("--measure", metavar="ID", help="Only these measures; may be repeated."),
    ] = None,
    tradeoff: Annotated[
        list[str] | None,
        typer.Option(
            "--tradeoff",
            metavar="ID[/KEY]:min|max",
            help="Show which placements are not beaten on all of these; may be repeated.",
        ),
    ] = None,
    detail_m: Annotated[
        float | None,
        typer.Option("--detail-m", help="Detail of all lines; that of the coarsest if not given."),
    ] = None,
    depth_km: Depth = None,
    same_depth: Annotated[
        bool,
        typer.Option(
            "--same-depth",
            help="Set aside the depths that placements state, so that all zones are as deep.",
        ),
    ] = False,
    clip: Clip = True,
    boundaries: BoundariesName = None,
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    i_have_rights: Rights = False,
    overwrite: Overwrite = False,
) -> None:
    """Compare placements on one basis: a summary, what changes hands, distances, every measure.

    All are divided on the same boundaries and at the same detail, past no settlement; each keeps
    the depths of the zone that it states. What had to be set for that is said.
    """
    from ceaseline.maps.publish import own, publish

    for file in filter(None, (output, report)):
        writable(file, overwrite=overwrite, ours=own(file))
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.layers.comparison import compare as work
    from ceaseline.layers.comparison import goal
    from ceaseline.layers.placement.sources import check_rights, rested_on
    from ceaseline.layers.placement.store import load
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import Result, note, note_names
    from ceaseline.maps.page.render import Look
    from ceaseline.maps.reports.report import Setting, comparison_page, comparison_report, kind_of
    from ceaseline.maps.tables.compare import comparison_tables, named, records, tradeoff_table
    from ceaseline.maps.text.language import tongue

    study = read_proposal(proposal)
    goals = [goal(text) for text in tradeoff or ()]
    names, base = named(placements, against)
    on_map = output is not None and output.suffix == ".html"
    on_paper = output is not None and output.suffix == ".pdf"
    reports = {file: kind_of(file.name) for file in (report, output if on_paper else None) if file}
    look = Look(title, tongue(lang).code, theme)  # refuses what there is not, before the work
    setting = Setting(look.lang, title, theme, page)
    country, places = load_boundaries(boundaries), counted_by(settlements)
    lines = [load(name) for name in names]
    note_names(names, lines)
    if on_map or reports:
        used = [source for line in lines for source in rested_on(line)]
        check_rights((*used, *country.sources, *places.sources), i_have_rights=i_have_rights)
    held = work(
        lines,
        base,
        country,
        zone_settings(depth_km, study, clip=clip),
        detail_m=detail_m,
        gazetteer=places,
        same_depth=same_depth,
        measures=measures and [*measures, *(g.id for g in goals if g.id not in measures)],
    )
    for file, kind in reports.items():
        content = comparison_report(held, study, kind, goals, setting)
        note(publish(content, file, overwrite=overwrite))
    if output is not None and on_map:
        content = comparison_page(held, study, goals, **vars(look))
        note(publish(content, output, overwrite=overwrite))
    if on_map or on_paper:
        return
    tradeoffs = [tradeoff_table(held, goals)] if goals else []
    Result(
        lambda: comparison_tables(held) + tradeoffs,
        lambda: records(held),
        lambda: held.as_json(study),
        look.lang,
    ).show(fmt, output, overwrite=overwrite)
