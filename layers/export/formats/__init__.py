"""One module a format: what it is called, and the function that writes a plan's bytes in it.

A new format is a new module here, with a `FORMAT` and a `write`; the command line, the front door
and the messages find it. Nothing heavy is imported at the top of a module here. What the layers
hold, and which fields they have, is decided in the room above.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FORMATS", "Format", "named_by", "written"]


def _modules() -> Mapping[str, Any]:
    found = [import_module(f"{__name__}.{one.name}") for one in pkgutil.iter_modules(__path__)]
    found.sort(key=lambda module: (module.FORMAT.rank, module.FORMAT.name))
    return {module.FORMAT.name: module for module in found}


_MODULES = _modules()
FORMATS: Mapping[str, Format] = {name: module.FORMAT for name, module in _MODULES.items()}
"""The formats of exports by name."""


def named_by(suffix: str) -> Format | None:
    """Return the format whose files end so, if there is one.

    Examples
    --------
    >>> named_by(".KML").name, named_by(".doc")
    ('kml', None)
    """
    return next((one for one in FORMATS.values() if suffix.lower() in one.suffixes), None)


def written(plan: Any, name: str, layer: str) -> bytes:
    """Return a plan's bytes in a format; of one layer, where the format holds one."""
    write = _MODULES[name].write
    held: bytes = write(plan, layer) if FORMATS[name].one_layer else write(plan)
    return held
