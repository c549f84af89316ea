"""FlatGeobuf: one layer with its index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("fgb", (".fgb",), one_layer=True, mute=True, rank=5)


def write(plan: Plan, layer: str) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.single import fgb  # noqa: PLC0415 - heavy

    return fgb(plan, layer)
