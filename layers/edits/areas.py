"""Ground that an edit names whole: units of the country, units of a file, polygons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import shapely

from ceaseline.geo.errors import InputError
from ceaseline.geo.files import nearest_names
from ceaseline.geo.gazetteer.unit_codes import unit_code, unit_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ceaseline.layers.edits.context import Ground

    Rings: TypeAlias = Sequence[Sequence[Sequence[Sequence[float]]]]

__all__ = ["area_of", "codes_of", "recorded_area", "shape_of", "titles_of"]


def codes_of(ground: Ground, words: Sequence[str]) -> list[str]:
    """Return the codes of the country's units that words stand for, each once, in their order.

    Parameters
    ----------
    ground : Ground
    words : sequence of str
        Each a code or a name, in either language.

    Raises
    ------
    InputError
        If one is no unit of the country.
    """
    labels = ground.divider.labels
    known = {label.casefold(): label for label in labels}
    out: list[str] = []
    for word in words:
        code = known.get(str(word).strip().casefold()) or unit_code(str(word))
        if code not in labels:
            names = [f"{_title(label)} ({label})" for label in labels]
            near = nearest_names(str(word), names) or names[:6]
            raise InputError(
                f"{word!r} is no unit of the country; there are {', '.join(near)} and others. "
                "A unit of a file is named with --units FILE."
            )
        if code not in out:
            out.append(str(code))
    return out


def _title(code: str) -> str:
    return unit_names().get(code, code)


def titles_of(codes: Sequence[str]) -> str:
    """Return the names of units in one phrase.

    Examples
    --------
    >>> titles_of(["UA-65", "UA-23"])
    'Kherson, Zaporizhzhia'
    """
    return ", ".join(_title(code) for code in codes)


def recorded_area(shapes: Sequence[shapely.Geometry]) -> list[Any]:
    """Return polygons as the coordinates of one MultiPolygon, on the grid that files store.

    Parameters
    ----------
    shapes : sequence of Polygon or MultiPolygon
        Longitude, latitude; they are united.

    Raises
    ------
    InputError
        If they have no area.

    Examples
    --------
    >>> recorded_area([shapely.Polygon([(30, 48), (31, 48), (31, 49)])])
    [[[[31.0, 49.0], [30.0, 48.0], [31.0, 48.0], [31.0, 49.0]]]]
    """
    whole = shapely.union_all([shapely.make_valid(shape) for shape in shapes])
    fitted = shapely.set_precision(whole, 1e-7)
    parts = [part for part in shapely.get_parts(fitted) if part.geom_type == "Polygon"]
    if not parts:
        raise InputError("The polygon has no area; give one that has.")
    return [
        [np.round(shapely.get_coordinates(ring), 7).tolist() for ring in shapely.get_rings(part)]
        for part in shapely.orient_polygons(parts)
    ]


def area_of(rings: Rings) -> shapely.MultiPolygon:
    """Return recorded coordinates as a shape.

    Raises
    ------
    InputError
        If they make no polygon.
    """
    try:
        polygons = [shapely.Polygon(own[0], own[1:]) for own in rings]
    except (ValueError, TypeError, IndexError, shapely.errors.ShapelyError):
        polygons = []
    shape = shapely.MultiPolygon(polygons)
    if not polygons or not shape.is_valid:
        raise InputError("The recorded area is no polygon; restore the file from a copy.")
    return shape


def shape_of(ground: Ground, units: Sequence[str], area: Rings | None) -> shapely.Geometry:
    """Return the ground of recorded units and of a recorded area.

    Parameters
    ----------
    ground : Ground
    units : sequence of str
        Codes of the country's units.
    area : coordinates of a MultiPolygon, optional

    Raises
    ------
    InputError
        If the country has no such unit, or neither is given.
    """
    labels = ground.divider.labels
    lost = [code for code in units if code not in labels]
    if lost:
        raise InputError(f"This country has no unit {lost[0]!r}; there are {', '.join(labels)}.")
    shapes = [ground.divider.coverage.polygons[labels.index(code)] for code in units]
    if area is not None:
        shapes.append(area_of(area))
    if not shapes:
        raise InputError("No ground is named; give units, or a polygon with --polygon FILE.")
    return shapely.union_all(shapes)
