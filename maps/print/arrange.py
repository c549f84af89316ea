"""What stands where on a figure: the map, and beside or below it as much text as has room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ceaseline.maps.print.legend import depth_of, legend, strip, strip_depth
from ceaseline.maps.print.text import column, depth, heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from ceaseline.maps.print.texts import Texts
    from ceaseline.maps.style import Palette
    from ceaseline.maps.text.language import Tongue

    Box = tuple[float, float, float, float]
    Rows = Sequence[tuple[Any, str]]
    Line = tuple[str, str]

__all__ = ["Arrangement", "arrange", "edge_of", "write"]

_ASIDE = 2.5
"""Width of the text beside the map, inches."""
_BESIDE = (8.2, 1.15)
"""The least width, inches, and the least width for a height, at which text stands beside."""
_COLUMN = 150.0
"""Points of a column below the map."""
_LEAST_MAP = 0.45
"""Share of the height that a map takes at least, before text below it gives way."""
_LEAST_WITH_LEGEND = 0.36
"""The same before the legend gives way."""
_VALUE, _WORDS = 10.0, 7.0
"""Points of a figure and of what it says."""
_OVER = 0.17
"""From the top of a figure to that of its words, inches."""
_GAP = 0.1


def edge_of(size: tuple[float, float]) -> float:
    """Return the width of the margin of a figure, inches."""
    return 0.35 if size[0] >= _BESIDE[0] else 0.2


@dataclass(frozen=True)
class Arrangement:
    """What stands where.

    Attributes
    ----------
    map : (left, bottom, width, height)
        Shares of the figure.
    spot : (x, y)
        The top left corner of the text, shares.
    points : float
        Its width.
    columns : int
        Of the text below the map; 0 where it stands beside it.
    figures : int
        The level of :meth:`Texts.figures`.
    provisions : bool
    rows : int
        How many rows of the legend.
    """

    map: Box
    spot: tuple[float, float]
    points: float
    columns: int
    figures: int
    provisions: bool
    rows: int


def arrange(
    size: tuple[float, float], taken: tuple[float, float], rows: Rows, ground: int, texts: Texts
) -> Arrangement:
    """Return the first arrangement in which everything that it holds has room.

    Parameters
    ----------
    size : (width, height)
        Of the figure, inches.
    taken : (top, bottom)
        What heading and sources take, inches.
    rows : sequence of (sign, words)
        Of the legend.
    ground : int
        How many of them, at the end, say what the ground is.
    texts : Texts
    """
    wide, high = size
    room = high - sum(taken)
    if wide >= _BESIDE[0] and wide / high >= _BESIDE[1]:
        for figures, provisions, count in _choices(len(rows), ground):
            deep = _beside_depth(texts, figures, rows[:count], provisions=provisions)
            if deep <= room:
                return _beside(size, taken, figures, count, provisions=provisions)
    for figures, provisions, count in (*_choices(len(rows), ground), (0, False, 0)):
        if provisions:
            continue
        below = _below(size, taken, texts, figures, rows[:count])
        if below.map[3] >= (_LEAST_MAP if figures else _LEAST_WITH_LEGEND) or count == 0:
            return below
    raise AssertionError


def _choices(rows: int, ground: int) -> list[tuple[int, bool, int]]:
    plan = rows - ground
    return [(3, True, rows), (3, False, rows), (2, False, rows), (2, False, plan),
            (1, False, plan), (0, False, plan)]  # fmt: skip


def _beside_depth(texts: Texts, figures: int, rows: Rows, *, provisions: bool) -> float:
    points = _ASIDE * 72
    deep = sum(_OVER + 0.05 + depth([words], points, _WORDS) for _, words in texts.figures(figures))
    if provisions:
        deep += sum(0.03 + depth([one], points, _WORDS) for one in texts.provisions())
    return deep + 0.2 + depth_of(rows, points)


def _beside(
    size: tuple[float, float], taken: tuple[float, float], figures: int, rows: int, *,
    provisions: bool,
) -> Arrangement:  # fmt: skip
    (wide, high), (top, bottom), edge = size, taken, edge_of(size)
    box = (edge / wide, (bottom + _GAP) / high, (wide - 2 * edge - _ASIDE - 0.15) / wide,
           (high - top - bottom - _GAP) / high)  # fmt: skip
    spot = ((wide - edge - _ASIDE) / wide, 1 - top / high)
    return Arrangement(box, spot, _ASIDE * 72, 0, figures, provisions, rows)


def _below(
    size: tuple[float, float], taken: tuple[float, float], texts: Texts, figures: int, rows: Rows
) -> Arrangement:
    (wide, high), (top, bottom), edge = size, taken, edge_of(size)
    points = (wide - 2 * edge) * 72
    columns = max(2, min(5, int(points / _COLUMN)))
    deep = bottom + _GAP + _row_depth(texts.figures(figures), points, columns)
    if rows:
        deep += strip_depth(rows, points, columns) + _GAP
    box = (edge / wide, deep / high, 1 - 2 * edge / wide, 1 - (top + deep) / high)
    spot = (edge / wide, (deep - _GAP) / high)
    return Arrangement(box, spot, points, columns, figures, provisions=False, rows=len(rows))


def _row_depth(lines: Sequence[Line], points: float, columns: int) -> float:
    """Return how deep figures stand side by side below a map, inches."""
    deep = 0.0
    for first in range(0, len(lines), columns):
        own = lines[first : first + columns]
        deep += _OVER + _GAP + max(depth([words], points / columns - 8, _WORDS) for _, words in own)
    return deep


def write(
    page: Figure, plan: Arrangement, texts: Texts, rows: Rows, tongue: Tongue, palette: Palette
) -> None:
    """Set the text of an arrangement.

    Parameters
    ----------
    page : Figure
    plan : Arrangement
    texts : Texts
    rows : sequence of (sign, words)
        Of the legend, as many as it holds.
    tongue : Tongue
    palette : Palette
    """
    if plan.columns:
        y = _write_row(page, plan, texts.figures(plan.figures), palette)
        if rows:
            strip(page, (plan.spot[0], y), rows, plan.points, palette, plan.columns)
        return
    (x, y), high = plan.spot, page.get_figheight()
    for value, words in texts.figures(plan.figures):
        heading(page, (x, y), value, plan.points, _VALUE, palette.ink, bold=True)
        y = column(page, (x, y - _OVER / high), [words], plan.points, _WORDS, palette.ink_soft)
        y -= 0.05 / high
    for line in texts.provisions() if plan.provisions else ():
        y = column(page, (x, y - 0.03 / high), [line], plan.points, _WORDS, palette.ink)
    legend(page, (x, y - 0.12 / high), rows, plan.points, palette, tongue["legend"])


def _write_row(page: Figure, plan: Arrangement, lines: Sequence[Line], palette: Palette) -> float:
    (x, y), high = plan.spot, page.get_figheight()
    step = plan.points / plan.columns
    for first in range(0, len(lines), plan.columns):
        own = lines[first : first + plan.columns]
        for k, (value, words) in enumerate(own):
            left = x + k * step / 72 / page.get_figwidth()
            heading(page, (left, y), value, step - 8, _VALUE, palette.ink, bold=True)
            column(page, (left, y - _OVER / high), [words], step - 8, _WORDS, palette.ink_soft)
        y -= _row_depth(own, plan.points, plan.columns) / high
    return y
