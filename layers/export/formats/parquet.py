"""GeoParquet: one layer, the placement and the sources in its metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("parquet", (".parquet",), one_layer=True, rank=6)


def write(plan: Plan, layer: str) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.single import parquet  # noqa: PLC0415 - heavy

    return parquet(plan, layer)
