"""A path while the hand is down: what the line would come to, before anything is changed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from ceaseline.geo.errors import GeometryError, InputError
from ceaseline.geo.geodesy import area
from ceaseline.layers.edits.history import apply
from ceaseline.layers.edits.laid import laid
from ceaseline.layers.edits.redraw import modelled
from ceaseline.layers.edits.stretch import beside, marked
from ceaseline.layers.placement.placement import Edit, Section
from ceaseline.layers.plan.ends import carry_ends
from ceaseline.layers.plan.plan import plan as planned
from ceaseline.layers.session.held import Held, held
from ceaseline.layers.session.window import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ceaseline.layers.edits.context import Ground
    from ceaseline.layers.edits.stretch import Stretch
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.zone import ZoneSettings
    from ceaseline.layers.provisions import Proposal
    from ceaseline.layers.session.window import Local

__all__ = ["Trial", "tried", "tried_depth"]

_LEAST_M2 = 1e4
"""Ground of less than a hundredth of a km² that changes hands is not shown."""
_NEAR = 1e-9
"""Degrees: nearer than this to its ends a path meets the line that it goes on in."""


@dataclass(frozen=True, eq=False)
class Trial:
    """What a path would come to.

    Attributes
    ----------
    path : (n, 2) array
        As it would be drawn, its ends on the line; empty where depths are tried.
    held : Held
        The figures.
    gains : tuple of (side, MultiPolygon)
        The ground that would pass to the first party (0) and to the second (1).
    """

    path: NDArray[np.float64]
    held: Held
    gains: tuple[tuple[int, shapely.Geometry], ...] = ()

    def as_dict(self, start: Held, study: Proposal) -> dict[str, Any]:
        """Return it for JSON: ``path``, ``figures`` as of :meth:`Held.as_dict`, ``gains``."""
        return {
            "path": self.path.tolist(),
            "figures": self.held.as_dict(start, study),
            "gains": [
                {
                    "to": side,
                    "shape": [
                        shapely.get_coordinates(ring).round(5).tolist()
                        for ring in shapely.get_rings(shapely.get_parts(shape))
                    ],
                }
                for side, shape in self.gains
            ],
        }


def tried(
    before: Held, path: NDArray[np.float64], basis: str, ground: Ground, window: Window | None
) -> tuple[Trial, Window | None]:
    """Return what a path would come to, as the edit ``draw`` would make it.

    Where the path stays in the country and crosses nothing the line is put together by hand; else
    the edit itself is made, which takes longer. Both are measured in a window.

    Parameters
    ----------
    before : Held
    path : (n, 2) array
        Longitude, latitude.
    basis : str
        What the path follows.
    ground : Ground
    window : Window, optional
        That of the trial before, which is taken again where it fits.

    Returns
    -------
    trial : Trial
    window : Window, optional
        For the next trial.

    Raises
    ------
    InputError, GeometryError
        As the edit would.
    """
    placement = before.plan.placement
    parts, coords = laid(placement, path)
    _refuse_locked(placement, parts)
    inland = shapely.covers(ground.inland, shapely.LineString(coords))
    after = _spliced(placement, parts, coords, basis) if inland else None
    if after is not None:
        spots = np.vstack([coords, *(part.coords for part in parts)])
        with contextlib.suppress(GeometryError):
            return _within(before, after, coords, spots, window)
    after = apply(placement, Edit.of("draw", {"path": path.tolist(), "basis": basis}), ground)
    try:
        spots = np.vstack([coords, _changed_spots(placement, after)])
        return _within(before, after, coords, spots, window)
    except GeometryError:  # far beyond the country a window has no ends to go by
        own = before.plan
        whole = planned(after, own.boundaries, own.zone_settings, own.gazetteer)
        return Trial(coords, held(whole)), window


def _within(
    before: Held,
    after: Placement,
    coords: NDArray[np.float64],
    spots: NDArray[np.float64],
    window: Window | None,
) -> tuple[Trial, Window]:
    """Measure a line that differs from another at some places only, in a window around them."""
    sections = (*before.plan.placement.sections, *after.sections)
    deepest = _deepest(sections, before.plan.zone_settings)
    if window is None or not window.fits(spots, deepest):
        window = Window.around(spots, deepest, before.plan)
    return _measured(before, after, coords, window), window


def tried_depth(
    before: Held, depth_m: tuple[float, float], between: Sequence[float] | None = None
) -> Trial:
    """Return what other depths of the zone would come to; the line stays.

    Parameters
    ----------
    before : Held
    depth_m : (first, second)
        On either party's side, metres.
    between : (from, to), optional
        Kilometres along the line; all of it if not given.

    Raises
    ------
    InputError
        If there is no such stretch.
    """
    own = before.plan
    sections = marked(own.placement, between, depth_m=depth_m)
    lines, _ = carry_ends([section.line for section in sections], own.boundaries)
    plan = replace(own, placement=own.placement.replaced(sections=sections), lines=tuple(lines))
    vars(plan)["parts"], vars(plan)["left"] = own.parts, own.left
    return Trial(np.empty((0, 2)), held(plan))


def _refuse_locked(placement: Placement, parts: Sequence[Stretch]) -> None:
    for part in parts:
        section = placement.sections[part.section]
        if section.locked:
            raise InputError(
                f"This draw would move {section.name!r} of {placement.name}, which is locked; "
                "unlock it first."
            )


def _spliced(
    placement: Placement, parts: Sequence[Stretch], coords: NDArray[np.float64], basis: str
) -> Placement | None:
    """Return the placement with a path put in by hand; None where that is for the edit itself."""
    line = shapely.LineString(coords)
    if not line.is_simple:
        return None
    gone = {part.section: part for part in parts}
    if len(gone) < len(parts):  # over the first vertex of a pocket
        return None
    kept: list[Section] = []
    for k, section in enumerate(placement.sections):
        kept += [section] if k not in gone else [*chain(*beside(section, gone[k]))]
    for section in kept:
        met = shapely.intersection(line, section.line)
        if not met.is_empty and not _at_ends(met, coords):
            return None
    model = modelled(placement.sections, Section("", basis, ()), coords)  # type: ignore[arg-type]  # checked by laid
    fresh = Section.of("drawn", model.basis, coords, depth_m=model.depth_m)
    return placement.replaced(sections=(*kept, fresh), control=None)


def _at_ends(met: shapely.Geometry, coords: NDArray[np.float64]) -> bool:
    ends = shapely.multipoints(coords[[0, -1]])
    return bool(shapely.covers(shapely.buffer(ends, _NEAR), met))


def _changed_spots(before: Placement, after: Placement) -> NDArray[np.float64]:
    """Return the ends of the edges that only one of two lines has, (n, 2)."""
    one, two = (
        {edge for s in own.sections for edge in zip(s.coords[:-1], s.coords[1:], strict=True)}
        for own in (before, after)
    )
    spots = [spot for edge in one ^ two for spot in edge]
    return np.array(spots, dtype=float).reshape(-1, 2)


def _deepest(sections: Iterable[Section], zone: ZoneSettings) -> float:
    return max(max(section.depth_m or zone.depth_m) for section in sections)


def _measured(before: Held, after: Placement, coords: NDArray[np.float64], window: Window) -> Trial:
    """Return the figures of a line that differs from another only within a window."""
    old = before.plan
    lines, _ = carry_ends(after.lines, old.boundaries)
    places, was, now = window.places, window.before, window.local(after.sections, lines)
    left, inside = before.left.copy(), before.inside.copy()
    moved = was.left != now.left
    left[places[moved]] = now.left[moved]
    inside[places] = now.inside
    found = Held(
        plan=replace(old, placement=after),
        line_m=before.line_m - was.line_m + now.line_m,
        zone_m=before.zone_m - was.zone_m + now.zone_m,
        territory_m2=_sum(before.territory_m2, was.territory_m2, now.territory_m2),
        zone_m2=_sum(before.zone_m2, was.zone_m2, now.zone_m2),
        left=left,
        inside=inside,
    )
    return Trial(coords, found, _gains(was, now))


def _sum(
    whole: tuple[float, float], was: tuple[float, float], now: tuple[float, float]
) -> tuple[float, float]:
    """Return figures of the whole, less what a window held, and more what it holds now."""
    return whole[0] - was[0] + now[0], whole[1] - was[1] + now[1]


def _gains(was: Local, now: Local) -> tuple[tuple[int, shapely.Geometry], ...]:
    if was.division is None or now.division is None:
        return ()
    out = []
    for side in (0, 1):
        gained = shapely.difference(now.division.territory(side), was.division.territory(side))
        parts = [p for p in shapely.get_parts(gained).tolist() if isinstance(p, shapely.Polygon)]
        large = [p for p in parts if float(area(p)) > _LEAST_M2]
        if large:
            out.append((side, shapely.MultiPolygon(large)))
    return tuple(out)
