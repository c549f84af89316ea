"""From facts to a line: who held which settlement on a day, and where the two sides meet.

Here live the table of facts, cells of settlements, barriers and the naming of stretches. Lines that
somebody draws or brings do not pass through here.
"""
