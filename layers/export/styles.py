"""How an export is to look in QGIS and in Google Earth: the colours of our own map."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FILL", "LINE", "STRONG", "ZONE", "kml_colour", "qml"]

FILL = ("#d3e3f3", "#e8b578")
"""Territory of the first and the second party."""
STRONG = ("#1c5288", "#9a4d00")
"""Their settlements."""
LINE = "#16181b"
ZONE = "#5a2d82"


def qml(layer: str, parties: Sequence[str]) -> str:
    """Return the QGIS style of a layer.

    Parameters
    ----------
    layer : str
        One of :data:`layers.export.content.LAYERS`.
    parties : (str, str)

    Returns
    -------
    str
        QML, for the table ``layer_styles`` of a GeoPackage.

    Examples
    --------
    >>> 'attr="party"' in qml("territory", ("Ukraine", "Russia"))
    True
    """
    if layer == "line":
        body = _single(_line_symbol("0"))
    elif layer == "zone":
        body = _single(_fill_symbol("0", ZONE, 0.25, ZONE, 0.3))
    elif layer == "oblasts":
        body = _single(_fill_symbol("0", "#ffffff", 0.0, "#8a95a0", 0.26))
    elif layer == "territory":
        symbols = [_fill_symbol(str(k), colour, 1.0, "#85807a", 0.26) for k, colour in _both(FILL)]
        body = _by_party(parties, symbols)
    else:
        body = _by_party(parties, [_dot_symbol(str(k), colour) for k, colour in _both(STRONG)])
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n'
        f'<qgis version="3.28" styleCategories="Symbology">\n{body}\n</qgis>\n'
    )


def kml_colour(colour: str, opacity: float) -> str:
    """Return a colour as KML writes it: opacity, blue, green, red.

    Examples
    --------
    >>> kml_colour("#d3e3f3", 1.0)
    'fff3e3d3'
    """
    red, green, blue = (colour[k : k + 2] for k in (1, 3, 5))
    return f"{round(opacity * 255):02x}{blue}{green}{red}"


def _both(colours: tuple[str, str]) -> list[tuple[int, str]]:
    return list(enumerate(colours))


def _rgba(colour: str, opacity: float) -> str:
    return ",".join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5)) + f",{round(opacity * 255)}"


def _symbol(name: str, kind: str, layer: str, options: dict[str, str]) -> str:
    rows = "".join(
        f'<Option type="QString" name={quoteattr(key)} value={quoteattr(value)}/>'
        for key, value in options.items()
    )
    return (
        f'<symbol name="{name}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{layer}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{rows}</Option></layer></symbol>'
    )


def _line_symbol(name: str) -> str:
    options = {"line_color": _rgba(LINE, 1), "line_width": "0.7", "line_width_unit": "MM"}
    return _symbol(name, "line", "SimpleLine", options)


def _fill_symbol(name: str, fill: str, opacity: float, edge: str, width: float) -> str:
    options = {
        "color": _rgba(fill, opacity),
        "outline_color": _rgba(edge, 1),
        "outline_width": str(width),
        "outline_width_unit": "MM",
        "style": "solid" if opacity else "no",
    }
    return _symbol(name, "fill", "SimpleFill", options)


def _dot_symbol(name: str, colour: str) -> str:
    options = {"color": _rgba(colour, 1), "outline_style": "no", "size": "1", "size_unit": "MM"}
    return _symbol(name, "marker", "SimpleMarker", options)


def _single(symbol: str) -> str:
    return (
        '<renderer-v2 type="singleSymbol" enableorderby="0" forceraster="0">'
        f"<symbols>{symbol}</symbols></renderer-v2>"
    )


def _by_party(parties: Sequence[str], symbols: Sequence[str]) -> str:
    rows = "".join(
        f'<category symbol="{k}" value={quoteattr(party)} label={quoteattr(party)} render="true"/>'
        for k, party in enumerate(parties)
    )
    return (
        '<renderer-v2 type="categorizedSymbol" attr="party" enableorderby="0" forceraster="0">'
        f"<categories>{rows}</categories><symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )
