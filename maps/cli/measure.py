"""`ceaseline measure`: the figures of a placement."""

from enum import StrEnum
from typing import Annotated

import typer

from maps.cli._app import LOOK, root
from maps.cli._options import (
    DEFAULT,
    BoundariesName,
    Clip,
    Depth,
    Format,
    FormatName,
    Lengths,
    Overwrite,
    PlacementName,
    ProposalFile,
    SettlementsFile,
    Target,
    counted_by,
    writable,
    zone_settings,
)


class Level(StrEnum):
    """What settlements and people are gathered by."""

    oblast = "oblast"
    raion = "raion"
    hromada = "hromada"


@root.command(rich_help_panel=LOOK)
def measure(
    placement: PlacementName = DEFAULT,
    fmt: FormatName = Format.table,
    output: Target = None,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = "natural-earth",
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    by: Annotated[
        Level | None,
        typer.Option("--by", help="Settlements and people by oblast, raion or hromada too."),
    ] = None,
    lengths: Lengths = False,
    overwrite: Overwrite = False,
) -> None:
    """Measure a placement: line, zone, territories, oblasts, settlements, provisions.

    Lengths stand with their detail and resolution, shares with their basis, depths with the word
    assumption; what hangs on where in its corridor the line lies has its range, low to high.
    """
    writable(output, overwrite=overwrite)
    from geo.boundaries import boundaries as load_boundaries
    from layers.figures import as_json
    from layers.plan import plan
    from layers.provisions import proposal as read_proposal
    from layers.store import load
    from maps.cli._output import Result
    from maps.lengths import length_tables
    from maps.summary import figure_tables, records

    study = read_proposal(proposal)
    zone = zone_settings(depth_km, study, clip=clip)
    made = plan(load(placement), load_boundaries(boundaries), zone, counted_by(settlements))
    Result(
        lambda: [*figure_tables(made, study, by), *(length_tables(made) if lengths else [])],
        lambda: records(made, study, by),
        lambda: as_json([made], study, by),
    ).show(fmt, output, overwrite=overwrite)
