"""Names of seas, neighbours and waters, at each place where they may stand on a map."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ceaseline.geo.country_file import CountryTable
    from ceaseline.maps.text.language import Tongue

    Spot = tuple[float, float]

__all__ = ["area_names"]

_LEAST = 0.5
"""Square degrees of the least neighbour that is named."""


def area_names(
    land: Iterable[tuple[str, Mapping[str, Any]]],
    lakes: Iterable[tuple[str, Mapping[str, Any]]],
    tongue: Tongue,
    country: CountryTable,
) -> list[dict[str, Any]]:
    """Return the names of areas and where they may stand, of each the best place first.

    Parameters
    ----------
    land : iterable of (name, row)
        Neighbours: the name in the language, ``name`` in English and ``geometry``.
    lakes : iterable of (name, row)
        Waters: ``geometry`` and ``historic``, since when they are drained, empty where not.
    tongue : Tongue
    country : CountryTable
        Its ``seas``, and in ``labels`` where the names of neighbours stand close to it.

    Returns
    -------
    list of dict
        ``kind``, ``name``, ``lon``, ``lat``. The first place with room is taken.

    Examples
    --------
    >>> from ceaseline.geo.country_file import in_force
    >>> from ceaseline.maps.text.language import tongue
    >>> row = {"geometry": shapely.box(30, 47, 33, 48), "historic": "2023-06-06"}
    >>> names = area_names([], [("Lake", row)], tongue("en"), in_force().table)
    >>> [(one["name"], one["lon"]) for one in names[4:]]
    [('Lake (drained 2023)', 30.5), ('Lake (drained 2023)', 31.5), ('Lake (drained 2023)', 32.5)]
    """
    found: list[tuple[str, str, list[Spot]]] = [
        ("sea", tongue.name(key), [(lon, lat)]) for key, lon, lat in country.seas
    ]
    for name, row in land:
        if row["geometry"].area > _LEAST:
            spots = [_middle(_largest(row["geometry"])), *country.labels.get(row["name"], ())]
            found.append(("country", name, spots))
    for name, row in lakes:
        biggest = _largest(row["geometry"])
        if row["historic"]:
            said = tongue["drained_in"].format(name=name, year=str(row["historic"])[:4])
            thirds = [_middle(part) for part in _thirds(biggest)]
            found.append(("drained", said, [_middle(biggest), *thirds]))
        else:
            found.append(("lake", name, [_middle(biggest)]))
    return [
        {"kind": kind, "name": name, "lon": round(lon, 3), "lat": round(lat, 3)}
        for kind, name, spots in found
        for lon, lat in spots
    ]


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    parts: list[shapely.Geometry] = list(shapely.get_parts(shape))
    return max(parts, key=lambda part: float(shapely.area(part)))


def _middle(shape: Any) -> Spot:
    lon, lat = shapely.maximum_inscribed_circle(shape, tolerance=0.1).coords[0]
    return lon, lat


def _thirds(shape: shapely.Geometry) -> list[shapely.Geometry]:
    """Return a shape cut from west to east, the largest part of each third."""
    west, south, east, north = shapely.bounds(shape)
    edges = np.linspace(west, east, 4)
    cut = [shapely.intersection(shape, shapely.box(a, south, b, north)) for a, b in pairwise(edges)]
    return [_largest(part) for part in cut]
