"""What a figure on paper needs before anything is drawn: its size, and what it is a map of.

Drawing itself does not live here yet, nor anything that a page in a browser alone needs.
"""
