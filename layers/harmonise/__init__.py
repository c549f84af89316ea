"""Bring foreign lines, control polygons and tables of settlements onto our boundaries."""

from layers.harmonise.bring import DETAILS_M, bring
from layers.harmonise.report import Change, End, Imported, Spot

__all__ = ["DETAILS_M", "Change", "End", "Imported", "Spot", "bring"]
