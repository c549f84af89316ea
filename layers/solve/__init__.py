"""Solve: which line meets a number, and what has to move for it."""

from ceaseline.layers.solve.answer import Answer
from ceaseline.layers.solve.length import solve_length, solve_zone_area
from ceaseline.layers.solve.share import solve_share

__all__ = ["Answer", "solve_length", "solve_share", "solve_zone_area"]
