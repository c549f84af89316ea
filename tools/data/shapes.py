"""Units, countries around, waters and the Dnipro barrier, from the members to features."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any, Final

import geopandas
import numpy as np
import shapely

from ceaseline.geo.data import FOLDER, read_csv
from ceaseline.geo.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Features = list[tuple[dict[str, Any], Any]]

__all__ = ["GRID", "WINDOW", "barrier", "beyond", "lakes", "land", "rivers", "rounded", "units"]

GRID: Final = 1e-5
"""Degrees: the sources' own resolution, kept by every embedded coordinate."""

WINDOW: Final = shapely.box(18, 41, 46, 58)
_FAR: Final = shapely.box(-30, 20, 95, 74)
_FAR_DEGREES: Final = 0.3
_FAR_GRID: Final = 0.01
"""How coarse the ground beyond the window is, and its grid: it is seen from afar alone."""

_WATERS: Final = {
    (30.33, 46.24): ("Dniester Estuary", "Дністровський лиман", "estuary", ""),
    (31.51, 49.90): ("Kaniv Reservoir", "Канівське водосховище", "reservoir", ""),
    (27.63, 49.43): ("Shchedriv Reservoir", "Щедрівське водосховище", "reservoir", ""),
    (34.19, 48.76): ("Kamianske Reservoir", "Кам'янське водосховище", "reservoir", ""),
    (30.50, 50.91): ("Kyiv Reservoir", "Київське водосховище", "reservoir", ""),
    (34.07, 47.34): ("Kakhovka Reservoir", "Каховське водосховище", "reservoir", "2023-06-06"),
    (32.73, 49.29): ("Kremenchuk Reservoir", "Кременчуцьке водосховище", "reservoir", ""),
    (34.85, 45.77): ("Syvash", "Сиваш", "lagoon", ""),
}
"""A place in each water: its name, its name in Ukrainian, its kind, since when it is historic."""

_RIVERS: Final = {
    25: ("Danube", "Дунай"), 48: ("Danube (Chilia branch)", "Дунай (Кілійське гирло)"),
    49: ("Danube (Saint George branch)", ""), 50: ("Danube (Sulina branch)", ""),
    68: ("Volga", ""), 116: ("Dnipro", "Дніпро"), 121: ("Dnipro", "Дніпро"),
    231: ("Dniester", "Дністер"), 277: ("Don", "Дон"), 330: ("Tysa", "Тиса"),
    363: ("Tysa", "Тиса"), 429: ("Prypiat", "Прип'ять"),
    463: ("Siverskyi Donets", "Сіверський Донець"), 465: ("Desna", "Десна"),
    481: ("Kızılırmak", ""), 554: ("Prut", "Прут"), 670: ("Southern Buh", "Південний Буг"),
    732: ("Western Bug", "Західний Буг"), 747: ("Kura", ""), 1068: ("Seim", "Сейм"),
}  # fmt: skip
"""Names by the river's number, where the source's are missing, damaged or not Ukrainian."""

_NORTH: Final = 52.6
"""Latitude from which the barrier starts, 60 km beyond the border of Ukraine."""

_REACHES: Final = (
    ("River", 0), ("Lake Centerline", 0), ("River", 1), ("Lake Centerline", 1), ("River", 2),
    ("Lake Centerline", 2), ("River", 3), ("Lake Centerline", 3), ("River", 4),
    ("Lake Centerline", 4), ("River", 5),
)  # fmt: skip
"""The reaches of the Dnipro from north to south: kind and rank among its kind."""

_ESTUARY: Final = (
    (32.75, 46.672), (32.72, 46.6665), (32.69, 46.656), (32.655, 46.641), (32.62, 46.627),
    (32.59, 46.613), (32.55, 46.608), (32.5, 46.598), (32.44, 46.575), (32.36, 46.53),
    (32.2, 46.545), (32.0, 46.56), (31.85, 46.575), (31.7, 46.6), (31.58, 46.59),
    (31.52, 46.61), (31.46, 46.6), (31.3, 46.5), (31.2, 46.3),
)  # fmt: skip
"""Drawn by hand: from above the Antonivka bridge, where the source runs through that town on the
right bank, down the Dnipro-Buh estuary, between Ochakiv and the Kinburn spit, out to sea."""
_MOUTH: Final = 32.76
"""Longitude below which, south of 46.8°, the hand-drawn stretch takes over from the source."""


def units(member: Path) -> Features:
    """Return the first-level units of Ukraine, sorted by code.

    Parameters
    ----------
    member : Path
        ``admin1.json``.

    Returns
    -------
    list of (properties, geometry)

    Raises
    ------
    DataError
        If they are not the 27 of ``units.csv`` or do not fit together.
    """
    names = {row["code"]: row["name"] for row in read_csv(FOLDER / "units.csv")}
    found = {
        feature["properties"]["iso_3166_2"]: shapely.geometry.shape(feature["geometry"])
        for feature in json.loads(member.read_bytes())["features"]
        if feature["properties"].get("iso_3166_2") in names
    }
    shapes = shapely.orient_polygons([found[code] for code in names if code in found])
    if len(shapes) != len(names) or not shapely.coverage_is_valid(shapes):
        raise DataError(f"{member.name} does not hold the {len(names)} units as a coverage.")
    rows = zip(names.items(), shapes, strict=True)
    return [({"code": code, "name": name}, shape) for (code, name), shape in rows]


def land(
    member: Path, country: Any, owners: Sequence[str] = ("UKR",), window: Any = WINDOW
) -> Features:
    """Return the countries around, fitted to the country: no overlap, no gap above 100 m².

    Parameters
    ----------
    member : Path
        The zipped shapefile of countries.
    country : MultiPolygon
        The union of the units.
    owners : sequence of str
        The ``ADM0_A3`` of the country there.
    window : Polygon
        What they are clipped to.

    Returns
    -------
    list of (properties, geometry)
        Clipped to the window; ``borders`` tells whether they share a border with the country.
    """
    frame = geopandas.read_file(member, encoding="utf-8", bbox=window.bounds)
    frame = frame.sort_values("ADM0_A3", ignore_index=True)
    inside = frame["ADM0_A3"].isin(owners)
    own = shapely.union_all(frame.loc[inside, "geometry"].to_numpy())
    gaps = _areas(shapely.difference(own, country, grid_size=GRID))
    features: Features = []
    for row in frame[~inside].itertuples():
        shape = _areas(shapely.intersection(row.geometry, window, grid_size=GRID))
        reach = shapely.buffer(shape, 1e-3)
        taken = _areas(shapely.intersection(gaps, reach, grid_size=GRID))
        gaps = _areas(shapely.difference(gaps, taken, grid_size=GRID))
        whole = _areas(shapely.union(shape, taken, grid_size=GRID))
        rest = _areas(shapely.difference(whole, country, grid_size=GRID))
        if rest.is_empty:
            continue
        shared = shapely.intersection(rest.boundary, country.boundary).length
        properties = {"code": str(row.ADM0_A3), "name": str(row.NAME_EN)}
        properties |= {"name_uk": str(row.NAME_UK), "name_ru": str(row.NAME_RU)}
        features.append((properties | {"borders": bool(shared > 0.1)}, rest))
    return features


def beyond(member: Path, window: Any = WINDOW, far: Any = _FAR) -> Features:
    """Return the land beyond the window of `land`, coarse: what maps end in.

    Parameters
    ----------
    member : Path
        The zipped shapefile of countries.
    window, far : Polygon
        What `land` is clipped to, and what this is.

    Returns
    -------
    list of (properties, geometry)
        A country a feature, without a name; neighbours share their borders. No figure is of them.
    """
    frame = geopandas.read_file(member, bbox=far.bounds).sort_values("ADM0_A3")
    inside = shapely.intersection(frame.geometry.to_numpy(), far)
    coarse = shapely.coverage_simplify(inside, _FAR_DEGREES)
    outside = shapely.difference(coarse, window, grid_size=_FAR_GRID)
    parts = [shapely.get_parts(_areas(shape)) for shape in outside]
    large = [own[shapely.area(own) > _FAR_DEGREES**2] for own in parts]
    return [({"name": ""}, shapely.MultiPolygon(own.tolist())) for own in large if len(own)]


def _areas(shape: Any) -> shapely.MultiPolygon:
    """Return the polygons of a result, in an order of their own."""
    parts = shapely.get_parts(shape)
    parts = parts[shapely.get_dimensions(parts) == 2]
    return shapely.MultiPolygon(shapely.orient_polygons(shapely.normalize(parts)).tolist())


def lakes(member: Path) -> Features:
    """Return the named waters of Ukraine, from west to east.

    Parameters
    ----------
    member : Path
        The shapefile of lakes.

    Returns
    -------
    list of (properties, geometry)

    Raises
    ------
    DataError
        If a water is missing.
    """
    shapes = geopandas.read_file(member).geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    features: Features = []
    for place, (name, name_uk, kind, historic) in sorted(_WATERS.items()):
        hit = tree.query(shapely.Point(place), predicate="intersects")
        if len(hit) != 1:
            raise DataError(f"{member.name} does not hold the {name} at {place}.")
        properties = {"name": name, "name_uk": name_uk, "kind": kind, "historic": historic}
        features.append((properties, rounded(shapely.orient_polygons(shapes[hit[0]]))))
    return features


def rivers(member: Path) -> Features:
    """Return the rivers in the window, those of one number joined, by rank and number.

    Parameters
    ----------
    member : Path
        The shapefile of rivers and lake centrelines.

    Returns
    -------
    list of (properties, geometry)
        ``rank`` is the source's, 0 for the largest; ``name`` may be empty.
    """
    frame = geopandas.read_file(member, bbox=WINDOW.bounds)
    features: Features = []
    for number, group in frame.groupby("rivernum", sort=True):
        name = group["name"].iloc[0]
        name, name_uk = _RIVERS.get(int(number), (name if isinstance(name, str) else "", ""))
        inside = shapely.intersection(shapely.union_all(group.geometry.to_numpy()), WINDOW)
        line = rounded(shapely.line_merge(inside))
        if not line.is_empty:
            rank = int(group["scalerank"].min())
            features.append(({"name": name, "name_uk": name_uk, "rank": rank}, line))
    return sorted(features, key=lambda feature: (feature[0]["rank"], feature[0]["name"]))


def barrier(member: Path) -> Features:
    """Return the Dnipro as one line from beyond the northern border to the sea.

    Parameters
    ----------
    member : Path
        The shapefile of rivers and lake centrelines.

    Returns
    -------
    list of one (properties, geometry)

    Raises
    ------
    DataError
        If the reaches do not join.
    """
    frame = geopandas.read_file(member)
    frame = frame[frame["rivernum"] == 116]
    kinds: dict[str, list[NDArray[np.float64]]] = {}
    for kind, group in frame.groupby("featurecla"):
        parts = [shapely.get_coordinates(part) for part in shapely.get_parts(group.geometry)]
        down = [part if part[0, 1] > part[-1, 1] else part[::-1] for part in parts]
        kinds[str(kind)] = sorted(down, key=lambda part: -float(part[0, 1]))
    pieces = [kinds[kind][rank] for kind, rank in _REACHES]
    steps = [np.hypot(*(b[0] - a[-1])) for a, b in itertools.pairwise(pieces)]
    if max(steps) > 0.01 or sum(map(len, kinds.values())) != len(_REACHES):
        raise DataError(f"The reaches of the Dnipro in {member.name} do not join.")
    river = np.concatenate(_joined(pieces))
    above = (river[:, 0] > _MOUTH) | (river[:, 1] > 46.8)
    river = np.concatenate([river[above], np.array(_ESTUARY)])
    first = int(np.argmax(river[:, 1] < _NORTH))
    line = rounded(shapely.LineString(river[first:]))
    return [({"name": "Dnipro", "name_uk": "Дніпро"}, line)]


def _joined(pieces: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    """Drop from each reach the vertices above the end of the one before: some reaches overlap."""
    out = pieces[:1]
    for piece in pieces[1:]:
        line = shapely.LineString(piece)
        at = shapely.line_locate_point(line, shapely.Point(out[-1][-1]))
        along = shapely.line_locate_point(line, shapely.points(piece))
        out.append(piece[along > at])
    return out


def rounded(shape: Any) -> Any:
    """Round to the grid, keeping the order of the vertices and dropping repeated ones."""
    grid = round(1 / GRID)
    on_grid = shapely.transform(shape, lambda xy: np.round(xy * grid) / grid)
    return shapely.remove_repeated_points(on_grid)
