"""A country: its units, neighbours, rivers and coast, from the embedded data or a person's files.

Here live what is drawn of a country and a person's own units and settlements. Who holds what does
not live here: that follows from a line, in `ceaseline.layers`.
"""
