"""`ceaseline audit`: which placement keeps which promise of the proposal."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import WEIGH, root
from ceaseline.maps.cli._options import (
    BoundariesName,
    Clip,
    Depth,
    Format,
    FormatName,
    Language,
    Overwrite,
    ReportPage,
    ReportTheme,
    Rights,
    SettlementsFile,
    counted_by,
    writable,
    zone_settings,
)

_REPORTS = (".html", ".pdf")


@root.command(rich_help_panel=WEIGH)
def audit(
    proposal: Annotated[
        Path | None,
        typer.Argument(metavar="[PROPOSAL.TOML]", help="The proposal; the embedded one if none."),
    ] = None,
    placements: Annotated[
        list[str] | None,
        typer.Option(
            "--placements",
            metavar="NAME[,NAME...]",
            help="Placements to audit; the proposal's own if not given. May be repeated.",
        ),
    ] = None,
    solve: Annotated[
        bool,
        typer.Option(
            "--solve", help="Look for the line that meets what is missed; takes its time."
        ),
    ] = False,
    as_template: Annotated[
        bool,
        typer.Option(
            "--template", help="Print a proposal that explains itself, to be changed, and no audit."
        ),
    ] = False,
    fmt: FormatName = Format.table,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write to a file; *.pdf and *.html are reports."
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", help="Title of the report; the proposal's if not given."),
    ] = None,
    lang: Language = "en",
    theme: ReportTheme = "auto",
    page: ReportPage = "A4",
    i_have_rights: Rights = False,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = None,
    settlements: SettlementsFile = None,
    overwrite: Overwrite = False,
) -> None:
    """Hold every provision of a proposal against placements: target, measured, verdict.

    Where one is missed, say what would have to change, and with --solve which line would do;
    terms that no map can measure are listed as such. Columns are by date, the oldest first.
    A report has the map too, and can be measured again with `ceaseline verify`.
    """
    from ceaseline.maps.publish import own, publish

    writable(output, overwrite=overwrite, ours=own(output) if output is not None else None)
    if as_template:
        from ceaseline.layers.provisions import template
        from ceaseline.maps.cli._output import deliver

        deliver(template(), output, overwrite=overwrite)
        return
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.layers.audit import audit as work
    from ceaseline.layers.placement.sources import check_rights, rested_on
    from ceaseline.layers.placement.store import load
    from ceaseline.layers.plan.plan import plan
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import Result, note
    from ceaseline.maps.print.document import Setting
    from ceaseline.maps.tables.audit import audit_records, audit_tables
    from ceaseline.maps.tables.measure import source_lines
    from ceaseline.maps.text.language import tongue

    setting = Setting(tongue(lang).code, title, theme, page)  # refuses before the work
    kind = output.suffix[1:] if output is not None and output.suffix in _REPORTS else ""
    if kind:
        from ceaseline.maps.reports.report import audit_report, kind_of

        kind_of(f"report.{kind}")
    study = read_proposal(proposal)
    base = load_boundaries(boundaries)
    zone = zone_settings(depth_km, study, clip=clip)
    places = counted_by(settlements)
    given = [name for text in placements or () for name in text.split(",") if name]
    lines = [load(name) for name in given or study.placements]
    if kind:
        used = [source for line in lines for source in rested_on(line)]
        check_rights((*used, *base.sources, *places.sources), i_have_rights=i_have_rights)
    plans = [plan(line, base, zone, places) for line in lines]
    held = work(plans, study, solve=solve)
    if output is not None and kind:
        content = audit_report(held, plans, kind, setting, solve=solve)
        note(publish(content, output, overwrite=overwrite))
        return
    Result(
        lambda: audit_tables(held, source_lines(plans, study)),
        lambda: audit_records(held),
        held.as_dict,
        setting.lang,
    ).show(fmt, output, overwrite=overwrite)
