"""The files a page is made of: its own templates, styles and scripts, and Leaflet's."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

__all__ = [
    "EDITOR",
    "MOVING",
    "SCRIPTS",
    "element",
    "integrity",
    "leaflet_css",
    "leaflet_js",
    "leaflet_picture",
    "script",
]

SCRIPTS = (
    "dom",
    "decode",
    "geodesy",
    "format",
    "model",
    "paint",
    "labels",
    "scene",
    "sheet",
    "state",
    "view",
    "layers",
    "probe",
    "card",
    "search",
    "measure",
    "embed",
    "furniture",
    "table",
    "timeline",
    "compare",
    "main",
)
"""The page's scripts, in the order they are joined: each uses only those before it at load."""
_HAND = ("draw_plan", "draw_paint", "draw_hand", "draw_try")
MOVING = (*_HAND, "move_line", "move")
"""Those by which a reader moves the line of an exported map."""
EDITOR = (*_HAND, "draw_link", "draw_tools", "draw_beside", "draw_panel", "draw")
"""Those of the editor, which only the page of `ceaseline draw` has."""


@cache
def element(name: str) -> str:
    """Return a file of ``maps/elements``.

    Parameters
    ----------
    name : str
        With its suffix, for example ``"page.css"``.

    Examples
    --------
    >>> element("dom.js").startswith("// Elements")
    True
    """
    return files("ceaseline.maps").joinpath("elements", name).read_text(encoding="utf-8")


@cache
def script(more: tuple[str, ...] = ()) -> str:
    """Return the page's scripts as one text without comment lines and indents.

    No text of theirs goes over a line, so that no line's beginning means anything.

    Parameters
    ----------
    more : tuple of str
        Scripts that only some pages have, such as :data:`EDITOR`.
    """
    text = "\n".join(element(f"{name}.js").rstrip() for name in (*SCRIPTS, *more))
    return re.sub(r"(?m)^ +(//.*\n)?|^//.*\n", "", text)


@cache
def leaflet_js() -> str:
    """Return Leaflet, from its package, without the mark that asks for a source map."""
    return re.sub(r"\n//# sourceMappingURL=.*", "", _leaflet("leaflet.js")).strip()


@cache
def leaflet_css() -> str:
    """Return Leaflet's style, without the pictures of controls that the page does not use."""
    return re.sub(r"url\([^)]*\)", "none", _leaflet("leaflet.css")).strip()


def leaflet_picture(name: str) -> bytes:
    """Return a picture of Leaflet's, from its package.

    Examples
    --------
    >>> leaflet_picture("marker-icon.png")[1:4]
    b'PNG'
    """
    return files("xstatic.pkg.leaflet").joinpath("data", "images", name).read_bytes()


def integrity(text: str) -> str:
    """Return the hash by which a Content-Security-Policy lets an inline element run.

    Examples
    --------
    >>> integrity("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _leaflet(name: str) -> str:
    return files("xstatic.pkg.leaflet").joinpath("data", name).read_text(encoding="utf-8")
