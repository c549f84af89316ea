"""The interactive page: its data in few bytes, shapes fitted to a size, and its template.

Nothing here knows of paper, and nothing of what a file says of itself.
"""
