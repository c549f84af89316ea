"""`ceaseline layers export`: hand a placement to other programs."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from geo.errors import InputError
from maps.cli._app import layers
from maps.cli._options import (
    BoundariesName,
    Clip,
    Depth,
    Overwrite,
    ProposalFile,
    SettlementsFile,
    counted_by,
    writable,
    zone_settings,
)


class Form(StrEnum):
    """What an export is written as."""

    placement = "placement"
    geojson = "geojson"
    gpkg = "gpkg"
    kml = "kml"
    shp = "shp"


NAMED = {
    ".geojson": Form.placement,
    ".json": Form.placement,
    ".gpkg": Form.gpkg,
    ".kml": Form.kml,
    ".zip": Form.shp,
}


def form_of(output: Path | None) -> Form:
    """Return what a file is to hold by its name.

    Raises
    ------
    InputError
        If its name does not say.

    Examples
    --------
    >>> form_of(Path("line.gpkg")).value, form_of(None).value
    ('gpkg', 'placement')
    """
    if output is None:
        return Form.placement
    _refuse_one_file(output)
    found = NAMED.get(output.suffix.lower())
    if found is None:
        raise InputError(
            f"{output} does not say what it is to be; name it {', '.join(NAMED)}, or give --format."
        )
    return found


def _refuse_one_file(output: Path | None) -> None:
    if output is not None and output.suffix.lower() == ".shp":
        raise InputError(
            f"{output}: a Shapefile is several files, and is written as one archive of them; name "
            f"it {output.with_suffix('.zip')}."
        )


@layers.command()
def export(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A library placement or a file.")],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="The placement alone (GeoJSON), or all that follows from it; shp is zipped. "
            "By the file's name if not given.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="The file; after NAME if none."),
    ] = None,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = "natural-earth",
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    i_have_rights: Annotated[
        bool,
        typer.Option("--i-have-rights", help="Pass on sources that forbid it by default."),
    ] = False,
    overwrite: Overwrite = False,
) -> None:
    """Export a placement to a file that any GIS opens.

    All formats but `placement` hold line, territories, oblasts, zone and settlements as layers with
    their figures (GeoPackage with QGIS styles), and carry the placement along: `ceaseline import`
    reads them back, with the line as it was changed elsewhere.
    """
    from geo.boundaries import boundaries as load_boundaries
    from geo.files import marked
    from layers.credit import rested_on
    from layers.export import SUFFIXES
    from layers.export import export as write_export
    from layers.plan import plan
    from layers.provisions import proposal as read_proposal
    from layers.rights import check_rights
    from layers.store import is_ours, load, write
    from maps.cli._output import note

    found = load(name)
    used = rested_on(found)
    form = form or form_of(output)
    if form is Form.shp:
        _refuse_one_file(output)
    target = output or Path(f"{found.name}{SUFFIXES.get(form, '.geojson')}")
    if form is Form.placement:
        writable(target, overwrite=overwrite, ours=is_ours)
        if not overwrite and target.exists() and load(target).history:
            raise InputError(
                f"{target} holds a placement with edits of its own; choose another name, or ask "
                "for it to be overwritten (--overwrite)."
            )
        check_rights(used, i_have_rights=i_have_rights)
        write(found, target, overwrite=overwrite)
    else:
        writable(target, overwrite=overwrite)
        base, places = load_boundaries(boundaries), counted_by(settlements)
        check_rights((*used, *base.sources, *places.sources), i_have_rights=i_have_rights)
        zone = zone_settings(depth_km, read_proposal(proposal), clip=clip)
        made = plan(found, base, zone, places)
        write_export(made, form, target, overwrite=overwrite, ours=marked)
    note(f"Wrote {target}.")
