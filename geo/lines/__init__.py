"""Measure, cut, join, generalise and compare lines on the ellipsoid."""

from geo.lines.chains import Line
from geo.lines.cutting import cut, join
from geo.lines.deviation import Deviation, deviation
from geo.lines.frechet import frechet
from geo.lines.generalise import Generalised, generalise, length_at
from geo.lines.hausdorff import Gap, directed_hausdorff, hausdorff
from geo.lines.stations import azimuth_at, locate, point_at, side_of
from geo.lines.walks import walk

__all__ = [
    "Deviation",
    "Gap",
    "Generalised",
    "Line",
    "azimuth_at",
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
    "side_of",
    "walk",
]
