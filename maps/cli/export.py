"""`ceaseline layers export`: hand a placement to other programs."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ceaseline.geo.errors import InputError
from ceaseline.layers.export.formats import FORMATS, named_by
from ceaseline.maps.cli._app import layers
from ceaseline.maps.cli._complete import placements
from ceaseline.maps.cli._options import (
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

if TYPE_CHECKING:
    from ceaseline.layers.placement.placement import Placement


PLACEMENT = "placement"
"""The placement file alone, beside the formats of exports."""
if TYPE_CHECKING:
    Form = str
else:
    Form = StrEnum("Form", {name: name for name in (*FORMATS, PLACEMENT)})


def form_of(output: Path | None, asked: str | None = None) -> str:
    """Return what a file is to hold: as asked, else by its name, else a GeoPackage.

    Raises
    ------
    InputError
        If its name does not say, or says something else than what is asked.

    Examples
    --------
    >>> form_of(Path("line.kml")), form_of(None)
    ('kml', 'gpkg')
    >>> form_of(Path("line.kml"), "csv")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: line.kml would be kml by its name, and --format says csv...
    """
    if output is None:
        return asked or "gpkg"
    if asked in (None, "shp"):
        _refuse_one_file(output)
    form = named_by(output.suffix)
    named = form.name if form else None
    if asked is None and named is None:
        every = ", ".join(suffix for one in FORMATS.values() for suffix in one.suffixes)
        raise InputError(
            f"{output} does not say what it is to be; name it {every}, or give --format."
        )
    if asked is not None and named not in (None, _written_as(asked)):
        right = output.with_suffix(FORMATS[_written_as(asked)].suffixes[0])
        raise InputError(
            f"{output} would be {named} by its name, and --format says {asked}; give one of them, "
            f"or name it {right}."
        )
    return asked or named or "gpkg"


def _written_as(form: str) -> str:
    return "geojson" if form == PLACEMENT else form


def _refuse_one_file(output: Path | None) -> None:
    if output is not None and output.suffix.lower() == ".shp":
        raise InputError(
            f"{output}: a Shapefile is several files, and is written as one archive of them; name "
            f"it {output.with_suffix('.zip')}."
        )


@layers.command()
def export(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", autocompletion=placements, help="A library placement or a file."
        ),
    ],
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="By the file's name if not given, and gpkg without one; shp is zipped; placement "
            "is the placement file alone, GeoJSON without what follows from it.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The file, whose name says the format: x.geojson has all layers as GeoJSON. "
            "NAME.gpkg if none.",
        ),
    ] = None,
    layer: Annotated[
        str | None,
        typer.Option(
            "--layer",
            metavar="LAYER",
            help="For fgb, parquet and csv, which hold one layer: line (if not given), "
            "territories, oblasts, zone or settlements.",
        ),
    ] = None,
    depth_km: Depth = None,
    clip: Clip = True,
    boundaries: BoundariesName = None,
    settlements: SettlementsFile = None,
    proposal: ProposalFile = None,
    i_have_rights: Annotated[
        bool,
        typer.Option("--i-have-rights", help="Pass on sources that forbid it by default."),
    ] = False,
    overwrite: Overwrite = False,
) -> None:
    """Export a placement, and all that follows from it, to a file that any GIS opens.

    All formats but `placement` hold line, territories, oblasts, zone and settlements as layers with
    their figures, under the same names of fields; fgb, parquet and csv hold one of them. A
    GeoPackage has QGIS styles inside. All but fgb and csv carry the placement along: `ceaseline
    import` reads them back, with the line as it was changed elsewhere. Sources are named in the
    file, of fgb and csv in a text beside it (NAME.sources.txt).
    """
    from ceaseline.geo.country.boundaries import boundaries as load_boundaries
    from ceaseline.geo.files import marked
    from ceaseline.layers.export.write import SUFFIXES, beside, checked_layer
    from ceaseline.layers.export.write import export as write_export
    from ceaseline.layers.placement.sources import check_rights, rested_on
    from ceaseline.layers.placement.store import load
    from ceaseline.layers.plan.plan import plan
    from ceaseline.layers.provisions import proposal as read_proposal
    from ceaseline.maps.cli._output import note

    asked = form_of(output, form)
    if asked == PLACEMENT:
        note(f"Wrote {_alone(load(name), output, layer, overwrite, i_have_rights)}.")
        return
    checked_layer(asked, layer)
    found = load(name)
    target = output or Path(f"{found.name}{SUFFIXES[asked]}")
    credit = beside(asked, target)
    writable(target, overwrite=overwrite)
    writable(credit, overwrite=overwrite)
    base, places = load_boundaries(boundaries), counted_by(settlements)
    check_rights((*rested_on(found), *base.sources, *places.sources), i_have_rights=i_have_rights)
    zone = zone_settings(depth_km, read_proposal(proposal), clip=clip)
    made = plan(found, base, zone, places)
    write_export(made, asked, target, layer=layer, overwrite=overwrite, ours=marked)
    note(f"Wrote {target}{f' and its sources, {credit}' if credit else ''}.")


def _alone(
    found: "Placement", output: Path | None, layer: str | None, overwrite: bool, rights: bool
) -> Path:
    """Write the placement file alone, and return its path."""
    from ceaseline.layers.placement.sources import check_rights, rested_on
    from ceaseline.layers.placement.store import is_ours, load, write

    if layer is not None:
        raise InputError("A placement file is its line; leave --layer out, or --format placement.")
    target = output or Path(f"{found.name}.geojson")
    writable(target, overwrite=overwrite, ours=is_ours)
    if not overwrite and target.exists() and load(target).history:
        raise InputError(
            f"{target} holds a placement with edits of its own; choose another name, or ask for "
            "it to be overwritten (--overwrite)."
        )
    check_rights(rested_on(found), i_have_rights=rights)
    return write(found, target, overwrite=overwrite)
