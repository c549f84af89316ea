"""Write an export, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import check_target, marked, write_atomic
from ceaseline.layers.export.content import citations
from ceaseline.layers.export.fields import LAYERS, check_layer
from ceaseline.layers.export.formats import FORMATS, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ceaseline.layers.plan.plan import Plan

__all__ = ["ONE_LAYER", "SUFFIXES", "beside", "checked_layer", "export"]

ONE_LAYER = tuple(name for name, form in FORMATS.items() if form.one_layer)
"""The formats that hold one layer."""
SUFFIXES = {name: form.suffixes[0] for name, form in FORMATS.items()}
"""What the file of each format is called; Shapefiles come zipped."""


def beside(form: str, path: Path) -> Path | None:
    """Return the file that names the sources of one that cannot; None where it can itself.

    Parameters
    ----------
    form : str
        One of `FORMATS`.
    path : Path
        The export.

    Examples
    --------
    >>> from pathlib import Path
    >>> beside("fgb", Path("zone.fgb")).name, beside("gpkg", Path("all.gpkg"))
    ('zone.sources.txt', None)
    """
    return path.with_name(f"{path.stem}.sources.txt") if FORMATS[form].mute else None


def export(
    plan: Plan,
    form: str,
    path: Path,
    *,
    layer: str | None = None,
    overwrite: bool = False,
    ours: Callable[[bytes], bool] | None = None,
) -> Path:
    """Write a plan with its figures as attributes, its sources, and the placement where it can be.

    Parameters
    ----------
    plan : Plan
    form : str
        One of `FORMATS`.
    path : Path
        The file; its suffix is not read. Beside FlatGeobuf and CSV, see `beside`, goes a text with
        the sources.
    layer : str, optional
        Which of :data:`ceaseline.layers.export.fields.LAYERS` a format of one layer is to hold;
        ``line``.
    overwrite : bool
        Whether an existing file may be replaced.
    ours : callable, optional
        Whether the head of an existing file is that of an earlier export, which may be; see
        :func:`ceaseline.geo.files.write_atomic`.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        If the format or the layer is not known, or the file cannot be written.

    Examples
    --------
    >>> export(None, "dxf", None)
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: There is no export to 'dxf'; give geojson, gpkg, kml...
    """
    if form not in FORMATS:
        *others, last = FORMATS
        raise InputError(f"There is no export to {form!r}; give {', '.join(others)} or {last}.")
    made = written(plan, form, checked_layer(form, layer))
    credit = beside(form, path)
    if credit is not None:
        check_target(path, overwrite=overwrite, ours=ours)
        said = f"Sources of {plan.placement.title!r}, exported by ceaseline:\n{citations(plan)}\n"
        write_atomic(credit, said, overwrite=overwrite, ours=marked)
    return write_atomic(path, made, overwrite=overwrite, ours=ours)


def checked_layer(form: str, layer: str | None) -> str:
    """Return the layer that a file is to hold, empty for all of them.

    Parameters
    ----------
    form : str
        One of `FORMATS`.
    layer : str, optional
        As asked; ``line`` where a format holds one layer.

    Raises
    ------
    InputError
        If there is no such layer, or the format holds all.

    Examples
    --------
    >>> checked_layer("csv", "zone"), checked_layer("csv", None), checked_layer("gpkg", None)
    ('zone', 'line', '')
    """
    if layer is not None:
        check_layer(layer)
    if form in ONE_LAYER:
        return layer or LAYERS[0]
    if layer is not None:
        raise InputError(
            f"An export to {form} holds all layers; leave the layer {layer!r} out, or give a "
            f"format that holds one: {', '.join(ONE_LAYER)}."
        )
    return ""
