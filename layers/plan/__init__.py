"""A plan: a placement on a country, with territories, zone, settlements and how sure they are.

Here lives the geometry that follows from a line, made when it is first asked for. What it comes to
in figures is the room of the measures.
"""
