"""Settlements: the embedded gazetteer, finding a place by any of its names, tables of one's own.

Who holds a settlement is not said here: that follows from a line (`layers`).
"""

from ceaseline.geo.gazetteer.gazetteer import Gazetteer, gazetteer

__all__ = ["Gazetteer", "gazetteer"]
