"""Measure, cut, join, generalise and compare lines on the ellipsoid.

Lines here have a direction and nothing else: no parties, no sources, no ground on either side.
"""

from ceaseline.geo.lines.chains import Line
from ceaseline.geo.lines.cutting import cut, join
from ceaseline.geo.lines.deviation import Deviation, deviation
from ceaseline.geo.lines.frechet import frechet
from ceaseline.geo.lines.generalise import Generalised, generalise, length_at
from ceaseline.geo.lines.hausdorff import Gap, directed_hausdorff, hausdorff
from ceaseline.geo.lines.stations import locate, point_at, walk

__all__ = [
    "Deviation",
    "Gap",
    "Generalised",
    "Line",
    "cut",
    "deviation",
    "directed_hausdorff",
    "frechet",
    "generalise",
    "hausdorff",
    "join",
    "length_at",
    "locate",
    "point_at",
    "walk",
]
