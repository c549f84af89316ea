"""folium assembles the page, without its links, random names, leaks and inline handlers."""

from __future__ import annotations

import re
import zlib
from base64 import b64encode
from functools import cache
from typing import TYPE_CHECKING, Any

import folium
import jinja2
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.template import Template
from markupsafe import Markup

from ceaseline.geo.errors import InputError
from ceaseline.geo.unseen import isolated
from ceaseline.maps import assets, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Page", "Sheet", "Verbatim", "assembled", "safe_link", "sheet"]

TILE_HOST = "https://tile.openstreetmap.org"
TILES = f"{TILE_HOST}/{{z}}/{{x}}/{{y}}.png"
"""The online background, only where it is asked for."""
OWN = ("ceaseline", "map_main")
"""The scripts of the page itself; all others are of layers that somebody added."""


_FOREIGN = (
    "A layer that was added to the map would load {what}, and a map of Ceaseline loads nothing "
    "from other hosts; add what Leaflet draws by itself (Marker without an Icon, CircleMarker, "
    "PolyLine, Polygon, GeoJson, Tooltip, Popup, LayerControl)."
)


class Verbatim(Element):
    """Text that stands in the page as it is; folium's own elements run theirs as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_: Any) -> str:
        """Return the text."""
        return self.text


class Sheet(folium.Map):
    """folium's map without links to other hosts, with a name that is the same each time.

    Parameters
    ----------
    label : str
        What the map is called to those who cannot see it.
    centre : (float, float)
        Latitude and longitude that the map has before the page fits the country into it.
    """

    _template = Template(assets.element("map.html"))
    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - the type of folium's attribute
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - as above

    def __init__(self, label: str, centre: tuple[float, float]) -> None:
        super().__init__(
            location=centre,
            zoom_start=6,
            tiles=None,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.1,
            min_zoom=3,
            max_zoom=14,
        )
        self._id = "main"
        self.options["center"] = list(self.location)
        self.label = label


class Page(Figure):
    """folium's figure with a policy that lets nothing in or out.

    Parameters
    ----------
    fields : mapping
        What ``page.html`` and ``body.html`` show; text is escaped there.
    tiles : bool
        Whether the policy lets the online background's pictures in.
    """

    def __init__(self, fields: Mapping[str, Any], *, tiles: bool) -> None:
        super().__init__()
        self.fields = dict(fields)
        self.tiles = tiles
        self.editor = bool(fields["editor"])
        self.hand = self.editor or bool(fields["moving"])

    def render(self, **kwargs: Any) -> str:
        """Return the page; the same each time it is asked for.

        Raises
        ------
        InputError
            If a layer that somebody added to the map would load something from another host.
        """
        for child in self._children.values():
            _refuse_strange(child)
            child.render(**kwargs)
        self._refuse_links()
        script, added = self._scripts(kwargs)
        own = {
            "leaflet_js": assets.leaflet_js(),
            "loader": assets.element("loader.js").partition("\n")[2].strip(),
            "script": f'(() => {{\n"use strict";\n{script}\n{added}}})();',
            "leaflet_css": assets.leaflet_css(),
            "page_css": page_css(hand=self.hand),
        }
        hashes = {name: assets.integrity(text) for name, text in own.items()}
        # what somebody added stands in the page as it is; the page's own script takes less room
        packed = "" if added else b64encode(zlib.compress(own["script"].encode(), 9)).decode()
        policy = _policy(hashes, tiles=self.tiles, styled=bool(added), editor=self.editor)
        fields = self.fields | {name: Markup(text) for name, text in own.items()}  # noqa: S704
        fields["packed"] = packed
        fields["map"] = Markup(self.html.render(**kwargs))  # noqa: S704 - our own template's
        fields["body"] = Markup(_templates().get_template("body.html").render(fields))  # noqa: S704
        page = _templates().get_template("page.html").render(fields | {"policy": policy})
        return isolated(page)

    def _scripts(self, kwargs: Mapping[str, Any]) -> tuple[str, str]:
        """Return the page's own script, and that of layers which somebody added with folium."""
        pieces = self.script._children  # noqa: SLF001 - branca has no other way to them
        own = [pieces[name].render(**kwargs) for name in OWN if name in pieces]
        added = [one.render(**kwargs) for name, one in pieces.items() if name not in OWN]
        if not added:
            return "\n".join(own), ""
        icon, shadow = (_picture(name) for name in ("marker-icon.png", "marker-shadow.png"))
        began = assets.element("added.js") % {"icon": icon, "shadow": shadow}
        return "\n".join(own), "\n".join(("{", began, *added, "}", ""))

    def _refuse_links(self) -> None:
        found = self.header._children.values()  # noqa: SLF001 - as above
        links = [one.url for one in found if isinstance(one, (JavascriptLink, CssLink))]
        if links:
            raise InputError(_FOREIGN.format(what=links[0]))


def sheet(fields: Mapping[str, Any], *, tiles: bool) -> Sheet:
    """Return the map of a page, with its scripts; `get_root` of it is the page.

    Parameters
    ----------
    fields, tiles
        As of `Page`.
    """
    page, made = Page(fields, tiles=tiles), Sheet(fields["t"]["map"], fields["centre"])
    more = assets.EDITOR if page.editor else assets.MOVING if page.hand else ()
    page.script.add_child(Verbatim(assets.script(more)), name=OWN[0])
    page.add_child(made, name="map")
    return made


def assembled(fields: Mapping[str, Any], *, tiles: bool) -> str:
    """Return the page with its map and its scripts.

    Parameters
    ----------
    fields, tiles
        As of `Page`.
    """
    return str(sheet(fields, tiles=tiles).get_root().render())


def safe_link(address: str) -> bool:
    """Tell whether an address may stand behind a link.

    Examples
    --------
    >>> safe_link("https://www.geonames.org/"), safe_link("javascript:alert(1)")
    (True, False)
    """
    return re.match(r"(?i)https?://[^\s\"'<>]+\Z", address) is not None


@cache
def page_css(*, hand: bool = False) -> str:
    """Return the page's style with the colours of both themes, and that of a line in the hand."""
    light, dark = style.css(style.LIGHT), style.css(style.DARK)
    screen = f'html{{{light}}}html[data-theme="dark"]{{{dark}}}'
    paper = f"@media print{{html,html[data-theme]{{color-scheme:light;{light}}}}}"
    own = [assets.element(f"{name}.css").strip() for name in ("page", *(("draw",) if hand else ()))]
    return "\n".join((f"{screen}{paper}", *own))


def _refuse_strange(element: Element) -> None:
    """Refuse what is drawn only with pictures or scripts of other hosts."""
    for child in element._children.values():  # noqa: SLF001 - branca has no other way to them
        if isinstance(child, folium.Icon):
            raise InputError(_FOREIGN.format(what="an Icon, with scripts and letters of others"))
        if isinstance(child, folium.TileLayer):
            raise InputError(
                "A layer of tiles was added to the map, and a map of Ceaseline loads nothing from "
                "other hosts by itself; ask for tiles=True, and the reader may switch on a "
                "background."
            )
        _refuse_strange(child)


def _picture(name: str) -> str:
    """Return a picture of Leaflet's as an address that loads nothing."""
    return f"data:image/png;base64,{b64encode(assets.leaflet_picture(name)).decode()}"


def _policy(hashes: Mapping[str, str], *, tiles: bool, styled: bool, editor: bool) -> str:
    def of(names: Iterable[str]) -> str:
        return " ".join(hashes[name] for name in names)

    pictures = f"data: {TILE_HOST}" if tiles else "data:"
    rules = (
        "default-src 'none'",
        f"script-src {of(('leaflet_js', 'loader', 'script'))}",
        f"style-src {of(('leaflet_css', 'page_css'))}",
        *(("style-src-attr 'unsafe-inline'",) if styled else ()),
        f"img-src {pictures}",
        *(("connect-src 'self'",) if editor else ()),
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(rules)


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(assets.element),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["safe_link"] = safe_link
    return made
