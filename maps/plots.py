"""Charts on matplotlib axes, for printed reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.charts import stroke
from maps.lettering import FONT
from maps.quantities import number as in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from maps.charts import Chart, Series
    from maps.style import Palette

__all__ = ["plot"]


def plot(chart: Chart, axes: Axes, palette: Palette) -> None:
    """Draw a chart on axes.

    Parameters
    ----------
    chart : Chart
    axes : Axes
    palette : Palette
    """
    axes.set_title(chart.title, size=9, weight="bold", loc="left", family=FONT, color=palette.ink)
    axes.set_xlabel(chart.x_title, size=7, family=FONT)
    axes.set_ylabel(chart.y_title, size=7, family=FONT)
    axes.tick_params(labelsize=6.5, colors=palette.ink_soft)
    axes.grid(axis="y", color=palette.rule, lw=0.5)
    axes.set_axisbelow(True)
    axes.margins(x=0.02)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: in_words(value))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    if chart.level:
        value, low, high, label = chart.level
        axes.axhspan(low, high, color=palette.zone, alpha=0.15, lw=0)
        axes.axhline(value, color=palette.zone, lw=1)
        axes.annotate(label, (1, high), xycoords=("axes fraction", "data"), ha="right", va="bottom",
                      size=6.5, family=FONT)  # fmt: skip
    for k, series in enumerate(chart.series):
        _series(series, k, axes)
    if len(chart.series) > 1 or any(s.kind == "dots" for s in chart.series):
        axes.legend(fontsize=6.5, frameon=False, ncols=2, handlelength=4)


def _series(series: Series, number: int, axes: Axes) -> None:
    colour, dashes = stroke(number)
    if series.kind == "area":
        axes.fill_between(series.x, series.y, 0, color=colour, alpha=0.55, lw=0.4)
        axes.axhline(0, color="#555555", lw=0.6)
    elif series.kind == "dots":
        fill = colour if number == 0 else "none"
        axes.scatter(series.x, series.y, s=26, facecolors=fill, edgecolors=colour,
                     label=series.name)  # fmt: skip
        for x, y, label in zip(series.x, series.y, series.labels, strict=True):
            low, high = axes.get_xlim()
            right = x > (low + high) / 2
            axes.annotate(f"  {label}  ", (x, y), size=6.5, va="center", family=FONT,
                          ha="right" if right else "left")  # fmt: skip
    else:
        style = (0, dashes) if dashes else "-"
        axes.plot(series.x, series.y, ls=style, color=colour, lw=1.4, label=series.name)
