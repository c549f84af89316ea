"""Lay a map, its legend, figures and sources out on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke

from maps.document import catalogue, words
from maps.ink import POINT, paint_country, paint_line, paint_plan, paint_towns, path_of
from maps.lettering import FONT, column
from maps.plane import flat, window
from maps.style import DASHES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from layers.plan import Plan
    from layers.provisions import Proposal
    from maps.document import Words
    from maps.i18n import Tongue
    from maps.style import Palette

    Box = tuple[float, float, float, float]

__all__ = ["lay_out", "map_axes"]

_MILE = 1609.344
_ZOOM = 7.0
_KEY = ("line_length", "zone_length", "zone_area", "settlements_in_zone", "people_in_zone")


def lay_out(
    plans: Sequence[Plan],
    study: Proposal,
    tongue: Tongue,
    palette: Palette,
    size: tuple[float, float],
    title: str | None = None,
) -> Figure:
    """Return the figure of a page: the map on the left, what it means on the right.

    Parameters
    ----------
    plans : sequence of Plan
        The first is drawn in full, the lines of the others with it.
    study : Proposal
    tongue : Tongue
    palette : Palette
    size : (width, height)
        Inches.
    title : str, optional
    """
    sheet = Figure(figsize=size, facecolor=palette.paper)
    plan, width, height = plans[0], *size
    said = words(plan, study, tongue)
    sheet.text(0.35 / width, 1 - 0.3 / height, title or said.title, size=14, weight="bold",
               color=palette.ink, va="top", family=FONT)  # fmt: skip
    under = " · ".join(filter(None, (said.date, said.zone)))
    sheet.text(0.35 / width, 1 - 0.62 / height, under, size=8, color=palette.ink_soft, va="top",
               family=FONT)  # fmt: skip
    box = (0.35 / width, 0.95 / height, (width - 3.35) / width, (height - 1.85) / height)
    map_axes(sheet, box, plans, tongue, palette)
    x = (width - 2.85) / width
    y = _figures(sheet, x, 1 - 0.9 / height, said, palette)
    _legend(sheet, x, y - 0.15 / height, plan, tongue, palette)
    foot = _footnotes(plans, tongue)
    column(sheet, (0.35 / width, 0.85 / height), foot, (width - 0.7) * 72, 5.6, palette.ink_soft)
    return sheet


def map_axes(
    sheet: Figure, box: Box, plans: Sequence[Plan], tongue: Tongue, palette: Palette
) -> Axes:
    """Draw the map of plans into a box of a figure, with inset, scale bar and north.

    Parameters
    ----------
    sheet : Figure
    box : (left, bottom, width, height)
        Shares of the figure.
    plans : sequence of Plan
    tongue : Tongue
    palette : Palette
    """
    plan = plans[0]
    axes = sheet.add_axes(box, label="map")
    wide, high = sheet.get_figwidth() * box[2], sheet.get_figheight() * box[3]
    view = window(flat([plan.zone]), wide / high, 0.06)
    _frame(axes, view, palette)
    paint_country(axes, plan.boundaries, palette)
    paint_plan(axes, plan, palette)
    for other in plans[1:]:
        axes.add_collection(_thin(other, palette), autolim=False)
    paint_line(axes, plan, palette)
    labels = paint_towns(axes, plan, palette, tongue, _ZOOM)
    _scale_bar(axes, view, tongue, palette)
    _inset(sheet, box, plan, view, palette)
    _set_labels(axes, labels, palette)
    return axes


def _thin(plan: Plan, palette: Palette) -> Any:
    return PathCollection([path_of(s) for s in flat([plan.line])], facecolors="none",
                          edgecolors=palette.ink_soft, linewidths=0.9, zorder=2.9)  # fmt: skip


def _frame(axes: Axes, view: Sequence[float], palette: Palette) -> None:
    axes.set_xlim(view[0], view[2])
    axes.set_ylim(view[1], view[3])
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color(palette.rule)


def _inset(sheet: Figure, box: Box, plan: Plan, view: Sequence[float], palette: Palette) -> None:
    width = 0.27 * box[2]
    height = width * sheet.get_figwidth() / sheet.get_figheight() * 0.72
    inset = sheet.add_axes((box[0] + 0.006, box[1] + box[3] - height - 0.008, width, height),
                           label="inset", zorder=5)  # fmt: skip
    _frame(inset, window(flat([plan.boundaries.country]), 1 / 0.72, 0.03), palette)
    paint_country(inset, plan.boundaries, palette)
    paint_plan(inset, plan, palette)
    paint_line(inset, plan, palette)
    for collection in inset.collections:
        collection.set_linewidth((np.atleast_1d(collection.get_linewidth()) * 0.35).tolist())
        collection.set_hatch("")
    inset.add_patch(Rectangle((view[0], view[1]), view[2] - view[0], view[3] - view[1], fill=False,
                              edgecolor=palette.accent, linewidth=0.9, zorder=6))  # fmt: skip


def _scale_bar(axes: Axes, view: Sequence[float], tongue: Tongue, palette: Palette) -> None:
    x, y, tall = view[0] + 0.03 * (view[2] - view[0]), view[1], view[3] - view[1]
    for row, (name, unit) in enumerate(((tongue["km"], 1000.0), (tongue["mi"], _MILE))):
        long = next(n for n in (200, 100, 50, 20, 10) if n * unit < (view[2] - view[0]) / 4)
        level = y + tall * (0.045 - 0.022 * row)
        axes.plot([x, x + long * unit], [level, level], color=palette.ink, lw=1.6, zorder=6,
                  solid_capstyle="butt", path_effects=_cased(3.4, palette))  # fmt: skip
        axes.text(x + long * unit, level, f" {long} {name}", size=6.5, va="center", zorder=6,
                  color=palette.ink, family=FONT, path_effects=_cased(2.0, palette))  # fmt: skip
    axes.text(x, y + tall * 0.066, f"▲\n{tongue['north_letter']}", size=8, ha="left", va="bottom",
              color=palette.ink, zorder=6, family=FONT, linespacing=0.95,
              path_effects=_cased(2.0, palette))  # fmt: skip


def _cased(width: float, palette: Palette) -> list[Any]:
    return [withStroke(linewidth=width, foreground=palette.halo)]


def _set_labels(
    axes: Axes, labels: Sequence[tuple[str, float, float, float, bool]], palette: Palette
) -> None:
    """Set the labels that find room, the most important first."""
    taken: list[shapely.Polygon] = []
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    frame = shapely.box(x0, y0, x1, y1)
    points = axes.get_window_extent().width / axes.figure.dpi * 72
    unit = (x1 - x0) / points
    for text, x, y, size, bold in labels:
        wide, high = 0.62 * size * len(text) * unit, 1.25 * size * unit
        gap = 3.0 * unit
        for ha, va, left, bottom in (
            ("left", "center", x + gap, y - high / 2),
            ("right", "center", x - gap - wide, y - high / 2),
            ("center", "bottom", x - wide / 2, y + gap),
            ("center", "top", x - wide / 2, y - gap - high),
        ):
            room = shapely.box(left, bottom, left + wide, bottom + high)
            if frame.contains(room) and not any(room.intersects(other) for other in taken):
                taken.append(room)
                dx = {"left": gap, "right": -gap}.get(ha, 0.0)
                dy = {"bottom": gap, "top": -gap}.get(va, 0.0)
                axes.text(x + dx, y + dy, text, size=size, ha=ha, va=va, zorder=4, clip_on=True,
                          color=palette.ink, family=FONT, weight="bold" if bold else "normal",
                          path_effects=_cased(1.8, palette))  # fmt: skip
                break


def _figures(sheet: Figure, x: float, y: float, said: Words, palette: Palette) -> float:
    rows = [f for f in said.figures if f["id"] == "territory_share"]
    rows += [f for name in _KEY for f in said.figures if f["id"] == name and f["side"] is None]
    step = 0.3 / sheet.get_figheight()
    for figure in rows:
        name = figure["name"]
        if figure["side"] is not None:
            name += f": {figure['party']}"
        basis = figure["short_basis"] or ""
        sheet.text(x, y, figure["shown"], size=9.5, weight="bold", color=palette.ink, va="top",
                   family=FONT)  # fmt: skip
        sheet.text(x, y - step * 0.52, ", ".join(filter(None, (name, basis))), size=6,
                   color=palette.ink_soft, va="top", family=FONT)  # fmt: skip
        y -= step * 1.08
    for line in (f"{p['text']}: {p['verdict']}" for p in said.provisions if p["measured"]):
        y = column(sheet, (x, y - 0.1 * step), [line], 2.55 * 72, 6, palette.ink)
    return y


def _legend(
    sheet: Figure, x: float, y: float, plan: Plan, tongue: Tongue, palette: Palette
) -> None:
    handles: list[Any] = [
        Patch(fc=palette.fill[side], ec=palette.rule,
              label=tongue["held_by"].format(party=tongue.name(party)))
        for side, party in enumerate(plan.parties)
    ]  # fmt: skip
    for basis in dict.fromkeys(s.basis for s in plan.placement.sections):
        dash = DASHES[basis]
        style = (0, tuple(d / 2.4 for d in dash)) if dash else "-"
        label = tongue[f"basis_{basis.replace(' ', '_')}"]
        handles.append(Line2D([], [], color=palette.line, lw=2.4 * POINT, ls=style, label=label))
    assumed = f" ({tongue['assumption']})" if plan.zone_settings.assumption else ""
    handles.append(Patch(fc="none", ec=palette.zone, hatch="/////",
                         label=f"{tongue['layer_zone']}{assumed}"))  # fmt: skip
    if any(s.corridor_m for s in plan.placement.sections):
        handles.append(Line2D([], [], color=palette.corridor, lw=0.8, ls=(0, (1.5, 1.5)),
                              label=tongue["layer_corridor"]))  # fmt: skip
    handles += [
        Line2D([], [], ls="", marker="o", ms=5, mfc=palette.zone, mec=palette.halo, alpha=0.55,
               label=tongue["layer_zone_settlements"]),
        Line2D([], [], color=palette.border, lw=1.4 * POINT, label=tongue["legend_border"]),
        Line2D([], [], color=palette.oblast, lw=0.6, ls=(0, (4, 2)), label=tongue["legend_oblast"]),
        Patch(fc=palette.water, ec="none", label=tongue["legend_water"]),
        Patch(fc="none", ec=palette.drained, hatch="......", lw=0.4,
              label=tongue["legend_drained"]),
    ]  # fmt: skip
    sheet.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(x - 0.008, y), frameon=False,
        fontsize=6, handlelength=2.6, labelspacing=0.55, labelcolor=palette.ink,
        title=tongue["legend"], title_fontproperties={"size": 7, "weight": "bold"},
        alignment="left",
    )  # fmt: skip


def _footnotes(plans: Sequence[Plan], tongue: Tongue) -> list[str]:
    sources = "; ".join(_credit(source) for source in catalogue(plans, tongue).values())
    return [f"{tongue['sources']}: {sources}.", tongue["disclaimer"]]


def _credit(source: Mapping[str, str]) -> str:
    return ", ".join(filter(None, (source["title"], source["publisher"], source["date"],
                                   source["licence"])))  # fmt: skip
