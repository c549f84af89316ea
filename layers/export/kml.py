"""KML of a plan, written by hand: one string, the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pandas as pd
import shapely

from ceaseline.layers.export.styles import FILL, LINE, STRONG, ZONE, kml_colour

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

    from ceaseline.layers.placement.placement import Placement

__all__ = ["kml"]


def kml(
    frames: Mapping[str, gpd.GeoDataFrame], placement: Placement, carried: str, about: str
) -> str:
    """Return a KML document.

    Parameters
    ----------
    frames : mapping of str to GeoDataFrame
        The layers, from :func:`ceaseline.layers.export.content.layers_of`.
    placement : Placement
        For its title and parties.
    carried : str
        The placement's own file, kept in the document's ExtendedData.
    about : str
        What the document says of itself: the sources it rests on.

    Returns
    -------
    str
    """
    folders = "".join(_folder(name, frame, placement) for name, frame in frames.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n'
        f"<name>{escape(_clean(placement.title))}</name>\n"
        f"<description>{escape(_clean(about))}</description>\n"
        f"{''.join(_styles())}"
        f'<ExtendedData><Data name="ceaseline"><value>{escape(carried)}</value></Data>'
        f"</ExtendedData>\n{folders}</Document></kml>\n"
    )


def _styles() -> Iterator[str]:
    line = f"<LineStyle><color>{kml_colour(LINE, 1)}</color><width>3</width></LineStyle>"
    yield f'<Style id="line">{line}</Style>\n'
    for k, colour in enumerate(FILL):
        fill = f"<PolyStyle><color>{kml_colour(colour, 0.7)}</color></PolyStyle>"
        yield f'<Style id="territories-{k}">{fill}</Style>\n'
        dot = f"<IconStyle><color>{kml_colour(STRONG[k], 1)}</color><scale>0.4</scale></IconStyle>"
        label = "<LabelStyle><scale>0</scale></LabelStyle>"
        yield f'<Style id="settlements-{k}">{dot}{label}</Style>\n'
    zone = f"<PolyStyle><color>{kml_colour(ZONE, 0.3)}</color></PolyStyle>"
    yield f'<Style id="zone">{zone}</Style>\n'


def _folder(name: str, frame: gpd.GeoDataFrame, placement: Placement) -> str:
    shown = "1" if name in ("line", "territories", "zone") else "0"
    plain = pd.DataFrame(frame.drop(columns="geometry"))
    marks = [
        _mark(name, row, shape, placement)
        for row, shape in zip(plain.to_dict("records"), frame.geometry, strict=True)
    ]
    return (
        f"<Folder><name>{name}</name><visibility>{shown}</visibility>\n{''.join(marks)}</Folder>\n"
    )


def _mark(layer: str, row: dict[Any, Any], shape: shapely.Geometry, placement: Placement) -> str:
    ground = row.get("unit_name") or {"territories": "territory"}.get(layer, layer)
    title = row.get("name") or f"{ground}, {row.get('party', '')}"
    if layer == "zone":
        title += f", {row['depth_m'] / 1000:g} km" + ", an assumption" * row["assumption"]
    style = layer
    if layer in ("territories", "settlements"):
        style = f"{layer}-{placement.parties.index(row['party'])}"
    data = "".join(
        f"<Data name={quoteattr(str(key))}><value>{escape(_clean(str(value)))}</value></Data>"
        for key, value in row.items()
        if pd.notna(value)
    )
    return (
        f"<Placemark><name>{escape(_clean(str(title)))}</name><styleUrl>#{style}</styleUrl>"
        f"<ExtendedData>{data}</ExtendedData>{_geometry(shape)}</Placemark>\n"
    )


def _clean(text: str) -> str:
    """Leave out the control characters that XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _geometry(shape: shapely.Geometry) -> str:
    parts = shapely.get_parts(shape)
    if shapely.get_type_id(shape) > shapely.GeometryType.POLYGON:
        return f"<MultiGeometry>{''.join(_geometry(part) for part in parts)}</MultiGeometry>"
    if not isinstance(shape, shapely.Polygon):
        kind = "Point" if isinstance(shape, shapely.Point) else "LineString"
        return f"<{kind}>{_spots(shape)}</{kind}>"
    holes = "".join(
        f"<innerBoundaryIs><LinearRing>{_spots(ring)}</LinearRing></innerBoundaryIs>"
        for ring in shape.interiors
    )
    outer = f"<outerBoundaryIs><LinearRing>{_spots(shape.exterior)}</LinearRing></outerBoundaryIs>"
    return f"<Polygon>{outer}{holes}</Polygon>"


def _spots(shape: shapely.Geometry) -> str:
    coords = np.round(shapely.get_coordinates(shape), 7) + 0.0
    return f"<coordinates>{' '.join(f'{x:.10g},{y:.10g}' for x, y in coords)}</coordinates>"
