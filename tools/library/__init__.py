"""The embedded placements derived anew from their facts: ``python -m tools.library.rebuild``."""
