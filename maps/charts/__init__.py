"""Charts of a comparison: described as data, and drawn as SVG for a page.

Charts over time have a room of their own; drawing for paper is in `ceaseline.maps.print`.
"""
