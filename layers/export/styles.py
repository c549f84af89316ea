"""How an export is to look in QGIS and in Google Earth: the colours of our own map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["FILL", "LINE", "SIZES", "STRONG", "ZONE", "Size", "kml_colour", "qml"]

FILL = ("#d3e3f3", "#e8b578")
"""Territory of the first and the second party."""
STRONG = ("#1c5288", "#9a4d00")
"""Their settlements."""
LINE = "#16181b"
ZONE = "#5a2d82"


@dataclass(frozen=True)
class Size:
    """How settlements of a size are shown.

    Attributes
    ----------
    people : int
        From so many on, up to the next larger size.
    dot_mm : float
        Across.
    dots_from, names_from : int
        The scale, 1 to so much, from which on their dots and their names are there.
    font_pt : float
        Of their names.
    """

    people: int
    dot_mm: float
    dots_from: int
    names_from: int
    font_pt: float


SIZES = (
    Size(250_000, 3.2, 50_000_000, 12_000_000, 10.0),
    Size(50_000, 2.4, 12_000_000, 4_000_000, 9.0),
    Size(10_000, 1.7, 6_000_000, 1_500_000, 8.5),
    Size(1_000, 1.2, 3_000_000, 500_000, 8.0),
    Size(0, 0.8, 1_500_000, 150_000, 7.5),
)
"""The sizes of settlements, the largest first."""

_NO_STAND_IN = """coalesce("counted_as", '') <> 'centre'"""
"""Rows that stand for unlisted villages are no settlements."""


def qml(layer: str, parties: Sequence[str]) -> str:
    """Return the QGIS style of a layer.

    Parameters
    ----------
    layer : str
        One of :data:`ceaseline.layers.export.fields.LAYERS`.
    parties : (str, str)

    Returns
    -------
    str
        QML, for the table ``layer_styles`` of a GeoPackage.

    Examples
    --------
    >>> 'attr="party"' in qml("territories", ("Ukraine", "Russia"))
    True
    """
    if layer == "line":
        body = _single(_line_symbol("0"))
    elif layer == "zone":
        body = _single(_fill_symbol("0", ZONE, 0.25, ZONE, 0.3))
    elif layer == "oblasts":
        body = _single(_fill_symbol("0", "#ffffff", 0.0, "#8a95a0", 0.26))
    elif layer == "territories":
        symbols = [_fill_symbol(str(k), colour, 1.0, "#85807a", 0.26) for k, colour in _both(FILL)]
        body = _by_party(parties, symbols)
    else:
        body = _by_size(parties) + "\n" + _names()
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">\n'
        '<qgis version="3.22" styleCategories="Symbology|Labeling" '
        f'labelsEnabled="{int(layer == "settlements")}">\n{body}\n</qgis>\n'
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


def _dot_symbol(name: str, colour: str, across: float) -> str:
    options = {
        "color": _rgba(colour, 1),
        "outline_color": _rgba("#ffffff", 1),
        "outline_width": "0.15",
        "size": str(across),
        "size_unit": "MM",
    }
    return _symbol(name, "marker", "SimpleMarker", options)


def _single(symbol: str) -> str:
    return (
        '<renderer-v2 type="singleSymbol" enableorderby="0" forceraster="0">'
        f"<symbols>{symbol}</symbols></renderer-v2>"
    )


def _by_size(parties: Sequence[str]) -> str:
    """Return a rule a size and party; smaller ones appear as one comes nearer."""
    rules: list[str] = []
    symbols: list[str] = []
    for larger, size in zip((None, *SIZES), SIZES, strict=False):
        for party, colour in zip(parties, STRONG, strict=True):
            number, quoted = str(len(rules)), party.replace("'", "''")
            own = _within(size, larger) + f""" AND "party" = '{quoted}'"""
            rules.append(
                f'<rule key="{{dots-{number}}}" symbol="{number}"'
                f" filter={quoteattr(own)}"
                f" label={quoteattr(f'{_said(size, larger)}, {party}')}"
                f' scalemindenom="1" scalemaxdenom="{size.dots_from}"/>'
            )
            symbols.append(_dot_symbol(number, colour, size.dot_mm))
    return (
        '<renderer-v2 type="RuleRenderer" symbollevels="1" enableorderby="0" forceraster="0">'
        f'<rules key="{{dots}}">{"".join(rules)}</rules>'
        f"<symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )


def _names() -> str:
    """Return a rule of labels a size; the names of larger ones go first where there is no room."""
    rules = []
    for number, (larger, size) in enumerate(zip((None, *SIZES), SIZES, strict=False)):
        halo = (
            '<text-buffer bufferDraw="1" bufferSize="0.7" bufferSizeUnits="MM" '
            f'bufferColor="{_rgba("#ffffff", 0.8)}" bufferOpacity="0.8" bufferNoFill="1"/>'
        )
        text = (
            f'<text-style fieldName="name" isExpression="0" fontSize="{size.font_pt}" '
            f'fontSizeUnit="Point" textColor="{_rgba(LINE, 1)}" textOpacity="1">{halo}</text-style>'
        )
        place = (
            f'<placement placement="6" dist="0.6" distUnits="MM" priority="{9 - 2 * number}" '
            'predefinedPositionOrder="TR,TL,BR,BL,R,L,TSR,BSR" offsetType="1"/>'
        )
        rules.append(
            f'<rule key="{{names-{number}}}" filter={quoteattr(_within(size, larger))}'
            f" description={quoteattr(_said(size, larger))}"
            f' scalemindenom="1" scalemaxdenom="{size.names_from}">'
            f'<settings calloutType="simple">{text}{place}</settings></rule>'
        )
    return f'<labeling type="rule-based"><rules key="{{names}}">{"".join(rules)}</rules></labeling>'


def _within(size: Size, larger: Size | None) -> str:
    """Return the expression for the settlements of a size."""
    top = f' AND "people" < {larger.people}' if larger else ""
    return f'"people" >= {size.people}{top} AND {_NO_STAND_IN}'


def _said(size: Size, larger: Size | None) -> str:
    if larger is None:
        return f"{size.people:,} people or more"
    return f"{size.people:,} to {larger.people:,} people" if size.people else (
        f"fewer than {larger.people:,} people"
    )  # fmt: skip


def _by_party(parties: Sequence[str], symbols: Sequence[str]) -> str:
    rows = "".join(
        f'<category symbol="{k}" value={quoteattr(party)} label={quoteattr(party)} render="true"/>'
        for k, party in enumerate(parties)
    )
    return (
        '<renderer-v2 type="categorizedSymbol" attr="party" enableorderby="0" forceraster="0">'
        f"<categories>{rows}</categories><symbols>{''.join(symbols)}</symbols></renderer-v2>"
    )
