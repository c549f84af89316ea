"""The two forms of the embedded files: one feature a line, one row a line."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["as_csv", "as_geojson"]


def as_geojson(features: Iterable[tuple[dict[str, Any], Any]]) -> bytes:
    """Return features as GeoJSON, one a line, coordinates with five decimals at most.

    Parameters
    ----------
    features : iterable of (properties, geometry)

    Examples
    --------
    >>> print(as_geojson([({"a": 1}, shapely.Point(30, 48.5))]).decode())
    {"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"a":1},"geometry":{"type":"Point","coordinates":[30,48.5]}}
    ]}
    """
    lines = [
        _compact(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": _plain(shapely.geometry.mapping(shape)),
            }
        )
        for properties, shape in features
    ]
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode()


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        number = round(value, 5)
        return int(number) if number.is_integer() else number
    return value


def as_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    r"""Return rows as CSV with a header and line feeds.

    Parameters
    ----------
    rows : sequence of dict
        All with the keys of the first.

    Examples
    --------
    >>> as_csv([{"name": "Kyiv", "rank": 0}])
    b'name,rank\nKyiv,0\n'
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
