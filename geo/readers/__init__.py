"""Read foreign files: lines, control polygons and tables of settlements, whoever wrote them.

Bytes become geometry with what was said beside it, or one clear fault. What is made of that does
not live here.
"""

from ceaseline.geo.readers.check import faultless
from ceaseline.geo.readers.limits import LIMITS, Limits
from ceaseline.geo.readers.parts import Fault
from ceaseline.geo.readers.reading import Held, Reading
from ceaseline.geo.readers.sniff import READERS, read, sniff

__all__ = [
    "LIMITS", "READERS", "Fault", "Held", "Limits", "Reading", "faultless", "read", "sniff",
]  # fmt: skip
