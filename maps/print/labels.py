"""What stands on a printed map: names, scale bar, north and inset, each where least is hidden."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke

from ceaseline.maps.print.draw import paint_country, paint_line, paint_plan
from ceaseline.maps.print.projection import flat, window
from ceaseline.maps.print.text import FONT, breadth
from ceaseline.maps.text.quantities import MILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from ceaseline.geo.country.boundaries import Boundaries
    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.style import Palette
    from ceaseline.maps.text.language import Tongue

    Box = tuple[float, float, float, float]
    Label = tuple[str, float, float, float, bool]

__all__ = ["corner", "frame", "inset", "name_waters", "scale_bar", "set_labels"]

_WATER = 7.0
"""Points of the names of waters."""
_OFF_ZONE = 40_000.0
"""How much farther off a name of water stands, metres, to be clear of the zone."""
_FARTHEST = 60_000.0
"""Farther off than this, metres, a name is not known for that of the water, and left out."""
_INSET = (0.27, 0.72)
"""The inset: its width as a share of the map's, its height as a share of its width."""


_WIDEST_INSET = 4.0
"""Inches."""


def corner(
    view: Box, size: tuple[float, float], plan: Plan, labels: Sequence[Label], *,
    first: str = "bottom", clear_of: shapely.Polygon | None = None,
) -> shapely.Polygon:  # fmt: skip
    """Return the box in that corner of a view where least is hidden: of the zone, then of towns.

    Parameters
    ----------
    view : (left, bottom, right, top)
        Metres of the plane.
    size : (width, height)
        Of the box, as shares of the view's.
    plan : Plan
    labels : sequence of (text, x, y, size, bold)
    first : str
        ``"top"`` or ``"bottom"``: of equal corners the one to take, and there the left one.
    clear_of : Polygon, optional
        A box that is taken.
    """
    rows = ("top", "bottom") if first == "top" else ("bottom", "top")
    wide, high = (view[2] - view[0]) * size[0], (view[3] - view[1]) * size[1]
    (drawn,) = flat([plan.zone])
    zone = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    spots = shapely.points([(x, y) for _, x, y, _, _ in labels])
    weights = np.array([size_ for _, _, _, size_, _ in labels])

    def box(name: str) -> shapely.Polygon:
        left = view[0] if name.endswith("left") else view[2] - wide
        bottom = view[3] - high if name.startswith("top") else view[1]
        return shapely.box(left, bottom, left + wide, bottom + high)

    def hidden(place: shapely.Polygon) -> tuple[float, float]:
        over = shapely.area(shapely.intersection(place, zone)) / shapely.area(place)
        return round(float(over), 3), float(weights[shapely.covers(place, spots)].sum())

    boxes = [box(f"{row} {side}") for row in rows for side in ("left", "right")]
    clear = [b for b in boxes if clear_of is None or b.disjoint(clear_of)]
    return min(clear or boxes, key=hidden)


def frame(axes: Axes, view: Sequence[float], palette: Palette) -> None:
    """Set the view of axes, without ticks, in a thin frame."""
    axes.set_xlim(view[0], view[2])
    axes.set_ylim(view[1], view[3])
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(palette.rule)


def inset(axes: Axes, view: Box, plan: Plan, labels: Sequence[Label], palette: Palette
          ) -> shapely.Polygon:  # fmt: skip
    """Draw the whole country small in a corner of a map; return the box it takes."""
    share, shape = _INSET
    sheet, spot = axes.figure, axes.get_position()
    wide = axes.get_window_extent().width / axes.figure.dpi
    share = min(share, _WIDEST_INSET / wide)
    tall = share * shape * (view[2] - view[0]) / (view[3] - view[1])
    place = corner(view, (share + 0.02, tall + 0.02), plan, labels, first="top")
    left, bottom = shapely.bounds(place)[:2]
    x = (left - view[0]) / (view[2] - view[0]) + 0.01
    y = (bottom - view[1]) / (view[3] - view[1]) + 0.01
    small = sheet.add_axes(
        (spot.x0 + x * spot.width, spot.y0 + y * spot.height, share * spot.width,
         tall * spot.height), label="inset", zorder=5,
    )  # fmt: skip
    frame(small, window(flat([plan.boundaries.country]), 1 / shape, 0.03), palette)
    paint_country(small, plan.boundaries, palette)
    paint_plan(small, plan, palette)
    paint_line(small, plan, palette)
    for collection in small.collections:
        collection.set_linewidth((np.atleast_1d(collection.get_linewidth()) * 0.35).tolist())
        collection.set_hatch("")
    small.add_patch(Rectangle((view[0], view[1]), view[2] - view[0], view[3] - view[1], fill=False,
                              edgecolor=palette.accent, linewidth=0.9, zorder=6))  # fmt: skip
    return place


def scale_bar(axes: Axes, place: shapely.Polygon, tongue: Tongue, palette: Palette) -> None:
    """Draw north and a bar in kilometres and one in miles into a box of the plane."""
    left, bottom, right, top = shapely.bounds(place).tolist()
    axes.add_patch(Rectangle((left, bottom), right - left, top - bottom, facecolor=palette.paper,
                             edgecolor="none", alpha=0.8, zorder=5))  # fmt: skip
    tall, x = top - bottom, left + 0.2 * (right - left)
    room = 0.5 * (right - left)
    for level, name, unit in ((0.68, tongue["km"], 1000.0), (0.3, tongue["mi"], MILE)):
        long = next(n for n in (500, 200, 100, 50, 20, 10, 5, 2, 1) if n * unit < room or n == 1)
        y = bottom + level * tall
        axes.plot([x, x + long * unit], [y, y], color=palette.ink, lw=1.8, zorder=6,
                  solid_capstyle="butt")  # fmt: skip
        axes.annotate(f"{long} {name}", (x + long * unit, y), (4, 0), textcoords="offset points",
                      size=7.5, va="center", zorder=6, color=palette.ink, family=FONT)  # fmt: skip
    axes.text(left + 0.09 * (right - left), bottom + tall / 2, f"▲\n{tongue['north_letter']}",
              size=8, ha="center", va="center", color=palette.ink, zorder=6, family=FONT,
              linespacing=0.95)  # fmt: skip


def set_labels(
    axes: Axes, labels: Sequence[Label], palette: Palette, taken: Sequence[shapely.Polygon] = (),
    line: shapely.Geometry | None = None,
) -> None:  # fmt: skip
    """Set the labels that find room, the most important first, clear of boxes that are taken.

    Parameters
    ----------
    axes, labels, palette
    taken : sequence of Polygon
    line : Geometry, optional
        Of the plane; a label crosses it only where it has no other room.
    """
    full = list(taken)
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    whole = shapely.box(x0, y0, x1, y1)
    points = axes.get_window_extent().width / axes.figure.dpi * 72
    unit = (x1 - x0) / points
    full += [shapely.Point(x, y).buffer(1.5 * unit) for _, x, y, _, _ in labels]
    for text, x, y, size, bold in labels:
        wide = ((1.16 if bold else 1.0) * breadth(text, size) + 3) * unit
        high = 1.25 * size * unit
        gap = (4.2 if bold else 3.0) * unit
        spots = (
            ("left", "center", x + gap, y - high / 2),
            ("right", "center", x - gap - wide, y - high / 2),
            ("center", "bottom", x - wide / 2, y + gap),
            ("center", "top", x - wide / 2, y - gap - high),
        )
        boxes = [(s, shapely.box(s[2], s[3], s[2] + wide, s[3] + high)) for s in spots]
        free = [
            (s, room)
            for s, room in boxes
            if whole.contains(room) and not any(room.intersects(other) for other in full)
        ]
        if not free:
            continue
        (ha, va, *_), room = min(free, key=lambda one: line is not None and one[1].intersects(line))
        full.append(room)
        dx = {"left": gap, "right": -gap}.get(ha, 0.0)
        dy = {"bottom": gap, "top": -gap}.get(va, 0.0)
        _write(axes, (x + dx, y + dy), text, palette, size=size, ha=ha, va=va,
               weight="bold" if bold else "normal")  # fmt: skip


def name_waters(
    axes: Axes, base: Boundaries, taken: shapely.Geometry, zone: shapely.Geometry,
    palette: Palette, tongue: Tongue,
) -> list[shapely.Polygon]:  # fmt: skip
    """Name the drained reservoirs in sight where there is room near them; return the boxes.

    Parameters
    ----------
    axes, base, palette, tongue
    taken : Geometry
        Of the plane, to be kept clear.
    zone : Geometry
        To be kept clear where that leads a name no farther off than 40 km.
    """
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    whole = shapely.box(x0, y0, x1, y1)
    unit = (x1 - x0) / (axes.get_window_extent().width / axes.figure.dpi * 72)
    lakes = base.lakes[base.lakes["historic"].fillna("") != ""]
    column = "name_uk" if tongue.code == "uk" else "name"
    shaped = zip(flat(lakes.geometry), lakes[column], lakes["historic"], strict=True)
    out: list[shapely.Polygon] = []
    for shape, own, since in shaped:
        text = tongue["drained_in"].format(name=tongue.name(own), year=str(since)[:4])
        middle, wide, high = shapely.centroid(shape), breadth(text, _WATER) / 2, 0.8 * _WATER
        steps = np.array(list(product(range(-4, 5), range(-20, 21)))) * (wide / 2, high)
        x, y = middle.x + unit * steps[:, 0], middle.y + unit * steps[:, 1]
        rooms = shapely.box(x - wide * unit, y - high * unit, x + wide * unit, y + high * unit)
        over = shapely.area(shapely.intersection(rooms, zone)) / shapely.area(rooms)
        far = np.hypot(x - middle.x, y - middle.y)
        cost = far + _OFF_ZONE * over
        lost = shapely.intersects(rooms, taken) | ~shapely.contains(whole, rooms)
        cost[lost | (far > _FARTHEST)] = np.inf
        best = int(cost.argmin())
        if np.isfinite(cost[best]):
            _write(axes, (x[best], y[best]), text, palette, size=_WATER, ha="center", va="center",
                   style="italic")  # fmt: skip
            out.append(rooms[best])
    return out


def _write(
    axes: Axes, spot: tuple[float, float], text: str, palette: Palette, **style: Any
) -> None:
    halo: list[Any] = [withStroke(linewidth=1.8, foreground=palette.halo)]
    axes.text(*spot, text, zorder=4, clip_on=True, color=palette.ink, family=FONT,
              path_effects=halo, **style)  # fmt: skip
