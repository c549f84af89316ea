"""What a notebook shows of a value: the map in a frame, or its tables."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ceaseline.geo.errors import InputError
from ceaseline.layers.comparison import as_frame
from ceaseline.maps.page.render import Look, explored
from ceaseline.maps.tables.audit import audit_tables
from ceaseline.maps.tables.compare import comparison_tables
from ceaseline.maps.tables.library import show_tables
from ceaseline.maps.text.language import tongue
from ceaseline.maps.text.table import to_html

if TYPE_CHECKING:
    from pathlib import Path

    import folium

    from ceaseline.layers.audit import Audit
    from ceaseline.layers.comparison import Comparison
    from ceaseline.layers.placement.placement import Placement
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.drawing.widget import Editor

__all__ = [
    "audit_html",
    "comparison_html",
    "comparison_map",
    "placement_html",
    "plan_editor",
    "plan_html",
    "plan_map",
]

_KB = 800
"""The size of a map that nobody said a size for, as the command line's."""


def plan_map(plan: Plan, **look: Any) -> folium.Map:
    """Return the map of a plan.

    Parameters
    ----------
    plan : Plan
    **look
        The fields of :class:`ceaseline.maps.page.render.Look`.
    """
    return explored([plan], Look(**{"max_kb": _KB} | look))


def comparison_map(held: Comparison, **look: Any) -> folium.Map:
    """Return the map of a comparison, with what changes hands.

    Parameters
    ----------
    held : Comparison
    **look
        As of `plan_map`.
    """
    pieces = [as_frame(found) for found in held.pieces]
    return explored(held.plans, Look(**{"max_kb": _KB} | look), pieces)


def plan_editor(plan: Plan, file: str | Path | None = None, **look: Any) -> Editor:
    """Return the editor of a plan's placement.

    Parameters
    ----------
    plan, file, **look
        As of :func:`ceaseline.maps.drawing.widget.editor`.

    Raises
    ------
    InputError
        As there; if the extra ``notebook`` is not installed.
    """
    if find_spec("anywidget") is None:
        raise InputError(
            "The editor in a notebook needs anywidget, not installed here; install the extra, with "
            "the pip of the same environment: pip install 'ceaseline[notebook]'"
        )
    from ceaseline.maps.drawing.widget import editor  # noqa: PLC0415 - an extra

    return editor(plan, file, **look)


def plan_html(plan: Plan) -> str:
    """Return the map of a plan in a frame."""
    return str(plan_map(plan)._repr_html_())


def comparison_html(held: Comparison) -> str:
    """Return the tables of a comparison."""
    return to_html(map(tongue("en").table, comparison_tables(held)))


def audit_html(held: Audit) -> str:
    """Return the tables of an audit."""
    return to_html(map(tongue("en").table, audit_tables(held, ())))


def placement_html(placement: Placement) -> str:
    """Return what a placement says about itself, as tables."""
    return to_html(show_tables(placement))
