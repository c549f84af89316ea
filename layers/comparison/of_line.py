"""Measures of the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import distance, length
from ceaseline.geo.lines import point_at
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.layers.comparison.registry import quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ceaseline.layers.comparison.subject import Subject
    from ceaseline.layers.placement.placement import Section

_WINDOW_M = 100_000.0
_EVERY_M = 1_000.0


@quantity("line_length", "Length of the line", "m")
def line_length(subject: Subject) -> float:
    """Geodesic length of the line within the country or along its border, at the stated detail."""
    return subject.fixed("line_length")


@quantity("line_length_at_5_km", "Length of the line at 5 km detail", "m")
def line_length_at_5_km(subject: Subject) -> float | None:
    """Geodesic length of the line generalised to a tolerance of 5 km; none of a coarser line."""
    return _length_at(subject, 5_000.0)


@quantity("line_length_at_10_km", "Length of the line at 10 km detail", "m")
def line_length_at_10_km(subject: Subject) -> float | None:
    """Geodesic length of the line generalised to a tolerance of 10 km; none of a coarser line."""
    return _length_at(subject, 10_000.0)


def _length_at(subject: Subject, metres: float) -> float | None:
    """Return a length told against detail; None below the detail of the line, which is coarser."""
    told = subject.lengths
    return dict(zip(told.detail_m, told.length_m, strict=True)).get(metres)


@quantity("line_by_basis", "Length by what the line follows", "m", per="basis")
def line_by_basis(subject: Subject) -> dict[str, float]:
    """Length of the line by the basis of its sections, as the placement states it."""
    sections = subject.plan.placement.sections
    near = NearestOnLine.of([section.array for section in sections])
    owner = np.repeat(np.arange(len(sections)), [len(s.coords) - 1 for s in sections])
    own = owner[near.edge[near.find(subject.stretches.middle)[0]]]
    bases = np.array([section.basis for section in sections])[own]
    return {str(b): subject.stretches.total(bases == b) for b in sorted(set(bases.tolist()))}


@quantity("along_river", "Along a river", "m", source="rivers of the boundaries used")
def along_river(subject: Subject) -> float:
    """Length of the line within 2 km of a river, whatever the placement says it follows."""
    return subject.along(subject.ground.rivers)


@quantity("along_oblast_border", "Along an oblast border", "m", source="boundaries used")
def along_oblast_border(subject: Subject) -> float:
    """Length of the line within 2 km of a border between two oblasts."""
    return subject.along(subject.ground.inner)


@quantity("along_state_border", "Along the state border", "m", source="boundaries used")
def along_state_border(subject: Subject) -> float:
    """Length of the line within 2 km of the border with a neighbour, coast left out."""
    return subject.along(subject.ground.state)


@quantity("line_sections", "Separate stretches of line", "count")
def line_sections(subject: Subject) -> float:
    """Connected parts of the line within the country, pockets counted."""
    return len(subject.plan.line.geoms)


@quantity("line_end_to_end", "End to end", "m")
def line_end_to_end(subject: Subject) -> float:
    """Sum of the geodesic distances between the two ends of each open part of the line."""
    return subject.straight_m


@quantity("sinuosity", "Sinuosity", "1")
def sinuosity(subject: Subject) -> float | None:
    """Length of the open parts of the line, over the sum of their end to end distances."""
    if not subject.runs:
        return None
    return float(length(shapely.MultiLineString(subject.runs))) / subject.straight_m


@quantity("deepest_salient", "Deepest salient", "m", per="party")
def deepest_salient(subject: Subject) -> dict[str, float]:
    """Farthest that a party's ground reaches beyond the chord between two places of the line
    100 km apart along it, measured in the middle of that stretch.
    """  # noqa: D205 - one sentence
    deepest = np.zeros(2)
    for run in subject.runs:
        deepest = np.maximum(deepest, _bulges(run))
    return dict(zip(subject.plan.parties, deepest.tolist(), strict=True))


def _bulges(run: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the deepest bulge of the ground on the left and on the right, m."""
    line = shapely.LineString(run)
    total = float(length(line))
    if total <= _WINDOW_M:
        return np.zeros(2)
    starts = np.arange(0.0, total - _WINDOW_M, _EVERY_M)
    first, middle, last = (
        point_at(line, starts + step) for step in (0.0, _WINDOW_M / 2, _WINDOW_M)
    )
    chord, off = _local(last, first, middle), _local(middle, first, middle)
    size = np.hypot(*chord.T)
    left = (chord[:, 0] * off[:, 1] - chord[:, 1] * off[:, 0]) / np.where(size > 0, size, np.inf)
    return np.array([max(0.0, -left.min()), max(0.0, left.max())])


def _local(
    spots: NDArray[np.float64], origin: NDArray[np.float64], centre: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return metres east and north of an origin, by the radii of curvature at a centre."""
    lat = np.radians(centre[:, 1])
    w = np.sqrt(1 - 0.0066943799901413165 * np.sin(lat) ** 2)
    east = 6378137.0 / w * np.cos(lat)
    north = 6378137.0 * (1 - 0.0066943799901413165) / w**3
    return np.radians(spots - origin) * np.column_stack([east, north])


@quantity("corridor_width", "Width of the uncertainty corridor", "m", source="settlements listed")
def corridor_width(subject: Subject) -> float | None:
    """Mean over the line, where its corridor is known, of the distance from the nearest settlement
    held by one party to the nearest held by the other, through the line.
    """  # noqa: D205 - one sentence
    area, metres = _corridor(subject)
    return area / metres if metres else None


@quantity("corridor_area", "Area of the uncertainty corridor", "m2", source="settlements listed")
def corridor_area(subject: Subject) -> float | None:
    """Ground between the nearest settlements of the two parties: corridor width times length."""
    area, metres = _corridor(subject)
    return area if metres else None


@quantity("corridor_known", "Line with a known corridor", "m", source="settlements listed")
def corridor_known(subject: Subject) -> float:
    """Length of the sections whose corridor the placement states."""
    return _corridor(subject)[1]


def _corridor(subject: Subject) -> tuple[float, float]:
    known = [s for s in subject.plan.placement.sections if s.corridor_m is not None]
    sums = [_section_corridor(section) for section in known]
    return sum(a for a, _ in sums), sum(m for _, m in sums)


def _section_corridor(section: Section) -> tuple[float, float]:
    lon, lat = section.array.T
    edges = np.asarray(distance(lon[:-1], lat[:-1], lon[1:], lat[1:]))
    width = np.asarray(section.corridor_m, dtype=float).sum(axis=1)
    return float((edges * (width[:-1] + width[1:]) / 2).sum()), float(edges.sum())
