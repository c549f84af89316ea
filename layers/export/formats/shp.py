"""Shapefiles, zipped: one a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("shp", (".zip",), rank=4)


def write(plan: Plan) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.files import shp  # noqa: PLC0415 - heavy

    return shp(plan)
