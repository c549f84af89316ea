"""`ceaseline audit`: which placement keeps which promise of the proposal."""

from pathlib import Path
from typing import Annotated

import typer

from maps.cli._app import WEIGH, root
from maps.cli._options import (
    BoundariesName,
    Clip,
    Depth,
    Format,
    FormatName,
    Language,
    Overwrite,
    SettlementsFile,
    Target,
    counted_by,
    writable,
    zone_settings,
)


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
    lang: Language = "en",
    output: Target = None,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = "natural-earth",
    settlements: SettlementsFile = None,
    overwrite: Overwrite = False,
) -> None:
    """Hold every provision of a proposal against placements: target, measured, verdict.

    Where one is missed, say what would have to change, and with --solve which line would do;
    terms that no map can measure are listed as such. Columns are by date, the oldest first.
    """
    writable(output, overwrite=overwrite)
    if as_template:
        from layers.provisions import template
        from maps.cli._output import deliver

        deliver(template(), output, overwrite=overwrite)
        return
    from geo.boundaries import boundaries as load_boundaries
    from layers.comparison import audit as work
    from layers.plan import plan
    from layers.provisions import proposal as read_proposal
    from layers.store import load
    from maps.audited import audit_records, audit_tables
    from maps.cli._output import Result
    from maps.i18n import tongue
    from maps.summary import source_lines

    own = tongue(lang)
    study = read_proposal(proposal)
    base = load_boundaries(boundaries)
    zone = zone_settings(depth_km, study, clip=clip)
    places = counted_by(settlements)
    given = [name for text in placements or () for name in text.split(",") if name]
    plans = [plan(load(name), base, zone, places) for name in given or study.placements]
    held = work(plans, study, solve=solve)
    Result(
        lambda: audit_tables(held, source_lines(plans, study)),
        lambda: audit_records(held),
        held.as_dict,
        own.code,
    ).show(fmt, output, overwrite=overwrite)
