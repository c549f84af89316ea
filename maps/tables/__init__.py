"""One module a command: what it shows as tables, in terminal, spreadsheet and report alike.

Numbers and sentences are worded in `ceaseline.maps.text`; what is measured comes from the floor
below.
"""
