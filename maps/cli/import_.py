"""`ceaseline import`: bring one's own line."""

from pathlib import Path
from typing import Annotated

import typer

from ceaseline.maps.cli._app import DATA, root
from ceaseline.maps.cli._options import BoundariesName, Overwrite


@root.command("import", rich_help_panel=DATA)
def import_(
    file: Annotated[Path, typer.Argument(help="Lines, control polygons, or settlements by party.")],
    name: Annotated[str, typer.Option("--as", metavar="NAME", help="What to call the placement.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The placement file; NAME.geojson in the working folder if none.",
        ),
    ] = None,
    layer: Annotated[
        str | None,
        typer.Option("--layer", help="Which layer of several; of a table, which date."),
    ] = None,
    held_by: Annotated[
        str,
        typer.Option(
            "--held-by",
            metavar="PARTY",
            help="Whose ground the polygons show; the second party's if not given.",
        ),
    ] = "",
    detail: Annotated[
        float,
        typer.Option(
            "--detail",
            metavar="M",
            help="Generalise the line to so many metres, past no settlement.",
        ),
    ] = 0.0,
    border_km: Annotated[
        float,
        typer.Option(
            "--border-km", metavar="KM", help="How far two drawings of the border lie apart."
        ),
    ] = 3.0,
    sliver_km2: Annotated[
        float,
        typer.Option("--sliver-km2", metavar="KM2", help="Leave out pieces smaller than this."),
    ] = 1.0,
    join: Annotated[
        float,
        typer.Option(
            "--join", metavar="M", help="Join ends of lines that lie within so many metres."
        ),
    ] = 100.0,
    parallel: Annotated[
        str,
        typer.Option(
            "--parallel",
            metavar="WAY",
            help="Of two lines side by side: refuse them, take the middle line, or keep both.",
        ),
    ] = "refuse",
    status: Annotated[
        str,
        typer.Option(
            "--status",
            metavar="LIST",
            help="Which polygons count where they carry a status: held (if not given), liberated, "
            "contested, unknown; several parted by commas.",
        ),
    ] = "",
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Refuse a file with a faulty part, instead of leaving that part out."
        ),
    ] = False,
    title: Annotated[str, typer.Option("--title", help="The placement's title.")] = "",
    boundaries: BoundariesName = None,
    overwrite: Overwrite = False,
) -> None:
    """Bring a line, control polygons or settlements by party from a file.

    Read are GeoJSON (also one text a line), TopoJSON, GeoPackage, Shapefile, KML, KMZ, GPX, WKT,
    DXF, FlatGeobuf, GeoParquet, and settlements as CSV or as points with a party each.
    Writes NAME.geojson in the working folder and reports what bringing it onto our boundaries
    changed. Layouts of DeepState, ISW/CTP and VIINA are recognised; what is read from a control
    polygon is its front, told apart from coast and state border.
    """
    from ceaseline.geo.readers.status import chosen
    from ceaseline.layers.importing.files import Choices, import_file
    from ceaseline.maps.cli._output import note

    choices = Choices(
        title,
        held_by,
        detail,
        border_km * 1000,
        sliver_km2 * 1e6,
        join_m=join,
        parallel=parallel,
        statuses=chosen(status),
        strict=strict,
    )
    path, done = import_file(
        file,
        name,
        output,
        choices,
        layer=layer,
        boundaries=boundaries,
        overwrite=overwrite,
    )
    for line in done.lines():
        note(line)
    note(f"Wrote {path}.")
