"""Reports on placements, comparisons and audits: what stands in them, for paper and for a browser.

How a page is set does not live here but in `ceaseline.maps.print`; nor do the figures themselves.
"""
