"""What placements of several days come to over time: the chart as data, on a page, on paper.

What is measured of one placement does not live here; nor does a chart that has no time in it.
"""
