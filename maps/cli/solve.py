"""`ceaseline solve`: which line meets a number."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.geo.errors import InputError
from ceaseline.maps.cli._app import MAKE, root
from ceaseline.maps.cli._options import Format, FormatName, Language, PlacementName, meant


@root.command(rich_help_panel=MAKE)
def solve(
    placement: PlacementName = None,
    share: Annotated[
        float | None, typer.Option("--share", metavar="PERCENT", help="Share of the country.")
    ] = None,
    party: Annotated[
        str | None, typer.Option("--party", help="Whose share; the second party's.")
    ] = None,
    length: Annotated[
        float | None, typer.Option("--length", metavar="KM", help="Length of the line.")
    ] = None,
    zone_area: Annotated[
        float | None, typer.Option("--zone-area", metavar="KM2", help="Area of the zone.")
    ] = None,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Where the answers are written.")
    ] = Path(),
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace earlier answers of these names.")
    ] = False,
    fmt: FormatName = Format.table,
    lang: Language = "en",
) -> None:
    """Find the line that meets a number, and say what would have to move.

    Give one of --share, --length and --zone-area. Each answer is a new placement with its history,
    or a statement that there is none and what can be reached. Locked stretches stay.
    """
    from ceaseline.layers.placement.store import load
    from ceaseline.layers.solve import solve_length, solve_share, solve_zone_area
    from ceaseline.layers.solve.files import write_answers
    from ceaseline.maps.cli._output import Result
    from ceaseline.maps.tables.solve import answer_facts, answer_table
    from ceaseline.maps.text.language import tongue

    words = tongue(lang)
    given = [value for value in (share, length, zone_area) if value is not None]
    if len(given) != 1:
        raise InputError("Give one of --share, --length and --zone-area.")
    if not folder.is_dir():
        raise InputError(f"The folder {folder} does not exist; make it first.")
    own = load(meant(placement))
    if share is not None:
        goal, answers = f"share-{share:g}", solve_share(own, share / 100, party)
    elif length is not None:
        goal, answers = f"length-{length:g}", solve_length(own, length * 1000)
    else:
        goal, answers = f"zone-{given[0]:g}", solve_zone_area(own, given[0] * 1e6)
    found = write_answers(answers, own, goal.replace(".", "-"), folder, overwrite=overwrite)
    table = answer_table(found, f"{own.name}: {goal}")
    Result(lambda: [table], lambda: table, lambda: answer_facts(found), words.code).show(fmt)
