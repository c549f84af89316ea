"""Model a ceasefire proposal on the map, and measure what it would mean on the ground.

``import ceaseline as cl`` gives what `dir(cl)` lists: placements are loaded, planned, measured,
compared, audited, edited and drawn by one call each. Nothing heavy is loaded before the first.
"""

from importlib import import_module as _import_module
from pathlib import Path as _Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceaseline.api import (
        audit,
        compare,
        edit,
        export,
        figure,
        library,
        load,
        map,  # noqa: A004 - the word for it; nobody imports * from here
        measure,
        plan,
        proposal,
        read,
        redo,
        report,
        save,
        solve,
        study,
        undo,
    )

__all__ = [
    "__version__",
    "audit",
    "compare",
    "edit",
    "export",
    "figure",
    "library",
    "load",
    "map",
    "measure",
    "plan",
    "proposal",
    "read",
    "redo",
    "report",
    "save",
    "solve",
    "study",
    "undo",
]

__version__ = "0.1.0"

# In a checkout the floors stand beside this folder; in an installed package they are in it.
if not (_Path(__file__).parent / "geo").is_dir():
    __path__.append(str(_Path(__file__).parents[1]))


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(_import_module("ceaseline.api"), name)
    raise AttributeError(f"module 'ceaseline' has no attribute {name!r}; dir(ceaseline) lists all")


def __dir__() -> list[str]:
    return sorted(__all__)
