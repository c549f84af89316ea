"""`ceaseline measure`: the figures of a placement."""

from enum import StrEnum
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
    Lengths,
    Overwrite,
    ProposalFile,
    SettlementsFile,
    Target,
    counted_by,
    meant,
    writable,
    zone_settings,
)


class Level(StrEnum):
    """What settlements and people are gathered by; an oblast is what the country calls a unit."""

    unit = "unit"
    oblast = "oblast"
    raion = "raion"
    hromada = "hromada"


@root.command(rich_help_panel=LOOK)
def measure(
    placements: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACEMENT...]",
            autocompletion=placements,
            help="Library placements or placement files; contact-2024-11-20 if none. Of several, "
            "one table: a column each.",
        ),
    ] = None,
    fmt: FormatName = Format.table,
    lang: Language = "en",
    output: Target = None,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = None,
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    by: Annotated[
        Level | None,
        typer.Option("--by", help="Settlements and people by unit (oblast), raion or hromada too."),
    ] = None,
    lengths: Lengths = False,
    overwrite: Overwrite = False,
) -> None:
    """Measure placements: line, zone, territories, oblasts, settlements, provisions.

    Lengths stand with their detail and resolution, shares with their basis, depths with the word
    assumption; what hangs on where in its corridor the line lies has its range, low to high.
    """
    writable(output, overwrite=overwrite)
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.layers.figures import as_json
    from ceaseline.layers.placement.store import load
    from ceaseline.layers.plan.plan import plan
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import Result, note_names
    from ceaseline.maps.tables.lengths import length_tables
    from ceaseline.maps.tables.measure import figure_tables, records
    from ceaseline.maps.tables.several import columns_records, side_by_side
    from ceaseline.maps.text.language import tongue

    own = tongue(lang)
    study = read_proposal(proposal)
    zone = zone_settings(depth_km, study, clip=clip)
    base, places = load_boundaries(boundaries), counted_by(settlements)
    names = placements or [meant(None)]
    level = Level.oblast if by is Level.unit else by
    lines = [load(name) for name in names]
    note_names(names, lines)
    made = [plan(line, base, zone, places) for line in lines]
    one, several = made[0], len(made) > 1

    Result(
        lambda: (
            side_by_side(made, study, level, lengths=lengths)
            if several
            else [*figure_tables(one, study, level), *(length_tables(one) if lengths else [])]
        ),
        lambda: columns_records(made, study, level) if several else records(one, study, level),
        lambda: as_json(made, study, level),
        own.code,
    ).show(fmt, output, overwrite=overwrite)
