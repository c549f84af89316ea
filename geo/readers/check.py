"""Whether what was read can be used: each part checked, the faulty ones left out and named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyproj
import pyproj.exceptions
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.edges import MOST, TOLERANCE_M, straightened, told
from ceaseline.geo.readers.limits import LIMITS, Limits, count
from ceaseline.geo.readers.parts import Fault, listed
from ceaseline.geo.readers.reading import LINES, POLYGONS
from ceaseline.geo.readers.sound import sound, untangled

if TYPE_CHECKING:
    from pathlib import Path

    from ceaseline.geo.readers.reading import Reading

__all__ = ["checked", "faultless", "nothing"]

_MOST = 20
_NO_DEGREES = (
    "has coordinates that are not longitudes and latitudes in degrees; give longitude first, in "
    "EPSG:4326, or say the coordinate reference system"
)
_LONG_WAY = (
    "goes as if it crossed the antimeridian the long way round; cut it at 180° (RFC 7946, section "
    "3.1.9)"
)


def checked(reading: Reading, limits: Limits = LIMITS) -> Reading:
    """Bring a reading's geometries to EPSG:4326, flat and finite; leave all else out.

    Parts that cannot be used are left out and named; so is what is neither line nor polygon.

    Parameters
    ----------
    reading : Reading
        Its frame in any CRS.
    limits : Limits
        How many features and vertices are allowed.

    Raises
    ------
    InputError
        If the frame has no CRS, too many vertices, or no line or polygon that can be used; the
        message names the features.

    Examples
    --------
    >>> import pathlib
    >>> from ceaseline.geo.readers import Reading
    >>> shapes = [shapely.box(30, 48, 30.1, 48.1), None, shapely.Point(30, 48)]
    >>> frame = gpd.GeoDataFrame(geometry=shapes, crs=4326)
    >>> checked(Reading(pathlib.Path("a.gpkg"), "GeoPackage", frame)).notes
    ('1 feature without geometry was left out.', '1 feature that is a Point was left out.')
    """
    path, frame = reading.path, reading.frame
    count(path, len(frame), limits.features, "features")
    faults = list(reading.faults)
    if frame.crs is None or str(frame.crs.name).lower().startswith("undefined"):
        raise InputError(
            f"{path.name} does not say its coordinate reference system; save it with one "
            "(EPSG:4326 if it is longitude and latitude)."
        )
    frame, notes = _usable(frame)
    count(path, int(frame.geometry.count_coordinates().sum()), limits.vertices, "vertices")
    parts = _Parts(path, frame, faults)
    parts.finite()
    untangled(path, parts.shapes)
    if len(parts.shapes) and not _is_lonlat(frame.crs):
        notes += parts.reprojected()
    parts.on_earth()
    parts.with_length()
    notes += parts.mended()
    if frame.crs.is_geographic and not reading.embedded:
        notes += told(parts.shapes)
    if not len(parts.shapes):
        raise nothing(path, [*reading.notes, *notes], faults)
    return reading.replaced(frame=parts.frame(), faults=tuple(faults)).noted(
        *notes, *listed(tuple(faults))
    )


def faultless(reading: Reading) -> None:
    """Refuse a reading of which a part was left out as faulty.

    Raises
    ------
    InputError
        If there is one; the first 20 are named.

    Examples
    --------
    >>> import pathlib
    >>> from ceaseline.geo.readers import Fault, Reading
    >>> faults = (Fault("feature 3", 2, "", "has no length"),)
    >>> faultless(Reading(pathlib.Path("a.kml"), "KML", faults=faults))
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: a.kml, feature 3, part 2, has no length.
    """
    name, faults = reading.path.name, reading.faults
    if faults:
        more = len(faults) - _MOST
        said = [f"{name}, {fault}." for fault in faults[:_MOST]]
        raise InputError.of([*said, *([f"{name} has {more:,} more."] if more > 0 else [])])


def nothing(path: Path, notes: list[str], faults: list[Fault]) -> InputError:
    """Return the error of a file of which nothing can be used: why not.

    Examples
    --------
    >>> import pathlib
    >>> str(nothing(pathlib.Path("a.kml"), [], []))
    'a.kml holds no line and no polygon. It has no features.'
    """
    if len(faults) == 1 and not notes:
        return InputError(f"{path.name}, {faults[0]}; nothing else is in it.")
    if faults:
        notes = [*notes, *listed(tuple(faults))]
    said = " ".join(notes) or "It has no features."
    return InputError(f"{path.name} holds no line and no polygon. {said}")


def _is_lonlat(crs: Any) -> bool:
    return bool(crs.equals("EPSG:4326") or crs.equals("OGC:CRS84"))


def _usable(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[str]]:
    notes = []
    shapes = frame.geometry
    missing = shapes.isna() | shapes.is_empty
    if missing.any():
        notes.append(f"{_features(int(missing.sum()))} without geometry {_was(missing)} left out.")
    frame = _single(frame[~missing.to_numpy()])
    hollow = frame.geometry.is_empty.to_numpy()
    if hollow.any():
        what = "1 part" if hollow.sum() == 1 else f"{hollow.sum():,} parts"
        notes.append(f"{what} without coordinates {_was(hollow)} left out.")
        frame = frame[~hollow]
    kinds = frame.geometry.geom_type
    other = ~kinds.isin([*LINES, *POLYGONS])
    for kind in sorted(set(kinds[other])):
        own = kinds == kind
        is_a = "that is a" if own.sum() == 1 else "that are each a"
        notes.append(f"{_features(int(own.sum()))} {is_a} {kind} {_was(own)} left out.")
    return frame[~other.to_numpy()], notes


def _single(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a frame of single parts, collections in collections taken apart too."""
    frame = frame.explode(index_parts=False)
    while frame.geometry.geom_type.str.startswith(("Multi", "GeometryC")).any():
        frame = frame[~frame.geometry.is_empty.to_numpy()]
        before = len(frame)
        frame = frame.explode(index_parts=False)
        if len(frame) == before and not _nested(frame):
            break
    return frame


def _nested(frame: gpd.GeoDataFrame) -> bool:
    kinds = frame.geometry.geom_type
    return bool(kinds.isin(["MultiLineString", "MultiPolygon", "GeometryCollection"]).any())


def _features(number: int) -> str:
    return f"{number:,} feature{'' if number == 1 else 's'}"


def _was(mask: Any) -> str:
    return "was" if mask.sum() == 1 else "were"


class _Parts:
    """The single parts of a file while they are checked, the faulty ones taken out one by one."""

    def __init__(self, path: Path, frame: gpd.GeoDataFrame, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self._frame = frame
        self._order = np.arange(len(frame))
        self.shapes = np.asarray(shapely.force_2d(frame.geometry.to_numpy()), dtype=object)
        labels = frame.index.to_series()
        self._part = labels.groupby(labels).cumcount().to_numpy()
        self._several = labels.duplicated(keep=False).to_numpy()

    def frame(self) -> gpd.GeoDataFrame:
        """Return what is left, in longitude and latitude, numbered anew."""
        own = self._frame.iloc[self._order]
        shapes = gpd.GeoSeries(self.shapes, index=own.index)
        return own.set_geometry(shapes).set_crs(4326, allow_override=True).reset_index(drop=True)

    def label(self, k: int) -> tuple[str, int | None]:
        """Return the feature of a part, and which of its parts it is."""
        at = self._order[k]
        part = int(self._part[at]) if self._several[at] else None
        return f"feature {self._frame.index[at]}", part

    def without(self, wrong: dict[int, tuple[str, str]]) -> None:
        """Take parts out, each for a value and a reason."""
        for k, (value, why) in wrong.items():
            self.faults.append(Fault(*self.label(k), value, why))
        kept = np.setdiff1d(np.arange(len(self.shapes)), list(wrong))
        self._order, self.shapes = self._order[kept], self.shapes[kept]

    def finite(self) -> None:
        """Take out parts with a coordinate that is no number."""
        coords, which = shapely.get_coordinates(self.shapes, return_index=True)
        bad = np.flatnonzero(~np.isfinite(coords).all(axis=1))
        self.without({
            int(which[k]): ("{:g}, {:g}".format(*coords[k]), ("has a coordinate that is not a "
                            "finite number"))
            for k in bad[::-1]
        })  # fmt: skip

    def on_earth(self) -> None:
        """Take out parts that are not in longitudes and latitudes, or go round the long way."""
        wrong = {}
        for k, (west, south, east, north) in enumerate(shapely.bounds(self.shapes).tolist()):
            if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
                reach = f"{west:.5g}, {south:.5g} to {east:.5g}, {north:.5g}"
                wrong[k] = reach, _NO_DEGREES
            elif east - west > 180:
                wrong[k] = f"{east - west:.0f}° of longitude", _LONG_WAY
        self.without(wrong)

    def with_length(self) -> None:
        """Take out lines all of whose positions are one."""
        lines = np.isin(shapely.get_type_id(self.shapes), (1, 2))
        short = np.flatnonzero(lines & (shapely.length(self.shapes) == 0))
        self.without({
            int(k): (
                "{:g}, {:g}".format(*shapely.get_coordinates(self.shapes[k])[0]),
                ("has no length: all positions of the line are one; draw it through two places or "
                "more"),
            )
            for k in short
        })  # fmt: skip

    def mended(self) -> list[str]:
        """Mend polygons that cross themselves, take out those that are no area; return notes."""
        labels = [self._frame.index[k] for k in self._order]
        self.shapes, notes, no_area = sound(self.path, self.shapes, labels)
        self.without(no_area)
        return notes

    def reprojected(self) -> list[str]:
        """Turn all to longitude and latitude, their edges bent as they run in their own plane."""
        name = self._frame.crs.name
        try:
            turn = pyproj.Transformer.from_crs(self._frame.crs, 4326, always_xy=True)
            added = 0
            if not self._frame.crs.is_geographic:  # edges in degrees are geodesics, of any datum
                self.shapes, added = straightened(
                    self.shapes, lambda xy: np.column_stack(turn.transform(*xy.T))
                )
            self.shapes = np.asarray(
                shapely.transform(self.shapes, lambda xy: np.column_stack(turn.transform(*xy.T))),
                dtype=object,
            )
        except OverflowError as error:
            raise InputError(
                f"{self.path.name} has so many long edges that their bends in {name} come to more "
                f"than {MOST:,} places; reproject it in a GIS."
            ) from error
        except (pyproj.exceptions.ProjError, ValueError) as error:
            raise InputError(
                f"{self.path.name} cannot be brought from {name} to EPSG:4326; reproject it in a "
                "GIS."
            ) from error
        self.finite()
        bent = (
            f" {added:,} places were added, so that edges that are straight there stay within "
            f"{TOLERANCE_M:g} m of their way."
        )
        return [f"Reprojected from {name}.{bent if added else ''}"]
