"""Check a placement file: every fault with its place and remedy, and the repair of what can be."""

from ceaseline.layers.check.examine import Report, check
from ceaseline.layers.check.fault import Fault

__all__ = ["Fault", "Report", "check"]
