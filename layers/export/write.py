"""Write an export, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.errors import InputError
from geo.files import write_atomic
from layers.export import files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from layers.plan import Plan

__all__ = ["FORMATS", "SUFFIXES", "export"]

_MAKE: Mapping[str, Callable[[Plan], bytes]] = {
    "geojson": files.geojson,
    "gpkg": files.gpkg,
    "kml": files.kml_bytes,
    "shp": files.shp,
}
FORMATS = tuple(_MAKE)
"""The formats of an export."""
SUFFIXES = {"geojson": ".geojson", "gpkg": ".gpkg", "kml": ".kml", "shp": ".zip"}
"""What the file of each format is called; Shapefiles come zipped."""


def export(
    plan: Plan,
    form: str,
    path: Path,
    *,
    overwrite: bool = False,
    ours: Callable[[bytes], bool] | None = None,
) -> Path:
    """Write a plan with its figures as attributes, and the placement itself carried along.

    Parameters
    ----------
    plan : Plan
    form : str
        One of `FORMATS`.
    path : Path
        The file; its suffix is not read.
    overwrite : bool
        Whether an existing file may be replaced.
    ours : callable, optional
        Whether the head of an existing file is that of an earlier export, which may be; see
        :func:`geo.files.write_atomic`.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        If the format is not known or the file cannot be written.

    Examples
    --------
    >>> export(None, "dxf", None)
    Traceback (most recent call last):
    ...
    geo.errors.InputError: There is no export to 'dxf'; give geojson, gpkg, kml or shp.
    """
    if form not in _MAKE:
        raise InputError(
            f"There is no export to {form!r}; give {', '.join(FORMATS[:-1])} or {FORMATS[-1]}."
        )
    return write_atomic(path, _MAKE[form](plan), overwrite=overwrite, ours=ours)
