"""`ceaseline map`: one file with the map of a placement, or of several."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.geo.errors import InputError
from ceaseline.maps.cli._app import LOOK, root
from ceaseline.maps.cli._complete import placements, themes
from ceaseline.maps.cli._options import (
    BoundariesName,
    Clip,
    Depth,
    Language,
    Overwrite,
    ProposalFile,
    SettlementsFile,
    counted_by,
    meant,
    writable,
    zone_settings,
)

PAGE = ".html"
KINDS = ("png", "svg", "pdf")


@root.command("map", rich_help_panel=LOOK)
def map_(
    placements: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PLACEMENT",
            autocompletion=placements,
            help="Library placements or placement files.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file; ceaseline.html if none."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", help="Title of the map; the proposal's if not given.")
    ] = None,
    lang: Language = "en",
    theme: Annotated[
        str, typer.Option("--theme", autocompletion=themes, help="auto, light or dark.")
    ] = "auto",
    tiles: Annotated[
        bool,
        typer.Option("--tiles", help="Let the reader switch on an online background (OSM)."),
    ] = False,
    max_kb: Annotated[
        int | None,
        typer.Option(
            "--max-kb", metavar="N", help="Simplify until the file fits, and say what it costs."
        ),
    ] = None,
    embed: Annotated[
        bool,
        typer.Option(
            "--embed", help="Open without the panel, as a frame of another page needs it."
        ),
    ] = False,
    png: Annotated[
        bool, typer.Option("--png", help="Draw it as a PNG for a page too, without a browser.")
    ] = False,
    svg: Annotated[bool, typer.Option("--svg", help="The same as an SVG.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="The same as a PDF.")] = False,
    size: Annotated[
        str,
        typer.Option(
            "--size",
            "--page",
            metavar="SIZE",
            help="Of these figures: A4, A3-portrait, Letter, 1200x675 (pixels), 180mmx120mm.",
        ),
    ] = "A4",
    dpi: Annotated[
        int, typer.Option("--dpi", help="Dots per inch of a PNG whose size is on paper.")
    ] = 300,
    extent: Annotated[
        str | None,
        typer.Option(
            "--extent",
            metavar="WHAT",
            help="Show the country, line or zone, or an oblast, raion or hromada.",
        ),
    ] = None,
    around: Annotated[
        str | None,
        typer.Option(
            "--around", metavar="PLACE", help="Show what lies around a settlement or LAT,LON."
        ),
    ] = None,
    km: Annotated[
        float | None, typer.Option("--km", help="How far around it; 60 if not given.")
    ] = None,
    bbox: Annotated[
        str | None, typer.Option("--bbox", metavar="W,S,E,N", help="Show a box, in degrees.")
    ] = None,
    i_have_rights: Annotated[
        bool,
        typer.Option("--i-have-rights", help="Pass on sources that forbid it by default."),
    ] = False,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = None,
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    overwrite: Overwrite = False,
) -> None:
    """Map placements in one HTML file that opens with the network unplugged.

    Several placements become a slider over their dates, or alternatives to choose from. A name that
    ends in .png, .svg or .pdf asks for the static figure alone. `ceaseline verify` measures either
    again.
    """
    target = output if output is not None else Path(f"ceaseline{PAGE}")
    if target.suffix not in (PAGE, *(f".{kind}" for kind in KINDS)):
        raise InputError(f"{target} is not named *{PAGE}, *.png, *.svg or *.pdf; name it so.")
    wanted = {kind for kind, asked in zip(KINDS, (png, svg, pdf), strict=True) if asked}
    files = [target, *(target.with_suffix(f".{kind}") for kind in KINDS if kind in wanted)]
    from ceaseline.maps.publish import own

    for file in files:
        writable(file, overwrite=overwrite, ours=own(file))
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.layers.placement.sources import check_rights, rested_on
    from ceaseline.layers.placement.store import load
    from ceaseline.layers.plan.plan import plan
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import note
    from ceaseline.maps.page.fit import simplified_text
    from ceaseline.maps.page.render import Look
    from ceaseline.maps.print.extent import Extent
    from ceaseline.maps.print.figure import Sheet, plotting, rendered
    from ceaseline.maps.publish import publish, sealed_map
    from ceaseline.maps.text.language import tongue

    where = Extent(extent, around, km, bbox)
    look = Look(title, tongue(lang).code, theme, tiles, max_kb, embed, where)
    sheet = Sheet(size, dpi, look.lang, title, where)
    if files != [target] or target.suffix != PAGE:
        plotting()
    study = read_proposal(proposal)
    zone = zone_settings(depth_km, study, clip=clip)
    base, places = load_boundaries(boundaries), counted_by(settlements)
    lines = [load(name) for name in placements or (meant(None),)]
    used = [source for line in lines for source in rested_on(line)]
    check_rights((*used, *base.sources, *places.sources), i_have_rights=i_have_rights)
    plans = [plan(line, base, zone, places) for line in lines]
    for file in dict.fromkeys(files):
        if file.suffix != PAGE:
            figure = rendered(plans, file.suffix[1:], sheet, study)
            note(publish(figure, file, overwrite=overwrite))
    if target.suffix != PAGE:
        return
    content, loss = sealed_map(plans, look, study)
    note(publish(content, target, overwrite=overwrite))
    if loss is not None:
        note(simplified_text(loss, tongue("en")))
