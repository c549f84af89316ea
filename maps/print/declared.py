"""The layers that are declared once, on paper: drawn, and their signs in the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ceaseline.maps.overlay import OVERLAYS
from ceaseline.maps.print.draw import POINT, draw
from ceaseline.maps.print.projection import flat_points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.overlay import Overlay
    from ceaseline.maps.style import Palette

__all__ = ["paint_declared", "shown", "sign"]

_LINE, _AREA = 1, 2
"""Dimensions of shapes; a point has 0."""


def shown(plan: Plan) -> list[tuple[Overlay, list[shapely.Geometry]]]:
    """Return the layers that are on figures and show something of a plan, each with its shapes."""
    every = [(one, list(one.shapes(plan))) for one in OVERLAYS.values() if one.shown]
    return [(one, shapes) for one, shapes in every if not np.all(shapely.is_empty(shapes))]


def paint_declared(axes: Axes, plan: Plan, palette: Palette) -> None:
    """Draw the layers above the zone and below the line."""
    for one, every in shown(plan):
        colour = getattr(palette, one.colour)
        areas, lines, points = (
            [shape for shape in every if shapely.get_dimensions(shape) == size]
            for size in (_AREA, _LINE, 0)
        )
        draw(axes, areas, facecolors=colour, alpha=one.fill, zorder=2.9)
        for width, edge, dash in (
            (one.width + 2, palette.halo, "-"),
            (one.width, colour, _dash(one)),
        ):
            draw(axes, [*areas, *lines], facecolors="none", edgecolors=edge, linewidths=width,
                        linestyles=[dash], zorder=2.95)  # fmt: skip
        spots = flat_points(*shapely.get_coordinates(points).T)
        axes.plot(*spots.T, ls="", marker="o", ms=2 * one.radius * POINT, mfc=colour,
                  mec=palette.halo, mew=POINT, zorder=2.97, scalex=False, scaley=False)  # fmt: skip


def sign(one: Overlay, shapes: Iterable[shapely.Geometry], palette: Palette) -> Patch | Line2D:
    """Return the sign of a layer: of its areas, or else of its lines, or else of its points."""
    colour = getattr(palette, one.colour)
    most = max(shapely.get_dimensions(shape) for shape in shapes)
    if most == 0:
        return Line2D([], [], ls="", marker="o", ms=2 * one.radius * POINT, mfc=colour,
                      mec=palette.halo, mew=POINT)  # fmt: skip
    if most == _AREA:
        fill = to_rgba(colour, one.fill)
        return Patch(fc=fill, ec=colour, lw=one.width * POINT, ls=_dash(one))
    return Line2D([], [], color=colour, lw=one.width * POINT, ls=_dash(one))


def _dash(one: Overlay) -> Any:
    """Return the dashes as matplotlib takes them, in widths of the line."""
    return (0, tuple(dash / one.width for dash in one.dash)) if one.dash else "-"
