"""The layers of an export and their fields: one name for a thing, whatever the format.

A Shapefile has room for ten letters, so no name is longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ceaseline.geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FIELDS", "LAYERS", "check_layer"]

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "line": (
        "name", "basis", "left", "right", "length_m", "detail_m", "depth_l_m", "depth_r_m",
        "locked",
    ),
    "territories": ("party", "area_m2", "share", "places", "people"),
    "oblasts": ("unit_code", "unit_name", "party", "area_m2"),
    "zone": ("party", "area_m2", "depth_m", "own", "assumption"),
    "settlements": (
        "id", "name", "name_uk", "people", "listed", "counted_as", "unit_code", "unit_name",
        "raion_code", "raion_name", "hrom_code", "hrom_name", "party", "in_zone", "distance_m",
    ),
}  # fmt: skip
"""The fields of each layer in their order, as every format has them."""

LAYERS: Final = tuple(FIELDS)
"""The layers of an export, the line first."""


def check_layer(name: str) -> None:
    """Refuse a layer that there is not.

    Raises
    ------
    InputError
        If there is no such layer.

    Examples
    --------
    >>> check_layer("roads")
    Traceback (most recent call last):
    ...
    ceaseline.geo.errors.InputError: There is no layer 'roads'; give line, territories, oblasts...
    """
    if name not in LAYERS:
        raise InputError(
            f"There is no layer {name!r}; give {', '.join(LAYERS[:-1])} or {LAYERS[-1]}."
        )
