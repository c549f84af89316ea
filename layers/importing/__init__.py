"""Bring foreign lines, control polygons and tables of settlements onto our boundaries."""

from ceaseline.layers.importing.bring import DETAILS_M, bring
from ceaseline.layers.importing.report import Change, End, Imported, Spot

__all__ = ["DETAILS_M", "Change", "End", "Imported", "Spot", "bring"]
