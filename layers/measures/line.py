"""Measures of the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ceaseline.geo.geodesy import distance, length
from ceaseline.geo.lines import point_at
from ceaseline.geo.lines.nearest import NearestOnLine
from ceaseline.layers.measures.registry import measure, rows
from ceaseline.layers.plan.figure import Figure
from ceaseline.layers.plan.uncertainty import resolution

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ceaseline.layers.measures.view import PlanView
    from ceaseline.layers.placement.placement import Section
    from ceaseline.layers.plan.plan import Plan

_WINDOW_M = 100_000.0
_EVERY_M = 1_000.0


@measure("line_length", "Length of the line", "m")
def line_length(view: PlanView) -> float:
    """Geodesic length of the line within the country or along its border, at the stated detail."""
    return view.figure("line_length")


@measure("line_length_at_5_km", "Length of the line at 5 km detail", "m", everywhere=False)
def line_length_at_5_km(view: PlanView) -> float | None:
    """Geodesic length of the line generalised to a tolerance of 5 km; none of a coarser line."""
    return _length_at(view, 5_000.0)


@measure("line_length_at_10_km", "Length of the line at 10 km detail", "m", everywhere=False)
def line_length_at_10_km(view: PlanView) -> float | None:
    """Geodesic length of the line generalised to a tolerance of 10 km; none of a coarser line."""
    return _length_at(view, 10_000.0)


def _length_at(view: PlanView, metres: float) -> float | None:
    """Return a length told against detail; None below the detail of the line, which is coarser."""
    told = view.lengths
    return dict(zip(told.detail_m, told.length_m, strict=True)).get(metres)


@measure("line_by_basis", "Length by what the line follows", "m", per="basis", everywhere=False)
def line_by_basis(view: PlanView) -> dict[str, float]:
    """Length of the line by the basis of its sections, as the placement states it."""
    sections = view.plan.placement.sections
    near = NearestOnLine.of([section.array for section in sections])
    owner = np.repeat(np.arange(len(sections)), [len(s.coords) - 1 for s in sections])
    own = owner[near.edge[near.find(view.stretches.middle)[0]]]
    bases = np.array([section.basis for section in sections])[own]
    return {str(b): view.stretches.total(bases == b) for b in sorted(set(bases.tolist()))}


@measure(
    "along_river", "Along a river", "m", source="rivers of the boundaries used", everywhere=False
)
def along_river(view: PlanView) -> float:
    """Length of the line within 2 km of a river, whatever the placement says it follows."""
    return view.along(view.country.rivers)


@measure(
    "along_oblast_border", "Along an oblast border", "m", source="boundaries used", everywhere=False
)
def along_oblast_border(view: PlanView) -> float:
    """Length of the line within 2 km of a border between two oblasts."""
    return view.along(view.country.inner)


@measure(
    "along_state_border", "Along the state border", "m", source="boundaries used", everywhere=False
)
def along_state_border(view: PlanView) -> float:
    """Length of the line within 2 km of the border with a neighbour, coast left out."""
    return view.along(view.country.state)


@measure("line_sections", "Separate stretches of line", "count", everywhere=False)
def line_sections(view: PlanView) -> float:
    """Connected parts of the line within the country, pockets counted."""
    return len(view.plan.line.geoms)


@measure("line_end_to_end", "End to end", "m", everywhere=False)
def line_end_to_end(view: PlanView) -> float:
    """Sum of the geodesic distances between the two ends of each open part of the line."""
    return view.straight_m


@measure("sinuosity", "Sinuosity", "1", everywhere=False)
def sinuosity(view: PlanView) -> float | None:
    """Length of the open parts of the line, over the sum of their end to end distances."""
    if not view.runs:
        return None
    return float(length(shapely.MultiLineString(view.runs))) / view.straight_m


@measure("deepest_salient", "Deepest salient", "m", per="party", everywhere=False)
def deepest_salient(view: PlanView) -> dict[str, float]:
    """Farthest that a party's ground reaches beyond the chord between two places of the line
    100 km apart along it, measured in the middle of that stretch.
    """  # noqa: D205 - one sentence
    deepest = np.zeros(2)
    for run in view.runs:
        deepest = np.maximum(deepest, _bulges(run))
    return dict(zip(view.plan.parties, deepest.tolist(), strict=True))


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


@measure(
    "corridor_width",
    "Width of the uncertainty corridor",
    "m",
    source="settlements listed",
    everywhere=False,
)
def corridor_width(view: PlanView) -> float | None:
    """Mean over the line, where its corridor is known, of the distance from the nearest settlement
    held by one party to the nearest held by the other, through the line.
    """  # noqa: D205 - one sentence
    area, metres = _corridor(view)
    return area / metres if metres else None


@measure(
    "corridor_area",
    "Area of the uncertainty corridor",
    "m2",
    source="settlements listed",
    everywhere=False,
)
def corridor_area(view: PlanView) -> float | None:
    """Ground between the nearest settlements of the two parties: corridor width times length."""
    area, metres = _corridor(view)
    return area if metres else None


@measure(
    "corridor_known",
    "Line with a known corridor",
    "m",
    source="settlements listed",
    everywhere=False,
)
def corridor_known(view: PlanView) -> float:
    """Length of the sections whose corridor the placement states."""
    return _corridor(view)[1]


def _corridor(view: PlanView) -> tuple[float, float]:
    known = [s for s in view.plan.placement.sections if s.corridor_m is not None]
    sums = [_section_corridor(section) for section in known]
    return sum(a for a, _ in sums), sum(m for _, m in sums)


def _section_corridor(section: Section) -> tuple[float, float]:
    lon, lat = section.array.T
    edges = np.asarray(distance(lon[:-1], lat[:-1], lon[1:], lat[1:]))
    width = np.asarray(section.corridor_m, dtype=float).sum(axis=1)
    return float((edges * (width[:-1] + width[1:]) / 2).sum()), float(edges.sum())


@rows("line_length", needs="line", quick=False)
def _line_length(plan: Plan) -> Iterator[Figure]:
    yield _length("line_length", float(length(plan.line)), plan)


@rows("line_length", needs="line", quick=True)
def _quick_line_length(plan: Plan) -> Iterator[Figure]:
    yield _length("line_length", plan.division.length_m, plan)


@rows("zone_length", needs="zone")
def _zone_length(plan: Plan) -> Iterator[Figure]:
    metres = sum(float(length(deep.line)) for deep in plan.deep_lines if any(deep.depth_m))
    yield _length("zone_length", metres, plan)


def _length(name: str, metres: float, plan: Plan) -> Figure:
    own = plan.placement
    facts = resolution(own.sections)
    return Figure(name, metres, "m", detail_m=own.detail_m, resolution_m=facts)
