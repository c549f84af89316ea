"""The zone around a line: all places within a depth of it, as polygons, exact to a tolerance.

Each step is a module: candidate curves, what covers them, what is left exposed, the outline. What
a zone means (whose, how deep, clipped to what) does not live here.
"""
