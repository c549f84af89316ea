"""`ceaseline measure`: the figures of a placement."""

from maps.cli._app import LOOK, root
from maps.cli._options import (
    DEFAULT,
    BoundariesName,
    Clip,
    Depth,
    Format,
    FormatName,
    Overwrite,
    PlacementName,
    ProposalFile,
    Target,
    writable,
    zone_settings,
)


@root.command(rich_help_panel=LOOK)
def measure(
    placement: PlacementName = DEFAULT,
    fmt: FormatName = Format.table,
    output: Target = None,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = "natural-earth",
    proposal: ProposalFile = None,
    overwrite: Overwrite = False,
) -> None:
    """Measure a placement: line, zone, territories, oblasts, settlements, provisions.

    Lengths stand with their detail, shares with their basis, depths with the word assumption.
    """
    writable(output, overwrite=overwrite)
    from geo.boundaries import boundaries as load_boundaries
    from layers.figures import as_json
    from layers.plan import plan
    from layers.provisions import proposal as read_proposal
    from layers.store import load
    from maps.cli._output import Result
    from maps.summary import figure_tables, records

    study = read_proposal(proposal)
    zone = zone_settings(depth_km, study, clip=clip)
    made = plan(load(placement), load_boundaries(boundaries), zone)
    Result(
        lambda: figure_tables(made, study),
        lambda: records(made, study),
        lambda: as_json([made], study),
    ).show(fmt, output, overwrite=overwrite)
