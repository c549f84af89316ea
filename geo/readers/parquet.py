"""GeoParquet 1.0 and 1.1, by pyarrow (the extra `parquet`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd

from ceaseline.geo.errors import InputError
from ceaseline.geo.readers.limits import LIMITS, Limits, count, size
from ceaseline.geo.readers.reading import Reading

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["EMBEDDED", "read"]

EMBEDDED = "ceaseline"
"""The key of the file's metadata under which an export carries its placement."""


def read(path: Path, limits: Limits = LIMITS, layer: str | None = None) -> Reading:
    """Read a GeoParquet file.

    Parameters
    ----------
    path : Path
        The file.
    limits : Limits
        How large it may be; what its columns claim to unpack to is checked first.
    layer : str, optional
        Not used: the format has one.

    Raises
    ------
    InputError
        If it is no GeoParquet or too large.
    """
    del layer
    try:
        import pyarrow as pa  # noqa: PLC0415  an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            f"{path.name} is GeoParquet, which needs pyarrow; run: pip install pyarrow"
        ) from error
    size(path, limits.binary)
    try:
        held = pq.read_metadata(path)
        if b"geo" not in (held.metadata or {}):
            raise InputError(
                f"{path.name} cannot be read as GeoParquet: it is a Parquet table without "
                "a described geometry column; save it with one (GeoParquet 1.1)."
            )
        count(path, held.num_rows, limits.features, "features")
        groups = (held.row_group(k) for k in range(held.num_row_groups))
        count(path, sum(g.total_byte_size for g in groups), limits.binary, "bytes unpacked")
        frame = gpd.read_parquet(path)
    except (pa.ArrowException, ValueError, KeyError, OSError, TypeError) as error:
        raise InputError(
            f"{path.name} cannot be read as GeoParquet: it is damaged, or its geometry column is "
            "not as the format has it; save it anew."
        ) from error
    carried = (held.metadata or {}).get(EMBEDDED.encode(), b"").decode("utf-8", "replace")
    return Reading(path, "GeoParquet", frame, embedded=carried)
