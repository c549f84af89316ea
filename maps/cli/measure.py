"""`ceaseline measure`: the figures of a placement."""

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
    made = plan(load(placement), load_boundaries(boundaries), zone)
    Result(
        lambda: [*figure_tables(made, study), *(length_tables(made) if lengths else [])],
        lambda: records(made, study),
        lambda: as_json([made], study),
    ).show(fmt, output, overwrite=overwrite)
