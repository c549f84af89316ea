"""Read foreign files: lines, control polygons and tables of settlements, whoever wrote them."""

from ceaseline.geo.readers.check import faultless
from ceaseline.geo.readers.limits import LIMITS, Limits
from ceaseline.geo.readers.parts import Fault
from ceaseline.geo.readers.reading import Held, Reading
from ceaseline.geo.readers.sniff import READERS, read, sniff

__all__ = [
    "LIMITS", "READERS", "Fault", "Held", "Limits", "Reading", "faultless", "read", "sniff",
]  # fmt: skip
