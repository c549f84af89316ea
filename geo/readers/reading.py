"""What a foreign file holds, brought to one form and checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import geopandas as gpd

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from ceaseline.geo.readers.parts import Fault

__all__ = ["LAYER", "LINES", "POLYGONS", "Held", "Reading", "of_layer"]

LINES = ("LineString", "MultiLineString", "LinearRing")
POLYGONS = ("Polygon", "MultiPolygon")

LAYER = "line"
"""Of a file with several layers, the one that is read when it is there."""


@dataclass(frozen=True)
class Held:
    """One row of a table of settlements: which, and who holds it, in the table's own words.

    Attributes
    ----------
    row : int
        Line of the file, from 1.
    party : str
        As written.
    id : int, optional
        GeoNames id.
    name, oblast : str
        As written; empty where the table has none.
    lonlat : (float, float), optional
        Where it says that the settlement lies, degrees.
    """

    row: int
    party: str
    id: int | None = None
    name: str = ""
    oblast: str = ""
    lonlat: tuple[float, float] | None = None


@dataclass(frozen=True, eq=False)
class Reading:
    """What a foreign file holds.

    Attributes
    ----------
    path : Path
        The file.
    format : str
        Its format or layout, as people name it.
    frame : GeoDataFrame
        Lines or polygons with their attributes, EPSG:4326; empty for a table of settlements.
    held : tuple of Held
        The rows of a table of settlements.
    source : str
        Id in the catalogue of whose data it is, where the layout tells; empty if not.
    date : date, optional
        The day it describes, where the file tells.
    name : str
        What the file calls itself, where it does.
    embedded : str
        A placement that an export carried along, as its file's text; empty for none.
    notes : tuple of str
        What was left out or changed on the way in.
    faults : tuple of Fault
        The parts that could not be used and were left out.
    """

    path: Path
    format: str
    frame: gpd.GeoDataFrame = field(default_factory=lambda: gpd.GeoDataFrame(geometry=[], crs=4326))
    held: tuple[Held, ...] = ()
    source: str = ""
    date: dt.date | None = None
    name: str = ""
    embedded: str = ""
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def replaced(self, **changes: Any) -> Self:
        """Return the reading with some fields changed."""
        return replace(self, **changes)

    def noted(self, *notes: str) -> Self:
        """Return the reading with further notes."""
        return replace(self, notes=(*self.notes, *notes))


def of_layer(
    path: Path,
    names: list[Any],
    layer: str | None,
    what: str = "layer",
    item: str = "feature",
) -> tuple[list[int], tuple[str, ...]]:
    """Choose the features of one layer of a file: the one asked for, ``line``, or all.

    Parameters
    ----------
    path : Path
    names : list
        The layer of each feature.
    layer : str, optional
        The one asked for.
    what, item : str
        What the format calls a layer and a feature.

    Returns
    -------
    kept : list of int
        Places in the list.
    notes : tuple of str
        What was left out without having been asked for.

    Raises
    ------
    InputError
        If there is no such layer.

    Examples
    --------
    >>> import pathlib
    >>> of_layer(pathlib.Path("a.kml"), ["line", "towns", "towns"], None)
    ([0], ("Only the layer 'line' was read; 2 features of others were left out: towns.",))
    """
    chosen = layer or (LAYER if LAYER in names else None)
    if chosen is None:
        return list(range(len(names))), ()
    kept = [k for k, name in enumerate(names) if name == chosen]
    known = ", ".join(sorted({str(name) for name in names if name and name != chosen}))
    if not kept:
        raise InputError(f"{path.name} has no {what} {chosen!r}; it has {known or 'none'}.")
    left = len(names) - len(kept)
    if layer is not None or not left:
        return kept, ()
    others = f"{left:,} {item}s of others were" if left > 1 else f"1 {item} of another was"
    named = f": {known:.120}" if known else ""
    return kept, (f"Only the {what} {chosen!r} was read; {others} left out{named}.",)
