"""Divide a country by an oriented line into labelled, gap-free, overlap-free parts."""

from ceaseline.geo.partition.divider import Divider, divide
from ceaseline.geo.partition.division import Division

__all__ = ["Divider", "Division", "divide"]
