"""Faults of single features: geometry, coordinates, names, depths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.geodesy import distance
from ceaseline.geo.said import said
from ceaseline.layers.check.fault import Fault
from ceaseline.layers.derive.naming import said_name
from ceaseline.layers.placement.placement import BASES

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Draft", "drafts"]

_MAX_DEPTH_M = 500_000.0


@dataclass
class Draft:
    """A section as far as it can be read.

    Attributes
    ----------
    where : str
        What messages call it.
    properties : dict
        Its properties, as they are to be.
    coords : (n, 2) array
        Longitude, latitude as they are to be.
    """

    where: str
    properties: dict[str, Any]
    coords: NDArray[np.float64] = field(repr=False)

    @property
    def feature(self) -> dict[str, Any]:
        """The section as a GeoJSON feature."""
        geometry = {"type": "LineString", "coordinates": self.coords.tolist()}
        return {"type": "Feature", "properties": self.properties, "geometry": geometry}


def drafts(
    features: Any, bounds: tuple[float, float, float, float], faults: list[Fault]
) -> list[Draft]:
    """Return the sections that features can be read as; faults are added to the list.

    Parameters
    ----------
    features : object
        What the file has under ``features``.
    bounds : (west, south, east, north)
        Of the country, in degrees; tells latitude from longitude where they are swapped.
    faults : list of Fault
    """
    if not isinstance(features, list) or not features:
        faults.append(
            Fault("features", said("there is no section"), said("draw at least one line"))
        )
        return []
    found = [
        draft
        for number, feature in enumerate(features, 1)
        for draft in _read(number, feature, bounds, faults)
    ]
    _name_apart(found, faults)
    return found


def _read(
    number: int, feature: Any, bounds: tuple[float, float, float, float], faults: list[Fault]
) -> list[Draft]:
    where = _where(number, feature)
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    lines = _lines(where, geometry, faults)
    given = feature.get("properties") if isinstance(feature, dict) else None
    properties = (
        {k: v for k, v in given.items() if v is not None} if isinstance(given, dict) else {}
    )
    out = []
    for line in lines:
        coords = _coordinates(where, line, bounds, faults)
        if coords is not None:
            own = _properties(where, number, dict(properties), len(line), faults)
            if len(coords) != len(line):
                own.pop("corridor_m", None)
            out.append(Draft(where, own, coords))
    return out


def _where(number: int, feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if isinstance(name, str) and name:
        return said("section {number} ({name})", number=number, name=said_name(name))
    return said("section {number}", number=number)


def _lines(where: str, geometry: Any, faults: list[Fault]) -> list[list[Any]]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    spots = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "LineString" and isinstance(spots, list):
        return [spots]
    if kind == "MultiLineString" and isinstance(spots, list):
        lines = [line for line in spots if isinstance(line, list)]
        faults.append(
            Fault(
                where,
                said("its geometry is a MultiLineString of {lines} lines", lines=len(lines)),
                said("draw one line a section"),
                said("split into {lines} sections", lines=len(lines)),
            )
        )
        return lines
    faults.append(
        Fault(
            where,
            said("its geometry is {kind}", kind=kind or said("missing")),
            said("draw a LineString or delete it"),
        )
    )
    return []


def _coordinates(
    where: str,
    line: list[Any],
    bounds: tuple[float, float, float, float],
    faults: list[Fault],
) -> NDArray[np.float64] | None:
    """Return the places that are places; None if too few are left."""
    numbers = [_pair(spot) for spot in line]
    coords = np.array([pair for pair in numbers if pair is not None]).reshape(-1, 2)
    lost = len(numbers) - len(coords)
    if lost:
        first = next(k for k, pair in enumerate(numbers) if pair is None)
        faults.append(
            Fault(
                where,
                said(
                    "{lost} of {count} vertices are no numbers, the first is vertex {number}",
                    lost=lost,
                    count=len(numbers),
                    number=first + 1,
                ),
                said("delete them"),
                said("left out {lost} vertices", lost=lost),
            )
        )
    coords = _in_range(where, coords, bounds, faults)
    if len(np.unique(coords, axis=0)) > 1:
        return coords
    faults.append(
        Fault(
            where,
            said("it has fewer than two places"),
            said("draw it or delete it"),
            said("left out"),
        )
    )
    return None


def _pair(spot: Any) -> tuple[float, float] | None:
    if not isinstance(spot, (list, tuple)) or len(spot) < 2:
        return None
    lon, lat = spot[:2]
    good = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in (lon, lat))
    if not good or not np.isfinite((lon, lat)).all():
        return None
    return float(lon), float(lat)


def _in_range(
    where: str,
    coords: NDArray[np.float64],
    bounds: tuple[float, float, float, float],
    faults: list[Fault],
) -> NDArray[np.float64]:
    west, south, east, north = bounds
    if not len(coords):
        return coords

    def share(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
        near = (x > west - 5) & (x < east + 5) & (y > south - 5) & (y < north + 5)
        return float(near.mean())

    if share(*coords.T) < 0.5 and share(*coords[:, ::-1].T) > 0.9:
        faults.append(
            Fault(
                where,
                said(
                    "its coordinates are swapped: it begins at longitude {lon:g}, latitude {lat:g}",
                    lon=coords[0, 0],
                    lat=coords[0, 1],
                ),
                said("give longitude first"),
                said("longitude and latitude exchanged"),
                float(distance(*_legal(coords[0]), *_legal(coords[0, ::-1]))),
            )
        )
        return coords[:, ::-1]
    legal = (np.abs(coords) <= (180, 90)).all(axis=1)
    if not legal.all():
        lon, lat = coords[~legal][0]
        faults.append(
            Fault(
                where,
                said(
                    "{lon:g}, {lat:g} is no longitude and latitude in degrees ({lost} of {count} "
                    "vertices)",
                    lon=lon,
                    lat=lat,
                    lost=int((~legal).sum()),
                    count=len(coords),
                ),
                said("reproject the line to EPSG:4326, or delete them"),
                said("left out {lost} vertices", lost=int((~legal).sum()))
                if legal.sum() > 1
                else "",
            )
        )
    return coords[legal] if legal.sum() > 1 else coords[:0]


def _legal(spot: NDArray[np.float64]) -> tuple[float, float]:
    return float(np.clip(spot[0], -180, 180)), float(np.clip(spot[1], -90, 90))


def _properties(
    where: str, number: int, own: dict[str, Any], vertices: int, faults: list[Fault]
) -> dict[str, Any]:
    if not (isinstance(own.get("name"), str) and own["name"].strip()):
        faults.append(
            Fault(
                where,
                said("it has no name"),
                said("name it"),
                said("named section {number}", number=number),
            )
        )
        own["name"] = f"section {number}"
    if own.get("basis") not in BASES:
        faults.append(
            Fault(
                where,
                said("its basis is {basis!r}", basis=own.get("basis")),
                said("give one of {names}", names=", ".join(BASES)),
                said("basis set to drawn"),
            )
        )
        own["basis"] = "drawn"
    if "depth_m" in own and not _depth(own["depth_m"]):
        faults.append(
            Fault(
                where,
                said("its depths are {depths!r}", depths=own["depth_m"]),
                said("give two numbers of metres from 0 to 500,000, left and right"),
            )
        )
        own.pop("depth_m")
    widths = own.get("corridor_m")
    if widths is not None and (not isinstance(widths, list) or len(widths) != vertices):
        faults.append(
            Fault(
                where,
                said("corridor_m does not fit its {vertices} vertices", vertices=vertices),
                said("leave it out where the line was changed by hand"),
                said("corridor left out"),
            )
        )
        own.pop("corridor_m")
    return own


def _depth(value: Any) -> bool:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return False
    return all(
        isinstance(v, (int, float)) and not isinstance(v, bool) and 0 <= v <= _MAX_DEPTH_M
        for v in value
    )


def _name_apart(found: list[Draft], faults: list[Fault]) -> None:
    taken: set[str] = set()
    for draft in found:
        name = draft.properties["name"]
        number = 1
        while draft.properties["name"] in taken:
            number += 1
            draft.properties["name"] = f"{name} ({number})"
        if number > 1:
            faults.append(
                Fault(
                    draft.where,
                    said("the name {name!r} is taken by another section", name=name),
                    said("give it another"),
                    said("named {name!r}", name=draft.properties["name"]),
                )
            )
        taken.add(draft.properties["name"])
