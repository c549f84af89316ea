"""The ground: geodesy, lines and partitions on the ellipsoid, public boundary data, places."""
