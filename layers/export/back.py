"""An export read back: the placement it carries, with the line as it is drawn now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from ceaseline.geo.readers.reading import LINES
from ceaseline.layers.derive.naming import unique_names
from ceaseline.layers.placement.file import loads
from ceaseline.layers.placement.placement import BASES, Section

if TYPE_CHECKING:
    from ceaseline.geo.readers import Reading
    from ceaseline.layers.placement.placement import Placement

__all__ = ["returned"]

_SAME = 1.5e-7
"""Degrees: a coordinate that a format rounded to 1e-7 is the same."""


def returned(reading: Reading) -> tuple[Placement, list[str]]:
    """Return the placement that an export carries.

    Where the line was changed in another program, the drawing is what counts: changed sections are
    taken from it, as imported, and the history, which no longer leads to them, is left out.

    Parameters
    ----------
    reading : Reading
        With `embedded`, and the layer ``line`` as its frame.

    Returns
    -------
    placement : Placement
    notes : list of str
        What had been changed.

    Raises
    ------
    InputError
        If what it carries is no placement.
    """
    stored = loads(reading.embedded, reading.path.name)
    if not reading.frame.geometry.geom_type.isin(LINES).any():
        return stored, ["The layer shows no line; the placement is the one that the file carries."]
    sections = [
        _section(row, shape, stored)
        for row, shape in zip(
            reading.frame.drop(columns="geometry").to_dict("records"),
            reading.frame.geometry,
            strict=True,
        )
    ]
    if tuple(sections) == stored.sections:
        return stored, []
    kept = sum(section in stored.sections for section in sections)
    note = (
        f"Changed since the export: {len(sections) - kept} of {len(sections)} sections are taken "
        f"as they are drawn; {len(stored.sections) - kept} of the stored ones are gone. The "
        "history before the export is left out."
    )
    changed = stored.replaced(
        sections=unique_names(sections), control=None, history=(), undone=(), base=None, origin=""
    )
    return changed, [note]


def _section(row: dict[Any, Any], shape: shapely.Geometry, stored: Placement) -> Section:
    """Return the stored section that a row still is, or a new one of what the row says."""
    name = str(row.get("name") or "imported")
    coords = shapely.get_coordinates(shape)
    depth, locked = _depth(row), str(row.get("locked", "")).lower() in ("1", "1.0", "true")
    for section in stored.sections:
        same = (section.name, section.depth_m, section.locked) == (name, depth, locked)
        if same and _alike(section.array, coords):
            return section
    moved = not any(_alike(section.array, coords) for section in stored.sections)
    known = [basis for basis in BASES if basis == row.get("basis") and not moved]
    return Section.of(name, (*known, "imported")[0], coords, depth_m=depth, locked=locked)


def _alike(one: Any, two: Any) -> bool:
    return one.shape == two.shape and bool(np.abs(one - two).max() <= _SAME)


def _depth(row: dict[Any, Any]) -> tuple[float, float] | None:
    """Return the depths of a row; of a placement's own file, they are one list."""
    pair = row.get("depth_m")
    if isinstance(pair, list) and len(pair) == 2:
        return (float(pair[0]), float(pair[1]))
    found = pd.to_numeric(
        pd.Series([row.get("depth_l_m"), row.get("depth_r_m")], dtype=object), errors="coerce"
    )
    return None if found.isna().any() else (float(found[0]), float(found[1]))
