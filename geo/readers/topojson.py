"""TopoJSON: lines that several geometries share, quantised or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.limits import LIMITS, Limits
from ceaseline.geo.readers.parts import FaultyPart, Gathered, positions
from ceaseline.geo.readers.reading import LAYER, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read"]

_DEPTH = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""How deep the lists of arcs are nested."""


def read(
    path: Path, found: dict[str, Any], limits: Limits = LIMITS, layer: str | None = None
) -> Reading:
    """Read one object of a topology.

    Parameters
    ----------
    path : Path
        For the messages.
    found : dict
        The file's JSON object.
    limits : Limits
        How large it may be.
    layer : str, optional
        Which object; ``line`` where there is one, or the only one.

    Raises
    ------
    InputError
        If it has no objects or several and none was named, or its arcs are none.

    Examples
    --------
    >>> import pathlib
    >>> topology = {"type": "Topology", "objects": {"a": {"type": "LineString", "arcs": [~0]}},
    ...             "arcs": [[[0, 0], [10, 5]]],
    ...             "transform": {"scale": [0.1, 0.1], "translate": [30, 48]}}
    >>> read(pathlib.Path("a.json"), topology).frame.geometry[0].wkt
    'LINESTRING (31 48.5, 30 48)'
    """
    arcs = _arcs(path, found)
    objects = found.get("objects")
    if not isinstance(objects, dict) or not objects:
        raise InputError(f"{path.name} is TopoJSON without objects; export it as GeoJSON.")
    chosen = layer or (LAYER if LAYER in objects else next(iter(objects)))
    if chosen not in objects or (len(objects) > 1 and layer is None and chosen != LAYER):
        known = ", ".join(sorted(map(str, objects)))
        asked = "several objects" if layer is None else f"no object {layer!r}"
        raise InputError(f"{path.name} has {asked}: {known:.200}. Name one with --layer.")
    gathered = Gathered(path, limits)
    for number, geometry in enumerate(_geometries(objects[chosen])):
        row = geometry.get("properties")
        plain = _plain(geometry, arcs, _transform(path, found))
        gathered.add(number, f"feature {number}", row if isinstance(row, dict) else {}, plain)
    return Reading(
        path, "TopoJSON", gathered.frame(4326), notes=gathered.notes(),
        faults=tuple(gathered.faults),
    )  # fmt: skip


def _transform(path: Path, found: dict[str, Any]) -> tuple[Any, Any]:
    transform = found.get("transform")
    if transform is None:
        return np.ones(2), np.zeros(2)
    try:
        scale, shift = positions([transform["scale"], transform["translate"]])
    except (FaultyPart, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name} is TopoJSON with a transform that is none: {transform!r:.60}."
        ) from error
    return scale, shift


def _arcs(path: Path, found: dict[str, Any]) -> list[Any]:
    """Return the positions of each arc; a reason in place of one that is faulty."""
    arcs = found.get("arcs")
    if not isinstance(arcs, list):
        raise InputError(f"{path.name} is TopoJSON without a list of arcs; export it as GeoJSON.")
    scale, shift = _transform(path, found)
    out: list[Any] = []
    for arc in arcs:
        try:
            spots = positions(arc)
        except FaultyPart as error:
            out.append(error)
            continue
        quantised = found.get("transform") is not None
        out.append((spots.cumsum(axis=0) if quantised else spots) * scale + shift)
    return out


def _geometries(item: Any) -> list[dict[str, Any]]:
    """Return the geometries of an object: its members if it is a collection."""
    if isinstance(item, dict) and item.get("type") == "GeometryCollection":
        own = item.get("geometries")
        return [member for member in own or [] if isinstance(member, dict)]
    return [item] if isinstance(item, dict) else []


def _plain(geometry: dict[str, Any], arcs: list[Any], transform: tuple[Any, Any]) -> Any:
    """Return a geometry as GeoJSON writes it, collections of any depth flattened."""
    flat = list(_flat(geometry))
    made = [_one(member, arcs, transform) for member in flat]
    if geometry.get("type") != "GeometryCollection":
        return made[0] if made else None
    return {"type": "GeometryCollection", "geometries": made}


def _flat(geometry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    stack = [geometry]
    while stack:
        own = stack.pop()
        if own.get("type") is None:
            continue
        if own["type"] == "GeometryCollection":
            stack += [m for m in reversed(own.get("geometries") or []) if isinstance(m, dict)]
        else:
            yield own


def _one(geometry: dict[str, Any], arcs: list[Any], transform: tuple[Any, Any]) -> dict[str, Any]:
    kind = geometry["type"]
    if kind not in _DEPTH:
        scale, shift = transform
        spots = geometry.get("coordinates")
        try:
            moved = (positions(spots if kind == "MultiPoint" else [spots]) * scale + shift).tolist()
        except FaultyPart:
            return {"type": kind, "coordinates": spots}
        return {"type": kind, "coordinates": moved if kind == "MultiPoint" else moved[0]}
    return {"type": kind, "coordinates": _joined(geometry.get("arcs"), arcs, _DEPTH[kind])}


def _joined(indices: Any, arcs: list[Any], depth: int) -> Any:
    """Return lists of arcs as lists of positions; what is no list of arcs stays as it is."""
    if not isinstance(indices, list):
        return indices
    if depth:
        return [_joined(own, arcs, depth - 1) for own in indices]
    out: list[Any] = []
    for index in indices:
        if not isinstance(index, int) or not -len(arcs) <= index < len(arcs):
            return FaultyPart(f"names an arc that is none of the file's {len(arcs):,}", index)
        arc = arcs[index if index >= 0 else ~index]
        if isinstance(arc, FaultyPart):
            return arc
        spots = arc if index >= 0 else arc[::-1]
        out += spots[1 if out else 0 :].tolist()
    return out
