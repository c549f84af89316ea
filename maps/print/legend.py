"""The legend of a printed map: what the page's legend says, in the same words and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.colors import to_rgba
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ceaseline.maps.charts.comparison import stroke
from ceaseline.maps.print.declared import shown, sign
from ceaseline.maps.print.draw import CORRIDOR, HATCH, POINT, ZOOM, line_style, zone_radius
from ceaseline.maps.print.text import FONT, wrapped
from ceaseline.maps.style import TOWNS
from ceaseline.maps.text.describe import titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from ceaseline.layers.plan.plan import Plan
    from ceaseline.maps.style import Palette
    from ceaseline.maps.text.language import Tongue

    Row = tuple[Any, str]

__all__ = ["depth_of", "ground_rows", "legend", "other_line", "rows_of", "strip", "strip_depth"]

_SIZE = 7.0
_HANDLE = 2.4
"""Length of a sign, in letters."""
_SPACE = 0.45
_LEADING = 1.2
"""Room between rows, and from line to line, in letters."""
_HEAD = 1.6
"""Depth of a legend's title, in letters."""


def legend(
    sheet: Figure, spot: tuple[float, float], rows: Sequence[Row], points: float, palette: Palette,
    title: str | None = None,
) -> None:  # fmt: skip
    """Set the rows of a legend in a column from a top left corner.

    Parameters
    ----------
    sheet : Figure
    spot : (x, y)
        Shares of the figure.
    rows : sequence of (sign, words)
        As `rows_of`.
    points : float
        Width of the column.
    palette : Palette
    title : str, optional
    """
    sheet.legend(
        handles=[sign for sign, _ in rows],
        labels=["\n".join(_lines(words, points)) for _, words in rows],
        loc="upper left", bbox_to_anchor=spot, frameon=False, borderpad=0, borderaxespad=0,
        handlelength=_HANDLE, labelspacing=_SPACE, labelcolor=palette.ink,
        prop={"size": _SIZE, "family": FONT}, title=title,
        title_fontproperties={"size": 8, "weight": "bold", "family": FONT}, alignment="left",
        handler_map={tuple: HandlerTuple(ndivide=None, pad=0.2)},
    )  # fmt: skip


def strip(
    sheet: Figure, spot: tuple[float, float], rows: Sequence[Row], points: float, palette: Palette,
    columns: int,
) -> None:  # fmt: skip
    """Set the rows of a legend side by side in columns of about the same depth.

    Parameters
    ----------
    sheet, spot, rows, palette
        As of `legend`.
    points : float
        Width of all columns.
    columns : int
    """
    wide = points / columns
    step = wide / 72 / sheet.get_figwidth()
    for k, own in enumerate(_columns(rows, wide, columns)):
        legend(sheet, (spot[0] + k * step, spot[1]), own, wide, palette)


def strip_depth(rows: Sequence[Row], points: float, columns: int) -> float:
    """Return how deep `strip` sets rows, in inches.

    Examples
    --------
    >>> round(strip_depth([(None, "Oblast border"), (None, "River, lake")], 400, 2), 2)
    0.16
    """
    wide = points / columns
    return max(_depth(own, wide) for own in _columns(rows, wide, columns)) * _SIZE / 72


def depth_of(rows: Sequence[Row], points: float) -> float:
    """Return how deep `legend` sets rows under a title, in inches."""
    return (_depth(rows, points) + _HEAD) * _SIZE / 72


def _columns(rows: Sequence[Row], wide: float, columns: int) -> list[list[Row]]:
    """Return rows in columns, in order, the deepest as shallow as can be."""
    depths = [_depth([row], wide) for row in rows]
    for room in sorted({sum(depths[a:b]) for b in range(len(rows) + 1) for a in range(b)}):
        packed: list[list[Row]] = [[]]
        for row in rows:
            if packed[-1] and _depth([*packed[-1], row], wide) > room:
                packed.append([])
            packed[-1].append(row)
        if len(packed) <= columns:
            return packed
    return [list(rows)]


def _depth(rows: Sequence[Row], points: float) -> float:
    """Return how deep rows are set in a column, in letters."""
    return sum(_LEADING * len(_lines(words, points)) + _SPACE for _, words in rows)


def _lines(words: str, points: float) -> list[str]:
    return wrapped(words, points - (_HANDLE + 2.0) * _SIZE, _SIZE)


def rows_of(
    plans: Sequence[Plan], zone: str, tongue: Tongue, palette: Palette, zoom: float = ZOOM
) -> list[Row]:
    """Return a sign and its words for all that a map of plans shows, and nothing else.

    Parameters
    ----------
    plans : sequence of Plan
        The first is drawn in full, the lines of the others with it.
    zone : str
        The zone in words.
    tongue : Tongue
    palette : Palette
    zoom : float
        As of :func:`ceaseline.maps.print.draw.paint_towns`.
    """
    return [*_plan_rows(plans, zone, tongue, palette, zoom), *_base_rows(plans[0], tongue, palette)]


def ground_rows(plan: Plan) -> int:
    """Return how many rows of a legend, at its end, say what the ground is."""
    return 3 + int(_wet(plan)) + int(_drained(plan))


def _wet(plan: Plan) -> bool:
    return not (plan.boundaries.lakes.empty and plan.boundaries.rivers.empty)


def _drained(plan: Plan) -> bool:
    return bool((plan.boundaries.lakes["historic"].fillna("") != "").any())


def _plan_rows(
    plans: Sequence[Plan], zone: str, tongue: Tongue, palette: Palette, zoom: float
) -> list[Row]:
    plan = plans[0]
    sections = plan.placement.sections
    rows: list[Row] = [
        (Patch(fc=palette.fill[side], ec=palette.rule),
         tongue["held_by"].format(party=tongue.name(party)))
        for side, party in enumerate(plan.parties)
    ]  # fmt: skip
    rows += [
        (Line2D([], [], color=palette.line, lw=2.4 * POINT, ls=line_style(basis)),
         tongue[f"basis_{basis.replace(' ', '_')}"])
        for basis in dict.fromkeys(section.basis for section in sections)
    ]  # fmt: skip
    rows += [
        (other_line(number), title) for number, title in enumerate(titles(plans, tongue)[1:], 1)
    ]
    if not plan.zone.is_empty:
        rows.append((Patch(fc="none", ec=palette.zone, hatch=HATCH), zone))
    if any(section.corridor_m for section in sections):
        shade = to_rgba(palette.corridor, CORRIDOR)
        rows.append((Patch(fc=shade, ec="none"), tongue["legend_corridor"]))
    if plan.settlements["in_zone"].any():
        signs = tuple(
            _disc(zone_radius(people, zoom), palette.strong[0], palette.halo, 0.4)
            for people in (1_000, 100_000)
        )
        rows.append((signs, tongue["legend_people"]))
    rows += [(sign(one, shapes, palette), tongue.said(one.title)) for one, shapes in shown(plan)]
    return rows


def _base_rows(plan: Plan, tongue: Tongue, palette: Palette) -> list[Row]:
    towns = tuple(_disc(t.dot * POINT, palette.paper, palette.ink, t.dot / 3) for t in TOWNS[:3])
    rows: list[Row] = [
        (Line2D([], [], color=palette.border, lw=1.4 * POINT), tongue["legend_border"]),
        (Line2D([], [], color=palette.oblast, lw=0.6, ls=(0, (4, 2))), tongue["legend_oblast"]),
        (towns, tongue["legend_towns"]),
    ]
    if _wet(plan):
        rows.append((Patch(fc=palette.water, ec="none"), tongue["legend_water"]))
    if _drained(plan):
        sign = Patch(fc="none", ec=palette.drained, hatch="......", lw=0.4)
        rows.append((sign, tongue["legend_drained"]))
    return rows


def other_line(number: int) -> Line2D:
    """Return the sign of the line of another plan, by its number."""
    colour, dashes = stroke(number)
    return Line2D([], [], color=colour, lw=1.5, ls=(0, dashes) if dashes else "-")


def _disc(radius: float, fill: str, edge: str, width: float) -> Line2D:
    return Line2D([], [], ls="", marker="o", ms=2 * radius, mfc=fill, mec=edge, mew=width)
