"""What a foreign file holds, brought to one form and checked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self

import geopandas as gpd
import numpy as np
import pyproj.exceptions
import shapely

from geo.errors import InputError
from geo.readers.limits import LIMITS, Limits, count
from geo.readers.sound import sound

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

__all__ = ["LAYER", "LINES", "POLYGONS", "Held", "Reading", "checked"]

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
    """

    row: int
    party: str
    id: int | None = None
    name: str = ""
    oblast: str = ""


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

    def renewed(self, **changes: Any) -> Self:
        """Return the reading with some fields changed."""
        return replace(self, **changes)

    def noted(self, *notes: str) -> Self:
        """Return the reading with further notes."""
        return replace(self, notes=(*self.notes, *notes))


def checked(reading: Reading, limits: Limits = LIMITS) -> Reading:
    """Bring a reading's geometries to EPSG:4326, flat and finite; leave all else out.

    Parameters
    ----------
    reading : Reading
        Its frame in any CRS.
    limits : Limits
        How many features and vertices are allowed.

    Raises
    ------
    InputError
        If the frame has no CRS, no line or polygon, too many vertices, or a coordinate that is not
        a longitude and a latitude; the message names the feature.

    Examples
    --------
    >>> import pathlib
    >>> shapes = [shapely.box(30, 48, 31, 49), None, shapely.Point(30, 48)]
    >>> frame = gpd.GeoDataFrame(geometry=shapes, crs=4326)
    >>> checked(Reading(pathlib.Path("a.gpkg"), "GeoPackage", frame)).notes
    ('1 feature without geometry was left out.', '1 feature that is a Point was left out.')
    """
    path, frame = reading.path, reading.frame
    count(path, len(frame), limits.features, "features")
    if frame.crs is None:
        raise InputError(
            f"{path.name} does not say its coordinate reference system; save it with one "
            "(EPSG:4326 if it is longitude and latitude)."
        )
    frame, notes = _usable(frame)
    if frame.empty:
        said = " ".join(notes) or "It has no features."
        raise InputError(f"{path.name} holds no line and no polygon. {said}")
    shapes = np.asarray(shapely.force_2d(frame.geometry.to_numpy()), dtype=object)
    count(path, int(shapely.get_num_coordinates(shapes).sum()), limits.vertices, "vertices")
    _finite(path, frame, shapes)
    frame = frame.set_geometry(gpd.GeoSeries(shapes, index=frame.index, crs=frame.crs))
    if not frame.crs.equals("EPSG:4326") and not frame.crs.equals("OGC:CRS84"):
        notes.append(f"Reprojected from {_crs_name(frame)}.")
        frame = _reprojected(path, frame)
    _in_range(path, frame)
    frame, mended = sound(path, frame.set_crs(4326, allow_override=True))
    return reading.renewed(frame=frame.reset_index(drop=True)).noted(*notes, *mended)


def _usable(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[str]]:
    notes = []
    shapes = frame.geometry
    missing = shapes.isna() | shapes.is_empty
    if missing.any():
        notes.append(f"{_features(int(missing.sum()))} without geometry {_was(missing)} left out.")
    frame = frame[~missing].explode(index_parts=False)
    kinds = frame.geometry.geom_type
    other = ~kinds.isin([*LINES, *POLYGONS])
    for kind in sorted(set(kinds[other])):
        own = kinds == kind
        is_a = "that is a" if own.sum() == 1 else "that are each a"
        notes.append(f"{_features(int(own.sum()))} {is_a} {kind} {_was(own)} left out.")
    return frame[~other.to_numpy()], notes


def _features(number: int) -> str:
    return f"{number:,} feature{'' if number == 1 else 's'}"


def _was(mask: Any) -> str:
    return "was" if mask.sum() == 1 else "were"


def _crs_name(frame: gpd.GeoDataFrame) -> str:
    return str(frame.crs.name)


def _reprojected(path: Path, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    try:
        return frame.to_crs(4326)
    except (pyproj.exceptions.ProjError, ValueError) as error:
        raise InputError(
            f"{path.name} cannot be brought from {_crs_name(frame)} to EPSG:4326 ({error}); "
            "reproject it in a GIS."
        ) from error


def _finite(path: Path, frame: gpd.GeoDataFrame, shapes: Any) -> None:
    for label, shape in zip(frame.index, shapes, strict=True):
        if not np.isfinite(shapely.get_coordinates(shape)).all():
            raise InputError(
                f"{path.name}, feature {label}, has a coordinate that is not a finite number; "
                "correct or remove it."
            )


def _in_range(path: Path, frame: gpd.GeoDataFrame) -> None:
    bounds = frame.bounds.to_numpy()
    for label, (west, south, east, north) in zip(frame.index, bounds, strict=True):
        where = f"{path.name}, feature {label},"
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise InputError(
                f"{where} reaches from {west:.5g}, {south:.5g} to {east:.5g}, {north:.5g}, which "
                "are not longitudes and latitudes in degrees; give longitude first, in EPSG:4326, "
                "or say the coordinate reference system."
            )
        if east - west > 180:
            raise InputError(
                f"{where} spans {east - west:.0f}° of longitude, as if it crossed the antimeridian "
                "the long way round; cut it at 180° (RFC 7946, section 3.1.9)."
            )
