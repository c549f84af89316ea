"""CSV: one layer, points by longitude and latitude, all else as WKT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("csv", (".csv",), one_layer=True, mute=True, rank=7)


def write(plan: Plan, layer: str) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.single import csv_bytes  # noqa: PLC0415 - heavy

    return csv_bytes(plan, layer)
