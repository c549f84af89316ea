"""KMZ: the KML document in an archive, as Google Earth shares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.layers.export.form import Format

if TYPE_CHECKING:
    from ceaseline.layers.plan.plan import Plan

__all__ = ["FORMAT", "write"]

FORMAT = Format("kmz", (".kmz",), rank=3)


def write(plan: Plan) -> bytes:
    """Return the bytes of a file."""
    from ceaseline.layers.export.files import kmz  # noqa: PLC0415 - heavy

    return kmz(plan)
