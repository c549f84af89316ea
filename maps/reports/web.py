"""A report as one HTML file that asks nobody for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jinja2
from markupsafe import Markup

from ceaseline.geo.unseen import isolated
from ceaseline.maps.assets import element
from ceaseline.maps.style import DARK, LIGHT, css

if TYPE_CHECKING:
    from ceaseline.maps.print.document import Document

__all__ = ["to_html"]


def to_html(document: Document, theme: str) -> bytes:
    """Return a report as HTML; the same for the same report.

    Parameters
    ----------
    document : Document
        Its texts may be anybody's: they are escaped.
    theme : str
        ``auto`` (as the reader's system is set), ``light`` or ``dark``. On paper it is light.
    """
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.ChainableUndefined)
    fields = {
        "doc": document,
        "palette": Markup(_palettes(theme)),  # noqa: S704 - colours of our own
        "css": Markup(element("report.css")),  # noqa: S704 - a file of our own
    }
    return isolated(environment.from_string(element("report.html")).render(fields)).encode()


def _palettes(theme: str) -> str:
    """Return the colours of a theme as CSS.

    Examples
    --------
    >>> _palettes("light").count("--paper:"), _palettes("auto").count("--paper:")
    (1, 3)
    """
    light, dark = f":root{{{css(LIGHT)}}}", f":root{{{css(DARK)}color-scheme:dark;}}"
    if theme == "light":
        return light
    first = dark if theme == "dark" else f"{light}@media (prefers-color-scheme:dark){{{dark}}}"
    return f"{first}@media print{{{light[:-1]}color-scheme:light;}}}}"
