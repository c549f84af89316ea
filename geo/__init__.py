"""The ground: geodesy, lines and partitions on the ellipsoid, public boundary data, places."""

__version__ = "0.1.0"
