"""Charts on matplotlib axes, for printed reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceaseline.maps.charts.comparison import stroke
from ceaseline.maps.print.text import FONT
from ceaseline.maps.text.quantities import number as in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ceaseline.maps.charts.comparison import Chart, Series
    from ceaseline.maps.style import Palette

__all__ = ["UNDER", "plot", "rows_of_key"]

UNDER = 0.4
"""How far below the axes the key begins, inches."""
_LETTERS = 6.5
_ACROSS = 2
"""Columns of the key."""


def plot(chart: Chart, axes: Axes, palette: Palette) -> None:
    """Draw a chart on axes, without its title; its key stands below them.

    Parameters
    ----------
    chart : Chart
    axes : Axes
    palette : Palette
    """
    axes.set_xlabel(chart.x_title, size=7, family=FONT, color=palette.ink)
    axes.set_ylabel(chart.y_title.replace(": ", ":\n", 1), size=7, family=FONT, color=palette.ink)
    axes.tick_params(labelsize=_LETTERS, colors=palette.ink_soft)
    axes.grid(axis="y", color=palette.rule, lw=0.5)
    axes.set_axisbelow(True)
    axes.margins(x=0.02)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: in_words(value))
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(palette.ink_soft)
    if chart.level:
        value, low, high, label = chart.level
        axes.axhspan(low, high, color=palette.zone, alpha=0.15, lw=0)
        axes.axhline(value, color=palette.zone, lw=1)
        axes.annotate(label, (1, high), xycoords=("axes fraction", "data"), ha="right", va="bottom",
                      size=_LETTERS, family=FONT, color=palette.ink)  # fmt: skip
    for k, series in enumerate(chart.series):
        _series(series, k, axes, palette)
    if rows_of_key(chart):
        axes.legend(
            prop={"family": FONT, "size": _LETTERS}, frameon=False, ncols=_ACROSS, handlelength=4,
            labelcolor=palette.ink, loc="upper center", bbox_to_anchor=(0.5, 0), borderpad=0,
            borderaxespad=UNDER * 72 / _LETTERS,
        )  # fmt: skip


def rows_of_key(chart: Chart) -> int:
    """Return how many rows the key of a chart has; none where there is nothing to tell apart.

    Examples
    --------
    >>> from ceaseline.maps.charts.comparison import Chart, Series
    >>> lines = tuple(Series(name, (0.0, 1.0), (2.0, 2.0)) for name in "abc")
    >>> rows_of_key(Chart("", "", "", lines)), rows_of_key(Chart("", "", "", lines[:1]))
    (2, 0)
    """
    apart = len(chart.series) > 1 or any(one.kind == "dots" for one in chart.series)
    return -(-len(chart.series) // _ACROSS) if apart else 0


def _series(series: Series, number: int, axes: Axes, palette: Palette) -> None:
    colour, dashes = stroke(number)
    if series.kind == "area":
        axes.fill_between(series.x, series.y, 0, color=colour, alpha=0.55, lw=0.4)
        axes.axhline(0, color=palette.ink_soft, lw=0.6)
    elif series.kind == "dots":
        fill = colour if number == 0 else "none"
        axes.scatter(series.x, series.y, s=26, facecolors=fill, edgecolors=colour,
                     label=series.name)  # fmt: skip
        _labels(series, axes, palette)
    else:
        style = (0, dashes) if dashes else "-"
        axes.plot(series.x, series.y, ls=style, color=colour, lw=1.4, label=series.name)


def _labels(series: Series, axes: Axes, palette: Palette) -> None:
    """Write its label beside each dot, on the side where there is more room."""
    middle = sum(axes.get_xlim()) / 2
    for x, y, label in zip(series.x, series.y, series.labels, strict=True):
        left = x > middle
        axes.annotate(label, (x, y), (-6 if left else 6, 0), textcoords="offset points",
                      size=_LETTERS, va="center", family=FONT, ha="right" if left else "left",
                      color=palette.ink, parse_math=False)  # fmt: skip
