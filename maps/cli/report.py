"""`ceaseline report`: a report on a placement that a person can hand on."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import LOOK, root
from ceaseline.maps.cli._options import (
    BoundariesName,
    Clip,
    Depth,
    Language,
    Overwrite,
    PlacementName,
    ProposalFile,
    ReportPage,
    ReportTheme,
    Rights,
    SettlementsFile,
    counted_by,
    meant,
    writable,
    zone_settings,
)


@root.command(rich_help_panel=LOOK)
def report(
    placement: PlacementName = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="*.pdf or *.html; PLACEMENT.pdf if none."
        ),
    ] = None,
    page: ReportPage = "A4",
    lang: Language = "en",
    title: Annotated[
        str | None, typer.Option("--title", help="Title; the placement's if not given.")
    ] = None,
    theme: ReportTheme = "auto",
    i_have_rights: Rights = False,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = None,
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    overwrite: Overwrite = False,
) -> None:
    """Write a report on a placement: map, figures, provisions, method, sources, limits.

    `ceaseline verify` measures it again.
    """
    from ceaseline.layers.placement.store import load
    from ceaseline.maps.publish import own, publish
    from ceaseline.maps.reports.report import Setting, kind_of
    from ceaseline.maps.text.language import tongue

    line = load(meant(placement))
    target = output if output is not None else Path(f"{line.name}.pdf")
    kind = kind_of(target.name)
    setting = Setting(tongue(lang).code, title, theme, page)
    writable(target, overwrite=overwrite, ours=own(target))
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.layers.placement.sources import check_rights, rested_on
    from ceaseline.layers.plan.plan import plan
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import note
    from ceaseline.maps.reports.report import report as work

    study = read_proposal(proposal)
    country, places = load_boundaries(boundaries), counted_by(settlements)
    check_rights((*rested_on(line), *country.sources, *places.sources), i_have_rights=i_have_rights)
    made = plan(line, country, zone_settings(depth_km, study, clip=clip), places)
    note(publish(work(made, study, kind, setting), target, overwrite=overwrite))
