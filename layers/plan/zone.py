"""The demilitarized zone of a line: depths, ground, and what lies in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import shapely

from ceaseline.geo.country.geometry import wide_ground
from ceaseline.geo.errors import InputError
from ceaseline.geo.geodesy import buffer, densify
from ceaseline.geo.lines.chains import chains_of
from ceaseline.geo.lines.nearest import NearestOnLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.placement.placement import Section

__all__ = ["DEFAULT_DEPTH_M", "DeepLine", "ZoneSettings", "around", "deep_lines",
           "deep_within"]  # fmt: skip

DEFAULT_DEPTH_M = 15_000.0
"""The proposal does not state a depth; 15 km a side is an assumption and is shown as one."""

DEEPEST_M = 150_000.0


@dataclass(frozen=True)
class ZoneSettings:
    """How the zone is drawn where a section does not say otherwise.

    Attributes
    ----------
    depth_m : (float, float)
        Depth on the first and on the second party's side, in metres; 0 for none on that side.
    assumption : bool
        Whether the depths are an assumption rather than a stated provision.
    clip : bool
        Whether the zone ends at the country's border.
    tolerance_m : float
        Greatest deviation of its boundary, in metres.

    Raises
    ------
    InputError
        If a depth or the tolerance cannot be used.

    Examples
    --------
    >>> ZoneSettings().depth_m
    (15000.0, 15000.0)
    >>> ZoneSettings((-5.0, 5.0))
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: The zone's depth is -0.005 km; give a depth from 0 to 150...
    """

    depth_m: tuple[float, float] = (DEFAULT_DEPTH_M, DEFAULT_DEPTH_M)
    assumption: bool = True
    clip: bool = True
    tolerance_m: float = 1.0

    def __post_init__(self) -> None:
        """Refuse depths that make no zone."""
        bad = [d for d in self.depth_m if not 0 <= d <= DEEPEST_M]
        if not bad and not any(self.depth_m):
            bad = [0.0]
        if bad:
            raise InputError(
                f"The zone's depth is {bad[0] / 1000:g} km; give a depth from 0 to "
                f"{DEEPEST_M / 1000:.0f} km on each side, and more than 0 on one."
            )
        if not self.tolerance_m > 0:
            raise InputError(
                f"The zone's tolerance is {self.tolerance_m:g} m; give a number above 0."
            )


@dataclass(frozen=True, eq=False)
class DeepLine:
    """The stretches of a line that have the same depths.

    Attributes
    ----------
    line : MultiLineString
        Within the country or along its border; longitude, latitude.
    depth_m : (float, float)
        On its left and right, in metres.
    own : bool
        Whether these stretches carry the depths themselves; else they take the plan's setting.
    """

    line: shapely.MultiLineString
    depth_m: tuple[float, float]
    own: bool = False

    def around(self, side: int, tolerance: float) -> shapely.Geometry | None:
        """Return the ground within the depth of one side, on both sides of the line.

        Parameters
        ----------
        side : int
            0 for the left depth, 1 for the right.
        tolerance : float
            Metres.
        """
        depth = self.depth_m[side]
        if not depth > 0 or self.line.is_empty:
            return None
        return buffer(self.line, depth, depth, tolerance=tolerance)

    def zone(self, tolerance: float) -> shapely.Geometry | None:
        """Return the zone of these stretches on any ground, each side to its own depth.

        Parameters
        ----------
        tolerance : float
            Metres.
        """
        if self.line.is_empty or not any(self.depth_m):
            return None
        return buffer(self.line, *self.depth_m, tolerance=tolerance)

    @cached_property
    def near(self) -> NearestOnLine:
        """These stretches, prepared for nearest-place questions."""
        return NearestOnLine.of(chains_of(self.line))

    def distances(self, lonlat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the geodesic distance of places, (n, 2), to these stretches, in metres."""
        return self.near.metres(lonlat)


def around(zone: Iterable[DeepLine], side: int, tolerance: float) -> shapely.Geometry:
    """Return the ground within the depth of one side of stretches, on both sides of them.

    Parameters
    ----------
    zone : iterable of DeepLine
    side : int
        0 for the left, 1 for the right.
    tolerance : float
        Metres.

    Returns
    -------
    Geometry
        Empty where none has a depth on that side.
    """
    shapes = (deep.around(side, tolerance) for deep in zone)
    return shapely.union_all([shape for shape in shapes if shape is not None])


def deep_lines(
    sections: Sequence[Section],
    lines: Sequence[shapely.LineString],
    boundaries: Boundaries,
    settings: ZoneSettings,
) -> list[DeepLine]:
    """Return the line within the country, its stretches gathered by their depths.

    Depths of their own and those of the settings stand apart, even where they are the same.

    Parameters
    ----------
    sections : sequence of Section
        For their depths.
    lines : sequence of LineString
        Their geometries, ends carried to the border.
    boundaries : Boundaries
    settings : ZoneSettings
        For sections without depths of their own.
    """
    return deep_within(sections, lines, wide_ground(boundaries), settings)


def deep_within(
    sections: Iterable[Section],
    lines: Iterable[shapely.LineString],
    ground: shapely.Geometry,
    settings: ZoneSettings,
) -> list[DeepLine]:
    """Return what :func:`deep_lines` does, within any ground."""
    groups: dict[tuple[tuple[float, float], bool], list[shapely.LineString]] = {}
    for section, line in zip(sections, lines, strict=True):
        inside = [
            part
            for part in shapely.get_parts(shapely.intersection(densify(line), ground)).tolist()
            if isinstance(part, shapely.LineString) and part.length > 0
        ]
        own = section.depth_m is not None
        depth = settings.depth_m if section.depth_m is None else section.depth_m
        groups.setdefault((depth, own), []).extend(inside)
    return [
        DeepLine(shapely.MultiLineString(parts), depth, own)
        for (depth, own), parts in sorted(groups.items())
        if parts
    ]
