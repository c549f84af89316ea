"""Whether geometries can be worked on at all, told before the work that they would make endless."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.lines.chains import place

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["sound", "untangled"]

_SAMPLES = 64
_FEW = 4000
_TANGLED = 60.0
"""Edges whose boxes an edge may meet on average: an honest front has about 5, a scribble of n
crossings a fixed share of n."""


def sound(
    path: Path, shapes: NDArray[np.object_], labels: list[Any]
) -> tuple[NDArray[np.object_], list[str], dict[int, tuple[str, str]]]:
    """Return geometries of which the polygons are valid, and what was mended or cannot be.

    Parameters
    ----------
    path : Path
        For the messages.
    shapes : (n,) array
        Lines and polygons, EPSG:4326.
    labels : list
        The number of each one's feature.

    Returns
    -------
    shapes : (n,) array
    notes : list of str
        On what was mended.
    no_area : dict of int to (str, str)
        Value and reason of each polygon that is none.

    Raises
    ------
    InputError
        If the edges cross one another so often that to overlay them would take hours.

    Examples
    --------
    >>> import pathlib
    >>> bow = shapely.Polygon([(30, 48), (31, 49), (31, 48), (30, 49)])
    >>> mended, notes, _ = sound(pathlib.Path("a"), np.array([bow]), [0])
    >>> mended[0].geom_type, notes
    ('MultiPolygon', ['Feature 0 crossed itself at 30.50000, 48.50000 (lon, lat); mended.'])
    """
    untangled(path, shapes)
    notes = [
        f"Feature {labels[k]} is a line that crosses itself{_crossing(shapes[k])}; kept as it is."
        for k in np.flatnonzero(~shapely.is_simple(shapes)).tolist()
        if shapely.get_dimensions(shapes[k]) == 1
    ]
    bad = np.flatnonzero(~shapely.is_valid(shapes))
    no_area: dict[int, tuple[str, str]] = {}
    mended = shapes.copy()
    for k in bad.tolist():
        if shapely.get_dimensions(shapes[k]) < 2:
            continue
        reason = str(shapely.is_valid_reason(shapes[k]))
        mended[k] = _polygons(shapely.make_valid(shapes[k]))
        if mended[k].is_empty:
            first = shapely.get_coordinates(shapes[k])[0]
            no_area[k] = place(*first), "is no area; draw a ring of three places or more"
        else:
            notes.append(f"Feature {labels[k]} {_mended(reason)}.")
    return mended, notes, no_area


def untangled(path: Path, shapes: NDArray[np.object_]) -> None:
    """Refuse geometries whose edges cross one another so often that no work on them would end.

    Raises
    ------
    InputError
        If each of many edges meets a great many others.

    Examples
    --------
    >>> import pathlib
    >>> untangled(pathlib.Path("a"), np.array([shapely.box(30, 48, 31, 49)]))
    """
    coords, which = shapely.get_coordinates(shapes, return_index=True)
    if len(coords) < _FEW:
        return
    low = np.minimum(coords[:-1], coords[1:])
    high = np.maximum(coords[:-1], coords[1:])
    own = which[:-1] == which[1:]
    low, high = low[own], high[own]
    rng = np.random.default_rng(0)
    met = [
        np.count_nonzero(((low <= high[k]) & (high >= low[k])).all(axis=1))
        for k in rng.integers(len(low), size=_SAMPLES)
    ]
    if np.mean(met) > max(_TANGLED, 0.002 * len(low) ** 0.75):
        raise InputError(
            f"{path.name} has {len(low):,} edges of which each meets about {np.mean(met):,.0f} "
            "others; such a tangle is no front: draw it without crossings."
        )


def _crossing(line: shapely.Geometry) -> str:
    """Return where a line crosses or meets itself first, for a note."""
    pieces = shapely.get_parts(shapely.node(line))
    first = shapely.get_coordinates(shapely.get_point(pieces, 0))
    ends = [first, shapely.get_coordinates(shapely.get_point(pieces, -1))]
    spots, many = np.unique(np.vstack(ends), axis=0, return_counts=True)
    crossed = [spot for spot in first.tolist() if many[(spots == spot).all(axis=1)].max() > 2]
    return f" at {place(*crossed[0])}" if crossed else ""


def _mended(reason: str) -> str:
    if reason.startswith("Hole lies outside shell"):
        return f"has an inner ring outside its outer one{_where(reason)}; it counts as ground"
    return f"crossed itself{_where(reason)}; mended"


def _where(reason: str) -> str:
    inside = reason.partition("[")[2].rstrip("]").split()
    if len(inside) != 2:
        return ""
    return f" at {place(float(inside[0]), float(inside[1]))}"


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shapely.get_parts(shape))
    own = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return own[0] if len(own) == 1 else shapely.MultiPolygon(own.tolist())
