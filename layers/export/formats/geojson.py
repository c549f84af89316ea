"""GeoJSON: one FeatureCollection with all layers, figures, sources and the placement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("geojson", (".geojson", ".json"), rank=0)


def write(plan: Plan) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.files import geojson  # noqa: PLC0415 - heavy

    return geojson(plan)
