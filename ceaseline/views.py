"""Who shows a value: a plan asks here for its map, and knows nothing of the floor that draws it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = ["show"]

_SHOWN = {
    ("Placement", "html"): "ceaseline.maps.notebook:placement_html",
    ("Plan", "figures"): "ceaseline.layers.measures:figures",
    ("Plan", "geodataframe"): "ceaseline.layers.export.content:layer_of",
    ("Plan", "html"): "ceaseline.maps.notebook:plan_html",
    ("Plan", "map"): "ceaseline.maps.notebook:plan_map",
    ("Plan", "editor"): "ceaseline.maps.notebook:plan_editor",
    ("Comparison", "html"): "ceaseline.maps.notebook:comparison_html",
    ("Comparison", "map"): "ceaseline.maps.notebook:comparison_map",
    ("Audit", "html"): "ceaseline.maps.notebook:audit_html",
}


def show(value: object, way: str, *args: Any, **options: Any) -> Any:
    """Return a value shown in a way, by who knows how.

    Parameters
    ----------
    value : Placement, Plan, Comparison or Audit
    way : str
        ``html`` for a notebook, ``map`` for a folium.Map, ``editor`` for one in a notebook,
        ``geodataframe`` for a layer, ``figures`` for what a plan comes to.
    *args, **options
        As of the function that shows it.

    Examples
    --------
    >>> import ceaseline as cl
    >>> show(cl.load("four-oblasts"), "html")[:14]
    '<h4>four-oblas'
    """
    module, _, name = _SHOWN[type(value).__name__, way].partition(":")
    return getattr(import_module(module), name)(value, *args, **options)
