"""The embedded ground: public boundary data, settlements, their catalogue, and their rebuilding."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["FOLDER", "OFFICIAL_AREA_M2"]

FOLDER: Final = Path(__file__).parent
"""The folder of the embedded files."""

OFFICIAL_AREA_M2: Final = 603_628e6
"""The published area of Ukraine, m² (State Statistics Service of Ukraine)."""
