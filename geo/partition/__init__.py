"""Divide a country by an oriented line into labelled, gap-free, overlap-free parts.

Two ways lead to the same areas: boundary integrals, quick and sure of itself or silent, and an
exact overlay. Whose a side is does not live here.
"""

from ceaseline.geo.partition.divider import Divider, divide
from ceaseline.geo.partition.division import Division

__all__ = ["Divider", "Division", "divide"]
