"""GeoPackage: layers, QGIS styles, figures, sources and the placement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("gpkg", (".gpkg",), rank=1)


def write(plan: Plan) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.files import gpkg  # noqa: PLC0415 - heavy

    return gpkg(plan)
