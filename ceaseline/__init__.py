"""Model a ceasefire proposal on the map, and measure what it would mean on the ground."""

from pathlib import Path as _Path

__all__ = ["__version__"]

__version__ = "0.1.0"

# In a checkout the floors stand beside this folder; in an installed package they are in it.
if not (_Path(__file__).parent / "geo").is_dir():
    __path__.append(str(_Path(__file__).parents[1]))
