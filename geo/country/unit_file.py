"""A file of first-level units, whoever published it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from ceaseline.geo.country_file import in_force
from ceaseline.geo.errors import InputError
from ceaseline.geo.gazetteer.hromadas import units_called
from ceaseline.geo.gazetteer.unit_codes import unit_code, unit_codes, unit_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas
    from numpy.typing import NDArray

__all__ = ["UnitFile", "fitted", "read_units"]

_TWICE: Final = 1e-4
"""Share of the area of a unit's features from which their overlap is told."""


@dataclass(frozen=True, eq=False)
class UnitFile:
    """What was read from a file of units.

    Attributes
    ----------
    units : GeoDataFrame
        ``code`` and geometry, EPSG:4326, a coverage with exactly shared edges.
    source : str
        The id of its publisher's dataset in the catalogue.
    notes : tuple of str
        What was done to it.
    """

    units: geopandas.GeoDataFrame
    source: str
    notes: tuple[str, ...]


def read_units(path: Path) -> UnitFile:
    """Read the first-level units of the country that is studied from a file.

    Parameters
    ----------
    path : Path
        GeoJSON, GeoPackage, Shapefile (also zipped), KML, FlatGeobuf or GeoParquet, as
        `ceaseline.geo.readers.read` takes them. Smaller units are put together to first-level ones
        where a column names those (COD-AB of any level), or where they are raions by name
        (geoBoundaries ADM2). Of an archive with several levels, as COD-AB's, the first level is
        read.

    Returns
    -------
    UnitFile

    Raises
    ------
    InputError
        If it cannot be read, has no coordinate reference system, holds no longitudes and
        latitudes, or lacks units; all that is missing is named.
    """
    frame, read_notes = _read(path)
    codes, column = _codes(frame, path)
    notes = [*read_notes, f"Units recognised by '{column}'."]
    shapes = _shapes(frame.geometry.to_numpy(), codes, notes)
    fit = fitted(np.array(list(shapes.values()), dtype=object), notes, path)
    import geopandas  # noqa: PLC0415 - heavy: imported when a file is read

    units = geopandas.GeoDataFrame({"code": list(shapes)}, geometry=fit, crs=4326)
    return UnitFile(units, _publisher(frame), tuple(notes))


def _read(path: Path) -> tuple[geopandas.GeoDataFrame, tuple[str, ...]]:
    """Return the polygons of a file with their attributes, and what was changed on the way in."""
    from ceaseline.geo.readers import read, sniff  # noqa: PLC0415 - heavy: imported when a file is read

    if not path.is_file():
        raise InputError(f"{path} is not a file; give a file of first-level units.")
    none = f"{path} holds no polygons; give a file of first-level units."
    if sniff(path) in {"csv", "viina"}:
        raise InputError(none)
    reading = read(path, _level(path))
    frame = reading.frame[reading.frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    if frame.empty:
        raise InputError(none)
    return frame.reset_index(drop=True), reading.notes


def _level(path: Path) -> str | None:
    """Return the first-level layer of an archive that holds several levels; None for others."""
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as archive:
        stems = [PurePosixPath(n).stem for n in archive.namelist() if n.lower().endswith(".shp")]
    first = [stem for stem in stems if re.search(r"(?i)adm(in)?_?1(?!\d)", stem)]
    return first[0] if len(stems) > 1 and len(first) == 1 else None


def _codes(frame: geopandas.GeoDataFrame, path: Path) -> tuple[list[str | None], str]:
    """Return the code of each row, from the column that tells the most of them."""
    wanted = unit_codes()
    count, column, found = _best(frame, unit_code)
    if count < len(wanted) and (raions := _best(frame, _unit_of_raion))[0] > count:
        count, column, found = raions
        strangers = frame[column][[code is None for code in found]].tolist()
        if strangers:
            raise InputError(
                f"{path} has {len(strangers)} rows whose '{column}' is no raion of "
                f"{in_force().name} ({', '.join(map(repr, strangers)):.120}); name them as the "
                "codifier does, or give a column with the first-level units."
            )
    names = unit_names()
    missing = [f"{names[code]} ({code})" for code in wanted if code not in set(found)]
    if missing:
        raise InputError(
            f"{path} lacks {len(missing)} of the {len(wanted)} first-level units of "
            f"{in_force().name}: {', '.join(missing)}; give a file with all of them, named or "
            "coded (ISO 3166-2)."
        )
    return found, column


def _best(
    frame: geopandas.GeoDataFrame, told: Callable[[str], str | None]
) -> tuple[int, str, list[str | None]]:
    """Return how many units the best column tells, its name, and the unit of each row."""
    best: tuple[int, str, list[str | None]] = (0, "", [])
    for column in frame.columns.drop(frame.geometry.name):
        found = [told(value) if isinstance(value, str) else None for value in frame[column]]
        if (count := len(set(found) - {None})) > best[0]:
            best = (count, str(column), found)
    return best


def _unit_of_raion(text: str) -> str | None:
    """Return the first-level unit of a raion, or of a city that is one itself."""
    own = [unit.oblast for unit in units_called(text) if unit.kind == "raion"]
    return own[0] if len(set(own)) == 1 else unit_code(text)


def _shapes(
    geometries: NDArray[np.object_], codes: list[str | None], notes: list[str]
) -> dict[str, shapely.Geometry]:
    """Return one valid shape a unit, in the order of the codes; overlapping rows are noted."""
    parts: dict[str, list[Any]] = {}
    for shape, code in zip(geometries, codes, strict=True):
        if code is not None:
            parts.setdefault(code, []).append(shape)
    whole = {code: _whole(parts[code]) for code in sorted(parts)}
    for code, shape in whole.items():
        twice = 1 - shapely.area(shape) / shapely.area(parts[code]).sum()
        if len(parts[code]) > 1 and twice > _TWICE:
            notes.append(
                f"{code} stands in {len(parts[code])} features that overlap ({twice:.1%} of their "
                "area is there more than once); they are taken together."
            )
    return whole


def _whole(parts: list[Any]) -> shapely.Geometry:
    """Return the parts of a unit as one shape, their vertices untouched where that is valid."""
    polygons = shapely.get_parts(parts).tolist()
    together = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    if together.is_valid:
        return together
    mended = shapely.get_parts(shapely.make_valid(shapely.union_all(shapely.make_valid(parts))))
    areas = mended[shapely.get_dimensions(mended) == 2]
    return shapely.union_all(areas)


def fitted(shapes: NDArray[np.object_], notes: list[str], path: Path | str) -> NDArray[np.object_]:
    """Return units that share their edges exactly, and say so where they did not.

    Parameters
    ----------
    shapes : (n,) array of Polygon or MultiPolygon
        Longitude, latitude.
    notes : list of str
        Gets a sentence if anything was changed.
    path : Path
        Where they are from, for the message.

    Returns
    -------
    (n,) array of Polygon or MultiPolygon

    Raises
    ------
    InputError
        If a unit would change by more than 5 %.

    Examples
    --------
    >>> told = []
    >>> pair = np.array([shapely.box(30, 48, 31, 49), shapely.box(30.99999, 48, 32, 49)])
    >>> bool(shapely.coverage_is_valid(fitted(pair, told, "a.geojson")))
    True
    >>> told
    ['Overlaps and gaps closed; no unit changed by more than 0.00%.']
    """
    if shapely.coverage_is_valid(shapes):
        return shapes
    clean = np.asarray(shapely.coverage_clean(shapes, gap_width=1e-3))  # type: ignore[attr-defined] # stubs of 2.1
    before, after = shapely.area(shapes), shapely.area(clean)
    if (after == 0).any() or (np.abs(after - before) > 0.05 * before).any():
        raise InputError(
            f"The units of {path} overlap or gape by more than can be mended; clean the file as "
            "a coverage (shapely.coverage_clean, mapshaper -clean) and give it again."
        )
    worst = float(np.abs(after / before - 1).max())
    notes.append(f"Overlaps and gaps closed; no unit changed by more than {worst:.2%}.")
    return clean


def _publisher(frame: geopandas.GeoDataFrame) -> str:
    columns = {str(column).lower() for column in frame.columns}
    if {"shapename", "shapeid"} <= columns:
        return "geoboundaries"
    if "adm1_pcode" in columns:
        return "ocha-cod-ab"
    return "user-boundaries"
