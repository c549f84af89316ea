"""Read foreign files: lines, control polygons and tables of settlements, whoever wrote them."""

from geo.readers.check import faultless
from geo.readers.limits import LIMITS, Limits
from geo.readers.parts import Fault
from geo.readers.reading import Held, Reading
from geo.readers.sniff import READERS, read, sniff

__all__ = [
    "LIMITS", "READERS", "Fault", "Held", "Limits", "Reading", "faultless", "read", "sniff",
]  # fmt: skip
