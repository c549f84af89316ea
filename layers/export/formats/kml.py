"""KML: a folder a layer, styled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("kml", (".kml",), rank=2)


def write(plan: Plan) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.files import kml_bytes  # noqa: PLC0415 - heavy

    return kml_bytes(plan)
