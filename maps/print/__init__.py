"""Maps and reports on paper: size and extent, drawing, labels, legend, and the setting of reports.

Nothing here is needed by a page in a browser alone, except what a map is a map of.
"""
