"""`ceaseline measure`: the figures of a placement."""

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
    Overwrite,
    ProposalFile,
    Target,
    writable,
    zone_settings,
)


@root.command(rich_help_panel=LOOK)
def measure(
    placements: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACEMENT...]",
            help="Library placements or placement files; contact-2024-11-20 if none. Of several, "
            "one table: a column each.",
        ),
    ] = None,
    fmt: FormatName = Format.table,
    output: Target = None,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = "natural-earth",
    proposal: ProposalFile = None,
    overwrite: Overwrite = False,
) -> None:
    """Measure placements: line, zone, territories, oblasts, settlements, provisions.

    Lengths stand with their detail, shares with their basis, depths with the word assumption.
    """
    writable(output, overwrite=overwrite)
    from geo.boundaries import boundaries as load_boundaries
    from layers.figures import as_json
    from layers.plan import plan
    from layers.provisions import proposal as read_proposal
    from layers.store import load
    from maps.cli._output import Result
    from maps.columns import columns_records, columns_table
    from maps.summary import figure_tables, records

    study = read_proposal(proposal)
    zone = zone_settings(depth_km, study, clip=clip)
    base = load_boundaries(boundaries)
    made = [plan(load(name), base, zone) for name in placements or [DEFAULT]]
    several = len(made) > 1
    Result(
        lambda: [columns_table(made, study)] if several else figure_tables(made[0], study),
        lambda: columns_records(made, study) if several else records(made[0], study),
        lambda: as_json(made, study),
    ).show(fmt, output, overwrite=overwrite)
