"""The embedded ground: public boundary data, settlements, their catalogue, and their rebuilding."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["FOLDER"]

FOLDER: Final = Path(__file__).parent
"""The folder of the embedded files."""
